"""Imports files and calendars: asks, reads in the background, and reports the result."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.calendars.addresses import mask_address
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.ui.shell.calendar_address import added_text, subscribe
from mle_planner.ui.shell.calendar_import import import_calendar, report_text
from mle_planner.ui.shell.task_import import import_tasks, kinds_of_files

if TYPE_CHECKING:
    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner
    from mle_planner.core.scheduling.price.answer import MeetingPrice
    from mle_planner.core.scheduling.price.request import PriceRequest
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.commands_window import CommandsWindow
    from mle_planner.ui.widgets.dialogs import Dialogs


_KINDS = N_("Calendars (*.ics *.ical *.ifb)")


def _nothing() -> None:
    """Do nothing."""


class FileImports:
    """Imports calendars, and files of tasks and of tracked time."""

    def __init__(self, window: CommandsWindow, ask: Dialogs, services: Services) -> None:
        self._window = window
        self._planner = services.planner
        self._ask = ask
        self._run_in_background = services.run_in_background
        self._feeds = services.feeds
        self._prices = services.prices
        self._is_declined = False

    def ask_for_calendar(self) -> None:
        path = self._ask.file_to_open(_("Open a calendar file"), _(_KINDS))
        if path is not None:
            self.read_calendar(path)

    def ask_for_price(self) -> None:
        """Ask for an invitation and show what its meeting would cost."""
        path = self._ask.file_to_open(_("Open an invitation"), _(_KINDS))
        if path is not None:
            self.ask_price(path)

    def ask_for_tasks(self) -> None:
        """Ask for a file of tasks, show what it holds, and add it if that is wanted."""
        path = self._ask.file_to_open(_("Import tasks from a file"), kinds_of_files())
        if path is not None:
            self.read_tasks(path)

    def read_tasks(self, path: Path) -> None:
        """Read a file of tasks in the background, show what it holds, and add it if wanted."""
        window = self._window
        import_tasks(
            self._planner,
            path,
            self._run_in_background,
            wants=lambda question, details: (
                not window.is_closed
                and self._ask.confirmed(question, details, _("Add"), can_undo=True)
            ),
            done=lambda sentence, is_new: window.show_message(sentence, undo=is_new),
            refused=window.show_error,
        )

    def ask_for_time(self) -> None:
        """Ask for a file of another time tracker and show what it would add."""
        from mle_planner.core.tracking.importing import ENDINGS

        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        tracked, every = _("Tracked time"), _("All files")
        kinds = f"{tracked} ({endings});;{every} (*)"
        path = self._ask.file_to_open(_("Import time from another tracker"), kinds)
        if path is not None:
            self._window.overlays.open_time_import(path)

    def offer(self, path: Path) -> None:
        """Ask what to do with a calendar file that was dropped or opened: import it, or its price.

        One that has just been closed is left alone.
        """
        if self._window.is_closed:
            return
        answers = (_("Import"), _("What would it cost?"))
        question = _("Import {file}?", file=path.name)
        details = _("You can first see what an invitation would cost in focus time.")
        chosen = self._ask.decision(question, details, answers)
        if chosen is not None:
            (self.read_calendar, self.ask_price)[chosen](path)

    def ask_price(self, path: Path) -> None:
        """Read an invitation in the background and show what its meeting would cost."""
        self._window.reading_bar.watch(path.name, self._cancel_price)

        def show(price: MeetingPrice) -> None:
            self._end_reading()
            if not self._window.is_closed:
                self._window.overlays.open_price(price, partial(self.read_calendar, path))

        def job(planner: Planner, is_stopped: Callable[[], bool]) -> PriceRequest:
            return planner.planning.price_request(path, is_stopped=is_stopped)

        self._feeds.run(
            job,
            lambda request: self._prices.ask(request, show, self._refuse),
            lambda error: self._refuse(str(error)),
        )

    def _cancel_price(self) -> None:
        self._feeds.cancel()
        self._prices.close()
        self._window.reading_bar.end()

    def read_calendar(self, path: Path, then: Callable[[], None] = _nothing) -> None:
        """Read a calendar file in the background and report how much of it was read.

        ``then`` is called when its events are in the planner, or when it was refused.
        """
        self._window.reading_bar.watch(path.name, self._feeds.cancel)

        def done(report: ImportReport) -> None:
            self._end_reading()
            is_new = bool(report.added or report.changed or report.removed)
            self._window.show_message(report_text(report), undo=is_new)
            then()

        def refuse(sentence: str) -> None:
            self._refuse(sentence)
            then()

        def updates(file: str, calendar: str) -> bool:
            return self._is_agreed(
                _("Update the calendar {calendar}?", calendar=calendar),
                _("{file} has the same events.", file=file),
                _("Update"),
                can_undo=True,
            )

        import_calendar(self._feeds, path, done, refuse, updates)

    def subscribe(
        self,
        address: str,
        then: Callable[[RefreshReport], None],
        otherwise: Callable[[], None] = _nothing,
    ) -> None:
        """Read the calendar at an address in the background and keep it up to date.

        ``then`` is called when its events are in the planner, ``otherwise`` when it was refused.
        """
        self._window.reading_bar.watch(mask_address(address), self._feeds.cancel)

        def done(report: RefreshReport) -> None:
            self._end_reading()
            self._window.show_message(added_text(report), undo=True)
            then(report)

        def allows() -> bool:
            return self._is_agreed(
                _("Read a calendar from this computer or its local network?"),
                _("The address leads there and not to the internet."),
                _("Allow"),
            )

        def refuse(sentence: str) -> None:
            self._refuse(sentence)
            otherwise()

        subscribe(self._feeds, address, done, refuse, allows)

    def _is_agreed(self, question: str, details: str, verb: str, *, can_undo: bool = False) -> bool:
        """Ask while a calendar is read; nothing is read on where the answer is no."""
        if not self._window.is_closed and self._ask.confirmed(
            question, details, verb, can_undo=can_undo
        ):
            return True
        self._is_declined = True
        return False

    def _refuse(self, sentence: str) -> None:
        """Say why nothing was read; what the user gave up is no error."""
        is_wanted = not self._is_declined and not self._feeds.stop.is_set()
        self._is_declined = False
        self._end_reading()
        (self._window.show_error if is_wanted else self._window.show_message)(sentence)

    def _end_reading(self) -> None:
        if not self._window.is_closed:
            self._window.reading_bar.end()
