"""The rules of time away from the computer while a timer runs.

Only the user can tell whether it was work: a talk at the whiteboard is, lunch is not. So a
span away is asked about, and until it is answered the entry stays as it is.

- It is asked about where an entry of the timer covers it. An entry of a meeting or a break is not
  work at the computer, and what was typed or confirmed is an answer already.
- *keep* leaves the entry; *drop* cuts the span out of it, and a timer that runs continues after it;
  *assign* cuts it out and tracks it as something else; *split* makes two spans of it.
- A meeting in the calendar is offered first, for its own time. What is left beside it is asked
  about in turn, unless it is shorter than what counts as away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, difference, total, union
from mle_planner.core.edits import Change, add_records, remove_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import ActivityId, Category
from mle_planner.core.plan.snapshots import PlannedItem


@dataclass(frozen=True, slots=True)
class AwayPart:
    """The part of an entry that lies in a span away."""

    entry: TimeEntry
    span: Span


def away_parts(
    away: Span,
    entries: Iterable[TimeEntry],
    categories: Mapping[ActivityId, Category],
    until: datetime,
    *,
    takes_running: bool = False,
) -> tuple[AwayPart, ...]:
    """Return what of the entries a span away puts in question, in order.

    The running entry counts ``until`` then; ``takes_running``: also if it is a meeting or a break.
    """
    parts = []
    for entry in entries:
        is_work = categories[entry.activity_id] not in (Category.MEETING, Category.BREAK)
        is_taken = is_work or (takes_running and entry.end is None)
        whole = entry.span_at(until)
        if is_taken and entry.source is EntrySource.TIMER and whole is not None:
            part = whole.intersection(away)
            if part is not None:
                parts.append(AwayPart(entry, part))
    return tuple(sorted(parts, key=lambda part: part.span))


def meetings_during(
    tracked: Sequence[Span], items: Iterable[PlannedItem]
) -> tuple[PlannedItem, ...]:
    """Return the planned meetings that share time with what is in question, longest share first."""
    shares = [
        (share, item)
        for item in items
        if item.is_busy
        and item.category is Category.MEETING
        and (share := total(filter(None, map(item.span.intersection, tracked))))
    ]
    shares.sort(key=lambda share: (-share[0], share[1].span))
    return tuple(item for _share, item in shares)


def cut_out(
    parts: Sequence[AwayPart], new_ids: Iterable[EntryId], *, is_stopped: bool = False
) -> tuple[Change, ...]:
    """Return the changes that take parts out of their entries; the rest of each stays.

    A running entry runs on after the part under its own id, unless it ``is_stopped`` where the
    part begins. ``new_ids`` are for the other pieces of an entry that comes apart.
    """
    ids, changes = iter(new_ids), list[Change]()
    taken: dict[EntryId, list[Span]] = {}
    for part in parts:
        taken.setdefault(part.entry.id, []).append(part.span)
    entries = {part.entry.id: part.entry for part in parts}
    for entry in entries.values():
        pieces = _pieces(entry, taken[entry.id], is_stopped=is_stopped)
        if not pieces:
            changes += remove_records([entry])
            continue
        kept = pieces.pop(-1 if pieces[-1].end is None else 0)
        changes += replace_record(entry, kept)
        changes += add_records(*(replace(piece, id=next(ids)) for piece in pieces))
    return tuple(changes)


def _pieces(entry: TimeEntry, taken: Sequence[Span], *, is_stopped: bool) -> list[TimeEntry]:
    last = max(span.end for span in taken)
    whole = entry.span_at(last)
    assert whole is not None, "a part of it was taken"
    pieces = [replace(entry, start=left.start, end=left.end) for left in difference(whole, taken)]
    if entry.end is None and not is_stopped:
        pieces.append(replace(entry, start=last))
    return pieces


def spans_of(parts: Iterable[AwayPart]) -> list[Span]:
    """Return the time that parts cover together, as few spans as possible."""
    return union(part.span for part in parts)


def split_span(away: Span, at: datetime) -> tuple[Span, Span]:
    """Return both sides of an instant inside a span away; raises ``PlannerError`` outside it."""
    if not away.start < at < away.end:
        raise planner_error(
            "Time away can only be split between its start and its end. Nothing was changed; "
            "choose a time between them."
        )
    return Span(away.start, at), Span(at, away.end)
