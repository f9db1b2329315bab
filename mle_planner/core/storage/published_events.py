"""What was published of the plan last, event by event."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from mle_planner.core.model.publication import PublishedEvent


class PublishedEvents:
    """The events of all publications; ``keep`` is called inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, publication_id: int) -> dict[str, PublishedEvent]:
        """Return the events of a publication by UID."""
        select = (
            "SELECT uid, lines, sequence, stamp, etag, theirs, their_etag FROM published_event "
            "WHERE publication_id = ?"
        )
        rows = self._connection.execute(select, (publication_id,))
        return {uid: PublishedEvent(*values) for uid, *values in rows}

    def keep(self, publication_id: int, events: Mapping[str, PublishedEvent]) -> None:
        """Store the events of a publication in place of those before."""
        delete = "DELETE FROM published_event WHERE publication_id = ?"
        self._connection.execute(delete, (publication_id,))
        self._connection.executemany(
            "INSERT INTO published_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(publication_id, uid, *_values(event)) for uid, event in events.items()],
        )


def _values(event: PublishedEvent) -> tuple[str | int, ...]:
    return (
        event.lines, event.sequence, event.stamp, event.etag, event.theirs, event.their_etag,
    )  # fmt: skip
