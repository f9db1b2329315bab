"""The page a day ends with."""
