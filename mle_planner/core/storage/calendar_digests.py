"""Digests of the events of a fetched calendar as they were read last.

They are a cache: without them a calendar is read as a whole, so no edit holds them.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class KnownDigests(NamedTuple):
    """How the calendar was read (its days and zone), and a digest of the events of each UID."""

    reading: str
    digests: frozenset[bytes]


DIGEST_BYTES = 16


def digests_of(connection: sqlite3.Connection, calendar_id: int) -> KnownDigests | None:
    """Return what is known of a calendar; None where it must be read as a whole."""
    select = "SELECT reading, digests FROM calendar_digest WHERE calendar_id = ?"
    found = connection.execute(select, (calendar_id,)).fetchone()
    if found is None:
        return None
    reading, joined = found
    starts = range(0, len(joined), DIGEST_BYTES)
    return KnownDigests(reading, frozenset(joined[at : at + DIGEST_BYTES] for at in starts))


def keep_digests(connection: sqlite3.Connection, calendar_id: int, known: KnownDigests) -> None:
    """Store digests in place of those before; called inside a transaction."""
    connection.execute(
        "INSERT INTO calendar_digest VALUES (?, ?, ?) ON CONFLICT (calendar_id) DO UPDATE "
        "SET reading = excluded.reading, digests = excluded.digests",
        (calendar_id, known.reading, b"".join(sorted(known.digests))),
    )


def forget_digests(connection: sqlite3.Connection, calendar_id: int) -> None:
    """Have a calendar read as a whole next time; called inside a transaction."""
    connection.execute("DELETE FROM calendar_digest WHERE calendar_id = ?", (calendar_id,))
