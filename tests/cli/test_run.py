"""A long command is machine time: passed through, tracked beside, never in sums of one's own."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mle_planner.cli import run as run_command
from mle_planner.cli.entry import main
from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
from tests.support.command_line import Answer, CommandLine

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")


@pytest.fixture(autouse=True)
def notices(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the desktop was told."""
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(run_command, "notify_once", lambda *words: told.append(words))
    return told


def start(run: CommandLine, *words: str, before: tuple[str, ...] = ()) -> Answer:
    """Run a command with the program's own options before it: those after -- are the program's."""
    options = ["--data", str(run.folder), "--now", run.now, *before]
    run.capsys.readouterr()
    code = main([*options, "run", *words])
    return Answer(code, *run.capsys.readouterr())


def jobs(run: CommandLine) -> list[dict[str, Any]]:
    return list(run.everything()["job"])


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 0", 0),
        ("exit 3", 3),
        ("kill -KILL $$", 137),
        ("kill -INT $PPID; exit 4", 4),  # as Ctrl+C, which reaches both
        ("trap 'kill $!; exit 9' TERM; sleep 60 & kill -TERM $PPID; wait", 9),
    ],
)
def test_the_exit_code_is_passed_through_whatever_ends_it(
    run: CommandLine, script: str, code: int
) -> None:
    assert start(run, "--", "sh", "-c", script).code == code
    (job,) = jobs(run)
    assert (job["exit_code"], job["end"] is not None) == (code, True)


def test_a_task_whose_timer_runs_already_is_not_offered(run: CommandLine) -> None:
    run("add", "Train the model 2h")
    run("start", "1")
    ended = start(run, "--task", "1", "--", "sh", "-c", "exit 0").err
    assert "finished after" in ended
    assert "Next:" not in ended
    run("stop", "--at", "now", now="2026-11-23T12:00")
    assert "mle-planner start 1" in start(run, "--task", "1", "--", "sh", "-c", "exit 0").err


def test_its_words_are_kept_as_they_are_and_the_waiting_task_is_offered(
    run: CommandLine,
    tmp_path: Path,
    notices: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("add", "Train drift model 2h @coding")
    (tmp_path / "show").write_text("#!/bin/sh\nprintf '%s|' \"$@\" > shown\n")
    (tmp_path / "show").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert start(run, "--task", "1", "--", "./show", "--json", "--", "-h", "--task").code == 0
    assert (tmp_path / "shown").read_text() == "--json|--|-h|--task|"
    title = "./show --json -- -h --task"
    assert notices == [(f"{title} finished", "After 0:00. Next: Train drift model")]
    (job,) = jobs(run)
    assert (job["title"], job["task_id"]) == (title, 1)


def test_the_next_of_a_task_that_is_done_is_what_waits_for_it(run: CommandLine) -> None:
    run("add", "Train model 2h")
    run("add", "Evaluate model 1h after: Train model")
    run("done", "1")
    answer = start(run, "--task", "1", "--", "true", before=("--json",)).json
    assert answer["next"] == {"task": 2, "title": "Evaluate model"}
    assert (answer["exit_code"], answer["minutes"]) == (0, 0)


def test_while_it_runs_status_shows_it_and_no_sum_holds_it(run: CommandLine) -> None:
    out = run.folder.with_name("status.json")
    asked = f"'{sys.executable}' -m mle_planner --data '{run.folder}' --now 2026-11-23T10:00"
    run("start", "Own work", now="2026-11-23T09:00")
    run.now = "2026-11-23T09:30"
    start(run, "--", "sh", "-c", f"{asked} status --json > '{out}'")
    status = json.loads(out.read_text())
    (job,) = status["jobs"]
    assert (job["start"], job["minutes"]) == ("2026-11-23T09:30:00+00:00", 30)
    assert (status["running"]["title"], status["coding_today_min"]) == ("Own work", 60)
    assert run("status", "--json").json["jobs"] == []
    assert [each["title"] for each in run("today", "--json").json["tracked"]] == ["Own work"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--", "/nowhere/train"], 1, "could not be started (No such file or directory)"),
        ([], 2, "Name the command after --"),
        (["--task", "7", "--", "true"], 1, "There is no task 7."),
        (["--task", "nothing", "--", "true"], 1, "There is no open task called nothing."),
    ],
)
def test_what_cannot_be_started_is_one_sentence_and_leaves_nothing(
    run: CommandLine, words: list[str], code: int, sentence: str
) -> None:
    answer = start(run, *words)
    assert answer.code == code
    assert sentence in answer.err
    assert jobs(run) == []


@pytest.mark.parametrize("fault", ["damaged", "no folder", "newer"])
def test_where_it_cannot_be_tracked_it_runs_and_that_is_said(
    run: CommandLine, tmp_path: Path, fault: str, notices: list[tuple[str, str]]
) -> None:
    run("tasks")
    if fault == "damaged":
        (run.folder / "planner.db").write_bytes(b"no database" * 400)
    elif fault == "no folder":
        (tmp_path / "file").touch()
        run.folder = tmp_path / "file" / "data"
    else:
        with closing(sqlite3.connect(run.folder / "planner.db")) as database:
            database.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
            database.execute("PRAGMA user_version = 100000")
            database.commit()
    answer = start(run, "--", "sh", "-c", "exit 3", before=("--json",))
    assert answer.code == 3
    assert "The command runs, but it is not tracked." in answer.err
    shape = json.loads(answer.out)
    assert (shape["id"], shape["exit_code"], shape["next"]) == (None, 3, None)
    assert notices == []


def test_a_job_that_was_killed_with_its_watcher_runs_no_longer(tmp_path: Path) -> None:
    clock: FixedClock = clock_at()
    with Planner.open(tmp_path, clock) as planner:
        job = planner.jobs.begin(["train"])
        assert [found.job for found in planner.jobs.running()] == [job]
        (sign,) = (tmp_path / "jobs").iterdir()
        silent = sign.stat().st_mtime - timedelta(minutes=4).total_seconds()
        os.utime(sign, (silent, silent))
        assert planner.jobs.running() == ()
        planner.jobs.sign(job)
        assert len(planner.jobs.running()) == 1, "as after the machine slept"


def test_its_end_is_told_as_the_settings_of_notifications_say(
    run: CommandLine, notices: list[tuple[str, str]]
) -> None:
    run("add", "Secret merger 1h")
    run("set", "notification_content", "no titles")
    start(run, "--task", "1", "--", "sh", "-c", "exit 3")
    assert notices.pop() == ("A command ended with exit code 3", "After 0:00.")
    for name, value in (
        ("notification_content", "off"), ("remind_job", "off"), ("quiet_until_min", "23:59"),
    ):  # fmt: skip
        run("set", name, value)
        start(run, "--", "true")
        run("set", name, "--reset")
    assert notices == []
