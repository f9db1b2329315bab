"""Why a block is where it is, and why work has no place."""
