"""The worth of changes of the coming week: it is planned with and without each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import replace as record_with
from mle_planner.core.base.spans import ZERO, Span, difference, total
from mle_planner.core.i18n.formats import clock_text, day_name
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.work import Category, ProjectId, TaskId
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.plan.sums import LONG
from mle_planner.core.refs import BlockRef, OccurrenceRef, PlannedRef
from mle_planner.core.scheduling.gather import planning_input
from mle_planner.core.scheduling.price.answer import PlannedRequest
from mle_planner.core.scheduling.price.focus import open_places
from mle_planner.core.scheduling.price.week_focus import project_time, week_focus
from mle_planner.core.scheduling.request.build_request import build_request
from mle_planner.core.scheduling.request.planning_request import PlanningInput, PlanningRequest
from mle_planner.core.session import Session
from mle_planner.core.tasks.views import TaskView

LEAST_GAIN = timedelta(minutes=15)
"""The least gain for a change to be offered."""

_MOST_TRIED = 5
"""The most moves that are planned; the most promising come first."""

_OF_A_TEAM = frozenset({"standup", "all-hands"})
"""The keys of activities whose time many people share."""

_NEW = BlockRef(BlockId(0))
"""The key of a block that is not stored."""


@dataclass(frozen=True, slots=True)
class HeldTime:
    """A stretch that would be held for a task."""

    task_id: TaskId
    span: Span


@dataclass(frozen=True, slots=True)
class MovedMeeting:
    """An own meeting, moved to another time of its day.

    ``gain`` is how much more focus the day then has in stretches of an hour or more, with the rest
    of the week as planned.
    """

    key: PlannedRef
    title: str
    day: date
    span: Span
    text: str
    gain: timedelta = ZERO

    @property
    def why(self) -> str:
        """The gain in words."""
        return _("of focus in long blocks")


@dataclass(frozen=True, slots=True)
class ComingWeekRequest:
    """The input for the worth of changes: plain values for another process."""

    known: PlanningInput
    holds: tuple[HeldTime, ...]


@dataclass(frozen=True, slots=True)
class ComingWeek:
    """The worth of changes of a week.

    ``moves`` are worth ``LEAST_GAIN`` or more and make nothing late, at most one for each day.
    ``hold_gains`` is, for each held stretch, how much more time its project has.
    """

    moves: tuple[MovedMeeting, ...]
    hold_gains: tuple[timedelta, ...]


def coming_week_request(
    session: Session, dates: Sequence[date], holds: Iterable[HeldTime]
) -> ComingWeekRequest:
    """Return the input for finding changes of a week's dates.

    Raises ``PlannerError`` if all of the dates have passed.
    """
    with session.store.one_reading():
        return ComingWeekRequest(planning_input(session, dates), tuple(holds))


def coming_week(request: ComingWeekRequest) -> ComingWeek:
    """Return the worth of changes of a week, by planning it with and without each."""
    plans = _Plans(request.known)
    moves = [replace(move, gain=plans.gain_of(move)) for move in _promising_moves(request.known)]
    moves = [move for move in moves if move.gain >= LEAST_GAIN]
    moves.sort(key=lambda move: (-move.gain, move.span, move.title))
    best_of_day = {move.day: move for move in reversed(moves)}
    return ComingWeek(
        tuple(move for move in moves if best_of_day[move.day] is move),
        tuple(map(plans.gain_of_hold, request.holds)),
    )


class _Plans:
    """Plans of a week in which one day is changed and the rest stays."""

    def __init__(self, known: PlanningInput) -> None:
        self._known = known
        self._snapshots = {snapshot.day: snapshot for snapshot in known.snapshots}
        self._first = PlannedRequest(build_request(known), only_asked=True)
        self._present: dict[date, _Planned] = {}

    def gain_of(self, move: MovedMeeting) -> timedelta:
        """Return how much more focus a move leaves in long stretches; zero if more is late."""
        items = tuple(
            record_with(item, span=move.span) if item.key == move.key else item
            for item in self._snapshots[move.day].items
        )
        present, moved = self._present_on(move.day), self._with_items(move.day, items)
        gain = moved.in_long_on(move.day) - present.in_long_on(move.day)
        return gain if moved.is_in_time_beside(present) else ZERO

    def gain_of_hold(self, hold: HeldTime) -> timedelta:
        """Return how much more time a task's project gets if a stretch is held for the task.

        Zero if more is late then.
        """
        view = next((view for view in self._known.tasks if view.task.id == hold.task_id), None)
        if view is None or view.project is None:
            return ZERO
        day = self._known.days.date_of(hold.span.start)
        held = self._with_items(day, (*self._snapshots[day].items, _held(view, hold.span)))
        present = self._present_on(day)
        gain = held.time_of(view.project.id) - present.time_of(view.project.id)
        if all(task.id != str(view.task.id) for task in held.request.problem.tasks):
            gain += hold.span.duration  # no estimate: only the held stretch is planned
        return gain if held.is_in_time_beside(present) else ZERO

    def _present_on(self, day: date) -> _Planned:
        """Return the week without a change, with that day searched as far as a changed one."""
        if day not in self._present:
            self._present[day] = self._with_items(day, self._snapshots[day].items)
        return self._present[day]

    def _with_items(self, day: date, items: tuple[PlannedItem, ...]) -> _Planned:
        changed = {**self._snapshots, day: record_with(self._snapshots[day], items=items)}
        request = build_request(replace(self._known, snapshots=list(changed.values())))
        return _Planned(request, self._first.changed(request, [day]))


class _Planned(NamedTuple):
    """A request with its plan."""

    request: PlanningRequest
    plan: PlannedRequest

    def in_long_on(self, day: date) -> timedelta:
        return week_focus(self.request, self.plan, day).in_long

    def time_of(self, project_id: ProjectId) -> timedelta:
        return project_time(self.request, self.plan, project_id)

    def is_in_time_beside(self, other: _Planned) -> bool:
        """Whether no task has more late work than in another plan."""
        before = other.plan.late()
        return all(
            late.slots <= (before[task].slots if task in before else 0)
            for task, late in self.plan.late().items()
        )


def _held(view: TaskView, span: Span) -> PlannedItem:
    return PlannedItem(
        key=_NEW,
        source=PlanSource.BLOCK,
        span=span,
        title=view.task.title,
        activity=view.activity,
        project=view.project,
        task=view.task,
        pinned=True,
    )


def _promising_moves(known: PlanningInput) -> list[MovedMeeting]:
    """Return the moves that leave more room in long stretches, the best move of each meeting."""
    found = []
    for snapshot in known.snapshots:
        if snapshot.day not in known.asked:
            continue
        for item in filter(lambda item: _is_own_meeting(item, known), snapshot.items):
            rest = record_with(
                snapshot, items=tuple(other for other in snapshot.items if other is not item)
            )
            best = _best_place(rest, item)
            if best is not None:
                found.append((best[0], _move(item, best[1], known.days)))
    found.sort(key=lambda each: (-each[0], each[1].span, each[1].title))
    return [move for _gain, move in found[:_MOST_TRIED]]


def _move(item: PlannedItem, span: Span, days: PlanningDays) -> MovedMeeting:
    day = days.date_of(span.start)
    text = _(
        "Move {title} on {day} to {time}",
        title=item.title,
        day=day_name(day.weekday()),
        time=clock_text(span.start, days.zone),
    )
    return MovedMeeting(item.key, item.title, day, span, text)


def _is_own_meeting(item: PlannedItem, known: PlanningInput) -> bool:
    """Whether the item is a meeting ahead that takes time and that the user may move."""
    if item.span.start < known.now or not item.is_busy or item.task is not None:
        return False
    if item.category is not Category.MEETING or item.is_day_part or item.activity.key in _OF_A_TEAM:
        return False
    if isinstance(item.key, OccurrenceRef):
        return not known.recurring_events[item.key.recurring_id].movable
    return item.source is PlanSource.BLOCK


def _best_place(rest: DaySnapshot, item: PlannedItem) -> tuple[timedelta, Span] | None:
    """Return the gain in long room, and the time, of a meeting's best place; nearest of equals."""
    here = _long_room(rest, item.span)
    found = [
        (_long_room(rest, span) - here, span)
        for span in open_places(rest, item.span.duration)
        if not any(span.overlaps(other) for other in _standing(rest))
    ]
    gain, span = max(
        found,
        key=lambda each: (
            each[0],
            -abs(each[1].start - item.span.start),
            -each[1].start.timestamp(),
        ),
        default=(ZERO, item.span),
    )
    return (gain, span) if gain >= LEAST_GAIN else None


def _long_room(rest: DaySnapshot, meeting: Span) -> timedelta:
    """Return the time in long stretches that is free or holds only movable work of tasks."""
    if rest.working is None:
        return ZERO
    free = difference(rest.working, [*_standing(rest), meeting])
    return total(span for span in free if span.duration >= LONG)


def _standing(day: DaySnapshot) -> list[Span]:
    return [item.span for item in day.items if item.is_busy and item.task is None]
