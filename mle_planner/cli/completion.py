"""The command ``completion``: what makes Tab complete commands and options in a shell."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from mle_planner.cli.arguments import Parser, argument, parser_of, takes, value_name
from mle_planner.cli.command_table import COMMANDS
from mle_planner.cli.context import Context, say

_Parsers = Mapping[str, Parser]
"""The parser of each command."""

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
    return SHELLS[shell]({name: parser_of(name) for name in COMMANDS})


def _bash(parsers: _Parsers) -> str:
    values = [
        f"        {'|'.join(f'{name}:{flag}' for flag in each.option_strings)}) "
        + (f'words="{" ".join(each.choices)}" ;;' if each.choices else "return ;;")
        for name, parser in parsers.items()
        for each in parser.declared()
        if each.option_strings and value_name(each)
    ]
    shared = " ".join((*parsers, "--help", "--version", "--tray", "--data"))
    words = [f'            "") words="{shared}" ;;']
    for name, parser in parsers.items():
        choices = [one for each in parser.declared() if not each.option_strings
                   for one in each.choices or ()]  # fmt: skip
        words.append(f'            {name}) words="{" ".join((*choices, *parser.flags()))}" ;;')
    values.append("        *:--data|*:--now) return ;;")
    return _BASH.format(values="\n".join(values), commands="\n".join(words))


def _zsh(parsers: _Parsers) -> str:
    lines = [f"                {_quoted(f'{name}:{COMMANDS[name].help}')}" for name in parsers]
    shared = [_quoted(text) for text in ("--data[use this data folder]:folder:_files -/",
                                         "--help[show this help]",
                                         "--tray[start in the tray]",
                                         "--version[print the version]")]  # fmt: skip
    options = [
        f"        {name}) _arguments '1: :' {' '.join(_zsh_specs(parser))} ;;"
        for name, parser in parsers.items()
    ]
    return _ZSH.format(
        commands="\n".join(lines), options="\n".join(options), shared=" ".join(shared)
    )


def _zsh_specs(parser: Parser) -> Iterator[str]:
    for each in parser.declared():
        what = f":{_plain(value_name(each))}:" if value_name(each) else ""
        action = f"({' '.join(each.choices)})" if each.choices else "_files"
        value = what + (action if what else "")
        if not each.option_strings:
            yield _quoted(f"*{value}")
        for flag in each.option_strings:
            yield _quoted(f"{flag}[{_plain(each.help or '')}]{value}")


def _plain(text: str) -> str:
    """Return a text without what has a meaning in a specification of zsh."""
    return text.translate(str.maketrans("[]:", "()-"))


def _fish(parsers: _Parsers) -> str:
    without = f"not __fish_seen_subcommand_from {' '.join(parsers)}"
    lines = [
        "# Completes mle-planner in fish.",
        f"complete -c mle-planner -n {_quoted(without)} -l version -d 'print the version'",
        f"complete -c mle-planner -n {_quoted(without)} -l tray -d 'start in the tray'",
        f"complete -c mle-planner -n {_quoted(without)} -l data -r -d 'use this data folder'",
    ]
    for name, parser in parsers.items():
        lines.append(
            f"complete -c mle-planner -f -n {_quoted(without)} -a {name} "
            f"-d {_quoted(COMMANDS[name].help)}"
        )
        lines += [
            f"complete -c mle-planner -n '__fish_seen_subcommand_from {name}' {rest}"
            for each in parser.declared()
            if (rest := _fish_argument(each))
        ]
    return "\n".join(lines) + "\n"


def _fish_argument(action: argparse.Action) -> str:
    flags = action.option_strings
    parts = [f"-l {flag[2:]}" if flag[:2] == "--" else f"-s {flag[1:]}" for flag in flags]
    if action.choices:
        parts.append(f"-f -a {_quoted(' '.join(action.choices))}")
    elif not flags:
        return ""  # a name or a file, which fish completes anyway
    if flags and value_name(action):
        parts.append("-r")
    return " ".join((*parts, f"-d {_quoted(action.help or '')}"))


def _quoted(text: str) -> str:
    """Return a text in single quotes for zsh and fish; an apostrophe is written as a letter."""
    return "'" + text.replace("\\", "").replace("'", "’") + "'"


SHELLS: Mapping[str, Callable[[_Parsers], str]] = {
    "bash": _bash, "zsh": _zsh, "fish": _fish,
}  # fmt: skip
"""What writes the script of each shell."""


@takes(argument("shell", choices=tuple(SHELLS), help="the shell to complete in"))
def completion(_context: Context, options: argparse.Namespace) -> int:
    """Print the script that a shell reads."""
    say(completion_script(options.shell).rstrip("\n"))
    return 0
