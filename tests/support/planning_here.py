"""Stands in for the planning process: plans are made in this one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot

from mle_planner.core.scheduling.worker import Answer, Question, _answers
from mle_planner.ui.planning.process import PlanningProcess


class PlanningHere(PlanningProcess):
    """Gives the answers of the planning process, each in its own turn of the event loop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers: Iterator[Answer] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._answer)

    def warm_up(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Give no more answers."""
        super().stop()
        self._timer.stop()

    def _send(self, question: Question) -> int:
        self._number, self._is_busy = question.number, True
        self._answers = _answers(question)
        self._timer.start()
        return question.number

    @Slot()
    def _answer(self) -> None:
        answer = next(self._answers, None)
        if answer is None:
            self._timer.stop()
        else:
            self._deliver(answer)
