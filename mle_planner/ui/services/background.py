"""Runs a pure function in another thread and delivers its result in the thread of the windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.ui.services.collector import much_in_memory

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
        self, job: _Job, function: Callable[[Any], Any], argument: Any, background: Background
    ) -> None:
        super().__init__()
        self._job = job
        self._function = function
        self._argument = argument
        self._background = background

    def run(self) -> None:
        try:
            with much_in_memory():
                outcome = _Outcome(self._job, self._function(self._argument))
        except BaseException as error:  # noqa: BLE001, RUF100 -- raised again where it is delivered
            outcome = _Outcome(self._job, error=error)
        try:
            self._background.finished.emit(outcome)
        except RuntimeError:  # the application has ended
            return


class Background(QObject):
    """Runs functions in threads, and delivers the result of the last one of each lane.

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
                self._report(outcome)
        finally:
            if not self._waiting:
                self.idle.emit()

    def _report(self, outcome: _Outcome) -> None:
        job = outcome.job
        if outcome.error is None:
            job.done(outcome.value)
        elif isinstance(outcome.error, PlannerError) and job.failed is not None:
            job.failed(outcome.error)
        else:
            raise outcome.error
