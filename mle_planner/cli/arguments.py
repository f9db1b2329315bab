"""Reads the words after the program's name: one command, its arguments, and the global options.

``--data``, ``--now`` and ``--json`` may come before the command or after it, so the command is
found first and one parser then reads everything else.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from mle_planner.cli.command_table import COMMANDS, GROUPS, Command

PROGRAM = "mle-planner"
YES_NO = {"yes": True, "no": False}
_TAKES_A_VALUE = ("--data", "--now")


Declaration = Callable[[Any], object]
"""Adds an argument, or several, to a parser or a group of one."""
Answer = TypeVar("Answer", bound=Callable[..., int])


class UsageError(Exception):
    """An unknown command or arguments it does not take; the message ends with the usage."""


class _ReadingError(Exception):
    """Arguments a command does not take, as argparse finds them."""


class Parser(argparse.ArgumentParser):
    """A parser that raises its errors, one line each, instead of exiting."""

    takes_program = False
    """Whether the words after ``--`` are a program and its arguments, kept as they are."""

    own: Sequence[argparse.Action] = ()
    """The arguments and options that its usage names; the rest all commands have."""

    def error(self, message: str) -> NoReturn:
        """Raise ``_ReadingError`` with the message as a sentence."""
        raise _ReadingError(message[0].upper() + message[1:].rstrip("."))

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return what the words say; raise ``UsageError``, which ends with the usage."""
        # Formatting a usage takes long, and mixing options with arguments formats one.
        has_arguments = bool(self._get_positional_actions())
        read = self.parse_intermixed_args if has_arguments else self.parse_args
        try:
            return read(list(words))
        except _ReadingError as error:
            raise UsageError(f"{error}. {self.usage_line}") from None

    @property
    def usage_line(self) -> str:
        """The usage in one line."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self.own, self._mutually_exclusive_groups)
        return " ".join(formatter.format_help().split()).replace("usage:", "Usage:", 1)

    def declared(self) -> Sequence[argparse.Action]:
        """Return the arguments and options in the order they were declared."""
        return tuple(self._actions)

    def flags(self) -> Sequence[str]:
        """Return every option as it is typed."""
        return [flag for action in self._actions for flag in action.option_strings]


def value_name(action: argparse.Action) -> str:
    """Return the name of what an argument or option takes; empty for a switch."""
    if action.option_strings and action.nargs == 0:
        return ""
    return action.metavar if isinstance(action.metavar, str) else action.dest.upper()


def whole_number(text: str, least: int, most: int) -> int | None:
    """Return the number that digits mean; None for other text, and outside least and most."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return int(text) if is_number and least <= int(text) <= most else None


def takes(*arguments: Declaration) -> Callable[[Answer], Answer]:
    """Say which arguments a command takes, above the function that answers it."""

    def note(answer: Answer) -> Answer:
        vars(answer)["arguments"] = arguments
        return answer

    return note


def argument(*names: str, **about: Any) -> Declaration:
    """Return an argument or an option, with what argparse is to know about it."""
    return lambda parser: parser.add_argument(*names, **about)


def one_of(*options: Declaration) -> Declaration:
    """Return options of which one may be given."""

    def declare(parser: Any) -> None:
        group = parser.add_mutually_exclusive_group()
        for option in options:
            option(group)

    return declare


def split_command(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the command among the words, None without one, and all the other words."""
    at = 0
    while at < len(words):
        word = words[at]
        if word in _TAKES_A_VALUE:
            at += 2
        elif word.startswith("-"):
            at += 1
        else:
            return word, [*words[:at], *words[at + 1 :]]
    return None, list(words)


def command_named(name: str) -> Command:
    """Return the command of a name; raise ``UsageError`` with the nearest name if there is none."""
    if name in COMMANDS:
        return COMMANDS[name]
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(
        f"There is no command {name}.{hint} "
        f"Usage: {PROGRAM} [COMMAND] [OPTIONS]; {PROGRAM} --help lists the commands."
    )


def read_options(name: str, words: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command; raise ``UsageError`` for arguments it does not take.

    ``--help`` prints the command's help and raises ``SystemExit``.
    """
    parser = parser_of(name)
    own, program = list(words), list[str]()
    if parser.takes_program and "--" in own:
        at = own.index("--")
        own, program = own[:at], own[at + 1 :]
    options = parser.read(own)
    options.program = program
    return options


def parser_of(name: str) -> Parser:
    """Return the parser of a command; raise ``UsageError`` if no command has this name."""
    command = command_named(name)
    help_line = command.help[0].upper() + command.help[1:] + "."
    parser = Parser(
        prog=f"{PROGRAM} {name}",
        description=help_line,
        allow_abbrev=False,
        add_help=False,
        formatter_class=_Formatter,
    )
    command.declare(parser)
    parser.own = parser.declared()
    parser.add_argument("-h", "--help", action="help", help="show this help")
    _declare_globals(parser, takes_json=True)
    return parser


def read_window_options(words: Sequence[str]) -> argparse.Namespace:
    """Return the options of a start without a command."""
    parser = Parser(prog=PROGRAM, allow_abbrev=False, add_help=False, formatter_class=_Formatter)
    parser.add_argument("--help", "-h", action="store_true")
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--tray", action="store_true")
    _declare_globals(parser, takes_json=False)
    parser.own = parser.declared()
    return parser.read(words)


def help_text() -> str:
    """Return what ``--help`` prints: a line for each command."""
    width = max(map(len, COMMANDS))
    lines = [
        f"Usage: {PROGRAM} [COMMAND] [OPTIONS]",
        "",
        "A day planner. Opens the window when run without a command, or with FILE.ics or a link",
        "(mle-planner://day/DATE, mle-planner://task/ID) in place of one.",
    ]
    for group, commands in GROUPS.items():
        lines += ["", f"{group}:"]
        lines += [f"  {name:{width}}  {command.help}" for name, command in commands.items()]
    lines += [
        "",
        "Options, before the command or after it:",
        "  --data DIR  use this data folder (also: MLE_PLANNER_DATA)",
        "  --now ISO   use this as the current time, such as 2026-11-23T09:30",
        "  --json      answer in JSON",
        "  --correct   change locked days too; each change shows as a correction",
        "  --tray      without a command: start in the tray, with no window; where the desktop",
        "              has no tray, the window opens",
        "  --version   print the version",
        "",
        f"{PROGRAM} COMMAND --help describes one command.",
        "A DATE is 2026-11-27, today, yesterday, tomorrow, fri, last fri, 27 nov and similar;",
        "a TIME is 9:30, 3pm, yesterday 15:00, 20m ago or 2026-11-27T15:00.",
    ]
    return "\n".join(lines)


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=96)


def _declare_globals(parser: argparse.ArgumentParser, *, takes_json: bool) -> None:
    parser.add_argument("--data", metavar="DIR", help="use this data folder")
    parser.add_argument("--now", metavar="ISO", help="use this as the current time")
    if takes_json:
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--correct", action="store_true",
            help="change locked days too; each change shows as a correction",
        )  # fmt: skip
