"""What goes on goes on, what was missed flows again, and what was tracked counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import Proposal, day_with
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.scheduling.problem import (
    SLOT,
    DayRange,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Weights,
)
from mle_planner.core.scheduling.request.due_work import DayAhead, DueWork, latest_end
from mle_planner.core.scheduling.request.running_task import (
    RunningTask,
    next_stretch,
    until_meeting,
)
from tests.support.amounts import is_thorough
from tests.support.builders import (
    TUESDAY,
    activity,
    at,
    clock_at,
    coding,
    item,
    put_clock,
    stretch,
    task,
    write_calendar,
)

pytestmark = pytest.mark.usefixtures("few_steps")


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 08:30")


def minutes_of(proposal: Proposal, title: str) -> float:
    spans = [item.span.duration for item in proposal.items if item.title == title]
    return sum(spans, ZERO) / timedelta(minutes=1)


def displaced(proposal: Proposal) -> dict[str, int]:
    return {left.task.title: left.minutes for left in proposal.unplaced}


# -- the running task --------------------------------------------------------------------------


def test_the_running_task_goes_on_now(planner: Planner, clock: FixedClock) -> None:
    """Though a more important one was planned for this time."""
    task(planner, "Serving latency 3h @coding !high")
    inbox = task(planner, "Inbox 90m @email !low")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 10:30")
    planner.tracking.start(task_id=inbox.id)
    put_clock(clock, "2026-11-24 10:35")
    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        first = min((item for item in proposal.items if item.task), key=lambda item: item.span)
        assert (first.title, first.span.start) == ("Inbox", at(planner, "10:35"))
        assert first.reason == "Its timer is running."
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    now = [item for item in planner.day(TUESDAY).items if item.span.contains(planner.now())]
    assert [item.title for item in now] == ["Inbox"]


@pytest.mark.parametrize(
    ("now", "first"), [("11:00", "11:15-13:00"), ("11:05", "11:15-13:00"), ("11:20", "11:20-13:00")]
)
def test_work_tracked_before_now_counts_for_the_next_break(
    planner: Planner, clock: FixedClock, now: str, first: str
) -> None:
    model = task(planner, "Model 5h @coding")
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start(task_id=model.id)
    put_clock(clock, "2026-11-24 11:00")
    planner.tracking.stop()
    put_clock(clock, f"2026-11-24 {now}")
    block = min(item.span for item in planner.planning.propose([TUESDAY]).items if item.task)
    assert block == stretch(planner, first)


def test_a_meeting_is_a_break_of_the_work_around_it(planner: Planner, clock: FixedClock) -> None:
    """Given work to half past ten with a quarter of an hour of a meeting in it."""
    clock.put(at(planner, "10:30"))
    planner.tracking.log(stretch(planner, "8:30-10:00"), "Model", activity_id=coding(planner))
    sync = activity(planner, "Meeting").id
    planner.tracking.log(stretch(planner, "10:00-10:15"), "Sync", activity_id=sync)
    planner.tracking.log(stretch(planner, "10:15-10:30"), "Model", activity_id=coding(planner))
    worked = planner.planning.request([TUESDAY]).problem.worked
    assert worked == (10 * 12 + 3, 10 * 12 + 6)


@pytest.mark.parametrize("now", ["09:44", "10:00", "10:14", "10:29"])
def test_what_runs_until_the_next_slot_is_not_planned_again(
    planner: Planner, clock: FixedClock, now: str
) -> None:
    """An hour begun at 9:30:20 ends at half past ten, before the meeting."""
    report = task(planner, "Report 1h due today @writing")
    planner.blocks.create(stretch(planner, "10:30-11:00"), "Sync", pinned=True)
    put_clock(clock, "2026-11-24 09:30")
    clock.put(clock.now() + timedelta(seconds=20))
    planner.tracking.start(task_id=report.id)
    put_clock(clock, f"2026-11-24 {now}")
    work = [item.span.end for item in planner.planning.propose([TUESDAY]).items if item.task]
    assert all(end <= at(planner, "10:30") for end in work)


def test_an_accepted_plan_stays_while_its_timer_runs(planner: Planner, clock: FixedClock) -> None:
    """Though work was left for later. What ends late only shortens the block after it."""
    lines = ("Report 1h due today @writing", "Refactor 6h @coding", "Slides 5h @writing")
    tasks = [task(planner, line) for line in lines]
    proposal = planner.planning.propose([TUESDAY])
    planner.planning.accept(proposal)
    others = sorted((item.span, item.title) for item in proposal.items if item.title != "Report")
    clock.put(at(planner, "9:38"))
    planner.tracking.start(task_id=tasks[0].id)
    for minute in ("9:39", "9:43", "10:02", "10:16", "10:22", "10:29"):
        clock.put(at(planner, minute))
        items = planner.planning.propose([TUESDAY]).items
        ahead = sorted((item.span, item.title) for item in items if item.title != "Report")
        if minute == "10:29":
            others[0] = stretch(planner, "10:55-13:00"), "Slides"
        assert ahead == others


def test_a_running_task_stops_where_the_accepted_plan_has_its_block_end(
    planner: Planner, clock: FixedClock
) -> None:
    """Though more of it is left: the goal of coding is reached then."""
    coding = task(planner, "Refactor 6h @coding")
    task(planner, "Paper 1h @learning")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    blocks = [item.span for item in planner.day(TUESDAY).items if item.task == coding]
    (paper,) = (item.span for item in planner.day(TUESDAY).items if item.title == "Paper")
    clock.put(blocks[-1].start)
    for span in blocks[:-1]:
        planner.tracking.log(span, task_id=coding.id)
    planner.tracking.start(task_id=coding.id)
    for minutes in (7, 31):
        clock.put(blocks[-1].start + timedelta(minutes=minutes))
        items = planner.planning.propose([TUESDAY]).items
        assert [item.span for item in items if item.title == "Paper"] == [paper]
    assert blocks[-1].end <= paper.start


@pytest.mark.parametrize("is_planned", [False, True])
def test_the_running_task_stops_for_what_is_due_at_a_time_of_the_day(
    planner: Planner, clock: FixedClock, *, is_planned: bool
) -> None:
    model = task(planner, "Model 3h @coding")
    if is_planned:
        planner.blocks.create_for_task(model.id, stretch(planner, "10:00-12:30"))
    task(planner, "Memo 1h due today 12:00 @writing")
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start(task_id=model.id)
    put_clock(clock, "2026-11-24 10:30")

    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        assert proposal.late == ()
        first, second = [item for item in proposal.items if item.task][:2]
        assert (first.title, first.span) == ("Model", stretch(planner, "10:30-11:00"))
        assert (second.title, second.span) == ("Memo", stretch(planner, "11:00-12:00"))


@pytest.mark.parametrize(
    ("due", "end"),
    [
        ([], 150),
        ([(12, 144)], 132),
        ([(12, 144), (12, 150)], 126),
        ([(30, 150)], 120),
        ([(31, 150)], 120),
    ],
)
def test_it_stops_so_that_all_that_is_due_holds(due: list[tuple[int, int]], end: int) -> None:
    """It stops at once for due work that needs all the time until then."""
    assert end_for(due, occupied()) == end


def test_it_stops_earlier_by_what_is_not_open_for_due_work() -> None:
    end_of_day = 288
    assert end_for([(18, end_of_day)], occupied(), 180, 204) == 195
    assert end_for([(18, end_of_day)], occupied(DayRange(0, 207, 210)), 180, 204) == 194
    assert end_for([(18, 186)], occupied(lunch=156)) == 150
    assert end_for([(36, 186)], occupied(lunch=156)) == 138
    assert end_for([(36, 210)], occupied()) == 150
    assert end_for([(66, 210)], occupied()) == 138


def test_it_stops_earlier_for_lunch_and_for_the_break_after_it() -> None:
    assert end_for([(30, 180)], occupied(lunch=156), 126) == 141
    assert end_for([(12, 156)], occupied(), 114, 144) == 141
    assert end_for([(12, 156)], occupied(), 126, 144, worked=12) == 141


def end_for(
    due: list[tuple[int, int]], around: DayAhead, start: int = 120, end: int = 150, worked: int = 0
) -> int:
    work = [DueWork(slots, due_slot, least=6, longest=30) for slots, due_slot in due]
    return latest_end(DayRange(0, start, end), work, replace(around, now=start, worked=worked))


@pytest.mark.parametrize(
    ("priority", "first", "why"),
    [
        ("!urgent", "Hotfix", "No other work comes before it."),
        ("", "Tune", "The timer of Tune is running; stop it to begin sooner."),
    ],
)
def test_overdue_work_that_matters_more_stops_the_running_task(
    planner: Planner, clock: FixedClock, priority: str, first: str, why: str
) -> None:
    """Other overdue work waits for it, and its line says so."""
    tune = task(planner, "Tune 3h due thu @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 09:30")
    planner.tracking.start(task_id=tune.id)
    task(planner, f"Hotfix 90m due yesterday @coding {priority}")
    put_clock(clock, "2026-11-24 10:00")

    proposal = planner.planning.propose([TUESDAY])

    assert next(item.title for item in proposal.items if item.task) == first
    (late,) = proposal.late
    assert str(late.explanation) == why


def test_overdue_work_does_not_stop_a_running_task_that_is_overdue(
    planner: Planner, clock: FixedClock
) -> None:
    tune = task(planner, "Tune 3h due yesterday @coding")
    put_clock(clock, "2026-11-24 09:30")
    planner.tracking.start(task_id=tune.id)
    hotfix = task(planner, "Hotfix 90m @coding !urgent")
    planner.tasks.change(hotfix.id, due=TUESDAY - 2 * DAY)
    put_clock(clock, "2026-11-24 10:00")
    items = planner.planning.propose([TUESDAY]).items
    assert next(item.title for item in items if item.task) == "Tune"


@pytest.mark.parametrize(("alerts", "is_named"), [("15m", True), ("75m", False)])
def test_the_timer_is_named_if_the_work_would_come_first_without_it(
    planner: Planner, clock: FixedClock, alerts: str, is_named: bool
) -> None:
    """Short work does, longer work does not: the running task matters more."""
    debug = task(planner, "Debug 3h30 due wed @coding !high")
    task(planner, f"Alerts {alerts} due today 11:00 @email")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 11:10")
    planner.tracking.start(task_id=debug.id)
    put_clock(clock, "2026-11-24 12:20")

    (late,) = planner.planning.propose([TUESDAY]).late
    planner.tracking.stop()
    without = planner.planning.propose([TUESDAY])

    assert late.task.title == "Alerts"
    assert ("stop it" in str(late.explanation)) is is_named
    first = next(item.title for item in without.items if item.task)
    assert (first == "Alerts") is is_named


def test_the_block_of_the_running_task_stays(planner: Planner, clock: FixedClock) -> None:
    latency = task(planner, "Serving latency 3h @coding")
    key = f"block:{planner.blocks.place_task(latency.id, at(planner, '10:00'))}"
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start(task_id=latency.id)
    put_clock(clock, "2026-11-24 11:00")
    proposal = planner.planning.propose([TUESDAY])
    assert key not in proposal.replaced_keys
    assert minutes_of(proposal, "Serving latency") == 120 - 90  # 60 are tracked, 90 stand


@pytest.mark.parametrize(
    ("text", "others", "start", "end"),
    [
        pytest.param(
            "Drift 2h due today @coding !high", ["Holdout 3h due wed"], "10:00", "12:00", id="due"
        ),
        pytest.param("Drift 2h @coding", ["Holdout 3h due wed"], "10:00", "12:00", id="undated"),
        pytest.param("Drift 5h due today", ["Holdout 3h due wed"], "10:00", "12:30", id="break"),
        pytest.param(
            "Deck 90m due today 12:00", ["Holdout 15m due wed"], "10:50", "12:20", id="late"
        ),
        pytest.param("Drift 5h", ["Memo 1h due today 12:45"], "10:00", "11:30", id="other due"),
        pytest.param("Drift 5h", ["Big 5h due today"], "10:00", "11:30", id="other due in the day"),
    ],
)
def test_at_every_minute_the_running_task_goes_on_to_the_same_end(
    planner: Planner, clock: FixedClock, text: str, others: list[str], start: str, end: str
) -> None:
    """Whatever was planned before: no less than all of it, and never more than is left."""
    runs = task(planner, text)
    for other in others:
        task(planner, other)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, f"2026-11-24 {start}")
    planner.tracking.start(task_id=runs.id)
    ends = (at(planner, end) - at(planner, "00:00")) // SLOT
    until = (at(planner, end) - at(planner, start)) // timedelta(minutes=1) - 30
    for minutes in range(0, until, 1 if is_thorough() else 4):  # each minute of a slot is met
        clock.put(at(planner, start) + timedelta(minutes=minutes))
        problem = planner.planning.request([TUESDAY]).problem
        wanted = problem.task(str(runs.id))
        (block,) = wanted.pinned
        assert block.start == problem.now.slot
        assert block.end - block.start <= wanted.remaining
        assert ends <= block.end <= ends + 1  # both ends of a started slot are rounded up


def test_of_a_running_task_no_more_is_planned_than_is_left(
    planner: Planner, clock: FixedClock
) -> None:
    """Ten minutes are left, less than work without a timer is planned for."""
    deck = task(planner, "Deck 90m due today 12:00 @presentation")
    task(planner, "Holdout 15m due wed @analysis")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 10:50")
    planner.tracking.start(task_id=deck.id)
    put_clock(clock, "2026-11-24 12:10")
    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        assert minutes_of(proposal, "Deck") == 10
    (late,) = planner.planning.propose([TUESDAY]).late
    assert late.sentence.startswith("Overdue since today 12:00; finished today 12:20. ")
    assert str(late.explanation) == "No other work comes before it."


@pytest.mark.parametrize(("planned", "end"), [("12:45", 150), ("12:20", 150), ("13:00", 156)])
def test_a_planned_block_is_cut_so_that_no_crumb_is_left(
    planner: Planner, clock: FixedClock, planned: str, end: int
) -> None:
    """A break is due at 12:30, and the task is finished at 13:00."""
    drift = task(planner, "Drift 3h @coding")
    planner.blocks.create_for_task(drift.id, stretch(planner, f"11:15-{planned}"))
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 11:30")
    (about,) = planner.planning.request([TUESDAY]).problem.tasks
    assert about.pinned == (DayRange(0, 138, end),)


def occupied(
    *taken: DayRange, lunch: int | None = None, now: int = 120, worked: int = 0
) -> DayAhead:
    window = FlexibleWindow(0, 132, 186, 0)
    breaks = [] if lunch is None else [FlexibleEvent("l", (12,), (window,), ideal=lunch)]
    fixed = [FixedEvent("m", *place, buffer_before=1) for place in taken]
    return DayAhead(now, worked, (108, 216), fixed, [], breaks, [])


@pytest.mark.parametrize(
    ("about", "stretches", "expected"),
    [
        ("until it is finished", occupied(), (120, 132)),
        ("until a meeting and its buffer", occupied(DayRange(0, 127, 132)), (120, 126)),
        ("until lunch", occupied(lunch=126), (120, 126)),
        ("a little, where lunch is due", occupied(lunch=118), (120, 126)),
        ("not in a meeting", occupied(DayRange(0, 118, 132)), None),
    ],
)
def test_it_goes_on_until_something_stands_in_the_way(
    about: str, stretches: DayAhead, expected: tuple[int, int] | None
) -> None:
    found = next_stretch(RunningTask(12, 6, 30), stretches)
    assert found == (None if expected is None else DayRange(0, *expected)), about


def test_it_goes_on_until_a_break_is_due() -> None:
    assert next_stretch(RunningTask(60, 6, 30), occupied(worked=20)) == DayRange(0, 120, 130)
    assert next_stretch(RunningTask(60, 6, 30), occupied(worked=40)) == DayRange(0, 120, 126)


def test_a_timer_goes_on_through_a_meeting_that_begins_with_its_block() -> None:
    block = DayRange(0, 120, 144)
    for begins in (108, 120):
        assert until_meeting(block, [FixedEvent("m", 0, begins, 132)]) == block
    assert until_meeting(block, [FixedEvent("m", 0, 132, 144)]) == DayRange(0, 120, 132)


@pytest.mark.parametrize(
    ("about", "remaining", "worked", "stretches", "end"),
    [
        ("it stops earlier for a break", 32, 0, occupied(), 146),
        ("it needs no break if the part before it was short", 10, 30, occupied(), 130),
        ("lunch waits for it", 30, 0, occupied(lunch=148), 150),
        ("lunch has to be now", 30, 0, occupied(DayRange(0, 149, 160), lunch=146), 144),
    ],
)
def test_no_crumb_is_left_of_it(
    about: str, remaining: int, worked: int, stretches: DayAhead, end: int
) -> None:
    assert next_stretch(
        RunningTask(remaining, 6, 30), replace(stretches, worked=worked)
    ) == DayRange(0, 120, end), about


@pytest.mark.parametrize(
    ("remaining", "due", "taken", "end"),
    [
        pytest.param(12, 168, [], 160, id="in time only before lunch"),
        pytest.param(12, None, [], 156, id="not due today"),
        pytest.param(12, 180, [], 156, id="in time after lunch"),
        pytest.param(12, 159, [], 156, id="late in any case"),
        pytest.param(24, 168, [], 159, id="late in any case, and less if lunch waits a little"),
        pytest.param(26, 180, [], 174, id="in time only if lunch is as late as it can be"),
        pytest.param(27, 180, [], 156, id="lunch cannot be so late"),
        pytest.param(17, 180, [DayRange(0, 163, 166)], 156, id="a meeting in it"),
        pytest.param(12, 168, [DayRange(0, 173, 186)], 160, id="a meeting after lunch"),
        pytest.param(12, 168, [DayRange(0, 172, 186)], 156, id="no room for lunch later"),
    ],
)
def test_lunch_waits_for_a_running_task_that_is_in_time_only_then(
    remaining: int, due: int | None, taken: list[DayRange], end: int
) -> None:
    """Lunch is usually at 13:00 and may begin until 14:30."""
    windows = (FlexibleWindow(0, 147, 171, 0), FlexibleWindow(0, 138, 186, 13_000))
    lunch = FlexibleEvent("l", (12,), windows, ideal=156)
    fixed = [FixedEvent("m", *place, buffer_before=1) for place in taken]
    around = DayAhead(148, 0, (108, 216), fixed, [], [lunch], [])
    assert next_stretch(RunningTask(remaining, 6, 30, due), around) == DayRange(0, 148, end)


def test_a_running_task_stops_for_a_lunch_planned_earlier_than_usual(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    """Given meetings from 13:00 on, when a task of the afternoon is begun in the morning."""
    meetings = tmp_path / "team.ics"
    write_calendar(meetings, ["m 20261124T120000Z 20261124T140000Z Review"])
    planner.calendars.import_file(meetings)
    task(planner, "Tune 3h due fri @coding")
    loader = task(planner, "Loader 4h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    lunch = next(one.span for one in planner.day(TUESDAY).items if one.title == "Lunch")
    assert lunch == stretch(planner, "12:00-13:00")
    put_clock(clock, "2026-11-24 11:45")
    planner.tracking.start(task_id=loader.id)
    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        shown = day_with(planner.day(TUESDAY), proposal)
        assert [one.span for one in shown.items if one.title == "Lunch"] == [lunch]


@pytest.mark.parametrize(
    ("remaining", "due", "end"),
    [
        pytest.param(24, None, 213, id="the wrap-up keeps its time"),
        pytest.param(17, None, 215, id="it is finished by a shorter wrap-up"),
        pytest.param(24, 216, 216, id="due today"),
    ],
)
def test_a_running_task_leaves_the_wrap_up_its_time(
    remaining: int, due: int | None, end: int
) -> None:
    windows = (FlexibleWindow(0, 213, 216, 0),)
    wrap_up = FlexibleEvent("w", (3, 2, 1), windows, (0, 1, 2), ideal=213)
    around = DayAhead(198, 0, (108, 216), [], [], [], [wrap_up])
    assert next_stretch(RunningTask(remaining, 6, 30, due), around) == DayRange(0, 198, end)


def test_a_running_task_leaves_no_time_to_an_own_meeting_that_may_move() -> None:
    windows = (FlexibleWindow(0, 108, 216, 0),)
    own = FlexibleEvent("own", (3,), windows, current=Moment(TUESDAY, 120), drop_cost=1)
    around = DayAhead(198, 0, (108, 216), [], [], [], [own])
    assert next_stretch(RunningTask(24, 6, 30), around) == DayRange(0, 198, 216)


@pytest.mark.parametrize(("meeting_end", "is_in_time"), [(111, True), (110, False)])
def test_a_meeting_as_long_as_a_break_is_one(meeting_end: int, is_in_time: bool) -> None:
    """Given work without a break before it, and an hour that is due when it can be done then."""
    around = DayAhead(108, 0, (108, 204), [], [DayRange(0, 108, meeting_end)], [], [])
    due = [DueWork(12, meeting_end + 12, 6, 24)]
    assert around.is_in_time(108, Weights().longest_run_slots - 6, due) is is_in_time


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("12:20", "Numbers 1h due today 14:00 @analysis !urgent"),
        ("12:20", "Numbers 1h due today 14:00 @analysis !low"),
        ("11:30", "Numbers 2h due today 14:00 @analysis"),
    ],
)
def test_lunch_waits_for_a_running_task_as_it_does_without_the_timer(
    planner: Planner, clock: FixedClock, now: str, text: str
) -> None:
    numbers = task(planner, text)
    put_clock(clock, f"2026-11-24 {now}")
    without = planner.planning.propose([TUESDAY])
    planner.tracking.start(task_id=numbers.id)
    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        assert (proposal.late, proposal.unplaced) == ((), ())
        assert [one.span for one in proposal.items] == [one.span for one in without.items]


def test_nothing_goes_on_outside_working_hours() -> None:
    assert next_stretch(RunningTask(12, 6, 30), occupied(now=100)) is None
    assert next_stretch(RunningTask(12, 6, 30), occupied(now=216)) is None


@pytest.mark.parametrize(
    ("added", "first"),
    [
        pytest.param("Card 1h @writing", "Doc", id="as important"),
        pytest.param("Card 1h due today @writing", "Card", id="due today"),
        pytest.param("Card 90m due today 13:00 !urgent", "Card", id="due at a time"),
        pytest.param("Card 3h due today 13:00 !urgent", "Card", id="late in any case"),
    ],
)
def test_a_begun_block_without_a_timer_is_planned_like_one_that_begins_now(
    planner: Planner, clock: FixedClock, added: str, first: str
) -> None:
    """What is added comes before it only if it is due today."""
    doc = task(planner, "Doc 2h due fri @writing")
    block = BlockRef(planner.blocks.create_for_task(doc.id, stretch(planner, "9:30-11:30")))
    task(planner, added)
    put_clock(clock, "2026-11-24 10:10")

    def planned() -> list[tuple[str, Span]]:
        proposal = planner.planning.propose([TUESDAY])
        return [(one.title, one.span) for one in proposal.items]

    begun, pushed = planned(), planner.planning.propose_push()
    planner.blocks.resize(block, stretch(planner, "10:10-11:30"))
    assert begun == planned()
    assert begun[0][0] == pushed.items[0].title == first


def test_the_rest_of_a_begun_block_without_a_timer_is_no_crumb(
    planner: Planner, clock: FixedClock
) -> None:
    """Five minutes of the block are still ahead, but no block of its task may be so short."""
    doc = task(planner, "Doc 2h @writing")
    planner.blocks.create_for_task(doc.id, stretch(planner, "9:30-11:30"))
    put_clock(clock, "2026-11-24 11:25")
    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        first, second = (one.span for one in proposal.items if one.task)
        assert (first, second.duration) == (stretch(planner, "11:25-12:55"), timedelta(minutes=30))


def test_missed_minutes_of_a_begun_block_are_no_block_of_their_own(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Paper 2h @learning")
    task(planner, "Card 2h @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 09:50")
    proposal = planner.planning.propose([TUESDAY])
    (paper,) = [item for item in proposal.items if item.title == "Paper"]
    assert (paper.span.start, paper.span.end) == (at(planner, "09:50"), at(planner, "11:50"))


# -- pushing -----------------------------------------------------------------------------------


def test_a_push_lets_missed_work_flow_again(planner: Planner, clock: FixedClock) -> None:
    task(planner, "Features 2h due today @coding !high")
    task(planner, "Model card 1h due today @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 13:00")
    proposal = planner.planning.propose_push()
    assert minutes_of(proposal, "Features") == 120
    assert minutes_of(proposal, "Model card") == 60
    assert proposal.unplaced == ()


@pytest.mark.parametrize("now", ["09:50", "10:30", "11:30"])
def test_a_push_after_a_late_start_leaves_no_time_open_and_keeps_the_order(
    planner: Planner, clock: FixedClock, now: str
) -> None:
    """A break between work is no longer than a quarter of an hour, and lunch stays."""
    task(planner, "Ranking eval 2h @coding")
    task(planner, "Design doc 90m @writing")
    task(planner, "Paper review 1h @learning")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    order = [one.title for one in planner.day(TUESDAY).items if one.task is not None]
    planned = item(planner, "Lunch").span
    put_clock(clock, f"2026-11-24 {now}")
    pushed = [one for one in planner.planning.propose_push().items if one.title != "Wrap up"]
    assert pushed[0].span.start == planner.now()
    gaps = [later.span.start - one.span.end for one, later in pairwise(pushed)]
    assert max(gaps) <= timedelta(minutes=15)
    assert list(dict.fromkeys(one.title for one in pushed if one.task)) == list(
        dict.fromkeys(order)
    )
    (lunch,) = [one.span for one in pushed if one.title == "Lunch"]
    assert lunch == planned


def test_a_push_plans_no_more_of_the_running_task_than_today_s_plan(
    planner: Planner, clock: FixedClock
) -> None:
    """Of six hours four are planned today, the coding of a day; what follows keeps its place."""
    report = task(planner, "Report 6h due fri @coding")
    task(planner, "Read 2h @learning")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 09:30")
    planner.tracking.start(task_id=report.id)
    put_clock(clock, "2026-11-24 10:30")
    before = [
        one.span for one in planner.day(TUESDAY).items if one.task and one.span.start > clock.now()
    ]
    running = planner.planning.propose_push()
    assert [one.span for one in running.items if one.task] == before
    assert running.unplaced == ()


@pytest.mark.parametrize("now", ["10:00", "13:30"])
def test_a_push_plans_all_of_a_running_task_that_is_not_in_the_plan(
    planner: Planner, clock: FixedClock, now: str
) -> None:
    """Also if its timer runs through lunch."""
    task(planner, "Loader 1h due wed @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    urgent = task(planner, "Bug 2h @coding")
    put_clock(clock, f"2026-11-24 {now}")
    planner.tracking.start(task_id=urgent.id)
    assert minutes_of(planner.planning.propose_push(), "Bug") == 120


def test_a_block_that_waits_in_vain_is_named_when_a_push_takes_it_away(
    planner: Planner, clock: FixedClock
) -> None:
    """The estimate of what it waits for is used up, so there is nothing of that to plan."""
    before = task(planner, "Loader 1h due wed @coding")
    after = task(planner, "Report 1h due fri @analysis")
    planner.tasks.set_predecessors(after.id, [before.id])
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.log(stretch(planner, "9:00-10:00"), task_id=before.id)
    pushed = planner.planning.propose_push()
    assert [one.title for one in pushed.items if one.task] == []
    (line,) = (one for one in pushed.unplaced if one.task == after)
    assert (line.minutes, line.reason) == (60, "It waits for Loader, which cannot be planned.")


def test_a_push_places_what_an_earlier_one_could_not(planner: Planner, clock: FixedClock) -> None:
    """Given an hour cut off by a meeting that is called off again."""
    task(planner, "Loader 2h due wed @admin")
    task(planner, "Read 2h @learning")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 12:00")
    meeting = planner.blocks.create(
        stretch(planner, "15:00-17:00"), "Audit", activity_id=activity(planner, "Meeting").id
    )
    planner.planning.accept(planner.planning.propose_push())
    assert minutes_left(planner, "Read") > 0
    planner.blocks.delete([BlockRef(meeting)])
    planner.planning.accept(planner.planning.propose_push())
    assert minutes_left(planner, "Read") == 0


def minutes_left(planner: Planner, title: str) -> int:
    """The minutes of a task that the plan of the day has no place for."""
    lines = planner.stored_plan.left_over(TUESDAY).unplaced
    return sum(one.minutes for one in lines if one.task.title == title)


def test_a_push_moves_nothing_if_nothing_is_in_the_way(planner: Planner, clock: FixedClock) -> None:
    done = task(planner, "Loader 90m due today @coding")
    report = task(planner, "Report 2h due tomorrow @analysis")
    before = [stretch(planner, "11:00-11:30"), stretch(planner, "14:00-15:30")]
    planner.blocks.place_task(done.id, at(planner, "9:30"))
    for span in before:
        planner.blocks.create_for_task(report.id, span)
    put_clock(clock, "2026-11-24 10:30")
    planner.tasks.finish(done.id)
    pushed = planner.planning.propose_push()
    assert [one.span for one in pushed.items if one.title == "Report"] == before


@pytest.mark.parametrize("due", ["today", "tomorrow", "fri"])
def test_a_push_places_a_short_rest_in_full(planner: Planner, clock: FixedClock, due: str) -> None:
    """Five minutes are left of a block; at least a quarter of an hour is planned."""
    loader = task(planner, f"Loader 2h due {due} @coding")
    task(planner, "Reader 90m due sat @coding")
    planner.blocks.create_for_task(loader.id, stretch(planner, "9:30-11:30"))
    put_clock(clock, "2026-11-24 11:25")
    planner.tracking.log(stretch(planner, "9:30-11:25"), task_id=loader.id)
    pushed = planner.planning.propose_push()
    assert minutes_of(pushed, "Loader") == 15
    assert not pushed.late
    assert not pushed.unplaced


@pytest.mark.parametrize("due", ["today", "yesterday"])
@pytest.mark.parametrize("accepts", [True, False])
def test_a_push_places_the_rest_of_a_running_task_that_is_due(
    planner: Planner, clock: FixedClock, due: str, *, accepts: bool
) -> None:
    """Its timer runs until lunch or a break is due; the afternoon has room for the rest."""
    if accepts:
        task(planner, "Features 2h due thu @coding")
        planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 10:00")
    numbers = task(planner, f"Numbers 4h due {due} @analysis")
    planner.tracking.start(task_id=numbers.id)
    pushed = planner.planning.propose_push()
    assert minutes_of(pushed, "Numbers") == 240
    assert minutes_of(pushed, "Features") == (120 if accepts else 0)
    assert not pushed.unplaced


def test_a_push_names_what_no_longer_fits(planner: Planner, clock: FixedClock) -> None:
    task(planner, "Features 4h due today @coding !high")
    task(planner, "Read 2h @learning !low")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 14:00")
    proposal = planner.planning.propose_push()
    assert displaced(proposal) == {"Read": 120}
    assert [late.task.title for late in proposal.late] == ["Features"]


@pytest.mark.parametrize("text", ["17:00-18:00", "12:00-12:05"])
def test_a_push_leaves_lunch_of_another_day_where_a_hand_has_put_it(
    planner: Planner, clock: FixedClock, text: str
) -> None:
    task(planner, "Features 2h due today @coding")
    wednesday = TUESDAY + DAY
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.blocks.resize(item(planner, "Lunch", wednesday).key, stretch(planner, text, wednesday))
    put_clock(clock, "2026-11-24 13:00")
    assert minutes_of(planner.planning.propose_push(), "Features") == 120


def test_a_push_keeps_what_the_accepted_plan_left_out(planner: Planner, clock: FixedClock) -> None:
    task(planner, "Features 4h due today @coding !high")
    task(planner, "Report 20h due tomorrow @analysis")
    task(planner, "Read 2h due in 3 weeks @learning !low")
    task(planner, "Look around @learning")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    before = planner.stored_plan.left_over(TUESDAY)
    assert [late.task.title for late in before.late] == ["Report"]
    put_clock(clock, "2026-11-24 11:00")
    pushed = planner.planning.propose_push()
    planner.planning.accept(pushed)
    left = planner.stored_plan.left_over(TUESDAY)
    assert left.later == before.later
    assert left.unplaced[-1:] == before.unplaced == (pushed.to_estimate[0],)
    late = next(one for one in left.late if one.task.title == "Report")
    (again,) = planner.planning.propose([TUESDAY]).late
    assert late.sentence == again.sentence


def test_an_accepted_day_that_stays_gives_no_advice_to_use_its_open_time(
    planner: Planner, clock: FixedClock
) -> None:
    """Tracked coding leaves room in the goal; the reason is still that of the accepted plan."""
    meeting = activity(planner, "Meeting")
    planner.blocks.create(
        stretch(planner, "10:15-11:45"), "Sync", activity_id=meeting.id, pinned=True
    )
    task(planner, "Numbers 45m due today 12:00 @coding !high")
    model = task(planner, "Model 3h due today 16:30 @coding")
    task(planner, "Mail 30m due thu @admin")
    prep = task(planner, "Prep 2h @coding !low")
    task(planner, "Extra 30m due wed @coding")
    planner.tasks.set_predecessors(model.id, [prep.id])
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    (line,) = planner.stored_plan.left_over(TUESDAY).later
    put_clock(clock, "2026-11-24 14:00")
    for one in planner.day(TUESDAY).items:
        if one.task is not None and one.span.end <= clock.now():
            planner.tracking.log(one.span, task_id=one.task.id)
    (later,) = planner.planning.propose([TUESDAY]).later
    assert (later.task.title, later.reason) == ("Extra", line.reason)


def test_a_push_has_lunch_right_after_the_due_work_that_takes_its_time(
    planner: Planner, clock: FixedClock
) -> None:
    """A part of the work is done before a meeting, so all of it ends before 14:30."""
    task(planner, "Report 2h due today 15:00 @writing")
    task(planner, "Features 90m @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 09:40")
    meeting = activity(planner, "Meeting")
    planner.blocks.create(
        stretch(planner, "10:00-12:30"), "Incident", activity_id=meeting.id, pinned=True
    )
    spans = {one.title: one.span for one in planner.planning.propose_push().items}
    assert spans["Report"].end == spans["Lunch"].start == at(planner, "14:10")
    assert spans["Features"].start == spans["Lunch"].end


def test_a_push_names_what_it_makes_late_on_another_day(
    planner: Planner, clock: FixedClock
) -> None:
    """As planning again does, before and after the push is accepted."""
    task(planner, "Fix 3h due today @coding")
    task(planner, "Report 2h due tomorrow 10:00 @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 14:30")
    pushed = planner.planning.propose_push()
    (planned,) = planner.planning.propose([TUESDAY]).late
    assert [one.sentence for one in pushed.late] == [planned.sentence]
    assert not pushed.unplaced
    planner.planning.accept(pushed)
    assert [one.sentence for one in planner.planning.outlook()] == [planned.sentence]


def test_a_push_names_a_running_task_due_today_whose_estimate_is_used_up(
    planner: Planner, clock: FixedClock
) -> None:
    debug = task(planner, "Debug 1h due today @coding")
    task(planner, "Report 2h due tomorrow @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.tracking.start(task_id=debug.id)
    put_clock(clock, "2026-11-24 11:15")
    pushed, planned = planner.planning.propose_push(), planner.planning.propose([TUESDAY])
    assert [one.task.title for one in pushed.to_estimate] == ["Debug"]
    assert pushed.to_estimate == planned.to_estimate


def test_the_reasons_of_what_a_push_leaves_over_are_those_of_the_new_plan(
    planner: Planner, clock: FixedClock
) -> None:
    """What came first is done, and the late work takes its time."""
    features = task(planner, "Features 7h due today @analysis")
    task(planner, "Read 2h @learning")
    task(planner, "Report 8h due wed @analysis")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    before = planner.stored_plan.left_over(TUESDAY)
    reasons = {one.task.title: one.reason for one in before.later}
    assert reasons["Read"] == "Features comes first: due today."
    assert [bool(one.explanation) for one in before.late] == [True]
    put_clock(clock, "2026-11-24 10:00")
    planner.tasks.finish(features.id)
    planner.planning.accept(planner.planning.propose_push())
    after = planner.stored_plan.left_over(TUESDAY)
    assert {one.task.title: one.reason for one in after.later} == {
        "Read": "Report comes first: due tomorrow."
    }
    assert after.late == ()


def test_a_push_plans_what_is_left_after_tracking(planner: Planner, clock: FixedClock) -> None:
    latency = task(planner, "Serving latency 3h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 13:00")
    planner.tracking.log(stretch(planner, "9:30-10:20"), task_id=latency.id)
    assert minutes_of(planner.planning.propose_push(), "Serving latency") == 130


def test_what_was_missed_is_open_again_in_a_plan(planner: Planner, clock: FixedClock) -> None:
    task(planner, "Features 2h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 13:00")
    assert minutes_of(planner.planning.propose([TUESDAY]), "Features") == 120


def test_tasks_come_in_the_order_in_which_they_were_entered(planner: Planner) -> None:
    names = ["Zeta", "Alpha", "Mid"]
    for name in names:
        task(planner, f"{name} 1h @analysis")
    problem = planner.planning.request([TUESDAY]).problem
    assert [str(found.title) for found in problem.tasks] == names
    placed = [item.title for item in planner.planning.propose([TUESDAY]).items if item.task]
    assert placed == names


# -- lunch and what was tracked ----------------------------------------------------------------


def lunch_of(proposal: Proposal) -> Span | None:
    return next((one.span for one in proposal.items if one.title == "Lunch"), None)


@pytest.mark.parametrize(
    ("now", "worked", "lunch"),
    [
        ("13:40", "9:40-13:40", "13:40-14:40"),
        ("14:30", "9:40-14:30", "14:30-15:30"),
        ("15:00", "9:40-15:00", "15:00-15:30"),
        ("15:40", "9:40-15:40", "15:40-16:10"),
    ],
)
@pytest.mark.parametrize("is_accepted", [True, False])
def test_lunch_begins_now_if_work_was_tracked_through_it(
    planner: Planner, clock: FixedClock, now: str, worked: str, lunch: str, *, is_accepted: bool
) -> None:
    tune = task(planner, "Tune 7h @coding")
    if is_accepted:
        planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, f"2026-11-24 {now}")
    planner.tracking.log(stretch(planner, worked), task_id=tune.id)

    assert lunch_of(planner.planning.propose([TUESDAY])) == stretch(planner, lunch)
    assert lunch_of(planner.planning.propose_push()) == stretch(planner, lunch)


@pytest.mark.parametrize(("now", "worked"), [("13:20", "9:40-13:05"), ("14:35", "9:40-14:00")])
def test_lunch_stays_where_it_is_if_time_was_free_for_it(
    planner: Planner, clock: FixedClock, now: str, worked: str
) -> None:
    tune = task(planner, "Tune 6h @coding")
    put_clock(clock, f"2026-11-24 {now}")
    planner.tracking.log(stretch(planner, worked), task_id=tune.id)
    assert lunch_of(planner.planning.propose([TUESDAY])) is None


def test_a_missed_lunch_is_left_out_if_the_day_is_nearly_over_and_a_note_says_so(
    planner: Planner, clock: FixedClock
) -> None:
    tune = task(planner, "Tune 8h @coding")
    put_clock(clock, "2026-11-24 16:30")
    planner.tracking.log(stretch(planner, "9:40-16:30"), task_id=tune.id)
    proposal = planner.planning.propose([TUESDAY])
    assert lunch_of(proposal) is None
    assert "Tue 24 Nov: no room for lunch." in [note.sentence for note in proposal.notes]


def test_a_running_task_stops_soon_for_a_lunch_that_was_missed(
    planner: Planner, clock: FixedClock
) -> None:
    tune = task(planner, "Tune 8h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 11:00")
    planner.tracking.start(task_id=tune.id)
    put_clock(clock, "2026-11-24 14:30")
    assert lunch_of(planner.planning.propose([TUESDAY])) == stretch(planner, "14:45-15:30")


def test_a_lunch_missed_until_after_its_hours_gives_its_time_to_work_due_today(
    planner: Planner, clock: FixedClock
) -> None:
    card = task(planner, "Card 9h due today @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 09:40")
    planner.tracking.start(task_id=card.id)
    put_clock(clock, "2026-11-24 15:20")
    proposal = planner.planning.propose_push()
    assert lunch_of(proposal) is None
    assert any("no room for lunch" in note.sentence for note in proposal.notes)
    (late,) = proposal.late
    assert "only 2 h " in str(late.explanation)


def test_a_lunch_that_was_tracked_is_not_planned_again(planner: Planner, clock: FixedClock) -> None:
    task(planner, "Tune 6h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 12:30")
    lunch = activity(planner, "Lunch")
    planner.tracking.log(stretch(planner, "12:00-12:30"), "Lunch", activity_id=lunch.id)

    for propose in (lambda: planner.planning.propose([TUESDAY]), planner.planning.propose_push):
        proposal = propose()
        assert lunch_of(proposal) is None
        planner.planning.accept(proposal)
        assert not [one for one in planner.day(TUESDAY).items if one.category is Category.BREAK]
        planner.history.undo()


@pytest.mark.parametrize(
    "lines",
    [
        ["Tune 3h due thu @coding", "Doc 2h due thu @writing", "Eval 2h @analysis"],
        [
            "Tune 3h40 due tomorrow @coding !urgent",
            "Doc 1h due thu @writing !high",
            "Eval 50m due thu @analysis",
        ],
    ],
)
def test_lunch_and_wrap_up_stay_whole_if_no_due_date_depends_on_it(
    planner: Planner, clock: FixedClock, lines: list[str]
) -> None:
    tune, *_others = [task(planner, line) for line in lines]
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.start(task_id=tune.id)
    put_clock(clock, "2026-11-24 13:20")
    for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        assert minutes_of(proposal, "Lunch") == 60
        assert minutes_of(proposal, "Wrap up") == 15


# -- the block under way -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meeting", "goes_on"), [("11:30-12:00", "11:00-11:30"), ("10:45-11:15", "10:30-12:30")]
)
def test_a_block_under_way_stops_for_a_meeting(
    planner: Planner,
    clock: FixedClock,
    tmp_path: Path,
    meeting: str,
    goes_on: str,
    usual_steps: None,
) -> None:
    """A meeting that is on while the task's timer runs is not attended and changes nothing."""
    loader = task(planner, "Loader 3h @coding")
    planner.blocks.create_for_task(loader.id, stretch(planner, "10:30-12:30"))
    put_clock(clock, "2026-11-24 10:30")
    planner.tracking.start(task_id=loader.id)
    put_clock(clock, "2026-11-24 11:00")
    span = stretch(planner, meeting)
    event = f"m1 {span.start:%Y%m%dT%H%M%SZ} {span.end:%Y%m%dT%H%M%SZ} Incident"
    planner.calendars.import_file(write_calendar(tmp_path / "x.ics", [event]))

    for propose in (lambda: planner.planning.propose([TUESDAY]), planner.planning.propose_push):
        planner.planning.accept(propose())
        blocks = [item.span for item in planner.day(TUESDAY).items if item.task is not None]
        ahead = [span for span in blocks if span.end > planner.now()]
        assert ahead[0] == stretch(planner, goes_on)
        assert not any(block.overlaps(span) for block in ahead[1:])
        planner.history.undo()


