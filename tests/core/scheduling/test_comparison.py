"""In what a plan is better than another: told in words, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Activity, ActivityId, Category, Task, TaskId
from mle_planner.core.plan.proposal import (
    LateTask,
    NoteKind,
    PlanNote,
    Proposal,
    ProposedItem,
    UnplacedTask,
)
from mle_planner.core.scheduling.comparison import gains

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
CODING = Activity(ActivityId(1), "Coding", Category.CODING, key="coding")
TASK = Task(TaskId(1), "Drift monitor", ActivityId(1), NINE)


def item(number: int, start: int, hours: float) -> ProposedItem:
    begin = NINE + timedelta(hours=start)
    return ProposedItem(
        number, Span(begin, begin + timedelta(hours=hours)), TASK.title, CODING, task=TASK
    )


def note(kind: NoteKind) -> PlanNote:
    return PlanNote(kind, MONDAY, "")


PLAN = Proposal((MONDAY,), (item(1, 0, 1), item(2, 2, 1)), (), (), timedelta(hours=2), ())
LATE = replace(PLAN, late=(LateTask(TASK, timedelta(hours=1), None, ""),))
LEFT = replace(PLAN, unplaced=(UnplacedTask(TASK, 30, ""),))


@pytest.mark.parametrize(
    ("shown", "better", "words"),
    [
        (LATE, PLAN, ("Drift monitor in time",)),
        (LATE, LEFT, ()),
        (LEFT, PLAN, ("Drift monitor fits",)),
        (LEFT, LATE, ()),
        (replace(LATE, notes=(note(NoteKind.LUNCH_LEFT_OUT),)), PLAN,
         ("Drift monitor in time", "saves the lunch")),
        (replace(PLAN, notes=(note(NoteKind.LUNCH_SHORT),)), PLAN, ("a full lunch",)),
        (replace(PLAN, notes=(note(NoteKind.LUNCH_SHORT),)),
         replace(PLAN, notes=(note(NoteKind.LUNCH_LEFT_OUT),)), ()),
        (PLAN, replace(PLAN, items=(item(1, 0, 3),)),
         ("1:00 more work planned", "1 block fewer")),
        (PLAN, replace(PLAN, items=(item(1, 0, 1), item(2, 5, 1))), ()),
        (PLAN, replace(PLAN, items=(item(1, 0, 1),)), ()),
    ],
)  # fmt: skip
def test_a_better_plan_says_in_what(
    shown: Proposal, better: Proposal, words: tuple[str, ...]
) -> None:
    assert gains(shown, better) == words
