"""The application: starts, keeps its services running, and shows windows on them."""
