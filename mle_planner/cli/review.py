"""The commands that sum up a week: its review, and what became of its planned focus."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import sums_json
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import duration_text, short_day_text
from mle_planner.core.plan.sums import CategorySums

if TYPE_CHECKING:
    from mle_planner.core.review.days import DayReview
    from mle_planner.core.review.ledger_sums import FocusLedger
    from mle_planner.core.review.week import WeekReview


def declare_review(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``review``."""
    parser.add_argument("--week", metavar="DATE", help="the week of this date (default: this week)")
    parser.add_argument("--markdown", action="store_true", help="print the review as Markdown")


def review(context: Context, options: argparse.Namespace) -> int:
    """Sum up the week: tracked by category against what was planned."""
    planner = context.planner
    week = _week(context, options)
    if options.markdown and not context.wants_json:
        from mle_planner.core.review.words import week_markdown

        text = week_markdown(week, planner.days, planner.reviews.note(week.monday))
        return context.answer(dict, lambda: [text])
    return context.answer(lambda: _week_shape(week), lambda: _week_lines(week))


def declare_ledger(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``ledger``."""
    parser.add_argument("--week", metavar="DATE", help="the week of this date (default: this week)")


def ledger(context: Context, options: argparse.Namespace) -> int:
    """Show what became of the week's planned focus: done, or lost to one cause each."""
    from mle_planner.core.review.words import kept_sentence, week_title

    week = _week(context, options)

    def lines() -> Iterator[str]:
        yield week_title(week)
        if week.ledger.planned:
            yield from _ledger_lines(week.ledger)
        else:
            yield f"No ledger: {kept_sentence(week)}."

    return context.answer(lambda: _ledger_shape(week.ledger), lines)


def _week(context: Context, options: argparse.Namespace) -> WeekReview:
    day = context.planner.today()
    if options.week is not None:
        from mle_planner.cli.moments import parse_past_date

        day = parse_past_date(options.week, day)
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


def _week_shape(week: WeekReview) -> dict[str, Any]:
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


def _week_lines(week: WeekReview) -> Iterator[str]:
    from mle_planner.core.review.words import coding_sentence, week_title

    yield week_title(week)
    yield f"Coding: {coding_sentence(week)}"
    head = ("", "Coding", "Other focus", "Meetings", "Admin", "Breaks", "Planned focus")
    rows = [_row(short_day_text(day.day), day.tracked, day.planned)
            for day in week.days if day.is_shown]  # fmt: skip
    yield from columns([head, *rows, _row("Total", week.tracked, _planned_sums(week))], indent="  ")
    if week.people:
        yield "With:"
        names = [(duration_text(time), person.name if person else "nobody named")
                 for person, time in week.people]  # fmt: skip
        yield from columns(names, indent="  ")
    if week.meetings:
        yield "Meetings:"
        lengths = [(one.title, f"{one.count} x", f"scheduled {duration_text(one.scheduled)}",
                    f"tracked {duration_text(one.tracked)}") for one in week.meetings]  # fmt: skip
        yield from columns(lengths, indent="  ")
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
