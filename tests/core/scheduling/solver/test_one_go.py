"""A task of a day is done in one go, and goes on where the time behind it is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from mle_planner.core.scheduling.problem import (
    FixedEvent,
    Kind,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.one_go import end_turns, extend_blocks
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer
from tests.support.lunch import LUNCH

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


def test_tasks_that_take_turns_around_a_meeting_are_done_one_after_the_other() -> None:
    problem = Problem(
        (ProblemDay(MONDAY, ((168, 213),)),),
        Moment(MONDAY, 100),
        (CODE, TEXT),
        (FixedEvent("meeting", 0, 180, 186),),
        kinds={"work": Kind(deep=True, coding=False)},
    )
    draft = Draft(Tables(problem), DayContents(Tables(problem)))
    for task, start, end in ((0, 168, 174), (1, 174, 180), (0, 186, 204), (1, 204, 213)):
        draft.place(task, 0, start, end)
    end_turns(draft)
    assert draft.days[0].blocks == ((168, 180, 0), (186, 198, 0), (198, 213, 1))


def test_a_block_before_a_meeting_is_not_moved_if_nothing_else_fits_there() -> None:
    tasks = (
        ProblemTask("code", "work", 24, min_chunk=6, max_chunk=24),
        ProblemTask("text", "work", 18, min_chunk=18, max_chunk=24),
    )
    problem = Problem(
        (ProblemDay(MONDAY, ((108, 204),)),),
        Moment(MONDAY, 100),
        tasks,
        (FixedEvent("meeting", 0, 114, 132),),
        kinds={"work": Kind(deep=True, coding=False)},
    )
    draft = Draft(Tables(problem), DayContents(Tables(problem)))
    for task, start, end in ((0, 108, 114), (1, 132, 150), (0, 153, 171)):
        draft.place(task, 0, start, end)
    end_turns(draft)
    assert draft.days[0].blocks[0] == (108, 114, 0)


def test_a_block_goes_on_into_open_time_at_the_cost_of_the_next_one() -> None:
    short = draft_with((0, (0, 108, 120)), (0, (1, 108, 132)))
    extend_blocks(short)
    assert sorted(short.places[0]) == [(0, 108, 132), (1, 108, 120)]


def test_what_follows_keeps_its_time() -> None:
    full = draft_with(
        (1, (0, 108, 132)), (0, (0, 132, 138)), (0, (0, 141, 165)), (1, (0, 165, 171))
    )
    before = list(full.places)
    extend_blocks(full)
    assert full.places == before


def draft_of_a_full_day(lunch: tuple[int, int], *places: tuple[int, Place]) -> Draft:
    """A day from 9:30 to 17:45 with lunch there and the blocks of two tasks."""
    day = ProblemDay(MONDAY, ((114, 213),))
    kinds = {"work": Kind(deep=True, coding=False)}
    tasks = (
        ProblemTask("eval", "work", 45, min_chunk=6, max_chunk=30),
        ProblemTask("design", "work", 42, min_chunk=6, max_chunk=30),
    )
    tables = Tables(Problem((day,), Moment(MONDAY, 100), tasks, flexible=(LUNCH,), kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    places_of_lunch = [(each.start, each.end) for each in tables.event_places[0]]
    draft.place_event(0, places_of_lunch.index(lunch))
    for task, place in places:
        draft.place(task, *place)
    return draft


def test_tasks_that_take_turns_around_lunch_are_cut_anew() -> None:
    """The lengths that fill both sides of a short lunch fit in no other order."""
    turns = draft_of_a_full_day(
        (144, 153),
        (0, (0, 114, 126)),
        (1, (0, 126, 144)),
        (0, (0, 153, 159)),
        (1, (0, 159, 183)),
        (0, (0, 186, 213)),
    )
    end_turns(turns)
    owners = [owner for _start, _end, owner in turns.days[0].blocks]
    assert sorted(owners) in (owners, owners[::-1])
    assert turns.left == [0, 0]


@pytest.mark.parametrize(("now", "end"), [(MONDAY, 132), (MONDAY - timedelta(days=1), 126)])
def test_today_s_work_goes_on_for_half_an_hour_though_the_next_block_gets_short(
    now: date, end: int
) -> None:
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 204),)) for day in range(2))
    kinds = {"work": Kind(deep=True, coding=False)}
    low = replace(CODE, priority=4)
    tables = Tables(Problem(days, Moment(now, 100), (low,), kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    draft.place(0, 0, 108, 126)
    draft.place(0, 1, 108, 126)

    extend_blocks(draft)

    assert sorted(draft.places[0])[0] == (0, 108, end)


def test_today_s_work_leaves_an_hour_for_tomorrow() -> None:
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 204),)) for day in range(2))
    kinds = {"work": Kind(deep=True, coding=False)}
    long = replace(CODE, priority=4, max_chunk=30)
    tables = Tables(Problem(days, Moment(MONDAY, 100), (long,), kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    draft.place(0, 0, 108, 132)
    draft.place(0, 1, 108, 120)

    extend_blocks(draft)

    assert set(draft.places[0]) == {(0, 108, 132), (1, 108, 120)}


def test_a_day_fits_in_its_own_order_beside_a_lunch_that_stays_short() -> None:
    full = draft_of_a_full_day(
        (144, 153), (0, (0, 114, 144)), (1, (0, 153, 183)), (0, (0, 186, 201)), (1, (0, 201, 213))
    )
    resequencer = Resequencer(full.tables, Random(0))
    order = resequencer.sequence(full, 0)

    assert resequencer.in_order(full, 0, order) is None
    again = resequencer.in_best_order(full, 0, [order])
    assert again is not None
    assert again.places == full.places
