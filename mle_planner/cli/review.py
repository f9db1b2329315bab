"""The commands that sum up a week: its review, and what became of its planned focus."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import UsageError, argument, one_of, takes, whole_number
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json, sums_json
from mle_planner.cli.review_depth import depth_lines, depth_shape, rounded
from mle_planner.cli.review_report import (
    REPORT,
    answer_report,
    read_level,
    report_lines,
    wants_report,
)
from mle_planner.cli.review_what_if import WHAT_IF, answer_what_if, wants_what_if
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import duration_text, short_day_text
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.review.levels import redacted
from mle_planner.core.tracking.forgotten import in_question_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.base.days import PlanningDays
    from mle_planner.core.review.days import DayReview
    from mle_planner.core.review.ledger_sums import FocusLedger
    from mle_planner.core.review.report.document import ReviewReport
    from mle_planner.core.review.trends import Trend
    from mle_planner.core.review.week import WeekReview


@takes(
    one_of(
        argument("--week", metavar="WEEK", help="this (the default), last, or a date in it"),
        argument("--weeks", metavar="N", help="the last N weeks and their trends"),
    ),
    *REPORT,
    WHAT_IF,
)
def review(context: Context, options: argparse.Namespace) -> int:
    """Sum up a week against its plan, or several weeks, and write that as a report."""
    if wants_what_if(options):
        return answer_what_if(context, options, _week(context, options))
    if options.weeks is not None:
        return _several(context, options)
    planner = context.planner
    level = read_level(options)
    week = redacted(_week(context, options), level)

    def report() -> ReviewReport:
        from mle_planner.core.review.report.week_report import WEEKS_OF_REPORT, week_report

        trend = planner.reviews.trend(week.monday, WEEKS_OF_REPORT)
        note = planner.reviews.note(week.monday) if options.notes else ""
        return week_report(week, planner.days, trend=trend, note=note)

    if wants_report(context, options):
        return answer_report(context, options, report())
    doubtful = planner.time_in_question(week.days[0].day, week.days[-1].day).coding
    return context.answer(
        lambda: {**week_shape(week), "coding_in_question_min": whole_minutes(doubtful)},
        lambda: _week_lines(week, doubtful, planner.days),
    )


def _several(context: Context, options: argparse.Namespace) -> int:
    from mle_planner.core.review.report.weeks_report import weeks_report

    read_level(options)  # there are no names in it, whatever the level
    planner = context.planner
    trend = planner.reviews.trend(planner.today(), _week_count(options.weeks))
    if wants_report(context, options):
        return answer_report(context, options, weeks_report(trend))
    return context.answer(
        lambda: _trend_shape(trend, planner.days.zone), lambda: report_lines(weeks_report(trend))
    )


def _week_count(text: str) -> int:
    from mle_planner.core.review.trends import MOST_WEEKS

    count = whole_number(text, 1, MOST_WEEKS)
    if count is not None:
        return count
    raise UsageError(f"{text} is not a number of weeks from 1 to {MOST_WEEKS}, such as 12.")


def _trend_shape(trend: Trend, zone: ZoneInfo) -> dict[str, Any]:
    from mle_planner.core.review.days import average_of

    coding = average_of(week.coding_a_day for week in trend.weeks if week.coding_a_day is not None)
    return {
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                **sums_json(week.tracked),
                "coding_per_day_min": _minutes(week.coding_a_day),
                "band_least_min": whole_minutes(week.least),
                "band_most_min": whole_minutes(week.most),
                "days_measured": week.measured,
                "days_in_band": week.inside,
                "meeting_share": rounded(week.meeting_share),
                "longest_min": _minutes(week.longest.duration if week.longest else None),
                "longest_start": moment_json(week.longest.start if week.longest else None, zone),
            }
            for week in trend.weeks
        ],
        "coding_per_day_min": _minutes(coding),
        "weeks_measured": len(trend.measured_weeks),
        "weeks_in_band": trend.weeks_in_band,
    }


def _minutes(length: timedelta | None) -> int | None:
    return None if length is None else whole_minutes(length)


@takes(argument("--week", metavar="WEEK", help="this (the default), last, or a date in it"))
def ledger(context: Context, options: argparse.Namespace) -> int:
    """Show what became of the week's planned focus: done, or lost to one cause each."""
    from mle_planner.core.review.words import kept_sentence, week_title

    week = _week(context, options)

    def lines() -> Iterator[str]:
        yield week_title(week, context.planner.days)
        if week.ledger.planned:
            yield from _ledger_lines(week.ledger)
        else:
            yield f"No ledger: {kept_sentence(week)}."

    return context.answer(lambda: _ledger_shape(week.ledger), lines)


