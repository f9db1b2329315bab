"""Digests of the events of a fetched calendar as they were read last.

They are a cache: without them a calendar is read as a whole, so no edit holds them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from mle_planner.core.base.frozen import dataclass

_BYTES = 16


@dataclass(frozen=True, slots=True)
class KnownDigests:
    """How a calendar was read (its days and zone), and a digest of the events of each UID."""

    reading: str
    digests: frozenset[bytes]


class CalendarDigests:
    """The digests of all calendars; `keep` and `forget` are called inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Work on an open database."""
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
        self._connection.execute(
            "INSERT INTO calendar_digest VALUES (?, ?, ?) ON CONFLICT (calendar_id) DO UPDATE "
            "SET reading = excluded.reading, digests = excluded.digests",
            (calendar_id, reading, b"".join(digests)),
        )

    def forget(self, calendar_id: int) -> None:
        """Have a calendar read as a whole next time."""
        delete = "DELETE FROM calendar_digest WHERE calendar_id = ?"
        self._connection.execute(delete, (calendar_id,))
