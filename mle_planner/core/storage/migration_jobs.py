"""The step that keeps the commands that the machine worked on by itself."""

from __future__ import annotations

from sqlite_utils import Database


def add_jobs(db: Database) -> None:
    """Add the table of jobs; a job outlives its task."""
    db.table("job").create(
        {
            "id": int, "start": int, "end": int, "zone": str, "title": str, "task_id": int,
            "exit_code": int,
        },
        pk="id",
        not_null=["start", "zone", "title"],
        strict=True,
    ).create_index(["start", "end"])  # fmt: skip