def _week(context: Context, options: argparse.Namespace) -> WeekReview:
    day = context.planner.today()
    if options.week is not None:
        from mle_planner.cli.moments import parse_week

        day = parse_week(options.week, day)
    return context.planner.reviews.week(day)


def _ledger_shape(ledger: FocusLedger) -> dict[str, Any]:
    days = [
        {"date": day.day.isoformat(), "frozen": day.is_frozen, **_ledger_sums(ledger.of(day.day))}
        for day in ledger.days
    ]
    return {**_ledger_sums(ledger), "days": days}


def _ledger_sums(ledger: FocusLedger) -> dict[str, Any]:
    return {
        "planned_min": whole_minutes(ledger.planned),
        "done_min": whole_minutes(ledger.done),
        "lost_min": whole_minutes(ledger.lost),
        "causes": [
            {
                "cause": line.cause.value,
                "minutes": whole_minutes(line.lost),
                "examples": [example.text for example in line.examples],
            }
            for line in ledger.causes
        ],
    }


def _ledger_lines(ledger: FocusLedger) -> Iterator[str]:
    from mle_planner.core.review.words import ledger_rows, ledger_sentence

    yield ledger_sentence(ledger)
    yield from columns(ledger_rows(ledger), indent="  ")
    head = ("", "Planned", "Done", "Lost")
    ledgers = [(day.day, ledger.of(day.day)) for day in ledger.days if day.planned]
    yield from columns(
        [head, *((short_day_text(day), *map(duration_text, (one.planned, one.done, one.lost)))
                 for day, one in ledgers)],
        indent="  ",
    )  # fmt: skip


def week_shape(week: WeekReview) -> dict[str, Any]:
    """Return a week as JSON has it."""
    total = {**sums_json(week.tracked), "planned": sums_json(_planned_sums(week))}
    return {
        "monday": week.monday.isoformat(),
        "days": [_day_shape(day) for day in week.days],
        "total": total,
        "plan_kept": None if not week.ledger.planned else {
            "planned_min": whole_minutes(week.ledger.planned),
            "kept_min": whole_minutes(week.ledger.done),
        },
        "people": [
            {"name": person.name if person else None, "tracked_min": whole_minutes(time)}
            for person, time in week.people
        ],
        "meetings": [
            {
                "title": one.title,
                "uid": one.uid,
                "count": one.count,
                "scheduled_min": whole_minutes(one.scheduled),
                "tracked_min": whole_minutes(one.tracked),
            }
            for one in week.meetings
        ],
        "ledger": _ledger_shape(week.ledger),
        **depth_shape(week),
    }  # fmt: skip


def _day_shape(day: DayReview) -> dict[str, Any]:
    return {
        "date": day.day.isoformat(),
        **sums_json(day.tracked),
        "planned": sums_json(day.planned),
        "band": day.band.value if day.counts else None,
    }


def _planned_sums(week: WeekReview) -> CategorySums:
    return sum((day.planned for day in week.days), CategorySums())


def _week_lines(week: WeekReview, doubtful: timedelta, days: PlanningDays) -> Iterator[str]:
    from mle_planner.core.review.words import coding_sentence, week_title

    yield week_title(week, days)
    yield f"Coding: {', '.join(filter(None, (coding_sentence(week), in_question_text(doubtful))))}"
    head = ("", "Coding", "Other focus", "Meetings", "Admin", "Breaks", "Focus in plan")
    rows = [_row(short_day_text(day.day), day.tracked, day.planned)
            for day in week.days if day.is_shown]  # fmt: skip
    yield from columns([head, *rows, _row("Total", week.tracked, _planned_sums(week))], indent="  ")
    if week.people:
        yield "With:"
        names = [(duration_text(time), person.name if person else "no person")
                 for person, time in week.people]  # fmt: skip
        yield from columns(names, indent="  ")
    yield from depth_lines(week)
    if week.ledger.planned:
        yield from _ledger_lines(week.ledger)


def _row(name: str, tracked: CategorySums, planned: CategorySums) -> tuple[str, ...]:
    parts = (
        tracked.coding,
        tracked.other_focus,
        tracked.meeting,
        tracked.admin,
        tracked.pause,
        planned.focus,
    )
    return (name, *map(duration_text, parts))
