"""What a line leads to: a guess that learns, a task that comes again, what waits for what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mle_planner.core.model.work import Activity
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at


def activity(planner: Planner, key: str) -> Activity:
    return next(found for found in planner.catalog.activities() if found.key == key)


def guessed(planner: Planner, text: str) -> str:
    line = planner.tasks.parse(text)
    assert line.activity is None
    assert line.guess is not None
    return line.guess.key


def test_an_activity_is_found_by_its_key_after_it_was_renamed(planner: Planner) -> None:
    planner.catalog.change_activity(activity(planner, "learning").id, name="Lesen")
    task = planner.tasks.add("Read paper 1h")
    assert task.activity_id == activity(planner, "learning").id
    assert task.stage == "research"


def test_an_archived_activity_is_not_guessed(planner: Planner) -> None:
    planner.catalog.change_activity(activity(planner, "learning").id, archived=True)
    assert guessed(planner, "Read paper") == "coding"


def test_a_correction_in_the_line_is_learned_and_undone_with_it(planner: Planner) -> None:
    planner.tasks.add("Read conformal paper @research")
    assert guessed(planner, "Read another one") == "research"
    assert guessed(planner, "Email Bob") == "email", "only the word that was corrected"
    planner.history.undo()
    assert guessed(planner, "Read another one") == "learning"


def test_a_correction_of_a_task_is_learned_and_can_be_taken_back(planner: Planner) -> None:
    task = planner.tasks.add("Frobnicate the loader")
    planner.tasks.change(task.id, activity_id=activity(planner, "data").id)
    assert guessed(planner, "Frobnicate it again") == "data"
    again = planner.tasks.add("Frobnicate @coding")
    assert guessed(planner, "Frobnicate more") == "coding"
    assert again.activity_id == activity(planner, "coding").id


def test_an_object_says_more_than_a_corrected_verb(planner: Planner) -> None:
    planner.tasks.add("Review drift thresholds @analysis")
    assert guessed(planner, "Review churn curves") == "analysis"
    assert guessed(planner, "Review PR from Sam") == "coding"


def test_what_is_guessed_not_to_be_coding_does_not_count_as_coding(planner: Planner) -> None:
    planner.tasks.add("Reply to legal 1h")
    (view,) = planner.board().tasks
    assert view.activity.category.value == "admin"


@pytest.mark.parametrize(
    ("line", "done_at", "due"),
    [
        ("Write summary every monday", "2026-11-27 10:00", date(2026, 12, 7)),
        ("Write summary every monday", "2026-12-02 10:00", date(2026, 12, 7)),
        ("Write summary every monday", "2026-12-07 10:00", date(2026, 12, 7)),
        ("Check the pager every day", "2026-11-25 10:00", date(2026, 11, 26)),
        ("Plan the sprint every 2 weeks due 27 nov", "2026-11-27 10:00", date(2026, 12, 11)),
        ("Pay rent every month due 2026-12-01", "2026-12-01 10:00", date(2027, 1, 1)),
    ],
)
def test_a_task_that_repeats_is_there_again_when_it_is_done(
    tmp_path: Path, line: str, done_at: str, due: date
) -> None:
    """Done early, late, or on the next date itself: the next one is due after the last."""
    with Planner.open(tmp_path, clock_at("2026-11-25 10:00")) as planner:
        first = planner.tasks.add(f"{line} 30m")
        first = planner.tasks.change(first.id, earliest=date(2026, 11, 25))
    with Planner.open(tmp_path, clock_at(done_at)) as planner:
        planner.tasks.finish(first.id)
        (again,) = planner.open_tasks()
        assert (again.title, again.due, again.repeats) == (first.title, due, first.repeats)
        assert (again.estimate_min, again.earliest) == (30, None)
        planner.history.undo()
        assert planner.open_tasks() == (first,)


def test_lines_that_name_one_new_project_share_it(planner: Planner) -> None:
    tasks = planner.tasks.add_all(["Train 1h #vision", "Test 1h #Vision", "Ship 1h #edge"])
    names = {project.id: project.name for project in planner.catalog.projects()}
    assert [names[task.project_id] for task in tasks if task.project_id] == [
        "vision", "vision", "edge"
    ]  # fmt: skip
    assert len(names) == 2
    planner.history.undo()
    assert planner.catalog.projects() == ()


def test_the_first_date_of_a_task_that_repeats_is_the_next_one(planner: Planner) -> None:
    today = planner.today()
    task = planner.tasks.add("Write summary every monday")
    assert task.due is not None
    assert (task.due.weekday(), 0 <= (task.due - today).days < 7) == (0, True)


def test_a_line_names_what_must_be_finished_first(planner: Planner) -> None:
    first = planner.tasks.add("Label audit")
    task = planner.tasks.add(f"Train model after {first.id} 2h")
    (view,) = [view for view in planner.board().tasks if view.task.id == task.id]
    assert (task.title, [found.id for found in view.predecessors]) == ("Train model", [first.id])
    planner.history.undo()
    assert planner.open_tasks() == (first,)


def test_a_task_that_is_done_is_no_predecessor(planner: Planner) -> None:
    first = planner.tasks.add("Label audit")
    planner.tasks.finish(first.id)
    task = planner.tasks.add(f"Train model after {first.id}")
    assert task.title == f"Train model after {first.id}"
