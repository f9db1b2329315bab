"""What a change costs or gains, found by planning with and without it: meetings, ad-hoc work."""
