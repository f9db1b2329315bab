"""What is due sooner, or matters more, goes first within its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling.problem import (
    DayRange,
    FlexibleEvent,
    FlexibleWindow,
    Kind,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.request.priorities import weights_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.pressing import (
    finish_in_due_order,
    put_pressing_first,
    put_short_due_work_next,
)
from mle_planner.core.settings import Settings

MONDAY = date(2026, 11, 23)
FRIDAY = Moment(MONDAY + timedelta(days=4), 216)


def order_of(*tasks: ProblemTask, present: PresentPlan | None = None) -> list[int]:
    """The order of tasks of an hour that stand one after the other, after the pass."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 168),)) for day in range(5))
    kinds = {"work": Kind(deep=False, coding=False)}
    made = Problem(days, Moment(MONDAY, 100), tasks, kinds=kinds, present=present)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    for number in range(len(tasks)):
        draft.place(number, 0, 108 + 15 * number, 120 + 15 * number)
    put_pressing_first(draft)
    return [owner for _, _, owner in draft.days[0].blocks]


def task(name: str, **more: object) -> ProblemTask:
    return ProblemTask(name, "work", 12, **more)  # type: ignore[arg-type]


def test_the_sooner_due_and_the_more_important_go_first() -> None:
    monday = Moment(FRIDAY.date + timedelta(days=3), 216)
    tasks = (task("a"), task("b", due=monday), task("c", due=FRIDAY), task("d", priority=1))
    assert order_of(*tasks) == [3, 2, 1, 0]


def test_due_dates_after_the_days_planned_count_too() -> None:
    later, last = (Moment(FRIDAY.date + timedelta(days=days), 216) for days in (6, 12))
    assert order_of(task("a", due=last), task("b", due=later)) == [1, 0]


def test_begun_work_goes_before_work_as_pressing_and_after_more_pressing_work() -> None:
    assert order_of(task("a"), task("b", is_begun=True)) == [1, 0]
    assert order_of(task("a", due=FRIDAY), task("b", is_begun=True)) == [0, 1]


def test_what_has_the_same_right_stays_in_order() -> None:
    assert order_of(task("a"), task("b"), task("c")) == [0, 1, 2]


def test_work_of_the_present_plan_stays() -> None:
    present = PresentPlan((("a", DayRange(0, 108, 120)), ("b", DayRange(0, 123, 135))))
    assert order_of(task("a"), task("b", due=FRIDAY), present=present) == [0, 1]


def test_work_of_the_present_plan_goes_before_less_pressing_new_work() -> None:
    present = PresentPlan((("b", DayRange(1, 108, 120)),))
    assert order_of(task("a"), task("b", due=FRIDAY), present=present) == [1, 0]


@pytest.mark.parametrize("care", ["less", "normal", "more"])
def test_care_for_long_blocks_does_not_change_the_order(care: str) -> None:
    """The more important task is split around lunch to come first, whatever blocks cost."""
    weights = weights_of(Settings({**Settings.read(()).values, "care_long_blocks": care}))
    day = ProblemDay(MONDAY, ((108, 156),))
    lunch = FlexibleEvent("lunch", (6,), (FlexibleWindow(0, 120, 126, 0),), ideal=120)
    kinds = {"deep": Kind(deep=True, coding=False)}
    tasks = (ProblemTask("short", "deep", 12), ProblemTask("long", "deep", 24, priority=2))
    now = Moment(MONDAY, 100)
    made = Problem((day,), now, tasks, flexible=(lunch,), kinds=kinds, weights=weights)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place_event(0, 0)
    draft.place(0, 0, 108, 120)
    draft.place(1, 0, 126, 150)
    put_pressing_first(draft)
    assert [owner for _, _, owner in draft.days[0].blocks] == [1, 1, 0]


# -- over the days -------------------------------------------------------------------------------


