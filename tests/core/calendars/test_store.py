"""Calendar files come in once, stay up to date, and go as one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.ical.values import ReadingStoppedError
from mle_planner.core.calendars.store import UnclearCalendarError
from mle_planner.core.maintenance.doctor import find_problems
from mle_planner.core.planner import Planner
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    at,
    block,
    item,
    put_clock,
    undo_steps,
    write_calendar,
)
from tests.support.data_check import data_problems
from tests.support.day_picture import plan_picture

EVENTS = [
    "a1 20261124T100000Z 20261124T110000Z Review",
    "a2 20261125T100000Z 20261125T110000Z One-to-one",
    "a3 20261201 20261202 Offsite",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_calendar(tmp_path / "team.ics", EVENTS)


def test_an_import_is_one_edit_and_tells_what_it_did(planner: Planner, path: Path) -> None:
    before = planner.everything()
    report = planner.calendars.import_file(path)
    assert (report.name, report.found, report.imported, report.reported) == ("Team", 3, 3, ())
    assert (report.added, report.changed, report.removed) == (3, 0, 0)
    assert undo_steps(planner) == 1
    assert "11:00-12:00 Review · calendar" in plan_picture(planner, TUESDAY)
    assert planner.history.undo() == "Import Team"
    assert planner.everything() == before


def test_importing_again_changes_nothing_and_is_no_edit(planner: Planner, path: Path) -> None:
    planner.calendars.import_file(path)
    before = planner.everything()
    report = planner.calendars.import_file(path)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert undo_steps(planner) == 1
    assert planner.everything() == before


def test_a_changed_file_changes_only_what_changed(planner: Planner, path: Path) -> None:
    planner.calendars.import_file(path)
    first = item(planner, "Review").key
    moved = "a1 20261124T130000Z 20261124T140000Z Review"
    write_calendar(path, [moved, EVENTS[2], "a4 20261126T080000Z 20261126T090000Z New"])
    report = planner.calendars.import_file(path)
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert item(planner, "Review").key == first
    assert "14:00-15:00 Review" in plan_picture(planner, TUESDAY)
    assert "One-to-one" not in plan_picture(planner, WEDNESDAY)
    planner.history.undo()
    assert "11:00-12:00 Review" in plan_picture(planner, TUESDAY)
    assert "One-to-one" in plan_picture(planner, WEDNESDAY)


def test_a_moment_at_the_first_minute_of_the_range_goes_when_the_file_loses_it(
    planner: Planner, path: Path
) -> None:
    """Given a release at midnight, without a length, when it is called off, then it is gone."""
    write_calendar(path, [EVENTS[0], "m1 20261123T230000Z 20261123T230000Z Release"])
    assert planner.calendars.import_file(path, first=TUESDAY, last=TUESDAY).added == 2
    write_calendar(path, EVENTS[:1])
    assert planner.calendars.import_file(path, first=TUESDAY, last=TUESDAY).removed == 1


@pytest.mark.parametrize("while_reading", [True, False])
def test_an_import_that_is_cancelled_stores_nothing(
    planner: Planner, path: Path, while_reading: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = planner.everything()
    reading = planner.calendars.read_file(path)
    if not while_reading:
        monkeypatch.setattr(planner.calendars, "read_file", lambda _path, **_named: reading)
    with pytest.raises(ReadingStoppedError, match="Nothing was imported"):
        planner.calendars.import_file(path, is_stopped=lambda: True)
    assert planner.everything() == before


@pytest.mark.parametrize("stopped_at", [0.0, 0.6, 0.75, 0.9])
def test_an_import_that_is_cancelled_while_it_stores_leaves_nothing(
    planner: Planner, path: Path, stopped_at: float
) -> None:
    """Given a share, when it is cancelled there, then nothing of the file is in the planner."""
    before = planner.everything()
    told = [0.0]
    with pytest.raises(ReadingStoppedError, match="Nothing was imported"):
        planner.calendars.import_file(
            path, is_stopped=lambda: told[-1] > stopped_at, tell=told.append
        )
    assert told[-1] > stopped_at, "it was not stopped before"
    assert planner.everything() == before
    assert undo_steps(planner) == 0


def test_an_import_tells_how_far_it_is(planner: Planner, path: Path) -> None:
    """From the beginning to the end, and never back."""
    told: list[float] = []
    planner.calendars.import_file(path, tell=told.append)
    assert told == sorted(told)
    assert told[0] < 0.6
    assert told[-1] > 0.9
    assert all(0 <= share <= 1 for share in told)


def test_a_look_first_imports_nothing(planner: Planner, path: Path) -> None:
    before = planner.everything()
    report = planner.calendars.import_file(path, dry_run=True)
    assert report.added == 3
    assert len(report.occurrences) == 3
    assert planner.everything() == before
    assert undo_steps(planner) == 0


@pytest.mark.parametrize("day_start_min", [0, 240])
def test_a_narrower_import_leaves_what_lies_outside(
    planner: Planner, path: Path, day_start_min: int
) -> None:
    """Also what lies in the night after the last day, which belongs to it as a planning day."""
    planner.set("day_border_min", day_start_min)
    night = "a5 20261125T000000Z 20261125T003000Z Release"  # 01:00 on Wednesday in Berlin
    write_calendar(path, [*EVENTS, night])
    planner.calendars.import_file(path)
    write_calendar(path, [])
    report = planner.calendars.import_file(path, first=TUESDAY, last=TUESDAY)
    assert (report.added, report.changed, report.removed) == (0, 0, 1)
    left = {line["summary"] for line in planner.everything()["calendar_event"]}
    assert left == {"One-to-one", "Offsite", "Release"}


def test_an_event_over_the_edge_of_the_range_stays_when_it_is_read_again(
    planner: Planner, path: Path
) -> None:
    write_calendar(path, ["a 20261124T220000Z 20261125T010000Z Release"])
    planner.calendars.import_file(path)
    report = planner.calendars.import_file(path, first=WEDNESDAY, last=WEDNESDAY)
    assert (report.added, report.removed) == (0, 0)


def test_removing_a_calendar_removes_its_events_and_undo_brings_them_back(
    planner: Planner, path: Path
) -> None:
    planner.calendars.import_file(path)
    planner.calendars.import_file(path, name="Second")
    key = block(planner, "15:00-16:00")
    planner.blocks.move(key, at(planner, "15:30"))
    before = planner.everything()
    (team, _) = planner.calendars.all()
    planner.calendars.remove(team.id)
    assert [found.name for found in planner.calendars.all()] == ["Second"]
    assert plan_picture(planner, TUESDAY).count("Review") == 1
    planner.history.undo()
    assert planner.everything() == before
    assert data_problems(planner) == []


def test_events_that_share_a_uid_are_all_kept(planner: Planner, path: Path) -> None:
    """Some programs give one UID to everything they write."""
    write_calendar(
        path, ["x 20261124T100000Z 20261124T110000Z One", "x 20261124T120000Z 20261124T130000Z Two"]
    )
    report = planner.calendars.import_file(path)
    assert report.found == report.imported + len(report.reported) == 2
    assert planner.calendars.import_file(path).added == 0
    assert undo_steps(planner) == 1


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n"]
)
def test_a_bad_file_gets_a_sentence_and_changes_nothing(
    planner: Planner, path: Path, content: bytes
) -> None:
    planner.calendars.import_file(path)
    before = planner.everything()
    path.write_bytes(content)
    for bad in (path, path.parent, path.with_name("none.ics")):
        with pytest.raises(PlannerError) as refusal:
            planner.calendars.import_file(bad)
        assert str(refusal.value).endswith(".")
    assert planner.everything() == before
    assert undo_steps(planner) == 1


def test_a_range_that_ends_before_it_begins_is_refused(planner: Planner, path: Path) -> None:
    with pytest.raises(PlannerError, match=r"ends before it begins\. Nothing was imported"):
        planner.calendars.import_file(path, first=WEDNESDAY, last=TUESDAY)


def test_an_event_of_many_months_is_on_each_of_its_days(planner: Planner, path: Path) -> None:
    write_calendar(path, ["l 20260501T080000Z 20270101T080000Z Leave"])
    planner.calendars.import_file(path)
    day = planner.day(TUESDAY)
    assert [event.summary for event in day.all_day] == ["Leave"]
    assert (day.day_off, day.working, day.items) == ("Leave", None, ())


def test_an_event_without_end_that_is_stored_is_shown_and_goes_when_its_file_is_read_again(
    planner: Planner, path: Path
) -> None:
    write_calendar(path, ["l 20261124T110000Z 20270101T080000Z Leave"])
    planner.calendars.import_file(path)
    forever = int(datetime(9999, 12, 31, 23, 59, tzinfo=UTC).timestamp())
    with closing(sqlite3.connect(planner.database_path)) as database, database:
        database.execute("DELETE FROM edit")  # an older program stored it
        database.execute('UPDATE calendar_event SET "end" = ?', (forever,))
    assert [event.summary for event in planner.day(WEDNESDAY).all_day] == ["Leave"]
    (problem,) = find_problems(planner.database_path.parent, planner.days.zone.key, planner.now())
    assert problem.repair.startswith("Sets end: 2")
    write_calendar(path, ["l 20261124T110000Z 99991231T235900Z Leave"])
    report = planner.calendars.import_file(path)
    assert (report.imported, report.removed) == (0, 1)


def test_floating_times_are_read_where_the_user_is(planner: Planner, path: Path) -> None:
    write_calendar(path, ["f 20261124T150000 20261124T160000 Walk"])
    planner.calendars.import_file(path)
    assert "15:00-16:00 Walk · calendar" in plan_picture(planner, TUESDAY)


def test_the_same_event_is_up_to_date_on_the_next_day_too(planner: Planner, path: Path) -> None:
    planner.calendars.import_file(path)
    clock = planner._session.clock
    put_clock(clock, "2026-11-25 08:00")  # type: ignore[arg-type]
    report = planner.calendars.import_file(path)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert undo_steps(planner) == 1
    assert date(2026, 11, 25) - TUESDAY == timedelta(days=1)


def versioned(path: Path, *events: tuple[str, int, str], name: str = "Team") -> Path:
    """Write a calendar of events: UID, SEQUENCE and the hour at which it starts."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    lines += [f"X-WR-CALNAME:{name}"] if name else []
    for uid, sequence, hour in events:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:20261124T{hour}0000Z", "DURATION:PT1H"]
        lines += [f"SUMMARY:{uid}", *([f"SEQUENCE:{sequence}"] if sequence >= 0 else [])]
        lines += ["END:VEVENT"]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), newline="")
    return path


