"""Wrap up: the end of a day, with its gaps, what is not finished, and how tomorrow begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, ZERO, Span, difference
from mle_planner.core.files import SideFile
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.due_tasks import more_time
from mle_planner.core.plan.free_time import best_stretch, block_length, open_steps
from mle_planner.core.plan.freeze import day_versions
from mle_planner.core.plan.late_words import due_instant
from mle_planner.core.plan.lateness import LEAST_LATE
from mle_planner.core.plan.planned_time import LEAST_SHORT, missing_time, time_ahead
from mle_planner.core.plan.proposal import Remedy
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings
from mle_planner.core.tasks.board import task_views
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.tracking.day_gaps import CoveredMeeting, covered_meetings
from mle_planner.core.tracking.day_signs import dropped_spans
from mle_planner.core.tracking.kept_moment import KeptMoment
from mle_planner.core.tracking.proposals import RecordGap, read_gaps

OFFERED_FOR = timedelta(hours=4)
"""How long after its time the wrap-up of a day is still offered."""

_LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A task of the day that is not done; ``left`` of it has no time yet, None if not known.

    ``left`` is zero where the estimate is used up; ``more`` is the change that gives it more time
    then. ``slot`` is where it would go on the next working day ``next_day``, None where nothing is
    open on it. Nothing is asked about one that ``is_settled``: it has its time later, next in
    ``ahead``, or was left to planning, with ``ahead`` None.
    """

    view: TaskView
    left: timedelta | None
    slot: Span | None
    next_day: date | None
    more: Remedy | None = None
    is_settled: bool = False
    ahead: Span | None = None


@dataclass(frozen=True, slots=True)
class WrapUp:
    """The end of a day, today's or that of an earlier one.

    ``covered`` are the meetings under a timer of other work. ``next_day`` is the next working day
    that is not over, None where none comes soon.
    """

    day: DaySnapshot
    today: date
    gaps: tuple[RecordGap, ...]
    covered: tuple[CoveredMeeting, ...]
    unfinished: tuple[Unfinished, ...]
    next_day: DaySnapshot | None

    @property
    def first(self) -> PlannedItem | None:
        """What the next working day begins with."""
        if self.next_day is None:
            return None
        items = (one for one in self.next_day.items if one.is_busy and one.span.end > self.day.now)
        work = (one for one in items if one.category is not Category.BREAK)
        return min(work, key=lambda one: (one.span, one.key), default=None)


