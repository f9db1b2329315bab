"""Puts the program together and runs it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.ui.desktop_manner import speak, wanted_manner
from mle_planner.ui.log_file import LogFile
from mle_planner.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    from types import FrameType

_SWITCH_INTERVAL_S = 0.001
_NAME = "Planner"
_FAULT = N_(
    "Something went wrong inside the planner. What you see as saved is "
    "saved; the log in the planner's folder says where it happened."
)


def run(folder: Path, clock: Clock, *, complain: Callable[[str], None] | None = None) -> int:
    """Open the window on a data folder and return the exit code when it is closed.

    A second start on the same folder brings the first window to the front and returns 0.
    ``complain`` is told, in one sentence, why the planner could not be opened; without it the
    sentence goes to standard error and, where nobody reads that, into a box.
    """
    complain = complain or _complain
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        instance = SingleInstance(folder)
        is_first = instance.taken()
    except PlannerError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(
            _(
                "The planner's folder cannot be used ({reason}). Nothing was changed; "
                "choose another one or ask whoever keeps this machine.",
                reason=error.strerror,
            )
        )
        return 1
    if not is_first:
        return _call_first(instance)
    try:
        return _run_first(folder, clock, instance, complain)
    finally:
        instance.close()


def _call_first(instance: SingleInstance) -> int:
    if instance.call_first():
        print("The planner is already open; its window was brought to the front.", file=sys.stderr)
        return 0
    print(
        "The planner is already open on this folder but does not answer. "
        "Close it, or end its process, and start again.",
        file=sys.stderr,
    )
    return 1


def _run_first(
    folder: Path, clock: Clock, instance: SingleInstance, complain: Callable[[str], None]
) -> int:
    # What a start makes, it keeps: looking for garbage in it again and again finds none.
    gc.disable()
    from mle_planner.core.planner import Planner

    app = _application()
    log = LogFile(folder)
    desktop = QLocale.system()
    # Also for why the planner cannot be opened, which is said before the settings are known.
    speak(app, wanted_manner(None, desktop), desktop)
    try:
        planner = Planner.open(folder, clock)
    except PlannerError as error:
        complain(str(error))
        return 1
    wanted = wanted_manner(planner.settings, desktop)
    if wanted != gettext.manner():
        speak(app, wanted, desktop)
    # The solver works in a thread of its own in pure Python; shorter turns keep the window
    # answering while it does.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    from mle_planner.ui import theme as look
    from mle_planner.ui.main_window import MainWindow

    look.apply(app, look.chosen_theme(planner.settings.word("theme")))
    window = MainWindow(planner, folder)
    log.install(lambda: window.messages.show_error(_(_FAULT)))
    instance.raise_requested.connect(window.bring_to_front)
    window.show()
    endings: list[Callable[[], None]] = [planner.close, log.close]

    def after_first_paint() -> None:
        gc.freeze()  # later searches leave out what stays as long as the window
        gc.enable()
        endings.append(_close_on_signals(window.close))
        instance.listen()
        log.open()
        window.begin()

    QTimer.singleShot(0, after_first_paint)
    try:
        return app.exec()
    finally:
        for end in reversed(endings):
            end()


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # As setStyle would, which hands the style back and so makes its type known to Python.
        app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName(_NAME)
    app.setApplicationDisplayName(_NAME)
    app.setDesktopFileName("mle-planner")
    return app


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    if sys.stderr is not None and sys.stderr.isatty():
        return
    if QApplication.instance() is None:
        _application()
    if QApplication.platformName() == "offscreen":
        return
    from PySide6.QtWidgets import QMessageBox

    QMessageBox.critical(None, _NAME, sentence)


def _close_on_signals(close: Callable[[], object]) -> Callable[[], None]:
    """Close the window properly when the session ends it; returns how to stop that.

    Python runs a signal's handler when it next runs anything: never while the window is idle,
    and perhaps in the middle of painting. So the handler does nothing; the signal is also
    written to a pipe that Qt watches, and the window is closed from there.
    """
    if sys.platform == "win32":
        return lambda: None
    import os
    import signal

    from PySide6.QtCore import QSocketNotifier

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.set_blocking(reading, False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        """Only being there matters: without a handler the signal would end the process."""

    def on_readable() -> None:
        os.read(reading, 64)
        close()

    before = signal.set_wakeup_fd(writing)
    handlers = {
        number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)
    }
    notifier.activated.connect(on_readable)

    def stop() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)

    return stop
