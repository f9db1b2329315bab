"""The theme of the application: as the setting says, or as the desktop does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from mle_planner.core.snapshots import Changes
from mle_planner.ui.widgets import theme as look
from mle_planner.ui.widgets.theme import Theme

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.services.bridge import Bridge


class Appearance(QObject):
    """Follows the setting and the desktop. ``theme_changed`` carries the new `Theme`."""

    theme_changed = Signal(object)

    def __init__(self, planner: Planner, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._planner = planner
        self.theme: Theme = self._wanted()
        self.apply()
        bridge.changed.connect(self._on_changes)
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        hints.accessibility().contrastPreferenceChanged.connect(self.follow)

    def apply(self) -> None:
        """Give the application the font, palette and style sheet of the theme."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, self.theme)

    @Slot()
    def follow(self) -> None:
        """Change to the theme that the setting and the desktop ask for now."""
        wanted = self._wanted()
        if wanted is not self.theme:
            self.theme = wanted
            self.apply()
            self.theme_changed.emit(wanted)

    @Slot(Changes)
    def _on_changes(self, changes: Changes) -> None:
        if "settings" in changes.topics:
            self.follow()

    def _wanted(self) -> Theme:
        return look.current_theme(self._planner.settings.word("theme"))
