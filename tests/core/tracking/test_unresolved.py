"""Time away under a timer is stored, asked about, and answered in one step; nothing is decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.tracked import AwayAnswer, AwayCause, AwayId, EntrySource
from mle_planner.core.planner import Planner
from mle_planner.core.review.ledger_sums import LossCause
from mle_planner.core.tracking.presence import Absence
from mle_planner.core.tracking.unresolved import AwayWork
from tests.support.away import unresolved_picture
from tests.support.builders import (
    TUESDAY,
    activity,
    at,
    block,
    minutes,
    put_clock,
    stretch,
    task,
    undo_steps,
    write_calendar,
)
from tests.support.day_picture import tracked_picture

KEEP, DROP, ASSIGN = AwayAnswer.KEEP, AwayAnswer.DROP, AwayAnswer.ASSIGN


def leave(planner: Planner, text: str, cause: AwayCause = AwayCause.ASLEEP) -> None:
    """Be away for a stretch such as "11:00-12:30"."""
    span = stretch(planner, text)
    planner.away.record(Absence(span.start, None, cause))
    planner.away.record(Absence(span.start, span.end, cause))


def tracked(planner: Planner) -> str:
    """What was tracked on Tuesday, in one line."""
    return tracked_picture(planner, TUESDAY).replace("\n", ", ")


@pytest.fixture
def away(planner: Planner, clock: FixedClock) -> Planner:
    """A timer runs since 9:00; the machine slept from 11:00 to 12:30, and now it is 12:31."""
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 12:31")
    leave(planner, "11:00-12:30")
    return planner


def first_id(planner: Planner) -> AwayId:
    return planner.away.unresolved()[0].id


def test_nothing_is_changed_by_recording_and_it_survives_a_restart(
    away: Planner, clock: FixedClock
) -> None:
    assert undo_steps(away) == 1, "the start of the timer"
    assert tracked(away) == "09:00-… Write report"
    with Planner.open(away.database_path.parent, clock) as again:
        assert unresolved_picture(again) == "11:00-12:30 asleep Write report"
        assert again.away.unresolved(TUESDAY) == again.away.unresolved()


ANSWERS: dict[str, tuple[Callable[[Planner, AwayId], None], str]] = {
    "keep": (lambda planner, key: planner.away.resolve(key, KEEP), "09:00-… Write report"),
    "drop": (
        lambda planner, key: planner.away.resolve(key, DROP),
        "09:00-11:00 Write report, 12:30-… Write report",
    ),
    "drop and stop": (
        lambda planner, key: planner.away.resolve(key, DROP, is_stopped=True),
        "09:00-11:00 Write report",
    ),
    "assign": (
        lambda planner, key: planner.away.resolve(
            key, ASSIGN, AwayWork("Lunch", activity_id=activity(planner, "Lunch").id)
        ),
        "09:00-11:00 Write report, 11:00-12:30 Lunch, 12:30-… Write report",
    ),
}


@pytest.mark.parametrize(("answer", "after"), ANSWERS.values(), ids=ANSWERS)
def test_each_answer_is_one_step_and_ends_the_question(
    away: Planner, answer: Callable[[Planner, AwayId], None], after: str
) -> None:
    key, running = first_id(away), away.running_entry()
    answer(away, key)
    assert tracked(away) == after
    found = away.running_entry()
    assert found is None or (running is not None and found.id == running.id)
    assert unresolved_picture(away) == ""
    with pytest.raises(PlannerError, match="not waiting for an answer"):
        away.away.resolve(key, KEEP)
    assert undo_steps(away) == 2
    away.history.undo()
    assert tracked(away) == "09:00-… Write report"
    assert unresolved_picture(away) == "11:00-12:30 asleep Write report"
    away.history.redo()
    assert tracked(away) == after
    assert unresolved_picture(away) == ""


def test_split_makes_two_questions_of_the_same_time(away: Planner) -> None:
    away.away.split(first_id(away), at(away, "12:00"))
    assert unresolved_picture(away) == (
        "11:00-12:00 asleep Write report, 12:00-12:30 asleep Write report"
    )
    assert tracked(away) == "09:00-… Write report"
    away.away.resolve(first_id(away), DROP)
    assert tracked(away) == ("09:00-11:00 Write report, 12:00-… Write report")
    assert unresolved_picture(away) == "12:00-12:30 asleep Write report"
    for _step in range(2):
        away.history.undo()
    assert unresolved_picture(away) == "11:00-12:30 asleep Write report"
    with pytest.raises(PlannerError, match="between its start and its end"):
        away.away.split(first_id(away), at(away, "12:30"))


def test_a_task_gives_its_work_to_the_time_it_is_assigned(away: Planner) -> None:
    found = task(away, "Whiteboard 1h #fraud @meeting")
    away.away.resolve(first_id(away), ASSIGN, AwayWork(task_id=found.id))
    entry = away.day(TUESDAY).tracked[1].entry
    assert (entry.title, entry.task_id, entry.project_id, entry.activity_id) == (
        found.title, found.id, found.project_id, found.activity_id
    )  # fmt: skip
    assert entry.source is EntrySource.MANUAL


def test_a_meeting_is_offered_first_for_its_own_time(away: Planner, tmp_path: Path) -> None:
    """Long time beside the meeting is asked about in turn, a few minutes are not."""
    events = [
        "a1 20261124T100500Z 20261124T110000Z Sync", "b1 20261124T090000Z 20261124T101000Z Review"
    ]  # fmt: skip
    away.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    (found,) = away.away.unresolved()
    assert [each.title for each in found.meetings] == ["Sync", "Review"]
    away.away.resolve(found.id, ASSIGN, AwayWork(meeting=found.meetings[0].key))
    assert tracked(away) == ("09:00-11:05 Write report, 11:05-12:00 Sync, 12:00-… Write report")
    assert unresolved_picture(away) == "12:00-12:30 asleep Write report"
    assert away.day(TUESDAY).tracked[1].entry.source is EntrySource.CALENDAR
    away.history.undo()
    assert unresolved_picture(away) == "11:00-12:30 asleep Write report"


@pytest.mark.parametrize("name", ["Meeting", "Lunch"])
def test_a_tracked_meeting_and_a_tracked_break_are_no_time_away(
    planner: Planner, clock: FixedClock, name: str
) -> None:
    put_clock(clock, "2026-11-24 11:00")
    planner.tracking.start("Sync", activity_id=activity(planner, name).id)
    put_clock(clock, "2026-11-24 12:31")
    leave(planner, "11:00-12:30", AwayCause.IDLE)
    assert unresolved_picture(planner) == ""


def test_without_a_timer_there_is_nothing_to_answer_also_later(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 12:31")
    leave(planner, "11:00-12:30")
    planner.tracking.start("Write report", at=at(planner, "10:30"))
    assert unresolved_picture(planner) == ""
    assert undo_steps(planner) == 1


def test_only_the_part_of_an_entry_is_asked_about_and_what_was_typed_is_an_answer(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 12:31")
    planner.tracking.stop(at(planner, "11:30"))
    planner.tracking.log(stretch(planner, "12:00-12:20"), "Design talk")
    leave(planner, "11:00-12:30")
    (found,) = planner.away.unresolved()
    assert found.span == stretch(planner, "11:00-11:30")
    with pytest.raises(PlannerError, match="between its start and its end"):
        planner.away.split(found.id, at(planner, "11:30"))
    planner.away.resolve(found.id, ASSIGN, AwayWork("Reading"))
    assert tracked(planner) == (
        "09:00-11:00 Write report, 11:00-11:30 Reading, 12:00-12:20 Design talk"
    )


def test_a_meeting_after_the_timer_stopped_is_not_offered_and_idle_time_stays_known(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    """The timer ran for 20 of 90 minutes away; the first 10 of them were a meeting."""
    block(planner, "10:00-12:00")
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start("Deep work")
    put_clock(clock, "2026-11-24 12:31")
    planner.tracking.stop(at(planner, "11:20"))
    leave(planner, "11:00-12:30", AwayCause.IDLE)
    events = [
        "a1 20261124T100000Z 20261124T101000Z Sync", "b1 20261124T103000Z 20261124T113000Z Review"
    ]  # fmt: skip
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    (found,) = planner.away.unresolved()
    assert (found.span, found.length) == (stretch(planner, "11:00-11:20"), minutes(20))
    assert [each.title for each in found.meetings] == ["Sync"]
    planner.away.resolve(found.id, ASSIGN, AwayWork(meeting=found.meetings[0].key))
    assert tracked(planner) == ("10:00-11:00 Deep work, 11:00-11:10 Sync, 11:10-11:20 Deep work")
    assert unresolved_picture(planner) == "11:10-11:20 idle Deep work"
    planner.away.resolve(first_id(planner), DROP)
    lost = {line.cause: line.lost for line in planner.reviews.week(TUESDAY).ledger.causes}
    assert lost == {LossCause.MEETING_ADDED: minutes(40), LossCause.IDLE: minutes(20)}


def test_an_entry_that_was_corrected_leaves_nothing_to_answer(away: Planner) -> None:
    away.tracking.stop(at(away, "11:00"))
    assert unresolved_picture(away) == ""
    away.history.undo()
    assert unresolved_picture(away) == "11:00-12:30 asleep Write report"


def test_an_entry_that_was_all_away_goes_and_several_are_cut(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Write report")
    planner.tracking.start("Mail", at=at(planner, "9:00"))
    put_clock(clock, "2026-11-24 12:31")
    planner.tracking.start("Ship", at=at(planner, "11:10"))
    planner.tracking.start("Plan", at=at(planner, "11:40"))
    leave(planner, "11:00-12:30")
    before = tracked(planner)
    planner.away.resolve(first_id(planner), DROP)
    assert tracked(planner) == "09:00-11:00 Mail, 12:30-… Plan"
    planner.history.undo()
    planner.away.resolve(first_id(planner), ASSIGN, AwayWork("Offsite"))
    assert tracked(planner) == ("09:00-11:00 Mail, 11:00-12:30 Offsite, 12:30-… Plan")
    planner.history.undo()
    assert tracked(planner) == before


def test_time_away_is_stored_once_and_short_time_not_at_all(away: Planner) -> None:
    leave(away, "11:00-12:30")
    leave(away, "12:25-12:31")
    leave(away, "11:20-11:40", AwayCause.IDLE)
    assert unresolved_picture(away) == "11:00-12:30 asleep Write report"
    away.set("away_min", 5)
    leave(away, "12:20-12:31")
    assert unresolved_picture(away) == "11:00-12:30 asleep Write report"


def test_a_crash_while_away_is_one_span_from_the_last_input(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Write report")
    planner.heartbeats.beat(is_app_open=True)
    put_clock(clock, "2026-11-24 11:30")
    planner.heartbeats.keep()
    planner.away.record(Absence(at(planner, "11:00"), None, AwayCause.IDLE))
    assert unresolved_picture(planner) == "", "the user has not returned"
    put_clock(clock, "2026-11-24 14:00")
    assert planner.away.record_cut_off()
    planner.away.end_earlier()
    assert unresolved_picture(planner) == "11:00-14:00 idle Write report"
    assert planner.heartbeats.silence() is None


def test_a_crash_under_a_timer_is_asked_about_from_the_last_heartbeat(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 09:00")
    running = planner.tracking.start("Write report")
    assert not planner.away.record_cut_off()
    put_clock(clock, "2026-11-24 11:40")
    planner.heartbeats.keep()
    put_clock(clock, "2026-11-25 01:40")
    assert planner.away.record_cut_off()
    assert not planner.away.record_cut_off()
    (found,) = planner.away.unresolved()
    assert (found.span.start, found.span.duration) == (at(planner, "11:40"), minutes(14 * 60))
    assert planner.away.unresolved(TUESDAY) == (found,)
    assert planner.tracking.likely_stop(running) == at(planner, "11:40"), "as the question says"
    planner.away.resolve(found.id, DROP, is_stopped=True)
    assert tracked(planner) == "09:00-11:40 Write report"


def test_a_clock_that_was_set_back_makes_no_span(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.start("Write report")
    planner.away.record(Absence(at(planner, "11:00"), None, AwayCause.IDLE))
    planner.away.record(Absence(at(planner, "11:00"), at(planner, "10:00"), AwayCause.IDLE))
    planner.away.end_earlier()
    assert unresolved_picture(planner) == ""
    put_clock(clock, "2026-11-24 12:31")
    leave(planner, "11:00-12:30")
    assert unresolved_picture(planner) == "11:00-12:30 asleep Write report"


def test_an_answer_to_nothing_is_one_sentence(away: Planner) -> None:
    for answer in (
        lambda: away.away.resolve(AwayId(99), DROP),
        lambda: away.away.split(AwayId(99), at(away, "12:00")),
        lambda: away.away.resolve(first_id(away), ASSIGN, AwayWork()),
    ):
        before = tracked(away)
        with pytest.raises(PlannerError):
            answer()
        assert tracked(away) == before


def test_the_focus_ledger_tells_idle_time_from_time_away(
    planner: Planner, clock: FixedClock
) -> None:
    """A plan of 10:00 to 12:00: an hour is done, 45 minutes were idle, the rest is unknown."""
    block(planner, "10:00-12:00")
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start("Deep work")
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.stop(at(planner, "11:00"))
    leave(planner, "11:00-11:45", AwayCause.IDLE)
    leave(planner, "11:45-12:00", AwayCause.LOCKED)
    ledger = planner.reviews.week(TUESDAY).ledger
    lost = {line.cause: line.lost for line in ledger.causes}
    assert lost == {LossCause.IDLE: minutes(45), LossCause.AWAY: minutes(15)}
