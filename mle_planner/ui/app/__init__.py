"""The application: starts, keeps its services running, and shows its windows."""
