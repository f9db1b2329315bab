"""Signs of work as sources send them, and the coding time derived from them."""
