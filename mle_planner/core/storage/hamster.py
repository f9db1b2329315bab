"""Reads the database of Hamster, another program's, without writing to it or trusting it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_MOST_STEPS = 20_000
"""How often SQLite may call back, every 10,000 of its instructions, before it is stopped."""

_FACTS = """
    SELECT CAST(fact.id AS TEXT), activity.name, fact.start_time, fact.end_time, category.name,
        fact.description,
        (SELECT group_concat(tag.name) FROM fact_tags JOIN tags tag ON tag.id = fact_tags.tag_id
         WHERE fact_tags.fact_id = fact.id)
    FROM facts fact
    LEFT JOIN activities activity ON activity.id = fact.activity_id
    LEFT JOIN categories category ON category.id = activity.category_id
    ORDER BY fact.start_time, fact.id LIMIT ?
"""
_NAMES = ("id", "name", "start_time", "end_time", "category", "description", "tags")


def hamster_facts(path: Path, most: int) -> list[dict[str, str]]:
    """Return the facts in order, their values as text and ``number`` counted from 1.

    Raises ``sqlite3.Error`` where the file is not one, or where reading takes forever.
    """
    left = _MOST_STEPS

    def is_too_much() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_progress_handler(is_too_much, 10_000)
        rows = connection.execute(_FACTS, (most,)).fetchall()
    return [
        {"number": str(number), **{name: "" if value is None else str(value)
                                   for name, value in zip(_NAMES, row, strict=True)}}
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
