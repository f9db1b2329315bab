"""Turns the planner's notices into a Qt signal, also those of other processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from mle_planner.core.snapshots import Changes

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner

_SETTLE_MS = 40


class Bridge(QObject):
    """Sends ``changed`` in the thread of the windows, once for each commit.

    Another process, such as the command line, writes to the database's log file. That file is
    watched, so nothing wakes up at rest; the database then tells whether another process wrote.
    """

    changed = Signal(Changes)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        # A signal with a receiver in another thread is queued by Qt: a commit made in the
        # background reaches a window in the window's own thread.
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
        """Check whether another process wrote; its changes arrive like those of this one."""
        self._watch()
        self._planner.notice_foreign_changes()

    def close(self) -> None:
        """Stop listening; the planner can be closed then."""
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
