"""Shell completion and the manual page say what the parsers take."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable

import pytest

from mle_planner.cli.arguments import parser_of
from mle_planner.cli.command_table import COMMANDS
from mle_planner.cli.completion import SHELLS, completion_script
from mle_planner.cli.man_page import man_page
from mle_planner.core.review.report.formats import ReportFormat
from mle_planner.core.timesheet.formats.registry import FORMATS
from mle_planner.core.tracking.importing.reading import FORMATS as IMPORTED_FORMATS
from tests.support.command_line import CommandLine


@pytest.mark.parametrize(
    ("command", "flag", "names"),
    [
        ("timesheet", "--format", FORMATS),
        ("review", "--format", ReportFormat),
        ("import-time", "--as", IMPORTED_FORMATS),
    ],
)
def test_a_command_offers_all_formats_there_are(
    command: str, flag: str, names: Iterable[str]
) -> None:
    """The commands repeat the names, so that no short one loads the formats."""
    declared = parser_of(command).declared()
    offered = next(each for each in declared if flag in each.option_strings)
    assert offered.choices == tuple(names)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_told_of_every_option(shell: str) -> None:
    script = completion_script(shell)
    for command in COMMANDS:
        lines = [line for line in script.splitlines() if re.search(rf"[\s(']{command}\b", line)]
        own = "\n".join(lines)
        for flag in parser_of(command).flags():
            shown = (
                flag
                if shell != "fish"
                else re.sub("^-(-|)", lambda m: "-l " if m[1] else "-s ", flag)
            )
            assert shown in own, f"{shell}: {command} {flag}"


def test_the_manual_page_names_every_command_and_option() -> None:
    page = man_page()
    for command in COMMANDS:
        name = command.replace("-", "\\-")
        _, part = re.split(rf"^\.SS mle\\-planner {re.escape(name)}(?=[ \n])", page, flags=re.M)
        for flag in set(parser_of(command).flags()) - {
            "--data",
            "--now",
            "--json",
            "--correct",
            "-h",
            "--help",
        }:
            assert flag.replace("-", "\\-") in part.partition("\n.SS ")[0], flag
    assert not re.search(r"^['.](?!TH|SH|SS|TP|PP|B |I |br)", page, re.MULTILINE)


@pytest.mark.skipif(shutil.which("bash") is None, reason="asks bash itself")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        (["ledg"], ["ledger"]),
        (["--data", "x", "calendar", "re"], ["refresh", "remove"]),
        (["calendar", "--track", ""], ["always", "ask", "never"]),
        (["timesheet", "--save"], ["--save-template"]),
        (["timesheet", "--output", ""], []),  # bash completes files
    ],
)
def test_bash_completes(typed: list[str], completed: list[str]) -> None:
    script = completion_script("bash") + (
        'COMP_WORDS=(mle-planner "$@"); COMP_CWORD=$#; _mle_planner; echo "${COMPREPLY[@]}"'
    )
    answer = subprocess.run(
        ["bash", "-c", script, "bash", *typed], capture_output=True, text=True, check=True
    )
    assert answer.stderr == ""
    assert answer.stdout.split() == completed


def test_the_commands_print_them(run: CommandLine) -> None:
    assert run("completion", "bash").out == completion_script("bash")
    assert run("man").out == man_page()
    assert run("completion", "tcsh").code == 2
