"""The rules of time zones under which the stored instants were worked out."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.base.zone_rules import ZoneRules


class KnownRules(NamedTuple):
    """Rules as they were stored, and where they came from."""

    source: str
    rules: ZoneRules


def all_known(connection: sqlite3.Connection) -> dict[str, KnownRules]:
    """Return the stored rules by zone; damaged ones are left out, and so stored again."""
    import json

    rows = connection.execute("SELECT zone, source, until, onsets, offsets FROM zone_rules")
    known = {}
    for zone, source, until, onsets, offsets in rows:
        with suppress(ValueError, TypeError, RecursionError):
            rules = ZoneRules(until, tuple(json.loads(onsets)), tuple(json.loads(offsets)))
            if _is_usable(rules):
                known[zone] = KnownRules(source, rules)
    return known


def _is_usable(rules: ZoneRules) -> bool:
    """Whether stored rules hold what they must; offsets are less than a day."""
    numbers = (rules.until, *rules.onsets, *rules.offsets)
    return (
        all(type(number) is int for number in numbers)
        and list(rules.onsets) == sorted(rules.onsets)
        and len(rules.offsets) == len(rules.onsets) + 1
        and all(abs(offset) < 86_400 for offset in rules.offsets)
    )


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
