"""The focus ledger: planned focus = done + lost, each lost minute with exactly one cause.

Planned focus of a day is the focus of the plan that the day is held against (its first version
frozen on the day), less the time that plan also gives to a meeting. Only what has passed counts.
All instants are cut to the minute, so the minutes of every line add up without rounding.

Rules of precedence, for each planned minute; the first that applies decides:

1. A focus entry covers it: done, whatever focus was planned there.
2. A meeting entry covers it: *meeting added* where the calendar or a later plan has that meeting
   there; *meeting overrun* where it belongs to a meeting of the frozen plan, which does not
   reach that far; otherwise *meeting added*.
3. An admin entry covers it: *ad-hoc request* where its activity is ad hoc or chat, or its task was
   added after the freeze, and the frozen plan has no admin work of its title; otherwise *other
   work*.
4. A break entry covers it: *plan moved* where rule 6 holds, otherwise *break*.
5. Nothing was tracked and the calendar or a later plan has a meeting there: *meeting added*.
6. Nothing was tracked and the plan no longer had focus there: *plan moved*. A plan is known from
   its frozen versions and from how it is now; a minute counts as moved where the version
   before it or the first one known after it has no focus there. So a block that is moved to
   another day after its time has passed counts as moved: when a block was moved is not stored.
7. Nothing was tracked before the first focus of an unbroken stretch of planned focus: *late start*.
8. Nothing was tracked and the computer is known to have been idle: *idle*.
9. Nothing is known of it: *away*, which is shown as "away or not tracked".

A meeting entry belongs to a planned meeting of the same title, or, where no known meeting has
its title, to one that it overlaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, difference, total, union
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.review.ledger_sums import DayLedger, Loss, LossCause
from mle_planner.core.review.variances import PlannedPart
from mle_planner.core.typed.title import title_key


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A day's plan as it was known at an instant: when it was frozen, or as it is now."""

    at: datetime
    parts: tuple[PlannedPart, ...]


def day_ledger(
    day: date,
    whole: Span,
    plans: Sequence[PlanRecord],
    tracked: Sequence[TrackedItem],
    *,
    until: datetime,
    is_frozen: bool,
    idle: Iterable[Span] = (),
) -> DayLedger:
    """Return the ledger of a planning day; the rules are in the docstring of the module.

    ``plans`` are in order of time: the one that the day is held against, the versions frozen
    later, and as the last one the current plan. ``whole`` is the day's stretch, ``until`` the
    present. Entries may not overlap. ``idle`` are stretches in which a source says that nothing
    was done at the computer.
    """
    plans = [_in_minutes(plan) for plan in plans]
    blocks = _focus_blocks(plans[0], whole.start, min(whole.end, until))
    meetings = [part.span for part in plans[0].parts if part.category is Category.MEETING]
    planned = _without(union(span for span, _title in blocks), meetings)
    rest = _Rest(day, planned, blocks)
    entries = [(item, span) for item in tracked if (span := _to_minutes(item.span))]
    focus = [
        (item.category, part)
        for item, span in entries
        if item.category.is_focus
        for part in rest.take(span)
    ]
    moved = _moved(planned, plans, [span for span, _title in blocks])
    _lose_to_entries(rest, entries, plans, moved, plans[0].at if is_frozen else None)
    for meeting in _later_meetings(plans):
        rest.lose(LossCause.MEETING_ADDED, [meeting.span], meeting.title)
    rest.lose(LossCause.MOVED, moved)
    rest.lose(LossCause.LATE_START, _late_starts(planned, [part for _category, part in focus]))
    rest.lose(LossCause.IDLE, [span for one in idle if (span := _to_minutes(one))])
    rest.lose(LossCause.AWAY, planned)
    return DayLedger(
        day,
        is_frozen,
        len(blocks),
        total(planned),
        total(part for category, part in focus if category is Category.CODING),
        total(part for category, part in focus if category is Category.OTHER_FOCUS),
        tuple(sorted(rest.losses, key=lambda loss: loss.span)),
    )


class _Rest:
    """The planned minutes that no rule has decided yet, and the losses so far."""

    def __init__(
        self, day: date, spans: Sequence[Span], blocks: Sequence[tuple[Span, str]]
    ) -> None:
        self._day = day
        self._spans = list(spans)
        self._blocks = blocks
        self.losses: list[Loss] = []

    def take(self, span: Span) -> list[Span]:
        """Return the undecided minutes in a stretch; from now on they are decided."""
        parts = [part for one in self._spans if (part := one.intersection(span))]
        if parts:
            self._spans = _without(self._spans, [span])
        return parts

    def lose(self, cause: LossCause, spans: Iterable[Span], title: str = "") -> None:
        """Give the undecided minutes of stretches to a cause.

        Without a title they are known by the blocks that were planned there.
        """
        for span in spans:
            pieces = [(span, title)] if title else self._titled(span)
            for piece, name in pieces:
                self.losses += [Loss(cause, name, self._day, part) for part in self.take(piece)]

    def _titled(self, span: Span) -> Iterator[tuple[Span, str]]:
        for block, title in self._blocks:
            if part := block.intersection(span):
                yield part, title


