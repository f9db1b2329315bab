"""Commands that lock the days of a timesheet that was sent: lock, unlock."""

from __future__ import annotations

import argparse
from typing import Any

from mle_planner.cli.arguments import UsageError, argument, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json, span_json
from mle_planner.cli.moments import parse_range
from mle_planner.cli.rounding import read_step
from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import range_text
from mle_planner.core.model.locks import LockAction
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.timesheet.locks import TrailLine
from mle_planner.core.timesheet.trail_words import trail_row

_ACTIONS = {LockAction.LOCK: "locked", LockAction.UNLOCK: "unlocked", None: "corrected"}


@takes(
    argument("first", metavar="FROM", nargs="?", help="first day; without it, list"),
    argument("last", metavar="TO", nargs="?", help="last day (default: the first)"),
    argument(
        "--round", metavar="MINUTES",
        help="the step the timesheet was sent with, 0 to 60 (default: the setting)",
    ),
)  # fmt: skip
def lock(context: Context, options: argparse.Namespace) -> int:
    """Lock days, or list what is locked and what was done to it."""
    if options.first is not None:
        days = parse_range(options.first, options.last, context.planner.today())
        context.planner.locks.lock(*days, read_step(options.round, "locked"))
    elif options.round is not None:
        raise UsageError("--round is for days to lock. Name them: mle-planner lock FROM TO.")
    return _answer(context)


@takes(
    argument("first", metavar="FROM", help="first day"),
    argument("last", metavar="TO", nargs="?", help="last day (default: the first)"),
)
def unlock(context: Context, options: argparse.Namespace) -> int:
    """Unlock days; the lock history keeps that they were locked."""
    first, last = parse_range(options.first, options.last, context.planner.today())
    context.planner.locks.unlock(first, last)
    return _answer(context)


def _answer(context: Context) -> int:
    planner = context.planner
    days, today = planner.days, planner.today()
    periods, trail = planner.locks.periods(), planner.locks.trail()
    return context.answer(
        lambda: {
            "locked": [
                {
                    "first": each.first_day.isoformat(),
                    "last": each.last_day.isoformat(),
                    "locked_at": moment_json(each.locked_at, days.zone),
                }
                for each in periods
            ],
            "trail": [_trail_json(line, days) for line in trail],
        },
        lambda: [
            *(f"Locked: {range_text(each.first_day, each.last_day)}" for each in periods),
            *([] if periods else ["Nothing is locked."]),
            *columns((trail_row(line, days, today) for line in trail), indent="  "),
        ],
    )


def _trail_json(line: TrailLine, days: PlanningDays) -> dict[str, Any]:
    return {
        "at": moment_json(line.at, days.zone),
        "what": _ACTIONS[line.action],
        "first": line.first_day.isoformat(),
        "last": line.last_day.isoformat(),
        "before": _entry_json(line.before, days),
        "after": _entry_json(line.after, days),
    }


def _entry_json(entry: TimeEntry | None, days: PlanningDays) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {"id": entry.id, "title": entry.title, **span_json(entry, days.zone)}
