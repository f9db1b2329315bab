"""Receives heartbeats of editors, in a thread with its own database connection."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mle_planner.core.base.errors import PlannerError
from mle_planner.ui.services.setting_follower import SettingFollower
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.evidence.server import HeartbeatServer
    from mle_planner.core.planner import Planner

_WAIT_AT_END_S = 3


class EditorListener(SettingFollower):
    """Listens while the setting is on, on the port and with the key that are set.

    Attributes:
        failed: Nothing can be received; the sentence says why.
    """

    failed = Signal(str)
    begins_after_ms = 1500

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(planner, parent)
        self._wanted: tuple[int, str] | None = None
        self._server: HeartbeatServer | None = None
        self._thread: Thread | None = None

    @override
    def _follow(self) -> None:
        wanted = self._wanted_now()
        if wanted == self._wanted:
            return
        self._end()
        self._wanted = wanted
        if wanted is not None:
            self._listen(*wanted)

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

        try:
            server = HeartbeatServer(port, key, self._planner.editors.open_for_thread)
        except PlannerError as error:
            self.failed.emit(str(error))
            return

        self._server = server
        self._thread = Thread(target=server.serve_forever, args=(0.2,), name="editors", daemon=True)
        self._thread.start()

    @override
    def _end(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join(_WAIT_AT_END_S)
        self._server.server_close()
        self._server = self._thread = None
