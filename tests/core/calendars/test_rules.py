"""Rules say what the events of a calendar or series mean; what is suggested is shown first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.rules import FORGET
from mle_planner.core.edits import Edit, add_records
from mle_planner.core.model.calendar import Calendar, CalendarEvent, CalendarId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EventRef, parse_planned_ref
from mle_planner.core.session import Session
from tests.support.builders import TUESDAY, activity, at, clock_at, item, minutes, stretch, task

WORK = CalendarId(1)


class Meetings:
    """A calendar "Work" that meetings of this Tuesday are put into, without a file."""

    def __init__(self, planner: Planner, session: Session) -> None:
        self.planner = planner
        self._session = session
        self._put(Calendar(WORK, "Work"))

    def add(self, uid: str, title: str, times: str = "10:00-11:00", **more: object) -> None:
        """Put a meeting into the calendar."""
        start, end = (at(self.planner, clock) for clock in times.split("-"))
        number = self._session.store.new_id(CalendarEvent)
        self._put(CalendarEvent(number, WORK, uid, "", title, start, end, **more))  # type: ignore[arg-type]

    def _put(self, record: Calendar | CalendarEvent) -> None:
        self._session.carry_out(lambda: Edit(Summary(Operation.IMPORT, ""), add_records(record)))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Planner.open(tmp_path, clock_at("2026-11-24 08:00")):
        pass
    session = Session(tmp_path, clock_at("2026-11-24 08:00"))
    yield session
    session.store.close()


@pytest.fixture
def meetings(session: Session) -> Meetings:
    return Meetings(Planner(session), session)


@pytest.fixture
def planner(meetings: Meetings) -> Planner:
    return meetings.planner


def fixed_events(planner: Planner) -> dict[str, tuple[int, int]]:
    """The titles of what stands on Tuesday, with the slots kept free before and after."""
    problem = planner.planning.request([TUESDAY]).problem
    return {
        event.title: (event.buffer_before, event.buffer_after)
        for event in problem.fixed
        if isinstance(parse_planned_ref(event.id), EventRef)
    }


def test_a_rule_of_the_series_precedes_that_of_its_calendar_and_both_the_title(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "All-hands")
    interview, meeting = activity(planner, "Interview").id, activity(planner, "Meeting").id
    assert item(planner, "All-hands").activity.name == "All-hands"
    planner.event_rules.set(WORK, "", {"activity_id": interview, "before_min": 20})
    assert item(planner, "All-hands").activity.name == "Interview"
    planner.event_rules.set(WORK, "a", {"activity_id": meeting, "after_min": 5})
    shown = item(planner, "All-hands")
    assert (shown.activity.name, shown.before, shown.after) == ("Meeting", minutes(20), minutes(5))
    planner.history.undo()
    assert item(planner, "All-hands").activity.name == "Interview"


def test_time_kept_free_around_a_meeting_blocks_in_the_plan(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "Client visit")
    planner.event_rules.set(WORK, "a", {"before_min": 30, "after_min": 10})
    assert fixed_events(planner) == {"Client visit": (6, 2)}


def test_what_is_ignored_is_neither_shown_nor_planned_around(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "Gym")
    planner.event_rules.set(WORK, "a", {"is_ignored": True})
    assert "Gym" not in [found.title for found in planner.day(TUESDAY).items]
    assert fixed_events(planner) == {}


def test_a_series_can_be_the_lunch_of_the_day_whatever_its_title(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "Canteen crew", "11:30-12:15")
    planner.event_rules.set(WORK, "a", {"is_lunch": True})
    lunch = planner.day(TUESDAY).lunch
    assert lunch is not None
    assert lunch.title == "Canteen crew"
    assert lunch.activity.name == "Lunch"
    planner.event_rules.set(WORK, "a", {"is_lunch": False})
    assert planner.day(TUESDAY).lunch is None


def test_a_meeting_one_may_move_is_offered_to_be_moved(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "Reading hour", "14:00-16:00")
    planner.event_rules.set(WORK, "a", {"is_movable": True})
    task(planner, "Draft 6h due today @writing")
    (late,) = planner.planning.propose([TUESDAY]).late
    moves = [each for each in late.remedies if each.words.startswith("Move Reading hour to")]
    assert moves
    assert not moves[0].can_be_done([]), "it is moved in its own calendar"


def test_a_rule_that_says_nothing_is_gone(planner: Planner, meetings: Meetings) -> None:
    meetings.add("a", "Sync")
    planner.event_rules.set(WORK, "a", {"before_min": 10, "is_lunch": False})
    assert [one.title for one in planner.event_rules.all()] == ["Sync"]
    planner.event_rules.set(WORK, "a", FORGET)
    assert planner.event_rules.all() == ()


def test_removing_a_calendar_removes_its_rules_and_undo_brings_both_back(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "Sync")
    planner.event_rules.set(WORK, "a", {"before_min": 10})
    planner.calendars.remove(WORK)
    assert planner.event_rules.all() == ()
    planner.history.undo()
    assert len(planner.event_rules.all()) == 1


def test_a_name_is_that_of_a_calendar_a_series_or_refused(
    planner: Planner, meetings: Meetings
) -> None:
    meetings.add("a", "Sync")
    meetings.add("b", "Twice")
    meetings.add("c", "Twice", "14:00-15:00")
    rules = planner.event_rules
    assert (rules.find("work"), rules.find(" SYNC "), rules.find("c")) == (
        (WORK, ""), (WORK, "a"), (WORK, "c"),
    )  # fmt: skip
    for name in ("Twice", "nothing"):
        with pytest.raises(PlannerError, match="Nothing was changed"):
            rules.find(name)
    with pytest.raises(PlannerError, match="0 to 4 hours"):
        rules.set(WORK, "a", {"before_min": 241})


def test_suggestions_tell_why_and_apply_only_once_accepted(
    planner: Planner, meetings: Meetings
) -> None:
    planner.catalog.add_project("Apollo")
    meetings.add("talk", "Ann / Bob", attendee_count=2)
    meetings.add("away", "Zahnarzt")
    meetings.add("focus", "Fokuszeit")
    meetings.add("named", "Apollo: review", attendee_count=5)
    meetings.add("plain", "Apollonia", attendee_count=5)
    found = {one.rule.uid: one for one in planner.event_rules.suggestions()}
    assert {uid: one.reasons for uid, one in found.items()} == {
        "talk": ("2 people",),
        "away": ("it is somewhere else",),
        "focus": ("the title says so",),
        "named": ("the title names Apollo",),
    }
    assert item(planner, "Ann / Bob").activity.name == "Meeting"
    planner.event_rules.accept((found["talk"], found["away"]))
    assert item(planner, "Ann / Bob").activity.name == "One-to-one"
    assert item(planner, "Zahnarzt").before == minutes(30)
    assert {one.rule.uid for one in planner.event_rules.suggestions()} == {"focus", "named"}
    planner.history.undo()
    assert planner.event_rules.all() == ()


@pytest.mark.parametrize(
    ("choice", "is_busy", "in_the_plan"),
    [("blocked", True, True), ("free if needed", True, True), ("free", False, False)],
)
def test_tentative_meetings_take_time_as_chosen(
    planner: Planner, meetings: Meetings, choice: str, is_busy: bool, in_the_plan: bool
) -> None:
    planner.set("my_addresses", "me@example.com")
    planner.set("tentative_meetings", choice)
    meetings.add("a", "Maybe", tentative_by="me@example.com")
    assert item(planner, "Maybe").is_busy is is_busy
    assert ("Maybe" in fixed_events(planner)) is in_the_plan
    assert "tentative" in item(planner, "Maybe").details


def test_a_tentative_meeting_is_planned_over_only_where_something_would_be_late(
    planner: Planner, meetings: Meetings
) -> None:
    planner.set("tentative_meetings", "free if needed")
    meetings.add("a", "Maybe", "9:00-13:00", is_tentative=True)
    draft = task(planner, "Draft 2h due today @writing")
    maybe = item(planner, "Maybe").span

    def over() -> bool:
        return any(
            one.span.overlaps(maybe)
            for one in planner.planning.propose([TUESDAY]).items
            if one.task
        )

    assert not over()
    planner.tasks.delete(draft.id)
    task(planner, "Long draft 7h due today @writing")
    assert over()
    notes = [note.sentence for note in planner.planning.propose([TUESDAY]).notes]
    assert "Tue 24 Nov: Maybe, 09:00–13:00, is tentative; work is planned there so that less is "\
        "late." in notes  # fmt: skip


def test_tracked_time_is_of_the_meeting_with_its_title_at_its_time(
    planner: Planner, meetings: Meetings
) -> None:
    planner.day(TUESDAY)
    meetings.add("a", "Sync", "6:00-7:00")

    def meeting_of(times: str, title: str) -> object:
        entry = planner.tracking.log(stretch(planner, times), title)
        return planner.event_rules.meeting_of(entry)

    assert meeting_of("6:10-6:50", "sync") == (WORK, "a")
    assert meeting_of("6:50-7:00", "Other") is None
    assert meeting_of("7:00-7:30", "Sync") is None