def _lose_to_entries(
    rest: _Rest,
    entries: Sequence[tuple[TrackedItem, Span]],
    plans: Sequence[PlanRecord],
    moved: Sequence[Span],
    frozen_at: datetime | None,
) -> None:
    """Give the minutes under entries of no focus to their causes (rules 2 to 4)."""
    for item, span in entries:
        title = item.entry.title or item.activity.name
        if item.category is Category.MEETING:
            added, cause = _meeting(item, plans)
            rest.lose(LossCause.MEETING_ADDED, _within(added, span), title)
            rest.lose(cause, [span], title)
        elif item.category is Category.ADMIN:
            rest.lose(_admin_cause(item, plans[0], frozen_at), [span], title)
        elif item.category is Category.BREAK:
            rest.lose(LossCause.MOVED, _within(moved, span))
            rest.lose(LossCause.BREAK, [span], title)


def _focus_blocks(plan: PlanRecord, start: datetime, end: datetime) -> list[tuple[Span, str]]:
    """Return the blocks of focus that a plan has in a stretch, in order, with their titles."""
    return [
        (span, part.title)
        for part in sorted(plan.parts, key=lambda part: part.span)
        if part.category.is_focus and (span := _cut(part.span, start, end))
    ]


def _late_starts(planned: Sequence[Span], focus: Sequence[Span]) -> list[Span]:
    """Return for each stretch that held any focus what lies before its first minute of it."""
    firsts = [
        (stretch, min((part.start for part in focus if stretch.overlaps(part)), default=None))
        for stretch in planned
    ]
    return [Span(stretch.start, first) for stretch, first in firsts
            if first is not None and first > stretch.start]  # fmt: skip


def _meeting(item: TrackedItem, plans: Sequence[PlanRecord]) -> tuple[list[Span], LossCause]:
    """Return where a tracked meeting was added for sure, and the cause of its other minutes."""
    title = title_key(item.entry.title)
    held = [part for part in plans[0].parts if part.category is Category.MEETING]
    later = _later_meetings(plans)
    same = [part.span for part in later if title_key(part.title) == title]
    if any(title_key(part.title) == title for part in held):
        return same, LossCause.MEETING_OVERRUN
    if same or not any(part.span.overlaps(item.span) for part in held):
        return same, LossCause.MEETING_ADDED
    return [part.span for part in later], LossCause.MEETING_OVERRUN


def _admin_cause(item: TrackedItem, held: PlanRecord, frozen_at: datetime | None) -> LossCause:
    title = title_key(item.entry.title)
    admin = (part for part in held.parts if part.category is Category.ADMIN)
    if any(title_key(part.title) == title for part in admin):
        return LossCause.OTHER_WORK
    is_new = frozen_at is not None and item.task is not None and item.task.created_at > frozen_at
    return LossCause.AD_HOC if item.is_ad_hoc or is_new else LossCause.OTHER_WORK


def _later_meetings(plans: Sequence[PlanRecord]) -> list[PlannedPart]:
    """Return the meetings of the plans after the first, those of the latest plan first."""
    return [
        part for plan in reversed(plans[1:]) for part in plan.parts
        if part.category is Category.MEETING
    ]  # fmt: skip


def _moved(
    planned: Sequence[Span], plans: Sequence[PlanRecord], blocks: Sequence[Span]
) -> list[Span]:
    """Return the planned minutes from which the plan was moved away (rule 6).

    A plan that is made again drops the beginning of the block that is under way; nothing was
    moved by that.
    """
    found: list[Span] = []
    for at, (before, after) in enumerate(pairwise(plans)):
        is_last = at == len(plans) - 2
        start, end = None if at == 0 else before.at, None if is_last else after.at
        window = [part for span in planned if (part := _cut(span, start, end))]
        under_way = [block for block in blocks if end is not None and block.contains(end)]
        found += _without(window, _focus(before))
        found += _without(window, [*_focus(after), *under_way])
    return union(found)


def _focus(plan: PlanRecord) -> list[Span]:
    return [part.span for part in plan.parts if part.category.is_focus]


def _cut(span: Span, start: datetime | None, end: datetime | None) -> Span | None:
    first = span.start if start is None else max(span.start, _minute(start))
    last = span.end if end is None else min(span.end, _minute(end))
    return Span(first, last) if first < last else None


def _within(spans: Iterable[Span], whole: Span) -> list[Span]:
    return [part for span in spans if (part := span.intersection(whole))]


def _without(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    return [part for span in spans for part in difference(span, taken)]


def _in_minutes(plan: PlanRecord) -> PlanRecord:
    return replace(plan, parts=tuple(
        replace(part, span=span) for part in plan.parts if (span := _to_minutes(part.span))
    ))  # fmt: skip


def _to_minutes(span: Span) -> Span | None:
    """Return a stretch with both ends cut to the minute, so that neighbours stay neighbours."""
    start, end = _minute(span.start), _minute(span.end)
    return Span(start, end) if start < end else None


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
