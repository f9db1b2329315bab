"""The last check of tracked time before it is written: no entry overlaps another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import LONGEST_ENTRY, EntryId, TimeEntry

if TYPE_CHECKING:
    from mle_planner.core.edits import Change


def check_entries(
    entries_in: Callable[[Span], list[TimeEntry]], now: datetime, changes: Iterable[Change]
) -> None:
    """Check every written entry against the rules: none overlaps another, none is too long.

    The use cases refuse both with a sentence; this is the last line, for bugs. An entry of an
    older program that is too long may keep its times.
    """
    written = [change for change in changes if isinstance(change.after, TimeEntry)]
    for change in written:
        if _is_overlong(change.after) and _times(change.before) != _times(change.after):
            raise RuntimeError("an edit would make an entry that is too long")
    entries = [change.after for change in written if isinstance(change.after, TimeEntry)]
    far = now + timedelta(seconds=1)
    first = min((entry.start for entry in entries), default=far)
    last = max((entry.end or far for entry in entries), default=far)
    if first < last and _overlaps(entries_in(Span(first, last)), {one.id for one in entries}, far):
        raise RuntimeError("an edit would make two entries overlap")


def _times(entry: object) -> object:
    return (entry.start, entry.end) if isinstance(entry, TimeEntry) else None


def _is_overlong(entry: object) -> bool:
    if not isinstance(entry, TimeEntry) or entry.end is None:
        return False
    return entry.end - entry.start > LONGEST_ENTRY


def _overlaps(entries: Sequence[TimeEntry], written: set[EntryId], far: datetime) -> bool:
    """Whether any that was written shares time with another; older ones may among themselves.

    What was written and still runs does not reach the future yet: ``far`` is now.
    """
    any_until = written_until = datetime.min.replace(tzinfo=UTC)
    for entry in entries:
        is_written = entry.id in written
        end = entry.end or (far if is_written else datetime.max.replace(tzinfo=UTC))
        if end <= entry.start:
            continue
        if entry.start < (any_until if is_written else written_until):
            return True
        any_until = max(any_until, end)
        if is_written:
            written_until = max(written_until, end)
    return False
