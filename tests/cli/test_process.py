"""The command line as a separate process: what it loads, pipes, unforeseen faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mle_planner.cli import main
from mle_planner.core.planner import Planner
from tests.support.checkout import ROOT
from tests.support.command_line import CommandLine

NOW = "2026-11-23T09:30"
LIST_MODULES = """
import sys
from mle_planner.__main__ import main
code = main()
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def run_process(
    folder: Path, *words: str, script: tuple[str, ...] = ("-m", "mle_planner")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *script, *words, "--data", str(folder), "--now", NOW],
        cwd=folder.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def used(run: CommandLine) -> Path:
    """A folder with an up-to-date database in which something runs."""
    run("add", "Fix paging 2h #fraud")
    run("log", "8:00", "8:30", "Mail", "--activity", "email")
    run("start", "1", now="2026-11-23T09:00")
    return run.folder


HEAVY = {
    "PySide6", "icalendar", "recurring_ical_events", "x_wr_timezone", "sqlite_utils", "click",
    "tzlocal", "platformdirs", "asyncio", "logging", "subprocess",
}  # fmt: skip
OTHERS: dict[tuple[str, ...], set[str]] = {
    ("status",): {"mle_planner.core.edits", "mle_planner.core.plan.snapshots"},
    ("status", "--json"): {"dataclasses"},
    ("start", "Reading"): {
        "mle_planner.core.scheduling",
        "mle_planner.core.typed.duration",
        "difflib",
    },
    ("stop",): {"mle_planner.core.plan.snapshots", "mle_planner.core.typed.quick_add"},
    ("review",): {"mle_planner.core.scheduling", "mle_planner.core.review.trends", "dateutil"},
    ("log", "7:00", "7:10", "x"): set(),
    ("today",): set(),
    ("tasks",): set(),
    ("timesheet", "--from", "mon", "--to", "fri"): set(),
}
"""What would double the time of a command; ``benchmarks.command_line`` has the figures."""


@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_a_short_command_pays_for_itself_alone(used: Path, words: tuple[str, ...]) -> None:
    """No Qt, no calendar library, no sqlite-utils on a database that is up to date."""
    answer = run_process(used, *words, script=("-c", LIST_MODULES))
    assert answer.returncode == 0, answer.stderr
    loaded = set(answer.stderr.split())
    assert "mle_planner" in loaded
    assert loaded & (HEAVY | OTHERS[words]) == set()


def test_the_heavy_parts_would_be_seen(tmp_path: Path) -> None:
    """A database that is not there yet is made with sqlite-utils."""
    answer = run_process(tmp_path / "new", "status", script=("-c", LIST_MODULES))
    assert "sqlite_utils" in answer.stderr.split()


def test_a_process_answers_and_exits_with_its_code(used: Path) -> None:
    answer = run_process(used, "status")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == "Fix paging since 09:00 (0:30)\nCoding today 0:30 of 3:30\n"
    refused = run_process(used, "done", "99")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1
    assert run_process(used, "frobnicate").returncode == 2


def test_two_processes_see_each_other(used: Path) -> None:
    assert run_process(used, "stop").returncode == 0
    assert run_process(used, "undo").stdout == "Undone: Stop Fix paging\n"
    assert run_process(used, "status").stdout.startswith("Fix paging since")


def test_letters_that_the_output_does_not_know_are_marked(used: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "mle_planner", "--data", str(used), "start", "Lück – 東京",
         "--now", "2026-11-23T09:30"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
        capture_output=True,
    )  # fmt: skip
    assert answer.returncode == 0
    assert b"Started L?ck ? ?? at" in answer.stdout


@pytest.mark.skipif(os.name == "nt", reason="there a pipe breaks in another way")
def test_a_reader_that_leaves_early_is_no_fault(used: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    answer = subprocess.run(
        [sys.executable, "-m", "mle_planner", "--data", str(used), "export"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (answer.returncode, answer.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_output_that_cannot_be_written_is_one_sentence(used: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [sys.executable, "-m", "mle_planner", "--data", str(used), "--now", NOW, "stop"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith("The answer could not be written (No space left on device).")
    assert answer.stderr.count("\n") == 1
    assert run_process(used, "status").stdout.startswith("No timer is running.")


def test_an_unforeseen_fault_is_one_sentence_and_a_place_in_the_log(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log says where and what kind; nothing of what the user wrote."""

    def broken(_self: Planner, **_words: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(Planner, "board", broken)
    said = run("tasks").sentence
    log = run.folder / "planner.log"
    assert said == (
        "Something went wrong inside the planner. What was saved before is kept; "
        f"{log} says where it happened, and mle-planner doctor checks the data."
    )
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "2026-11-23 08:55:00 ERROR command line"
    assert any(line.strip().startswith("mle_planner/cli/tasks.py:") for line in lines)
    assert lines[-1] == "RuntimeError"
    assert "secret" not in log.read_text(encoding="utf-8")


def test_an_interrupt_is_quiet(
    monkeypatch: pytest.MonkeyPatch, run: CommandLine, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_self: Planner, **_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Planner, "board", interrupted)
    answer = run("tasks")
    assert (answer.code, answer.out, answer.err) == (130, "", "")


def test_the_process_itself_is_asked_where_no_words_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mle-planner", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("mle-planner ")


def test_a_pdf_is_written_without_a_display(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    answer = run_process(used, "timesheet", "--from", "mon", "--to", "mon", "-o", str(file))
    assert answer.returncode == 0, answer.stderr
    assert file.read_bytes().startswith(b"%PDF-")


def test_of_two_starts_of_the_same_at_once_the_second_says_that_it_runs(used: Path) -> None:
    words = [sys.executable, "-m", "mle_planner", "start", "Reading", "--data", str(used)]
    words += ["--now", NOW]
    both = [
        subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    said = "".join(each.communicate(timeout=60)[0] for each in both)
    assert said.count("Started Reading") == 1
    assert said.count("Reading is already running") == 1
