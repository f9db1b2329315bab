"""Work in other threads, whose outcome comes to the thread of the windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.ui.services.collector import much_in_memory

_WAIT_AT_END_MS = 3000


@dataclass(frozen=True)
class WorkOutcome:
    value: Any = None
    error: BaseException | None = None

    def tell(
        self, done: Callable[[Any], None], failed: Callable[[PlannerError], None] | None
    ) -> None:
        """Call ``done`` with the value, or ``failed`` with a `PlannerError`.

        Any other error is a bug and is raised, so that it reaches the log.
        """
        if self.error is None:
            done(self.value)
        elif isinstance(self.error, PlannerError) and failed is not None:
            failed(self.error)
        else:
            raise self.error


class _Work(QRunnable):
    def __init__(
        self, work: Callable[[], Any], deliver: Callable[[WorkOutcome], None], threads: Threads
    ) -> None:
        super().__init__()
        self._work = work
        self._deliver = deliver
        self._threads = threads

    def run(self) -> None:
        try:
            with much_in_memory():
                outcome = WorkOutcome(self._work())
        except BaseException as error:  # noqa: BLE001, RUF100 -- raised again where it is told
            outcome = WorkOutcome(error=error)
        try:
            self._threads.finished.emit(self._deliver, outcome)
        except RuntimeError:  # the application has ended
            return


class Threads(QObject):
    """Runs work in a few threads; the outcome is delivered in the thread that made this."""

    finished = Signal(object, object)

    def __init__(self, most: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(most)
        self._is_closed = False
        self.finished.connect(self._deliver)

    def start(self, work: Callable[[], Any], deliver: Callable[[WorkOutcome], None]) -> None:
        """Begin, or wait for a free thread; the work may not touch a widget."""
        self._pool.start(_Work(work, deliver, self))

    def close(self) -> None:
        """Drop what waits, wait a little for what cannot be interrupted, deliver no more."""
        self._is_closed = True
        self._pool.clear()
        self._pool.waitForDone(_WAIT_AT_END_MS)

    @Slot(object, object)
    def _deliver(self, deliver: Callable[[WorkOutcome], None], outcome: WorkOutcome) -> None:
        if not self._is_closed:
            deliver(outcome)


class Background(QObject):
    """Runs pure functions in threads, and delivers the last result of each function.

    A later call of the same function replaces an earlier one, whose result is dropped when it
    comes. A pure function touches neither a widget nor the planner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.threads = Threads(2, self)
        self._latest: dict[str, int] = {}
        self._number = 0

    def run(
        self,
        function: Callable[[Any], Any],
        argument: Any,
        done: Callable[[Any], None],
        *,
        failed: Callable[[PlannerError], None] | None = None,
    ) -> None:
        """Begin the work. See `WorkOutcome.tell` for what becomes of an error."""
        name = f"{function.__module__}.{getattr(function, '__qualname__', function)}"
        self._number += 1
        number = self._latest[name] = self._number

        def deliver(outcome: WorkOutcome) -> None:
            if self._latest.get(name) == number:
                outcome.tell(done, failed)

        self.threads.start(lambda: function(argument), deliver)

    def close(self) -> None:
        """Drop everything and wait a little for work that cannot be interrupted."""
        self.threads.close()
