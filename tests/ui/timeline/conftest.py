"""The day, the screens and the gestures that these tests share."""

from __future__ import annotations

from tests.support.axis_fixtures import clock, hand, planner, said, today, week

__all__ = ["clock", "hand", "planner", "said", "today", "week"]
