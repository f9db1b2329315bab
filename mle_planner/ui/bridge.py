"""Carries the planner's notices into Qt, those of other processes too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from mle_planner.core.topics import Changes

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner

_SETTLE_MS = 40


class Bridge(QObject):
    """Sends ``changed`` in the window's thread, once for each commit.

    Another process, such as the command line, writes to the database's log file. That is
    watched, so nothing wakes up while nothing happens; whether somebody else wrote is then
    asked of the database itself.
    """

    changed = Signal(Changes)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        # A signal with a receiver in another thread is queued by Qt: a commit made in the
        # background reaches the window in the window's own thread.
        self._stop_listening = planner.listen(self.changed.emit)
        self._log_path = str(planner.database_path) + "-wal"
        self._folder = str(planner.database_path.parent)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._settle.start)
        self._watcher.directoryChanged.connect(self._settle.start)
        self._watch()

    @Slot()
    def look(self) -> None:
        """Ask whether another process wrote; its changes then arrive like our own."""
        self._watch()
        self._planner.notice_foreign_changes()

    def close(self) -> None:
        """Stop listening; the planner may be closed after this."""
        self._stop_listening()
        self._settle.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)

    def _watch(self) -> None:
        """Watch the folder, and the log file whenever there is one: it comes and goes."""
        from pathlib import Path

        if self._folder not in self._watcher.directories():
            self._watcher.addPath(self._folder)
        if self._log_path not in self._watcher.files() and Path(self._log_path).exists():
            self._watcher.addPath(self._log_path)
