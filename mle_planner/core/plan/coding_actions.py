"""Single changes with which a day can still reach its coding band, each tried on the day.

They are offered in order of cost: starting now, moving an own meeting, a shorter break, no break, a
longer day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Category
from mle_planner.core.plan.free_time import STEP_MIN, next_step
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.neighbours import DayPlan, change_times, is_fixed
from mle_planner.core.plan.reachable import RestOfDay, stands
from mle_planner.core.plan.snapshots import PlannedItem, PlanSource
from mle_planner.core.refs import PlannedRef

_STEP = timedelta(minutes=STEP_MIN)
_LEAST_BREAK = timedelta(minutes=30)
"""Shorter breaks are not cut."""
_SHARES = (3 / 4, 1 / 2)
"""The shares of a break's length that are tried."""
_LONGER_STEP, _LONGER_STEPS = timedelta(minutes=15), 8
"""The steps by which the working day is extended on trial, up to two hours."""


class ActionKind(StrEnum):
    """The kinds of changes, in order of cost."""

    START = "start"
    MOVE = "move"
    SHORTEN = "shorten"
    SKIP = "skip"
    LONGER_DAY = "longer day"


def button_words(kind: ActionKind) -> str:
    """Return the label of a change's button; the sentence beside it names the item."""
    return {
        ActionKind.START: _("Start coding"),
        ActionKind.MOVE: _("Move it"),
        ActionKind.SHORTEN: _("Shorten it"),
        ActionKind.SKIP: _("Skip it"),
        ActionKind.LONGER_DAY: _("Work longer"),
    }[kind]


@dataclass(frozen=True, slots=True)
class CodingAction:
    """A change, and the coding that is reachable with it.

    ``span`` is the new time of ``item``; for LONGER_DAY the longer working time, for START the
    first time for coding. ``displaced`` are the new times of work that a moved meeting pushes
    along.
    """

    kind: ActionKind
    span: Span
    reachable: timedelta
    item: PlannedItem | None = None
    displaced: tuple[tuple[PlannedRef, Span], ...] = ()
    covered: int = 0


def saving_action(
    rest: RestOfDay, least: timedelta, movable: AbstractSet[PlannedRef], zone: ZoneInfo
) -> CodingAction | None:
    """Return the cheapest change with which ``least`` coding is reachable.

    ``movable`` are the meetings that may be moved. None if no change helps, or none is needed
    because coding is under way and enough is reachable.
    """
    if rest.reachable >= least:
        return None if rest.under_way else _start(rest)
    makers: tuple[Callable[[], Iterable[CodingAction]], ...] = (
        lambda: _moves(rest, movable, zone),
        lambda: _shorter_breaks(rest),
        lambda: _skipped_breaks(rest),
        lambda: _longer_days(rest),
    )
    for make in makers:
        saving = [action for action in make() if action.reachable >= least]
        if saving:
            return min(saving, key=_order)
    return None


def costs_more(action: CodingAction, other: CodingAction) -> bool:
    """Whether an action costs more than another.

    It does if its kind costs more, or within a kind if the day is longer, the break shorter, or the
    moved meeting covers more other work.
    """
    return _price(action) > _price(other)


def _price(action: CodingAction) -> tuple[int, float]:
    amount: float = action.covered
    if action.kind is ActionKind.LONGER_DAY:
        amount = action.span.end.timestamp()
    elif action.kind is ActionKind.SHORTEN:
        amount = -action.span.duration.total_seconds()
    return tuple(ActionKind).index(action.kind), amount


def _order(action: CodingAction) -> tuple[tuple[int, float], timedelta, int, timedelta, datetime]:
    """Return the sort key of actions, the cheapest first.

    Among equally cheap ones the action with the most reachable coding comes first, then the one
    that displaces the fewest items and moves its own the least.
    """
    shift = ZERO if action.item is None else abs(action.span.start - action.item.span.start)
    return (_price(action), -action.reachable, len(action.displaced), shift, action.span.start)


def _start(rest: RestOfDay) -> CodingAction | None:
    first = next(iter(rest.stretches), None)
    return None if first is None else CodingAction(ActionKind.START, first, rest.reachable)


# -- meetings ----------------------------------------------------------------------------------


