"""The step that adds kinds of projects, people, and the questions at the end of a stage."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

_STAGES = (
    ("idea", "product manager", "What would prove it?"),
    ("data", "data analyst, data engineer", "Is it available?"),
    ("research", "data scientist", "Does it hold?"),
    ("analysis", "data analyst, data engineer", "Is it better?"),
    ("ship", "software engineer", "Is it live?"),
)
_KINDS = (("Embedded", "squad", 0), ("Consultancy", "client", 1), ("Platform", "users", 0))

_TABLES: dict[str, tuple[dict[str, type[Any]], dict[str, str]]] = {
    "person": ({"id": int, "name": str, "archived": int}, {}),
    "project_kind": (
        {"id": int, "name": str, "audience": str, "billable": int, "archived": int}, {},
    ),
    "kind_stage": (
        {"id": int, "kind_id": int, "stage": str, "roles": str, "question": str},
        {"kind_id": "project_kind"},
    ),
    "project_person": (
        {"id": int, "project_id": int, "person_id": int, "role": str},
        {"project_id": "project", "person_id": "person"},
    ),
    "stage_answer": (
        {
            "id": int, "task_id": int, "stage": str, "question": str, "asked_at": int,
            "answer": str,
        },
        {"task_id": "task"},
    ),
}  # fmt: skip


def add_pipeline(db: Database) -> None:
    """Add the tables with the ready-made kinds, and the columns that refer to them."""
    for name, (columns, references) in _TABLES.items():
        db.table(name).create(
            columns,
            pk="id",
            not_null=[column for column in columns if column != "id"],
            foreign_keys=[(column, table, "id") for column, table in references.items()],
            strict=True,
        )
    for statement in (
        "CREATE UNIQUE INDEX person_name ON person (name COLLATE NOCASE)",
        "CREATE UNIQUE INDEX project_kind_name ON project_kind (name COLLATE NOCASE)",
        "CREATE UNIQUE INDEX kind_stage_once ON kind_stage (kind_id, stage)",
        "CREATE UNIQUE INDEX project_person_once ON project_person (project_id, person_id, role)",
        "CREATE UNIQUE INDEX stage_answer_once ON stage_answer (task_id, stage)",
        "ALTER TABLE project ADD COLUMN kind_id INTEGER REFERENCES project_kind(id)",
        "ALTER TABLE project ADD COLUMN rate_cents INTEGER",
        "ALTER TABLE project ADD COLUMN currency TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE task ADD COLUMN person_id INTEGER REFERENCES person(id)",
        "ALTER TABLE time_block ADD COLUMN person_id INTEGER REFERENCES person(id)",
        "ALTER TABLE time_entry ADD COLUMN person_id INTEGER REFERENCES person(id)",
    ):
        db.execute(statement)
    _add_ready_made_kinds(db)


def _add_ready_made_kinds(db: Database) -> None:
    number = 0
    for kind, (name, audience, billable) in enumerate(_KINDS, 1):
        db.execute(
            "INSERT INTO project_kind VALUES (?, ?, ?, ?, 0)", (kind, name, audience, billable)
        )
        for stage, roles, question in _STAGES:
            number += 1
            db.execute(
                "INSERT INTO kind_stage VALUES (?, ?, ?, ?, ?)",
                (number, kind, stage, roles, question),
            )
    for table, highest in (("project_kind", len(_KINDS)), ("kind_stage", number)):
        db.execute("INSERT INTO counter (name, value) VALUES (?, ?)", (table, highest))
