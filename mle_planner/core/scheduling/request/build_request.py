"""Builds a scheduling problem from snapshots, tasks and settings.

It has no other input. The resulting request is all that another process needs to answer with a
proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from mle_planner.core.declared_settings import TENTATIVE_BLOCKS
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import OccurrenceRef
from mle_planner.core.scheduling.notes import calendar_notes
from mle_planner.core.scheduling.problem import (
    SLOT,
    SLOT_MIN,
    SLOTS_PER_DAY,
    DayRange,
    FixedEvent,
    FlexibleEvent,
    Moment,
    PreviousPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.request.energy import kinds_of
from mle_planner.core.scheduling.request.flexible_events import (
    flexible_event,
    is_last_part,
    is_needless,
    keeps_its_place,
)
from mle_planner.core.scheduling.request.planning_request import (
    FlexibleItem,
    PlanningInput,
    PlanningRequest,
    PresentItem,
)
from mle_planner.core.scheduling.request.priorities import hours_factor, weights_of
from mle_planner.core.scheduling.request.running_task import (
    Occupied,
    latest_end,
    may_last,
    missed_slots,
    next_stretch,
    slots_done,
    until_meeting,
    worked_slots,
)
from mle_planner.core.scheduling.request.slots import duration_slots_up, next_moment, slots_of
from mle_planner.core.scheduling.request.tasks import (
    chunk_limits,
    is_of_unknown_length,
    left_by_due_slot,
    left_of,
    problem_tasks,
    task_boxes,
)

_GRID_MIN = SLOTS_PER_DAY * SLOT_MIN
"""The minute at which a day's slots end: midnight, even if the day itself lasts into the night."""


def build_request(known: PlanningInput) -> PlanningRequest:
    """Return the problem of the days in ``known``; days off are included, without working time."""
    return _RequestBuilder(known).request()


