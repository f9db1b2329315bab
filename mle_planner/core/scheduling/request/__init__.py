"""From the records to a scheduling problem: what is asked of the solver."""
