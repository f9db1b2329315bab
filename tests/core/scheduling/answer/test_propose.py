"""What a proposal says of what moves, what does not fit, and what would make room."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.plan.proposal import Proposal, ShorterBlocks
from mle_planner.core.planner import Planner

pytestmark = pytest.mark.usefixtures("few_steps")

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=BERLIN)


@pytest.fixture
def clock() -> FixedClock:
    """A clock on a Monday morning."""
    return FixedClock(MONDAY_MORNING, BERLIN)


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of that Monday."""
    return MONDAY_MORNING.replace(hour=hour, minute=minute)


def starts(proposal: Proposal) -> dict[str, str]:
    """The first start of each title, on the wall clock."""
    found: dict[str, str] = {}
    for item in proposal.items:
        found.setdefault(item.title, f"{item.span.start.astimezone(BERLIN):%H:%M}")
    return found


def test_a_full_day_says_where_the_rest_goes(planner: Planner) -> None:
    for number in range(8):
        planner.tasks.add(f"Report {number} 2h @writing")

    proposal = planner.planning.propose([planner.today()])

    assert proposal.unplaced == ()
    assert all(line.day is not None and line.reason for line in proposal.later)
    today = {item.task.title for item in proposal.items if item.task}
    later = {line.task.title for line in proposal.later}
    assert len(today | later) == 8
    minutes = sum(line.minutes for line in proposal.later)
    placed = sum((item.span.duration for item in proposal.items if item.task), timedelta())
    assert timedelta(minutes=minutes) + placed == timedelta(hours=16)


def test_a_day_is_not_filled_with_more_coding_than_its_band_for_work_that_can_wait(
    planner: Planner, usual_steps: None
) -> None:
    planner.tasks.add("Backlog 30h @coding")
    planner.tasks.add("More backlog 30h @coding !high")

    assert planner.planning.propose([planner.today()]).coding <= timedelta(hours=4)


def test_due_work_goes_over_the_band_rather_than_late(planner: Planner) -> None:
    planner.tasks.add("Release fix 5h due today @coding !urgent")

    assert planner.planning.propose([planner.today()]).coding == timedelta(hours=5)


def test_every_block_of_a_task_has_a_reason_and_keeps_it_when_accepted(planner: Planner) -> None:
    planner.tasks.add("Fix drift alert 2h due today @coding")

    proposal = planner.planning.propose([planner.today()])
    planner.planning.accept(proposal)

    reasons = [item.reason for item in proposal.items if item.task]
    kept = [item.reason for item in planner.day(planner.today()).items if item.task]
    assert reasons == kept
    assert all(reasons)


def test_a_piece_longer_than_any_stretch_is_remedied_by_shorter_pieces(planner: Planner) -> None:
    day = planner.today()
    task = planner.tasks.add("Report 3h due today @writing")
    planner.tasks.change(task.id, min_chunk_min=180, max_chunk_min=180)

    (late,) = planner.planning.propose([day]).late
    remedy = next(each for each in late.remedies if isinstance(each.action, ShorterBlocks))
    planner.planning.apply_remedy(task, remedy)

    assert late.late == timedelta(hours=3)
    assert planner.planning.propose([day]).late == ()


def test_pushing_the_rest_of_the_day_moves_only_today(planner: Planner, clock: FixedClock) -> None:
    planner.tasks.add("Report 2h due tomorrow @writing")
    planner.tasks.add("Analysis 2h due wed @analysis")
    planner.tasks.add("Fix 3h due fri @coding")
    planner.planning.accept(
        planner.planning.propose([planner.today(), planner.today() + timedelta(days=1)])
    )
    tomorrow = planner.day(planner.today() + timedelta(days=1)).items
    before = [item.span.start for item in planner.day(planner.today()).items if item.task]

    clock.put(max(before) - timedelta(minutes=30))
    pushed = planner.planning.propose_push()
    planner.planning.accept(pushed)

    after = [item for item in planner.day(planner.today()).items if item.span.end > clock.now()]
    assert pushed.days == (planner.today(),)
    assert planner.day(planner.today() + timedelta(days=1)).items == tomorrow
    assert all(
        item.span.start >= clock.now() for item in after if item.task and not item.pinned
    ) or (after[0].span.start < clock.now())


def test_pushing_an_afternoon_that_is_too_short_says_what_falls_off(
    planner: Planner, clock: FixedClock
) -> None:
    task = planner.tasks.add("Report 2h30 @writing")
    planner.blocks.place_task(task.id, at(14))
    meeting = planner.catalog.activities()[11].id
    planner.blocks.create(Span(at(14), at(17)), "Incident", activity_id=meeting, pinned=True)
    clock.put(at(13, 55))

    proposal = planner.planning.propose_push()

    (line,) = proposal.unplaced
    assert starts(proposal)["Report"] == "17:00"
    assert (line.task.id, line.minutes) == (task.id, 150 - 45)
    assert line.reason


def test_what_a_push_cuts_off_says_the_day_on_which_its_task_goes_on(
    planner: Planner, clock: FixedClock
) -> None:
    task = planner.tasks.add("Report 4h30 @writing")
    tomorrow = planner.today() + timedelta(days=1)
    for start in (at(14), at(10) + timedelta(days=1)):
        planner.blocks.create(Span(start, start + timedelta(hours=2)), "Report", task_id=task.id)
    meeting = planner.catalog.activities()[11].id
    planner.blocks.create(Span(at(14), at(17)), "Incident", activity_id=meeting, pinned=True)
    clock.put(at(13, 55))

    proposal = planner.planning.propose_push()

    assert proposal.unplaced == ()
    assert [(one.task.id, one.day) for one in proposal.later] == [(task.id, tomorrow)]


