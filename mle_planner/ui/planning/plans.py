"""Asks the planning process for plans and hands them to whoever asked last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from mle_planner.core.scheduling.request import PlanningRequest
    from mle_planner.core.scheduling.worker import Answer
    from mle_planner.core.snapshots import Proposal
    from mle_planner.ui.planning.process import PlanningProcess

_WARM_UP_MS = 1500


class _Asked(NamedTuple):
    """A question, and who is told of its first and of its better answer.

    A quiet one was asked by nobody in particular: it waits while a plan is made for somebody,
    and fails without a word. It has ``enough``: whether its first plan will do.
    """

    request: PlanningRequest
    shown: Callable[[Proposal], None] | None
    better: Callable[[Proposal], None]
    pushes: bool = False
    enough: Callable[[Proposal], bool] | None = None

    @property
    def is_quiet(self) -> bool:
        return self.enough is not None


class Plans(QObject):
    """One question at a time; the first plan comes at once, a better one may follow.

    ``refused`` carries the sentence when there can be no plan.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: _Asked | None = None
        self._quiet: _Asked | None = None
        self._is_quiet_under_way = False
        self._process: PlanningProcess | None = None
        self._warm_up = QTimer(self)
        self._warm_up.setSingleShot(True)
        self._warm_up.setInterval(_WARM_UP_MS)
        self._warm_up.timeout.connect(lambda: self._made().warm_up())

    @property
    def is_waiting(self) -> bool:
        """Whether a plan, or a better one, would be handed on if it came."""
        return self._asked is not None

    @property
    def will_warm_up(self) -> bool:
        """Whether the process is about to be started ahead of the first question."""
        return self._warm_up.isActive()

    def warm_up_soon(self) -> None:
        """Start the process when the window has settled, so that the first plan is quick."""
        self._warm_up.start()

    def ask(
        self,
        request: PlanningRequest,
        shown: Callable[[Proposal], None],
        better: Callable[[Proposal], None],
        *,
        pushes: bool = False,
    ) -> None:
        """Ask; ``shown`` is called with the first plan, ``better`` with the settled one.

        ``pushes`` asks for the rest of the first day to flow anew; that has one answer only.
        """
        self._asked = _Asked(request, shown, better, pushes)
        self._is_quiet_under_way = False  # it is asked again when this one is answered
        self._made().ask(request, pushes=pushes)

    def ask_quietly(
        self,
        request: PlanningRequest,
        enough: Callable[[Proposal], bool],
        done: Callable[[Proposal], None],
    ) -> None:
        """Ask for a plan when nothing else is under way; a later call replaces this one.

        ``done`` gets the first plan where that is ``enough``, else the settled one.
        """
        self._quiet = _Asked(request, None, done, enough=enough)
        if self._is_quiet_under_way or self._asked is None:
            self._ask_what_waits()

    def drop(self) -> None:
        """Want no more answers: the plan was accepted, dropped or is no longer looked at."""
        was_waiting, self._asked = self._asked is not None, None
        if was_waiting and self._process is not None:
            self._process.forget()
            self._ask_what_waits()

    def close(self) -> None:
        """End the process, and start none any more."""
        self._warm_up.stop()
        self._asked = self._quiet = None
        if self._process is not None:
            self._process.stop()

    def _ask_what_waits(self) -> None:
        self._is_quiet_under_way = self._quiet is not None
        if self._quiet is not None:
            self._made().ask(self._quiet.request)

    def _made(self) -> PlanningProcess:
        if self._process is None:
            from mle_planner.ui.planning.process import PlanningProcess

            self._process = PlanningProcess(self)
            self._process.answered.connect(self._on_answer)
            self._process.failed.connect(self._on_failure)
        return self._process

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        if answer.refusal:
            self._on_failure(answer.refusal)
            return
        assert answer.proposal is not None
        asked = self._quiet if self._is_quiet_under_way else self._asked
        if asked is None:
            return
        if not answer.is_settled and asked.enough is not None and asked.enough(answer.proposal):
            self._done_with(asked)
            asked.better(answer.proposal)
            self._made().forget()
            self._made().warm_up()
        elif answer.is_settled:
            self._done_with(asked)
            (asked.better if asked.shown is None else asked.shown)(answer.proposal)
        elif asked.shown is not None:
            self._asked = asked._replace(shown=None)
            asked.shown(answer.proposal)

    @Slot(str)
    def _on_failure(self, sentence: str) -> None:
        asked = self._quiet if self._is_quiet_under_way else self._asked
        if asked is None:
            return
        self._done_with(asked)
        if not asked.is_quiet:
            self.refused.emit(sentence)

    def _done_with(self, asked: _Asked) -> None:
        if asked.is_quiet:
            self._quiet, self._is_quiet_under_way = None, False
        else:
            self._asked = None
            self._ask_what_waits()
