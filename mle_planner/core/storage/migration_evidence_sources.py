"""The step that keeps sources of evidence, and the projects of repositories."""

from __future__ import annotations

from sqlite_utils import Database


def add_evidence_sources(db: Database) -> None:
    """Add sources, rules for repositories, and the length of a sign; older ones are points."""
    db.execute("ALTER TABLE evidence ADD COLUMN length_s INTEGER NOT NULL DEFAULT 0")
    columns = ["source", "by_agent", "length_s", "at", "project"]
    db.table("evidence").create_index(columns, index_name="evidence_by_source")
    db.table("evidence_source").create(
        {"id": int, "kind": str, "place": str, "is_paused": int, "stamp": str},
        pk="id",
        not_null=["kind", "place", "is_paused", "stamp"],
        strict=True,
    )
    db.table("repository_rule").create(
        {"id": int, "name": str, "project_id": int},
        pk="id",
        not_null=["name"],
        foreign_keys=[("project_id", "project", "id")],
        strict=True,
    )
    db.execute("CREATE UNIQUE INDEX repository_rule_name ON repository_rule (name COLLATE NOCASE)")
