"""By when tasks have to be finished for those that wait for them."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.schedule_generator import KINDS
from mle_planner.core.scheduling.problem import (
    SLOTS_PER_DAY,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule, Tiers
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of, polish

MONDAY = date(2026, 3, 2)
NINE, NOON, FOUR, SIX = 108, 144, 192, 216
NO_DAY = 4 * SLOTS_PER_DAY


def days_of(*tasks: ProblemTask, flexible: tuple[FlexibleEvent, ...] = ()) -> Problem:
    """Monday to Wednesday, from nine to six."""
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=day), ((NINE, SIX),), coding_least=0) for day in range(3)
    )
    return Problem(days, Moment(MONDAY, NINE), tasks, flexible=flexible, kinds=KINDS)


def task(name: str, slots: int, *before: str, **more: object) -> ProblemTask:
    """A task that waits for others."""
    return ProblemTask(name, "code", slots, predecessors=before, **more)  # type: ignore[arg-type]


def latest_ends(*tasks: ProblemTask) -> list[tuple[int, int]]:
    """Day and slot for each task."""
    found = Tables(days_of(*tasks)).waiting.latest_end
    return [divmod(end, SLOTS_PER_DAY) for end in found]


TUESDAY_NOON = Moment(MONDAY + timedelta(days=1), NOON)


def test_what_goes_before_ends_when_the_rest_just_fits() -> None:
    """Of five hours due on Tuesday noon, three fit on Tuesday and two on Monday, from four."""
    first, last = latest_ends(task("read", 12), task("write", 60, "read", due=TUESDAY_NOON))
    assert first == (0, FOUR)
    assert last == divmod(NO_DAY, SLOTS_PER_DAY)


def test_a_daily_limit_begins_the_rest_earlier() -> None:
    first, _ = latest_ends(
        task("read", 12), task("write", 42, "read", due=TUESDAY_NOON, max_per_day=24)
    )
    assert first == (0, SIX - 18)


def test_the_time_goes_back_over_a_chain() -> None:
    first, second, _ = latest_ends(
        task("read", 12), task("write", 12, "read"), task("send", 12, "write", due=TUESDAY_NOON)
    )
    assert second == (1, NOON - 12)
    assert first == (1, NOON - 24)


def test_the_earliest_of_all_that_wait_counts() -> None:
    first, *_ = latest_ends(
        task("read", 12),
        task("file", 12, "read", due=Moment(MONDAY, SIX)),
        task("send", 12, "read", due=TUESDAY_NOON),
    )
    assert first == (0, SIX - 12)


def test_a_task_that_cannot_be_on_time_does_not_hurry_the_others() -> None:
    made = days_of(task("read", 12), task("write", 200, "read", due=TUESDAY_NOON))
    waiting = Tables(made).waiting
    assert waiting.latest_end == [NO_DAY, NO_DAY]
    assert waiting.hurry == [0, 0]


def test_what_is_at_stake_is_what_would_be_late() -> None:
    made = days_of(
        task("read", 12, priority=4), task("write", 60, "read", due=TUESDAY_NOON, priority=1)
    )
    tables = Tables(made)
    written = tables.tasks[1]
    late_half = written.weight * tables.weights.late_base * 60 // 2
    assert tables.waiting.hurry == [written.flag + late_half, 0]


def test_work_after_the_wrap_up_changes_places_with_it() -> None:
    """No single move does it: neither has room where the other stands."""
    wrap_up = FlexibleEvent(
        "wrap", (3,), (FlexibleWindow(0, NINE, SIX, 0),),
        ideal=SIX - 3, deviation_cost=20, drop_cost=5000,
    )  # fmt: skip
    made = days_of(task("code", 18, min_chunk=18), flexible=(wrap_up,))
    placed = Schedule(
        blocks=(PlacedBlock(0, SIX - 18, SIX, "code"),),
        flexible=(PlacedFlexible(0, SIX - 21, SIX - 18, "wrap"),),
        tiers=Tiers(0, 0, 0, 0, 0, 0), unplaced=(), steps=0,
    )  # fmt: skip
    draft = draft_of(Tables(made), placed)
    before = draft.score
    polish(draft)
    assert draft.score < before
    (event,) = draft.event_at
    assert draft.tables.event_places[0][event].start == SIX - 3


def test_days_off_do_not_make_a_due_date_far() -> None:
    """Work due after four days off presses like work due tomorrow, which is like today's."""
    windows: tuple[tuple[int, int], ...] = ((NINE, SIX),)
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=day), () if 1 <= day <= 4 else windows)
        for day in range(7)
    )
    due = [Moment(days[day].date, SIX) for day in (0, 5, 6)]
    tasks = tuple(task(str(at), 12, due=moment) for at, moment in enumerate(due))
    paces = [row.pace for row in Tables(Problem(days, due[0], tasks, kinds=KINDS)).tasks]
    weekdays = Problem(tuple(day for day in days if day.windows), due[0], tasks, kinds=KINDS)
    assert paces == [row.pace for row in Tables(weekdays).tasks]
    assert paces[0] == paces[1] > paces[2]
