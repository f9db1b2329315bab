"""Starts the application, keeps its services running and shows windows on them."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.resources import resource_path
from mle_planner.core.files import make_private_folder
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.ui.app.log import LogFile
from mle_planner.ui.app.session_end import close_on_signals
from mle_planner.ui.app.single_instance import SingleInstance, SingleInstanceError
from mle_planner.ui.desktop.locale import apply_locale_style, wanted_locale_style
from mle_planner.ui.services.collector import Collector

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.app.recovery import Recovery
    from mle_planner.ui.companions.companions import Companions
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.main_window import MainWindow
    from mle_planner.ui.widgets.dialogs import Dialogs

Complain = Callable[[str], None]
Recover = Callable[[str], "Recovery"]
"""Asks what to do after a sentence about what happened."""

_SWITCH_INTERVAL_S = 0.001
_NAME = "Planner"
_STAY, _IN_TRAY = "stay_in_tray", "stay in the tray"
_FAULT = N_(
    "Something went wrong in the planner. Everything shown as saved is saved; details are in "
    "planner.log in the planner's folder."
)


class Application(QObject):
    """The running services and the windows on them.

    A window may be absent or closed; the services go on until `stop`. ``left`` is sent when the
    last window was closed and nothing stays in the tray.
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
        """Start the services, and show what accompanies the window."""
        self.services.start()
        self.services.reminders.window_wanted.connect(self.show_main_window)
        self.services.reminders.refused.connect(self._refuse)
        from mle_planner.ui.companions.companions import Companions

        companions = self.companions = Companions(self.services, self._ask)
        companions.requested.connect(self.carry_out)
        companions.said.connect(self._say)
        companions.refused.connect(self._refuse)
        companions.start()

    def stop(self) -> None:
        """Close the windows and stop the services."""
        self.end()
        self.close_windows()
        if self.companions is not None:
            self.companions.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.services.stop()

    @Slot()
    def show_main_window(self) -> None:
        """Open the main window, or raise the one that is open; nothing while ending."""
        if self._is_ending:
            return
        if self.main_window is not None:
            self.main_window.bring_to_front()
            return
        from mle_planner.ui.shell.main_window import MainWindow
        from mle_planner.ui.widgets import theme

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        with theme.without_sheet(app):
            window = self.main_window = MainWindow(self.services, self._ask)
        window.closed.connect(self._forget_main_window)
        window.quit_requested.connect(self.quit)
        window.mini_timer_requested.connect(self._switch_mini_timer)
        window.may_close = self._may_close
        window.show()
        QTimer.singleShot(0, window, window.begin)

    @Slot(str)
    def open(self, opened: str) -> None:
        """Show the window and open a link in it, or ask what to do with a calendar file.

        A link opens nothing over a dialog that is open.
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
        """Show the window with the capture line; without it over a dialog that is open.

        ``token`` is what a Wayland desktop wants before it lets a window come to the front.
        """
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.show_main_window()
        if self.main_window is not None and QApplication.activeModalWidget() is None:
            QTimer.singleShot(0, self.main_window, self.main_window.open_capture)

    @Slot(str)
    def carry_out(self, action_id: str) -> None:
        """Carry out an action that was asked for outside the window, in the window."""
        if action_id == "app.quit":
            self.quit()
            return
        self.show_main_window()
        if self.main_window is not None and action_id != "open":
            QTimer.singleShot(0, self.main_window, partial(self.main_window.trigger, action_id))

    @Slot()
    def end(self) -> None:
        """Open no window any more, and ask nothing when one closes."""
        self._is_ending = True

    @Slot()
    def quit(self) -> None:
        """Close everything and end."""
        self.end()
        self.close_windows()
        self.left.emit()

    @Slot()
    def close_windows(self) -> None:
        """Close the windows that are open."""
        if self.main_window is not None:
            self.main_window.close()

    def show_fault(self) -> None:
        """Tell the user that something went wrong inside, where a window is open."""
        if self.main_window is not None:
            self.main_window.show_error(_(_FAULT))

    def _may_close(self) -> bool:
        """Ask once whether to stay in the tray, where there is one; False to leave it open."""
        companions, settings = self.companions, self.services.planner.settings
        app = QApplication.instance()
        is_ending = self._is_ending or (isinstance(app, QApplication) and app.isSavingSession())
        has_tray = companions is not None and companions.tray is not None
        if is_ending or not has_tray or settings.word(_STAY) != "ask":
            return True
        from mle_planner.ui.widgets.dialogs import WindowDialogs

        chosen = (self._ask or WindowDialogs(self.main_window)).decision(
            _("Keep the planner in the tray?"),
            _("Reminders go on there. To change this later: Settings, Tray and start."),
            (_("Stay in the tray"), _("Quit")),
        )
        if chosen is not None:
            with contextlib.suppress(PlannerError):  # asked again the next time
                self.services.planner.set(_STAY, (_IN_TRAY, "quit")[chosen])
            self._is_ending = chosen == 1
        return chosen is not None

    @Slot()
    def _forget_main_window(self) -> None:
        if self.main_window is None:
            return
        self.main_window.deleteLater()
        self.main_window = None
        has_tray = self.companions is not None and self.companions.tray is not None
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
        """Show why something was not done, in the window: it may have to be opened."""
        self.show_main_window()
        if self.main_window is not None:
            self.main_window.show_error(sentence)


def run(
    folder: Path,
    clock: Clock,
    *,
    opened: str = "",
    complain: Complain | None = None,
    recover: Recover | None = None,
) -> int:
    """Run the application on a data folder and return its exit code when it ends.

    A second start on the same folder brings the first window to the front and returns 0.
    ``opened`` is a calendar file or a link to open in the window, in that of the first start too.
    ``complain`` receives one sentence when the planner cannot be opened; by default it is
    printed to standard error and, without a terminal, shown in a box. ``recover`` asks what to
    do where the data cannot be opened or read; by default in a window, where there is a display.
    """
    complain = complain or _complain
    log = LogFile(folder)
    log.install(lambda: complain(_(_FAULT)))
    gettext.use(wanted_locale_style(None, QLocale.system()))
    try:
        recover = recover or _asker(folder, clock, complain)
        return _run_on(folder, clock, log, complain, recover, opened)
    except PlannerError as error:
        complain(str(error))
        return 1
    except Exception as error:
        log.write_exception(error)
        complain(_(_FAULT))
        return 1
    finally:
        gc.enable()
        log.close()


def open_planner(folder: Path, clock: Clock, *, is_read_only: bool = False) -> Planner:
    """Open the database.

    Raises:
        PlannerError: It cannot be opened; one sentence says why.
    """
    from mle_planner.core.planner import Planner

    return Planner.open(folder, clock, is_read_only=is_read_only)


def _run_on(
    folder: Path,
    clock: Clock,
    log: LogFile,
    complain: Complain,
    recover: Recover,
    opened: str,
) -> int:
    try:
        make_private_folder(folder)
    except OSError as error:
        complain(
            _(
                "The planner's folder cannot be used ({reason}). Nothing was changed; choose "
                "another folder with --data.",
                reason=error.strerror,
            )
        )
        return 1
    instance, is_locked = SingleInstance(folder), True
    try:
        if not instance.acquire():
            return _call_first(instance, opened)
    except SingleInstanceError:
        if not (folder / "planner.db").exists():
            raise
        is_locked = False  # in a folder that cannot be written, where nothing is written either
    try:
        return _run_first(
            _Start(folder, clock, instance, log, complain, recover, is_locked, opened)
        )
    finally:
        instance.close()


def _call_first(instance: SingleInstance, opened: str) -> int:
    if instance.call_first(opened):
        print("The planner is already open; its window was brought to the front.", file=sys.stderr)
        return 0
    print(
        "The planner is already open on this folder but does not answer. "
        "Close it, or end its process, and start again.",
        file=sys.stderr,
    )
    return 1


@dataclass(frozen=True)
class _Start:
    """What a start needs until the window is open."""

    folder: Path
    clock: Clock
    instance: SingleInstance
    log: LogFile
    complain: Complain
    recover: Recover
    is_locked: bool
    opened: str


def _run_first(start: _Start) -> int:
    # Objects made at the start stay: garbage collection would search them again and again.
    gc.disable()
    app = _qt_application()
    desktop = QLocale.system()
    apply_locale_style(app, gettext.locale_style(), desktop)  # also for why it cannot be opened
    choice: Recovery = "open"
    while choice != "close":
        try:
            application = _open_window(app, start, is_read_only=choice == "read-only")
        except Exception as error:
            start.log.install(lambda: start.complain(_(_FAULT)))
            sentence = str(error)
            if not isinstance(error, PlannerError):
                start.log.write_exception(error)
                sentence = _(_FAULT)
            choice = start.recover(sentence)
        else:
            with application.services.planner:
                return _run_event_loop(app, application, start)
    return 1


def _open_window(app: QApplication, start: _Start, *, is_read_only: bool) -> Application:
    """Open the database, read it for the first time, and show the window."""
    planner = open_planner(start.folder, start.clock, is_read_only=is_read_only)
    application = None
    try:
        wanted = wanted_locale_style(planner.settings, QLocale.system())
        if wanted != gettext.locale_style():
            apply_locale_style(app, wanted, QLocale.system())
        # Threads of pure Python take short turns, so that the window goes on answering.
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        from mle_planner.ui.services.services import Services

        application = Application(Services(planner, start.folder))
        application.show_main_window()
    except BaseException:
        if application is not None:
            application.stop()
        planner.close()
        raise
    start.log.install(application.show_fault)
    start.instance.raise_requested.connect(application.show_main_window)
    start.instance.offered.connect(application.open)
    application.services.global_shortcut.pressed.connect(application.capture)
    return application


def _run_event_loop(app: QApplication, application: Application, start: _Start) -> int:
    endings: list[Callable[[], None]] = [application.stop]

    def after_first_paint() -> None:
        gc.freeze()  # later searches leave out what stays as long as the application
        Collector(app)
        endings.append(close_on_signals(application.quit))
        if start.is_locked:
            start.instance.listen()
        start.log.open()
        app.setWindowIcon(QIcon(str(resource_path("desktop/mle-planner-128.png"))))
        application.start()
        if start.opened:
            application.open(start.opened)

    app.setQuitOnLastWindowClosed(False)
    application.left.connect(application.end)
    application.left.connect(app.quit)
    QTimer.singleShot(0, application, after_first_paint)
    try:
        return app.exec()
    finally:
        for end in reversed(endings):
            end()


def _qt_application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # As setStyle would, which hands the style back and so makes its type known to Python.
        app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName(_NAME)
    app.setApplicationDisplayName(_NAME)
    app.setDesktopFileName("mle-planner")
    return app


def _asker(folder: Path, clock: Clock, complain: Complain) -> Recover:
    """Return what asks in a window; without a display it only complains."""

    def ask(sentence: str) -> Recovery:
        if QApplication.platformName() == "offscreen":
            complain(sentence)
            return "close"
        print(sentence, file=sys.stderr)
        from mle_planner.ui.app.recovery import recover

        return recover(folder, clock, sentence)

    return ask


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    if sys.stderr is not None and sys.stderr.isatty():
        return
    if QApplication.instance() is None:
        _qt_application()
    if QApplication.platformName() == "offscreen":
        return
    from PySide6.QtWidgets import QMessageBox

    QMessageBox.critical(None, _NAME, sentence)
