"""Takes in a calendar from a file or an address, in the thread of calendars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.calendar import SyncProblem

if TYPE_CHECKING:
    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner
    from mle_planner.ui.services.feeds import FeedRefresher


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


def subscribe(
    feeds: FeedRefresher,
    address: str,
    done: Callable[[RefreshReport], None],
    refused: Callable[[str], None],
    allows: Callable[[], bool],
    *,
    allows_private: bool = False,
) -> None:
    """Read the calendar at an address and keep it up to date from now on.

    ``refused`` is called with one sentence when it cannot be read. ``allows`` is asked whether to
    read an address of this computer or its network.
    """

    def job(planner: Planner, is_stopped: Callable[[], bool]) -> RefreshReport:
        return planner.feeds.add(address, allows_private=allows_private, is_stopped=is_stopped)

    def failed(error: PlannerError) -> None:
        from mle_planner.core.calendars.feeds import FeedError

        if not isinstance(error, FeedError):
            refused(str(error))
        elif error.problem is SyncProblem.PRIVATE_ADDRESS and allows():
            subscribe(feeds, address, done, refused, allows, allows_private=True)
        else:
            refused(_("{problem} Nothing was added.", problem=str(error)))

    feeds.run_reading(job, done, failed)


def added_text(report: RefreshReport) -> str:
    """Return which calendar was added, and how many events it has."""
    events = plural("{count} event", "{count} events", report.sync.event_count)
    return _("Added {name}: {events}.", name=report.calendar.name, events=events)
