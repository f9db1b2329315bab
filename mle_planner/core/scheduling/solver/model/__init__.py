"""The solver's picture of a problem: tables, a draft plan, and what each day holds."""