def in_due_order(due: int, *, kept: bool, coding: str = "work", priority: int = 3) -> str:
    """The tasks by day, after the pass.

    The report is done on Tuesday, behind a deck that is due on Friday. ``due`` is its day, 0 for
    Monday. ``kept``: whether the present plan has them so.
    """
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=day), ((108, 132),), coding_least=24, coding_most=24)
        for day in range(5)
    )
    kinds = {"work": Kind(deep=False, coding=False), "code": Kind(deep=False, coding=True)}
    deck = ProblemTask("deck", coding, 24, due=Moment(days[4].date, 216))
    report = ProblemTask("report", "work", 24, due=Moment(days[due].date, 216), priority=priority)
    blocks = (("deck", DayRange(0, 108, 132)), ("report", DayRange(1, 108, 132)))
    present = PresentPlan(blocks) if kept else None
    made = Problem(days, Moment(MONDAY, 100), (deck, report), kinds=kinds, present=present)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    for task in range(2):
        draft.place(task, task, 108, 132)
    finish_in_due_order(draft)
    names = [made.tasks[owner].id for day in draft.days for _, _, owner in day.blocks]
    return " ".join(names)


def test_what_is_due_sooner_is_finished_first() -> None:
    assert in_due_order(3, kept=False) == "report deck"
    assert in_due_order(4, kept=False) == "deck report"


def test_work_of_the_present_plan_stays_where_due_dates_are_not_at_stake() -> None:
    assert in_due_order(3, kept=True) == "deck report"
    assert in_due_order(1, kept=True) == "report deck"


def test_todays_coding_goal_waits_only_for_work_on_its_last_day() -> None:
    assert in_due_order(3, kept=False, coding="code") == "deck report"
    assert in_due_order(1, kept=False, coding="code") == "report deck"


