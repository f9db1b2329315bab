"""Runs a pure function beside the window and hands its result back in the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.records import dataclass

_WAIT_AT_END_MS = 3000


@dataclass(frozen=True)
class _Job:
    number: int
    lane: str
    done: Callable[[Any], None]
    failed: Callable[[PlannerError], None] | None


@dataclass(frozen=True)
class _Outcome:
    job: _Job
    value: Any = None
    error: BaseException | None = None


class _Work(QRunnable):
    def __init__(
        self, job: _Job, function: Callable[[Any], Any], argument: Any, report: Background
    ) -> None:
        super().__init__()
        self._job = job
        self._function = function
        self._argument = argument
        self._report = report

    def run(self) -> None:
        try:
            outcome = _Outcome(self._job, self._function(self._argument))
        except BaseException as error:  # noqa: BLE001, RUF100 -- raised again in the window's thread
            outcome = _Outcome(self._job, error=error)
        try:
            self._report.finished.emit(outcome)
        except RuntimeError:  # the window is gone, and with it whoever asked
            return


class Background(QObject):
    """Takes work; gives results to whoever asked last.

    Work of one lane replaces earlier work of that lane: the earlier result is dropped when it
    comes. The function must be pure: it runs in another thread and may not touch a widget or
    the planner.
    """

    finished = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._latest: dict[str, int] = {}
        self._waiting = 0
        self._number = 0
        self.finished.connect(self._deliver)

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._waiting > 0

    def run(
        self,
        function: Callable[[Any], Any],
        argument: Any,
        done: Callable[[Any], None],
        *,
        failed: Callable[[PlannerError], None] | None = None,
        lane: str = "",
    ) -> None:
        """Begin the work. The lane is the function's own name unless another is given.

        A `PlannerError` goes to ``failed``; any other error is a bug and is raised where
        results are delivered, so that it reaches the log.
        """
        lane = lane or f"{function.__module__}.{getattr(function, '__qualname__', function)}"
        self._number += 1
        self._latest[lane] = self._number
        self._waiting += 1
        job = _Job(self._number, lane, done, failed)
        self._pool.start(_Work(job, function, argument, self))

    def drop(self, lane: str) -> None:
        """Forget what the lane was asked for; its result will not be delivered."""
        self._latest.pop(lane, None)

    def close(self) -> None:
        """Drop everything and wait a little for work that cannot be interrupted."""
        self._latest.clear()
        self._pool.clear()
        self._pool.waitForDone(_WAIT_AT_END_MS)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        self._waiting -= 1
        job = outcome.job
        try:
            if self._latest.get(job.lane) == job.number:
                self._hand_over(outcome)
        finally:
            if not self._waiting:
                self.idle.emit()

    def _hand_over(self, outcome: _Outcome) -> None:
        job = outcome.job
        if outcome.error is None:
            job.done(outcome.value)
        elif isinstance(outcome.error, PlannerError) and job.failed is not None:
            job.failed(outcome.error)
        else:
            raise outcome.error
