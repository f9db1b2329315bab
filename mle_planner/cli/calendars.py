"""The command ``import``: read a calendar file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns, counted, printable
from mle_planner.cli.context import Context
from mle_planner.cli.moments import parse_date
from mle_planner.core.base.errors import PlannerError

if TYPE_CHECKING:
    from mle_planner.core.calendars.store import ImportReport


@takes(
    argument("file", metavar="FILE", help="an iCalendar file (.ics)"),
    argument(
        "--as", dest="name", metavar="NAME",
        help="the calendar's name; an existing one is updated",
    ),
    argument("--dry-run", action="store_true", help="show what would change; save nothing"),
    argument(
        "--from", dest="first", metavar="DATE",
        help="first day to import (default: a year ago)",
    ),
    argument(
        "--to", dest="last", metavar="DATE",
        help="last day to import (default: two years ahead)",
    ),
)  # fmt: skip
def import_calendar(context: Context, options: argparse.Namespace) -> int:
    """Read a calendar file; every event in it is imported or reported."""
    today = context.planner.today()
    return import_file(
        context,
        Path(options.file),
        options.name,
        first=parse_date(options.first, today) if options.first is not None else None,
        last=parse_date(options.last, today) if options.last is not None else None,
        dry_run=options.dry_run,
    )


def import_file(
    context: Context,
    path: Path,
    name: str | None,
    *,
    first: date | None = None,
    last: date | None = None,
    dry_run: bool = False,
) -> int:
    """Import a file and answer with what came of it."""
    from mle_planner.core.calendars.store import UnclearCalendarError

    try:
        report = context.planner.calendars.import_file(
            path, name=name, first=first, last=last, dry_run=dry_run
        )
    except UnclearCalendarError as error:
        raise PlannerError(
            f'{error} To update it, add --as "{error.calendar}"; for a separate calendar, --as '
            "with another name."
        ) from error
    return context.answer(
        lambda: _report_shape(report, is_stored=not dry_run),
        lambda: _report_lines(report, is_stored=not dry_run),
    )


def _report_shape(report: ImportReport, *, is_stored: bool) -> dict[str, Any]:
    return {
        "name": report.name,
        "found": report.found,
        "imported": report.imported,
        "reported": [{"where": line.where, "why": line.why} for line in report.reported],
        "occurrences": [
            {
                "start": occurrence.start.isoformat(),
                "end": occurrence.end.isoformat(),
                "summary": occurrence.summary,
                "uid": occurrence.uid,
            }
            for occurrence in report.occurrences
        ],
        "notes": list(report.notes),
        "stored": is_stored,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
    }


def _report_lines(report: ImportReport, *, is_stored: bool) -> Iterator[str]:
    yield printable(
        f"{report.name}: {counted(report.found, 'event')} found, {report.imported} imported, "
        f"{len(report.reported)} reported"
    )
    occurrences = counted(len(report.occurrences), "occurrence")
    removed = "removed" if is_stored else "gone; nothing was stored"
    yield f"{occurrences}: {report.added} new, {report.changed} changed, {report.removed} {removed}"
    yield from columns([(line.where, line.why) for line in report.reported], indent="  ")
    yield from (f"  {printable(sentence)}" for sentence in report.notes)
    if not is_stored:
        times = [(found.start.isoformat(), found.end.isoformat(), found.summary)
                 for found in report.occurrences]  # fmt: skip
        yield from columns(times, indent="  ")
