"""The command ``completion``: what makes Tab complete commands and options in a shell."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.context import Context, say
from mle_planner.cli.described import DescribedArgument, DescribedCommand, describe_commands

_BASH = """\
# Completes mle-planner in bash.
_mle_planner() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} command= words= at
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${{COMP_WORDS[at]}} in
            --data|--now) at=$((at + 1)) ;;
            -*) ;;
            *) command=${{COMP_WORDS[at]}}; break ;;
        esac
    done
    case $command:${{COMP_WORDS[COMP_CWORD - 1]}} in
{values}
        *) case $command in
{commands}
        esac ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _mle_planner mle-planner
"""

_ZSH = """\
#compdef mle-planner
_mle_planner() {{
    local -a commands
    local command= word
    for word in ${{words[2,CURRENT-1]}}; do
        [[ $word == [a-z]* ]] && {{ command=$word; break; }}
    done
    case $command in
        '')
            commands=(
{commands}
            )
            _describe command commands
            _arguments '*: :' {shared} ;;
{options}
    esac
}}
if [[ ${{funcstack[1]}} == _mle_planner ]]; then _mle_planner "$@"; else
    compdef _mle_planner mle-planner
fi
"""


def completion_script(shell: str) -> str:
    """Return the script of a shell of `SHELLS`."""
    return SHELLS[shell](describe_commands())


def _bash(commands: Sequence[DescribedCommand]) -> str:
    values = [
        f"        {'|'.join(f'{command.name}:{flag}' for flag in each.flags)}) "
        + (f'words="{" ".join(each.choices)}" ;;' if each.choices else "return ;;")
        for command in commands
        for each in command.arguments
        if each.flags and each.value
    ]
    shared = " ".join(
        (*(command.name for command in commands), "--help", "--version", "--tray", "--data")
    )
    words = [f'            "") words="{shared}" ;;']
    for command in commands:
        choices = [one for each in command.arguments if not each.flags
                   for one in each.choices]  # fmt: skip
        words.append(
            f'            {command.name}) words="{" ".join((*choices, *command.flags))}" ;;'
        )
    values.append("        *:--data|*:--now) return ;;")
    return _BASH.format(values="\n".join(values), commands="\n".join(words))


def _zsh(commands: Sequence[DescribedCommand]) -> str:
    lines = [f"                {_quoted(f'{each.name}:{each.help}')}" for each in commands]
    shared = [_quoted(text) for text in ("--data[use this data folder]:folder:_files -/",
                                         "--help[show this help]",
                                         "--tray[start in the tray]",
                                         "--version[print the version]")]  # fmt: skip
    options = []
    for command in commands:
        specs = " ".join(_zsh_specs(command))
        options.append(f"        {command.name}) _arguments '1: :' {specs} ;;")
    return _ZSH.format(
        commands="\n".join(lines), options="\n".join(options), shared=" ".join(shared)
    )


def _zsh_specs(command: DescribedCommand) -> Iterator[str]:
    for each in command.arguments:
        what = f":{_plain(each.value)}:" if each.value else ""
        action = f"({' '.join(each.choices)})" if each.choices else "_files"
        value = what + (action if what else "")
        if not each.flags:
            yield _quoted(f"*{value}")
        for flag in each.flags:
            yield _quoted(f"{flag}[{_plain(each.help)}]{value}")


def _plain(text: str) -> str:
    """Return a text without what has a meaning in a specification of zsh."""
    return text.translate(str.maketrans("[]:", "()-"))


def _fish(commands: Sequence[DescribedCommand]) -> str:
    names = " ".join(command.name for command in commands)
    without = f"not __fish_seen_subcommand_from {names}"
    lines = [
        "# Completes mle-planner in fish.",
        f"complete -c mle-planner -n {_quoted(without)} -l version -d 'print the version'",
        f"complete -c mle-planner -n {_quoted(without)} -l tray -d 'start in the tray'",
        f"complete -c mle-planner -n {_quoted(without)} -l data -r -d 'use this data folder'",
    ]
    for command in commands:
        lines.append(
            f"complete -c mle-planner -f -n {_quoted(without)} -a {command.name} "
            f"-d {_quoted(command.help)}"
        )
        lines += [
            f"complete -c mle-planner -n '__fish_seen_subcommand_from {command.name}' {rest}"
            for each in command.arguments
            if (rest := _fish_argument(each))
        ]
    return "\n".join(lines) + "\n"


def _fish_argument(described: DescribedArgument) -> str:
    parts = [f"-l {flag[2:]}" if flag[:2] == "--" else f"-s {flag[1:]}" for flag in described.flags]
    if described.choices:
        parts.append(f"-f -a {_quoted(' '.join(described.choices))}")
    elif not described.flags:
        return ""  # a name or a file, which fish completes anyway
    if described.flags and described.value:
        parts.append("-r")
    return " ".join((*parts, f"-d {_quoted(described.help)}"))


def _quoted(text: str) -> str:
    """Return a text in single quotes for zsh and fish; an apostrophe is written as a letter."""
    return "'" + text.replace("\\", "").replace("'", "’") + "'"


SHELLS: Mapping[str, Callable[[Sequence[DescribedCommand]], str]] = {
    "bash": _bash, "zsh": _zsh, "fish": _fish,
}  # fmt: skip
"""What writes the script of each shell."""


@takes(argument("shell", choices=tuple(SHELLS), help="the shell to complete in"))
def completion(_context: Context, options: argparse.Namespace) -> int:
    """Print the script that a shell reads."""
    say(completion_script(options.shell).rstrip("\n"))
    return 0
