"""Cuts the untracked time of a day into gaps, each of one kind of time.

What is known of the day gives the edges: its meetings first, then the coding that automatic sources
show, then the rest of the plan. What remains of the working hours is a separate gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, difference, union
from mle_planner.core.model.tracked import LEAST_GAP, EntrySource
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource, TrackedItem
from mle_planner.core.tracking.day_signs import CodingSign
from mle_planner.core.typed.title import title_key

_LEAST_MEETING = timedelta(minutes=1)
"""From this length on, a wholly untracked meeting is a separate gap."""

_JOINED = timedelta(minutes=15)
"""Coding on one project is one stretch where no pause in it is longer."""


def gap_spans(
    day: DaySnapshot,
    coding: Sequence[CodingSign],
    cuts: Iterable[datetime] = (),
    dropped: Iterable[Span] = (),
) -> list[Span]:
    """Return the gaps of a day up to now, in order, without those that were dropped.

    ``cuts`` are instants that split them.
    """
    stretches = joined_signs(coding)
    layers = [(item.span, _least(item, day)) for item in meetings_to_track(day)]
    layers += [(one.span, LEAST_GAP) for one in stretches]
    layers += [(item.span, LEAST_GAP) for item in planned_work(day)]
    left, pieces = _untracked(day, stretches, dropped), []
    for span, least in layers:
        taken = [part for one in left if (part := one.intersection(span))]
        taken = [part for part in taken if part.duration >= least]
        pieces += taken
        left = [part for one in left for part in difference(one, taken)]
    pieces += [span for span in left if span.duration >= LEAST_GAP]
    marks = sorted(set(cuts))
    return sorted(part for piece in pieces for part in _split(piece, marks))


def meetings_to_track(day: DaySnapshot) -> list[PlannedItem]:
    """Return the meetings that may have taken place and are not tracked yet, certain ones first.

    Those whose series is never to be proposed are left out, and those whose timer was stopped:
    the rest of their time was not spent in them. On a day off there are none.
    """
    if day.day_off is not None:
        return []
    found = [
        item
        for item in day.items
        if is_meeting(item) and item.is_tracked is not False and not _is_tracked(item, day)
    ]
    return sorted(found, key=lambda item: (item.is_tentative, item.span, item.key))


def begun_meetings(day: DaySnapshot, dropped: Sequence[Span] = ()) -> list[PlannedItem]:
    """Return the meetings of today that have begun and may be tracked, the last one first.

    Nothing of them is tracked, their series has no rule, and they were not ``dropped``. A timer
    that was started on something else before a meeting and ran through it does not count.
    """
    if day.span is None or not day.span.contains(day.now):
        return []
    found = [
        item
        for item in meetings_to_track(day)
        if item.is_tracked is None
        and item.span.start < day.now
        and not any(span.overlaps(item.span) for span in dropped)
        and not any(
            one.span.overlaps(item.span) and not (_runs_into(one, item) or _covers(one, item))
            for one in day.tracked
        )
    ]
    return sorted(found, key=lambda item: item.span.start, reverse=True)


@dataclass(frozen=True, slots=True)
class CoveredMeeting:
    """A meeting that is over and lies wholly under a timer of other work.

    Perhaps it took place and the timer was not stopped, or the work continued without it.
    """

    item: PlannedItem
    under: TrackedItem


def covered_meetings(day: DaySnapshot, dropped: Sequence[Span] = ()) -> list[CoveredMeeting]:
    """Return the agreed meetings under a timer that began before them, in order.

    Left out are those whose series has a rule, and those that were ``dropped``.
    """
    found = []
    for item in meetings_to_track(day):
        is_open = item.is_tracked is None and not item.is_tentative and item.span.end <= day.now
        if is_open and not any(span.overlaps(item.span) for span in dropped):
            under = (one for one in day.tracked if _covers(one, item))
            found += [CoveredMeeting(item, one) for one in under]
    return sorted(found, key=lambda one: (one.item.span, one.item.key))


def _covers(one: TrackedItem, item: PlannedItem) -> bool:
    """Whether a timer of work began before a meeting and ran to its end or longer."""
    is_work = one.category not in (Category.MEETING, Category.BREAK)
    is_timer = one.entry.source is EntrySource.TIMER and is_work and not one.is_for(item)
    return is_timer and one.span.start < item.span.start and item.span.end <= one.span.end


def _runs_into(one: TrackedItem, item: PlannedItem) -> bool:
    """Whether a timer of other work was not stopped when a meeting began, and still runs."""
    is_other = one.entry.is_running and not one.is_for(item)
    return is_other and one.span.start < item.span.start


def planned_work(day: DaySnapshot) -> list[PlannedItem]:
    """Return the rest of the plan: work, then lunch and the other parts of the typical day."""
    found = [item for item in day.items if item.is_busy and not is_meeting(item)]
    return sorted(found, key=lambda item: (item.is_day_part, item.span, item.key))


def is_meeting(item: PlannedItem) -> bool:
    """Whether an item takes time with others, by the calendar or by the plan."""
    is_invited = item.source is PlanSource.CALENDAR
    return item.is_busy and (is_invited or item.category is Category.MEETING)


def joined_signs(coding: Sequence[CodingSign]) -> list[CodingSign]:
    """Return coding with short pauses inside it: stretches of one project each, in order."""
    found: list[CodingSign] = []
    for one in sorted(coding, key=lambda sign: sign.span):
        last = found[-1] if found else None
        is_same = last is not None and last.project == one.project
        if last is not None and is_same and one.span.start - last.span.end <= _JOINED:
            whole = Span(last.span.start, max(last.span.end, one.span.end))
            found[-1] = replace(last, span=whole)
        else:
            found.append(one)
    return found


def _untracked(
    day: DaySnapshot, stretches: Iterable[CodingSign], dropped: Iterable[Span]
) -> list[Span]:
    """Return where time may have been spent that is not tracked, and not dropped."""
    if day.span is None or day.span.start >= day.now:
        return []
    passed = Span(day.span.start, min(day.span.end, day.now))
    known = [
        *([day.working] if day.working else []),
        *(item.span for item in day.items if item.is_busy and item.is_tracked is not False),
        *(one.span for one in stretches),
    ]
    settled = [*(item.span for item in day.tracked), *dropped]
    return [
        part
        for span in union(known)
        if (inside := span.intersection(passed))
        for part in difference(inside, settled)
    ]


def _least(item: PlannedItem, day: DaySnapshot) -> timedelta:
    is_touched = any(one.span.overlaps(item.span) for one in day.tracked)
    return LEAST_GAP if is_touched else _LEAST_MEETING


def _is_tracked(item: PlannedItem, day: DaySnapshot) -> bool:
    """Whether an entry of a meeting says how long it really was; a confirmed one may go on."""
    return any(
        one.span.overlaps(item.span)
        and title_key(one.entry.title) == title_key(item.title)
        and one.entry.source is not EntrySource.CALENDAR
        for one in day.tracked
    )


def _split(piece: Span, marks: Iterable[datetime]) -> Iterator[Span]:
    start = piece.start
    for mark in marks:
        if start < mark < piece.end:
            yield Span(start, mark)
            start = mark
    yield Span(start, piece.end)
