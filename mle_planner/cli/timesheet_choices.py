"""The days and the choices of the command ``timesheet``: period, lines, groups, template."""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import YES_NO, UsageError, argument, whole_number
from mle_planner.cli.columns import columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.moments import (
    MOST_DAYS,
    parse_date,
    parse_latest_date,
    parse_range,
    parse_week,
)
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import YEARS
from mle_planner.core.typed.title import title_key

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.timesheet.choices import SheetChoices
    from mle_planner.core.timesheet.period import Period

_MOST_WEEKS = 52
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_USAGE = "Usage: mle-planner timesheet --from DATE --to DATE, or --week, --month or --template"


CHOICES = (
    argument("--from", dest="first", metavar="DATE", help="first day"),
    argument("--to", dest="last", metavar="DATE", help="last day, included"),
    argument("--week", metavar="WEEK", help="this, last, or a date in it"),
    argument("--month", metavar="MONTH", help="2026-11, this, last, or a date in it"),
    argument("--sprint", metavar="WEEKS", help="as many weeks from --from on"),
    *(
        argument(f"--{name}", metavar="NAME", help=f"only the time of this {name}")
        for name in ("client", "project", "task", "activity")
    ),
    argument("--billable", choices=tuple(YES_NO), help="only what is billed, or not"),
    argument(
        "--group", metavar="LIST",
        help="client, project, task, activity, day, person; several make groups in groups",
    ),
    argument(
        "--template", metavar="NAME", help="the choices of this name, for the last such period"
    ),
    argument("--save-template", metavar="NAME", help="keep these choices under this name"),
    argument("--templates", action="store_true", help="list the templates"),
    argument("--forget-template", metavar="NAME", help="remove a template"),
)  # fmt: skip
"""Which days, which lines and which groups."""


def refuse_wrong_usage(options: argparse.Namespace) -> None:
    """Raise ``UsageError`` where the days are named in no way or in several."""
    if options.templates or options.forget_template is not None:
        return
    ways = sum(way is not None for way in (options.week, options.month, options.sprint))
    has_days = options.first is not None or options.last is not None
    if ways > 1 or (has_days and (options.week is not None or options.month is not None)):
        raise UsageError(f"Name the days in one way only. {_USAGE}")
    if options.sprint is not None:
        if options.first is None or options.last is not None:
            raise UsageError(f"A sprint is as many weeks from --from on, without --to. {_USAGE}")
    elif not ways and (has_days or options.template is None):
        given = {"--from": options.first, "--to": options.last}
        missing = ", ".join(name for name, value in given.items() if value is None)
        if missing:
            raise UsageError(f"The following arguments are required: {missing}. {_USAGE}")


def answer_about_templates(context: Context, options: argparse.Namespace) -> int | None:
    """List or remove templates where that is asked; None where a timesheet is."""
    templates = context.planner.sheet_templates
    if options.forget_template is not None:
        templates.forget(options.forget_template)
    elif not options.templates:
        return None
    kept = templates.all()
    return context.answer(
        lambda: [
            {
                "name": name,
                "client": each.client or None,
                "period": each.period.kind.value if each.period else None,
                "group": list(each.grouping),
                "format": each.format or None,
            }
            for name, each in kept.items()
        ],
        lambda: (
            columns([
                (name, each.client, each.period.kind.value if each.period else "",
                 ", ".join(each.grouping), each.format)
                for name, each in kept.items()
            ])
            or ["No templates."]
        ),
    )  # fmt: skip


def read_choices(context: Context, options: argparse.Namespace) -> tuple[Period, SheetChoices]:
    """Return the days of a timesheet and what is chosen of it; keep it where that is asked."""
    from mle_planner.core.timesheet.choices import SheetChoices, read_grouping

    planner = context.planner
    kept = SheetChoices()
    if options.template is not None:
        kept = planner.sheet_templates.find(options.template)
    period = _period(planner, options, kept)
    names: dict[str, Any] = {
        name: " ".join(getattr(options, name).split())
        for name in ("client", "project", "task", "activity")
        if getattr(options, name) is not None
    }
    choices = replace(kept, period=period, **names)
    if options.billable is not None:
        choices = replace(choices, is_billable=YES_NO[options.billable])
    if options.group is not None:
        choices = replace(choices, grouping=read_grouping(options.group))
    _refuse_unknown(planner, choices)
    return period, choices


def _period(planner: Planner, options: argparse.Namespace, kept: SheetChoices) -> Period:
    from mle_planner.core.timesheet.period import Period, PeriodKind

    today = planner.today()
    if options.week is not None:
        return Period.week_of(parse_week(options.week, today), planner.days)
    if options.month is not None:
        return _month(options.month, today)
    if options.sprint is not None:
        return _sprint(options, today)
    if options.first is None:
        last_period = kept.period or Period.month_of(today)
        return last_period.latest(today, planner.days)
    first, last = parse_range(options.first, options.last, today)
    _refuse_range(first, last)
    return Period(PeriodKind.CUSTOM, first, last)


def _month(text: str, today: date) -> Period:
    from mle_planner.core.timesheet.period import Period

    words = " ".join(text.casefold().split())
    if words in ("this", "last"):
        month = Period.month_of(today)
        return month.stepped(-1) if words == "last" else month
    found = _MONTH.fullmatch(words)
    if found is None:
        return Period.month_of(parse_date(words, today))
    year, month_number = int(found[1]), int(found[2])
    if year not in YEARS or not 1 <= month_number <= 12:
        raise PlannerError(
            f"{printable(text)} is not a month. Nothing was exported; write it like 2026-11."
        )
    return Period.month_of(date(year, month_number, 1))


def _sprint(options: argparse.Namespace, today: date) -> Period:
    from mle_planner.core.timesheet.period import Period

    weeks = whole_number(options.sprint, 1, _MOST_WEEKS)
    if weeks is None:
        raise PlannerError(
            f"{printable(options.sprint)} is not a number of weeks. Nothing was exported; choose "
            "one such as 2."
        )
    first = parse_latest_date(options.first, today)
    return Period.sprint_of(first, first, weeks)


def _refuse_range(first: date, last: date) -> None:
    if last < first:
        raise PlannerError(
            "The range of days ends before it begins. Nothing was exported; swap the dates."
        )
    if (last - first).days >= MOST_DAYS:
        raise PlannerError(
            "The range is longer than 20 years. Nothing was exported; choose a shorter one."
        )


def _refuse_unknown(planner: Planner, choices: SheetChoices) -> None:
    """Refuse a client, project or activity that is not there: the sheet would be empty."""
    known = {
        "client": {project.client for project in planner.catalog.projects()} - {""},
        "project": {project.name for project in planner.catalog.projects()},
        "activity": {activity.name for activity in planner.catalog.activities()},
    }
    for what, names in known.items():
        wanted = getattr(choices, what)
        if wanted and title_key(wanted) not in map(title_key, names):
            there_are = ", ".join(sorted(names, key=str.casefold)) or "none yet"
            raise PlannerError(
                f"There is no {what} {printable(wanted)}. Nothing was exported; there are: "
                f"{printable(there_are)}."
            )