class _RequestBuilder:
    """Builds one request and holds the intermediate results."""

    def __init__(self, known: PlanningInput) -> None:
        self.known = known
        self.fixed: list[FixedEvent] = []
        self.flexible: list[FlexibleEvent] = []
        self.items: dict[str, FlexibleItem] = {}
        self.staying: list[tuple[PlannedItem, DayRange]] = []
        self.previous: list[tuple[str, DayRange]] = []
        self.previous_flexible: dict[str, Moment] = {}
        self.previous_slots: dict[str, int] = {}
        self.present_items: list[PresentItem] = []
        self.own_coding: dict[int, int] = {}
        self.own_meetings: set[str] = set()
        self.free_if_needed: set[str] = set()
        self.running = next((view for view in known.tasks if view.is_running), None)
        self.begun: tuple[PlannedItem, Task, DayRange] | None = None
        self.under_way: tuple[str, DayRange] | None = None
        self.running_task: tuple[str, DayRange] | None = None

    def request(self) -> PlanningRequest:
        known, today = self.known, self.known.snapshots[0]
        for index, snapshot in enumerate(known.snapshots):
            for item in snapshot.items:
                if item.span.end > known.now:
                    self._sort_item(index, snapshot, item)
        self._place_begun()
        self.running_task = self._running_task() or self.under_way
        tasks, not_planned = problem_tasks(known, self._staying_by_task())
        problem = self._problem(tasks)
        return PlanningRequest(
            problem=problem,
            days=known.days,
            dates=tuple(snapshot.day for snapshot in self.known.snapshots),
            asked=tuple(known.asked),
            tasks={str(view.task.id): view.task for view in known.tasks},
            activities=known.activities,
            projects=known.projects,
            flexible=self.items,
            present_items=tuple(self.present_items),
            unplaced=tuple(not_planned),
            revisions=known.revisions,
            running_task=self.running_task,
            missed=missed_slots(today, known.accepted_at, known.now),
            boxes=task_boxes(known, tasks, problem.previous),
            own_meetings=frozenset(self.own_meetings),
            free_if_needed=frozenset(self.free_if_needed),
            done_beyond_slots=today.coding.done - slots_done(today) * SLOT,
            notes=calendar_notes(
                known.snapshots,
                known.asked,
                known.days,
                wants_coding=any(problem.kinds[task.kind].coding for task in tasks),
            ),
        )

    def _problem(self, tasks: Sequence[ProblemTask]) -> Problem:
        known, ids = self.known, {task.id for task in tasks}
        for item, where in self.staying:
            if item.task is not None and str(item.task.id) not in ids:
                self._take_time(where.day, item, where.start, where.end)
        return Problem(
            days=tuple(self._day(index, day) for index, day in enumerate(known.snapshots)),
            now=next_moment(known.days, known.now),
            tasks=tuple(tasks),
            fixed=tuple(self.fixed),
            flexible=tuple(self.flexible),
            kinds=kinds_of(
                tuple(known.activities.values()),
                known.day_parts,
                [day.day.weekday() for day in known.snapshots if day.working],
                hours_factor(known.settings),
            ),
            weights=weights_of(known.settings),
            previous=PreviousPlan(
                tuple((task, where) for task, where in self.previous if task in ids),
                self.previous_flexible,
                self.previous_slots,
            ),
        )

    # -- the days --------------------------------------------------------------------------

    def _day(self, index: int, snapshot: DaySnapshot) -> ProblemDay:
        windows: tuple[tuple[int, int], ...] = ()
        if snapshot.working is not None:
            windows = (self._slots(snapshot.working.start, snapshot.working.end, snapshot.day),)
        done = slots_done(snapshot)
        return ProblemDay(
            date=snapshot.day,
            windows=windows,
            coding_done=done + self.own_coding.get(index, 0),
            coding_least=duration_slots_up(snapshot.coding.least),
            coding_most=snapshot.coding.most // SLOT,
        )

    def _sort_item(self, index: int, snapshot: DaySnapshot, item: PlannedItem) -> None:
        """Sort one item of the present plan: it stands, may move, or is planned again."""
        start, end = self._slots(item.span.start, item.span.end, snapshot.day)
        in_progress = item.span.start < self.known.now
        if item.source is PlanSource.CALENDAR:
            if item.is_busy:
                buffers = duration_slots_up(item.before), duration_slots_up(item.after)
                self._stand(index, item, start, end, buffers=buffers)
                self._note_meeting(item)
        elif item.source is PlanSource.RECURRING:
            stays = in_progress or self._ends_at_night(item, snapshot.day)
            assert isinstance(item.key, OccurrenceRef)
            if self.known.recurring_events[item.key.recurring_id].movable and not stays:
                self._let_move(index, snapshot, item, start, end)
            else:
                self._stand(index, item, start, end)
        elif item.task is not None:
            self._sort_task_block(index, item, start, end, in_progress=in_progress)
        elif is_needless(item, snapshot, self.known.days):
            self.present_items.append(PresentItem(item.key, index))
        elif self._is_movable_part(snapshot, item, in_progress=in_progress):
            self._let_move(index, snapshot, item, start, end)
        else:
            self._take_time(index, item, start, end)

    def _note_meeting(self, item: PlannedItem) -> None:
        if item.is_own_meeting:
            self.own_meetings.add(str(item.key))
        chosen = self.known.settings.word("tentative_meetings")
        if item.is_tentative and chosen not in TENTATIVE_BLOCKS:
            self.free_if_needed.add(str(item.key))

    def _is_movable_part(
        self, snapshot: DaySnapshot, item: PlannedItem, *, in_progress: bool
    ) -> bool:
        """Whether an item is a part of the day that may move; a running timer delays even lunch."""
        if not item.is_day_part or item.pinned or self._ends_at_night(item, snapshot.day):
            return False
        return not in_progress or self.running is not None

    def _ends_at_night(self, item: PlannedItem, day: date) -> bool:
        """Whether an item ends after midnight, where the day goes on but its slots do not."""
        return self.known.days.minute_of(item.span.end, day) > _GRID_MIN

    def _stand(
        self,
        index: int,
        item: PlannedItem,
        start: int,
        end: int,
        *,
        buffers: tuple[int, int] = (0, 0),
        coding_slots: int = 0,
    ) -> None:
        event = FixedEvent(str(item.key), index, start, end, *buffers, item.title, coding_slots)
        self.fixed.append(event)

    def _sort_task_block(
        self, index: int, item: PlannedItem, start: int, end: int, *, in_progress: bool
    ) -> None:
        """Sort a block of a task: some keep their place, the others are planned again.

        Three kinds keep their place: pinned blocks, the rest of the block whose timer runs (at most
        the task's remaining time), and blocks of which it is unknown how much to plan instead. A
        block that has begun without its timer is planned again like one that is ahead.
        """
        task = item.task
        assert task is not None
        now_slot = self._now_slot(self.known.snapshots[index].day)
        runs = self.running is not None and self.running.task.id == task.id
        is_now = in_progress or (index == 0 and start == now_slot)
        start = now_slot if in_progress else start
        if start >= end:
            return
        if item.pinned or is_of_unknown_length(item, task, self.known):
            self.staying.append((item, DayRange(index, start, end)))
        elif runs and is_now and task.done_at is None:
            self.begun = (item, task, DayRange(index, start, end))
        elif not in_progress or task.done_at is None:
            self._plan_again(item, str(task.id), DayRange(index, start, end))

    def _plan_again(self, item: PlannedItem, task: str, where: DayRange) -> None:
        self.previous.append((task, where))
        self._replace(item, task, where)

    def _replace(self, item: PlannedItem, task: str, where: DayRange) -> None:
        self.present_items.append(PresentItem(item.key, where.day, task, where.start, where.end))

    def _place_begun(self) -> None:
        """Let the block whose timer runs go on until a meeting, or until due work must begin."""
        if self.begun is None:
            return
        item, task, where = self.begun
        key, left = str(task.id), left_of(task, self.known)
        whole = where._replace(end=where.start + left)
        here = until_meeting(where, self.fixed)
        if here == where and self._may_last(item, task, where, whole):
            here = whole
        due = left_by_due_slot(self.known, self.known.snapshots[where.day].day, task)
        here = here._replace(end=latest_end(here, due))
        if here.end <= here.start:
            self._plan_again(item, key, where)
        elif 0 < min(left, here.end - here.start) != where.end - where.start:
            self._replace(item, key, where)
            self.under_way = (key, here._replace(end=min(here.end, whole.end)))
            if here.end < where.end:
                self.previous.append((key, where._replace(start=here.end)))
        else:
            self.staying.append((item, where))

    def _may_last(self, item: PlannedItem, task: Task, where: DayRange, whole: DayRange) -> bool:
        """Whether a block in progress goes on until its task is done."""
        known, today = self.known, self.known.snapshots[where.day]
        if today.working is None:
            return False
        begun, _end = self._slots(item.span.start, item.span.end, today.day)
        due, least = left_by_due_slot(known, today.day, task), chunk_limits(task, known.settings)[0]
        return may_last(where, whole.end, begun, least, self._occupied(today), due)

    def _occupied(self, today: DaySnapshot) -> Occupied:
        """Return what occupies the first day; its movable parts are the breaks."""
        assert today.working is not None
        return Occupied(
            self._slots(today.working.start, today.working.end, today.day),
            [event for event in self.fixed if event.day == 0],
            [where for _item, where in self.staying if where.day == 0],
            [event for event in self.flexible if event.windows[0].day == 0],
        )

    def _running_task(self) -> tuple[str, DayRange] | None:
        """Return the running task and the block in which it goes on, if none is planned now."""
        view, today = self.running, self.known.snapshots[0]
        now = next_moment(self.known.days, self.known.now)
        if view is None or today.working is None or now.date != today.day:
            return None
        remaining = 0 if view.remaining is None else duration_slots_up(view.remaining)
        occupied = self._occupied(today)
        if remaining <= 0 or any(where.start <= now.slot for where in occupied.blocks):
            return None
        of_breaks = {
            key for key, item in self.items.items() if item.activity.category is Category.BREAK
        }
        breaks = [event for event in occupied.breaks if event.id in of_breaks]
        occupied = replace(occupied, breaks=breaks)
        least, longest = chunk_limits(view.task, self.known.settings)
        where = next_stretch(now.slot, remaining, least, longest, worked_slots(today), occupied)
        if where is None:
            return None
        due = left_by_due_slot(self.known, today.day, view.task)
        return str(view.task.id), where._replace(end=latest_end(where, due))

    def _staying_by_task(self) -> Mapping[TaskId, tuple[DayRange, ...]]:
        """Return the blocks that keep their place, by task; the running task's block is last."""
        found: dict[TaskId, tuple[DayRange, ...]] = {}
        for item, where in self.staying:
            if item.task is not None:
                found[item.task.id] = (*found.get(item.task.id, ()), where)
        if self.running_task is not None:
            running = TaskId(int(self.running_task[0]))
            found[running] = (*found.get(running, ()), self.running_task[1])
        return found

    def _take_time(self, index: int, item: PlannedItem, start: int, end: int) -> None:
        """Keep an item in its place, and count its remaining time if it is coding."""
        ahead = 0
        if item.category is Category.CODING:
            ahead = end - max(start, self._now_slot(self.known.snapshots[index].day))
            self.own_coding[index] = self.own_coding.get(index, 0) + ahead
        self._stand(index, item, start, end, coding_slots=ahead)

    def _let_move(
        self, index: int, snapshot: DaySnapshot, item: PlannedItem, start: int, end: int
    ) -> None:
        """Let the solver place lunch, wrap-up or a movable own event together with the tasks."""
        if snapshot.working is None:
            return
        working = self._slots(snapshot.working.start, snapshot.working.end, snapshot.day)
        usual_span = self.known.usual_span(snapshot.day, item)
        usual, until = self._slots(usual_span.start, usual_span.end, snapshot.day)
        fixed = None
        if is_last_part(snapshot, item):
            fixed = [
                self._slots(each.span.start, each.span.end, snapshot.day)
                for each in snapshot.items
                if keeps_its_place(each, self.known.recurring_events)
            ]
        here = Moment(snapshot.day, usual)
        event = flexible_event(item, index, here, until - usual, working, fixed)
        if event is None:
            self._stand(index, item, start, end)
            return
        self.flexible.append(event)
        if item.source is PlanSource.BLOCK:
            self.previous_flexible[str(item.key)] = Moment(snapshot.day, start)
            self.previous_slots[str(item.key)] = end - start
        self.present_items.append(PresentItem(item.key, index))
        self.items[str(item.key)] = FlexibleItem(
            item.title,
            item.activity,
            usual_span,
            day_part="" if isinstance(item.key, OccurrenceRef) else item.title,
            occurrence=item.key if isinstance(item.key, OccurrenceRef) else None,
        )

    def _slots(self, start: datetime, end: datetime, day: date) -> tuple[int, int]:
        return slots_of(self.known.days, start, end, day)

    def _now_slot(self, day: date) -> int:
        now = next_moment(self.known.days, self.known.now)
        return now.slot if now.date == day else 0
