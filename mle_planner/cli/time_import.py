"""The commands for time of other trackers: imports a file, lists what it had without times."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import UsageError, argument, takes, whole_number
from mle_planner.cli.columns import columns, counted, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.cli.moments import parse_range
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import clock_range_text, day_text, minutes_text
from mle_planner.core.model.tracked import DayTotalId

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.tracking.importing.store import NewTime, TimeImportReport

_FORMATS = (
    "toggl", "clockify", "harvest", "kimai", "timewarrior", "watson", "hamster", "gtimelog", "org",
    "superproductivity", "csv",
)  # fmt: skip
_FIRST_ROWS = 8
_MOST_ID = 10**18 - 1  # what the database can hold


@takes(
    argument("file", metavar="FILE", help="what the other tracker exported"),
    argument(
        "--as", dest="format", choices=_FORMATS, default="",
        help="its format (default: known by the content)",
    ),
    argument("--dry-run", action="store_true", help="show what would be added; save nothing"),
    argument(
        "--map", metavar="OTHER=PROJECT", action="append", default=[],
        help="the project here of one in the file, empty for none (default: the same name)",
    ),
    argument(
        "--dates", choices=("dmy", "mdy", "ymd"), default="",
        help="the order of day, month and year (default: where only one is possible)",
    ),
    argument(
        "--columns", metavar="FIELD=COLUMN,...", default="",
        help="the columns of a table, such as start=Begin,note= (empty for none)",
    ),
    argument(
        "--overlaps", choices=("skip", "cut", "theirs"), default="skip",
        help="time that is tracked already: leave the row out, cut the row, or cut what is here",
    ),
    argument(
        "--zone", metavar="ZONE", default="",
        help="the time zone of times that name none, such as Europe/Berlin (default: this one)",
    ),
)  # fmt: skip
def import_time(context: Context, options: argparse.Namespace) -> int:
    """Add the entries of a file that are not stored yet; every row is added or accounted for."""
    from mle_planner.core.tracking.importing.overlaps import OverlapChoice
    from mle_planner.core.tracking.importing.reading import ReadChoices
    from mle_planner.core.tracking.importing.store import ImportChoices

    listed = re.split(",(?=[^,]*=)", options.columns) if options.columns else ()
    chosen = tuple(_pairs(listed, "--columns"))  # other commas belong to the names of columns
    mapped = tuple(_pairs(options.map, "--map"))
    choices = ImportChoices(mapped, OverlapChoice(options.overlaps), _zone(options.zone))
    imports = context.planner.time_imports
    reading = ReadChoices(options.format, options.dates, chosen)
    file = imports.read_file(Path(options.file), reading)
    report = imports.import_file(file, choices, dry_run=options.dry_run)
    zone = context.planner.days.zone
    is_stored = not options.dry_run
    is_any_table = report.format == "csv"
    fields = imports.head_of(Path(options.file), chosen).fields if is_any_table else {}
    return context.answer(
        lambda: _report_json(report, fields, zone, is_stored=is_stored),
        lambda: list(_report_lines(report, fields, zone, options)),
    )


def _pairs(texts: Sequence[str], option: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"{text} names no pair. Write {option} NAME=VALUE.")
        yield name.strip(), value.strip()


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise UsageError(f"{name} is not a time zone such as Europe/Berlin.") from error


def _report_json(
    report: TimeImportReport, fields: Mapping[str, str], zone: ZoneInfo, *, is_stored: bool
) -> dict[str, Any]:
    return {
        "name": report.name,
        "format": report.format,
        "columns": dict(fields),
        "found": report.found,
        "added": report.added,
        "skipped": report.skipped,
        "reported": [{"where": one.where, "why": one.why} for one in report.rejected],
        "entries": [
            _new_json(one, zone, is_stored=is_stored) for one in report.new[:_FIRST_ROWS]
        ],
        "day_totals": len(report.totals),
        "projects": [
            {"other": one.other, "project": one.name or None, "new": one.is_new, "rows": one.rows}
            for one in report.projects
        ],
        "overlaps": [
            {
                "where": one.where, "title": one.title, "with": one.other,
                **span_json(one, zone),
            }
            for one in report.overlaps
        ],
        "stored": is_stored,
    }  # fmt: skip


def _new_json(one: NewTime, zone: ZoneInfo, *, is_stored: bool) -> dict[str, Any]:
    from mle_planner.core.model.tracked import DayTotal

    record = one.record
    return {
        "id": record.id if is_stored else None,
        "title": record.title,
        "project": one.project or None,
        "note": record.note,
        **(
            {"day": record.day.isoformat(), "length_s": record.length_s, "start": None, "end": None}
            if isinstance(record, DayTotal)
            else span_json(record, zone)
        ),
    }


def _report_lines(
    report: TimeImportReport, fields: Mapping[str, str], zone: ZoneInfo, options: argparse.Namespace
) -> Iterator[str]:
    rows = counted(report.found, "row")
    yield printable(
        f"{report.name} ({report.format}): {rows}, {report.added} new, {report.skipped} already "
        f"here, {len(report.rejected)} not added"
    )
    if fields:
        read = ", ".join(f"{field}={column}" for field, column in fields.items())
        yield printable(f"  columns: {read}; --columns chooses others")
    yield from columns([_row(one, zone) for one in report.new[:_FIRST_ROWS]], indent="  ")
    if len(report.new) > _FIRST_ROWS:
        yield f"  and {len(report.new) - _FIRST_ROWS} more"
    if report.totals:
        yield (
            f"{len(report.totals)} without times: kept as totals of their days, marked, and in no "
            "sum of tracked time."
        )
    for line in report.projects:
        if line.rows and line.other:
            here = f"{line.name} (new)" if line.is_new else line.name or "no project"
            yield printable(f"  {line.other} -> {here}: {line.rows}")
    for one in report.rejected:
        yield printable(f"  {one.where}: {one.why}")
    if report.overlaps and options.overlaps == "skip":
        yield "Time was tracked already: --overlaps cut adds the rest, --overlaps theirs cuts it."
    if options.dry_run:
        yield "Nothing was stored: run it without --dry-run to import."


def _row(one: NewTime, zone: ZoneInfo) -> list[str]:
    from mle_planner.core.model.tracked import DayTotal

    record = one.record
    project = f"#{one.project}" if one.project else ""
    if isinstance(record, DayTotal):
        return [day_text(record.day), minutes_text(record.length_s // 60), record.title, project]
    assert record.end is not None
    day = day_text(record.start.astimezone(zone).date())
    return [day, clock_range_text(record.start, record.end, zone), record.title, project]


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
        first, last = parse_range(options.first, options.last, today)
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
    number = whole_number(text, 0, _MOST_ID)
    if number is not None:
        return DayTotalId(number)
    raise PlannerError(
        f"{text} is not the number of a total. Nothing was changed; see: mle-planner day-totals."
    )
