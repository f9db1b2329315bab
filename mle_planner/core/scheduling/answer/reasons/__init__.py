"""Why a block stands where it does, and why work has no place."""
