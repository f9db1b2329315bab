"""How things stand, as plain values: for the one question that is asked every few seconds."""

from __future__ import annotations

import sqlite3
from typing import Any

_LONGEST_S = 31 * 86_400  # as in ``store``: no entry reaches further, so the index is enough
_LONGEST_EVENT_S = 400 * 86_400
_WHOLE_DAY_S = 23 * 3600 - 60
"""The shortest event from midnight to midnight: where the clocks go forward, to 23:59."""


def setting_texts(connection: sqlite3.Connection, names: tuple[str, ...]) -> dict[str, str]:
    """Return the stored JSON of settings by name; those at their default are missing."""
    marks = ", ".join("?" * len(names))
    return dict(connection.execute(f"SELECT id, value FROM setting WHERE id IN ({marks})", names))


def running_row(connection: sqlite3.Connection) -> tuple[Any, ...] | None:
    """Return id, title, task, project, activity, category, start and source of what runs."""
    found: tuple[Any, ...] | None = connection.execute(
        "SELECT entry.id, entry.title, entry.task_id, project.name, activity.name, "
        "activity.category, entry.start, entry.source FROM time_entry AS entry "
        "JOIN activity ON activity.id = entry.activity_id "
        "LEFT JOIN project ON project.id = entry.project_id "
        'WHERE entry."end" IS NULL'
    ).fetchone()
    return found


def coding_s(connection: sqlite3.Connection, start: int, end: int, now: int) -> int:
    """Return the seconds of coding between two instants (seconds since 1970), up to ``now``.

    Entries never overlap, so their parts inside are simply added.
    """
    (seconds,) = connection.execute(
        'SELECT coalesce(sum(max(0, min(coalesce("end", :now), :end) - max(start, :start))), 0) '
        "FROM time_entry WHERE start > :first AND start < :end "
        'AND ("end" > :start OR "end" IS NULL) '
        "AND activity_id IN (SELECT id FROM activity WHERE category = 'coding')",
        {"start": start, "end": end, "now": now, "first": start - _LONGEST_S},
    ).fetchone()
    return int(seconds)


def is_special_day(connection: sqlite3.Connection, day: str, start: int, end: int) -> bool:
    """Whether a date has a choice of its own, or an event that takes whole days.

    ``day`` is an ISO date, ``start`` and ``end`` are the ends of the planning day.
    """
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM day_choice WHERE day = :day) "
        "OR EXISTS (SELECT 1 FROM calendar_event WHERE first_day <= :day AND last_day >= :day) "
        'OR EXISTS (SELECT 1 FROM calendar_event WHERE start < :end AND "end" > :start '
        'AND "end" - start >= :whole AND start > :first)',
        {
            "day": day, "start": start, "end": end, "whole": _WHOLE_DAY_S,
            "first": start - _LONGEST_EVENT_S,
        },
    ).fetchone()  # fmt: skip
    return bool(found[0])


def has_working_time(connection: sqlite3.Connection, weekday: int) -> bool:
    """Whether the typical day has a part on a weekday (0 is Monday); so it is in an empty file."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM template_block WHERE weekday = ?) "
        "OR NOT EXISTS (SELECT 1 FROM template_block)",
        (weekday,),
    ).fetchone()
    return bool(found[0])


def band_row(
    connection: sqlite3.Connection, day: str, weekday: int
) -> tuple[int | None, int | None, int | None] | None:
    """Return least, aim and most of the band override of a date, None where it has none.

    It is the one that ``core.coding_band`` chooses.
    """
    found: tuple[int | None, int | None, int | None] | None = connection.execute(
        "SELECT least_min, aim_min, most_min FROM band_override "
        "WHERE weekday = :weekday OR (first_day <= :day AND last_day >= :day) "
        "ORDER BY weekday IS NULL DESC, id DESC LIMIT 1",
        {"day": day, "weekday": weekday},
    ).fetchone()
    return found
