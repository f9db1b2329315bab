"""The step that keeps spans of time away from the computer."""

from __future__ import annotations

from sqlite_utils import Database


def add_away_spans(db: Database) -> None:
    """Add the table of spans away; those that wait for an answer are found by an index."""
    table = db.table("away_span").create(
        {"id": int, "start": int, "end": int, "cause": str, "answer": str},
        pk="id",
        not_null=["start", "cause", "answer"],
        strict=True,
    )
    table.create_index(["start", "end"])
    table.create_index(["answer"])
