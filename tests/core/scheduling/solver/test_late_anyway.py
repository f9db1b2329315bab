"""What can be in time is, behind work that is late anyway."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.scheduling.due_first import DueFirst, lates_of
from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.pressing import put_late_next
from mle_planner.core.scheduling.solver.search.single_moves import draft_of

MONDAY = date(2026, 3, 2)


def test_a_short_task_is_in_time_though_a_long_one_that_matters_more_is_late_anyway() -> None:
    due = Moment(MONDAY + timedelta(days=4), 132)
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((108, 132),)) for each in range(5))
    long = ProblemTask("long", "desk", 150, priority=1, due=due)
    short = ProblemTask("short", "desk", 24, priority=3, due=due)
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(days, Moment(MONDAY, 108), (long, short), kinds=kinds)

    late = lates_of(DueFirst(problem).reference_plan())

    assert late[1] == 0
    assert late[0] == 54 * 2  # those slots have no place: they are a day late, too


def test_important_work_that_is_late_anyway_is_done_before_less_important_work_due_that_day() -> (
    None
):
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((114, 213),)) for each in range(5))
    noon, evening = Moment(MONDAY, 132), Moment(MONDAY, 288)
    decks = [ProblemTask(f"deck {each}", "desk", 18, priority=2, due=noon) for each in range(3)]
    lows = [ProblemTask(f"low {each}", "desk", 24, priority=4, due=evening) for each in range(4)]
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(days, Moment(MONDAY, 114), (*lows, *decks), kinds=kinds)

    plan = finished_plan(problem, Budget(200))

    assert {block.day for deck in decks for block in plan.of_task(deck.id)} == {0}


def test_of_two_that_are_late_anyway_the_one_due_first_is_finished_today() -> None:
    """The other one becomes more than twice as late, and is finished tomorrow all the same."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((114, 213),)) for each in range(2))
    card = ProblemTask("card", "desk", 12, due=Moment(MONDAY, 192), min_chunk=12)
    fix = ProblemTask("fix", "desk", 36, due=Moment(MONDAY, 288), min_chunk=6)
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(days, Moment(MONDAY, 186), (fix, card), kinds=kinds)
    blocks = ((0, 186, 213, "fix"), (1, 114, 123, "fix"), (1, 123, 135, "card"))
    draft = draft_of(Tables(problem), Schedule(tuple(PlacedBlock(*each) for each in blocks)))

    put_late_next(draft)

    assert draft.places[1] == ((0, 186, 198),)
    assert [day for day, _start, _end in draft.places[0]] == [0, 1]


def test_what_would_be_late_until_tomorrow_is_finished_today() -> None:
    """Given a quarter of an hour late today, against an hour that is late until tomorrow."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((114, 213),)) for each in range(2))
    card = ProblemTask("card", "desk", 12, due=Moment(MONDAY, 192), min_chunk=12)
    fix = ProblemTask("fix", "desk", 27, due=Moment(MONDAY, 210), min_chunk=6)
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(days, Moment(MONDAY, 186), (fix, card), kinds=kinds)
    blocks = (PlacedBlock(0, 186, 213, "fix"), PlacedBlock(1, 114, 126, "card"))
    draft = draft_of(Tables(problem), Schedule(blocks))

    put_late_next(draft)

    assert draft.places == [((0, 186, 213),), ((1, 114, 126),)]
