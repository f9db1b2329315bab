"""The planner without a window: commands that answer in text or in JSON."""

from mle_planner.cli.entry import main

__all__ = ["main"]
