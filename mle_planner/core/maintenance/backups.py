"""Which backups there are, when one is due, and which are kept.

The scheme is that of Anki: every backup of the last two days is kept, then one a day for 12 days,
one a week for 10 weeks, and one a month for 9 months.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mle_planner.core.base.records import dataclass
from mle_planner.core.storage.backup import is_sound
from mle_planner.core.storage.restore import read_contents

LEAST_INTERVAL = timedelta(minutes=30)
_KEEP_ALL = timedelta(days=2)
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9
_MADE = re.compile(r"planner-(\d{8}T\d{6}Z)(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file.

    ``size`` is in bytes. ``records`` counts the records by table and is empty, like
    ``latest_entry``, for a file that cannot be read.
    """

    path: Path
    made_at: datetime
    size: int
    is_sound: bool
    records: dict[str, int]
    latest_entry: datetime | None


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder, newest first; none where there is no such folder."""
    found = (describe_backup(path) for path in folder.glob("*.db"))
    return tuple(sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True))


def describe_backup(path: Path) -> Backup:
    """Return what is known of one backup file. Raises ``OSError`` where there is none."""
    size, sound = path.stat().st_size, is_sound(path)
    contents = read_contents(path)
    if contents is None:
        return Backup(path, time_of(path), size, False, {}, None)
    return Backup(path, time_of(path), size, sound, contents.records, contents.latest_entry)


def time_of(path: Path) -> datetime:
    """Return when a backup was made: by its name, else when the file was last written."""
    named = _MADE.fullmatch(path.stem)
    if named is not None:
        return datetime.strptime(named[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def superseded(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which of the automatic backups the scheme no longer keeps.

    Of each day, week and month the newest backup is kept.
    """
    kept: set[datetime] = set()
    periods: dict[str, set[object]] = {"day": set(), "week": set(), "month": set()}
    newest_first = sorted(set(made), reverse=True)
    for at in newest_first:
        if now - at <= _KEEP_ALL:
            kept.add(at)
            continue
        steps = (
            ("day", at.date(), _DAILY),
            ("week", at.isocalendar()[:2], _WEEKLY),
            ("month", (at.year, at.month), _MONTHLY),
        )
        for name, period, most in steps:
            seen = periods[name]
            if period in seen:
                break
            if len(seen) < most:
                seen.add(period)
                kept.add(at)
                break
    return set(newest_first) - kept
