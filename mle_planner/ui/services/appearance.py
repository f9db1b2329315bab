"""The theme of the application: as the setting says, or as the desktop does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from mle_planner.core.planner import Planner
from mle_planner.ui.widgets import theme


class Appearance(QObject):
    """Follows the setting and the desktop."""

    def __init__(self, planner: Planner, parent: QObject) -> None:
        super().__init__(parent)
        self._planner = planner
        theme.apply(self._wanted())
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        hints.accessibility().contrastPreferenceChanged.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Change to the theme that the setting and the desktop ask for now."""
        wanted = self._wanted()
        if wanted is not theme.current_theme():
            theme.apply(wanted)

    def _wanted(self) -> theme.Theme:
        return theme.chosen_theme(self._planner.settings.word("theme"))
