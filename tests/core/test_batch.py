"""Planned items and tracked entries edited together: one step, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.work import Priority, Stage, TaskId, Work
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef, PlannedRef
from mle_planner.core.tasks.rules import TaskError
from tests.support.builders import (
    TUESDAY,
    block,
    clock_at,
    coding,
    item,
    minutes,
    stretch,
    undo_steps,
)  # fmt: skip
from tests.support.day_picture import plan_picture, tracked_picture

PLANNED = """\
09:00-09:30 Standup · series
09:30-10:30 Drift
10:30-12:00 Alerts
13:00-14:00 Lunch · template
15:00-16:00 Slides
17:45-18:00 Wrap up · template"""
TRACKED = """\
09:00-09:36 Mail
10:30-11:00 Drift"""


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Planner]:
    with Planner.open(tmp_path, clock_at("2026-11-24 12:00")) as opened:
        block(opened, "9:30-10:30", "Drift")
        block(opened, "10:30-12:00", "Alerts")
        block(opened, "15:00-16:00", "Slides")
        opened.tracking.log(stretch(opened, "9:00-9:36"), "Mail", activity_id=coding(opened))
        opened.tracking.log(stretch(opened, "10:30-11:00"), "Drift", activity_id=coding(opened))
        yield opened


def planned(planner: Planner) -> str:
    return plan_picture(planner, TUESDAY)


def tracked(planner: Planner) -> str:
    return tracked_picture(planner, TUESDAY)


def keys_of(planner: Planner, *titles: str) -> list[PlannedRef]:
    return [item(planner, title).key for title in titles]


def entries(planner: Planner) -> dict[EntryRef, Span]:
    return {EntryRef(found.entry.id): found.span for found in planner.day(TUESDAY).tracked}


def test_deleting_planned_and_tracked_items_is_one_step(planner: Planner) -> None:
    before = undo_steps(planner)
    planner.batch.delete([*keys_of(planner, "Drift", "Lunch"), *list(entries(planner))[:1]])
    assert "Drift" not in planned(planner)
    assert "Lunch" not in planned(planner)
    assert tracked(planner) == "10:30-11:00 Drift"
    assert undo_steps(planner) == before + 1
    assert planner.history.undo() == "Delete 3 blocks"
    assert (planned(planner), tracked(planner)) == (PLANNED, TRACKED)


def test_a_deletion_that_fails_for_one_leaves_all(planner: Planner) -> None:
    before = undo_steps(planner)
    with pytest.raises(PlannerError, match=r"That entry is gone\. Nothing was changed"):
        planner.batch.delete([*keys_of(planner, "Drift"), EntryRef(EntryId(999))])
    assert (planned(planner), undo_steps(planner)) == (PLANNED, before)


def test_both_lanes_move_in_one_step(planner: Planner) -> None:
    (slides,) = keys_of(planner, "Slides")
    spans = {number: span.moved(minutes(15)) for number, span in entries(planner).items()}
    planner.batch.move({slides: stretch(planner, "15:15-16:15"), **spans})
    assert "15:15-16:15 Slides" in planned(planner)
    assert tracked(planner) == "09:15-09:51 Mail\n10:45-11:15 Drift"
    assert planner.history.undo() == "Move 3 blocks"
    assert (planned(planner), tracked(planner)) == (PLANNED, TRACKED)


def test_entries_may_take_each_others_place_and_no_others(planner: Planner) -> None:
    first, second = entries(planner)
    planner.batch.move(
        {first: stretch(planner, "10:30-11:00"), second: stretch(planner, "9:00-9:36")}
    )
    assert tracked(planner) == "09:00-09:36 Drift\n10:30-11:00 Mail"
    before = undo_steps(planner)
    for wrong in (
        {first: stretch(planner, "9:10-9:40")},
        {first: stretch(planner, "8:00-9:00"), second: stretch(planner, "8:30-9:30")},
        {first: stretch(planner, "11:50-12:10")},
    ):
        with pytest.raises(PlannerError, match="Nothing was changed"):
            planner.batch.move(wrong)
    assert undo_steps(planner) == before


@pytest.mark.parametrize("later", [15, -15])
def test_entries_that_touch_move_together_whichever_is_named_first(
    planner: Planner, later: int
) -> None:
    """Each moves into time that the other had; nothing is cut, swapped or refused."""
    planner.tracking.log(stretch(planner, "9:36-10:10"), "Review", activity_id=coding(planner))
    mail, review, _drift = entries(planner)
    for order in ((mail, review), (review, mail)):
        before = entries(planner)
        planner.batch.move({number: before[number].moved(minutes(later)) for number in order})
        after = entries(planner)
        assert [after[number] for number in (mail, review)] == [
            before[number].moved(minutes(later)) for number in (mail, review)
        ]
        planner.history.undo()
        assert entries(planner) == before


def test_presses_that_follow_each_other_are_one_step(planner: Planner) -> None:
    before = undo_steps(planner)
    drift, alerts = keys_of(planner, "Drift", "Alerts")
    for later in (minutes(5), minutes(10)):
        planner.batch.move(
            {
                drift: stretch(planner, "9:30-10:30").moved(later),
                alerts: stretch(planner, "10:30-12:00").moved(later),
            },
            lead=drift,
            is_nudge=True,
        )
    assert "09:40-10:40 Drift\n10:40-12:10 Alerts" in planned(planner)
    assert undo_steps(planner) == before + 1
    planner.history.undo()
    assert planned(planner) == PLANNED


def test_copies_are_one_step_and_keep_what_they_are_about(planner: Planner) -> None:
    before = undo_steps(planner)
    made = planner.batch.copy(
        [Work(stretch(planner, "16:00-16:30"), "Slides", coding(planner), pinned=True)],
        [Work(stretch(planner, "8:00-8:30"), "Mail", coding(planner))],
    )
    day = planner.day(TUESDAY)
    assert {found.key: found.pinned for found in day.items}[made[0]]
    assert made[1] in {EntryRef(found.entry.id) for found in day.tracked}
    assert undo_steps(planner) == before + 1
    assert planner.history.undo() == "Copy 2 blocks"
    with pytest.raises(PlannerError, match="already tracked"):
        planner.batch.copy([], [Work(stretch(planner, "8:50-9:10"), "Mail", coding(planner))])


# -- several tasks ---------------------------------------------------------------------------


def test_several_tasks_get_one_due_date_in_one_step(planner: Planner) -> None:
    """Given a task with a due time, when both get a date, then the time stays; none takes it."""
    first = planner.tasks.add("Risk report due 27 nov 15:00")
    second = planner.tasks.add("Slides 1h")
    day = planner.today() + DAY

    planner.batch.change_tasks([first.id, second.id], due=day)

    found = [planner.task(one.id) for one in (first, second)]
    assert [(one.due, one.due_min) for one in found if one] == [(day, 15 * 60), (day, None)]
    assert planner.history.undo() == "Change Risk report and 1 more: due date"
    planner.batch.change_tasks([first.id], due=None)
    stored = planner.task(first.id)
    assert stored is not None
    assert (stored.due, stored.due_min) == (None, None)


def test_a_task_that_is_gone_keeps_all_as_they_are(planner: Planner) -> None:
    task = planner.tasks.add("Risk report")
    with pytest.raises(PlannerError, match="gone"):
        planner.batch.change_tasks([task.id, TaskId(999)], priority=Priority.HIGH)
    stored = planner.task(task.id)
    assert stored is not None
    assert stored.priority is Priority.NORMAL


def test_several_tasks_move_finish_and_go_in_one_step_each(planner: Planner) -> None:
    """Given a chain of tasks with a repeating one, then each undo brings all of them back."""
    first, second, third = (
        planner.tasks.add(text) for text in ("Report 1h", "Notes 45m", "Mail every monday")
    )
    planner.tasks.set_predecessors(second.id, [first.id])
    both = [first.id, second.id, third.id]
    before = planner.open_tasks()

    planner.tasks.move(both, Stage.RESEARCH)
    assert {task.stage for task in planner.open_tasks() if task.id in both} == {Stage.RESEARCH}
    assert planner.history.undo() == "Move Report and 2 more to Research"
    planner.tasks.finish_all(both)
    assert not {task.id for task in planner.open_tasks()} & set(both)
    assert "Mail" in {task.title for task in planner.open_tasks()}, "the next of it"
    assert planner.history.undo() == "Finish Report and 2 more"
    planner.tasks.delete(*both)
    assert not any(map(planner.task, both))
    assert planner.history.undo() == "Delete Report and 2 more"
    assert planner.open_tasks() == before


def test_tasks_are_planned_one_after_the_other_where_the_day_is_open(planner: Planner) -> None:
    tasks = [planner.tasks.add(text) for text in ("Report 1h", "Notes 45m")]
    before = planned(planner)

    planner.batch.plan_tasks([task.id for task in tasks], TUESDAY)

    lines = planned(planner).splitlines()
    assert [line for line in lines if line not in before.splitlines()] == [
        "12:00-13:00 Report", "14:00-14:45 Notes",
    ]  # fmt: skip
    assert planner.history.undo() == "Plan Report and 1 more"
    assert planned(planner) == before


def test_a_full_day_is_refused_and_nothing_is_planned(planner: Planner) -> None:
    tasks = [planner.tasks.add(f"Long work {number} 9h") for number in range(4)]
    before = planned(planner)
    with pytest.raises(TaskError, match="No time is open on"):
        planner.batch.plan_tasks([task.id for task in tasks], TUESDAY)
    assert planned(planner) == before
    planner.batch.plan_tasks([task.id for task in tasks[:3]], TUESDAY)
    assert "16:00-17:45 Long work 0" in planned(planner), "where none fits, the longest stretch"
