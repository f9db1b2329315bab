"""The main window: rail, top bar, one screen at a time, message and status bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from mle_planner.core.base.frozen import replace
from mle_planner.core.files import CALENDAR_ENDINGS, is_calendar_file
from mle_planner.core.topics import Changes, Origin, Topic
from mle_planner.core.tracking.importing import ENDINGS as TIME_ENDINGS
from mle_planner.ui.actions import letters
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import action_named
from mle_planner.ui.desktop.text_size import LEAST_WINDOW
from mle_planner.ui.screen import Screen
from mle_planner.ui.services.drafts import WELCOME_TASKS
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell import window_state
from mle_planner.ui.shell.commands import Commands
from mle_planner.ui.shell.context import make_context
from mle_planner.ui.shell.frame import STATUS_TOPICS, Frame
from mle_planner.ui.shell.menu import ActionsMenu
from mle_planner.ui.shell.notices import Notices
from mle_planner.ui.shell.overlays import Overlays
from mle_planner.ui.shell.pages import Pages
from mle_planner.ui.shell.screens import screen_class
from mle_planner.ui.widgets.dialogs import Dialogs
from mle_planner.ui.widgets.file_drop import FileDrop
from mle_planner.ui.widgets.qt_override import override


class MainWindow(QMainWindow):
    """A view of the running application, which keeps running without it.

    ``closed`` is sent once, after the place of the window was stored; ``quit_requested`` when
    the user wants the application to end. A closed window is never shown again. ``may_close`` is
    asked before it closes.
    """

    closed = Signal()
    quit_requested = Signal()
    mini_timer_requested = Signal()

    def __init__(self, services: Services, ask: Dialogs | None = None) -> None:
        super().__init__()
        self.services = services
        self.planner = services.planner
        self.is_closed = False
        self.may_close: Callable[[], bool] = lambda: True
        self._told_failure = ""
        self._told_step: int | None = None
        self._morning_considered: date | None = None
        self._morning_shown: date | None = None
        self._state = window_state.read_state(services.folder)
        self.shortcuts = Shortcuts(self.planner.settings.word("shortcuts"))
        ask = ask if ask is not None else Dialogs(self)
        self.commands = Commands(self, ask, services)
        self.context = make_context(self, services, self.commands, ask)
        self._build()
        self._connect_services()
        self._frame.show_running()
        window_state.restore_place(self, self._state.place)
        FileDrop(self, (*CALENDAR_ENDINGS, *TIME_ENDINGS), self._take_dropped)
        self.show_screen("today", None)

    def _take_dropped(self, path: Path) -> None:
        # The program that the file is dragged from waits until the drop is over.
        take = (
            self.offer_calendar if is_calendar_file(path.name) else self.overlays.open_time_import
        )
        QTimer.singleShot(0, self, partial(take, path))

    def begin(self) -> None:
        """Do what can wait until the window is visible: status, notices, welcome, screens."""
        self.show_status()
        self.notices.begin()
        problems = (*self.planner.notices, *self.shortcuts.notices)
        if problems:
            self.show_error(" ".join(problems))
        self.pages.build_others_soon()
        if self.planner.is_untouched or self.context.drafts.text(WELCOME_TASKS):
            self._morning_considered = self.planner.today()  # tomorrow it is offered as ever
            self._note_morning()
            self.overlays.open_welcome()
        else:
            self.offer_morning()

    # -- screens ---------------------------------------------------------------------------

    @property
    def screen_id(self) -> str:
        return self.pages.open_id

    @property
    def open_screen(self) -> Screen:
        return self.pages.open

    def show_screen(self, screen_id: str, day: date | None) -> None:
        """Open a screen, up to date, and a day on it unless None."""
        screen = self.pages.show(screen_id, day)
        if screen_id == "today" and self._morning_shown == self.planner.today():
            self._note_morning()
        self._frame.rail.mark("today" if screen_id in ("morning", "wrap_up") else screen_id)
        self._show_heading()
        self._show_foot()  # it counts until the same moment as the screen
        self.notices.screen_opened(screen_id)
        # What hands the keyboard back to the window, as the palette does, gives it to the screen.
        self.setFocusProxy(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_plan_on(self, screen_id: str, day: date) -> None:
        """Show the plan that was asked for last on a screen and a day."""
        question = self.services.plans.question
        self.show_screen(screen_id, day)
        if question is not None:
            self.open_screen.resume_plan(question)

    def offer_morning(self) -> None:
        """Show the morning page where it is time for it, once a day; never over an open plan."""
        waits = self.planner.running_entry() is not None  # it comes once the timer has ended
        self._morning_considered = self.planner.today() - timedelta(days=1 if waits else 0)
        is_free = self.screen_id in ("today", "wrap_up") and self.services.plans.question is None
        if is_free and self.planner.mornings.is_offered(self._state.morning_day):
            self._morning_shown = self.planner.today()
            self.show_screen("morning", None)

    def _note_morning(self) -> None:
        """Store that today's morning page was left for Today, or the welcome was shown instead.

        A morning page left for another screen is offered again when the window is next opened.
        """
        self._morning_shown = None
        self._state = replace(self._state, morning=self.planner.today().isoformat())
        window_state.write_state(self.services.folder, self._state)

    def _build_screen(self, screen_id: str) -> Screen:
        plans = self.services.plans
        context = replace(self.context, asker=screen_id)
        screen = screen_class(screen_id)(self.planner, context)
        if plans.question is not None and plans.question.asker == screen_id:
            screen.resume_plan(plans.question)
        return screen

    @Slot()
    def _show_heading(self) -> None:
        if self.pages.open_id:
            self._frame.show_heading(self.open_screen, self.shortcuts)

    # -- messages and status ---------------------------------------------------------------

    def show_message(self, sentence: str, *, undo: bool = False, redo: bool = False) -> None:
        """Show what was done, with a button to undo or redo it while nothing else is done."""
        if not self.is_closed:
            self._told_step = self.planner.history.undo_id
            self.messages.show_message(sentence, undo=undo, redo=redo)

    @Slot(str)
    def show_error(self, sentence: str, *, is_passing: bool = False) -> None:
        """Show what went wrong; a passing error goes with the next key, unless saving failed."""
        if not self.is_closed:
            self._told_failure = self.planner.history.save_failure
            is_passing = is_passing and not self._told_failure
            self.messages.show_error(sentence, is_passing=is_passing)

    @Slot()
    def show_status(self) -> None:
        """Show the running timer, the calendars and the week so far."""
        self._frame.show_running()
        self._show_foot()
        self._show_saved()
        self.notices.timer.ask_if_needed()
        self._count_seconds_as_needed()

    def _show_foot(self) -> None:
        self._frame.show_foot(self.services.publisher.states)

    @Slot()
    def _show_saved(self) -> None:
        self._frame.show_saved(self.services.folder_failure, self.services.backup_failure)
        if self._told_failure and not self.planner.history.save_failure:
            self.messages.withdraw_error(self._told_failure)
            self._told_failure = ""

    @Slot(Changes)
    def _on_changes(self, changes: Changes) -> None:
        if changes.origin is Origin.HERE and changes.topics - {Topic.OTHER_SETTINGS}:
            self.messages.withdraw_error()  # it was about what was tried before
        if self._told_step != self.planner.history.undo_id:
            self.messages.withdraw_offer()  # its button would undo something else
        if Topic.OTHER_SETTINGS in changes.topics:
            self._follow_shortcuts()
        self.pages.refresh(changes.topics)
        self.notices.follow(changes.topics)
        self._show_heading()
        if changes.topics & STATUS_TOPICS:
            self.commands.follow_timer()
            self.show_status()
            self._begin_day()
        else:
            self._show_foot()
            self._show_saved()

    @Slot()
    def _on_minute(self) -> None:
        self.pages.pass_minute()
        self.show_status()
        self.notices.pass_minute()
        self._begin_day()

    def _begin_day(self) -> None:
        """Offer the morning page in a window left open overnight, when it is time for it."""
        is_busy = letters.is_typing() or QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self._morning_considered in (None, self.planner.today()) or is_busy:
            return
        if self.planner.mornings.is_time():
            self.offer_morning()

    def _count_seconds_as_needed(self) -> None:
        is_seen = self.isVisible() and not self.isMinimized()
        self.services.ticker.count_seconds(is_seen and not self.top_bar.pill.isHidden())

    # -- keys ------------------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        """Keep plain letters from being actions where they may be meant as text."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and letters.is_plain_letter(event):
            has_line = self.open_screen.typing_line is not None
            if not letters.is_action(event, self.focusWidget(), self.shortcuts, has_line=has_line):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type a letter that no field took into the line of the screen, or say what it is for.

        Esc, if nothing else took it, skips the question at the end of a stage.
        """
        if event.key() == Qt.Key.Key_Escape and self._frame.stage_question.isVisible():
            self._frame.stage_question.skip()
            return
        focus = self.focusWidget()
        if not letters.is_plain_letter(event) or letters.has_keys(focus):
            super().keyPressEvent(event)
            return
        line = self.open_screen.typing_line
        if line is not None:
            letters.type_into(line, event.text())
        elif sentence := letters.refusal(event, self.shortcuts):
            self.show_error(sentence, is_passing=True)

    def _follow_shortcuts(self) -> None:
        stored = self.planner.settings.word("shortcuts")
        if stored != self.shortcuts.stored:
            self.shortcuts = Shortcuts(stored)
            self.actions_menu.show_shortcuts(self.shortcuts)
            self._frame.show_shortcuts(self.shortcuts)

    # -- actions ---------------------------------------------------------------------------

    def offer_calendar(self, path: Path) -> None:
        """Ask what to do with a calendar file that was opened or dropped."""
        self.commands.imports.offer(path)

    def answer_question(self) -> None:
        """Give the keyboard to the question that is open."""
        self.notices.begin_answer()

    def switch_mini_timer(self) -> None:
        self.mini_timer_requested.emit()

    def quit(self) -> None:
        """End the application; a running timer continues, its start is stored."""
        self.quit_requested.emit()

    @Slot(str)
    def trigger(self, action_id: str) -> None:
        """Carry out an action, as its key or the menu would."""
        if not self.is_closed:
            self.commands.run(action_named(action_id))

    # -- showing and closing -----------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count_seconds_as_needed()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._count_seconds_as_needed()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._count_seconds_as_needed()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.services.ticker.catch_up()
            self.services.away.look_now()
            if self._morning_considered not in (None, self.planner.today()):
                self.offer_morning()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.is_closed and not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        if self.is_closed:
            return
        self.overlays.keep_typed()
        self.overlays.end_focus()
        state = replace(self._state, place=window_state.place_of(self), recent=self.overlays.recent)
        window_state.write_state(self.services.folder, state)
        self.is_closed = True
        self.pages.ahead.stop()
        self._disconnect_services()
        self.closed.emit()

    def bring_to_front(self) -> None:
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle("Planner")
        self.setMinimumSize(LEAST_WINDOW)
        self._frame: Frame = Frame(self.shortcuts, self.planner, self.context)
        self.setCentralWidget(self._frame)
        self.top_bar = self._frame.top_bar
        self.status_bar = self._frame.status_bar
        self.messages = self._frame.messages
        self.notices = Notices(self._frame, self.services, self.context)
        self.reading_bar = self._frame.reading
        self.pages = Pages(self._frame.stack, self._build_screen, self.planner.today)
        self.actions_menu = ActionsMenu(self, self.commands, self.shortcuts)
        self._frame.rail.menu_button.setMenu(self.actions_menu)
        self.overlays = Overlays(
            self._frame,
            self.services,
            self.commands,
            self.context,
            lambda: self.shortcuts,
            self._state.recent,
        )
        self._frame.action_requested.connect(self.trigger)
        edit_start = partial(self.overlays.open_timer_editor, at_start=True)
        self.top_bar.pill.start_edit_requested.connect(edit_start)
        self.pages.heading_changed.connect(self._show_heading)
        self.pages.all_built.connect(self.overlays.make_palette)
        self.messages.changed.connect(self._show_saved)

    def _disconnect_services(self) -> None:
        self.notices.stop()
        for signal, slot in self._slots:
            signal.disconnect(slot)
        self.services.plans.detach()
        self.services.ticker.count_seconds(False)

    def _connect_services(self) -> None:
        services = self.services
        self._slots: Sequence[tuple[SignalInstance, Callable[..., None]]] = (
            (services.bridge.changed, self._on_changes),
            (services.plans.refused, self.show_error),
            (services.editors.failed, self.show_error),
            (services.login_start.failed, self.show_error),
            (services.backup_finished, self._show_saved),
            (services.feeds.progressed, self.reading_bar.show_share),
            (services.publisher.updated, self.show_status),
            (services.ticker.minute_ticked, self._on_minute),
            (services.ticker.second_ticked, self._frame.show_passed),
        )
        for signal, slot in self._slots:
            signal.connect(slot)
