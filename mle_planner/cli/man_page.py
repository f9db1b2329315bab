"""The command ``man``: the manual page, made from the same parsers that read the commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from mle_planner import __version__
from mle_planner.cli.arguments import Parser, parser_of, value_name
from mle_planner.cli.command_table import COMMANDS, GROUPS
from mle_planner.cli.context import Context, say

_GLOBALS = {"--data", "--now", "--json", "--correct", "--help"}

_HEAD = """\
.TH MLE-PLANNER 1 "" "mle-planner {version}" "User Commands"
.SH NAME
mle\\-planner \\- plan the day, track it, review the week
.SH SYNOPSIS
.B mle\\-planner
[\\fIFILE.ics\\fR | \\fILINK\\fR]
.br
.B mle\\-planner
\\fICOMMAND\\fR [\\fIOPTIONS\\fR]
.SH DESCRIPTION
A desktop day planner. Without a command it opens the window. With a calendar file it asks there
what to do with it; a link, mle\\-planner://day/\\fIDATE\\fR or mle\\-planner://task/\\fIID\\fR,
shows that day or task. With a command it runs without a display, on the same database.
.PP
A DATE is 2026\\-11\\-27, today, yesterday, tomorrow, fri, last fri, 27 nov and similar;
a TIME is 9:30, 3pm, yesterday 15:00, 20m ago or 2026\\-11\\-27T15:00.
.SH OPTIONS
These may stand before the command or after it.
"""

_FOOT = """\
.SH EXIT STATUS
0 done; 1 not done, and one sentence on standard error says why; 2 words that are no command or do
not fit it; 130 interrupted.
.SH ENVIRONMENT
.TP
.B MLE_PLANNER_DATA
The data folder, where \\-\\-data names none.
.SH FILES
.TP
.I ~/.local/share/mle\\-planner/planner.db
The database, on Linux. Only you can read it.
"""


def man(_context: Context, _options: argparse.Namespace) -> int:
    """Print the manual page, for ``man -l -``."""
    say(man_page().rstrip("\n"))
    return 0


def man_page() -> str:
    """Return the manual page in the language of man(7)."""
    lines = [
        line
        for action in parser_of(next(iter(COMMANDS))).declared()
        if set(action.option_strings) & _GLOBALS
        for line in _argument_lines(action)
    ]
    lines += [".TP", ".B \\-\\-tray", "start in the tray, with no window"]
    lines += [".TP", ".B \\-\\-version", "print the version"]
    for group, names in GROUPS.items():
        lines.append(f".SH {_escaped(group).upper()}")
        for name in names:
            lines += _command_lines(parser_of(name))
    return _HEAD.format(version=__version__) + "\n".join(lines) + "\n" + _FOOT


def _command_lines(parser: Parser) -> Iterator[str]:
    yield ".SS " + _escaped(parser.usage_line.removeprefix("Usage: "))
    yield _escaped(parser.description or "")
    for action in parser.declared():
        if not set(action.option_strings) & _GLOBALS:
            yield from _argument_lines(action)


def _argument_lines(action: argparse.Action) -> Iterator[str]:
    flags = ", ".join(f"\\fB{_escaped(flag)}\\fR" for flag in action.option_strings)
    value = f"\\fI{_escaped(name)}\\fR" if (name := value_name(action)) else ""
    yield ".TP"
    yield " ".join(filter(None, (flags, value)))
    choices = f" ({', '.join(action.choices)})" if action.choices else ""
    yield _escaped(f"{action.help or ''}{choices}".strip())


def _escaped(text: str) -> str:
    """Return a text with what has a meaning in man(7) escaped."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in ("'", ".") else text
