"""A lunch that the solver may move and shorten."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import FlexibleEvent, FlexibleWindow

LUNCH = FlexibleEvent(
    "lunch",
    durations=(12, 9),
    shrink_costs=(0, 1_500),
    windows=(FlexibleWindow(0, 144, 174, 0),),
    ideal=156,
    deviation_cost=24,
    drop_cost=100_000,
)
"""An hour at 13:00, between 12:00 and 14:30; 45 minutes at a cost."""
