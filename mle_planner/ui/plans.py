"""Asks the planning process for plans and hands them to whoever asked last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from mle_planner.core.planning.gather import PlanningRequest
    from mle_planner.core.planning.plan_process import Answer
    from mle_planner.core.snapshots import Proposal
    from mle_planner.ui.planning_process import PlanningProcess

_WARM_UP_MS = 1500


class Plans(QObject):
    """One question at a time; the first plan comes at once, a better one may follow.

    ``refused`` carries the sentence when there can be no plan.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: Callable[[Proposal], None] | None = None
        self._process: PlanningProcess | None = None
        self._warm_up = QTimer(self)
        self._warm_up.setSingleShot(True)
        self._warm_up.setInterval(_WARM_UP_MS)
        self._warm_up.timeout.connect(lambda: self._made().warm_up())

    @property
    def is_waiting(self) -> bool:
        """Whether a plan, or a better one, would be shown if it came."""
        return self._shown is not None

    @property
    def will_warm_up(self) -> bool:
        """Whether the process is about to be started ahead of the first question."""
        return self._warm_up.isActive()

    def warm_up_soon(self) -> None:
        """Start the process when the window has settled, so that the first plan is quick."""
        self._warm_up.start()

    def ask(self, request: PlanningRequest, shown: Callable[[Proposal], None]) -> None:
        """Ask; ``shown`` is called with the first plan and again with a better one."""
        self._shown = shown
        self._made().ask(request)

    def drop(self) -> None:
        """Want no more answers: the plan was accepted, dropped or is no longer looked at."""
        self._shown = None
        if self._process is not None:
            self._process.forget()

    def close(self) -> None:
        """End the process, and start none any more."""
        self._warm_up.stop()
        self._shown = None
        if self._process is not None:
            self._process.stop()

    def _made(self) -> PlanningProcess:
        if self._process is None:
            from mle_planner.ui.planning_process import PlanningProcess

            self._process = PlanningProcess(self)
            self._process.answered.connect(self._on_answer)
            self._process.failed.connect(self.refused)
        return self._process

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        if answer.refusal:
            self.refused.emit(answer.refusal)
        elif answer.proposal is not None and self._shown is not None:
            self._shown(answer.proposal)
