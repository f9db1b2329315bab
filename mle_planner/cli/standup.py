"""The command ``standup``: what was done, what is planned and what is blocked, to paste."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json
from mle_planner.core.base.spans import whole_minutes

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.review.standup import Standup, StandupLine


@takes(argument("--date", metavar="DATE", help="the day of the standup (default: today)"))
def standup(context: Context, options: argparse.Namespace) -> int:
    """Say what was done on the last working day, what is planned, and what is blocked."""
    from mle_planner.core.review.standup import standup_text

    planner = context.planner
    day = planner.today()
    if options.date is not None:
        from mle_planner.cli.moments import parse_date

        day = parse_date(options.date, day)
    found, zone = planner.reviews.standup(day), planner.days.zone
    return context.answer(
        lambda: _shape(found, zone), lambda: standup_text(found, zone).splitlines()
    )


def _shape(found: Standup, zone: ZoneInfo) -> dict[str, Any]:
    from mle_planner.core.review.standup import standup_text

    return {
        "date": found.day.isoformat(),
        "yesterday_date": found.before.isoformat(),
        "yesterday": [{**_line(one, zone), "done": one.is_done} for one in found.done],
        "today": [_line(one, zone) for one in found.planned],
        "blocked": [
            {
                "title": one.title,
                "project": one.project or None,
                "waits_for": list(one.waits_for),
                "overdue_since": one.overdue_since.isoformat() if one.overdue_since else None,
                "why": one.why,
            }
            for one in found.blocked
        ],
        "text": standup_text(found, zone),
    }


def _line(one: StandupLine, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "title": one.title,
        "project": one.project or None,
        "start": moment_json(one.start, zone),
        "minutes": whole_minutes(one.length),
    }
