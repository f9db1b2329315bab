"""The window: rail, top bar, one screen at a time, the quiet bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from mle_planner.core.i18n.gettext import _
from mle_planner.core.topics import Changes, Topic
from mle_planner.ui import theme as look
from mle_planner.ui import window_status
from mle_planner.ui.actions import action_named
from mle_planner.ui.actions_menu import ActionsMenu
from mle_planner.ui.ahead import Ahead
from mle_planner.ui.bridge import Bridge
from mle_planner.ui.commands import Commands
from mle_planner.ui.dialogs import Dialogs, WindowDialogs
from mle_planner.ui.frame import Frame
from mle_planner.ui.plans import Plans
from mle_planner.ui.qt_override import override
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.shell.screens import SCREENS, ScreenClass
from mle_planner.ui.shortcuts import Shortcuts
from mle_planner.ui.theme import Theme
from mle_planner.ui.ticks import Heartbeat
from mle_planner.ui.window_state import (
    WindowState,
    read_state,
    restore_place,
    with_place,
    write_state,
)

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.background import Background
    from mle_planner.ui.command_palette import CommandPalette
    from mle_planner.ui.help_sheet import HelpSheet
    from mle_planner.ui.palette_entries import Entry
    from mle_planner.ui.screens.welcome import Welcome

_LEAST = (760, 480)


class MainWindow(QMainWindow):
    """Joins the parts. Screens are made when first opened, or ahead while the window rests.

    A notice of the planner refreshes the screen that is open, if it shows a topic that changed,
    and marks the others that do stale.
    """

    def __init__(
        self,
        planner: Planner,
        folder: Path,
        ask: Dialogs | None = None,
        screens: Mapping[str, Callable[[], ScreenClass]] = SCREENS,
    ) -> None:
        super().__init__()
        self.planner = planner
        self._folder = folder
        self._screen_classes = screens
        self.state: WindowState = read_state(folder)
        self.theme: Theme = look.current_theme(planner.settings.word("theme"))
        self.shortcuts = Shortcuts(planner.settings.word("shortcuts"))
        self.ask = ask if ask is not None else WindowDialogs(self)
        self.commands = Commands(self, planner, self.ask)
        self._background: Background | None = None
        self.plans = Plans(self)
        self.heartbeat = Heartbeat(planner.now, self)
        self.bridge = Bridge(planner, self)
        self.screens: dict[str, Screen] = {}
        self._stale: set[str] = set()
        self.ahead = Ahead(screens, self._make_ahead, planner.today, self)
        self.screen_id = ""
        self._is_closed = False
        self.palette_page: CommandPalette | None = None
        self.help: HelpSheet | None = None
        self.welcome_page: Welcome | None = None
        self._build()
        self.context = self._make_context()
        self._connect()
        window_status.show_running(planner, self.top_bar)
        restore_place(self, self.state)
        self.show_screen(self.state.screen if self.state.screen in screens else "today", None)

    # -- screens ---------------------------------------------------------------------------

    @property
    def open_screen(self) -> Screen:
        """The screen that is open."""
        return self.screens[self.screen_id]

    def show_screen(self, screen_id: str, day: date | None) -> None:
        """Open a screen, fresh, and a day on it."""
        if screen_id not in self.screens:
            self._make_screen(screen_id)
        elif self.ahead.is_of_another_day(screen_id) and day is None:
            day = self.planner.today()
        screen = self.screens[screen_id]
        if screen_id != self.screen_id:
            self.screen_id = screen_id
            self._frame.stack.setCurrentWidget(screen)
            self._frame.rail.mark(screen_id)
        if screen_id in self._stale:
            self._stale.discard(screen_id)
            screen.refresh()
        if day is not None:
            screen.go_to(day)
        self._show_heading()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_screen(self, screen_id: str) -> None:
        made = self._screen_classes[screen_id]()(self.planner, self.theme, self.context)
        made.title_changed.connect(self._show_heading)
        self.screens[screen_id] = made
        self._frame.stack.addWidget(made)

    def _make_ahead(self, screen_id: str) -> None:
        if screen_id not in self.screens:
            self._make_screen(screen_id)
            self.ahead.unseen[screen_id] = self.planner.today()

    @Slot()
    def _show_heading(self) -> None:
        screen = self.screens.get(self.screen_id)
        if screen is None:
            return
        self.top_bar.show_steps(screen.has_steps, _(screen.today_label))
        self.top_bar.show_title(screen.title, screen.subtitle)
        title, key = "", ""
        if screen.primary_action:
            action = action_named(screen.primary_action)
            title = _(screen.primary_title or action.title)
            key = self.shortcuts.shown(action.id)
        self.top_bar.show_primary(title, key)
        self.setWindowTitle("Planner")

    def begin(self) -> None:
        """Do what can wait until the window is seen: the foot, the heartbeat, a welcome."""
        self.show_status()
        self.heartbeat.start()
        notices = (*self.planner.settings.notices, *self.shortcuts.notices)
        if notices:
            self.messages.show_error(" ".join(notices))
        self.ahead.start_soon()
        self.plans.warm_up_soon()
        if self.planner.is_untouched:
            self.welcome()

    def welcome(self) -> None:
        """Show the first-run page over everything."""
        from mle_planner.ui.screens.welcome import Welcome

        page = Welcome(self._frame, self.planner, self.theme, self.context)

        def plan() -> None:
            self.trigger("plan.propose")

        def finished(wants_plan: bool) -> None:
            self.welcome_page = None
            self.show_screen("today", self.planner.today())
            if wants_plan and page.calendar is not None:
                self.commands.read_calendar(page.calendar, then=plan)
            elif wants_plan:
                plan()

        self.welcome_page = page
        page.finished.connect(finished)
        page.show()
        self.messages.raise_()
        page.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- notices ---------------------------------------------------------------------------

    @Slot(Changes)
    def _on_changes(self, changes: Changes) -> None:
        touched = {name for name, screen in self.screens.items() if screen.topics & changes.topics}
        self._stale |= touched - {self.screen_id}
        if Topic.OTHER_SETTINGS in changes.topics:
            self.follow_theme()
            self._follow_shortcuts()
            self._show_heading()
        if self.screen_id in touched:
            self.open_screen.refresh()
            self._show_heading()
        if changes.topics & window_status.TOPICS:
            self.show_status()
        else:
            window_status.show_saved(self.planner, self.status_bar)

    @Slot()
    def show_status(self) -> None:
        """Show what the bars say about now: the timer, the calendars, the week so far."""
        window_status.show_running(self.planner, self.top_bar)
        window_status.show_foot(self.planner, self.status_bar)
        self._beat_as_needed()

    @Slot()
    def _on_minute(self) -> None:
        self._stale.update(self.ahead.unseen)  # each is to be as if it were made when opened
        self.show_status()

    @Slot()
    def _on_second(self) -> None:
        window_status.show_passed(self.planner, self.top_bar)

    def _beat_as_needed(self) -> None:
        is_seen = self.isVisible() and not self.isMinimized()
        self.heartbeat.show_seconds(is_seen and not self.top_bar.pill.isHidden())

    # -- theme -----------------------------------------------------------------------------

    @Slot()
    def follow_theme(self) -> None:
        """Take the look that the setting and the desktop ask for."""
        wanted = look.current_theme(self.planner.settings.word("theme"))
        if wanted is self.theme:
            return
        self.theme = wanted
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.apply(app, wanted)
        self._frame.set_theme(wanted)
        for screen in self.screens.values():
            screen.set_theme(wanted)
        for overlay in (self.palette_page, self.welcome_page):
            if overlay is not None:
                overlay.set_theme(wanted)
        self.actions_menu.set_theme(wanted)
        self.update()

    def _follow_shortcuts(self) -> None:
        """Take the keys that the setting asks for."""
        stored = self.planner.settings.word("shortcuts")
        if stored != self.shortcuts.stored:
            self.shortcuts = Shortcuts(stored)
            self.actions_menu.show_shortcuts(self.shortcuts)
            self._frame.show_shortcuts(self.shortcuts)

    # -- palette, help, menu ---------------------------------------------------------------

    def open_palette(self, text: str) -> None:
        """Open search or run, with words already typed."""
        if self.palette_page is None:
            from mle_planner.ui.command_palette import CommandPalette
            from mle_planner.ui.palette_search import PaletteSearch

            search = PaletteSearch(
                self.commands,
                self.planner,
                lambda: self.state.recent,
                lambda: self.shortcuts,
            )
            self.palette_page = CommandPalette(self, self.theme, search.find)
            self.palette_page.opened.connect(search.read)
            self.palette_page.chosen.connect(self._take)
        self.palette_page.open(text)

    def _take(self, entry: Entry) -> None:
        self.state = self.state.with_recent(entry.key)
        entry.run()

    def open_help(self) -> None:
        """Show every key."""
        from mle_planner.ui.help_sheet import HelpSheet

        if self.help is not None:
            self.help.close()
            self.help.deleteLater()
        self.help = HelpSheet(self, self.theme, self.shortcuts)
        self.help.show()

    def trigger(self, action_id: str) -> None:
        """Do what a key or a menu would do."""
        self.commands.run(action_named(action_id))

    # -- Qt --------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._beat_as_needed()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat_as_needed()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._beat_as_needed()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.heartbeat.catch_up()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_closed = True
        self.state = with_place(self.state, self, self.screen_id)
        write_state(self._folder, self.state)
        self.heartbeat.stop()
        self.ahead.stop()
        self.plans.close()
        if self._background is not None:
            self._background.close()
        self.bridge.close()
        super().closeEvent(event)

    def bring_to_front(self) -> None:
        """Come out from under other windows; a window that was closed stays closed."""
        if self._is_closed:
            return
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self.setMinimumSize(*_LEAST)
        self._frame = Frame(self.theme, self.shortcuts)
        self.setCentralWidget(self._frame)
        self.top_bar = self._frame.top_bar
        self.status_bar = self._frame.status_bar
        self.messages = self._frame.messages
        self.actions_menu = ActionsMenu(self, self.commands, self.theme, self.shortcuts)
        self._frame.rail.menu_button.setMenu(self.actions_menu)

    def _connect(self) -> None:
        self._frame.rail.screen_requested.connect(lambda name: self.show_screen(name, None))
        self.top_bar.step_requested.connect(self.commands.step)
        self.top_bar.present_requested.connect(lambda: self.trigger("view.present"))
        self.top_bar.primary_requested.connect(self._press_primary)
        self.top_bar.search_requested.connect(lambda: self.trigger("app.palette"))
        self.top_bar.stop_requested.connect(lambda: self.trigger("timer.stop"))
        self.messages.undo_requested.connect(lambda: self.trigger("edit.undo"))
        self.messages.said.connect(lambda: window_status.show_saved(self.planner, self.status_bar))
        self.messages.redo_requested.connect(lambda: self.trigger("edit.redo"))
        self.plans.refused.connect(self.messages.show_error)
        self.bridge.changed.connect(self._on_changes)
        self.heartbeat.ticks.minute_ticked.connect(self._on_minute)
        self.heartbeat.ticks.second_ticked.connect(self._on_second)
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self.follow_theme)
        hints.accessibility().contrastPreferenceChanged.connect(self.follow_theme)

    def _press_primary(self) -> None:
        self.trigger(self.open_screen.primary_action)

    def _make_context(self) -> ScreenContext:
        def in_background(
            function: Callable[[Any], Any], argument: Any, done: Callable[[Any], None]
        ) -> None:
            if self._background is None:
                from mle_planner.ui.background import Background

                self._background = Background(self)
            self._background.run(function, argument, done, failed=self._tell_error)

        return ScreenContext(
            show_error=self.messages.show_error,
            show_message=lambda text, undo: self.messages.show_message(text, undo=undo),
            run_in_background=in_background,
            ask=self.ask,
            open_task=self.commands.open_task,
            go_to=self.show_screen,
            ticks=self.heartbeat.ticks,
            plan=self.plans.ask,
            plan_quietly=self.plans.ask_quietly,
            drop_plan=self.plans.drop,
            import_calendar=lambda: self.trigger("calendars.import"),
        )

    def _tell_error(self, error: Exception) -> None:
        self.messages.show_error(str(error))
