"""The command ``day-totals``: what was imported without times."""

from __future__ import annotations

import argparse
from datetime import date

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.moments import parse_last_date, parse_past_date
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import day_text, minutes_text
from mle_planner.core.model.imported import DayTotalId


@takes(
    argument("first", metavar="FROM", nargs="?", help="first day (default: all days)"),
    argument("last", metavar="TO", nargs="?", help="last day (default: the first)"),
    argument(
        "--delete", metavar="ID", action="append", default=[], help="delete the one of this number"
    ),
)
def day_totals(context: Context, options: argparse.Namespace) -> int:
    """List the time that was imported as lengths of days, after deleting some of it."""
    planner = context.planner
    if options.delete:
        planner.day_totals.delete([_number(text) for text in options.delete])
    first, last, today = date.min, date.max, planner.today()
    if options.first is not None:
        first = last = parse_past_date(options.first, today)
        if options.last is not None:
            last = parse_last_date(options.last, first, today)
    totals, projects = planner.day_totals.between(first, last), planner.catalog.projects()
    names = {project.id: project.name for project in projects}
    named = [(total, names.get(total.project_id) if total.project_id else None) for total in totals]
    return context.answer(
        lambda: [
            {
                "id": total.id,
                "date": total.day.isoformat(),
                "length_s": total.length_s,
                "title": total.title,
                "project": project,
                "note": total.note,
            }
            for total, project in named
        ],
        lambda: (
            columns(
                [
                    (str(total.id), day_text(total.day), minutes_text(total.length_s // 60),
                     total.title, project or "")
                    for total, project in named
                ]
            )
            or ["No time was imported without times."]
        ),
    )  # fmt: skip


def _number(text: str) -> DayTotalId:
    if text.isascii() and text.isdigit() and len(text) < 19:
        return DayTotalId(int(text))
    raise PlannerError(
        f"{text} is not the number of a total. Nothing was changed; see: mle-planner day-totals."
    )
