"""Reads a calendar file in the background and stores its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural

if TYPE_CHECKING:
    from mle_planner.core.calendars.ical.values import CalendarReading
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner

_Request = tuple[Path, date, date, str]


class RunInBackground(Protocol):
    """`Background.run` of the application."""

    def __call__(
        self,
        function: Callable[[Any], Any],
        argument: Any,
        done: Callable[[Any], None],
        *,
        failed: Callable[[PlannerError], None] | None = None,
    ) -> None:
        """Run a pure function in a thread and call ``done`` with its result."""
        ...


def read(request: _Request) -> CalendarReading:
    """Read the file; the reading itself happens in a bounded process of its own."""
    from mle_planner.core.calendars.ical.reading import read_calendar_file

    path, first, last, zone = request
    return read_calendar_file(path, first, last, zone=zone)


def import_calendar(
    planner: Planner,
    path: Path,
    run_in_background: RunInBackground,
    done: Callable[[ImportReport], None],
    refused: Callable[[str], None],
    updates: Callable[[str, str], bool],
) -> None:
    """Read a calendar in the background, then store it as one edit, also without a window.

    ``refused`` is called with one sentence when it cannot be read or stored. ``updates`` is asked
    with the names of the file and of a calendar that has the same events whether to update it.
    """
    from mle_planner.core.calendars.store import SameEventsError

    def store(reading: CalendarReading, name: str | None = None) -> None:
        try:
            report = planner.calendars.store(reading, path, name=name)
        except SameEventsError as error:
            if updates(path.name, error.calendar):
                store(reading, error.calendar)
            else:
                refused(str(error))
        except PlannerError as error:
            refused(str(error))
        else:
            done(report)

    first, last = planner.calendars.window(None, None)
    request = (path, first, last, planner.days.zone.key)
    run_in_background(read, request, store, failed=lambda error: refused(str(error)))


def report_text(report: ImportReport) -> str:
    """Return in one or two sentences how many events were read and why others were not."""
    text = _(
        "{name}: {imported} of {found} events read.",
        name=report.name,
        imported=report.imported,
        found=report.found,
    )
    if not report.reported:
        return text
    first = report.reported[0]
    others = len(report.reported) - 1
    what = f"{first.where}: {first.why}"
    if not others:
        return f"{text} " + _("Not read: {what}.", what=what)
    more = plural(
        "Not read: {what}, and {count} more.", "Not read: {what}, and {count} more.", others,
        what=what,
    )  # fmt: skip
    return f"{text} {more}"
