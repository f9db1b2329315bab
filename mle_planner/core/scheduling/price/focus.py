"""The focus time that a meeting takes from a day, and times at which it would take less."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, difference, total, union
from mle_planner.core.plan.free_time import working_ahead
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource

MOST_TIMES = 3
"""How many cheaper times are named."""

_STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MeetingPlace:
    """The time of a meeting, with what is kept free before and after it."""

    span: Span
    before: timedelta = ZERO
    after: timedelta = ZERO

    def at(self, span: Span) -> MeetingPlace:
        """Return the meeting at another time, with the same buffers."""
        return MeetingPlace(span, self.before, self.after)

    @property
    def whole(self) -> Span:
        """The meeting with its buffers."""
        return Span(self.span.start - self.before, self.span.end + self.after)


@dataclass(frozen=True, slots=True)
class FocusLoss:
    """The focus time that a meeting takes.

    ``meeting`` is its own length, ``buffers`` the time kept free around it, ``fragments`` the time
    left in stretches too short to work in, less those that were there before.
    """

    meeting: timedelta
    buffers: timedelta
    fragments: timedelta

    @property
    def total(self) -> timedelta:
        """The sum of the three."""
        return self.meeting + self.buffers + self.fragments


@dataclass(frozen=True, slots=True)
class CheaperTime:
    """Another time for a meeting, and what it would cost there."""

    span: Span
    loss: FocusLoss


def focus_loss(
    day: DaySnapshot, place: MeetingPlace, shortest: timedelta, meeting_hours: Sequence[Span]
) -> FocusLoss:
    """Return the focus time that a meeting takes from the rest of a day.

    Hours that the typical day keeps for meetings are not focus time. Planned work is, because it
    would move. Lunch and other movable parts of the day under the meeting move to the nearest open
    time. A stretch shorter than ``shortest`` is a fragment.
    """
    rest = working_ahead(day)
    if rest is None:
        return FocusLoss(ZERO, ZERO, ZERO)
    stands = [
        Span(item.span.start - item.before, item.span.end + item.after)
        for item in day.items
        if _blocks(item) and not _moves(item)
    ]
    stands += meeting_hours
    parts = [item.span for item in day.items if _blocks(item) and _moves(item)]
    before = _free(rest, [*stands, *parts])
    after = _free(rest, [*stands, place.whole, *_moved_parts(rest, stands, parts, place)])
    fragments = _fragments(after, shortest) - _fragments(before, shortest)
    around = (
        piece
        for side in difference(place.whole, [place.span])
        if (part := side.intersection(rest)) is not None
        for piece in difference(part, stands)
    )
    buffers = total(around)
    return FocusLoss(total(before) - total(after) - buffers, buffers, fragments)


def cheaper_times(
    week: Iterable[DaySnapshot],
    hours: Callable[[DaySnapshot], Sequence[Span]],
    place: MeetingPlace,
    shortest: timedelta,
    most: timedelta,
) -> tuple[CheaperTime, ...]:
    """Return the times of a week at which a meeting takes the least focus time, below ``most``.

    It overlaps nothing that stands. Times in the ``hours`` that a day keeps for meetings come
    first, then those that cost least, then the nearest to the requested time; none overlap each
    other.
    """

    def is_outside(span: Span, kept: Sequence[Span]) -> bool:
        return not any(hour.start <= span.start and span.end <= hour.end for hour in kept)

    found = [
        (is_outside(span, kept), CheaperTime(span, loss))
        for day in week
        for kept in (hours(day),)
        for span in open_places(day, place.span.duration)
        if (loss := focus_loss(day, place.at(span), shortest, kept)).total < most
    ]
    found.sort(
        key=lambda each: (
            each[0],
            each[1].loss.total,
            abs(each[1].span.start - place.span.start),
            each[1].span,
        )
    )
    chosen: list[CheaperTime] = []
    for _outside, one in found:
        if len(chosen) < MOST_TIMES and not any(one.span.overlaps(each.span) for each in chosen):
            chosen.append(one)
    return tuple(chosen)


def overlapped(day: DaySnapshot, span: Span) -> tuple[PlannedItem, ...]:
    """Return the items under a meeting that cannot move: other meetings, pinned blocks."""
    return tuple(
        item
        for item in day.items
        if item.is_busy and item.span.overlaps(span) and _stays(item) and not _moves(item)
    )


def open_places(day: DaySnapshot, length: timedelta) -> Iterable[Span]:
    """Yield the stretches of a length, every quarter of an hour, that overlap nothing fixed.

    Planned work of tasks does not count, because it can move.
    """
    rest = working_ahead(day)
    if rest is None:
        return
    taken = [item.span for item in day.items if item.is_busy and (_stays(item) or _moves(item))]
    for free in difference(rest, taken):
        start = _next_step(free.start)
        while start + length <= free.end:
            yield Span(start, start + length)
            start += _STEP


def _next_step(instant: datetime) -> datetime:
    """Return the instant rounded up to a quarter of an hour; it is one in every time zone."""
    over = timedelta(seconds=instant.timestamp() % _STEP.total_seconds())
    return instant if not over else instant + _STEP - over


def _blocks(item: PlannedItem) -> bool:
    """Whether an item keeps focus work from being planned in its time."""
    return item.is_busy and item.task is None and not item.category.is_focus


def _moves(item: PlannedItem) -> bool:
    return item.is_day_part and not item.pinned


def _stays(item: PlannedItem) -> bool:
    return item.source in (PlanSource.CALENDAR, PlanSource.RECURRING) or item.pinned


def _free(rest: Span, taken: Iterable[Span]) -> list[Span]:
    return difference(rest, union(taken))


def _fragments(free: Iterable[Span], shortest: timedelta) -> timedelta:
    return total(span for span in free if span.duration < shortest)


def _moved_parts(
    rest: Span, stands: Sequence[Span], parts: Sequence[Span], place: MeetingPlace
) -> list[Span]:
    """Return the places of the movable parts beside a meeting; a part without room is left out."""
    placed = [part for part in parts if not part.overlaps(place.whole)]
    for part in parts:
        if not part.overlaps(place.whole):
            continue
        gaps = _free(rest, [*stands, place.whole, *placed])
        length = part.duration
        moved = [
            Span(start, start + length)
            for gap in gaps
            if gap.duration >= length
            for start in (min(max(part.start, gap.start), gap.end - length),)
        ]
        if moved:
            placed.append(min(moved, key=lambda span: abs(span.start - part.start)))
    return placed
