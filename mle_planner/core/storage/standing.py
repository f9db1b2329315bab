"""How things stand, as plain values: for the one question that is asked every few seconds."""

from __future__ import annotations

import sqlite3
from typing import Any

_LONGEST_S = 31 * 86_400  # as in ``store``: no entry reaches further, so the index is enough


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
