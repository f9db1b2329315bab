"""The capture line: what is typed into it becomes a task, a block or an entry."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, WEDNESDAY, block, item, put_clock, stretch, undo_steps


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
