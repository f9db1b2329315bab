"""How things stand: what is running and how much coding is done today.

Prompts and bars ask this every few seconds, each time in a new process, so it is answered
without the records, snapshots and edits that everything else is made of: importing those takes
several times as long as the answer. It says what ``Planner.running`` and ``Planner.day`` say;
tests hold the two together.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.core.storage.database import open_database
from mle_planner.core.storage.standing import (
    band_row,
    coding_s,
    has_working_time,
    is_special_day,
    running_row,
    setting_texts,
)

if TYPE_CHECKING:
    from mle_planner.core.base.clock import Clock

SETTING_LIMITS = {
    "coding_least_min": (180, 0, 720),
    "coding_most_min": (240, 0, 720),
    "coding_aim_min": (210, 0, 720),
    "day_border_min": (0, 0, 8 * 60),
}
"""Default, least and most of the settings that matter here, as ``core.settings`` declares them."""


Band = tuple[int | None, int | None, int | None]
"""Least, aim and most minutes of coding; all None where there is no band."""

_NO_BAND: Band = (None, None, None)


class Running:
    """The entry that runs; ``start`` is in UTC."""

    __slots__ = (
        "activity", "category", "entry_id", "passed", "project", "source", "start", "task_id",
        "title",
    )  # fmt: skip

    def __init__(self, row: tuple[object, ...], now: datetime) -> None:
        """Take the values of ``running_row``."""
        self.entry_id, self.title, self.task_id, self.project = row[:4]
        self.activity, self.category, _, self.source = row[4:]
        assert isinstance(row[6], int)
        self.start = datetime.fromtimestamp(row[6], UTC)
        self.passed = max(timedelta(), now - self.start)


class Standing:
    """What runs, the coding done today, and today's band in minutes; None on days without one."""

    __slots__ = ("aim_min", "coding", "least_min", "most_min", "running")

    def __init__(self, running: Running | None, coding: timedelta, band: Band) -> None:
        """Keep what was read."""
        self.running = running
        self.coding = coding
        self.least_min, self.aim_min, self.most_min = band


def standing(folder: Path, clock: Clock) -> Standing:
    """Return how things stand in a folder; raises ``StorageError``.

    A folder without a database gets an empty one.
    """
    now = clock.now()
    with closing(open_database(folder)) as connection:
        settings = _settings(setting_texts(connection, tuple(SETTING_LIMITS)))
        day, start, end = _day(now, clock, settings["day_border_min"])
        is_special = is_special_day(connection, day.isoformat(), start, end)
        band = _NO_BAND if is_special else _band(connection, day, settings)
        row = running_row(connection)
        seconds = coding_s(connection, start, end, int(now.timestamp()))
    if is_special:
        band = _band_of_snapshot(folder, clock, day)
    running = None if row is None else Running(row, now)
    return Standing(running, timedelta(seconds=seconds), band)


def _band(connection: Any, day: date, settings: dict[str, int]) -> Band:
    """Return the band of a date without events that take whole days."""
    if not has_working_time(connection, day.weekday()):
        return _NO_BAND
    usual = (
        settings["coding_least_min"], settings["coding_aim_min"], settings["coding_most_min"]
    )  # fmt: skip
    return band_row(connection, day.isoformat(), day.weekday()) or usual


def _band_of_snapshot(folder: Path, clock: Clock, day: date) -> Band:
    """Return the band of a date that may be off: reading what decides it takes longer."""
    from mle_planner.core.planner import Planner

    with Planner.open(folder, clock) as planner:
        coding = planner.day(day).coding
    if not coding.has_band:
        return _NO_BAND
    least, aim, most = (
        int(each.total_seconds()) // 60 for each in (coding.least, coding.aim, coding.most)
    )
    return least, aim, most


def _day(now: datetime, clock: Clock, border_min: int) -> tuple[date, int, int]:
    """Return the planning day that holds ``now``, and its ends in seconds since 1970."""
    local = now.astimezone(clock.zone)
    day = local.date()
    if local.hour * 60 + local.minute < border_min:
        day -= timedelta(days=1)
    midnights = (
        datetime.combine(each, time(), tzinfo=clock.zone) for each in (day, day + timedelta(days=1))
    )
    start, end = (int((wall + timedelta(minutes=border_min)).timestamp()) for wall in midnights)
    return day, start, end


def _settings(stored: dict[str, str]) -> dict[str, int]:
    """Lay stored values over the defaults; one that is not allowed counts as not stored."""
    values = {name: default for name, (default, _, _) in SETTING_LIMITS.items()}
    for name, text in stored.items():
        _, least, most = SETTING_LIMITS[name]
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            continue
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            values[name] = value
    return values
