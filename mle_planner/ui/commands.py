"""What the actions do: each asks the planner or the window, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import Category, TaskId
from mle_planner.core.snapshots import PlannedItem
from mle_planner.ui.calendar_import import import_beside, sentence

if TYPE_CHECKING:
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.planner import Planner
    from mle_planner.ui.actions import Action
    from mle_planner.ui.dialogs import Dialogs
    from mle_planner.ui.main_window import MainWindow


class Commands:
    """Carries out what was asked for by key, menu, button or palette.

    A `PlannerError` becomes the quiet bar; nothing is changed then.
    """

    def __init__(self, window: MainWindow, planner: Planner, ask: Dialogs) -> None:
        self._window = window
        self._planner = planner
        self._ask = ask

    def run(self, action: Action) -> None:
        """Do it, if it can be asked for now."""
        if action.is_enabled(self):
            self._attempt(lambda: action.call(self))

    # -- what can be asked for -------------------------------------------------------------

    @property
    def screen_id(self) -> str:
        """The screen that is open."""
        return self._window.screen_id

    @property
    def is_running(self) -> bool:
        """Whether a timer runs."""
        return self._planner.running() is not None

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._planner.history.undo_label is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return self._planner.history.redo_label is not None

    # -- where -----------------------------------------------------------------------------

    def go_to(self, screen: str, day: date | None) -> None:
        """Open a screen, and a day on it."""
        self._window.show_screen(screen, day)

    def step(self, direction: int) -> None:
        """Show the next or previous day or week."""
        self._window.open_screen.step(direction)

    def present(self) -> None:
        """Show the present day or week."""
        self._window.open_screen.go_to(self._planner.today())

    def open_task(self, task_id: TaskId) -> None:
        """Show a task on the board, ready to edit."""
        self._window.show_screen("tasks", None)
        self._window.open_screen.open_task(task_id)

    def open_settings(self, words: str) -> None:
        """Show the settings that answer the words."""
        self._window.show_screen("settings", None)
        self._window.open_screen.open_section(words)

    # -- planning --------------------------------------------------------------------------

    def propose(self) -> None:
        """Plan the day or the week that is shown; elsewhere plan today."""
        if self.screen_id not in ("today", "week"):
            self._window.show_screen("today", self._planner.today())
        self._window.open_screen.propose()

    def push_rest_of_day(self) -> None:
        """Let the rest of today flow anew, on the day or the week that is shown."""
        if self.screen_id not in ("today", "week"):
            self._window.show_screen("today", self._planner.today())
        self._window.open_screen.push_rest_of_day()

    def can_answer(self, action_id: str) -> bool:
        """Whether a plan waits that can be answered so."""
        return action_id in self._window.open_screen.answers()

    def answer(self, action_id: str) -> None:
        """Answer the plan that waits on the screen that is open."""
        self._window.open_screen.answers()[action_id]()

    def plan_four_weeks(self) -> None:
        """Plan the four weeks from today, seen on the week."""
        if self.screen_id != "week":
            self._window.show_screen("week", self._planner.today())
        self._window.open_screen.plan_four_weeks()

    def begin_new(self) -> None:
        """Begin something new on the screen that is open."""
        self._window.open_screen.begin_new()

    def add_task(self) -> None:
        """Open the board with its line for a new task."""
        self._window.show_screen("tasks", None)
        self._window.open_screen.begin_new()

    def switch_view(self) -> None:
        """Show the same thing in the screen's other way."""
        self._window.open_screen.switch_view()

    # -- tracking --------------------------------------------------------------------------

    def toggle_timer(self) -> None:
        """Start what is selected; else stop what runs; else start what the plan holds now."""
        if self._window.open_screen.start_selected():
            return
        if self.is_running:
            self.stop_timer()
            return
        item = self.due_now()
        if item is None:
            self.ask_and_start()
        else:
            self._planner.tracking.start_item(item.key)
            self._say(_("Started {title}.", title=item.title))

    def due_now(self) -> PlannedItem | None:
        """Return what the plan holds at this minute and can be tracked: the latest begun."""
        now = self._planner.now()
        running = [
            item
            for item in self._planner.day(self._planner.today()).items
            if item.span.contains(now) and not item.is_frame and item.category is not Category.BREAK
        ]
        return max(running, key=lambda item: item.span.start, default=None)

    def ask_and_start(self) -> None:
        """Ask what to start; the palette offers tasks and takes any words."""
        self._window.open_palette("start ")

    def start_task(self, task_id: TaskId) -> None:
        """Start the timer on a task."""
        self._attempt(lambda: self._planner.tracking.start(task_id=task_id))

    def start_titled(self, title: str) -> None:
        """Start the timer on words that are no task."""
        self._attempt(lambda: self._planner.tracking.start(title))

    def stop_timer(self) -> None:
        """Stop the timer."""
        running = self._planner.running()
        self._planner.tracking.stop()
        if running is not None:
            self._say(_("Stopped {title}.", title=running.entry.title))

    def discard_timer(self) -> None:
        """Throw the running entry away; undo brings it back."""
        running = self._planner.running()
        self._planner.tracking.discard()
        if running is not None:
            self._say(_("Discarded {title}.", title=running.entry.title))

    # -- history ---------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last edit, wherever it was made."""
        label = self._planner.history.undo()
        self._window.messages.show_message(_("Undone: {label}", label=label), redo=True)

    def redo(self) -> None:
        """Make the last undone edit again."""
        label = self._planner.history.redo()
        self._window.messages.show_message(_("Redone: {label}", label=label), undo=True)

    # -- files -----------------------------------------------------------------------------

    def export(self) -> None:
        """Write what is shown to a file."""
        self._window.open_screen.export()

    def import_calendar(self) -> None:
        """Ask for a calendar file and read its events."""
        path = self._ask.file_to_open(
            _("Open a calendar file"), _("Calendars (*.ics *.ical *.ifb)")
        )
        if path is not None:
            self.read_calendar(path)

    def read_calendar(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Read a calendar file beside the window and say how much of it was taken.

        ``then`` is called when its events are in the planner; not when it was refused.
        """

        def done(report: ImportReport) -> None:
            is_new = bool(report.added or report.changed or report.removed)
            self._window.messages.show_message(sentence(report), undo=is_new)
            if then is not None:
                then()

        import_beside(
            self._planner,
            path,
            self._window.context.run_in_background,
            done,
            self._window.messages.show_error,
        )

    def load_example(self) -> None:
        """Fill this week with an example; one undo removes it."""
        self._planner.load_example_week()
        self._window.show_screen("today", self._planner.today())
        self._say(_("An example week was loaded. Undo removes it."))

    # -- the window ------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Open search or run."""
        self._window.open_palette("")

    def open_help(self) -> None:
        """Show the keys."""
        self._window.open_help()

    def switch_theme(self) -> None:
        """Change from light to dark or back, whatever the desktop says."""
        self._planner.set("theme", self._window.theme.opposite)

    def quit(self) -> None:
        """Close the window; a running timer goes on, its start is stored."""
        self._window.close()

    def _say(self, sentence: str) -> None:
        self._window.messages.show_message(sentence, undo=True)

    def _attempt(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except PlannerError as error:
            self._window.messages.show_error(str(error))
