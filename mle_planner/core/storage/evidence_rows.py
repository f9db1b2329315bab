"""Reads the stored signs of work, by identity, stretch or source."""

from __future__ import annotations

from collections.abc import Iterable

from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import Evidence
from mle_planner.core.storage.record_reader import RecordReader
from mle_planner.core.storage.stretches import seconds_of


class EvidenceRows:
    """The evidence of an open database."""

    def __init__(self, reader: RecordReader) -> None:
        """Read through a reader, which notes what is damaged."""
        self._reader = reader

    def known(self, identities: Iterable[str]) -> set[str]:
        """Return those of the identities that evidence is stored of."""
        select = "SELECT identity FROM evidence WHERE identity = ?"
        return {each for each in identities if self._reader.rows(select, (each,))}

    def within(self, span: Span) -> list[Evidence]:
        """Return the evidence of a stretch, its end excluded, by instant."""
        return self._reader.select(
            Evidence, 'WHERE "at" >= ? AND "at" < ? ORDER BY "at", id', seconds_of(span)
        )

    def rows(self, span: Span) -> list[tuple[int, str, str, int]]:
        """Return second, source, project and whether by an agent, of the evidence of a stretch.

        A year has a hundred thousand: too many to make records of each time.
        """
        select = 'SELECT "at", source, project, by_agent FROM evidence WHERE "at" >= ? AND "at" < ?'
        return self._reader.rows(select, seconds_of(span))

    def newest(self, source: str) -> Evidence | None:
        """Return the latest sign of a source, None without any."""
        found = self._reader.select(
            Evidence, 'WHERE source = ? ORDER BY "at" DESC, id DESC LIMIT 1', (source,)
        )
        return found[0] if found else None
