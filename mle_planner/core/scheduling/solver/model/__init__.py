"""The problem as the solver sees it: tables, a draft plan, and the content of each day."""
