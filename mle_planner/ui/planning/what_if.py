"""Asks a separate planning process for the cost or gain of a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from mle_planner.core.scheduling.worker import Answer, WhatIf
    from mle_planner.ui.planning.process import PlanningProcess

Shown = Callable[[Any], object]
Refused = Callable[[str], object]


class WhatIfQuestions(QObject):
    """One request at a time; a plan that is under way continues beside it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: PlanningProcess | None = None
        self._shown: Shown | None = None
        self._refused: Refused | None = None

    def ask(self, request: WhatIf, shown: Shown, refused: Refused) -> None:
        """Call ``shown`` with the worth of the change, or ``refused`` with a sentence.

        A new request replaces the former one.
        """
        self._shown, self._refused = shown, refused
        if self._process is None:
            from mle_planner.ui.planning.process import PlanningProcess

            self._process = PlanningProcess(self)
            self._process.answered.connect(self._answer)
            self._process.failed.connect(self._fail)
        self._process.ask(None, what_if=request)

    @Slot()
    def close(self) -> None:
        self._shown = self._refused = None
        if self._process is not None:
            self._process.forget()
            self._process.stop()

    @Slot(object)
    def _answer(self, answer: Answer) -> None:
        shown, worth = self._shown, answer.what_if
        if worth is None:
            self._fail(answer.refusal)
            return
        self.close()
        if shown is not None:
            shown(worth)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        refused = self._refused
        self.close()
        if refused is not None:
            refused(sentence)
