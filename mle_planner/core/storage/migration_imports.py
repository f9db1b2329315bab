"""The step that keeps what was imported from other time trackers."""

from __future__ import annotations

from sqlite_utils import Database


def add_imports(db: Database) -> None:
    """Add the totals of days without times, and which rows were imported."""
    db.table("day_total").create(
        {"id": int, "day": str, "length_s": int, "title": str, "project_id": int, "note": str},
        pk="id",
        not_null=["day", "length_s", "title", "note"],
        foreign_keys=[("project_id", "project", "id")],
        strict=True,
    ).create_index(["day"])
    db.table("imported_row").create(
        {"id": int, "identity": str}, pk="id", not_null=["identity"], strict=True
    ).create_index(["identity"], unique=True)
