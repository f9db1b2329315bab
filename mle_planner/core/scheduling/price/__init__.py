"""The cost or gain of a change, found by planning with and without it: meetings, ad-hoc work."""
