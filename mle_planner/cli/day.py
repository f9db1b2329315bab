"""The command that shows a day: what was planned and what was tracked, side by side."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import coding_words, columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import coding_json, entry_json, sums_json
from mle_planner.cli.planned_lines import line_json
from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, clock_text, day_text, duration_text
from mle_planner.core.plan.snapshots import DaySnapshot


@takes(argument("--date", metavar="DATE", help="the day to show (default: today)"))
def show_day(context: Context, options: argparse.Namespace) -> int:
    """Show a day."""
    planner = context.planner
    day = planner.today()
    if options.date is not None:
        from mle_planner.cli.moments import parse_date

        day = parse_date(options.date, day)
    snapshot, days = planner.day(day), planner.days
    doubtful = planner.time_in_question(day).coding
    return context.answer(
        lambda: _day_shape(snapshot, doubtful, days), lambda: _day_lines(snapshot, doubtful, days)
    )


def _day_shape(snapshot: DaySnapshot, doubtful: timedelta, days: PlanningDays) -> dict[str, Any]:
    coding = snapshot.coding
    return {
        "date": snapshot.day.isoformat(),
        "planned": [
            {"key": str(item.key), **line_json(item, days.zone)} for item in snapshot.items
        ],
        "tracked": [
            entry_json(item.entry, item.activity, item.project, item.counted, days.zone)
            for item in snapshot.tracked
        ],
        "all_day": [event.summary for event in snapshot.all_day],
        "day_off": snapshot.day_off is not None,
        "planned_sums": sums_json(snapshot.planned_sums),
        "tracked_sums": sums_json(snapshot.tracked_sums),
        "coding": {
            **coding_json(coding),
            "in_question_min": whole_minutes(doubtful),
            "planned_ahead_min": whole_minutes(coding.planned),
        },
        "plan_version": snapshot.version,
    }


def _day_lines(snapshot: DaySnapshot, doubtful: timedelta, days: PlanningDays) -> Iterator[str]:
    yield day_text(snapshot.day)
    for event in snapshot.all_day:
        yield f"  all day  {printable(event.summary)}"
    if snapshot.day_off is not None:
        yield "  day off"
    rows = list(_rows(snapshot, days))
    if rows:
        yield from columns([("Planned", "Tracked"), *rows], indent="  ")
    else:
        yield "  Nothing is planned and nothing was tracked."
    coding = snapshot.coding
    aim = duration_text(coding.aim) if coding.has_band else ""
    goal = f"the goal is {aim}" if aim else "no goal on this day"
    yield f"Coding {coding_words(coding, doubtful)}; {goal}."


def _rows(snapshot: DaySnapshot, days: PlanningDays) -> Iterator[tuple[str, str]]:
    """Yield a line for each time at which something planned or tracked begins."""
    planned: dict[datetime, list[str]] = {}
    tracked: dict[datetime, list[str]] = {}
    for item in snapshot.items:
        box = [one for one in snapshot.items if one.box and one.box == item.box]
        if box and box[0] == item:
            times = clock_range_text(item.span.start, box[-1].span.end, days.zone)
            planned.setdefault(item.span.start, []).append(f"{times} {len(box)} small tasks")
        times = clock_range_text(item.span.start, item.span.end, days.zone)
        text = f"{times} {'  ' * bool(box)}{item.title}{' (done)' * item.is_done}"
        planned.setdefault(item.span.start, []).append(text)
    for done in snapshot.tracked:
        end = "…" if done.entry.is_running else clock_text(done.span.end, days.zone)
        length = duration_text(done.counted)
        text = f"{clock_text(done.span.start, days.zone)}–{end} {done.entry.title} {length}"
        tracked.setdefault(done.span.start, []).append(text)
    for start in sorted({*planned, *tracked}):
        yield from zip_longest(planned.get(start, []), tracked.get(start, []), fillvalue="")
