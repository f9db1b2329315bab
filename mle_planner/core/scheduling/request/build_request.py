"""Builds a scheduling problem from snapshots, tasks and settings.

It has no other input. The resulting request is all that another process needs to answer with a
proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.declared_settings import TENTATIVE_BLOCKS
from mle_planner.core.model.work import Category, TaskId
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import OccurrenceRef
from mle_planner.core.scheduling.notes import calendar_notes, scarce_coding
from mle_planner.core.scheduling.problem import (
    SLOT,
    DayRange,
    FixedEvent,
    FlexibleEvent,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.request.due_work import DayAhead, break_delays, break_for_due_work
from mle_planner.core.scheduling.request.energy import kinds_of
from mle_planner.core.scheduling.request.flexible_events import (
    ends_at_night,
    flexible_event,
    is_last_part,
    is_missed,
    is_movable_part,
    is_needless,
    keeps_its_place,
    rest_of_break,
)
from mle_planner.core.scheduling.request.planning_request import (
    FlexibleItem,
    PlanningInput,
    PlanningRequest,
    PresentItem,
)
from mle_planner.core.scheduling.request.priorities import hours_factor, weights_of
from mle_planner.core.scheduling.request.running_task import (
    RunningTask,
    running_block,
    until_meeting,
)
from mle_planner.core.scheduling.request.slots import duration_slots_up, next_moment, slots_of
from mle_planner.core.scheduling.request.tasks import (
    chunk_limits,
    due_before,
    due_of,
    due_today,
    is_of_unknown_length,
    left_of,
    left_running,
    problem_tasks,
    task_boxes,
)
from mle_planner.core.scheduling.request.today_so_far import (
    coding_slots_done,
    missed_slots,
    work_before,
)


def build_request(known: PlanningInput) -> PlanningRequest:
    """Return the problem of the days in ``known``; days off are included, without working time."""
    return _RequestBuilder(known).request()


class _RequestBuilder:
    """Builds one request and holds the intermediate results."""

    def __init__(self, known: PlanningInput) -> None:
        self.known = known
        self.now = next_moment(known.days, known.now)
        self.fixed: list[FixedEvent] = []
        self.flexible: list[FlexibleEvent] = []
        self.items: dict[str, FlexibleItem] = {}
        self.staying: list[tuple[PlannedItem, DayRange]] = []
        self.present: list[tuple[str, DayRange]] = []
        self.present_flexible: dict[str, Moment] = {}
        self.present_slots: dict[str, int] = {}
        self.present_items: list[PresentItem] = []
        self.own_coding: dict[int, int] = {}
        self.has_missed_lunch = False
        self.breaks_now: dict[str, PlannedItem] = {}
        self.running = next((view for view in known.tasks if view.is_running), None)
        self.begun: tuple[PlannedItem, DayRange] | None = None
        self.running_task: tuple[str, DayRange] | None = None
        self.worked = self.needs_break = work_before(known.snapshots[0], known.days, self.now)

    def request(self) -> PlanningRequest:
        known, today = self.known, self.known.snapshots[0]
        ahead = [
            (index, snapshot, item)
            for index, snapshot in enumerate(known.snapshots)
            for item in snapshot.items
            if item.span.end > known.now or is_missed(item, snapshot, known.days, known.now)
        ]
        for index, snapshot, item in ahead:
            self._sort_item(index, snapshot, item)
        self._give_lunch_to_due_work()
        self._place_running()
        tasks, not_planned = problem_tasks(known, self._staying_by_task())
        problem = self._problem(tasks)
        meetings = [
            item for *_day, item in ahead if item.is_busy and item.source is PlanSource.CALENDAR
        ]
        may_be_freed = known.settings.word("tentative_meetings") not in TENTATIVE_BLOCKS
        wants_coding = any(problem.kinds[task.kind].coding for task in tasks)
        return PlanningRequest(
            problem=problem,
            days=known.days,
            dates=tuple(snapshot.day for snapshot in known.snapshots),
            asked=tuple(known.asked),
            tasks={str(view.task.id): view.task for view in known.tasks},
            activities=known.activities,
            projects=known.projects,
            flexible=self.items,
            present_items=tuple(self.present_items),
            unplaced=tuple(not_planned),
            revisions=known.revisions,
            running="" if self.running is None else str(self.running.task.id),
            running_task=self.running_task,
            missed=missed_slots(today, known.accepted_at, known.now),
            boxes=task_boxes(known, tasks, problem.present),
            own_meetings=frozenset(str(item.key) for item in meetings if item.is_own_meeting),
            free_if_needed=frozenset(
                str(item.key) for item in meetings if may_be_freed and item.is_tentative
            ),
            done_beyond_slots=today.coding.done - coding_slots_done(today) * SLOT,
            scarce_coding={
                day.day: room
                for day in known.snapshots
                if wants_coding and (room := scarce_coding(day, known.settings)) is not None
            },
            notes=calendar_notes(known.snapshots, known.asked, known.days),
        )

    def _problem(self, tasks: Sequence[ProblemTask]) -> Problem:
        known, ids = self.known, {task.id for task in tasks}
        for item, where in self.staying:
            if item.task is not None and str(item.task.id) not in ids:
                self._take_time(where.day, item, where.start, where.end)
        return Problem(
            days=tuple(self._day(index, day) for index, day in enumerate(known.snapshots)),
            now=self.now,
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
            present=PresentPlan(
                tuple((task, where) for task, where in self.present if task in ids),
                self.present_flexible,
                self.present_slots,
            ),
            worked=self.needs_break,
        )

    # -- the days --------------------------------------------------------------------------

    def _day(self, index: int, snapshot: DaySnapshot) -> ProblemDay:
        windows: tuple[tuple[int, int], ...] = ()
        if snapshot.working is not None:
            windows = (self._slots(snapshot.working.start, snapshot.working.end, snapshot.day),)
        done = coding_slots_done(snapshot)
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
                self._stand(index, item, start, end)
        elif item.source is PlanSource.RECURRING:
            stays = in_progress or ends_at_night(item, snapshot.day, self.known.days)
            assert isinstance(item.key, OccurrenceRef)
            if self.known.recurring_events[item.key.recurring_id].movable and not stays:
                self._let_move(index, snapshot, item, start, end)
            else:
                self._stand(index, item, start, end)
        elif item.task is not None:
            self._sort_task_block(index, item, start, end, in_progress=in_progress)
        elif is_needless(item, snapshot, self.known.days):
            self.present_items.append(PresentItem(item.key, index))
        elif is_movable_part(
            item, snapshot.day, self.known.days, self.known.now, has_timer=bool(self.running)
        ):
            self._let_move(index, snapshot, item, start, end)
        else:
            self._take_time(index, item, start, end)

    def _stand(
        self, index: int, item: PlannedItem, start: int, end: int, coding_slots: int = 0
    ) -> None:
        buffers = duration_slots_up(item.before), duration_slots_up(item.after)
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
            self.begun = (item, DayRange(index, start, end))
        elif not in_progress or task.done_at is None:
            self.present.append((str(task.id), DayRange(index, start, end)))
            self._replace(item, *self.present[-1])

    def _replace(self, item: PlannedItem, task: str, where: DayRange) -> None:
        self.present_items.append(PresentItem(item.key, where.day, task, where.start, where.end))

    def _place_running(self) -> None:
        """Let the running task continue from now.

        Its begun block stays even if the whole task is planned later.
        """
        if self.running is None:
            return
        task = self.running.task
        later = sum(at.end - at.start for item, at in self.staying if item.task == task)
        left = max(0, left_of(task, self.known) - later)
        left = left or left_running(self.known, self.running.remaining or ZERO)
        due, limits = due_of(task), chunk_limits(task, self.known.settings)
        where = running_block(
            RunningTask(left, *limits, due.slot if due.date == self.now.date else None),
            self._day_ahead(),
            due_before(self.known, self.now, task),
            until_meeting(self.begun[1], self.fixed) if self.begun else None,
            has_missed_lunch=self.has_missed_lunch,
        )
        if where is None:
            return
        if self.begun is not None:
            item, begun = self.begun
            if where == begun:
                self.staying.append((item, begun))
                return
            self._replace(item, str(task.id), begun)
            if where.end < begun.end:
                self.present.append((str(task.id), begun._replace(start=where.end)))
        if where.end > where.start:
            self.running_task = str(task.id), where

    def _give_lunch_to_due_work(self) -> None:
        """Place the breaks of today so that as little as possible of the work due today is late."""
        today, now, rest = self.known.snapshots[0], self.now.slot, self._day_ahead()
        if rest is None:
            return
        staying = self._staying_by_task()
        due = due_today(self.known, self.now, staying)
        for event in rest.breaks:
            at, item = self.flexible.index(event), self.breaks_now.get(event.id)
            placed = break_for_due_work(event, due, rest, is_under_way=item is not None)
            self.flexible[at] = placed
            if placed is event and item is not None:  # it stays as it is
                del self.flexible[at]
                self.present_items = [each for each in self.present_items if each.key != item.key]
                self._take_time(0, item, *self._slots(item.span.start, item.span.end, today.day))
        if break_delays(due_today(self.known, self.now, staying, with_overdue=True), rest):
            self.needs_break = now, now

    def _day_ahead(self) -> DayAhead | None:
        """Return today from now on, None on a day off."""
        today, now = self.known.snapshots[0], self.now
        if today.working is None or now.date != today.day:
            return None
        movable = [event for event in self.flexible if event.windows[0].day == 0]
        breaks = [
            event for event in movable if self.items[event.id].activity.category is Category.BREAK
        ]
        return DayAhead(
            now.slot,
            now.slot - self.worked[0],
            self._slots(today.working.start, today.working.end, today.day),
            [event for event in self.fixed if event.day == 0],
            [where for _item, where in self.staying if where.day == 0],
            [event for event in breaks if event.drop_cost],
            [event for event in movable if event not in breaks],
            {key: at.slot for key, at in self.present_flexible.items() if at.date == today.day},
        )

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
        self._stand(index, item, start, end, ahead)

    def _let_move(
        self, index: int, snapshot: DaySnapshot, item: PlannedItem, start: int, end: int
    ) -> None:
        """Let the solver place lunch, wrap-up or a movable own event together with the tasks."""
        if snapshot.working is None:
            return
        working = self._slots(snapshot.working.start, snapshot.working.end, snapshot.day)
        usual_span = self.known.usual_span(snapshot.day, item)
        has_missed = is_missed(item, snapshot, self.known.days, self.known.now)
        is_under_way = item.span.start < self.known.now and self.running is None and not has_missed
        whole = self._slots(usual_span.start, usual_span.end, snapshot.day)
        if is_under_way:
            usual_span = Span(self.known.now, item.span.end)
            self.breaks_now[str(item.key)] = item
        usual, until = self._slots(usual_span.start, usual_span.end, snapshot.day)
        fixed = None
        if is_last_part(snapshot, item):
            fixed = [
                self._slots(each.span.start, each.span.end, snapshot.day)
                for each in snapshot.items
                if keeps_its_place(each, self.known.recurring_events)
            ]
        here = Moment(snapshot.day, usual)
        now = self._now_slot(snapshot.day)
        if item.is_day_part and item.category is Category.BREAK:
            self.has_missed_lunch |= has_missed
            working = max(working[0], now), working[1]
        event = flexible_event(item, index, here, until - usual, working, fixed)
        if event is None:
            if start >= now:
                self._stand(index, item, start, end)
            return
        if is_under_way:
            event = rest_of_break(event, usual - start, whole[1] - whole[0])
        self.flexible.append(event)
        if item.source is PlanSource.BLOCK:
            self.present_flexible[str(item.key)] = Moment(snapshot.day, start)
            self.present_slots[str(item.key)] = end - start
        self.present_items.append(PresentItem(item.key, index, "", start, end))
        occurrence = item.key if isinstance(item.key, OccurrenceRef) else None
        day_part = "" if occurrence else item.title
        self.items[str(item.key)] = FlexibleItem(
            item.title, item.activity, usual_span, day_part, occurrence
        )

    def _slots(self, start: datetime, end: datetime, day: date) -> tuple[int, int]:
        return slots_of(self.known.days, start, end, day)

    def _now_slot(self, day: date) -> int:
        return self.now.slot if self.now.date == day else 0