def test_the_rest_of_a_begun_block_is_no_longer_than_what_is_left(
    planner: Planner, clock: FixedClock
) -> None:
    """Half an hour was done before the block, of which 1:15 are ahead at 10:15."""
    loader = task(planner, "Loader 2h @coding")
    planner.blocks.place_task(loader.id, at(planner, "9:30"))
    put_clock(clock, "2026-11-24 08:30")
    planner.tracking.start(task_id=loader.id)
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.stop()
    put_clock(clock, "2026-11-24 09:30")
    planner.tracking.start(task_id=loader.id)
    put_clock(clock, "2026-11-24 10:15")
    planner.tracking.stop()

    proposal = planner.planning.propose([TUESDAY])

    (block,) = [item for item in proposal.items if item.task is not None]
    assert block.span == stretch(planner, "10:15-11:00")
    planner.planning.accept(proposal)
    kept = [item.span for item in planner.day(TUESDAY).items if item.task is not None]
    assert [span.end for span in kept if span.end > planner.now()] == [at(planner, "11:00")]
    assert planner.planning.propose_push().items[0].span.end == at(planner, "11:00")


def test_a_running_task_is_not_planned_for_longer_than_what_is_left(
    planner: Planner, clock: FixedClock
) -> None:
    loader = task(planner, "Loader 2h @coding")
    planner.blocks.place_task(loader.id, at(planner, "9:30"))
    put_clock(clock, "2026-11-24 08:30")
    planner.tracking.start(task_id=loader.id)
    put_clock(clock, "2026-11-24 10:15")

    blocks = [
        item.span for item in planner.planning.propose([TUESDAY]).items if item.task is not None
    ]

    assert blocks == [stretch(planner, "10:15-10:30")]


