"""Starts the planner at login on its data folder, where the setting asks for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner

SETTING = "start_at_login"
_RENEWS_AFTER_MS = 4000
"""The wait in milliseconds until the window has settled."""


class LoginStart(QObject):
    """Follows changes of the setting; ``failed`` carries why the entry could not be written."""

    failed = Signal(str)

    def __init__(self, planner: Planner, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self._folder = folder
        self._is_on = planner.settings.flag(SETTING)

    @Slot()
    def follow(self) -> None:
        """Make the entry or remove it, where the setting has changed."""
        is_on = self._planner.settings.flag(SETTING)
        if is_on == self._is_on:
            return
        self._is_on = is_on
        from mle_planner.core.base.autostart import set_autostart

        self._attempt(lambda: set_autostart(is_on, self._folder))

    def renew_soon(self) -> None:
        if self._is_on:
            QTimer.singleShot(_RENEWS_AFTER_MS, self, self.renew)

    @Slot()
    def renew(self) -> None:
        """Point the entry at this program; where there is no entry, switch the setting off.

        The entry may have been removed or switched off in the desktop, or by ``uninstall``.
        """
        from mle_planner.core.base.autostart import renew_autostart

        def renew() -> None:
            if not renew_autostart(self._folder):
                self._is_on = False  # there is nothing to remove
                with contextlib.suppress(PlannerError):  # compared again at the next start
                    self._planner.set(SETTING, False)

        self._attempt(renew)

    def _attempt(self, change: Callable[[], None]) -> None:
        try:
            change()
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(
                _(
                    "The desktop's list of programs that start at login could not be changed "
                    "({reason}). Nothing else was changed.",
                    reason=reason,
                )
            )
