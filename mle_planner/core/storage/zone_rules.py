"""The rules of time zones under which the stored instants were worked out."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.base.zone_rules import ZoneRules


class KnownRules(NamedTuple):
    """Rules as they were stored, and where they came from."""

    source: str
    rules: ZoneRules


def all_known(connection: sqlite3.Connection) -> dict[str, KnownRules]:
    """Return the stored rules by zone."""
    import json

    rows = connection.execute("SELECT zone, source, until, onsets, offsets FROM zone_rules")
    return {
        zone: KnownRules(
            source,
            ZoneRules(until, tuple(json.loads(onsets)), tuple(json.loads(offsets))),
        )
        for zone, source, until, onsets, offsets in rows
    }


def keep_rules(connection: sqlite3.Connection, zone: str, known: KnownRules) -> None:
    """Store the rules of a zone in place of those there were; inside a transaction."""
    import json

    until, onsets, offsets = known.rules
    connection.execute(
        "INSERT OR REPLACE INTO zone_rules (zone, source, until, onsets, offsets) "
        "VALUES (?, ?, ?, ?, ?)",
        (zone, known.source, until, json.dumps(onsets), json.dumps(offsets)),
    )


def planned_zones(connection: sqlite3.Connection, now: datetime) -> set[str]:
    """Return the names of the zones in which something is planned after an instant."""
    second = int(now.timestamp())
    rows = connection.execute(
        "SELECT zone FROM time_block WHERE start > ? "
        "UNION SELECT zone FROM calendar_event WHERE start > ?",
        (second, second),
    )
    return {zone for (zone,) in rows if zone}
