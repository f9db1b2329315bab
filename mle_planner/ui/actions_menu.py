"""The menu behind the rail's small button, and the keys: both made from the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.actions import ACTIONS, GROUPS, Action
from mle_planner.ui.icons import icon
from mle_planner.ui.theme import Theme

if TYPE_CHECKING:
    from mle_planner.ui.commands import Commands
    from mle_planner.ui.shortcuts import Shortcuts


class ActionsMenu(QMenu):
    """Gives the window its shortcuts, and lists what the rail does not show.

    A key always reaches its action, which then sees whether there is something to do; only
    while the menu is open are entries greyed out.
    """

    def __init__(
        self, window: QMainWindow, commands: Commands, theme: Theme, shortcuts: Shortcuts
    ) -> None:
        super().__init__(window)
        self._commands = commands
        self._by_id: dict[str, QAction] = {}
        for group in GROUPS:
            self.addSeparator()
            for action in ACTIONS:
                if action.group == group:
                    made = self._made(action)
                    window.addAction(made)
                    if group != "Go to":
                        self.addAction(made)
        self.show_shortcuts(shortcuts)
        self.aboutToShow.connect(self._prepare)
        # Not at once: what was clicked is triggered after the menu has gone.
        self.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._enable_all))
        self._theme = theme
        self._drawn_for: Theme | None = None

    def show_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Take these keys."""
        for action in ACTIONS:
            made = self._by_id[action.id]
            if action.is_answer:  # the screen with the plan listens to its keys
                shown = shortcuts.shown(action.id)
                made.setText(f"{_(action.title)}\t{shown}" if shown else _(action.title))
            else:
                made.setShortcuts([QKeySequence(keys) for keys in shortcuts.of(action.id)])

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme

    def _made(self, action: Action) -> QAction:
        made = QAction(_(action.title), self)
        made.setObjectName(action.id)
        made.setAutoRepeat(action.repeats)
        made.triggered.connect(lambda: self._commands.run(action))
        self._by_id[action.id] = made
        return made

    def _prepare(self) -> None:
        """Draw what start-up did not wait for, and grey out what cannot be done now."""
        for action in ACTIONS:
            made = self._by_id[action.id]
            is_enabled = action.is_enabled(self._commands)
            made.setEnabled(is_enabled)
            made.setVisible(is_enabled or not action.is_answer)
            if action.icon and self._drawn_for is not self._theme:
                made.setIcon(icon(action.icon, self._theme, "muted"))
        self._drawn_for = self._theme

    def _enable_all(self) -> None:
        for made in self._by_id.values():
            made.setEnabled(True)
