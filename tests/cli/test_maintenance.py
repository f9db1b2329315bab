"""History, backups, the check-up, the export, settings and typical days."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mle_planner.core.maintenance.backup_failure import BackupFailure, note_failure
from tests.support.command_line import CommandLine


def test_changes_are_listed_taken_back_and_made_again(run: CommandLine) -> None:
    run("add", "Read 1h")
    run("add", "Write 1h", now="2026-11-23T09:00")
    assert run("history").out == "Mon 23 Nov 09:00  Add Write\nMon 23 Nov 08:55  Add Read\n"
    assert run("undo", "--json").json == {"undone": "Add Write"}
    lines = run("history", "--json", "--lines", "1").json
    assert lines == [
        {
            "id": 2,
            "at": "2026-11-23T09:00:00+00:00",
            "label": "Add Write",
            "operation": "add",
            "subject": "Write",
            "count": 1,
            "undone": True,
        }
    ]
    assert run("redo", "--json").json == {"redone": "Add Write"}
    assert run("redo").sentence == "There is nothing to redo."
    assert "is not a number of lines" in run("history", "--lines", "few").sentence
    run("undo")
    run("undo")
    assert run("undo").sentence == "There is nothing to undo."


def test_a_backup_is_written_and_looked_at(run: CommandLine, tmp_path: Path) -> None:
    run("add", "Read 1h")
    path = Path(run("backup", "--json").json["path"])
    assert path.parent == run.folder / "backups"
    elsewhere = tmp_path / "elsewhere"
    assert run("backup", str(elsewhere)).out.startswith(f"Wrote {elsewhere}")
    sound = run("doctor", "--json").json
    assert (sound["sound"], sound["problems"], sound["backups"]) == (True, [], 1)
    copy = CommandLine(tmp_path / "restored", run.capsys)
    copy.folder.mkdir()
    (copy.folder / "planner.db").write_bytes(path.read_bytes())
    assert copy("tasks", "--json").json == run("tasks", "--json").json


def test_a_backup_is_restored_on_a_new_machine(run: CommandLine, tmp_path: Path) -> None:
    run("add", "Read 1h")
    path = run("backup", "--json").json["path"]
    new = CommandLine(tmp_path / "new" / "planner", run.capsys)
    assert new("restore", path, "--yes").out.startswith("Restored ")
    assert new("tasks", "--json").json == run("tasks", "--json").json
    assert new.folder.stat().st_mode & 0o077 == 0


def test_a_published_file_follows_a_restore(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    run("add", "Read 1h")
    run("plan", "--accept")
    run("publish", str(path), "--level", "full", "--yes")
    published = path.read_bytes()
    assert b"SUMMARY:Read" in published
    run("backup")
    run("delete", "1")
    run("plan", "--accept")
    assert b"SUMMARY:Read" not in path.read_bytes()
    assert run("restore", "--yes", "--correct").code == 0
    assert path.read_bytes() == published


def test_a_restore_names_the_timer_that_runs_afterwards_and_how_to_end_it(run: CommandLine) -> None:
    run("start", "Read", now="2026-11-23T09:00")
    run("backup", now="2026-11-23T10:00")
    run("stop", now="2026-11-23T10:30")
    shown = run("restore", "--json", now="2026-11-23T11:00").json
    assert shown["running"] == {"title": "Read", "start": "2026-11-23T09:00:00+00:00"}
    said = run("restore", now="2026-11-23T11:00").err
    assert "A timer runs in this backup: Read since 2026-11-23 09:00." in said
    restored = run("restore", "--yes", now="2026-11-23T11:00").out
    assert said.partition("A timer")[2].splitlines()[0] in restored, "also where nothing is asked"
    asked = run("status", now="2026-11-23T11:00").out
    assert "The last activity was at 10:00. Is Read still running?" in asked
    end = said.partition("mle-planner stop --at ")[2].split()[0]
    assert (
        run("stop", "--at", end, "--json", now="2026-11-23T11:00")
        .json["end"]
        .startswith("2026-11-23T10:00")
    )


def test_a_backup_that_cannot_be_written_is_one_sentence(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "could not be written" in run("backup", str(tmp_path / "file")).sentence


def test_a_failed_automatic_backup_is_named(run: CommandLine) -> None:
    run("add", "Read 1h")
    assert run("status", "--json").json["backup_failed"] is None
    at = datetime(2026, 11, 23, 8, 50, tzinfo=UTC)
    note_failure(run.folder, BackupFailure(at, "The disk is full."))
    told = "The automatic backup failed (Mon 23 Nov 2026 08:50). The disk is full."
    assert told in run("status").out
    failed = run("status", "--json").json["backup_failed"]
    assert failed == {"at": at.isoformat(), "reason": "The disk is full."}
    assert run("doctor", "--json").json["notes"] == [told]
    run("backup")
    assert told not in run("status").out


def test_the_check_up_finds_damaged_backups_and_settings(run: CommandLine) -> None:
    path = Path(run("backup", "--json").json["path"])
    path.write_bytes(path.read_bytes()[:-100] + b"x" * 100)
    (path.parent / "other.db").write_bytes(b"no database")
    answer = run("doctor", "--json")
    assert answer.code == 1
    found = json.loads(answer.out)
    assert found["sound"] is False
    assert [problem["id"] for problem in found["problems"]] == [
        "backup:other.db", f"backup:{path.name}",
    ]  # fmt: skip
    connection = sqlite3.connect(run.folder / "planner.db")
    connection.execute("INSERT INTO setting VALUES ('theme', '\"pink\"')")
    connection.commit()
    connection.close()
    assert "Theme could not be read; the default is in use." in run("doctor").out


def test_the_check_up_finds_references_to_nothing(run: CommandLine) -> None:
    run("add", "Read 1h")
    connection = sqlite3.connect(run.folder / "planner.db")
    connection.execute("UPDATE task SET activity_id = 999")
    connection.commit()
    connection.close()
    answer = run("doctor")
    assert answer.code == 1
    assert "It refers to activity 999, which does not exist." in answer.out


def test_problems_are_repaired_one_by_one_or_all_at_once(run: CommandLine) -> None:
    run("add", "Read 1h")
    run("set", "theme", "dark")
    connection = sqlite3.connect(run.folder / "planner.db")
    connection.execute("UPDATE task SET stage = 'nowhere', activity_id = 999")
    connection.execute("UPDATE setting SET value = '{'")
    connection.execute("DELETE FROM edit")
    connection.commit()
    connection.close()
    before = [problem["id"] for problem in json.loads(run("doctor", "--json").out)["problems"]]
    assert before == ["task:1:value", "setting:theme:value"]
    one = run("doctor", "--repair", "task:1:value", "--json")
    assert one.code == 1
    answer = json.loads(one.out)
    assert [problem["id"] for problem in answer["repaired"]] == ["task:1:value"]
    assert set(answer["repaired"][0]) == {"id", "where", "what", "repair"}
    assert Path(answer["kept_as"]).exists()
    assert Path(answer["changes"]).exists()
    assert [problem["id"] for problem in answer["problems"]] == [
        "task:1:activity_id", "setting:theme:value",
    ]  # fmt: skip
    assert run("doctor", "--repair", "all", now="2026-11-23T08:56").code == 0
    assert run("doctor", "--repair", "nonsense").sentence.startswith("There is no problem nonsense")
    assert run("tasks", "--json").json[0]["title"] == "Read"


def test_a_database_with_damaged_pages_is_a_sentence_and_stays_as_it_is(run: CommandLine) -> None:
    for number in range(40):
        run("add", f"Task number {number} with some words to fill a page 1h")
    sqlite3.connect(run.folder / "planner.db").execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    path = run.folder / "planner.db"
    content = path.read_bytes()
    damaged = content[:8192] + b"\xaa" * (len(content) - 8192)
    path.write_bytes(damaged)
    answer = run("tasks")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert run("doctor").code == 1
    assert path.read_bytes() == damaged


def test_everything_is_exported(run: CommandLine, tmp_path: Path) -> None:
    run("add", "Read 1h due fri #papers")
    document = run("export").json
    assert (document["kind"], document["exported_at"]) == ("everything", "2026-11-23T08:55:00Z")
    (task,) = document["records"]["task"]
    assert (task["title"], task["due"], task["created_at"]) == (
        "Read", "2026-11-27", "2026-11-23T08:55:00Z",
    )  # fmt: skip
    file = tmp_path / "all.json"
    run("export", "-o", str(file))
    assert json.loads(file.read_text()) == document


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("coding_aim_min", "3:15", 195),
        ("coding-aim-min", "3h", 180),
        ("coding_aim_min", "200", 200),
        ("day_border_min", "4:00", 240),
        ("theme", "Dark", "dark"),
    ],
)
def test_a_setting_is_changed(run: CommandLine, name: str, text: str, value: object) -> None:
    assert run("set", name, text, "--json").json["value"] == value
    settings = {line["name"]: line["value"] for line in run("settings", "--json").json}
    assert settings[name.replace("-", "_")] == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("theme", "pink", "choose one of system, light, dark"),
        ("coding_aim_min", "lots", "choose a length from 0:00 to 12:00"),
        ("coding_aim_min", "99:00", "choose a length from 0:00 to 12:00"),
        ("day_border_min", "3h", "choose a time from 00:00 to 08:00"),
        ("editor_port", "80", "choose a whole number from 1024 to 65535"),
        ("coding_aim", "3h", "Did you mean coding_aim_min?"),
        ("zzz", "3h", "There is no setting called zzz."),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    run: CommandLine, name: str, text: str, said: str
) -> None:
    before = run("settings").out
    assert said in run("set", name, text).sentence
    assert run("settings").out == before


def test_a_typical_day_is_chosen_by_its_name(run: CommandLine) -> None:
    assert run("template").out == "Individual contributor\nSenior\nManager\n"
    assert run("template", "manager", "--json").json == {"template": "Manager"}
    assert run("history", "--json").json[0]["label"] == "Set the typical day to Manager"
    assert "There is no typical day called astronaut." in run("template", "astronaut").sentence


def test_a_purge_is_shown_first_and_done_with_yes(run: CommandLine) -> None:
    run("log", "8:00", "8:30", "Secret talk", now="2026-11-23T12:00")
    run("add", "Read 1h #papers")
    path = run("backup", "--json").json["path"]
    shown = run("purge", "entry", "1", "--json").json
    assert shown == {
        "target": "entry 1 “Secret talk”",
        "records": {"time_entry": 1},
        "undo_steps": 2,
        "backups": [path],
        "other_files": [],
        "purged": False,
        "backups_purged": False,
    }
    assert "run it again with --yes" in run("purge", "entry", "1").out
    assert run("purge", "entry", "1", "--yes", "--backups", "--json").json["backups_purged"]
    assert "There is no entry 1." in run("purge", "entry", "1").sentence
    for file in run.folder.rglob("*"):
        assert file.is_dir() or b"Secret talk" not in file.read_bytes()
    assert run("purge", "project", "PAPERS", "--yes").out.startswith("Deleted for good: project")
    assert run("tasks", "--json").json == []
    assert "There is no project papers." in run("purge", "project", "papers").sentence
    assert "There is no task 1." in run("purge", "task", "1").sentence
    assert run("purge", "before", "2026-11-23", "--json").json["records"] == {}
    ahead = run("purge", "before", "2026-12-20", "--yes", now="2026-11-23T12:00")
    assert ahead.sentence.startswith("2026-12-20 is still ahead.")


def test_what_was_purged_from_the_database_is_purged_from_backups_later(run: CommandLine) -> None:
    run("log", "8:00", "8:30", "Quokka talk", now="2026-11-23T12:00")
    run("add", "Quokka reading 1h #quokkas")
    path = run("backup", "--json").json["path"]
    secret = (("entry", "1"), ("task", "1"), ("project", "Quokkas"))
    for words in secret:
        run("purge", *words, "--yes")
    assert b"uokka" not in (run.folder / "planner.db").read_bytes()
    assert b"uokka" in Path(path).read_bytes()
    for words in secret:
        assert "There is no" in run("purge", *words, "--yes").sentence
        assert run("purge", *words, "--yes", "--backups", "--json").json["backups"] == [path]
        assert "There is no" in run("purge", *words, "--yes", "--backups").sentence
    assert b"uokka" not in Path(path).read_bytes()
    assert run("doctor", "--json").json["sound"]


def test_a_setting_says_how_to_go_back_and_undo_leaves_it(run: CommandLine) -> None:
    run("add", "Fix paging 2h")
    said = run("set", "theme", "dark").out
    assert said == "Theme: dark (was system; --reset brings back the default)\n"
    assert run("undo").out == "Undone: Add Fix paging\n"
    assert "nothing to undo" in run("undo").sentence
    assert run("set", "theme", "--reset").out == "Theme: system (was dark)\n"
    assert "one of them" in run("set", "theme").sentence
    assert "one of them" in run("set", "theme", "dark", "--reset").sentence


def test_a_file_that_is_no_backup_is_not_restored(run: CommandLine, tmp_path: Path) -> None:
    run("add", "Read 1h")
    newer = Path(run("backup", str(tmp_path), "--json").json["path"])
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 900")
    newer.with_suffix(".sha256").unlink()
    words = tmp_path / "words.db"
    words.write_text("no database " * 500)
    for path, reason in (
        (run.folder / "planner.db", "is the planner's own database"),
        (newer, "was written by a newer version"),
        (words, "is not a backup of the planner"),
        (tmp_path / "gone.db", "There is no backup"),
    ):
        assert reason in run("restore", "--yes", str(path)).sentence
    assert not list((run.folder / "backups").glob("*.db"))


def test_a_restore_over_a_database_that_cannot_be_read_promises_no_way_back(
    run: CommandLine,
) -> None:
    run("add", "Read 1h")
    run("backup")
    assert "restoring that backup undoes this." in run("restore").err
    (run.folder / "planner.db").write_bytes(b"no database " * 500)
    shown = run("restore").err
    assert "a copy of its bytes is kept" in shown
    assert "latest entry: ? now" in shown
    assert "undoes this" not in shown
    (run.folder / "planner.db").unlink()
    shown = run("restore").err
    assert "There is no database now." in shown
    assert "a copy of its bytes" not in shown
