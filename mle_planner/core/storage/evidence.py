"""Reads the stored evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from operator import gt

from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import LONGEST_SIGN_S, Evidence
from mle_planner.core.storage.record_reader import RecordReader, seconds


class StoredEvidence:
    """The signs of work, by instant."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def known(self, identities: Iterable[str]) -> set[str]:
        """Return which of the identities have evidence stored."""
        select = "SELECT identity FROM evidence WHERE identity = ?"
        return {identity for identity in identities if self._reader.rows(select, (identity,))}

    def within(self, span: Span) -> list[Evidence]:
        """Return the evidence of a stretch, its end excluded, by instant."""
        return self._reader.select(
            Evidence, 'WHERE "at" >= ? AND "at" < ? ORDER BY "at", id', seconds(span)
        )

    def of(self, source: str, span: Span) -> list[Evidence]:
        """Return the evidence of one source in a stretch, its end excluded, by instant."""
        return self._reader.select(
            Evidence,
            'WHERE source = ? AND "at" >= ? AND "at" < ? ORDER BY "at", id',
            (source, *seconds(span)),
        )

    def points(self, span: Span) -> list[tuple[int, str, str, int]]:
        """Return second, source, project and whether by an agent, of the points in a stretch."""
        select = (
            'SELECT "at", source, project, by_agent FROM evidence '
            'WHERE "at" >= ? AND "at" < ? AND length_s = 0'
        )
        return self._reader.rows(select, seconds(span))

    def streams(self, span: Span, sources: Iterable[str]) -> dict[tuple[str, int], dict[int, str]]:
        """Return the points in a stretch by source and whether by an agent: projects by second.

        A year has a hundred thousand: too many to make rows of. They are read from an index alone.
        """
        select = (
            'SELECT json_group_array("at"), json_group_array(project) FROM evidence WHERE '
            'source = ? AND by_agent = ? AND length_s = 0 AND "at" >= ? AND "at" < ?'
        )
        found = {}
        for source in sources:
            for by_agent in (0, 1):
                values = (source, by_agent, *seconds(span))
                instants, projects = map(json.loads, self._reader.rows(select, values)[0])
                stream = dict(zip(instants, projects, strict=True))
                if len(stream) < len(instants) or any(map(gt, instants, instants[1:])):
                    stream = dict(sorted(zip(instants, projects, strict=True)))
                if stream:
                    found[source, by_agent] = stream
        return found

    def has_any(self, span: Span) -> bool:
        """Whether there is any evidence of a stretch."""
        select = 'SELECT 1 FROM evidence WHERE "at" >= ? AND "at" < ? LIMIT 1'
        return bool(self._reader.rows(select, seconds(span)))

    def spans(self, span: Span) -> list[tuple[int, int, str, str]]:
        """Return start, end, source and project of the signs that last, in or around a stretch."""
        start, end = seconds(span)
        select = (
            'SELECT "at", "at" + length_s, source, project FROM evidence '
            'WHERE "at" >= ? AND "at" < ? AND length_s > 0'
        )
        return self._reader.rows(select, (start - LONGEST_SIGN_S, end))

    def newest(self, source: str, until: datetime) -> Evidence | None:
        """Return the latest sign of a source up to an instant, None without any."""
        clause = 'WHERE source = ? AND "at" <= ? ORDER BY "at" DESC, id DESC LIMIT 1'
        return self._reader.first(Evidence, clause, (source, int(until.timestamp())))

    def newest_point(self, source: str, until: datetime) -> Evidence | None:
        """Return the latest sign without a length, read from the end of an index."""
        clause = (
            'WHERE source = ? AND by_agent = ? AND length_s = 0 AND "at" <= ? '
            'ORDER BY "at" DESC, id DESC LIMIT 1'
        )
        second = int(until.timestamp())
        each = (self._reader.first(Evidence, clause, (source, agent, second)) for agent in (0, 1))
        found = (sign for sign in each if sign is not None)
        return max(found, key=lambda sign: (sign.at, sign.id), default=None)
