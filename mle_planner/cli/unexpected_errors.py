"""Turns an unexpected error into one sentence, and logs where it happened."""

from __future__ import annotations

import contextlib

from mle_planner.cli.context import Context
from mle_planner.core.base.errors import PlannerError, code_path


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
    log = context.folder / "planner.log"
    with contextlib.suppress(OSError, PlannerError), log.open("a", encoding="utf-8") as file:
        when = f"{context.clock.now():%Y-%m-%d %H:%M:%S}"
        file.write("\n".join([f"{when} ERROR command line", *code_path(error), ""]))
    return PlannerError(
        "Something went wrong inside the planner. What was saved before is kept; "
        f"{log} says where it happened, and mle-planner doctor checks the data."
    )
