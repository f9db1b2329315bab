"""Runs one command line: finds the command, runs it, reports an error in one sentence.

Exit codes: 0 done, 1 not done (one sentence on standard error says why, and nothing was
changed), 2 words that are not a command or do not fit it, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.cli.arguments import (
    UsageError,
    help_text,
    read_options,
    read_window_options,
    split_command,
)
from mle_planner.cli.command_table import COMMANDS
from mle_planner.cli.context import Context, say
from mle_planner.core.base.errors import PlannerError, code_path
from mle_planner.core.base.paths import named_path
from mle_planner.core.typed.title import harmless

if TYPE_CHECKING:
    from mle_planner.core.base.clock import Clock
    from mle_planner.core.printing import PdfWriter, PngWriter

DONE, NOT_DONE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

_ADVICE = {
    "ForgottenTimerError": "To answer: mle-planner stop --at TIME (now keeps all of it), or "
    "mle-planner discard.",
    "OverlongTimerError": "To answer: mle-planner stop --at TIME, or mle-planner discard.",
    "FutureStartError": "To correct it: mle-planner stop --started TIME.",
}
"""What the command line adds to a refusal, by its class: only some commands load the classes."""

WindowOpener = Callable[[Path, "Clock", str, bool], int]


def main(
    arguments: Sequence[str] | None = None,
    *,
    open_window: WindowOpener | None = None,
    write_pdf: PdfWriter | None = None,
    write_png: PngWriter | None = None,
) -> int:
    """Answer a command line, that of this process by default, and return the exit code.

    ``open_window`` is called where there is no command; a calendar file or a link in its place is
    opened in the window; last comes whether to start in the tray. ``write_pdf`` and ``write_png``
    are called by commands that write PDFs and pictures.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _never_fail_on_letters()
    try:
        return _run(words, open_window, write_pdf, write_png)
    except BrokenPipeError:
        return DONE  # the reader has closed the pipe, as in "history | head"
    except UsageError as error:
        _complain(str(error))
        return WRONG_USAGE
    except PlannerError as error:
        _complain(f"{error} {_ADVICE.get(type(error).__name__, '')}")
        return NOT_DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:  # argparse, after it printed a command's help
        return leaving.code if isinstance(leaving.code, int) else DONE


def _run(
    words: list[str],
    open_window: WindowOpener | None,
    write_pdf: PdfWriter | None,
    write_png: PngWriter | None,
) -> int:
    _refuse_broken_text(words)
    name, rest = split_command(words)
    opened = "" if name is None else _opened_by(name)
    if name is None or opened:
        return _without_command(rest, open_window, opened)
    if name == "help" and not rest:
        say(help_text())
        return DONE
    options = read_options(name, rest)
    context = Context(
        options.data, options.now, wants_json=options.json, write_pdf=write_pdf, write_png=write_png
    )
    try:
        with context.planner.locks.correcting() if options.correct else contextlib.nullcontext():
            return COMMANDS[name].answer(context, options)
    except (PlannerError, UsageError, BrokenPipeError):
        raise
    except Exception as error:
        raise _explained(error, context) from error
    finally:
        context.close()


def _explained(error: Exception, context: Context) -> PlannerError:
    """Log an unexpected error and return the sentence to show the user."""
    if type(error).__module__ == "sqlite3":  # a page that SQLite cannot read, met on the way
        return PlannerError(
            f"The database in {context.folder} could not be used ({error}). It was left as it "
            "is; see what is wrong with: mle-planner doctor, or restore a backup with: mle-planner "
            "restore."
        )
    if isinstance(error, OSError):
        reason = (error.strerror or type(error).__name__).lower()
        name = f"{error.filename}: " if error.filename else ""
        return PlannerError(
            f"That could not be done ({name}{reason}). What was saved before is kept."
        )
    from mle_planner.core.files import SideFile

    log = context.folder / SideFile.LOG
    with contextlib.suppress(OSError, PlannerError), log.open("a", encoding="utf-8") as file:
        when = f"{context.clock.now():%Y-%m-%d %H:%M:%S}"
        file.write("\n".join([f"{when} ERROR command line", *code_path(error), ""]))
    return PlannerError(
        "Something went wrong inside the planner. What was saved before is kept; "
        f"{log} says where it happened, and mle-planner doctor checks the data."
    )


def _without_command(words: list[str], open_window: WindowOpener | None, opened: str) -> int:
    options = read_window_options(words)
    if options.help:
        say(help_text())
        return DONE
    if options.version:
        from mle_planner import __version__

        say(f"mle-planner {__version__}")
        return DONE
    if open_window is None:
        raise UsageError("A command is needed here. Usage: mle-planner COMMAND [OPTIONS]")
    context = Context(options.data, options.now)
    return open_window(context.folder, context.clock, opened, options.tray)


def _opened_by(name: str) -> str:
    """Return the link or calendar file in the place of a command; empty for other words.

    Desktops name a file by its address, as in ``file:///home/me/invite.ics``.
    """
    if name in COMMANDS:
        return ""
    from mle_planner.core.files import is_calendar_file
    from mle_planner.core.typed.link import is_link

    if is_link(name):
        return name
    if not is_calendar_file(name):
        return ""
    if name.startswith("file://"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return url2pathname(urlsplit(name).path)
    return str(named_path(name).absolute())


def _refuse_broken_text(words: Sequence[str]) -> None:
    """Refuse arguments that are not valid text: they could be neither stored nor shown."""
    # A byte that is not text in the locale's encoding is a surrogate (PEP 383).
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for word in words for letter in word):
        raise PlannerError(
            "One of the words is not text in UTF-8. Nothing was changed; write it with plain "
            "letters."
        )


def _never_fail_on_letters() -> None:
    """Print a question mark for a character that the terminal cannot encode."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(sentence: str) -> None:
    with contextlib.suppress(OSError):
        print(harmless(" ".join(sentence.split())), file=sys.stderr)
