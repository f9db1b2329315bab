"""The planning process, which answers with a first and a better plan."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Qt, Signal, Slot

import mle_planner
from mle_planner.core.i18n.gettext import _, locale_style
from mle_planner.core.scheduling.worker import Answer, Question, pack, unpack

if TYPE_CHECKING:
    from mle_planner.core.scheduling.request.planning_request import PlanningRequest
    from mle_planner.core.scheduling.worker import WhatIf

_CHILD = "from mle_planner.core.scheduling.worker import serve; serve()"

_log = logging.getLogger(__name__)


class PlanningProcess(QObject):
    """Runs one request at a time in another process; a new request drops the former one.

    ``answered`` carries an ``Answer``: the first plan, then the settled one. ``failed`` carries one
    sentence if the process died. No call waits for the process.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Do not start the process yet: ``warm_up`` or the first request does."""
        super().__init__(parent)
        self._process: QProcess | None = None
        self._received = bytearray()
        self._number = 0
        self._is_busy = False

    def warm_up(self) -> None:
        """Start the process early, so that the first plan does not wait for it."""
        if self._process is None:
            self._start()

    def ask(
        self,
        request: PlanningRequest | None,
        *,
        pushes: bool = False,
        what_if: WhatIf | None = None,
    ) -> int:
        """Send a request for a plan, or for the worth of a change, and return its number.

        Answers to earlier requests are dropped.
        """
        if self._is_busy:
            self.stop()
        self.warm_up()
        style = locale_style()
        return self._send(Question(self._number + 1, request, pushes, style, what_if=what_if))

    def _send(self, question: Question) -> int:
        assert self._process is not None
        self._number = question.number
        self._is_busy = True
        self._process.write(pack(question))
        return self._number

    def forget(self) -> None:
        """Drop the answers still to come, and end a busy process."""
        self._number += 1
        if self._is_busy:
            self.stop()

    def stop(self) -> None:
        process, self._process = self._process, None
        self._is_busy = False
        self._received.clear()
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._on_finished)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _start(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        # The package of this process, whatever the child's working folder contains.
        environment.insert("PYTHONPATH", str(Path(mle_planner.__file__).parents[1]))
        environment.insert("PYTHONSAFEPATH", "1")
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._on_finished)
        # later: a system without free processes reports that before the request is sent
        process.errorOccurred.connect(self._on_error, Qt.ConnectionType.QueuedConnection)
        self._process = process
        process.start(sys.executable, ["-c", _CHILD])

    @Slot()
    def _read(self) -> None:
        if self._process is None:
            return
        self._received += self._process.readAllStandardOutput().data()
        for answer in unpack(self._received):
            self._deliver(answer)

    def _deliver(self, answer: Answer) -> None:
        if answer.number != self._number:
            return
        if answer.is_settled or answer.refusal:
            self._is_busy = False
        self.answered.emit(answer)

    @Slot()
    def _on_error(self) -> None:
        """Report a process that could not be started, as when Python is being replaced.

        Such a process sends no finished signal.
        """
        process = self._process
        if process is not None and process.error() == QProcess.ProcessError.FailedToStart:
            self._on_finished()

    @Slot()
    def _on_finished(self) -> None:
        """Report that the process ended by itself, by a bug or for lack of memory."""
        process, was_busy = self._process, self._is_busy
        if process is not None:
            said = bytes(process.readAllStandardError().data()).decode(errors="replace")
            about = process.errorString()
            _log.error("planning process ended with %s: %s\n%s", process.exitCode(), about, said)
        self.stop()
        if was_busy:
            self.failed.emit(_("The plan could not be made. Nothing was changed; try again."))
