"""Starts the application on a data folder, and ends it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.resources import resource_path
from mle_planner.core.files import make_private_folder
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.app.application import FAULT, Application
from mle_planner.ui.app.log import LogFile
from mle_planner.ui.app.session_end import close_on_signals
from mle_planner.ui.app.single_instance import SingleInstance, SingleInstanceError
from mle_planner.ui.desktop.locale import (
    apply_locale_style,
    days_before_monday,
    first_workdays,
    wanted_locale_style,
)
from mle_planner.ui.desktop.text_size import restart_with, wanted_scale
from mle_planner.ui.services.collector import Collector

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.app.recovery import Recovery

Complain = Callable[[str], None]
Recover = Callable[[str], "Recovery"]
"""Returns the user's decision after a sentence about what happened."""

_SWITCH_INTERVAL_S = 0.001
_LISTEN_AFTER_MS = 500
"""How long to wait before listening; other starts keep trying for longer than this."""
_NAME = "Planner"


def run(
    folder: Path,
    clock: Clock,
    *,
    opened: str = "",
    in_tray: bool = False,
    complain: Complain | None = None,
    recover: Recover | None = None,
) -> int:
    """Run the application on a data folder; return its exit code when it ends.

    A second start on the same folder brings the first window to the front and returns 0. ``opened``
    is a calendar file or a link to open in the window, even in that of the first start. ``in_tray``
    starts without the window if the desktop has a tray; a second start with it leaves the first as
    it is. ``complain`` receives one sentence when the planner cannot be opened; by default it is
    printed to standard error and, without a terminal, shown in a box. ``recover`` returns the
    user's decision if the data cannot be opened or read; by default it asks in a window, if there
    is a display.
    """
    complain = complain or _complain
    log = LogFile(folder)
    log.install(lambda: complain(_(FAULT)))
    gettext.use(wanted_locale_style(None, QLocale.system()))
    try:
        recover = recover or _asker(folder, clock, complain)
        return _run_on(folder, clock, log, complain, recover, opened, in_tray)
    except PlannerError as error:
        complain(str(error))
        return 1
    except Exception as error:
        log.write_exception(error)
        complain(_(FAULT))
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

    desktop = QLocale.system()
    return Planner.open(
        folder, clock, is_read_only=is_read_only, workdays=first_workdays(desktop),
        region=days_before_monday(desktop),
    )  # fmt: skip


def _run_on(
    folder: Path,
    clock: Clock,
    log: LogFile,
    complain: Complain,
    recover: Recover,
    opened: str,
    in_tray: bool,
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
            return 0 if in_tray else _call_first(instance, opened)
    except SingleInstanceError:
        if not (folder / "planner.db").exists():
            raise
        is_locked = False  # the folder is not writable, and nothing is written to it
    try:
        return _run_first(
            _Start(folder, clock, instance, log, complain, recover, is_locked, opened, in_tray)
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
    folder: Path
    clock: Clock
    instance: SingleInstance
    log: LogFile
    complain: Complain
    recover: Recover
    is_locked: bool
    opened: str
    in_tray: bool


def _run_first(start: _Start) -> int:
    # Objects created at the start stay: garbage collection would search them again and again.
    gc.disable()
    app = _qt_application()
    scale = wanted_scale(app)
    if scale != 1:
        start.instance.close()
        restart_with(scale)
    desktop = QLocale.system()
    apply_locale_style(app, gettext.locale_style(), desktop)  # for errors on opening too
    choice: Recovery = "open"
    while choice != "close":
        try:
            application = _open_window(app, start, is_read_only=choice == "read-only")
        except Exception as error:
            start.log.install(lambda: start.complain(_(FAULT)))
            sentence = str(error)
            if not isinstance(error, PlannerError):
                start.log.write_exception(error)
                sentence = _(FAULT)
            choice = start.recover(sentence)
        else:
            with application.services.planner:
                return _run_event_loop(app, application, start)
    return 1


def _open_window(app: QApplication, start: _Start, *, is_read_only: bool) -> Application:
    planner = open_planner(start.folder, start.clock, is_read_only=is_read_only)
    application = None
    try:
        wanted = wanted_locale_style(planner.settings, QLocale.system())
        if wanted != gettext.locale_style():
            apply_locale_style(app, wanted, QLocale.system())
        # Python threads get short turns, so that the window keeps responding.
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        from mle_planner.ui.services.services import Services

        application = Application(Services(planner, start.folder))
        if not start.in_tray:
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
        gc.freeze()  # later collections skip the objects that live as long as the application
        Collector(app)
        endings.append(close_on_signals(application.quit))
        if start.is_locked:
            QTimer.singleShot(_LISTEN_AFTER_MS, start.instance, start.instance.listen)
        start.log.open()
        app.setWindowIcon(QIcon(str(resource_path("desktop/mle-planner-128.png"))))
        application.start()
        if start.in_tray:
            application.stay_in_tray()
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
        # Like setStyle, which also returns the style and so makes its type known to Python.
        app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName(_NAME)
    app.setApplicationDisplayName(_NAME)
    app.setDesktopFileName("mle-planner")
    return app


def _asker(folder: Path, clock: Clock, complain: Complain) -> Recover:
    """Return a function that asks in a window; without a display it only complains."""

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
