"""The check of the data finds each broken rule, and a repair loses nothing without keeping it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.locks import LockedError
from mle_planner.core.maintenance.backups import describe_backup
from mle_planner.core.maintenance.doctor import find_problems
from mle_planner.core.maintenance.repair import Repair, repair_problems
from mle_planner.core.maintenance.restore import restore_backup
from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from tests.support.builders import BERLIN, TUESDAY, block, clock_at, put_clock, stretch, task
from tests.support.data_check import data_problems
from tests.support.day_picture import tracked_picture

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_NINE = 1795507200
"""Nine in Berlin on the Tuesday of the tests, in seconds since 1970."""


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A planner with two tasks in order, a block, two entries, a setting and an accepted plan."""
    folder = tmp_path_factory.mktemp("used")
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        first = task(planner, "Read 1h #fraud")
        task(planner, f"Write 2h due fri after {first.id}")
        block(planner, "10:00-11:00", "Drift alert")
        planner.tracking.log(stretch(planner, "9:00-10:00"), "Labels")
        planner.tracking.log(stretch(planner, "11:00-12:00"), "Metrics")
        planner.set("coding_aim_min", 200)
        planner.planning.accept(planner.planning.propose([planner.today()]))
        planner.reviews.set_note(planner.today(), "A quiet week.")
    assert ids(folder) == []
    return folder


@pytest.fixture
def folder(tmp_path: Path, used: Path) -> Path:
    """A copy of it to damage."""
    shutil.copyfile(used / FILE_NAME, tmp_path / FILE_NAME)
    return tmp_path


def ids(folder: Path) -> list[str]:
    return [problem.id for problem in find_problems(folder, BERLIN, NOW)]


