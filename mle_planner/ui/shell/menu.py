"""The menu of the rail and the shortcuts of the window, both from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import ACTIONS, GROUPS, Action
from mle_planner.ui.shell.commands import Commands
from mle_planner.ui.widgets.icons import icon


class ActionsMenu(QMenu):
    """Lists the actions that the rail does not show by group, and gives the window its shortcuts.

    Entries are disabled only while the menu is open: a key always reaches its action, which is
    ignored when it is not available.
    """

    def __init__(self, window: QMainWindow, commands: Commands, shortcuts: Shortcuts) -> None:
        super().__init__(window)
        self._commands = commands
        self._by_id: dict[str, QAction] = {}
        self._parts: list[QMenu] = []
        for group in GROUPS:
            made = [self._make(action) for action in ACTIONS if action.group == group]
            window.addActions(made)
            if group != "Go to":
                part = self.addMenu(_(group))
                part.addActions(made)
                self._parts.append(part)
        self.show_shortcuts(shortcuts)
        self.aboutToShow.connect(self._prepare)
        # Not at once: what was clicked is triggered after the menu has gone.
        self.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._enable_all))

    def show_shortcuts(self, shortcuts: Shortcuts) -> None:
        for action in ACTIONS:
            qt_action, shown = self._by_id[action.id], shortcuts.shown(action.id)
            qt_action.setText(f"{_(action.title)}\t{shown}" if shown else _(action.title))
            if not action.is_answer:  # to those the screen with the plan listens
                qt_action.setShortcuts([QKeySequence(keys) for keys in shortcuts.of(action.id)])

    def _make(self, action: Action) -> QAction:
        qt_action = QAction(_(action.title), self)
        qt_action.setObjectName(action.id)
        qt_action.setAutoRepeat(action.repeats)
        qt_action.triggered.connect(lambda: self._commands.run(action))
        self._by_id[action.id] = qt_action
        return qt_action

    def _prepare(self) -> None:
        for action in ACTIONS:
            qt_action = self._by_id[action.id]
            is_enabled = self._commands.is_available(action)
            qt_action.setEnabled(is_enabled)
            qt_action.setVisible(is_enabled or not action.is_answer)
            if action.icon and qt_action.icon().isNull():
                qt_action.setIcon(icon(action.icon, "muted"))
        for part in self._parts:
            part.menuAction().setVisible(any(each.isVisible() for each in part.actions()))

    def _enable_all(self) -> None:
        for qt_action in self._by_id.values():
            qt_action.setEnabled(True)
