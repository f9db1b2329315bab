"""The screens: one folder each, or one module where that is enough."""
