"""Carries the planner's notices into Qt, including those of other connections."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.core.topics import Changes, Origin, Topic

_SETTLE_MS = (40, 200, 1000, 5000)
"""How long after a file changed, and after each look before, to look."""
_PAUSE_MS = 1000
"""At most one notice in this time is sent for changes made elsewhere."""


class Bridge(QObject):
    """Sends ``changed`` in the window's thread.

    What the user does is told at once, once for each commit. What is observed, and what another
    process or thread writes, is told at once after a pause; during one it is collected and told
    at its end, so that many small writes redraw a screen once a second.

    Other writers change the database's log file. That is watched, so nothing wakes up while
    nothing happens; which topics they wrote is then asked of the database itself. A commit can be
    read only once the disk has confirmed it, of which the file tells nothing: each look is
    repeated a few times.
    """

    changed = Signal(Changes)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self._is_closed = False
        self._stop_listening = planner.listen(self._on_notice)
        self._collected: frozenset[Topic] = frozenset()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._send_changes)
        self._log_path = str(planner.database_path) + "-wal"
        self._folder = str(planner.database_path.parent)
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self._read_again)
        self._readings = 0
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._read_soon)
        self._watcher.directoryChanged.connect(self._read_soon)
        self._watch()
        self._read_soon()  # others may have written since the database was opened

    @Slot()
    def read_foreign_changes(self) -> None:
        """Ask whether another process or thread wrote, and what; nothing once it is closed."""
        if self._is_closed:  # a thread that has ended since may still send that it wrote
            return
        self._watch()
        with contextlib.suppress(PlannerError):  # locked: it is looked at again
            self._planner.notice_foreign_changes()

    @Slot()
    def _read_soon(self) -> None:
        # A first reading that is due stays due: a steady writer must not put it off forever.
        if self._readings != 0 or not self._settle.isActive():
            self._readings = 0
            self._settle.start(_SETTLE_MS[0])

    @Slot()
    def _read_again(self) -> None:
        self.read_foreign_changes()
        self._readings += 1
        if self._readings < len(_SETTLE_MS):
            self._settle.start(_SETTLE_MS[self._readings])

    def _on_notice(self, changes: Changes) -> None:
        if changes.origin is Origin.HERE:
            self.changed.emit(changes)
            return
        self._collected |= changes.topics
        if not self._pause.isActive():
            self._send_changes()

    @Slot()
    def _send_changes(self) -> None:
        if not self._collected:
            return
        topics, self._collected = self._collected, frozenset()
        self._pause.start()
        self.changed.emit(Changes(topics, Origin.ELSEWHERE))

    def close(self) -> None:
        """Stop listening; the planner can be closed then."""
        self._is_closed = True
        self._stop_listening()
        self._watcher.blockSignals(True)  # what it saw last in its own thread may be on its way
        self._settle.stop()
        self._pause.stop()
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
