"""What becomes of imported time that shares time with tracked time: no minute counts twice."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, difference
from mle_planner.core.edits import Change
from mle_planner.core.model.tracked import EntryId, TimeEntry

_FAR = datetime.max.replace(tzinfo=UTC)


class OverlapChoice(StrEnum):
    """Whose time counts: ``SKIP`` leaves the row out, ``CUT`` adds what is free of it.

    ``THEIRS`` adds the row and cuts the tracked entries.
    """

    SKIP = "skip"
    CUT = "cut"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Overlap:
    """A row that shares time with an entry, from ``start`` to ``end``, and the entry's title."""

    where: str
    title: str
    start: datetime
    end: datetime
    other: str


class TakenTime:
    """The tracked time that an import meets, and what it makes of it. No two entries overlap."""

    def __init__(self, stored: Iterable[TimeEntry], new_id: Callable[[], EntryId]) -> None:
        """Begin with the stored entries of the file's days."""
        self._new_id = new_id
        self._entries = {entry.id: entry for entry in stored}
        self._stored = dict(self._entries)
        self._lines = sorted((entry.start, entry.id) for entry in self._stored.values())
        self._origins = {number: number for number in self._stored}
        self._parts: dict[EntryId, list[TimeEntry]] = {}

    def sharing(self, span: Span) -> list[TimeEntry]:
        """Return the entries that share time with a span, in order."""
        first = max(bisect_left(self._lines, (span.start, -1)) - 1, 0)
        last = bisect_left(self._lines, (span.end, -1))
        found = (self._entries[number] for _start, number in self._lines[first:last])
        return [entry for entry in found if (entry.end or _FAR) > span.start]

    def add(self, entry: TimeEntry) -> None:
        """Count an imported entry as tracked."""
        self._entries[entry.id] = entry
        insort(self._lines, (entry.start, entry.id))

    def keep(self, entries: Iterable[TimeEntry]) -> None:
        """Count stored entries as rows of the file: no other row of it takes their time."""
        for entry in entries:
            self._origins.pop(entry.id, None)

    def can_be_cut(self, entry: TimeEntry) -> bool:
        """Whether an entry, or what it was cut from, was here before the file, and has ended."""
        return entry.end is not None and entry.id in self._origins

    def cut_out(self, span: Span) -> None:
        """Take a span out of the stored entries; one may become two entries."""
        for entry in self.sharing(span):
            assert entry.end is not None
            del self._lines[bisect_left(self._lines, (entry.start, entry.id))]
            origin = self._origins[entry.id]
            parts = self._parts.setdefault(origin, [self._stored[origin]])
            parts.remove(entry)
            for left in difference(Span(entry.start, entry.end), [span]):
                number = self._new_id() if any(one.id == entry.id for one in parts) else entry.id
                part = replace(entry, id=number, start=left.start, end=left.end)
                parts.append(part)
                self._origins[number] = origin
                self.add(part)

    def changes(self) -> Iterator[Change]:
        """Yield the changes of the stored entries."""
        for origin, parts in self._parts.items():
            left = {part.id: part for part in parts}
            yield Change(self._stored[origin], left.pop(origin, None))
            yield from (Change(None, part) for part in left.values())
