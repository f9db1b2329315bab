"""From the records to a scheduling problem, the input of the solver."""
