"""The capture line: what is typed into it becomes a task, a block or an entry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.planner import Planner
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    block,
    item,
    put_clock,
    stretch,
    undo_steps,
    write_calendar,
)


def place(planner: Planner, text: str, first: object = TUESDAY) -> str:
    """Where a line would be scheduled, as "Tue 09:00–09:30"."""
    capture = planner.capture
    open_time = capture.open_time(first)  # type: ignore[arg-type]
    span = capture.place_of(capture.read(text), open_time, first)  # type: ignore[arg-type]
    assert span is not None
    day = f"{planner.days.date_of(span.start):%a}"
    return f"{day} {clock_range_text(span.start, span.end, planner.days.zone)}"


def test_a_line_is_scheduled_in_the_first_open_time_that_holds_it(planner: Planner) -> None:
    first = place(planner, "Call Ana")
    (begin, end) = first.split()[1].split("–")
    block(planner, f"{begin.lstrip('0')}-{end.lstrip('0')}")

    assert place(planner, "Call Ana") != first
    assert place(planner, "Call Ana", WEDNESDAY) == first.replace("Tue", "Wed")


def test_a_full_day_is_passed_over(planner: Planner) -> None:
    block(planner, "8:00-20:00")

    assert place(planner, "Fix paging 1h").startswith("Wed")


def test_what_is_due_is_scheduled_before_that_in_the_longest_time_there_is(
    planner: Planner,
) -> None:
    block(planner, "8:00-16:00")
    block(planner, "17:00-20:00")

    assert place(planner, "Fix paging 2h due today") == "Tue 16:00–17:00"
    assert place(planner, "Fix paging 2h").startswith("Wed")


@pytest.mark.parametrize(("now", "begin"), [("10:30", "10:30"), ("10:31", "10:35")])
def test_a_line_is_scheduled_from_the_next_five_minutes_on(
    planner: Planner, clock: FixedClock, now: str, begin: str
) -> None:
    put_clock(clock, f"2026-11-24 {now}")

    assert place(planner, "Call Ana 30m").startswith(f"Tue {begin}–")


def test_a_line_is_not_scheduled_before_its_earliest_start(planner: Planner) -> None:
    assert place(planner, "Fix paging 1h from thu").startswith("Thu")

    planner.capture.schedule("Fix paging 1h from thu", stretch(planner, "16:00-17:00"))

    assert [task.earliest for task in planner.open_tasks()] == [TUESDAY + timedelta(days=2)]


def test_what_is_due_has_no_place_where_less_than_half_of_it_has(planner: Planner) -> None:
    block(planner, "8:00-16:30")
    block(planner, "17:00-20:00")
    capture = planner.capture

    assert place(planner, "Fix paging 1h due today") == "Tue 16:30–17:00"
    said = capture.read("Fix paging 3h due today")
    assert capture.place_of(said, capture.open_time(TUESDAY), TUESDAY) is None


def test_times_at_its_beginning_say_when(planner: Planner) -> None:
    assert place(planner, "16:20-16:50 Call Ana") == "Tue 16:20–16:50"
    assert place(planner, "16:20 Call Ana 1h", WEDNESDAY) == "Wed 16:20–17:20"


@pytest.mark.parametrize(
    ("text", "when", "title"),
    [
        ("Call Ana 15:00-16:00", "Tue 15:00–16:00", "Call Ana"),
        ("Call Ana from 3 to 4pm #fraud", "Tue 15:00–16:00", "Call Ana"),
        ("Call Ana 15:00 – 16:00", "Tue 15:00–16:00", "Call Ana"),
        ("Call Ana 11-1pm", "Tue 11:00–13:00", "Call Ana"),
        ("Call Ana at 3", "Tue 15:00–15:30", "Call Ana"),
        ("Call Ana 3:30-4:15", "Tue 15:30–16:15", "Call Ana"),
        ("Call Ana tomorrow at 15:00 45m", "Wed 15:00–15:45", "Call Ana"),
        ("Call Ana 45m tomorrow at 15:00", "Wed 15:00–15:45", "Call Ana"),
        ("Call Ana tomorrow 9-5", "Wed 09:00–17:00", "Call Ana"),
        ("Call Ana 2026-11-26 10:00-11:00", "Thu 10:00–11:00", "Call Ana"),
        ("tomorrow 15:00-16:00 Call Ana", "Wed 15:00–16:00", "Call Ana"),
        ("15:00-16:00 Call Ana tomorrow", "Wed 15:00–16:00", "Call Ana"),
        ("Call Ana fri 15:00 due mon", "Fri 15:00–15:30", "Call Ana"),
    ],
)
def test_a_day_and_times_around_its_title_say_when(
    planner: Planner, text: str, when: str, title: str
) -> None:
    said = planner.capture.read(text)
    span = planner.capture.place_of(said, (), TUESDAY)
    assert span is not None
    assert (place(planner, text), said.line.title) == (when, title)

    planner.capture.schedule(text, span)
    found = item(planner, title, planner.days.date_of(span.start))
    assert (found.span, found.pinned) == (span, True)
    assert (found.task is not None) == ("due" in text)


@pytest.mark.parametrize(
    "text",
    [
        "Logs from 9:30", "Prepare for 15:00", "sprint 3-4 tomorrow", "Call Ana tomorrow evening",
        "Call Ana yesterday 15:00", "Call Ana last fri 15:00", "Compare 9:30 and 10:30 runs",
        "Call Ana 25:00-26:00", "Raise the rate by 5", '"15:00" notes', "Report by 15:00",
        "Report 1h due tomorrow 15:00", "Stand-up every monday 9:30",
    ],
)  # fmt: skip
def test_other_times_are_no_times_of_a_block(planner: Planner, text: str) -> None:
    said = planner.capture.read(text)
    assert (said.times.start_min, said.line) == (None, said.task)


def test_a_timer_and_a_task_of_a_line_with_times(planner: Planner) -> None:
    """The task keeps what may be a due date; the title of a running entry has no times."""
    assert planner.capture.read("Call Ana 15:00-16:00").task.title == "Call Ana 15:00-16:00"
    planner.capture.start("Call Ana 15:00-16:00")
    running = planner.running()
    assert running is not None
    assert running.entry.title == "Call Ana"


def test_what_a_stretch_overlaps(planner: Planner) -> None:
    block(planner, "15:00-16:00", "Report")
    block(planner, "16:00-17:00", "Review")
    assert planner.capture.overlapped(stretch(planner, "14:30-16:00")) == ("Report",)


def test_a_line_without_a_task_s_words_becomes_a_block_alone(planner: Planner) -> None:
    planner.catalog.add_project("Fraud")
    planner.capture.schedule("Talk to Ana 1h #fraud @meeting", stretch(planner, "16:00-17:00"))

    found = item(planner, "Talk to Ana")
    assert (found.activity.name, found.project and found.project.name) == ("Meeting", "Fraud")
    assert found.task is None
    assert planner.open_tasks() == ()


def test_a_due_date_makes_it_a_task_too_in_one_step(planner: Planner) -> None:
    before = undo_steps(planner)
    planner.capture.schedule("Fix paging 2h due fri #newname", stretch(planner, "16:00-18:00"))

    found = item(planner, "Fix paging")
    assert found.task is not None
    assert found.task.estimate_min == 120
    assert [project.name for project in planner.catalog.projects()] == ["newname"]
    assert undo_steps(planner) == before + 1
    planner.history.undo()
    assert planner.open_tasks() == ()
    assert planner.catalog.projects() == ()


def test_a_timer_started_on_a_line_has_its_project_and_activity(planner: Planner) -> None:
    planner.capture.start("Read paper #papers @learning")

    running = planner.running()
    assert running is not None
    assert running.entry.title == "Read paper"
    assert running.activity.name == "Learning"
    assert running.project is not None
    assert running.project.name == "papers"


def test_the_title_of_a_meeting_of_the_day_starts_that_meeting(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    events = ["a1 20261124T083000Z 20261124T090000Z Model review 10:00"]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    put_clock(clock, "2026-11-24 10:08")

    planner.capture.start("model review 10:00", at=planner.now() - timedelta(minutes=36))

    running = planner.running()
    assert running is not None
    assert (running.entry.title, running.activity.name) == ("Model review 10:00", "Meeting")
    assert running.entry.meeting_uid == "a1"


def test_of_planned_work_with_one_title_the_nearest_is_started(
    planner: Planner, clock: FixedClock
) -> None:
    for times, activity in (("9:00-10:00", "Learning"), ("15:00-16:00", "Meeting")):
        key = next(one.id for one in planner.catalog.activities() if one.name == activity)
        planner.blocks.create(stretch(planner, times), "Papers", activity_id=key)
    for now, activity in (("10:30", "Learning"), ("14:00", "Meeting")):
        put_clock(clock, f"2026-11-24 {now}")
        planner.capture.start("papers")
        running = planner.running()
        assert running is not None
        assert running.activity.name == activity


def test_a_timer_on_a_line_with_a_due_date_is_of_its_task(planner: Planner) -> None:
    planner.capture.start("Fix paging due fri")

    running = planner.running()
    assert running is not None
    assert running.task is not None
    assert running.task.due is not None
    assert planner.history.undo() == "Start Fix paging"
    assert (planner.running(), planner.open_tasks()) == (None, ())


def test_what_cannot_be_read_changes_nothing(planner: Planner) -> None:
    before = undo_steps(planner)
    span = stretch(planner, "16:00-17:00")
    for text in ("", "due fri", "2h"):
        with pytest.raises(PlannerError):
            planner.capture.schedule(text, span)
        with pytest.raises(PlannerError):
            planner.capture.start(text)
    assert undo_steps(planner) == before


def test_open_time_begins_at_the_next_five_minutes(planner: Planner) -> None:
    (first, *_rest) = planner.capture.open_time(TUESDAY)
    assert first.start >= planner.now()
    assert first.start.minute % 5 == 0
    assert Span(first.start, first.start + timedelta(minutes=5)).duration == timedelta(minutes=5)
