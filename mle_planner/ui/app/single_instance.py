"""One running window for each data folder.

A second start on the same folder raises the first window and ends. The lock is the operating
system's, acquired before anything is opened, so two starts within the same millisecond still
leave one owner; a lock of a killed process is recognised by its process id and taken over.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, QSysInfo, QThread, Signal

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, planner_error

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

# QtNetwork is imported where it is used: the first window needs it only after its first paint.

_RAISE, _OPEN = b"raise\n", b"open "
_WAIT_MS = 100
_GREETING_MS = 40
_ATTEMPTS = 30


class SingleInstanceError(PlannerError):
    """The lock file could not be created."""


class SingleInstance(QObject):
    """Locks the folder for this process.

    ``raise_requested`` is sent at each further start, ``offered`` with the file or link that it was
    asked to open.
    """

    raise_requested = Signal()
    offered = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # only a dead process makes a lock stale, never its age
        self._folder = folder
        self._server: QLocalServer | None = None

    def acquire(self) -> bool:
        """Lock the folder; return False when another process holds the lock.

        Raises:
            SingleInstanceError: The folder does not let a lock file be written.
            PlannerError: There is something else in the place of the lock file.
        """
        self._refuse_what_is_no_lock()
        if self._lock.tryLock(0):
            return True
        if self._remove_broken_lock() and self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        raise SingleInstanceError(
            _(
                "The planner's folder cannot be written to. Nothing was changed; check "
                "who owns it and whether the disk is full."
            )
        )

    def _refuse_what_is_no_lock(self) -> None:
        """Refuse a link, a folder or a pipe, which Qt would wait for or take for a lock."""
        path = Path(self._lock.fileName())
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise planner_error(
                "{path} is not a file of the planner. Nothing was changed; remove it and start "
                "again.",
                path=path,
            )

    def _remove_broken_lock(self) -> bool:
        """Remove a lock file without a valid process id, or of a process that has ended.

        The latter Qt removes by itself, but not on a full disk. A running process's lock file is
        never removed, because the system holds it open. A process that is just locking has not
        written its id yet, so this looks twice.
        """
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return False
        for _look in range(2):
            process_id, host, _program = self._lock.getLockInfo()
            if process_id:
                return host == QSysInfo.machineHostName() and self._lock.removeStaleLockFile()
            QThread.msleep(_WAIT_MS)
        return self._lock.removeStaleLockFile()

    def listen(self) -> None:
        """Accept messages of other starts. Call it only while holding the lock."""
        from PySide6.QtNetwork import QLocalServer

        # A socket left behind by a killed process would refuse the name; the lock says that
        # no other process can be listening on it.
        name = _server_name(self._folder)
        QLocalServer.removeServer(name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_greeting)
        server.listen(name)
        self._server = server

    def call_first(self, opened: str = "") -> bool:
        """Ask the first process to raise its window; return whether it could be reached.

        It also opens the file or link ``opened``, if any. The process may still be starting, so
        this tries for about three seconds.
        """
        from PySide6.QtNetwork import QLocalSocket

        name = _server_name(self._folder)
        for _attempt in range(_ATTEMPTS):
            socket = QLocalSocket()
            socket.connectToServer(name)
            if socket.waitForConnected(_WAIT_MS):
                socket.write(_OPEN + os.fsencode(opened) if opened else _RAISE)
                socket.waitForBytesWritten(_WAIT_MS)
                socket.disconnectFromServer()
                return True
            QThread.msleep(_WAIT_MS)
        return False

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _on_greeting(self) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raise_requested.emit()
            # The other start writes at once, and its message is one short line.
            if socket.bytesAvailable() or socket.waitForReadyRead(_GREETING_MS):
                said = bytes(socket.readAll().data())
                if said.startswith(_OPEN):
                    self.offered.emit(os.fsdecode(said.removeprefix(_OPEN)))


def _server_name(folder: Path) -> str:
    """Return a short name for the folder: a path can be too long for a socket."""
    whole = str(folder.resolve()).encode(errors="surrogateescape")
    digest = QCryptographicHash.hash(whole, QCryptographicHash.Algorithm.Sha256)
    return f"mle-planner-{digest.data().hex()[:20]}"
