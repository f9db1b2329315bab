"""Blocks that change places: every single exchange is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from benchmarks.schedule_generator import KINDS, problem
from mle_planner.core.scheduling.problem import DayRange, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.exchange_neighbourhood import Exchanger
from mle_planner.core.scheduling.solver.search.search import Search
from tests.support.amounts import first

MONDAY = date(2026, 3, 2)
NINE, NOON = 108, 144
PLENTY = 1_000_000


def mornings(*tasks: ProblemTask, count: int = 2) -> Tables:
    """Monday, Tuesday and so on, from nine to noon."""
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=day), ((NINE, NOON),), coding_least=0)
        for day in range(count)
    )
    return Tables(Problem(days, Moment(MONDAY, NINE), tasks, kinds=KINDS))


def task(name: str, slots: int, priority: int, *before: str) -> ProblemTask:
    """A task of one block."""
    return ProblemTask(
        name,
        "adhoc",
        slots,
        priority=priority,
        min_chunk=slots,
        max_chunk=slots,
        predecessors=before,
    )


def placed(tables: Tables, *blocks: tuple[int, int, int]) -> Draft:
    """A plan with those blocks: task, day, start."""
    draft = Draft(tables, DayContents(tables))
    for number, day, start in blocks:
        draft.place(number, day, start, start + tables.tasks[number].open)
    return draft


def day_of(draft: Draft, number: int) -> int | None:
    places = draft.places[number]
    return places[0][0] if places else None


def test_the_important_comes_first_though_neither_day_has_room_for_both() -> None:
    tables = mornings(task("later", 30, 4), task("now", 30, 1))
    draft = placed(tables, (0, 0, NINE), (1, 1, NINE))
    before = draft.score
    Exchanger(draft).improve(PLENTY)
    assert (day_of(draft, 0), day_of(draft, 1)) == (1, 0)
    assert draft.score < before


def test_what_found_no_place_takes_that_of_the_less_important() -> None:
    tables = mornings(task("less", 30, 4), task("least", 30, 4), task("now", 30, 1))
    draft = placed(tables, (0, 0, NINE), (1, 1, NINE))
    Exchanger(draft).improve(PLENTY)
    assert day_of(draft, 2) == 0
    assert None in (day_of(draft, 0), day_of(draft, 1))


def test_what_waits_stays_behind_what_it_waits_for() -> None:
    tables = mornings(task("first", 30, 4), task("then", 30, 1, "first"))
    draft = placed(tables, (0, 0, NINE), (1, 1, NINE))
    Exchanger(draft).improve(PLENTY)
    assert (day_of(draft, 0), day_of(draft, 1)) == (0, 1)


def test_nothing_goes_where_it_would_come_too_late_for_what_waits() -> None:
    """The important task may not have Monday: what stands there would end after Tuesday."""
    then = replace(task("then", 30, 4, "first"), windows=(DayRange(1, NINE, NOON),))
    tables = mornings(task("first", 30, 4), then, task("now", 30, 1), count=3)
    draft = placed(tables, (0, 0, NINE), (1, 1, NINE), (2, 2, NINE))
    Exchanger(draft).improve(PLENTY)
    assert [day_of(draft, number) for number in range(3)] == [0, 1, 2]


def test_no_step_is_taken_beyond_those_allowed() -> None:
    tables = Tables(problem("overloaded", "week", 5))
    standing = Search(tables).best
    idle = standing.copy()
    Exchanger(idle).improve(0)
    assert schedule_of(idle) == schedule_of(standing)
    short = Exchanger(standing.copy())
    short.improve(300)
    assert 300 <= short.steps < 500


def test_nothing_is_gained_by_trying_again() -> None:
    """It ends where no single exchange gains, and each on the way lowered the score."""
    for family in first(1, ("crunch", "calm", "tiny")):
        draft = Search(Tables(problem(family, "week", 7))).best
        before = draft.score
        Exchanger(draft).improve(PLENTY)
        once = draft.score
        Exchanger(draft).improve(PLENTY)
        assert draft.score == once < before
