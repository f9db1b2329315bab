"""The running application: its services and its windows."""

from __future__ import annotations

import contextlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import N_, _

if TYPE_CHECKING:
    from mle_planner.ui.companions.companions import Companions
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.services.timer import Start
    from mle_planner.ui.shell.main_window import MainWindow
    from mle_planner.ui.widgets.dialogs import Dialogs

_TRAY_AFTER_MS, _TRAY_LOOKS = 1000, 20
"""How often, and after what time, the tray is looked for: a panel may start after the planner."""
_STAY, _IN_TRAY = "stay_in_tray", "stay in the tray"
FAULT = N_(
    "Something went wrong in the planner. Everything shown as saved is saved; details are in "
    "planner.log in the planner's folder."
)


class Application(QObject):
    """The running services and their windows.

    A window may be absent or closed; the services go on until `stop`. ``left`` is sent when the
    last window has been closed and nothing stays in the tray.
    """

    left = Signal()

    def __init__(self, services: Services, ask: Dialogs | None = None) -> None:
        super().__init__()
        self.services = services
        self.main_window: MainWindow | None = None
        self._ask = ask
        self._is_ending = False
        self.companions: Companions | None = None

    def start(self) -> None:
        self.services.start()
        self.services.reminders.window_wanted.connect(self.show_main_window)
        self.services.reminders.refused.connect(self._refuse)
        self.services.reminders.doubted.connect(self._end_doubtful)
        from mle_planner.ui.companions.companions import Companions

        companions = self.companions = Companions(self.services, self._ask)
        companions.requested.connect(self.carry_out)
        companions.message.connect(self._say)
        companions.refused.connect(self._refuse)
        companions.start()

    def stop(self) -> None:
        self.end()
        self.close_windows()
        if self.companions is not None:
            self.companions.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.services.stop()

    @Slot()
    def show_main_window(self) -> None:
        """Open the main window, or raise it if it is open; does nothing while ending."""
        if self._is_ending:
            return
        if self.main_window is not None:
            self.main_window.bring_to_front()
            return
        from mle_planner.ui.shell.main_window import MainWindow
        from mle_planner.ui.widgets import theme

        with theme.without_sheet():
            window = self.main_window = MainWindow(self.services, self._ask)
        window.closed.connect(self._forget_main_window)
        window.quit_requested.connect(self.quit)
        window.mini_timer_requested.connect(self._switch_mini_timer)
        window.may_close = self._may_close
        window.show()
        QTimer.singleShot(0, window, window.begin)

    def stay_in_tray(self, looks: int = _TRAY_LOOKS) -> None:
        """Run without a window if the desktop has a tray, or gets one soon; else show it."""
        if self.main_window is not None or self.companions is None or self.companions.enter_tray():
            return
        if looks == 0:
            self.show_main_window()
        else:
            QTimer.singleShot(_TRAY_AFTER_MS, self, partial(self.stay_in_tray, looks - 1))

    @Slot(str)
    def open(self, opened: str) -> None:
        """Show the window and open a link in it, or ask what to do with a calendar file.

        While a dialog is open, a link is ignored.
        """
        from mle_planner.core.typed.link import is_link

        self.show_main_window()
        window = self.main_window
        if window is None:
            return
        if not is_link(opened):
            QTimer.singleShot(0, window, partial(window.offer_calendar, Path(opened)))
        elif QApplication.activeModalWidget() is None:
            QTimer.singleShot(0, window, partial(window.commands.open_link, opened))

    @Slot(str)
    def capture(self, token: str) -> None:
        """Show the window with the capture line, or without it while a dialog is open.

        ``token`` lets the window come to the front on a Wayland desktop.
        """
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.show_main_window()
        if self.main_window is not None and QApplication.activeModalWidget() is None:
            QTimer.singleShot(0, self.main_window, self.main_window.overlays.open_capture)

    @Slot(str)
    def carry_out(self, action_id: str) -> None:
        """Carry out, in the window, an action that was requested elsewhere."""
        if action_id == "app.quit":
            self.quit()
            return
        self.show_main_window()
        if self.main_window is not None and action_id != "open":
            QTimer.singleShot(0, self.main_window, partial(self.main_window.trigger, action_id))

    @Slot()
    def end(self) -> None:
        """Open no more windows, and close them without questions."""
        self._is_ending = True

    @Slot()
    def quit(self) -> None:
        self.end()
        self.close_windows()
        self.left.emit()

    @Slot()
    def close_windows(self) -> None:
        if self.main_window is not None:
            self.main_window.close()

    def show_fault(self) -> None:
        """Report an internal error to the user, if a window is open."""
        if self.main_window is not None:
            self.main_window.show_error(_(FAULT))

    def _may_close(self) -> bool:
        """Whether the window may close; with a tray, ask once whether to stay there."""
        companions, settings = self.companions, self.services.planner.settings
        app = QApplication.instance()
        is_ending = self._is_ending or (isinstance(app, QApplication) and app.isSavingSession())
        has_tray = companions is not None and companions.has_tray
        if is_ending or not has_tray or settings.word(_STAY) != "ask":
            return True
        from mle_planner.ui.widgets.dialogs import Dialogs

        chosen = (self._ask or Dialogs(self.main_window)).decision(
            _("Keep the planner in the tray?"),
            _("Reminders go on there. To change this later: Settings, Tray and start."),
            (_("Stay in the tray"), _("Quit")),
        )
        if chosen is not None:
            with contextlib.suppress(PlannerError):  # ask again the next time
                self.services.planner.set(_STAY, (_IN_TRAY, "quit")[chosen])
            self._is_ending = chosen == 1
        return chosen is not None

    @Slot()
    def _forget_main_window(self) -> None:
        if self.main_window is None:
            return
        self.main_window.deleteLater()
        self.main_window = None
        has_tray = self.companions is not None and self.companions.has_tray
        stays = has_tray and self.services.planner.settings.word(_STAY) == _IN_TRAY
        if self._is_ending or not stays:
            self.left.emit()

    @Slot()
    def _switch_mini_timer(self) -> None:
        if self.companions is not None:
            self.companions.switch_mini_timer()

    @Slot(str, bool)
    def _say(self, sentence: str, can_undo: bool) -> None:
        if self.main_window is not None:
            self.main_window.show_message(sentence, undo=can_undo)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self.show_main_window()
        if self.main_window is not None:
            self.main_window.show_error(sentence)

    @Slot(object)
    def _end_doubtful(self, start: Start | None) -> None:
        """Ask in the window when the timer ended, then start the requested item."""
        self.show_main_window()
        if self.main_window is not None and QApplication.activeModalWidget() is None:
            QTimer.singleShot(
                0, self.main_window, partial(self.main_window.commands.end_timer, start)
            )