def test_work_due_at_the_same_time_is_done_one_by_one() -> None:
    """Whatever kinds of work they are."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 132),)) for day in range(5))
    kinds = {"talk": Kind(deep=False, coding=False), "text": Kind(deep=True, coding=False)}
    due = Moment(days[3].date, 216)
    slides = ProblemTask("slides", "talk", 48, due=due)
    made = Problem(
        days, Moment(MONDAY, 100), (slides, ProblemTask("card", "text", 24, due=due)), kinds=kinds
    )
    draft = Draft(Tables(made), DayContents(Tables(made)))
    for task, day in ((0, 0), (1, 1), (0, 2)):
        draft.place(task, day, 108, 132)
    finish_in_due_order(draft)
    assert [owner for day in draft.days for _, _, owner in day.blocks] == [0, 0, 1]


def test_todays_coding_goal_waits_for_work_that_matters_more_and_is_due_sooner() -> None:
    """It would be done on a later day otherwise, though with time to spare."""
    assert in_due_order(3, kept=False, coding="code", priority=1) == "report deck"


@pytest.mark.parametrize(("priority", "order"), [(1, [0, 0, 1]), (3, [0, 1, 0])])
def test_undated_work_is_finished_before_less_important_undated_work(
    priority: int, order: list[int]
) -> None:
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 132),)) for day in range(3))
    tasks = (ProblemTask("crash", "work", 48, priority=priority), ProblemTask("torch", "work", 24))
    kinds = {"work": Kind(deep=True, coding=False)}
    tables = Tables(Problem(days, Moment(MONDAY, 100), tasks, kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    for task, day in ((0, 0), (1, 1), (0, 2)):
        draft.place(task, day, 108, 132)
    finish_in_due_order(draft)
    assert [owner for day in draft.days for _, _, owner in day.blocks] == order


# -- short work that is due ----------------------------------------------------------------------


def next_after_the_model(slots: int, due: Moment, model_due: int = 1) -> list[int]:
    """The order of a model under way, which matters more, and other work, after the pass.

    ``model_due`` is the day by whose end the model is due.
    """
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 156),)) for day in range(2))
    by = Moment(days[model_due].date, 288)
    tasks = (
        ProblemTask("model", "work", 24, due=by, priority=1),
        ProblemTask("alerts", "work", slots, due=due, min_chunk=3),
    )
    kinds = {"work": Kind(deep=True, coding=False)}
    present = PresentPlan((("model", DayRange(0, 108, 132)),))
    made = Problem(days, Moment(MONDAY, 108), tasks, kinds=kinds, present=present)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 0, 108, 132)
    draft.place(1, 0, 136, 136 + slots)
    put_short_due_work_next(draft)
    return [owner for _, _, owner in draft.days[0].blocks]


OVERDUE, TODAY = Moment(MONDAY, 100), Moment(MONDAY, 288)


def test_overdue_and_due_work_of_up_to_an_hour_is_next() -> None:
    assert next_after_the_model(3, OVERDUE) == [1, 0]
    assert next_after_the_model(12, TODAY) == [1, 0]


def test_longer_or_later_due_work_keeps_its_turn() -> None:
    assert next_after_the_model(13, OVERDUE) == [0, 1]
    assert next_after_the_model(3, Moment(FRIDAY.date, 288)) == [0, 1]


@pytest.mark.parametrize(("slots", "order"), [(3, [1, 0]), (4, [0, 1])])
def test_work_due_today_that_matters_more_waits_a_quarter_of_an_hour_at_most(
    slots: int, order: list[int]
) -> None:
    assert next_after_the_model(slots, OVERDUE, model_due=0) == order


def test_short_due_work_makes_no_other_work_late() -> None:
    days_end = Moment(MONDAY, 132)
    tasks = (
        ProblemTask("model", "work", 24, due=days_end, min_chunk=24),
        ProblemTask("alerts", "work", 3, due=OVERDUE, min_chunk=3),
    )
    kinds = {"work": Kind(deep=True, coding=False)}
    day = ProblemDay(MONDAY, ((108, 156),))
    made = Problem((day,), Moment(MONDAY, 108), tasks, kinds=kinds)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 0, 108, 132)
    draft.place(1, 0, 135, 138)

    put_short_due_work_next(draft)

    assert [owner for _, _, owner in draft.days[0].blocks] == [0, 1]


@pytest.mark.parametrize("due_slot", [100, 108])  # this morning, and just now
@pytest.mark.parametrize(("priority", "order"), [(1, [0, 1]), (3, [1, 0])])
def test_an_old_chore_does_not_go_before_overdue_work_that_matters_more(
    priority: int, order: list[int], due_slot: int
) -> None:
    tasks = (
        ProblemTask("hotfix", "work", 12, due=Moment(MONDAY, due_slot), priority=priority),
        ProblemTask("chore", "work", 12, due=Moment(MONDAY - timedelta(days=3), 288), priority=3),
    )
    kinds = {"work": Kind(deep=True, coding=False)}
    made = Problem((ProblemDay(MONDAY, ((108, 156),)),), Moment(MONDAY, 108), tasks, kinds=kinds)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    draft.place(0, 0, 108, 120)
    draft.place(1, 0, 123, 135)

    put_short_due_work_next(draft)

    assert [owner for _, _, owner in draft.days[0].blocks] == order


def test_work_without_a_place_costs_no_effort_where_all_else_is_due_and_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 168),)) for day in range(2))
    tasks = tuple(task(f"t{number}", due=Moment(days[1].date, 216)) for number in range(40))
    kinds = {"work": Kind(deep=False, coding=False)}
    tables = Tables(Problem(days, Moment(MONDAY, 100), tasks, kinds=kinds))
    draft = Draft(tables, DayContents(tables))
    for number in range(8):
        day, at = divmod(number, 4)
        draft.place(number, day, 108 + 15 * at, 120 + 15 * at)
    tried: list[Draft] = []
    monkeypatch.setattr(Draft, "copy", tried.append)

    finish_in_due_order(draft)

    assert not tried
