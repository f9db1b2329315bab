"""Turns an unexpected error into one sentence, and logs where it happened.

The log gets the kind of fault and the lines of the program it came through. Messages are left
out: they can hold titles and paths of the user.
"""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path

from mle_planner.cli.context import Context
from mle_planner.core.base.errors import PlannerError

LOG_NAME = "planner.log"
_PACKAGE = Path(__file__).resolve().parent.parent


def explain_error(error: Exception, context: Context) -> PlannerError:
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
    log = context.folder / LOG_NAME
    with contextlib.suppress(OSError, PlannerError), log.open("a", encoding="utf-8") as file:
        file.write(_record(error, context))
    return PlannerError(
        "Something went wrong inside the planner. What was saved before is kept; "
        f"{log} says where it happened, and mle-planner doctor checks the data."
    )


def _record(error: BaseException, context: Context) -> str:
    lines = [f"{context.clock.now():%Y-%m-%d %H:%M:%S} ERROR command line"]
    link: BaseException | None = error
    while link is not None:
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_short_path(frame.filename)}:{frame.lineno} {frame.name}")
        lines.append(type(link).__name__)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines) + "\n"


def _short_path(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_PACKAGE.parent)) if path.is_relative_to(_PACKAGE) else path.name