def _moves(
    rest: RestOfDay, movable: AbstractSet[PlannedRef], zone: ZoneInfo
) -> Iterator[CodingAction]:
    for item in rest.items:
        if item.key in movable and item.span.start > rest.now:
            for start in _starts(rest, item, zone):
                if (action := _moved(rest, item, start)) is not None:
                    yield action


def _starts(rest: RestOfDay, item: PlannedItem, zone: ZoneInfo) -> set[datetime]:
    """Return the starts worth trying for a meeting: the ends of free stretches."""
    if rest.working is None:
        return set()
    length = item.span.duration
    first = next_step(max(rest.now, rest.working.start), zone)
    starts = {first, rest.working.end - length}
    planned = [each.span for each in rest.items if each is not item and each.is_busy]
    for span in (*rest.standing(without=item), *planned):
        starts |= {next_step(span.end, zone), span.start - length}
    last = rest.working.end - length
    return {start for start in starts if first <= start <= last and start != item.span.start}


def _moved(rest: RestOfDay, item: PlannedItem, start: datetime) -> CodingAction | None:
    """Return the change that moves a meeting to a start; None if a fixed item is there.

    Other work makes room as if the meeting were dragged there, within the working time.
    """
    assert rest.working is not None
    new = Span(start, start + item.span.duration)
    if any(new.overlaps(span) for span in rest.standing(without=item)):
        return None
    fixed = frozenset(
        each.key for each in rest.items if stands(each) or is_fixed(each.pinned, each.movable)
    )
    lane = DayPlan(
        {each.key: each.span for each in rest.items},
        fixed - {item.key},
        Span(rest.day.start, max(rest.working.end, item.span.end)),
        rest.now,
    )
    spans = change_times(lane, item.key, item.span, new, Neighbours.PUSH)
    if spans.pop(item.key, None) != new:
        return None
    after = _with_spans(rest, {item.key: new, **spans})
    covered = sum(
        each.is_busy and each.key != item.key and each.span.overlaps(new) for each in after.items
    )
    return CodingAction(ActionKind.MOVE, new, after.reachable, item, tuple(spans.items()), covered)


def _with_spans(rest: RestOfDay, spans: dict[PlannedRef, Span]) -> RestOfDay:
    return replace(
        rest, items=tuple(replace(item, span=spans.get(item.key, item.span)) for item in rest.items)
    )


# -- breaks and the end of the day ---------------------------------------------------------------


def _own_breaks(rest: RestOfDay) -> Iterator[PlannedItem]:
    for item in rest.items:
        is_own = item.source is not PlanSource.CALENDAR and not item.pinned
        if is_own and item.category is Category.BREAK and item.span.end > rest.now:
            yield item


def _shorter_breaks(rest: RestOfDay) -> Iterator[CodingAction]:
    for item in _own_breaks(rest):
        if item.span.duration < _LEAST_BREAK:
            continue
        for share in _SHARES:
            length = _STEP * (item.span.duration * share // _STEP)
            starts = {item.span.start}
            if item.span.start > rest.now:
                starts.add(item.span.end - length)
            for start in starts:
                new = Span(start, start + length)
                reachable = _with_spans(rest, {item.key: new}).reachable
                yield CodingAction(ActionKind.SHORTEN, new, reachable, item)


def _skipped_breaks(rest: RestOfDay) -> Iterator[CodingAction]:
    for item in _own_breaks(rest):
        if item.span.start >= rest.now:
            kept = tuple(each for each in rest.items if each is not item)
            reachable = replace(rest, items=kept).reachable
            yield CodingAction(ActionKind.SKIP, item.span, reachable, item)


def _longer_days(rest: RestOfDay) -> Iterator[CodingAction]:
    """Yield longer days, while nothing is planned after the working time."""
    if rest.working is None:
        return
    start = max(rest.working.end, rest.now)
    for step in range(1, _LONGER_STEPS + 1):
        end = rest.working.end + step * _LONGER_STEP
        if end <= start:
            continue
        added = Span(start, end)
        is_taken = any(added.overlaps(item.span) for item in rest.items if item.is_busy)
        if end > rest.day.end or is_taken:
            return
        longer = Span(rest.working.start, end)
        yield CodingAction(ActionKind.LONGER_DAY, longer, replace(rest, working=longer).reachable)
