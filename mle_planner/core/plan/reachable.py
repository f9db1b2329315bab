"""The most coding that a day can still hold.

Meetings, breaks and pinned work stay where they are, and work ends with the typical day. A part of
the typical day such as the wrap-up keeps its length, at the end of the day if there is room. Other
planned work does not count against coding, because it could wait. No stretch of coding is shorter
than the shortest block, unless it is planned so or continues the running coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span, difference, full_minutes, total, union
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource, TrackedItem
from mle_planner.core.plan.sums import coding_spans
from mle_planner.core.settings import Settings

_FROM_ELSEWHERE = (PlanSource.CALENDAR, PlanSource.RECURRING)


@dataclass(frozen=True, slots=True)
class RestOfDay:
    """The values on which the coding of the rest of a day depends.

    ``day`` is the planning day and ``working`` its working time, None if it has none. ``done`` is
    the coding tracked on it, and ``under_way`` how long coding has been running without a pause up
    to now, zero if none is. ``shortest`` is the shortest block, and ``buffer`` the time kept free
    around calendar meetings.
    """

    day: Span
    now: datetime
    working: Span | None
    items: tuple[PlannedItem, ...]
    done: timedelta
    under_way: timedelta
    shortest: timedelta
    buffer: timedelta

    @property
    def reachable(self) -> timedelta:
        """The most coding the day can hold by its end, in full minutes."""
        return full_minutes(self.done + total(self.stretches))

    @property
    def stretches(self) -> list[Span]:
        """When that coding would be done, from now on and in order."""
        return stretches_for_coding(
            self._ahead([self.working] if self.working else []),
            self.standing(),
            self._ahead(item.span for item in self.items if item.category is Category.CODING),
            self.shortest,
            goes_on=(self.now, self.under_way),
        )

    def standing(self, *, without: PlannedItem | None = None) -> list[Span]:
        """Return the times that are closed to coding, with the buffers of meetings."""
        found = [item for item in self.items if stands(item) and item is not without]
        spans = [_with_buffer(item, self.buffer) for item in found if not self._can_wait(item)]
        for item in found:
            if self._can_wait(item):
                spans.append(self._last_place(item, spans))
        return spans

    def _can_wait(self, item: PlannedItem) -> bool:
        """Whether an item is a part of the typical day, such as the wrap-up, that can come last."""
        is_part = item.is_day_part and not item.pinned and item.category is not Category.BREAK
        return is_part and item.span.end > self.now

    def _last_place(self, item: PlannedItem, taken: Sequence[Span]) -> Span:
        """Return the end of the working time, or where the item is if that end is taken."""
        if self.working is None:
            return item.span
        last = Span(self.working.end - item.span.duration, self.working.end)
        is_taken = last.start < self.now or any(last.overlaps(span) for span in taken)
        return item.span if is_taken else last

    def later(self, by: timedelta) -> RestOfDay:
        """Return the rest of the day at a later time; only running coding continues."""
        more = by if self.under_way else ZERO
        return replace(
            self, now=self.now + by, done=self.done + more, under_way=self.under_way + more
        )

    def _ahead(self, spans: Iterable[Span]) -> list[Span]:
        start = max(self.now, self.day.start)
        if start >= self.day.end:
            return []
        rest = Span(start, self.day.end)
        return [part for span in spans if (part := span.intersection(rest))]


def rest_of_day(
    day: Span,
    now: datetime,
    working: Span | None,
    items: tuple[PlannedItem, ...],
    tracked: Sequence[TrackedItem],
    settings: Settings,
) -> RestOfDay:
    """Return the values on which the coding of the rest of a day depends."""
    coded = coding_spans(tracked)
    is_running = any(item.entry.is_running and item.category is Category.CODING for item in tracked)
    running = (now - span.start for span in coded if is_running and span.end == now)
    return RestOfDay(
        day=day,
        now=now,
        working=working,
        items=items,
        done=sum((item.counted for item in tracked if item.category is Category.CODING), ZERO),
        under_way=next(running, ZERO),
        shortest=timedelta(minutes=settings.number("min_chunk_min")),
        buffer=timedelta(minutes=settings.number("meeting_buffer_min")),
    )


def rest_of(day: DaySnapshot, settings: Settings) -> RestOfDay | None:
    """Return the rest of the day of a snapshot; None for a date that the zone skipped."""
    if day.span is None:
        return None
    return rest_of_day(day.span, day.now, day.working, day.items, day.tracked, settings)


def stands(item: PlannedItem) -> bool:
    """Whether an item is closed to coding.

    It is if it is a meeting, a break, an event, a part of the typical day such as the wrap-up, or
    pinned.
    """
    if not item.is_busy or item.category is Category.CODING:
        return False
    is_fixed = item.pinned or item.is_day_part or item.source in _FROM_ELSEWHERE
    return is_fixed or item.category in (Category.MEETING, Category.BREAK)


def stretches_for_coding(
    room: Iterable[Span],
    standing: Sequence[Span],
    planned: Sequence[Span],
    shortest: timedelta,
    *,
    goes_on: tuple[datetime, timedelta],
) -> list[Span]:
    """Return the stretches that hold the most coding, in order.

    ``room`` is where more coding may be planned and ``planned`` where it is planned; ``standing``
    is cut out of both. A stretch is at least ``shortest`` long. ``goes_on`` is the instant at which
    running coding continues, and its length so far, which counts towards that. Of shorter stretches
    only planned coding counts.
    """
    begun_at, begun = goes_on
    found: list[Span] = []
    for whole in union([*room, *planned]):
        for free in difference(whole, standing):
            before = begun if free.start == begun_at else ZERO
            if before + free.duration >= shortest:
                found.append(free)
            else:
                parts = (span.intersection(free) for span in planned)
                found.extend(union(filter(None, parts)))
    return found


def _with_buffer(item: PlannedItem, buffer: timedelta) -> Span:
    if not buffer or item.source is not PlanSource.CALENDAR:
        return item.span
    return Span(item.span.start - buffer, item.span.end + buffer)
