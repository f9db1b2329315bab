"""Closes the windows when the desktop session ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def close_on_signals(close: Callable[[], object]) -> Callable[[], None]:
    """Close the windows properly when the session ends; return a function that undoes this.

    Python runs a signal's handler only when it next runs any code: never while the window is idle,
    and perhaps in the middle of painting. So the handler does nothing; the signal is also written
    to a pipe that Qt watches, and the windows are closed from there.
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
        """Do nothing: without a handler the signal would end the process."""

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
