"""What is kept of fetched calendars, so that only what changed is fetched and read.

Without these caches everything is fetched and read again, so no edit holds them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from mle_planner.core.model.calendar import CopiedObject, CopyState, KnownDigests

_BYTES = 16


class CalendarDigests:
    """The events of fetched calendars as they were read last, as digests.

    ``keep`` and ``forget`` are called inside a transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, calendar_id: int) -> KnownDigests | None:
        """Return what is known of a calendar; None where it must be read as a whole."""
        select = "SELECT reading, digests FROM calendar_digest WHERE calendar_id = ?"
        found = self._connection.execute(select, (calendar_id,)).fetchone()
        if found is None:
            return None
        reading, joined = found
        starts = range(0, len(joined), _BYTES)
        return KnownDigests(reading, frozenset(joined[at : at + _BYTES] for at in starts))

    def keep(self, calendar_id: int, reading: str, digests: Iterable[bytes]) -> None:
        """Store digests in place of those before."""
        insert = "INSERT OR REPLACE INTO calendar_digest VALUES (?, ?, ?)"
        self._connection.execute(insert, (calendar_id, reading, b"".join(digests)))

    def forget(self, calendar_id: int) -> None:
        """Make the next reading of a calendar a whole one."""
        delete = "DELETE FROM calendar_digest WHERE calendar_id = ?"
        self._connection.execute(delete, (calendar_id,))


class CalendarCopies:
    """What CalDAV calendars hold, object by object, as the server gave it.

    ``update`` is called inside a transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
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
        insert = "INSERT OR REPLACE INTO calendar_copy VALUES (?, ?, ?)"
        run.execute(insert, (calendar_id, state.token, state.ctag))
        run.executemany(
            "DELETE FROM calendar_object WHERE calendar_id = ? AND href = ?",
            [(calendar_id, href) for href in gone],
        )
        run.executemany(
            "INSERT OR REPLACE INTO calendar_object VALUES (?, ?, ?, ?)",
            [(calendar_id, href, copied.etag, copied.text) for href, copied in changed.items()],
        )
