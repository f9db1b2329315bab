"""From what the planner knows to a scheduling problem.

Pure: it reads snapshots and settings and asks nothing else. The request that comes out is all
a process beside the window needs to answer with a proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.calendars.day_meanings import is_midday_break
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.boxes import is_small
from mle_planner.core.plan.proposal import UnplacedTask
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import OccurrenceRef
from mle_planner.core.scheduling.boxes import groups_of
from mle_planner.core.scheduling.notes import calendar_notes
from mle_planner.core.scheduling.problem import (
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
    missed_slots,
    next_stretch,
    worked_slots,
)
from mle_planner.core.tasks.views import TaskView

_GRID_MIN = SLOTS_PER_DAY * SLOT_MIN
"""Where the slots of a day end: at midnight, also where the day itself goes on into the night."""

_WHOLE_SLOTS = 18
"""Up to which length a task is not cut, if its due date allows it: an hour and a half."""

_LEAST_REST = 3
"""Slots that are planned for a task of which less is left: a quarter of an hour."""


def build_request(known: PlanningInput) -> PlanningRequest:
    """Return the problem of the days in ``known``; days off are part of it without time."""
    return _RequestBuilder(known).request()


class _RequestBuilder:
    """Builds one request; what it collects on the way is gone afterwards."""

    def __init__(self, known: PlanningInput) -> None:
        self.known = known
        self.fixed: list[FixedEvent] = []
        self.flexible: list[FlexibleEvent] = []
        self.items: dict[str, FlexibleItem] = {}
        self.staying: list[tuple[PlannedItem, DayRange]] = []
        self.previous: list[tuple[str, DayRange]] = []
        self.previous_flexible: dict[str, Moment] = {}
        self.present_items: list[PresentItem] = []
        self.unplaced: list[UnplacedTask] = []
        self.own_coding: dict[int, int] = {}
        self.running = next((view for view in known.tasks if view.is_running), None)
        self.under_way: tuple[str, DayRange] | None = None
        self.running_task: tuple[str, DayRange] | None = None

    def request(self) -> PlanningRequest:
        known = self.known
        for index, snapshot in enumerate(self.known.snapshots):
            for item in snapshot.items:
                if item.span.end > known.now:
                    self._item(index, snapshot, item)
        self.running_task = self._running_task() or self.under_way
        tasks = self._tasks()
        ids = {task.id for task in tasks}
        self._stand_alone(ids)
        problem = Problem(
            days=tuple(self._day(index, day) for index, day in enumerate(self.known.snapshots)),
            now=self._moment(known.now),
            tasks=tuple(tasks),
            fixed=tuple(self.fixed),
            flexible=tuple(self.flexible),
            kinds=kinds_of(
                tuple(known.activities.values()),
                known.day_parts,
                [day.day.weekday() for day in known.snapshots if day.working],
                hours_factor(known.settings),
            ),
            weights=weights_of(self.known.settings),
            previous=PreviousPlan(
                tuple((task, where) for task, where in self.previous if task in ids),
                self.previous_flexible,
            ),
        )
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
            unplaced=tuple(self.unplaced),
            revisions=known.revisions,
            running_task=self.running_task,
            why_going_on=self._why_going_on(),
            missed=missed_slots(known.snapshots[0], known.now),
            boxes=self._boxes(tasks, problem.previous),
            notes=calendar_notes(
                known.snapshots,
                known.asked,
                known.days,
                wants_coding=any(problem.kinds[task.kind].coding for task in tasks),
            ),
        )

    # -- the days --------------------------------------------------------------------------

    def _day(self, index: int, snapshot: DaySnapshot) -> ProblemDay:
        windows: tuple[tuple[int, int], ...] = ()
        if snapshot.working is not None:
            windows = (self._slots(snapshot.working.start, snapshot.working.end, snapshot.day),)
        done = round(snapshot.coding.done / timedelta(minutes=SLOT_MIN))
        return ProblemDay(
            date=snapshot.day,
            windows=windows,
            coding_done=done + self.own_coding.get(index, 0),
            coding_least=_ceiling_of(snapshot.coding.least),
            coding_most=snapshot.coding.most // timedelta(minutes=SLOT_MIN),
        )

    def _item(self, index: int, snapshot: DaySnapshot, item: PlannedItem) -> None:
        """Sort one item of the present plan into what stands, what may move, what is redone."""
        start, end = self._slots(item.span.start, item.span.end, snapshot.day)
        in_progress = item.span.start < self.known.now
        if item.source is PlanSource.CALENDAR:
            if item.is_busy:
                buffer = _ceiling(self.known.settings.number("meeting_buffer_min"))
                self._stands(index, item, start, end, buffer=buffer)
        elif item.source is PlanSource.RECURRING:
            stays = in_progress or self._is_at_night(item, snapshot.day)
            if self._recurring_event(item).movable and not stays:
                self._may_move(index, snapshot, item, start, end)
            else:
                self._stands(index, item, start, end)
        elif item.task is not None:
            self._task_block(index, item, start, end, in_progress=in_progress)
        elif self._is_needless(snapshot, item):
            self.present_items.append(PresentItem(item.key, index))
        elif self._is_movable_part(snapshot, item, in_progress=in_progress):
            self._may_move(index, snapshot, item, start, end)
        else:
            self._takes_time(index, item, start, end)

    def _is_needless(self, snapshot: DaySnapshot, item: PlannedItem) -> bool:
        """Whether a part of the day is none any more: the day is off, or lunch is in a calendar."""
        if not item.is_day_part or item.pinned:
            return False
        if snapshot.day_off is not None:
            return True
        days, day = self.known.days, snapshot.day
        return snapshot.lunch is not None and is_midday_break(item.category, item.span, days, day)

    def _is_movable_part(
        self, snapshot: DaySnapshot, item: PlannedItem, *, in_progress: bool
    ) -> bool:
        """Whether it is a part of the day that may move; work under way moves even lunch on."""
        if not item.is_day_part or item.pinned or self._is_at_night(item, snapshot.day):
            return False
        return not in_progress or self.running is not None

    def _is_at_night(self, item: PlannedItem, day: date) -> bool:
        """Whether it ends after midnight, where the day goes on and its slots do not."""
        return self.known.days.minute_of(item.span.end, day) > _GRID_MIN

    def _stands(
        self,
        index: int,
        item: PlannedItem,
        start: int,
        end: int,
        *,
        buffer: int = 0,
        coding_slots: int = 0,
    ) -> None:
        event = FixedEvent(
            str(item.key), index, start, end, buffer, buffer, item.title, coding_slots
        )
        self.fixed.append(event)

    def _task_block(
        self, index: int, item: PlannedItem, start: int, end: int, *, in_progress: bool
    ) -> None:
        """Sort a block of a task: some keep their place, the others are rescheduled.

        Pinned ones stay, the rest of the one in progress as far as the task has so much left, and
        those of tasks without an estimate, because how much to plan instead is not known.
        """
        task = item.task
        assert task is not None
        if in_progress:
            start = self._now_slot(self.known.snapshots[index].day)
        is_other = self.running is not None and self.running.task.id != task.id
        is_going_on = in_progress and task.done_at is None and not is_other
        has_no_estimate = task.done_at is None and task.estimate_min is None
        left = self._left_of(task)
        if is_going_on and not item.pinned and 0 < left < end - start:
            self.present_items.append(PresentItem(item.key, index, str(task.id), start, end))
            self.under_way = (str(task.id), DayRange(index, start, start + left))
        elif item.pinned or is_going_on or has_no_estimate:
            if start < end:
                self.staying.append((item, DayRange(index, start, end)))
        elif start < end and (not in_progress or task.done_at is None):
            self.previous.append((str(task.id), DayRange(index, start, end)))
            self.present_items.append(PresentItem(item.key, index, str(task.id), start, end))

    def _why_going_on(self) -> str:
        running = None if self.running is None else str(self.running.task.id)
        is_running = self.running_task is not None and self.running_task[0] == running
        return _("Its timer is running.") if is_running else _("Already under way.")

    def _running_task(self) -> tuple[str, DayRange] | None:
        """Return the running task and the block in which it goes on, if it has none yet."""
        view, today = self.running, self.known.snapshots[0]
        now = self._moment(self.known.now)
        if view is None or today.working is None or now.date != today.day:
            return None
        remaining = 0 if view.remaining is None else _ceiling_of(view.remaining)
        here = [where for _item, where in self.staying if where.day == 0]
        if remaining <= 0 or any(where.start <= now.slot for where in here):
            return None
        breaks = [
            event
            for event in self.flexible
            if event.windows[0].day == 0
            and self.items[event.id].activity.category is Category.BREAK
        ]
        occupied = Occupied(
            self._slots(today.working.start, today.working.end, today.day),
            [event for event in self.fixed if event.day == 0],
            here,
            breaks,
        )
        least, longest = self._chunks(view.task)
        where = next_stretch(now.slot, remaining, least, longest, worked_slots(today), occupied)
        return None if where is None else (str(view.task.id), where)

    def _stand_alone(self, planned: set[str]) -> None:
        """Reserve the time of staying blocks whose task is not part of the problem."""
        for item, where in self.staying:
            if item.task is not None and str(item.task.id) not in planned:
                self._takes_time(where.day, item, where.start, where.end)

    def _takes_time(self, index: int, item: PlannedItem, start: int, end: int) -> None:
        """Let an item stand, and count what is left of it where it is coding."""
        ahead = 0
        if item.category is Category.CODING:
            ahead = end - max(start, self._now_slot(self.known.snapshots[index].day))
            self.own_coding[index] = self.own_coding.get(index, 0) + ahead
        self._stands(index, item, start, end, coding_slots=ahead)

    def _may_move(
        self, index: int, snapshot: DaySnapshot, item: PlannedItem, start: int, end: int
    ) -> None:
        """Let lunch, wrap-up and movable own events be placed with the tasks."""
        if snapshot.working is None:
            return
        working = self._slots(snapshot.working.start, snapshot.working.end, snapshot.day)
        here = Moment(snapshot.day, start)
        fixed = None
        if is_last_part(snapshot, item):
            fixed = [
                self._slots(each.span.start, each.span.end, snapshot.day)
                for each in snapshot.items
                if keeps_its_place(each, self.known.recurring_events)
            ]
        event = flexible_event(item, index, here, end - start, working, fixed)
        if event is None:
            self._stands(index, item, start, end)
            return
        self.flexible.append(event)
        if item.source is PlanSource.BLOCK:
            self.previous_flexible[str(item.key)] = here
        self.present_items.append(PresentItem(item.key, index))
        self.items[str(item.key)] = FlexibleItem(
            item.title,
            item.activity,
            end - start,
            day_part="" if isinstance(item.key, OccurrenceRef) else item.title,
            occurrence=item.key if isinstance(item.key, OccurrenceRef) else None,
        )

    def _recurring_event(self, item: PlannedItem) -> RecurringEvent:
        assert isinstance(item.key, OccurrenceRef)
        return self.known.recurring_events[item.key.recurring_id]

    # -- the tasks -------------------------------------------------------------------------

    def _tasks(self) -> list[ProblemTask]:
        """Return the tasks that can be planned; the others are listed with the reason."""
        entered = sorted(self.known.tasks, key=lambda view: view.task.id)
        views = {view.task.id: view for view in entered}
        remaining: dict[TaskId, int] = {}
        for view in views.values():
            left = self._remaining_slots(view)
            if left is not None:
                remaining[view.task.id] = left
        planned, waiting = [], dict(remaining)
        changed = True
        while changed:  # leave out what waits for a task that was left out
            changed = False
            for task_id in list(waiting):
                blocker = self._blocked_by(views[task_id], views, waiting)
                if blocker is not None:
                    self._leave_out(views[task_id], waiting.pop(task_id), blocker)
                    changed = True
        for task_id, left in waiting.items():
            planned.append(self._problem_task(views[task_id], left, waiting))
        return planned

    def _remaining_slots(self, view: TaskView) -> int | None:
        """Return the slots left to plan; None, and a reason listed, where there are none."""
        if view.remaining is None:
            reason = _("It has no estimate; give it one and it can be planned.")
            self._leave_out(view, 0, reason)
            return None
        left = self._left_of(view.task)
        pinned = sum(where.end - where.start for where in self._staying_of(view.task))
        if left > 0 or pinned:
            return max(left, pinned)
        if view.remaining <= timedelta(0):
            reason = _("Its estimate is used up; raise it if there is more to do.")
            self._leave_out(view, 0, reason)
        return None

    def _left_of(self, task: Task) -> int:
        """Return the slots left beside blocks on other days; none where there is no estimate.

        The last five minutes of an estimate are no block to plan.
        """
        view = next((view for view in self.known.tasks if view.task.id == task.id), None)
        if view is None or view.remaining is None:
            return 0
        elsewhere = self.known.planned_elsewhere.get(task.id, timedelta())
        left = _ceiling_of(view.remaining - elsewhere)
        if left <= 0:
            return 0
        return max(left, min(_LEAST_REST, _ceiling(task.estimate_min or 0)))

    def _blocked_by(
        self, view: TaskView, views: Mapping[TaskId, TaskView], waiting: Mapping[TaskId, int]
    ) -> str | None:
        for before in view.predecessors:
            is_open = before.done_at is None and before.id in views
            if is_open and before.id not in waiting and not self._is_planned_before(before):
                return _("It waits for {title}, which cannot be planned.", title=before.title)
        return None

    def _is_planned_before(self, task: Task) -> bool:
        return task.id in self.known.planned_elsewhere

    def _staying_of(self, task: Task) -> tuple[DayRange, ...]:
        blocks = [where for item, where in self.staying if item.task and item.task.id == task.id]
        if self.running_task is not None and self.running_task[0] == str(task.id):
            blocks.append(self.running_task[1])
        return tuple(blocks)

    def _chunks(self, task: Task) -> tuple[int, int]:
        """Return how long a block of a task is at least and at most, in slots."""
        number = self.known.settings.number
        longest = max(1, (task.max_chunk_min or number("max_chunk_min")) // SLOT_MIN)
        shortest = _ceiling(task.min_chunk_min or number("min_chunk_min"))
        return max(1, min(shortest, longest)), longest

    def _leave_out(self, view: TaskView, slots: int, reason: str) -> None:
        self.unplaced.append(UnplacedTask(view.task, slots * SLOT_MIN, reason))

    def _problem_task(
        self, view: TaskView, remaining: int, planned: Mapping[TaskId, int]
    ) -> ProblemTask:
        task = view.task
        least, longest = self._chunks(task)
        is_whole = task.min_chunk_min is None and least < remaining <= min(longest, _WHOLE_SLOTS)
        due = None
        if task.due is not None:
            slot = SLOTS_PER_DAY if task.due_min is None else task.due_min // SLOT_MIN
            due = Moment(task.due, slot)
        return ProblemTask(
            id=str(task.id),
            kind=str(task.activity_id),
            remaining=remaining,
            title=task.title,
            project=None if task.project_id is None else str(task.project_id),
            priority=int(task.priority),
            due=due,
            earliest=None if task.earliest is None else Moment(task.earliest, 0),
            min_chunk=remaining if is_whole else least,
            min_chunk_if_late=least if is_whole else None,
            max_chunk=longest,
            predecessors=tuple(
                str(before.id)
                for before in view.predecessors
                if before.done_at is None and before.id in planned
            ),
            pinned=self._staying_of(task),
        )

    def _boxes(
        self, tasks: Sequence[ProblemTask], previous: PreviousPlan | None
    ) -> tuple[tuple[str, ...], ...]:
        """Return the small tasks that are planned together; the running one is on its own."""
        if not self.known.settings.flag("small_tasks_together"):
            return ()
        small = {
            str(view.task.id)
            for view in self.known.tasks
            if is_small(view.task, self.known.activities[view.task.activity_id])
            and not (view.is_running or view.task.min_chunk_min or view.task.max_chunk_min)
        }
        return groups_of(tasks, small, previous)

    # -- time as slots ---------------------------------------------------------------------

    def _slots(self, start: datetime, end: datetime, day: date) -> tuple[int, int]:
        """Return a stretch as slots of a date, outward to whole slots and inside the day."""
        first = self.known.days.minute_of(start, day) // SLOT_MIN
        last = _ceiling(self.known.days.minute_of(end, day))
        return max(0, min(first, SLOTS_PER_DAY - 1)), max(1, min(last, SLOTS_PER_DAY))

    def _moment(self, instant: datetime) -> Moment:
        """Return the first slot that has not begun."""
        local = instant.astimezone(self.known.days.zone)
        minute = local.hour * 60 + local.minute + (1 if local.second else 0)
        return Moment(local.date(), _ceiling(minute))

    def _now_slot(self, day: date) -> int:
        now = self._moment(self.known.now)
        return now.slot if now.date == day else 0


def _ceiling(minutes: int) -> int:
    return -(-minutes // SLOT_MIN)


def _ceiling_of(duration: timedelta) -> int:
    return _ceiling(-(-int(duration.total_seconds()) // 60))
