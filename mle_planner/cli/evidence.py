"""The command ``evidence``: coding time, and how well it is evidenced."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mle_planner.cli.arguments import UsageError, argument, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json
from mle_planner.cli.moments import MOST_DAYS, parse_last_date, parse_latest_date
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import day_and_clock_range_text, minutes_text

if TYPE_CHECKING:
    from mle_planner.core.evidence.coding import CodingTime
    from mle_planner.core.evidence.unite import LanePart
    from mle_planner.core.planner import Planner


@takes(
    argument("--date", metavar="DATE", help="one day (default: today)"),
    argument("--from", dest="first", metavar="DATE", help="first day of a range"),
    argument("--to", dest="last", metavar="DATE", help="last day, included"),
)
def show_evidence(context: Context, options: argparse.Namespace) -> int:
    """Show the coding time of a day or a range, with how well it is evidenced.

    Git and ActivityWatch are read first.
    """
    planner = context.planner
    today = planner.today()
    if options.date is not None and (options.first is not None or options.last is not None):
        raise UsageError("Name one --date, or a range with --from and --to.")
    first = parse_latest_date(options.date or options.first or today.isoformat(), today)
    last = first
    if options.date is None and options.first is not None:
        last = today if options.last is None else parse_last_date(options.last, first, today)
    elif options.last is not None:
        raise UsageError("A range needs --from as well as --to.")
    if last < first or (last - first).days >= MOST_DAYS:
        raise PlannerError(
            "The range of days ends before it begins or is longer than 20 years. Choose other days."
        )
    for report in planner.evidence_sources.read():
        if report.problem:
            context.note(report.problem)
    found = planner.evidence.coding_time(first, last)
    return context.answer(
        lambda: _coding_json(found, planner.days.zone), lambda: _coding_lines(found, planner)
    )


def _coding_json(found: CodingTime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "coding_min": found.total_min,
        "by_grade": {grade.value: count for grade, count in found.minutes.items()},
        "lanes": [
            {
                "lane": part.lane.value,
                "start": moment_json(datetime.fromtimestamp(part.start, UTC), zone),
                "end": moment_json(datetime.fromtimestamp(part.end, UTC), zone),
                "sources": list(part.sources),
                "grade": part.grade.value if part.grade is not None else None,
                "project": part.project or None,
            }
            for part in found.parts
        ],
    }


def _coding_lines(found: CodingTime, planner: Planner) -> list[str]:
    grades = ", ".join(
        f"{grade.value} {minutes_text(count)}" for grade, count in found.minutes.items()
    )
    head = f"Coding {minutes_text(found.total_min)}: {grades}"
    return [head, *columns([_part_row(part, planner) for part in found.parts])]


def _part_row(part: LanePart, planner: Planner) -> tuple[str, ...]:
    start, end = (datetime.fromtimestamp(second, UTC) for second in (part.start, part.end))
    times = day_and_clock_range_text(start, end, planner.now(), planner.days.zone)
    grade = "not counted" if part.grade is None else part.grade.value
    return times, part.lane.value, grade, " and ".join(part.sources), part.project