def hours(planner: Planner) -> dict[str, int]:
    events = planner.everything()["calendar_event"]
    return {event["uid"]: int(event["start"][11:13]) for event in events}


def test_an_older_version_of_an_event_does_not_undo_a_newer_one(
    planner: Planner, tmp_path: Path
) -> None:
    planner.calendars.import_file(versioned(tmp_path / "new.ics", ("a", 3, "14"), ("b", -1, "10")))
    old = versioned(tmp_path / "old.ics", ("a", 2, "09"), ("b", -1, "11"))
    report = planner.calendars.import_file(old)
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert report.notes == (
        "1 event is older in this file than in the calendar and was left as it is.",
    )
    assert hours(planner) == {"a": 14, "b": 11}
    planner.calendars.import_file(versioned(tmp_path / "same.ics", ("a", 3, "15")))
    assert hours(planner) == {"a": 15}  # the same version again: the later reading counts
    planner.calendars.import_file(versioned(tmp_path / "newest.ics", ("a", 10, "16")))
    assert hours(planner) == {"a": 16}


def test_an_older_version_does_not_bring_back_what_was_cancelled(
    planner: Planner, tmp_path: Path
) -> None:
    old = versioned(tmp_path / "old.ics", ("a", 1, "09"), ("b", 0, "11"))
    planner.calendars.import_file(old)
    cancelled = versioned(tmp_path / "new.ics", ("a", 2, "09"), ("b", 0, "11"))
    text = cancelled.read_text().replace("SEQUENCE:2", "SEQUENCE:2\nSTATUS:CANCELLED")
    cancelled.write_text(text)
    planner.calendars.import_file(cancelled)
    assert hours(planner) == {"b": 11}
    report = planner.calendars.import_file(old)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert hours(planner) == {"b": 11}
    planner.calendars.import_file(versioned(tmp_path / "newest.ics", ("a", 3, "10")))
    assert hours(planner) == {"a": 10}


