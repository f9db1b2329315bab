"""Plans asked for by the user interface, made in a process of their own."""
