"""Lunch is at its usual time unless something is gained by another one."""

from __future__ import annotations

from datetime import date

import pytest

from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.usual_times import keep_usual_times
from tests.support.lunch import LUNCH

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("first", "lunch", "second", "due", "at"),
    [
        pytest.param((114, 144), (151, 163), (163, 181), None, 156, id="nothing-gained"),
        pytest.param((127, 157), (157, 169), (169, 187), None, 157, id="a-block-ends-later"),
        pytest.param((114, 144), (149, 161), (161, 179), None, 149, id="far"),
        pytest.param((114, 144), (151, 160), (160, 178), None, 151, id="short"),
        pytest.param((114, 144), (151, 163), (163, 181), 181, 151, id="late-otherwise"),
    ],
)
def test_lunch_goes_back_where_the_same_day_fits(
    first: tuple[int, int], lunch: tuple[int, int], second: tuple[int, int], due: int, at: int
) -> None:
    tasks = (
        ProblemTask("one", "work", 30, min_chunk=30, max_chunk=30),
        ProblemTask("other", "work", 18, due=Moment(MONDAY, due) if due else None),
    )
    day = ProblemDay(MONDAY, ((first[0], 213),))
    kinds = {"work": Kind(deep=True, coding=False)}
    tables = Tables(Problem((day,), Moment(MONDAY, 100), tasks, flexible=(LUNCH,), kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    draft.place_event(0, [(each.start, each.end) for each in tables.event_places[0]].index(lunch))
    draft.place(0, 0, *first)
    draft.place(1, 0, *second)

    keep_usual_times(draft)

    assert tables.event_places[0][draft.event_at[0]].start == at
