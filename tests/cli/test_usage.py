"""What is a command, what is said when something is not, and where the options may stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mle_planner.cli import main
from mle_planner.cli.columns import columns
from mle_planner.cli.command_table import COMMANDS
from mle_planner.core.base.clock import Clock, FixedClock
from tests.support.calendar_text import calendar_bytes
from tests.support.command_line import CommandLine


def test_help_has_a_line_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name, command in COMMANDS.items():
        assert [line for line in lines if line.split()[:1] == [name] and command.help in line]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"usage: mle-planner {name}")
    assert "--json" in printed.out
    assert printed.err == ""


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "mle-planner 0.1.0\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "There is no command frobnicate. Usage:"),
        (["stauts"], "There is no command stauts. Did you mean status?"),
        (["done"], "The following arguments are required: ID. Usage: mle-planner done ID"),
        (["timesheet", "--from", "mon"], "The following arguments are required: --to. Usage:"),
        (["plan", "--bogus"], "Unrecognized arguments: --bogus. Usage: mle-planner plan"),
        (["plan", "--date", "fri", "--days", "2"], "not allowed with argument --date. Usage:"),
        (["status", "--data"], "Argument --data: expected one argument. Usage:"),
        (["--frob"], "Unrecognized arguments: --frob. Usage: mle-planner"),
        (["status", "now"], "Unrecognized arguments: now. Usage: mle-planner status"),
        ([], "A command is needed here. Usage:"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], empty_home: Path
) -> None:
    assert main(words) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert not list(empty_home.rglob("planner.db"))


def test_the_options_may_stand_before_the_command_and_after_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--data", str(tmp_path), "--now", "2026-11-23T09:00", "--json"]
    assert main([*options, "start", "Reading"]) == 0
    before = capsys.readouterr().out
    assert main(["undo", *options]) == 0
    capsys.readouterr()
    assert main(["start", f"--data={tmp_path}", "Reading", "--now=2026-11-23T09:00", "--json"]) == 0
    after = capsys.readouterr().out
    assert '"start": "2026-11-23T09:00:00+00:00"' in before
    assert before.replace('"id": 1', '"id": 2') == after


def test_the_folder_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MLE_PLANNER_DATA", str(tmp_path / "here"))
    assert main(["add", "Read"]) == 0
    assert (tmp_path / "here" / "planner.db").exists()


def test_the_option_is_stronger_than_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MLE_PLANNER_DATA", str(tmp_path / "there"))
    assert main(["add", "Read", "--data", str(tmp_path / "here")]) == 0
    assert (tmp_path / "here" / "planner.db").exists()
    assert not (tmp_path / "there").exists()


def test_without_either_the_system_says_where(
    empty_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "Read"]) == 0
    (database,) = empty_home.rglob("planner.db")
    assert database.parent.name == "mle-planner"


def test_without_a_command_the_window_opens_on_the_folder_at_that_time(tmp_path: Path) -> None:
    opened: list[tuple[Path, Clock, str, bool]] = []

    def open_window(*given: Any) -> int:
        opened.append(given)
        return 7

    words = ["--data", str(tmp_path), "--now", "2026-11-23T09:30+05:30"]
    assert main(words, open_window=open_window) == 7
    ((folder, clock, nothing, in_tray),) = opened
    assert (folder, nothing, in_tray) == (tmp_path, "", False)
    assert isinstance(clock, FixedClock)
    assert clock.now().isoformat() == "2026-11-23T04:00:00+00:00"
    main([*words, "--tray"], open_window=open_window)
    assert opened[-1][3]
    main([*words, "Invite.ICS"], open_window=open_window)
    assert opened[-1][2] == str(Path("Invite.ICS").absolute())
    for given, taken in (
        ("file:///tmp/Einladung%20M%C3%A4rz.ics", "/tmp/Einladung März.ics"),
        ("mle-planner://task/12", "mle-planner://task/12"),
        ("MLE-Planner:anything", "MLE-Planner:anything"),  # the window says what is wrong
    ):
        main([*words, given], open_window=open_window)
        assert opened[-1][2] == taken


@pytest.mark.parametrize("now", ["noon", "", "2026-13-01", "1900-01-01", "9999-12-31T23:59"])
def test_a_bad_now_is_refused_before_anything_is_made(run: CommandLine, now: str) -> None:
    assert "is not a date and time for --now" in run("status", now=now).sentence
    assert not run.folder.exists()


def test_now_without_an_offset_is_local(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    assert run("start", "Read", "--json").json["start"] == "2026-11-23T08:55:00+05:30"
    assert run("status", "--json", now="2026-11-23T04:25+00:00").json["running"]["minutes"] == 60


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        answer = CommandLine(folder, capsys)("status")
        assert answer.sentence.startswith(f"The planner cannot write to {folder}.")


def test_a_database_of_a_newer_version_is_left_alone(run: CommandLine) -> None:
    run("add", "Read")
    import sqlite3

    connection = sqlite3.connect(run.folder / "planner.db")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = (run.folder / "planner.db").read_bytes()
    for words in (("status",), ("start", "Read"), ("doctor",)):
        answer = run(*words)
        assert answer.code == 1
        assert "newer version of the planner" in answer.out + answer.err
    assert (run.folder / "planner.db").read_bytes() == before


def test_bytes_that_are_no_text_are_refused(run: CommandLine) -> None:
    assert "not text in UTF-8" in run("add", "caf\udce9").sentence


def test_what_steers_a_terminal_is_not_passed_on() -> None:
    (line,) = columns([("Red \x1b[31malert\nnow", "\x07", "東京")])
    assert line == "Red \ufffd[31malert now  \ufffd  東京"


def test_columns_stand_below_each_other_whatever_their_letters() -> None:
    long = columns([("x" * 100_000, "a"), ("", "y" * 1000)])
    assert len(long[0]) < 200, "it would widen every row"
    assert long[1].endswith("y" * 1000)
    assert columns([("東京", "a"), ("Rome", "b"), ("", "c")]) == ["東京  a", "Rome  b", "      c"]


def test_what_an_import_brought_in_does_not_steer_the_terminal(run: CommandLine) -> None:
    """A calendar's name and titles are written by others; so are rows of a damaged database."""
    path = run.folder.parent / "team.ics"
    text = calendar_bytes().decode().replace("SUMMARY:", "SUMMARY:\u202egnp\u001b[31m", 1)
    path.write_text(text)
    for words in (("import", str(path)), ("calendar", "list"), ("today",), ("export",)):
        for answer in (run(*words), run(*words, "--json")):
            assert not set(answer.out + answer.err) & {"\u202e", "\x1b"}
