"""A clock of a machine that can sleep, and spans away in short words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from tests.support.builders import local


class SleepyClock(FixedClock):
    """Stands still until it is moved; ``sleep_until`` moves it while the machine sleeps."""

    def __init__(self, text: str, zone: str) -> None:
        super().__init__(local(text, zone), ZoneInfo(zone))
        self._slept = timedelta(0)

    def awake(self) -> timedelta:
        """Return the time that passed while the machine was awake."""
        return self.elapsed() - self._slept

    def sleep_until(self, instant: datetime) -> None:
        """Let the time pass while the machine sleeps."""
        before = self.elapsed()
        self.put(instant)
        self._slept += self.elapsed() - before


def unresolved_picture(planner: Planner) -> str:
    """Each span that waits for an answer, such as "11:00-12:30 asleep Write report"."""
    zone = planner.days.zone
    return ", ".join(
        f"{each.span.start.astimezone(zone):%H:%M}-{each.span.end.astimezone(zone):%H:%M} "
        f"{each.cause} {each.title}"
        for each in planner.away.unresolved()
    )
