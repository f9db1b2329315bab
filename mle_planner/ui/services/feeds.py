"""Fetches calendars when they are due, in a thread with its own database connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.calendar import CalendarId, SyncProblem
from mle_planner.ui.desktop.quiet import is_offline, saves_power
from mle_planner.ui.services.background import Threads, WorkOutcome

if TYPE_CHECKING:
    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.planner import Planner

Job = Callable[["Planner", Callable[[], bool]], Any]
"""Work on its own planner; what it is given second tells whether to stop."""

_READ_AFTER_MS = 3000
"""Calendars are read once the window has settled."""


class FeedRefresher(QObject):
    """Reads calendars that are due, and those it is asked to, one after the other.

    Attributes:
        progressed: How much of a file was read and stored, as a share of one.
        began: A calendar (its id) is about to be read.
        wrote: Work ended that may have written; sent before its result is delivered.
        ended: It was read; its id and the `RefreshReport`, or None where nothing was stored.
        stop: Set while what runs is to be given up.
        threads: The one thread in which the work is done.
        refused_address: The address whose calendar could not be added last; the next question for
            an address begins with it.
    """

    progressed = Signal(float)
    began = Signal(int)
    wrote = Signal()
    ended = Signal(int, object)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self.stop = Event()
        self.refused_address = ""
        self.reading: set[CalendarId] = set()
        self.threads = Threads(1, self)
        self._soon = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._soon.timeout.connect(self.read_due)

    def read_due_soon(self) -> None:
        self._soon.start()

    @Slot()
    def read_due(self) -> None:
        """Read what is due, unless the machine is offline or saves its battery."""
        if self._planner.read_only or self.reading:
            return
        due = [calendar.id for calendar in self._planner.feeds.due()]
        if due and not is_offline():
            self._read(due, is_asked=False)

    def refresh(self, calendar_id: CalendarId | None = None) -> None:
        """Read a calendar now, or every one that is fetched."""
        wanted = [
            source.calendar.id
            for source in self._planner.feeds.all()
            if source.is_fetched and calendar_id in (None, source.calendar.id)
        ]
        self._read(wanted, is_asked=True, is_the_one=calendar_id is not None)

    def run(
        self, job: Job, done: Callable[[Any], None], failed: Callable[[PlannerError], None]
    ) -> None:
        """Run work on calendars after what is under way; the result comes to this thread."""
        opened, stop = self._planner, self.stop
        stop.clear()

        def work() -> Any:
            with opened.open_for_thread() as planner:
                return job(planner, stop.is_set)

        def deliver(outcome: WorkOutcome) -> None:
            self.wrote.emit()
            outcome.tell(done, failed)

        self.threads.start(work, deliver)

    def cancel(self) -> None:
        """Give up what is under way and what waits; what was stored before stays."""
        self.stop.set()

    def close(self) -> None:
        """Give up everything and wait a little for what cannot be interrupted."""
        self._soon.stop()
        self.stop.set()
        self.threads.close()

    def _read(
        self, calendar_ids: Iterable[CalendarId], *, is_asked: bool, is_the_one: bool = False
    ) -> None:
        for calendar_id in calendar_ids:
            if calendar_id in self.reading:
                continue
            self.reading.add(calendar_id)
            self.began.emit(calendar_id)
            self._read_one(calendar_id, is_asked=is_asked, is_the_one=is_the_one)

    def _read_one(
        self, calendar_id: CalendarId, *, is_asked: bool, is_the_one: bool = False
    ) -> None:
        def job(planner: Planner, is_stopped: Callable[[], bool]) -> RefreshReport | None:
            if is_stopped() or (not is_asked and saves_power()):
                return None
            return planner.feeds.refresh(calendar_id, is_asked=is_the_one, is_stopped=is_stopped)

        def done(report: RefreshReport | None) -> None:
            self.reading.discard(calendar_id)
            self.ended.emit(calendar_id, report)

        self.run(job, done, lambda _error: done(None))


def local_network_question(error: PlannerError) -> tuple[str, str, str] | None:
    """Return what to ask where an address was refused because it leads to no other network."""
    from mle_planner.core.calendars.feeds import FeedError

    if not isinstance(error, FeedError) or error.problem is not SyncProblem.PRIVATE_ADDRESS:
        return None
    return (
        _("Read a calendar from this computer or its local network?"),
        _("The address leads there and not to the internet."),
        _("Allow"),
    )
