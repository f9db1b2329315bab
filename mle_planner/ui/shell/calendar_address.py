"""Subscribes to the calendar at an address, in the thread of calendars."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.calendar import SyncProblem

if TYPE_CHECKING:
    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.planner import Planner
    from mle_planner.ui.services.feeds import FeedRefresher


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
