"""Describes every command as data, read from its parser: for shell completion and the manual."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from mle_planner.cli.arguments import parser_of
from mle_planner.cli.command_table import COMMANDS
from mle_planner.core.base.frozen import dataclass


@dataclass(frozen=True)
class DescribedArgument:
    """An option, or without ``flags`` an argument by its place.

    ``value`` names what it takes and is empty for a switch; ``choices`` are all it can be.
    """

    flags: tuple[str, ...]
    value: str
    choices: tuple[str, ...]
    help: str


@dataclass(frozen=True)
class DescribedCommand:
    """A command with its own arguments and the options that all commands share."""

    name: str
    help: str
    usage: str
    arguments: tuple[DescribedArgument, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """Every option as it is typed."""
        return tuple(flag for argument in self.arguments for flag in argument.flags)


def describe_commands() -> Sequence[DescribedCommand]:
    """Return every command, in the order of ``--help``."""
    return [_describe(name) for name in COMMANDS]


def _describe(name: str) -> DescribedCommand:
    parser = parser_of(name)
    arguments = tuple(_argument(action) for action in parser.declared())
    usage = parser.usage_line.removeprefix("Usage: ")
    return DescribedCommand(name, COMMANDS[name].help, usage, arguments)


def _argument(action: argparse.Action) -> DescribedArgument:
    takes_none = action.option_strings and action.nargs == 0
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return DescribedArgument(
        tuple(action.option_strings),
        "" if takes_none else metavar,
        tuple(map(str, action.choices or ())),
        action.help or "",
    )
