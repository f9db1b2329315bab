"""The time scale: instants to pixels and back, hour marks as the clocks on the wall show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import hour_text

TOP_PX = 10
BOTTOM_PX = 14
LEAST_HOUR_PX = 28.0
MOST_HOUR_PX = 360.0
USUAL_HOUR_PX = 77.0

HOUR = timedelta(hours=1)


class TimeScale(NamedTuple):
    """One day on a vertical axis.

    A position is the time elapsed since the day began, so a day of 23 or 25 hours is that much
    shorter or longer and no block changes its height there; only the hour marks follow the wall
    clock.
    """

    day_span: Span
    hour_px: float

    @property
    def height_px(self) -> float:
        return TOP_PX + self.day_span.duration / HOUR * self.hour_px + BOTTOM_PX

    def y(self, instant: datetime) -> float:
        """Return where an instant lies; one outside the day lies outside the axis."""
        return self.y_after((instant - self.day_span.start) / HOUR)

    def y_after(self, hours: float) -> float:
        """Return where the axis is a number of hours after the day began."""
        return TOP_PX + hours * self.hour_px

    def instant(self, y: float) -> datetime:
        """Return the instant at a position, kept inside the day."""
        hours = (y - TOP_PX) / self.hour_px
        instant = self.day_span.start + timedelta(seconds=round(hours * 3600))
        return min(max(instant, self.day_span.start), self.day_span.end)


class HourMark(NamedTuple):
    """A full hour on the wall clock, the end of the day included."""

    instant: datetime
    text: str


def hours_around(
    spans: Sequence[Span], day: date, days: PlanningDays, *, least: int = 0
) -> list[HourMark]:
    """Return the marks of the full hours of a day around some spans, ``least`` hours or more."""
    if not spans:
        return []
    first = days.minute_of(min(span.start for span in spans), day) // 60
    last = -(-days.minute_of(max(span.end for span in spans), day) // 60)
    return [
        HourMark(days.instant(day, hour * 60), hour_text(hour % 24))
        for hour in range(first, max(last, first + least) + 1)
    ]


def hour_marks(day_span: Span, days: PlanningDays) -> Iterator[HourMark]:
    """Yield the full hours of a day in the order of time.

    Where the clocks go back an hour comes twice, where they go forward one is missing. The step
    is an hour of real time; where that lands off the full hour, because a zone's change is half
    an hour, the rest of the wall-clock hour follows.
    """
    instant = day_span.start
    while instant <= day_span.end:
        local = instant.astimezone(days.zone)
        past = timedelta(minutes=local.minute, seconds=local.second)
        if not past:
            yield HourMark(instant, hour_text(local.hour))
        instant += HOUR - past
