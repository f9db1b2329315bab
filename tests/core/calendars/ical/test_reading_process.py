"""The real child process: what it gives back, and what it is kept from doing."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.ical import reading as reading_module
from mle_planner.core.calendars.ical.reading import read_calendar_file, read_calendar_text
from mle_planner.core.calendars.ical.values import CalendarError, ReadingLimits, ReadingStoppedError
from mle_planner.core.calendars.ical.wire import read_answer, write_answer
from tests.core.calendars.ical.reading_support import FIRST, LAST, calendar, read

pytestmark = pytest.mark.slow


MIXED = calendar(
    "UID:a\nSUMMARY:Größe\nDTSTART;TZID=Europe/Berlin:20261024T023000\nRRULE:FREQ=DAILY;COUNT=3",
    "UID:b\nDTSTART;VALUE=DATE:20260401",
    "UID:c\nDTSTART:20260105T090000\nDURATION:PT1H",
    "UID:d\nDTSTART:20261025T013000Z\nSTATUS:CANCELLED",
    "UID:e\nSUMMARY:Broken",
    "UID:f\nDTSTART;TZID=Nowhere:20260105T090000",
    head="X-WR-CALNAME:Mixed\n",
)


def test_the_child_gives_back_what_reading_here_gives() -> None:
    assert read_calendar_text(MIXED, FIRST, LAST, zone="Asia/Kolkata") == read(
        MIXED, zone="Asia/Kolkata"
    )


def test_the_second_of_two_equal_wall_clocks_survives_the_way_back() -> None:
    """01:30 UTC on the night summer time ends is the second 02:30 in Berlin."""
    twice = "UID:{0}\nDTSTART:20261025T0{0}3000Z"
    reading = read(calendar(twice.format(0), twice.format(1), head="X-WR-TIMEZONE:Europe/Berlin\n"))
    back = read_answer(write_answer(reading))
    assert back == reading
    assert [one.start.utcoffset() for one in back.occurrences] == [
        one.start.utcoffset() for one in reading.occurrences
    ]
    assert [one.start.isoformat() for one in back.occurrences] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_a_large_calendar_reaches_the_child_whole() -> None:
    """More than a pipe holds, while the child is still starting."""
    events = [f"UID:{n}\nDTSTART:20260105T090000Z\nDESCRIPTION:{'x' * 2000}" for n in range(500)]
    reading = read_calendar_text(calendar(*events), FIRST, LAST, zone="UTC")
    assert (reading.imported, len(reading.occurrences)) == (500, 500)


def test_the_child_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a calendar that takes a while, when it is read, then its share grows up to one."""
    monkeypatch.setattr(reading_module, "_LOOK_EVERY_S", 0.01)
    told: list[float] = []
    text = calendar(*[f"UID:{n}\nDTSTART:20260105T090000Z" for n in range(4_000)])
    read_calendar_text(text, FIRST, LAST, zone="UTC", tell=told.append)
    assert told == sorted(told)
    assert len(set(told)) > 2
    assert 0.4 < told[-1] <= 1


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Termine größer.ics"
    path.write_bytes(MIXED)
    assert read_calendar_file(path, FIRST, LAST, zone="UTC").name == "Mixed"


def test_a_refusal_in_the_child_is_a_refusal_here() -> None:
    with pytest.raises(CalendarError, match="ends in the middle"):
        read_calendar_text(MIXED[:-20], FIRST, LAST, zone="UTC")


def test_what_cannot_be_a_calendar_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="is a folder"):
        read_calendar_file(tmp_path, FIRST, LAST, zone="UTC")
    os.mkfifo(tmp_path / "pipe.ics")
    with pytest.raises(PlannerError, match="is not a regular file"):
        read_calendar_file(tmp_path / "pipe.ics", FIRST, LAST, zone="UTC")
    (tmp_path / "planner.db").write_bytes(MIXED)
    with pytest.raises(PlannerError, match="is the planner's database"):
        read_calendar_file(tmp_path / "planner.db", FIRST, LAST, zone="UTC")
    for name in ("gone.ics", "nul\0.ics"):
        with pytest.raises(PlannerError, match="There is no file"):
            read_calendar_file(tmp_path / name, FIRST, LAST, zone="UTC")
    large = tmp_path / "large.ics"
    with large.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(PlannerError, match="larger than 50 MB"):
        read_calendar_file(large, FIRST, LAST, zone="UTC")


def children_left() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


MANY = calendar(*[f"UID:{n}\nDTSTART:20260105T090000Z\nRRULE:FREQ=DAILY" for n in range(1000)])
LARGE = calendar(f"UID:a\nDTSTART:20260105T090000Z\nDESCRIPTION:{'x' * 30_000_000}")
"""Read in a moment where there is memory for it."""


def test_a_reading_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CalendarError, match="more time or memory") as refusal:
        read_calendar_text(MANY, FIRST, LAST, zone="UTC", limits=ReadingLimits(wall_s=0.3))
    assert not isinstance(refusal.value, ReadingStoppedError)
    assert not children_left()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limits on processor time and memory")
@pytest.mark.parametrize(
    ("text", "limits"),
    [
        (MANY, ReadingLimits(wall_s=600, cpu_s=1, occurrences=10_000_000)),
        (LARGE, ReadingLimits(wall_s=600, cpu_s=600, memory_bytes=60 * 1024 * 1024)),
    ],
    ids=["processor time", "memory"],
)
def test_a_reading_that_costs_too_much_is_ended(text: bytes, limits: ReadingLimits) -> None:
    """The time limit is far off, so that only the bound in question can end it."""
    with pytest.raises(CalendarError, match="more time or memory"):
        read_calendar_text(text, FIRST, LAST, zone="UTC", limits=limits)
    assert not children_left()


def test_a_reading_can_be_stopped() -> None:
    with pytest.raises(ReadingStoppedError, match="was stopped"):
        read_calendar_text(MANY, FIRST, LAST, zone="UTC", is_stopped=lambda: True)
    assert not children_left()


def test_the_window_is_where_it_was_asked(tmp_path: Path) -> None:
    data = calendar("UID:a\nDTSTART:20260105T090000Z\nRRULE:FREQ=DAILY")
    reading = read_calendar_text(data, date(2026, 2, 3), date(2026, 2, 5), zone="UTC")
    assert [one.start.day for one in reading.occurrences] == [3, 4]


def test_a_child_that_cannot_be_started_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(CalendarError, match=r"could not be read \(.+\)\. Nothing was imported;"):
        read_calendar_text(MIXED, FIRST, LAST, zone="UTC")


def test_the_open_database_is_not_read(tmp_path: Path) -> None:
    """Closing it would drop the locks of the process on it."""
    path = tmp_path / "planner.db"
    path.write_bytes(MIXED)
    with pytest.raises(PlannerError, match="is the planner's database"):
        read_calendar_file(path, FIRST, LAST, zone="UTC")
