"""The only place that asks what time it is, and in which zone the user lives.

Everything else takes ``now`` as a value, so that a test, the command line's ``--now``
and the window are the same program at different times.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells wall-clock time, elapsed time and the local time zone."""

    def now(self) -> datetime:
        """Return the current instant: aware, in UTC, to the second."""
        ...

    def elapsed_s(self) -> float:
        """Return seconds of a clock that never jumps; only differences mean anything."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """The IANA zone in which the user's day is read."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC, cut to whole seconds as it is stored."""
        return datetime.now(UTC).replace(microsecond=0)

    def elapsed_s(self) -> float:
        """Return the monotonic clock's reading."""
        return time.monotonic()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The machine's zone; UTC where it names none."""
        import tzlocal

        found = tzlocal.get_localzone()
        return found if found.key else ZoneInfo("UTC")


@dataclass
class FixedClock:
    """A clock that stands where it is put: for tests and for ``--now``."""

    instant: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        """Refuse a time without an offset, which would mean a different instant elsewhere."""
        if self.instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self.instant = self.instant.astimezone(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        """Return the instant the clock was put to."""
        return self.instant

    def elapsed_s(self) -> float:
        """Return the instant as seconds, so that moving the clock is elapsed time too."""
        return self.instant.timestamp()

    def put(self, instant: datetime) -> None:
        """Move the clock."""
        self.instant = instant.astimezone(UTC).replace(microsecond=0)
