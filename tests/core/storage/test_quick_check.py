"""A damaged database is noticed at the start, and the sentence leads to the whole check."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mle_planner.core.maintenance.doctor import find_problems
from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.quick_check import missing_columns
from mle_planner.core.storage.schema import INDEXES_AND_TRIGGERS, OTHER_COLUMNS
from mle_planner.core.storage.zone_rules import all_known
from tests.support.builders import BERLIN, clock_at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.tasks.add("Read 1h")
        assert planner.notices == ()
    return tmp_path


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute(statement)
        connection.commit()


def test_the_count_is_that_of_what_the_migrations_make(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        made = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') "
            "AND sql IS NOT NULL AND tbl_name <> '_sqlite_migrations'"
        ).fetchall()
        assert len(made) == INDEXES_AND_TRIGGERS


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX one_entry_runs",
        "DROP TRIGGER plan_version_is_frozen",
        "DELETE FROM counter WHERE name = 'task'",
        "UPDATE counter SET value = 0 WHERE name = 'task'",
        "DELETE FROM activity WHERE id IN (SELECT activity_id FROM task)",
    ],
)
def test_a_database_with_a_problem_opens_and_says_so(folder: Path, statement: str) -> None:
    change(folder, statement)
    with Planner.open(folder, clock_at()) as planner:
        (notice,) = planner.notices
        assert "mle-planner doctor" in notice
        assert planner.open_tasks()


def test_a_missing_table_is_one_sentence(folder: Path) -> None:
    change(folder, "DROP TABLE learned_word")
    with pytest.raises(StorageError, match=r"the table learned_word is missing.*planner doctor"):
        Planner.open(folder, clock_at())


def test_the_columns_are_those_that_the_migrations_make(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert missing_columns(connection) == []
        made = {
            f"{table}.{column}"
            for table in ("counter", "edit", "zone_rules")
            for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }
    assert made == OTHER_COLUMNS


@pytest.mark.parametrize("column", ["task.note", "template_block.start_min", "edit.detail"])
def test_a_missing_column_is_one_sentence(folder: Path, column: str) -> None:
    table, _dot, name = column.partition(".")
    change(folder, f"ALTER TABLE {table} DROP COLUMN {name}")
    with pytest.raises(StorageError, match=rf"the column {column} is missing.*planner doctor"):
        Planner.open(folder, clock_at())


def test_the_rest_of_a_table_without_a_column_can_be_read(folder: Path) -> None:
    change(folder, "ALTER TABLE task DROP COLUMN note")
    with Planner.open(folder, clock_at(), is_read_only=True) as planner:
        assert planner.open_tasks()


def test_a_damaged_name_that_sqlite_cannot_even_quote_is_one_sentence(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET name = CAST(x'd5ff' AS TEXT), sql = 'CREATE' "
            "WHERE name = 'task'"
        )
        connection.commit()
    with pytest.raises(StorageError, match=r"is damaged.*mle-planner restore"):
        Planner.open(folder, clock_at())
    (problem,) = find_problems(folder, BERLIN, clock_at().now())
    assert problem.id == "database"


@pytest.mark.parametrize("onsets", ["[1,", "[2, 1]", '["x"]', "7", "[" * 100_000])
def test_damaged_rules_of_a_zone_are_stored_again(folder: Path, onsets: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute(
            "UPDATE zone_rules SET source = 'older', onsets = ?", (onsets,)
        ).rowcount
        connection.commit()
    with Planner.open(folder, clock_at()) as planner:
        assert planner.open_tasks()
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert all_known(connection)


def test_a_file_that_was_cut_short_is_one_sentence(folder: Path) -> None:
    path = folder / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[:-4096])
    with pytest.raises(StorageError, match="mle-planner restore"):
        Planner.open(folder, clock_at())
    assert path.read_bytes() == content[:-4096]


def test_pages_that_are_still_in_the_log_are_not_missed(folder: Path) -> None:
    with Planner.open(folder, clock_at()) as planner:
        for number in range(50):
            planner.tasks.add(f"Task {number} {'word ' * 50} 1h")
        with Planner.open(folder, clock_at()) as other:
            assert other.notices == ()
