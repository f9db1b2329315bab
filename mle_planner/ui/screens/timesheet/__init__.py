"""The timesheet screen: tracked time as it is sent to a client."""
