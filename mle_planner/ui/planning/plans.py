"""Requests plans from the planning process, one at a time, and delivers the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from datetime import date

    from mle_planner.core.plan.proposal import Proposal
    from mle_planner.core.scheduling.request.planning_request import PlanningRequest
    from mle_planner.core.scheduling.worker import Answer
    from mle_planner.ui.planning.process import PlanningProcess

_WARM_UP_MS = 1500

Receive = Callable[["Proposal"], None]


def _ignore(*_told: str) -> None:
    """Ignore a refusal, which is only shown, or that another request replaced this one."""


class PlanQuestion(NamedTuple):
    """The requested plan, and the screen that asked for it."""

    days: tuple[date, ...]
    pushes: bool
    asker: str


class _Open:
    """A request of the user, with the answers so far and the functions that receive them.

    It outlives the screen that made it: without receivers it stores the answers.
    """

    def __init__(
        self,
        question: PlanQuestion,
        receive_first: Receive,
        receive_better: Receive,
        receive_refusal: Callable[[str], None],
        receive_end: Callable[[], None],
    ) -> None:
        self.question = question
        self.receive_refusal: Callable[[str], None] = receive_refusal
        self.receive_end: Callable[[], None] = receive_end
        self.receive_first: Receive | None = receive_first
        self.receive_better: Receive | None = receive_better
        self.first: Proposal | None = None
        self.settled: Proposal | None = None


class _Quiet(NamedTuple):
    """A request in the background. ``is_enough`` returns whether its first plan will do."""

    request: PlanningRequest
    is_enough: Callable[[Proposal], bool]
    receive: Receive


class Plans(QObject):
    """The plan the user requested last, and requests in the background.

    The first plan comes quickly, a better one may follow. A quiet request waits until no other is
    under way, and fails without a message. ``refused`` carries one sentence if the plan that the
    user requested cannot be made.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: _Open | None = None
        self._quiet: _Quiet | None = None
        self._is_quiet_under_way = False
        self._process: PlanningProcess | None = None
        self.warm_up_timer = QTimer(self, singleShot=True, interval=_WARM_UP_MS)
        """Starts the process soon, so that the first plan comes quickly."""
        self.warm_up_timer.timeout.connect(self._warm_up)

    @property
    def is_waiting(self) -> bool:
        """Whether an answer to the user's request is still to come."""
        return self._open is not None and self._open.settled is None

    @property
    def question(self) -> PlanQuestion | None:
        """The user's request, until `drop`, even when its answers have come."""
        return self._open.question if self._open is not None else None

    @Slot()
    def _warm_up(self) -> None:
        self._running_process().warm_up()
        import mle_planner.core.scheduling.gather  # noqa: F401 - with it a request is quick too

    # -- asking ------------------------------------------------------------------------------

    def ask(
        self,
        request: PlanningRequest,
        shown: Receive,
        better: Receive,
        *,
        pushes: bool = False,
        asker: str = "",
        refused: Callable[[str], None] = _ignore,
        replaced: Callable[[], None] = _ignore,
    ) -> None:
        """Request a plan, in place of the user's former request.

        ``shown`` is called with the first plan, ``better`` with the settled one, ``refused`` with
        one sentence if none can be made, ``replaced`` if another screen makes a request before
        `drop`. ``pushes`` requests pushing the rest of the first day, which has one answer only.
        """
        before, question = self._open, PlanQuestion(request.asked, pushes, asker)
        self._open = _Open(question, shown, better, refused, replaced)
        if before is not None and before.receive_end != replaced:
            before.receive_end()
        self._is_quiet_under_way = False  # it is sent again when this one has been answered
        self._running_process().ask(request, pushes=pushes)

    def resume(self, shown: Receive, better: Receive, replaced: Callable[[], None]) -> None:
        """Deliver the answers of the open request to these functions, including earlier answers."""
        if self._open is None:
            return
        self._open.receive_end = replaced
        self._open.receive_first, self._open.receive_better = shown, better
        first, settled = self._open.first, self._open.settled
        if first is not None:
            shown(first)
        if settled is not None and settled is not first:
            better(settled)

    def detach(self) -> None:
        """Forget all receivers, because their window closes. The user's request stays open."""
        if self._open is not None:
            self._open.receive_first = self._open.receive_better = None
            self._open.receive_refusal = self._open.receive_end = _ignore
        was_under_way, self._is_quiet_under_way = self._is_quiet_under_way, False
        self._quiet = None
        if was_under_way and self._process is not None:
            self._process.forget()

    def ask_quietly(
        self, request: PlanningRequest, enough: Callable[[Proposal], bool], done: Receive
    ) -> None:
        """Request a plan when nothing else is under way, in place of the former quiet request.

        ``done`` gets the first plan if that is ``enough``, else the settled one.
        """
        self._quiet = _Quiet(request, enough, done)
        if not self.is_waiting:
            self._ask_quiet()

    def drop(self) -> None:
        """Close the request: its plan was accepted or dropped, or is no longer needed."""
        was_waiting, self._open = self.is_waiting, None
        if was_waiting and self._process is not None:
            self._process.forget()
            self._ask_quiet()

    def close(self) -> None:
        self.warm_up_timer.stop()
        self._open = self._quiet = None
        if self._process is not None:
            self._process.stop()

    def _ask_quiet(self) -> None:
        self._is_quiet_under_way = self._quiet is not None
        if self._quiet is not None:
            self._running_process().ask(self._quiet.request)

    def _running_process(self) -> PlanningProcess:
        if self._process is None:
            from mle_planner.ui.planning.process import PlanningProcess

            self._process = PlanningProcess(self)
            self._process.answered.connect(self._on_answer)
            self._process.failed.connect(self._on_failure)
        return self._process

    # -- answers -----------------------------------------------------------------------------

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        if answer.refusal:
            self._on_failure(answer.refusal)
            return
        assert answer.proposal is not None
        if self._is_quiet_under_way:
            self._take_quiet(answer.proposal, answer.is_settled)
        elif self.is_waiting:
            self._take(answer.proposal, answer.is_settled)

    def _take(self, proposal: Proposal, is_settled: bool) -> None:
        asked = self._open
        assert asked is not None
        receive = asked.receive_better
        if asked.first is None:
            asked.first, receive = proposal, asked.receive_first
        if is_settled:
            asked.settled = proposal
            self._ask_quiet()
        if receive is not None:
            receive(proposal)

    def _take_quiet(self, proposal: Proposal, is_settled: bool) -> None:
        asked = self._quiet
        if asked is None or not (is_settled or asked.is_enough(proposal)):
            return
        self._quiet, self._is_quiet_under_way = None, False
        if not is_settled:
            self._running_process().forget()
            self._running_process().warm_up()
        asked.receive(proposal)

    @Slot(str)
    def _on_failure(self, sentence: str) -> None:
        if self._is_quiet_under_way:
            self._quiet, self._is_quiet_under_way = None, False
        elif self._open is not None and self.is_waiting:
            receive, self._open = self._open.receive_refusal, None
            self._ask_quiet()
            self.refused.emit(sentence)
            receive(sentence)
