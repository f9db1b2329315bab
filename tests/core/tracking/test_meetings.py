"""Meetings tracked by themselves, and how long those of a series really are."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.calendar import CalendarId
from mle_planner.core.planner import Planner
from tests.support.builders import (
    TUESDAY,
    activity,
    at,
    item,
    minutes,
    put_clock,
    stretch,
    write_calendar,
)
from tests.support.day_picture import tracked_picture


@pytest.fixture(autouse=True)
def sync(planner: Planner, tmp_path: Path) -> None:
    """A meeting from 9:30 to 10:15 that is always to be tracked."""
    events = ["sync 20261124T083000Z 20261124T091500Z Sync"]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": True})


def test_it_is_tracked_once_when_it_has_ended_and_never_again_after_an_undo(
    planner: Planner, clock: FixedClock
) -> None:
    assert planner.meetings.track_ended() == ()  # from now on
    put_clock(clock, "2026-11-24 10:14")
    assert planner.meetings.track_ended() == ()
    put_clock(clock, "2026-11-24 10:15")
    (entry,) = planner.meetings.track_ended()
    assert entry.title == "Sync"
    assert planner.meetings.track_ended() == ()
    planner.history.undo()
    put_clock(clock, "2026-11-24 10:16")
    assert planner.meetings.track_ended() == ()
    assert not planner.day(TUESDAY).tracked


def test_on_a_day_off_nothing_is_tracked_nor_asked_about(
    planner: Planner, clock: FixedClock
) -> None:
    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": None})
    put_clock(clock, "2026-11-24 10:00")
    assert planner.meetings.begun()
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    assert not planner.meetings.begun()

    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": True})
    planner.meetings.track_ended()
    put_clock(clock, "2026-11-24 10:20")
    assert planner.meetings.track_ended() == ()


def test_a_clock_that_was_set_back_tracks_nothing_twice(
    planner: Planner, clock: FixedClock
) -> None:
    planner.meetings.track_ended()
    put_clock(clock, "2026-11-24 10:20")
    assert len(planner.meetings.track_ended()) == 1
    put_clock(clock, "2026-11-24 10:10")
    assert planner.meetings.track_ended() == ()
    planner.history.undo()
    assert planner.meetings.track_ended() == ()


def test_one_that_ended_while_the_planner_was_closed_is_tracked_at_its_next_start(
    planner: Planner, clock: FixedClock
) -> None:
    planner.meetings.track_ended()
    put_clock(clock, "2026-11-25 08:00")
    assert [entry.title for entry in planner.meetings.track_ended()] == ["Sync"]


def test_one_in_locked_days_is_left_out_and_the_next_is_tracked(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    times = ("sync 20261124T083000Z 20261124T091500Z", "next 20261125T083000Z 20261125T091500Z")
    events = [f"{one} Sync" for one in times]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    planner.event_rules.set(CalendarId(1), "next", {"is_tracked": True})
    planner.meetings.track_ended()
    put_clock(clock, "2026-11-25 12:00")
    planner.locks.lock(TUESDAY, TUESDAY)
    (entry,) = planner.meetings.track_ended()
    assert planner.days.date_of(entry.start) > TUESDAY


def test_nothing_is_tracked_over_what_is_tracked_already(
    planner: Planner, clock: FixedClock
) -> None:
    planner.meetings.track_ended()
    put_clock(clock, "2026-11-24 11:00")
    planner.tracking.log(stretch(planner, "9:20-10:20"), "Incident")
    assert planner.meetings.track_ended() == ()


def test_the_scheduled_length_is_kept_beside_the_real_one(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 09:32")
    planner.tracking.start_item(item(planner, "Sync").key)
    put_clock(clock, "2026-11-24 10:30")
    entry = planner.tracking.stop()
    planner.tracking.split(entry.id, entry.start + minutes(30))
    planner.calendars.remove(CalendarId(1))
    (found,) = planner.reviews.week(TUESDAY).meetings
    assert (found.title, found.count) == ("Sync", 1)
    assert (found.scheduled, found.tracked) == (minutes(45), minutes(58))


def test_a_timer_that_runs_into_a_meeting_does_not_hide_that_it_began(
    planner: Planner, clock: FixedClock
) -> None:
    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": None})
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 09:40")
    (begun,) = planner.meetings.begun()
    planner.tracking.attend(begun.key)
    assert tracked_picture(planner, TUESDAY) == "09:00-09:30 Drift\n09:30-… Sync"
    assert not planner.meetings.begun()
    planner.history.undo()
    put_clock(clock, "2026-11-24 10:20")
    (begun,) = planner.meetings.begun()  # the timer may have been forgotten
    planner.tracking.attend(begun.key)
    assert tracked_picture(planner, TUESDAY) == "09:00-09:30 Drift\n09:30-10:15 Sync\n10:15-… Drift"
    assert not planner.meetings.begun()
    planner.history.undo()
    assert tracked_picture(planner, TUESDAY) == "09:00-… Drift", "one step"
    planner.proposals.drop([begun.span], begun.title)
    assert not planner.meetings.begun(), "the wrap-up was told that it was worked through"


def test_all_meetings_that_have_ended_are_asked_about_after_one_is_tracked(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    """Given three meetings under one timer, when the last one is tracked, then the others wait."""
    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": None})
    events = [
        "sync 20261124T083000Z 20261124T091500Z Sync",
        "a 20261124T093000Z 20261124T100000Z Debrief",
        "b 20261124T103000Z 20261124T110000Z All-hands",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 12:10")
    for left in (["All-hands", "Debrief", "Sync"], ["Debrief", "Sync"], ["Sync"]):
        begun = planner.meetings.begun()
        assert [one.title for one in begun] == left
        planner.tracking.attend(begun[0].key)
    assert not planner.meetings.begun()


@pytest.mark.parametrize("kind", ["Meeting", "Break"])
def test_a_meeting_is_cut_out_of_whatever_still_runs(
    planner: Planner, clock: FixedClock, kind: str
) -> None:
    """Given the timer of an earlier meeting or break that was forgotten, as it is offered."""
    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": None})
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Standup", activity_id=activity(planner, kind).id)
    put_clock(clock, "2026-11-24 10:20")
    (begun,) = planner.meetings.begun()
    planner.tracking.attend(begun.key)
    picture = "09:00-09:30 Standup\n09:30-10:15 Sync\n10:15-… Standup"
    assert tracked_picture(planner, TUESDAY) == picture
    assert not planner.meetings.begun()


def test_a_meeting_is_cut_out_of_work_that_a_timer_tracked_and_of_nothing_else(
    planner: Planner, clock: FixedClock
) -> None:
    planner.event_rules.set(CalendarId(1), "sync", {"is_tracked": None})
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 09:50")
    stopped = planner.tracking.start("Read")
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.stop(at(planner, "11:00"))
    planner.tracking.confirm(item(planner, "Sync").key)
    assert (
        tracked_picture(planner, TUESDAY) == "09:00-09:30 Drift\n09:30-10:15 Sync\n10:15-11:00 Read"
    )
    planner.history.undo()
    planner.tracking.delete([stopped.id])
    planner.tracking.log(stretch(planner, "9:50-11:00"), "Typed in")
    with pytest.raises(PlannerError, match="Typed in is already tracked"):
        planner.tracking.confirm(item(planner, "Sync").key)
    assert tracked_picture(planner, TUESDAY) == "09:00-09:50 Drift\n09:50-11:00 Typed in"
