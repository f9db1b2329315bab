"""Reads a calendar file beside the window and stores what it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural

if TYPE_CHECKING:
    from mle_planner.core.calendars.ical.values import CalendarReading
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner

InBackground = Callable[[Callable[[Any], Any], Any, Callable[[Any], None]], None]
_Request = tuple[Path, date, date, str]


def read(request: _Request) -> CalendarReading:
    """Read the file; the reading itself happens in a bounded process of its own."""
    from mle_planner.core.calendars.ical.reading import read_calendar_file

    path, first, last, zone = request
    return read_calendar_file(path, first, last, zone=zone)


def import_beside(
    planner: Planner,
    path: Path,
    in_background: InBackground,
    done: Callable[[ImportReport], None],
    refused: Callable[[str], None],
) -> None:
    """Read a calendar without the window waiting, then store it as one edit.

    A refusal to read it goes where the window's errors go; one to store it to ``refused``.
    """

    def store(reading: CalendarReading) -> None:
        try:
            report = planner.calendars.store(reading, path)
        except PlannerError as error:
            refused(str(error))
        else:
            done(report)

    first, last = planner.calendars.window(None, None)
    in_background(read, (path, first, last, planner.days.zone.key), store)


def sentence(report: ImportReport) -> str:
    """Return what an import took and what it could not, in one or two sentences."""
    said = _(
        "{name}: {imported} of {found} events read.",
        name=report.name,
        imported=report.imported,
        found=report.found,
    )
    if not report.reported:
        return said
    first = report.reported[0]
    others = len(report.reported) - 1
    what = f"{first.where}: {first.why}"
    if not others:
        return f"{said} " + _("Not read: {what}.", what=what)
    more = plural(
        "Not read: {what}, and {count} more.", "Not read: {what}, and {count} more.", others,
        what=what,
    )  # fmt: skip
    return f"{said} {more}"
