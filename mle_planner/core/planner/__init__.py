"""The planner: opens, reads snapshots, commits edits, tells listeners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mle_planner.core.planner.planner import Planner

__all__ = ["Planner"]


def __getattr__(name: str) -> Any:
    """Load the planner when it is asked for: ``standing`` beside it does without its records."""
    if name == "Planner":
        from mle_planner.core.planner.planner import Planner

        return Planner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
