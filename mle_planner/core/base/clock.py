"""The only place that asks what time it is, and in which zone the user lives.

Everything else takes ``now`` as a value, so that a test, the command line's ``--now``
and the window are the same program at different times.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME = Path("/etc/localtime")


class Clock(Protocol):
    """Tells wall-clock time and the local time zone."""

    def now(self) -> datetime:
        """Return the current instant: aware, in UTC, to the second."""
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

    @cached_property
    def zone(self) -> ZoneInfo:
        """The machine's zone; UTC where it names none."""
        named = named_zone(os.environ.get("TZ", ""), _LOCALTIME)
        if named is not None:
            return named
        import tzlocal

        found = tzlocal.get_localzone()
        return found if found.key else ZoneInfo("UTC")


def named_zone(variable: str, localtime: Path) -> ZoneInfo | None:
    """Return the zone that the system names in the way nearly every one does; None otherwise.

    ``variable`` is what ``TZ`` holds and stronger than ``localtime``, the path of the link that
    the C library follows. This spares most starts the import of a library that knows every
    way, which takes longer than all that a short command does.
    """
    key = variable.removeprefix(":")
    if not key:
        try:
            key = str(localtime.readlink()).rpartition("/zoneinfo/")[2]
        except OSError:
            return None
    try:
        return None if key.startswith("/") else ZoneInfo(key)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None  # a rule such as CET-1CEST, or a path


class FixedClock:
    """A clock that stands where it is put: for tests and for ``--now``."""

    def __init__(self, instant: datetime, zone: ZoneInfo) -> None:
        """Refuse a time without an offset, which would mean a different instant elsewhere."""
        if instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self.instant = instant.astimezone(UTC).replace(microsecond=0)
        self.zone = zone

    def now(self) -> datetime:
        """Return the instant the clock was put to."""
        return self.instant

    def put(self, instant: datetime) -> None:
        """Move the clock."""
        self.instant = instant.astimezone(UTC).replace(microsecond=0)
