"""Requests plans and the cost of changes from the planning process, and delivers the answers."""