def test_what_a_push_loses_keeps_the_day_that_was_suggested_for_its_task(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Features 6h @coding")
    task(planner, "Loader 5h @analysis")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    before = planner.stored_plan.left_over(TUESDAY)
    put_clock(clock, "2026-11-24 16:00")
    pushed = planner.planning.propose_push()
    planner.planning.accept(pushed)
    for left in (pushed, planner.stored_plan.left_over(TUESDAY)):
        assert not left.unplaced
        days = {one.task.title: one.day for one in left.later}
        assert days == {one.task.title: one.day for one in before.later}
        assert {one.reason for one in left.later} == {
            "The work planned today leaves less than 30 min in one piece."
        }


def test_what_a_push_loses_says_why_it_has_no_place_today(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Slides 90m due tomorrow 16:00 @presentation")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 16:45")
    (left,) = planner.planning.propose_push().unplaced
    assert (left.minutes, left.reason) == (
        30,
        "The work planned today leaves less than 30 min in one piece.",
    )


def test_what_a_push_loses_keeps_the_next_of_several_days_of_its_task(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Features 15h @coding")
    days = [TUESDAY, TUESDAY + DAY, TUESDAY + 2 * DAY]
    planner.planning.accept(planner.planning.propose(days))
    put_clock(clock, "2026-11-24 16:00")
    (lost,) = planner.planning.propose_push().later
    assert (lost.task.title, lost.day) == ("Features", TUESDAY + DAY)


def test_the_timer_is_named_before_work_as_pressing_as_the_running_task(
    planner: Planner, clock: FixedClock
) -> None:
    debug = task(planner, "Debug 3h30 due wed @coding")
    task(planner, "Alerts 75m due today 11:00 @email")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 11:10")
    planner.tracking.start(task_id=debug.id)
    put_clock(clock, "2026-11-24 12:20")
    (late,) = planner.planning.propose([TUESDAY]).late
    assert str(late.explanation) == "The timer of Debug is running; stop it to begin sooner."


def test_the_timer_is_not_named_if_lunch_comes_before_a_block_would_fit(
    planner: Planner, clock: FixedClock
) -> None:
    debug = task(planner, "Debug 3h30 due wed @coding")
    task(planner, "Alerts 75m due today 11:00 @email")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 12:45")
    planner.tracking.start(task_id=debug.id)
    put_clock(clock, "2026-11-24 12:50")
    (late,) = planner.planning.propose_push().late
    assert "timer" not in str(late.explanation)
