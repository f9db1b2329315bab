"""Has the planner started at login, as the setting says."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner

SETTING = "start_at_login"


class LoginStart(QObject):
    """Follows changes of the setting; ``failed`` carries why the entry could not be written."""

    failed = Signal(str)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self._is_on = planner.settings.flag(SETTING)

    @Slot()
    def follow(self) -> None:
        """Make the entry or remove it, where the setting has changed."""
        is_on = self._planner.settings.flag(SETTING)
        if is_on == self._is_on:
            return
        self._is_on = is_on
        from mle_planner.ui.desktop.autostart import set_autostart

        try:
            set_autostart(is_on)
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(
                _(
                    "The desktop's list of programs that start at login could not be changed "
                    "({reason}). Nothing else was changed.",
                    reason=reason,
                )
            )
