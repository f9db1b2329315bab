"""Receives heartbeats of editors, in a thread and with a database connection of its own."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mle_planner.core.base.errors import PlannerError

if TYPE_CHECKING:
    from mle_planner.core.evidence.server import HeartbeatServer
    from mle_planner.core.planner import Planner

_LISTEN_AFTER_MS = 1500
"""Editors are listened to once the window has settled."""

_WAIT_AT_END_S = 3


class EditorListener(QObject):
    """Listens while the setting is on, on the port and with the key that are set.

    Attributes:
        failed: Nothing can be received; the sentence says why.
    """

    failed = Signal(str)

    def __init__(self, planner: Planner, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self._folder = folder
        self._wanted: tuple[int, str] | None = None
        self._server: HeartbeatServer | None = None
        self._thread: Thread | None = None
        self._is_started = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LISTEN_AFTER_MS)
        self._soon.timeout.connect(self.start)

    def follow_soon(self) -> None:
        """Follow the settings from a moment later."""
        self._soon.start()

    @Slot()
    def follow(self) -> None:
        """Listen, or stop listening, as the settings say now."""
        if not self._is_started:
            return
        wanted = self._wanted_now()
        if wanted == self._wanted:
            return
        self._stop()
        self._wanted = wanted
        if wanted is not None:
            self._listen(*wanted)

    def close(self) -> None:
        """Stop listening; what was received is stored."""
        self._soon.stop()
        self._is_started = False
        self._stop()

    @Slot()
    def start(self) -> None:
        """Follow the settings from now on."""
        self._is_started = True
        self.follow()

    def _wanted_now(self) -> tuple[int, str] | None:
        """Return the port and the key; the key is made when there is none yet."""
        settings = self._planner.settings
        if not settings.flag("editor_capture") or self._planner.read_only:
            return None
        try:
            return settings.number("editor_port"), self._planner.editors.make_key()
        except PlannerError:  # another program is writing: the next change has it tried again
            return None

    def _listen(self, port: int, key: str) -> None:
        from mle_planner.core.evidence.server import HeartbeatServer
        from mle_planner.core.session import Session

        folder, clock = self._folder, self._planner.clock
        try:
            server = HeartbeatServer(port, key, lambda: Session(folder, clock))
        except PlannerError as error:
            self.failed.emit(str(error))
            return

        self._server = server
        self._thread = Thread(target=server.serve_forever, args=(0.2,), name="editors", daemon=True)
        self._thread.start()

    def _stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join(_WAIT_AT_END_S)
        self._server.server_close()
        self._server = self._thread = None
