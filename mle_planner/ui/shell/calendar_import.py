"""Imports a calendar file beside the window, in the thread of calendars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural

if TYPE_CHECKING:
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner
    from mle_planner.ui.services.feeds import FeedRefresher


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


def import_calendar(
    feeds: FeedRefresher,
    path: Path,
    done: Callable[[ImportReport], None],
    refused: Callable[[str], None],
    updates: Callable[[str, str], bool],
    name: str | None = None,
) -> None:
    """Read a calendar file and store it as one edit, also without a window.

    ``refused`` is called with one sentence when it cannot be read or stored, or was cancelled.
    ``updates`` is asked with the names of the file and of a calendar that has the same events
    whether to update it.
    """
    from mle_planner.core.calendars.store import SameEventsError

    def job(planner: Planner, is_stopped: Callable[[], bool]) -> ImportReport:
        return planner.calendars.import_file(
            path, name=name, is_stopped=is_stopped, tell=feeds.progressed.emit
        )

    def failed(error: PlannerError) -> None:
        if isinstance(error, SameEventsError) and updates(path.name, error.calendar):
            import_calendar(feeds, path, done, refused, updates, error.calendar)
        else:
            refused(str(error))

    feeds.run_reading(job, done, failed)


def report_text(report: ImportReport) -> str:
    """Return in one or two sentences how many events were read and why others were not."""
    text = _(
        "{name}: {imported} of {found} events read.",
        name=report.name,
        imported=report.imported,
        found=report.found,
    )
    if report.imported and not report.occurrences:
        text += " " + _("None of them is between a year ago and two years ahead.")
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
