"""The clock: the only module that reads the current time and the local time zone.

All other code takes ``now`` as a value, so that tests and ``--now`` can set the time.
"""

from __future__ import annotations

import os
import re
import time
import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME = Path("/etc/localtime")
_POSIX_RULE = r"(?P<name>[A-Za-z]{3,})(?P<hours>[+-]?\d{1,2})(?:(?P<summer>[A-Za-z]{3,}).*)?"


class Clock(Protocol):
    """The source of the current time and the local time zone."""

    def now(self) -> datetime:
        """Return the current instant: aware, in UTC, to the second."""
        ...

    def elapsed(self) -> timedelta:
        """Return the time since a fixed moment; unaffected when the clock is set."""
        ...

    def awake(self) -> timedelta:
        """Return the same without the time that the machine slept, if that is known."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """The IANA zone in which the user's day is read."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC, cut to whole seconds as stored."""
        return datetime.now(UTC).replace(microsecond=0)

    def elapsed(self) -> timedelta:
        """Return the time since the machine started, including its sleep if it is known.

        Linux counts sleep in CLOCK_BOOTTIME, macOS in CLOCK_MONOTONIC, Windows in its only clock.
        """
        if not hasattr(time, "clock_gettime"):
            return timedelta(seconds=time.monotonic())
        which = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        return timedelta(seconds=time.clock_gettime(which))

    def awake(self) -> timedelta:
        """Return the time since the machine started, without its sleep.

        On Windows no clock available to Python leaves sleep out; there it equals ``elapsed``.
        """
        if not hasattr(time, "clock_gettime"):
            return timedelta(seconds=time.monotonic())
        which = getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC)  # the first is of macOS
        return timedelta(seconds=time.clock_gettime(which))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The machine's zone; UTC if it is set to none that is known."""
        variable = os.environ.get("TZ", "").removeprefix(":")
        if variable:
            return zone_of_variable(variable) or _linked_zone() or ZoneInfo("UTC")
        linked = _linked_zone()
        if linked is not None:
            return linked
        import tzlocal  # reads every other form of a zone setting, but takes longer to import

        found = tzlocal.get_localzone()
        return found if found.key else ZoneInfo("UTC")


def _linked_zone() -> ZoneInfo | None:
    try:
        return zone_named(str(_LOCALTIME.readlink()).rpartition("/zoneinfo/")[2])
    except OSError:
        return None


def zone_of_variable(variable: str) -> ZoneInfo | None:
    """Return the zone of the variable ``TZ``, or None.

    It is a name, a path into a zoneinfo folder, or a POSIX rule. ``UTC0`` and ``GMT+1`` (an hour
    *behind* UTC) are fixed offsets; a rule with summer time, such as ``CET-1CEST``, gives the zone
    of that name if there is one. Other paths are not opened.
    """
    if variable.startswith("/"):
        _, found, name = variable.rpartition("/zoneinfo/")
        return zone_named(name) if found else None
    if named := zone_named(variable):
        return named
    rule = re.fullmatch(_POSIX_RULE, variable)
    if rule is None:
        return None
    if rule["summer"]:
        return zone_named("".join(rule.groups())) or zone_named(rule["name"])
    hours = int(rule["hours"])
    return zone_named(f"Etc/GMT{hours:+d}" if hours else "UTC")


def source_of_rules(zone: ZoneInfo) -> str:
    """Return a text that changes with the file from which a zone's rules are read."""
    for folder in zoneinfo.TZPATH:
        try:
            found = Path(folder, *zone.key.split("/")).stat()
        except OSError:
            continue
        return f"{folder} {found.st_mtime_ns} {found.st_size}"
    from importlib.metadata import version  # the package's version, if the system has no files

    return f"tzdata {version('tzdata')}"


def zone_named(key: str) -> ZoneInfo | None:
    """Return the zone of an IANA name; None where there is none."""
    try:
        return ZoneInfo(key) if key else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


class FixedClock:
    """A clock with a fixed time, for tests and for ``--now``."""

    def __init__(self, instant: datetime, zone: ZoneInfo) -> None:
        """Refuse a time without an offset, which would depend on the machine's zone."""
        if instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self.instant = instant.astimezone(UTC).replace(microsecond=0)
        self.zone = zone
        self._elapsed = timedelta(0)

    def now(self) -> datetime:
        """Return the instant to which the clock was set."""
        return self.instant

    def elapsed(self) -> timedelta:
        """Return the time that passed through ``put``."""
        return self._elapsed

    def awake(self) -> timedelta:
        """Return the same, since this machine never sleeps."""
        return self._elapsed

    def put(self, instant: datetime) -> None:
        """Set the clock and let the time in between pass."""
        before = self.instant
        self.set_to(instant)
        self._elapsed += self.instant - before

    def set_to(self, instant: datetime) -> None:
        """Set the clock without letting time pass, like a user or the network."""
        self.instant = instant.astimezone(UTC).replace(microsecond=0)