class WrapUps:
    """Reads the wrap-up of a day, and tells when to offer it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._offered = KeptMoment(session.store.path, SideFile.WRAP_UP)

    def read(self, wanted: date, cuts: Iterable[datetime] = ()) -> WrapUp:
        """Return the wrap-up of a day, no later than today; ``cuts`` split its gaps."""
        session = self._session
        today = session.today()
        with session.store.one_reading():
            (day,) = day_snapshots(session, wanted, wanted)
            next_day = self._next_working_day(max(wanted + DAY, today))
            return WrapUp(
                day,
                today,
                read_gaps(session, day, cuts),
                tuple(covered_meetings(day, dropped_spans(session, wanted))),
                tuple(sorted(self._unfinished(day, next_day), key=lambda one: one.is_settled)),
                next_day,
            )

    def take_offer(self) -> bool:
        """Return whether to offer it now, and remember that it was: once a day.

        From the last part of the typical day on, such as "Email and chat", for a few hours. Not
        on a day off, on which nothing was planned or tracked, or where the setting turns it off.
        """
        session, at = self._session, self._offered.read()
        is_wanted = session.settings.flag("wrap_up_notice") and not session.store.read_only
        if not is_wanted or (at is not None and session.days.date_of(at) == session.today()):
            return False
        (day,) = day_snapshots(session, session.today(), session.today())
        begins = day.wrap_up_at
        is_time = begins is not None and begins <= day.now < begins + OFFERED_FOR
        if is_time:
            self.remember()
        return is_time

    def remember(self) -> None:
        """Remember that the page of today was offered or opened."""
        if not self._session.store.read_only:
            self._offered.keep(self._session.now())

    def _next_working_day(self, first: date) -> DaySnapshot | None:
        for count in range(_LOOK_AHEAD_DAYS):
            day = first + count * DAY
            (snapshot,) = day_snapshots(self._session, day, day)
            if snapshot.working is not None and snapshot.working.end > snapshot.now:
                return snapshot
        return None

    def _unfinished(self, day: DaySnapshot, next_day: DaySnapshot | None) -> Iterator[Unfinished]:
        """Yield the open tasks that were planned, tracked or due then.

        What a later plan of the day left out counts as planned. One that is planned later on and
        has no open time for the rest before it is due is settled: nothing could be answered.
        Once it is time to wrap up, a block later on the day is no place for a task due by then.
        """
        session = self._session
        touched = self._touched(day)
        open_tasks = session.store.open_tasks()
        tasks = [task for task in open_tasks if task.id in touched or task.due == day.day]
        ids = {task.id for task in tasks}
        missing, ahead = missing_time(session, ids), time_ahead(session, ids)
        here, day_end = _time_here(day), session.days.range(day.day, day.day).end
        open_time = open_steps(next_day, session.days.zone) if next_day else []
        unsettled = []
        for view in sorted(task_views(session, tasks), key=lambda view: _due(session, view.task)):
            left = missing[view.task.id]
            planned = ahead.get(view.task.id, ZERO) - here.get(view.task.id, ZERO)
            if view.remaining is not None and view.task.id in here:
                left = max(ZERO, view.remaining - planned)
            has_time = left is not None and left < min(planned, LEAST_SHORT)
            is_carried = next_day is not None and _is_carried(view.task, next_day)
            is_put_off = view.task.earliest is not None and view.task.earliest > day.day
            if has_time or is_carried or is_put_off:
                begin = day_end if view.task.id in here else day.now
                place = self._place_ahead(view.task.id, max(begin, day.now), rest=has_time)
                yield Unfinished(view, left, None, None, is_settled=True, ahead=place)
                continue
            unsettled.append((view, left))
        slots = self._slots({view.task: left for view, left in unsettled}, open_time)
        for view, left in unsettled:
            slot, carried = slots.get(view.task.id), self._place_ahead(view.task.id, day_end)
            if slot is None and left and carried is not None:
                yield Unfinished(view, left, None, None, is_settled=True, ahead=carried)
                continue
            more = more_time(view.task, view.tracked, session.settings) if left == ZERO else None
            next_date = next_day.day if next_day else None
            yield Unfinished(view, left, slot, next_date, more)

    def _slots(
        self, left: Mapping[Task, timedelta | None], open_time: Sequence[Span]
    ) -> dict[TaskId, Span]:
        """Return where tasks with this time left would go on the next working day.

        What is due first chooses first, and the longer of two; rests shorter than a block choose
        last. A place ends before its task is due, unless that is over by then.
        """
        session, found = self._session, dict[TaskId, Span]()
        begins = open_time[0].start if open_time else session.now()

        def order(task: Task) -> tuple[bool, datetime, timedelta]:
            length = block_length(task, left[task] or ZERO, session.settings)
            is_rest = length < _shortest(task, session.settings)
            return is_rest, _due(session, task), -length

        for task in sorted(left, key=order):
            due = _due(session, task)
            in_time = [
                Span(one.start, end)
                for one in open_time
                if (end := min(one.end, due) if due > begins else one.end) > one.start
            ]
            slot = _slot(task, left[task], in_time, session.settings)
            if slot is not None:
                found[task.id] = slot
                open_time = [part for one in open_time for part in difference(one, [slot])]
        return found

    def _touched(self, day: DaySnapshot) -> set[TaskId]:
        """Return the tasks that were planned on a day or tracked, its earlier plans included."""
        tasks = [*(item.task for item in day.items), *(one.task for one in day.tracked)]
        plans = self._session.store.frozen_plans
        versions = day_versions(self._session, day.day, day.day).get(day.day, ())
        frozen = {block.task_id for version in versions for block in plans.blocks(version)}
        present = {None if task is None else task.id for task in tasks}
        return {one for one in present | frozen if one is not None}

    def _place_ahead(self, task: TaskId, begin: datetime, *, rest: bool = False) -> Span | None:
        """Return the first planned time of a task that begins from an instant on.

        With ``rest``, the end of a block under way counts too; some minutes only without another.
        """
        blocks = self._session.store.work_on_tasks.blocks_ahead(task, begin)
        places = [
            Span(max(block.start, begin), block.end)
            for block in blocks
            if rest or block.start >= begin
        ]
        worth_it = (place for place in places if place.duration >= LEAST_LATE)
        return next(worth_it, next(iter(places), None))


def _time_here(day: DaySnapshot) -> dict[TaskId, timedelta]:
    """Return the time still planned on a day that is being wrapped up, of tasks due by then."""
    here: dict[TaskId, timedelta] = {}
    for item in day.items if day.has_wrap_up_begun else ():
        task, end = item.task, item.span.end
        is_block = item.source is PlanSource.BLOCK and end > day.now
        if is_block and task is not None and task.due is not None and task.due <= day.day:
            length = end - max(item.span.start, day.now)
            here[task.id] = here.get(task.id, ZERO) + length
    return here


def _is_carried(task: Task, next_day: DaySnapshot) -> bool:
    """Whether a task has a block on the next day, and may get the rest of its time later."""
    is_due = task.due is not None and task.due <= next_day.day
    planned = (item for item in next_day.items if item.span.end > next_day.now)
    return not is_due and any(item.task is not None and item.task.id == task.id for item in planned)


def _slot(
    task: Task, left: timedelta | None, open_time: Sequence[Span], settings: Settings
) -> Span | None:
    """Return where a task would go; None where no open stretch is long enough.

    It has to hold all that is left, or at least the shortest block.
    """
    length = block_length(task, left or ZERO, settings)
    slot, shortest = best_stretch(open_time, length), _shortest(task, settings)
    return slot if slot is not None and slot.duration >= min(left or length, shortest) else None


def _shortest(task: Task, settings: Settings) -> timedelta:
    return timedelta(minutes=task.min_chunk_min or settings.number("min_chunk_min"))


def _due(session: Session, task: Task) -> datetime:
    """Return when a task is due, late in time if never."""
    return datetime.max.replace(tzinfo=UTC) if task.due is None else due_instant(session.days, task)
