"""The timesheet screen: time as it is handed to somebody else."""
