"""The typical day's axis in the hands of a test, and its parts as one line."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from mle_planner.core.planner import Planner
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import LaneKind
from tests.support.axis import Pointer

USUAL = (
    "Meetings 9:00-10:30, Focus 10:30-13:00, Lunch 13:00-14:00, Long focus 14:00-17:45, "
    "Wrap up 17:45-18:00"
)
MONDAY, TUESDAY, SATURDAY = 0, 1, 5


class Hand(Pointer):
    """A hand that finds times of the weekday that is shown."""

    def at(self, clock: str, *, lower: float = 0) -> QPointF:
        """The point of a wall-clock time, so many pixels lower; past 24:00 in the next night."""
        hours, minutes = clock.split(":")
        (lane,) = self.surface.content.lanes
        instant = self.surface.content.days.instant(lane.day, int(hours) * 60 + int(minutes))
        return self.spot(instant, LaneKind.TYPICAL, lane.day) + QPointF(0, lower)


def parts(planner: Planner, weekday: int = MONDAY) -> str:
    """A weekday's parts as one line."""
    return ", ".join(
        f"{part.title} {_clock(part.start_min)}-{_clock(part.end_min)}"
        for part in planner.typical_day.parts()
        if part.weekday == weekday
    )


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def chosen(surface: AxisSurface, title: str) -> None:
    """Select a part by its title."""
    key = next(block.key for _, block in surface.content.blocks() if block.title == title)
    surface.select(key)


def activity_of(planner: Planner, title: str) -> str:
    """The name of a part's activity."""
    names = {activity.id: activity.name for activity in planner.catalog.activities()}
    found = next(part for part in planner.typical_day.parts() if part.title == title)
    return names[found.activity_id]
