"""Asks the planning process for plans and for what changes cost, and delivers the answers."""
