"""The planner: opens, reads snapshots, commits edits, tells listeners."""

from mle_planner.core.planner.planner import Planner

__all__ = ["Planner"]