def damage(folder: Path, *statements: str, forgets: bool = True) -> None:
    """Write past the planner; ``forgets`` takes away the history that would know better."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        if forgets:
            connection.execute("DELETE FROM edit")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def repair(folder: Path, *wanted: str) -> Repair:
    return repair_problems(folder, BERLIN, NOW, wanted or None)


def rows(folder: Path, select: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.text_factory = bytes
        return connection.execute(select).fetchall()


_ENTRY = (
    'INSERT INTO time_entry (id, start, "end", zone, title, activity_id, source, note) '
    "VALUES (9, {start}, {end}, 'Europe/Berlin', 'Odd', 1, 'timer', '')"
)
_HOUR = 3600

BROKEN_RULES = {
    "unknown enum": ("UPDATE task SET stage = 'nowhere' WHERE id = 1", "task:1:value"),
    "unknown number": ("UPDATE task SET priority = 9 WHERE id = 1", "task:1:value"),
    "unknown source": ("UPDATE time_entry SET source = 'x' WHERE id = 1", "time_entry:1:value"),
    "unknown category": ("UPDATE activity SET category = 'x' WHERE id = 1", "activity:1:value"),
    "invalid text": (
        "UPDATE task SET title = CAST(x'52ff6561' AS TEXT) WHERE id = 1", "task:1:value",
    ),
    "half a surrogate": (
        "UPDATE task SET title = CAST(x'eda080' AS TEXT) WHERE id = 1", "task:1:value",
    ),
    "unknown zone": ("UPDATE time_block SET zone = 'Mars/Base' WHERE id = 1", "time_block:1:value"),
    "no date": ("UPDATE task SET due = '2026-13-40' WHERE id = 2", "task:2:value"),
    "far instant": ("UPDATE time_block SET \"end\" = 1 << 50 WHERE id = 1", "time_block:1:value"),
    "weekday": ("UPDATE template_block SET weekday = 9 WHERE id = 1", "template_block:1:value"),
    "end before start": (
        f"UPDATE time_entry SET \"end\" = start - {_HOUR} WHERE id = 2", "time_entry:2:times",
    ),
    "block without length": (
        "UPDATE time_block SET \"end\" = start WHERE id = 1", "time_block:1:times",
    ),
    "block outside its day": (
        f"UPDATE time_block SET \"end\" = start + {30 * _HOUR} WHERE id = 1", "time_block:1:length",
    ),
    "overlong entry": (
        _ENTRY.format(start=_NINE - 2043 * _HOUR, end=_NINE), "time_entry:9:length",
    ),
    "overlap": (
        _ENTRY.format(start=_NINE + 1800, end=_NINE + _HOUR + 1800), "time_entry:1:overlap:9",
    ),
    "missing task": ("UPDATE time_block SET task_id = 77 WHERE id = 1", "time_block:1:task_id"),
    "missing activity": ("UPDATE task SET activity_id = 77 WHERE id = 1", "task:1:activity_id"),
    "order of a missing task": (
        "UPDATE predecessor SET predecessor_id = 77", "predecessor:1:predecessor_id",
    ),
    "circle of tasks": ("INSERT INTO predecessor VALUES (5, 1, 2)", "predecessor:5:circle"),
    "unreadable setting": (
        "UPDATE setting SET value = '{' WHERE id = 'coding_aim_min'",
        "setting:coding_aim_min:value",
    ),
    "contradicting setting": (
        "UPDATE setting SET value = '700' WHERE id = 'coding_aim_min'",
        "setting:coding_aim_min:value",
    ),
    "frozen plan": ("UPDATE frozen_block SET category = 'x' WHERE id = 1", "frozen_block:1:value"),
    "low counter": ("UPDATE counter SET value = 0 WHERE name = 'task'", "counter:task"),
    "no counter": ("DELETE FROM counter WHERE name = 'time_entry'", "counter:time_entry"),
    "no index": ("DROP INDEX one_entry_runs", "schema:one_entry_runs"),
    "no trigger": ("DROP TRIGGER plan_version_is_frozen", "schema:plan_version_is_frozen"),
    "no table": ("DROP TABLE learned_word", "schema:learned_word"),
    "rule without a meaning": ("UPDATE series SET rule = '' WHERE id = 1", "series:1:value"),
    "rule by the second": (
        "UPDATE series SET rule = 'FREQ=SECONDLY' WHERE id = 1", "series:1:value",
    ),
    "same day twice": (
        "INSERT INTO day_choice (id, day, is_off) "
        "VALUES (1, '2026-11-25', 1), (2, '2026-11-25', 0)",
        "day_choice:2:duplicate",
    ),
    "same template twice": (
        "INSERT INTO sheet_template VALUES (1, 'Month', '{}'), (2, 'month', '{}')",
        "sheet_template:2:duplicate",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN_RULES)
def test_each_broken_rule_is_found_and_repaired(folder: Path, name: str) -> None:
    statement, wanted = BROKEN_RULES[name]
    unfrozen = ("DROP TRIGGER frozen_block_is_frozen",) if name == "frozen plan" else ()
    index = {"same day twice": "idx_day_choice_day", "same template twice": "sheet_template_name"}
    doubled = (f"DROP INDEX {index[name]}",) if name in index else ()
    damage(folder, *unfrozen, *doubled, statement)
    found = ids(folder)
    assert wanted in found
    result = repair(folder)
    assert wanted in [problem.id for problem in result.repaired]
    assert ids(folder) == []
    assert result.kept_as is not None
    assert result.kept_as.stat().st_mode & 0o077 == 0
    assert result.list_path is not None
    listed = json.loads(result.list_path.read_text())
    assert [each["id"] for each in listed] == [problem.id for problem in result.repaired]
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        planner.everything()
        planner.week(planner.today())
        planner.board(include_done=True)


def test_a_counter_is_named_in_words_of_the_user(folder: Path) -> None:
    damage(folder, "DELETE FROM counter WHERE name = 'time_entry'")
    (problem,) = repair(folder).repaired
    assert problem.where == "Entry"
    assert problem.repair.startswith("The next one gets the number ")


def test_a_single_problem_is_repaired_and_the_others_stay(folder: Path) -> None:
    damage(
        folder,
        "UPDATE task SET stage = 'nowhere' WHERE id = 1",
        "UPDATE time_entry SET source = 'x' WHERE id = 1",
    )
    result = repair(folder, "task:1:value")
    assert [problem.id for problem in result.repaired] == ["task:1:value"]
    assert ids(folder) == ["time_entry:1:value"]
    with pytest.raises(PlannerError, match=r"There is no problem task:1:value\."):
        repair(folder, "task:1:value")


def test_sound_data_is_left_as_it_is(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    assert repair(folder) == Repair(())
    assert (folder / FILE_NAME).read_bytes() == before
    assert not (folder / "backups").exists()


def test_restoring_the_copy_takes_a_repair_back(folder: Path) -> None:
    damage(folder, _ENTRY.format(start=_NINE + 1800, end=_NINE + _HOUR + 1800))
    before = rows(folder, "SELECT * FROM time_entry")
    result = repair(folder)
    assert rows(folder, "SELECT * FROM time_entry") != before
    assert result.kept_as is not None
    restore_backup(folder, describe_backup(result.kept_as), NOW + timedelta(minutes=1))
    assert rows(folder, "SELECT * FROM time_entry") == before


def test_a_repair_is_one_undo_step(folder: Path) -> None:
    damage(
        folder,
        _ENTRY.format(start=_NINE + 1800, end=_NINE + _HOUR + 1800),
        "INSERT INTO predecessor VALUES (5, 1, 2)",
    )
    before = rows(folder, "SELECT * FROM time_entry"), rows(folder, "SELECT * FROM predecessor")
    repair(folder)
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        assert planner.history.undo() == "Repair the data"
    after = rows(folder, "SELECT * FROM time_entry"), rows(folder, "SELECT * FROM predecessor")
    assert after == before


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (1800, 5400, [(0, 1800), (1800, 5400)]),
        (600, 1200, [(0, 600), (600, 1200), (1200, 3600)]),
        (0, 1800, [(0, 1800), (1800, 3600)]),
        (0, 3600, [(0, 3600)]),
        (-600, 3600, [(-600, 0), (0, 3600)]),
        (-600, 5400, [(-600, 0), (0, 3600), (3600, 5400)]),
    ],
)
def test_shared_time_counts_once_and_all_other_time_is_kept(
    folder: Path, start: int, end: int, expected: list[tuple[int, int]]
) -> None:
    damage(
        folder,
        "DELETE FROM time_entry WHERE id = 2",
        _ENTRY.format(start=_NINE + start, end=_NINE + end),
    )
    repair(folder)
    assert ids(folder) == []
    select = f'SELECT start - {_NINE}, "end" - {_NINE} FROM time_entry ORDER BY start'
    assert rows(folder, select) == expected


def test_parts_of_a_typical_day_that_share_time_are_found_and_none_is_lost(folder: Path) -> None:
    damage(folder, "DELETE FROM template_block")
    for number, weekday, start, end in ((1, 0, 540, 720), (2, 0, 600, 660), (3, 1, 540, 720)):
        damage(
            folder,
            "INSERT INTO template_block (id, weekday, start_min, end_min, title, "
            f"activity_id) VALUES ({number}, {weekday}, {start}, {end}, 'P{number}', 1)",
        )
    assert ids(folder) == ["template_block:1:overlap:2"]
    repair(folder)
    assert ids(folder) == []
    kept = rows(folder, "SELECT start_min, end_min, title FROM template_block WHERE weekday = 0 "
                "ORDER BY start_min")  # fmt: skip
    assert kept == [(540, 600, b"P1"), (600, 660, b"P2"), (660, 720, b"P1")]


def test_two_running_entries_become_one(folder: Path) -> None:
    damage(
        folder,
        "DROP INDEX one_entry_runs",
        _ENTRY.format(start=_NINE + 5 * _HOUR, end="NULL"),
        _ENTRY.replace("9,", "8,").format(start=_NINE + 6 * _HOUR, end="NULL"),
    )
    assert {"time_entry:9:overlap:8", "schema:one_entry_runs"} <= set(ids(folder))
    repair(folder)
    assert ids(folder) == []
    assert rows(folder, 'SELECT id FROM time_entry WHERE "end" IS NULL') == [(8,)]


def test_a_timer_shares_time_with_a_later_entry_once_the_clock_has_reached_it(
    tmp_path: Path,
) -> None:
    clock = clock_at("2026-11-24 11:00")
    with Planner.open(tmp_path, clock) as planner:
        planner.tracking.log(stretch(planner, "10:00-11:00"), "Ahead")
        put_clock(clock, "2026-11-24 09:00")
        planner.tracking.start("Timer")
        put_clock(clock, "2026-11-24 09:31")
        assert data_problems(planner) == []
        put_clock(clock, "2026-11-24 11:31")
        assert len(data_problems(planner)) == 1
        repair_problems(tmp_path, BERLIN, clock.now())
        assert data_problems(planner) == []
        assert tracked_picture(planner, TUESDAY) == (
            "09:00-10:00 Timer\n10:00-11:00 Ahead\n11:00-… Timer"
        )


def test_the_history_knows_what_a_damaged_row_was(folder: Path) -> None:
    """A flipped bit leaves text that reads well; only the history tells that it is wrong."""
    damage(
        folder,
        "UPDATE task SET title = 'Rfad', stage = 'nowhere' WHERE id = 1",
        "UPDATE time_entry SET title = 'Labfls' WHERE id = 1",
        "DELETE FROM time_block WHERE id = 1",
        forgets=False,
    )
    assert ids(folder) == ["task:1:value", "time_entry:1:saved", "time_block:1:lost"]
    repair(folder)
    assert ids(folder) == []
    assert rows(folder, "SELECT title FROM task WHERE id = 1") == [(b"Read",)]
    assert rows(folder, "SELECT title FROM time_entry WHERE id = 1") == [(b"Labels",)]
    assert rows(folder, "SELECT title FROM time_block WHERE id = 1") == [(b"Drift alert",)]


def test_an_undone_change_is_no_difference(folder: Path) -> None:
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        planner.tasks.change(planner.open_tasks()[0].id, title="Read again")
        planner.history.undo()
        planner.history.undo()
    assert ids(folder) == []


def test_an_unreadable_change_is_cut_from_the_history(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("UPDATE edit SET changes = x'00' WHERE id = 3")
        connection.commit()
    assert "edit:3:unreadable" in ids(folder)
    repair(folder)
    assert ids(folder) == []
    assert rows(folder, "SELECT min(id) FROM edit") == [(4,)]


@pytest.mark.parametrize(
    "assignment",
    ["at = 1 << 60", "operation = CAST(x'ff' AS TEXT)", "detail = CAST(x'ff' AS TEXT)"],
)
def test_a_damaged_line_of_the_history_is_found_and_hides_no_other(
    folder: Path, assignment: str
) -> None:
    damage(folder, f"UPDATE edit SET {assignment} WHERE id = 3", forgets=False)
    assert ids(folder) == ["edit:3:unreadable"]
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        assert len(planner.history.lines(100)) >= 4
    repair(folder)
    assert ids(folder) == []


def test_a_line_of_the_history_that_is_no_text_is_left_out(folder: Path) -> None:
    loosen = "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'edit'"
    damage(folder, loosen, forgets=False)
    damage(folder, "UPDATE edit SET subject = x'00' WHERE id = 3", forgets=False)
    assert ids(folder) == ["edit:3:unreadable"]
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        assert 3 not in {line.id for line in planner.history.lines(100)}


@pytest.mark.parametrize("table", ["week_note", "project", "time_entry"])
@pytest.mark.parametrize("number", [0, -1, 1 << 50])
def test_a_row_under_a_number_never_given_gets_its_own_back(
    folder: Path, table: str, number: int
) -> None:
    before = rows(folder, f"SELECT * FROM {table} ORDER BY id")
    damage(folder, f"UPDATE {table} SET id = {number} WHERE id = 1", forgets=False)
    assert f"{table}:1:lost" in ids(folder)
    repair(folder)
    assert ids(folder) == []
    assert rows(folder, f"SELECT * FROM {table} ORDER BY id") == before


def test_what_is_removed_is_in_the_list_of_changes(folder: Path) -> None:
    damage(folder, "DROP INDEX idx_day_choice_day", *BROKEN_RULES["same day twice"][:1])
    result = repair(folder)
    assert result.list_path is not None
    changes = [
        change for each in json.loads(result.list_path.read_text()) for change in each["changes"]
    ]
    hours = {"start_min": None, "end_min": None}
    removed = {"id": 2, "day": "2026-11-25", "is_off": 0, **hours}
    assert changes == [{"table": "day_choice", "before": removed, "after": None}]


@pytest.fixture
def scribbled(folder: Path) -> Iterator[Path]:
    """A database with pages of noise behind its first tables."""
    path = folder / FILE_NAME
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 20 * 4096] = b"\xa5" * (12 * 4096)
    path.write_bytes(content)
    yield folder
    assert path.read_bytes() == content


def test_damaged_pages_name_the_restore_command(scribbled: Path) -> None:
    problems = find_problems(scribbled, BERLIN, NOW)
    assert problems
    assert "mle-planner restore" in " ".join(problem.what for problem in problems)


def drop_column(folder: Path, table: str, column: str, *, forgets: bool = False) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        indexes = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOT NULL",
            (table,),
        ).fetchall()
    statements = [f"DROP INDEX {name}" for (name,) in indexes]
    damage(folder, *statements, f'ALTER TABLE {table} DROP COLUMN "{column}"', forgets=forgets)


def test_a_missing_column_comes_back_with_what_the_history_knows(folder: Path) -> None:
    before = rows(folder, "SELECT id, estimate_min, note FROM task")
    drop_column(folder, "task", "estimate_min")
    assert "schema:task.estimate_min" in ids(folder)
    repair(folder)
    assert ids(folder) == []
    assert rows(folder, "SELECT id, estimate_min, note FROM task") == before
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        assert task(planner, "New 1h").estimate_min == 60


def test_a_missing_column_without_a_value_is_empty_or_usual(folder: Path) -> None:
    drop_column(folder, "task", "stage", forgets=True)
    drop_column(folder, "week_note", "monday", forgets=True)
    found = {problem.id: problem for problem in find_problems(folder, BERLIN, NOW)}
    assert found["schema:task.stage"].repair.startswith("Adds it. Its values are taken from")
    lost = found["schema:week_note.monday"]
    assert lost.repair == ""
    assert lost.what.endswith("is missing. Restore a backup: mle-planner restore.")
    repair(folder)
    assert set(ids(folder)) == {"schema:week_note.monday", "schema:idx_week_note_monday"}
    assert {row[0] for row in rows(folder, "SELECT stage FROM task")} == {b"ship"}


@pytest.mark.parametrize(
    "column", ["time_entry.end", "setting.value", "edit.changes", "counter.value"]
)
def test_no_rule_is_checked_on_a_column_that_is_missing(folder: Path, column: str) -> None:
    drop_column(folder, *column.split("."))
    assert f"schema:{column}" in ids(folder)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER)")
    (problem,) = find_problems(tmp_path, BERLIN, NOW)
    assert "another program" in problem.what
    assert problem.repair == ""


def test_a_log_of_entries_that_touch_is_sound(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at("2026-11-24 18:00")) as planner:
        for hour in range(8, 12):
            span = stretch(planner, f"{hour}:00-{hour + 1}:00")
            planner.tracking.log(Span(span.start, span.end), f"Hour {hour}")
    assert ids(tmp_path) == []


def test_nothing_that_was_tracked_in_locked_days_is_repaired(folder: Path) -> None:
    damage(folder, _ENTRY.format(start=_NINE + 1800, end=_NINE + _HOUR + 1800))
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        planner.locks.lock(planner.today(), planner.today())
    with pytest.raises(LockedError, match=r"is locked\. Nothing was changed"):
        repair(folder)
    assert "time_entry:1:overlap:9" in ids(folder)
