"""The log: internal errors, without any text of the user.

Messages of exceptions and of Qt can contain titles and paths, so neither is written: an exception
is logged as its type and the places in the program it passed through. Three files of half a
megabyte.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from mle_planner.core.base.errors import code_path
from mle_planner.core.files import SideFile
from mle_planner.core.i18n.gettext import N_, _

if TYPE_CHECKING:
    import logging

_NO_DISPLAY = N_(
    "The window cannot be opened: there is no display here, or a system library for it is "
    "missing, such as libxcb-cursor0; planner.log in the data folder says more. Commands such as "
    "mle-planner today need no window."
)

_MOST_BYTES = 500_000
_KEPT_FILES = 2
_MOST_CHARACTERS = 400
_WHAT_MAY_BE_THE_USERS = r"\"[^\"]*\"|'[^']*'|\S*[/\\]\S*"


class LogFile:
    """Writes ``planner.log`` in a folder.

    Until the first error, or until `open`, not even the logging module is imported.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / SideFile.LOG
        self._logger: logging.Logger | None = None
        self._handler: logging.Handler | None = None

    def install(self, tell: Callable[[], None]) -> None:
        """Handle uncaught exceptions and Qt's messages.

        ``tell`` is called after an exception was written, to inform the user in one sentence. A
        second call replaces it.
        """

        def hook(
            kind: type[BaseException], error: BaseException, places: TracebackType | None
        ) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, places)
                return
            self.write_exception(error)
            tell()

        sys.excepthook = hook
        qInstallMessageHandler(self._take_qt_message)

    def write_exception(self, error: BaseException) -> None:
        """Write an exception's type and the lines it passed through, without its message."""
        self._write("error", "\n".join(["uncaught exception", *code_path(error)]))

    def close(self) -> None:
        """Restore the hooks of Python and Qt, and close the file."""
        sys.excepthook = sys.__excepthook__
        qInstallMessageHandler(None)
        if self._logger is not None and self._handler is not None:
            if self._logger.parent is not None:
                self._logger.parent.removeHandler(self._handler)
            self._handler.close()
            self._logger = self._handler = None

    def _take_qt_message(
        self, kind: QtMsgType, context: QMessageLogContext, message: str | None
    ) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        is_fatal = kind == QtMsgType.QtFatalMsg  # the process ends now, perhaps without any window
        is_without_display = is_fatal and "no Qt platform plugin" in (message or "")
        if is_fatal:
            told = _(_NO_DISPLAY) if is_without_display else message
            print(told, file=sys.stderr, flush=True)
        said = re.sub(_WHAT_MAY_BE_THE_USERS, "…", (message or "")[:_MOST_CHARACTERS])
        category = getattr(context, "category", "") or "qt"
        self._write("warning", f"{category}: {said}")
        if is_without_display:
            os._exit(1)  # before Qt aborts

    def _write(self, level: str, text: str) -> None:
        try:
            getattr(self.open(), level)(text)
        except OSError:
            return  # a full disk must not turn one fault into two

    def open(self) -> logging.Logger:
        """Also write the log records of the rest of the program; call it after the first paint."""
        if self._logger is not None:
            return self._logger
        import logging

        handler = self._handler = _late_handler(self.path)
        logging.getLogger("mle_planner").addHandler(handler)
        self._logger = logging.getLogger("mle_planner.window")
        return self._logger


def _late_handler(path: Path) -> logging.Handler:
    """Return a handler that imports its module and opens its files at the first record."""
    import logging

    class LateHandler(logging.Handler):
        writer: logging.Handler | None = None

        def emit(self, record: logging.LogRecord) -> None:
            if self.writer is None:
                self.writer = _writer(path)
            self.writer.handle(record)

        def close(self) -> None:
            if self.writer is not None:
                self.writer.close()
            super().close()

    return LateHandler()


def _writer(path: Path) -> logging.Handler:
    import logging
    from logging.handlers import RotatingFileHandler

    class QuietWriter(RotatingFileHandler):
        def handleError(self, record: logging.LogRecord) -> None:
            """Write nothing to standard error where the disk is full or read-only."""

    writer = QuietWriter(
        path, maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
    )
    writer.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return writer
