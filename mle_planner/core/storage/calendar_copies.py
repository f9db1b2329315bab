"""Copies of what CalDAV calendars hold, object by object, as the server gave them.

They are a cache: without them everything is fetched again, so no edit holds them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from mle_planner.core.model.calendar import CopiedObject, CopyState


class CalendarCopies:
    """The copies of all calendars; ``update`` is called inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Work on an open database."""
        self._connection = connection

    def state(self, calendar_id: int) -> CopyState:
        """Return which state of a calendar was copied."""
        select = "SELECT token, ctag FROM calendar_copy WHERE calendar_id = ?"
        found = self._connection.execute(select, (calendar_id,)).fetchone()
        return CopyState(*found) if found is not None else CopyState()

    def objects(self, calendar_id: int) -> dict[str, CopiedObject]:
        """Return the objects of a calendar by their address on the server, in its order."""
        select = "SELECT href, etag, text FROM calendar_object WHERE calendar_id = ? ORDER BY href"
        rows = self._connection.execute(select, (calendar_id,))
        return {href: CopiedObject(etag, text) for href, etag, text in rows}

    def update(
        self,
        calendar_id: int,
        state: CopyState,
        changed: Mapping[str, CopiedObject],
        gone: Iterable[str],
    ) -> None:
        """Store what changed of a calendar, and the state that this leads to."""
        run = self._connection
        run.execute(
            "INSERT INTO calendar_copy VALUES (?, ?, ?) ON CONFLICT (calendar_id) DO UPDATE "
            "SET token = excluded.token, ctag = excluded.ctag",
            (calendar_id, state.token, state.ctag),
        )
        run.executemany(
            "DELETE FROM calendar_object WHERE calendar_id = ? AND href = ?",
            [(calendar_id, href) for href in gone],
        )
        run.executemany(
            "INSERT OR REPLACE INTO calendar_object VALUES (?, ?, ?, ?)",
            [(calendar_id, href, copied.etag, copied.text) for href, copied in changed.items()],
        )
