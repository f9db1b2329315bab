"""Small tasks of one kind are planned together, and each is said and accepted for its own."""

from __future__ import annotations

from itertools import pairwise

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.plan.proposal import LowestPriority, Proposal, ProposedItem
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.boxes import box_up, groups_of, groups_to_push
from mle_planner.core.scheduling.problem import (
    DayRange,
    Kind,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, Unplaced
from tests.support.builders import TUESDAY, at, put_clock

MAILS = ("Reply to legal 10m", "Email Bob 5m", "Mail the vendor 15m")


def small(task_id: str, slots: int = 2, **fields: object) -> ProblemTask:
    return ProblemTask(task_id, "mail", slots, title=f"Task {task_id}", **fields)  # type: ignore[arg-type]


def problem_of(*tasks: ProblemTask, present: PresentPlan | None = None) -> Problem:
    return Problem(
        days=(ProblemDay(TUESDAY, ((108, 216),)),),
        now=Moment(TUESDAY, 108),
        tasks=tasks,
        kinds={"mail": Kind(deep=False, coding=False)},
        present=present,
    )


def of(proposal: Proposal, *lines: str) -> list[ProposedItem]:
    """The proposed blocks of tasks that were added, in the order of time."""
    titles = [line.rsplit(" ", 1)[0] for line in lines]
    return [item for item in proposal.items if item.title in titles]


def test_small_tasks_stand_one_after_another_in_one_box(planner: Planner) -> None:
    for line in (*MAILS, "Fix drift alert 2h"):
        planner.tasks.add(line)
    found = of(planner.planning.propose([TUESDAY]), *MAILS)
    assert len(found) == 3
    assert all(one.span.end == other.span.start for one, other in pairwise(found))
    assert {item.box for item in found} == {1}
    assert all(item.reason.startswith("Together with 2 other small tasks. ") for item in found)
    assert {item.task.title for item in found if item.task} == {item.title for item in found}


def test_a_due_task_pulls_its_box(planner: Planner) -> None:
    planner.tasks.add("Fix drift alert 3h due today")
    planner.tasks.add(MAILS[0])
    planner.tasks.add("Email Bob 5m due today 10:00")
    found = of(planner.planning.propose([TUESDAY]), *MAILS[:2])
    assert [item.title for item in found] == ["Email Bob", "Reply to legal"]
    assert found[1].span.end <= at(planner, "10:00")
    assert "Email Bob is due first." in found[1].reason, "the reason names what is due"
    assert "Email Bob" not in found[0].reason


def test_accepting_changes_nothing_more(planner: Planner) -> None:
    for line in MAILS:
        planner.tasks.add(line)
    first = planner.planning.propose([TUESDAY])
    planner.planning.accept(first)
    again = planner.planning.propose([TUESDAY])
    assert [(item.title, item.span) for item in again.items] == [
        (item.title, item.span) for item in first.items
    ]
    assert {item.title for item in planner.day(TUESDAY).items if item.box} == {
        item.title for item in of(first, *MAILS)
    }
    planner.history.undo()
    assert not [item for item in planner.day(TUESDAY).items if item.box]


def test_a_box_that_waits_is_named_as_what_would_help(planner: Planner, few_steps: None) -> None:
    """On a full day what is late is told task by task, and a box in its way is no error."""
    planner.tasks.add("Fix drift alert 9h due today")
    for number in range(4):
        planner.tasks.add(f"Reply to customer {number} 15m due today 11:00 !urgent")
    proposal = planner.planning.propose([TUESDAY])
    titles = {late.task.title for late in proposal.late}
    assert "Fix drift alert" in titles
    known = {task.id for task in planner.open_tasks()}
    actions = [remedy.action for late in proposal.late for remedy in late.remedies]
    lowered = {each.task_id for each in actions if isinstance(each, LowestPriority)}
    assert lowered <= known


def test_without_the_setting_there_is_no_box(planner: Planner) -> None:
    planner.set("small_tasks_together", False)
    for line in MAILS:
        planner.tasks.add(line)
    assert {item.box for item in planner.planning.propose([TUESDAY]).items} == {0}


def test_what_was_missed_is_pushed_as_a_box(planner: Planner, clock: FixedClock) -> None:
    for line in MAILS:
        planner.tasks.add(line)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 15:00")
    found = of(planner.planning.propose_push(), *MAILS)
    assert len(found) == 3
    assert found[0].span.start >= at(planner, "15:00")
    assert all(one.span.end == other.span.start for one, other in pairwise(found))


def test_a_push_keeps_a_box_behind_the_work_that_is_planned_before_it(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Report 2h due today @writing !high")
    for line in MAILS:
        planner.tasks.add(line)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 10:15")
    pushed = planner.planning.propose_push()
    (report,) = [item for item in pushed.items if item.title == "Report"]
    assert report.span.start == at(planner, "10:15")
    assert of(pushed, *MAILS)[0].span.start >= report.span.end


def test_those_that_stand_together_stay_together() -> None:
    """One that was done leaves its box; the tasks of the other boxes do not change places."""
    tasks = [small(str(number), 5) for number in range(1, 6)]
    before = groups_of(tasks, {task.id for task in tasks}, None)
    assert before == (("1", "2"), ("3", "4"))
    stood = PresentPlan(
        tuple((str(at), DayRange(0, 100 + 5 * at, 105 + 5 * at)) for at in range(3, 5))
    )
    left = tasks[1:]
    assert groups_of(left, {task.id for task in left}, stood) == (("3", "4"), ("2", "5"))


def test_no_small_task_is_left_alone_where_boxes_can_share() -> None:
    """Alone it would fill a gap before all those that were entered sooner."""
    tasks = [small(str(number)) for number in range(25)]
    groups = groups_of(tasks, {task.id for task in tasks}, None)
    assert [len(group) for group in groups] == [5, 5, 5, 5, 5]
    tasks = [small(str(number), 3) for number in range(5)]
    assert [len(each) for each in groups_of(tasks, {task.id for task in tasks}, None)] == [3, 2]


def test_what_waits_or_is_waited_for_is_in_no_box() -> None:
    first, second = small("1"), small("2", predecessors=("1",))
    third, fourth = small("3"), small("4", pinned=(DayRange(0, 120, 122),))
    tasks = (first, second, third, fourth)
    assert groups_of(tasks, {task.id for task in tasks}, None) == ()


def test_a_box_is_as_urgent_as_its_most_urgent_task_and_is_placed_whole() -> None:
    due = Moment(TUESDAY, 150)
    problem = problem_of(small("1", 3), small("2", 2, priority=1, due=due), small("3", 1))
    boxed, boxes = box_up(problem, [("2", "1")])
    one = boxed.task("box 2")
    assert (one.remaining, one.min_chunk, one.max_chunk) == (5, 5, 5)
    assert (one.priority, one.due, [task.id for task in boxed.tasks]) == (1, due, ["box 2", "3"])
    opened = list(boxes.opened(PlacedBlock(0, 110, 115, "box 2")))
    assert [(part.task, part.start, part.end) for part in opened] == [
        ("2", 110, 112), ("1", 112, 115)
    ]  # fmt: skip
    left = list(boxes.opened_rest(Unplaced("box 2", 5)))
    assert left == [Unplaced("2", 2), Unplaced("1", 3)]


def test_only_what_is_of_today_is_pushed_together() -> None:
    present = PresentPlan((("1", DayRange(0, 120, 122)), ("2", DayRange(1, 120, 122))))
    problem = problem_of(small("1"), small("2"), small("3"), present=present)
    groups, missed = groups_to_push(problem, [("1", "2", "3")], {"3": 2})
    assert groups == (("1", "3"),)
    assert missed["box 1"] == 4


def test_the_running_task_is_in_no_box(planner: Planner, clock: FixedClock) -> None:
    """Also before work begins, when it has no block of its timer."""
    first, *others = (planner.tasks.add(line).id for line in MAILS)
    put_clock(clock, "2026-11-24 07:00")
    planner.tracking.start(task_id=first)
    (box,) = planner.planning.request([TUESDAY]).boxes
    assert sorted(box) == sorted(map(str, others))
