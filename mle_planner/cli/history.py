"""Commands for the history of changes: history, undo, redo."""

from __future__ import annotations

import argparse

from mle_planner.cli.arguments import argument, takes, whole_number
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import clock_text, day_text

_MOST_LINES = 1_000_000


@takes(argument("--lines", metavar="N", default="20", help="number of changes (default: 20)"))
def history(context: Context, options: argparse.Namespace) -> int:
    """List the latest changes, newest first."""
    count = whole_number(options.lines, 1, _MOST_LINES)
    if count is None:
        raise PlannerError(f"{options.lines} is not a number of lines. Choose one such as 20.")
    planner = context.planner
    lines, days, today = planner.history.lines(count), planner.days, planner.today()
    return context.answer(
        lambda: [
            {
                "id": line.id,
                "at": moment_json(line.at, days.zone),
                "label": planner.history.describe(line),
                "operation": line.summary.operation.value,
                "subject": line.summary.subject,
                "count": line.summary.count,
                "undone": line.is_undone,
            }
            for line in lines
        ],
        lambda: (
            columns(
                (
                    f"{day_text(days.date_of(line.at), today=today)} "
                    f"{clock_text(line.at, days.zone)}",
                    planner.history.describe(line),
                    "undone" if line.is_undone else "",
                )
                for line in lines
            )
            or ["Nothing was changed yet."]
        ),
    )


def undo(context: Context, _options: argparse.Namespace) -> int:
    """Undo the last change, wherever it was made."""
    label = context.planner.history.undo()
    return context.answer(lambda: {"undone": label}, f"Undone: {label}")


def redo(context: Context, _options: argparse.Namespace) -> int:
    """Redo the change that was undone last."""
    label = context.planner.history.redo()
    return context.answer(lambda: {"redone": label}, f"Redone: {label}")
