"""Imports files: asks for one, reads it in the background, and reports the result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.shell.calendar_import import import_calendar, report_text
from mle_planner.ui.shell.task_import import import_tasks, kinds_of_files

if TYPE_CHECKING:
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.commands_window import CommandsWindow
    from mle_planner.ui.widgets.dialogs import Dialogs


class FileImports:
    """Imports calendar files and files of tasks."""

    def __init__(
        self,
        window: CommandsWindow,
        planner: Planner,
        ask: Dialogs,
        services: Services,
    ) -> None:
        self._window = window
        self._planner = planner
        self._ask = ask
        self._run_in_background = services.run_in_background
        self._feeds = services.feeds

    def ask_for_calendar(self) -> None:
        """Ask for a calendar file and read its events."""
        path = self._ask.file_to_open(
            _("Open a calendar file"), _("Calendars (*.ics *.ical *.ifb)")
        )
        if path is not None:
            self.read_calendar(path)

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
                not window.is_closed and self._ask.confirmed(question, details, _("Add"))
            ),
            done=lambda sentence, is_new: window.show_message(sentence, undo=is_new),
            refused=window.show_error,
        )

    def read_calendar(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Read a calendar file in the background and report how much of it was read.

        ``then`` is called when its events are in the planner; not when it was refused.
        """
        notice, progress = self._window.overlap_notice, self._window.reading_bar
        notice.begin()
        progress.begin(path.name, self._feeds.cancel)

        def end_progress() -> None:
            if not self._window.is_closed:
                progress.end()

        def refused(sentence: str) -> None:
            end_progress()
            self._window.show_error(sentence)

        def done(report: ImportReport) -> None:
            end_progress()
            is_new = bool(report.added or report.changed or report.removed)
            self._window.show_message(report_text(report), undo=is_new)
            if not self._window.is_closed:
                notice.look()
            if then is not None:
                then()

        def updates(file: str, calendar: str) -> bool:
            return not self._window.is_closed and self._ask.confirmed(
                _("Update the calendar {calendar}?", calendar=calendar),
                _("{file} has the same events.", file=file),
                _("Update"),
            )

        import_calendar(self._feeds, path, done, refused, updates)
