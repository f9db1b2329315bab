"""A task of a day is done in one go, and goes on where the time behind it is open."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.one_go import end_turns, go_on

MONDAY = date(2026, 11, 23)
CODE, TEXT = (
    ProblemTask("code", "work", 36, min_chunk=6, max_chunk=24),
    ProblemTask("text", "work", 30, min_chunk=6, max_chunk=24),
)


def draft_with(*places: tuple[int, Place]) -> Draft:
    """Two days from 9:00 to 17:00 with the blocks of two tasks."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 204),)) for day in range(2))
    kinds = {"work": Kind(deep=True, coding=False)}
    tables = Tables(Problem(days, Moment(MONDAY, 100), (CODE, TEXT), kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    for task, place in places:
        draft.place(task, *place)
    return draft


def test_tasks_that_take_turns_are_done_one_after_the_other() -> None:
    turns = draft_with(
        (0, (0, 108, 126)), (1, (0, 126, 138)), (0, (0, 144, 162)), (1, (0, 165, 183))
    )
    before = turns.score
    end_turns(turns)
    owners = [owner for _start, _end, owner in turns.days[0].blocks]
    assert owners == [0, 0, 1, 1]
    assert turns.score < before
    assert turns.left == [0, 0]


def test_a_block_goes_on_into_open_time_at_the_cost_of_the_next_one() -> None:
    short = draft_with((0, (0, 108, 120)), (0, (1, 108, 132)))
    go_on(short)
    assert sorted(short.places[0]) == [(0, 108, 132), (1, 108, 120)]


def test_what_follows_keeps_its_time() -> None:
    full = draft_with(
        (1, (0, 108, 132)), (0, (0, 132, 138)), (0, (0, 141, 165)), (1, (0, 165, 171))
    )
    before = list(full.places)
    go_on(full)
    assert full.places == before
