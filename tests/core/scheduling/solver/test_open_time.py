"""An hour that is open before a long block, or between two, takes a part of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.open_time import (
    begin_in_open_time,
    move_earlier,
    use_open_time,
)

MONDAY = date(2026, 11, 23)


def draft_with(
    opens: int, *, remaining: int = 24, least: int = 6, due: Moment | None = None
) -> Draft:
    """A day from slot 108 to 180 whose task stands at 144, with so many slots open before noon."""
    day = ProblemDay(MONDAY, ((144 - opens, 144), (144, 180)))
    task = ProblemTask("t", "work", remaining, min_chunk=least, due=due)
    kinds = {"work": Kind(deep=True, coding=False)}
    made = Problem((day,), Moment(MONDAY, 100), (task,), kinds=kinds)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 0, 150, 150 + remaining)
    return draft


@pytest.mark.parametrize(
    ("opens", "places"), [(12, {(0, 132, 144), (0, 147, 159)}), (11, {(0, 150, 174)})]
)
def test_an_open_hour_takes_a_part_of_the_block_behind_it(
    opens: int, places: set[tuple[int, int, int]]
) -> None:
    draft = draft_with(opens)

    use_open_time(draft)

    assert set(draft.places[0]) == places


def test_an_open_hour_between_two_blocks_takes_a_part_of_the_second() -> None:
    day = ProblemDay(MONDAY, ((108, 138), (168, 204)))
    task = ProblemTask("t", "work", 36, max_chunk=30)
    kinds = {"work": Kind(deep=True, coding=False)}
    made = Problem((day,), Moment(MONDAY, 100), (task,), kinds=kinds)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 0, 108, 126)
    draft.place(0, 0, 168, 186)

    use_open_time(draft)

    assert set(draft.places[0]) == {(0, 108, 138), (0, 168, 174)}


def test_a_block_that_has_to_stay_whole_is_not_cut() -> None:
    draft = draft_with(12, remaining=18, least=18)

    use_open_time(draft)

    assert draft.places[0] == ((0, 150, 168),)


def test_what_is_late_takes_half_an_hour_too() -> None:
    draft = draft_with(6, due=Moment(MONDAY - timedelta(days=1), 0))

    use_open_time(draft)

    assert set(draft.places[0]) == {(0, 138, 144), (0, 147, 165)}


def test_time_that_a_block_opens_by_moving_is_used_too() -> None:
    """The second one moves to the first day, and the first one up to where that was."""
    days = (
        ProblemDay(MONDAY, ((108, 114),)),
        ProblemDay(MONDAY + timedelta(days=1), ((108, 144),)),
    )
    tasks = (ProblemTask("long", "work", 12, min_chunk=12), ProblemTask("short", "work", 6))
    kinds = {"work": Kind(deep=False, coding=False)}
    made = Problem(days, Moment(MONDAY, 100), tasks, kinds=kinds)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 1, 114, 126)
    draft.place(1, 1, 108, 114)

    move_earlier(draft)

    assert draft.places == [((1, 108, 120),), ((0, 108, 114),)]


def begun(open_today: int, open_tomorrow: int, remaining: int = 24, least: int = 6) -> Draft:
    """Two days with so many slots, and a third one on which the task is done."""
    ends = (108 + open_today, 108 + open_tomorrow, 156)
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=number), ((108, end),) if end > 108 else ())
        for number, end in enumerate(ends)
    )
    task = ProblemTask("t", "work", remaining, min_chunk=least)
    kinds = {"work": Kind(deep=True, coding=False)}
    made = Problem(days, Moment(MONDAY, 108), (task,), kinds=kinds)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 2, 108, 108 + remaining)
    begin_in_open_time(draft)
    return draft


@pytest.mark.parametrize(
    ("opens", "places"),
    [
        ((16, 0), [(0, 108, 124), (2, 108, 116)]),
        ((20, 0), [(0, 108, 126), (2, 108, 114)]),
        ((6, 0), [(0, 108, 114), (2, 108, 126)]),
        ((5, 0), [(2, 108, 132)]),
        ((0, 12), [(1, 108, 120), (2, 108, 120)]),
        ((0, 11), [(2, 108, 132)]),
    ],
    ids=["today", "the rest is a block", "a block", "less", "an hour tomorrow", "less tomorrow"],
)
def test_later_work_is_begun_in_open_time(
    opens: tuple[int, int], places: list[tuple[int, int, int]]
) -> None:
    assert sorted(begun(*opens).places[0]) == places


def test_work_in_one_piece_is_not_begun_in_open_time() -> None:
    assert begun(16, 0, least=24).places[0] == ((2, 108, 132),)