def test_new_work_due_today_comes_first_in_a_push(planner: Planner, clock: FixedClock) -> None:
    """It stands before work of the plan that is due later or never, and in one piece.

    What no longer fits names it, and not the work that stood there before.
    """
    for line in ("Spec 2h due tomorrow @writing", "Read 1h @learning", "Notes 3h @writing"):
        planner.tasks.add(line)
    planner.planning.accept(planner.planning.propose([planner.today()]))
    clock.put(at(9, 20))
    planner.tasks.add("Hot bug 1h due today @coding")

    proposal = planner.planning.propose_push()

    assert starts(proposal)["Hot bug"] == "09:30"
    assert sum(item.title == "Hot bug" for item in proposal.items) == 1
    (line,) = proposal.unplaced
    assert line.reason == "Hot bug comes first: due today."


@pytest.mark.parametrize(("priority", "first"), [("!urgent", "Hotfix"), ("", "Old report")])
def test_overdue_work_waits_in_a_push_for_more_important_new_work_due_today(
    planner: Planner, clock: FixedClock, priority: str, first: str
) -> None:
    report = planner.tasks.add("Old report 3h @writing")
    planner.tasks.change(report.id, due=planner.today() - timedelta(days=6))
    planner.planning.accept(planner.planning.propose([planner.today()]))
    clock.put(at(10, 20))
    planner.tasks.add(f"Hotfix 1h due today @coding {priority}")

    proposal = planner.planning.propose_push()

    assert min(starts(proposal), key=starts(proposal).__getitem__) == first
    assert sum(item.title == "Hotfix" for item in proposal.items) == 1


def test_a_plan_keeps_what_an_accepted_push_has_cut(planner: Planner, clock: FixedClock) -> None:
    """Also if the rest is shorter than a shortest block."""
    today = planner.today()
    for line in ("Deck 1h due tomorrow @presentation", "Refactor 1h", "Survey 1h @research"):
        planner.tasks.add(line)
    planner.planning.accept(planner.planning.propose([today]))
    clock.put(at(14, 40))
    planner.planning.accept(pushed := planner.planning.propose_push())
    cut = [item for item in pushed.items if item.title == "Survey"]
    assert sum((item.span.duration for item in cut), timedelta()) == timedelta(minutes=50)

    again = planner.planning.propose([today])

    assert [(item.title, item.span) for item in again.items] == [
        (item.title, item.span) for item in pushed.items
    ]


def test_open_time_is_for_the_most_important_work_that_can_begin_in_it(
    planner: Planner, usual_steps: None
) -> None:
    """Also if a piece of less important work would fit there whole."""
    for line in ("Retrain 3h due today @coding", "Tests 2h @coding", "Refactor 2h @coding !low"):
        planner.tasks.add(line)
    proposal = planner.planning.propose([planner.today()])
    planned = {item.title for item in proposal.items if item.task is not None}
    assert planned == {"Retrain", "Tests"}


def test_late_coding_is_done_on_the_next_day_over_the_band(
    planner: Planner, clock: FixedClock
) -> None:
    """Given an evening with no time for it, when more coding is due tomorrow than its band has."""
    planner.tasks.add("Flaky test 2h due today @coding")
    planner.tasks.add("Train config 3h due tomorrow @coding")
    tomorrow = planner.today() + timedelta(days=1)
    for hour, minute in ((17, 30), (18, 30)):
        clock.put(at(hour, minute))
        proposal = planner.planning.propose([planner.today(), tomorrow])
        assert {late.finished.date() for late in proposal.late if late.finished} == {tomorrow}


def test_a_push_plans_less_of_what_was_done_ahead_of_its_block(
    planner: Planner, clock: FixedClock
) -> None:
    """Given two hours of six planned for today, and one of them done in the morning."""
    task = planner.tasks.add("Report 6h @writing")
    planner.blocks.create(Span(at(14), at(16)), "Report", task_id=task.id)
    clock.put(at(10, 30))
    planner.tracking.log(Span(at(9, 30), at(10, 30)), task_id=task.id)

    blocks = [item.span.duration for item in planner.planning.propose_push().items if item.task]

    assert sum(blocks, timedelta()) == timedelta(hours=1)


def test_what_is_nearly_done_is_planned_in_a_quarter_of_an_hour(
    planner: Planner, clock: FixedClock
) -> None:
    task = planner.tasks.add("Report 1h @writing")
    clock.put(at(10, 58))
    planner.tracking.log(Span(at(10), at(10, 57)), task_id=task.id)

    (block,) = [item for item in planner.planning.propose([planner.today()]).items if item.task]

    assert block.span.duration == timedelta(minutes=15)
    assert starts(planner.planning.propose([planner.today()]))["Report"] >= "11:00"


def test_lunch_is_kept_although_a_task_is_late_for_it(planner: Planner, clock: FixedClock) -> None:
    """Without lunch the afternoon would just hold the urgent task, with it a quarter is missing."""
    planner.tasks.add("Urgent report 4h30 due today @writing !urgent")
    clock.put(at(12, 57))

    lunch = [
        item for item in planner.planning.propose([planner.today()]).items if item.title == "Lunch"
    ]

    assert [item.span.duration >= timedelta(minutes=30) for item in lunch] == [True]


def test_the_wrap_up_stays_at_the_end_of_full_days(planner: Planner, clock: FixedClock) -> None:
    planner.load_example_week()
    clock.put(at(17, 53))

    proposal = planner.planning.propose([planner.today() + timedelta(days=day) for day in range(5)])

    wraps = [item.span.start for item in proposal.items if item.title == "Wrap up"]
    assert {f"{start.astimezone(BERLIN):%H:%M}" for start in wraps} == {"17:45"}