def test_a_file_with_the_events_of_a_calendar_is_no_new_calendar(
    planner: Planner, tmp_path: Path
) -> None:
    first = versioned(tmp_path / "x.ics", ("a", 0, "09"), ("b", 0, "11"), name="")
    again = versioned(tmp_path / "x (1).ics", ("a", 1, "10"), ("c", 0, "12"), name="")
    planner.calendars.import_file(first)
    before = planner.everything()
    with pytest.raises(UnclearCalendarError) as refused:
        planner.calendars.import_file(again)
    assert refused.value.calendar == "x"
    assert str(refused.value) == (
        "x (1) has the same events as the calendar x. Nothing was imported; update that calendar, "
        "or choose another name."
    )
    assert planner.everything() == before
    report = planner.calendars.import_file(again, name="x")
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert len(planner.calendars.all()) == 1
    planner.calendars.import_file(again, name="Copy")
    assert len(planner.calendars.all()) == 2


@pytest.mark.parametrize("name", ["", "Team"])
def test_a_file_from_elsewhere_with_other_events_does_not_replace_a_calendar(
    planner: Planner, tmp_path: Path, name: str
) -> None:
    folders = [tmp_path / each for each in ("a", "b", "c", "d")]
    for folder in folders:
        folder.mkdir()
    first, other, empty, moved = (folder / "x.ics" for folder in folders)
    title = name or "x"
    planner.calendars.import_file(versioned(first, ("a", 0, "09"), ("b", 0, "11"), name=name))
    before = planner.everything()
    versioned(other, ("c", 0, "10"), name=name)
    versioned(empty, name=name)
    for path in (other, empty):
        with pytest.raises(UnclearCalendarError) as refused:
            planner.calendars.import_file(path)
        assert refused.value.calendar == title
        assert str(refused.value) == (
            f"The calendar {title} came from another file and has other events. Nothing was "
            "imported; update that calendar, or choose another name."
        )
    assert planner.everything() == before
    # a file that was moved keeps an event, and what is at the known place is the calendar
    report = planner.calendars.import_file(versioned(moved, ("b", 1, "12"), name=name))
    assert (report.added, report.changed, report.removed) == (0, 1, 1)
    report = planner.calendars.import_file(versioned(moved, ("d", 0, "12"), name=name))
    assert (report.added, report.changed, report.removed) == (1, 0, 1)
    report = planner.calendars.import_file(other, name=title)
    assert (report.added, report.changed, report.removed) == (1, 0, 1)


def test_a_calendar_that_shares_an_invitation_or_has_a_name_is_one_of_its_own(
    planner: Planner, tmp_path: Path
) -> None:
    planner.calendars.import_file(versioned(tmp_path / "x.ics", ("a", 0, "09"), name=""))
    shared = versioned(tmp_path / "y.ics", ("a", 0, "09"), ("b", 0, "10"), ("c", 0, "11"), name="")
    planner.calendars.import_file(shared)
    planner.calendars.import_file(versioned(tmp_path / "z.ics", ("a", 0, "09"), name="Named"))
    assert [calendar.name for calendar in planner.calendars.all()] == ["x", "y", "Named"]
