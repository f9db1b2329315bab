"""The screens: a package or a module for each."""
