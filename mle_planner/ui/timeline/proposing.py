"""The proposal on one axis: asks for it, shows it, accepts it whole or in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.proposal import Proposal, Remedy
from mle_planner.core.scheduling.comparison import gains, is_same_plan
from mle_planner.ui.actions.letters import is_typing
from mle_planner.ui.planning.plans import PlanQuestion
from mle_planner.ui.timeline.proposal_bar import ProposalBar, left_over_title

if TYPE_CHECKING:
    from mle_planner.core.model.work import Task
    from mle_planner.core.planner import Planner
    from mle_planner.core.topics import Revisions
    from mle_planner.ui.screen import ScreenContext
    from mle_planner.ui.timeline.unplaced_card import UnplacedPopup
    from mle_planner.ui.timeline.view import AxisView

_WAIT_SHOWN_AFTER_MS = 400


class Proposing(QObject):
    """What is proposed, and the better plan that may have come since.

    A better plan never replaces the plan on screen by itself: the bar offers it.
    ``shown`` carries what is proposed now, or None; ``day_requested`` a later day to
    go to and plan.
    """

    shown = Signal(object)
    day_requested = Signal(date)

    def __init__(
        self, planner: Planner, context: ScreenContext, view: AxisView, *, over_lane: bool
    ) -> None:
        """With ``over_lane`` the bar lies over the heading of the first lane."""
        super().__init__(view)
        self._planner = planner
        self._context = context
        self._view = view
        self._surface = view.surface
        self._question: PlanQuestion | None = None
        self._made_from: Revisions | None = None
        self._is_replaced = False
        self.better: Proposal | None = None
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_SHOWN_AFTER_MS)
        self._wait.timeout.connect(self._show_waiting)
        self.bar = ProposalBar()
        self.bar.answered.connect(self.answer)
        self.bar.better_requested.connect(self.take_better)
        self.bar.unplaced_requested.connect(self.list_unplaced)
        view.hold(self.bar, over_lane=over_lane)
        self._surface.accept_one_requested.connect(self.accept_chosen)

    # -- asking ------------------------------------------------------------------------------

    def ask(self, days: Sequence[date], *, pushes: bool = False) -> None:
        """Ask for a plan; what is shown stays until it comes."""
        try:
            request = self._planner.planning.request(days)
        except PlannerError as error:
            self._context.show_error(str(error))
            self.show(None)
            return
        self._made_from = request.revisions
        asker = self._context.asker
        self._question, self._is_replaced = PlanQuestion(tuple(days), pushes, asker), False
        self._offer(None)
        self._wait.start()
        self._context.plans.ask(
            request,
            self._receive_first,
            self._receive_better,
            pushes=pushes,
            asker=asker,
            refused=lambda _sentence: self._stop_waiting(),
            replaced=self._end_wait,
        )

    def refresh(self) -> None:
        """Ask the same question again if what its plan is made from has changed."""
        made_from, question = self._made_from, self._question
        self.show_keys()
        if question is None or made_from is None:
            return
        if self._planner.revisions(made_from) != made_from:
            self.ask(question.days, pushes=question.pushes)

    def resume(self, question: PlanQuestion) -> None:
        """Take over a question that was asked before; its answers are shown here."""
        self._question, self._is_replaced = question, False
        self._wait.start()
        self._context.plans.resume(self._receive_first, self._receive_better, self._end_wait)

    def keep_for(self, days: Sequence[date]) -> None:
        """Drop the plan, or the request for one, unless it concerns one of these days."""
        if self._question is not None and not set(days) & set(self._question.days):
            self.answer(False)

    def _show_waiting(self) -> None:
        if self._surface.proposal is None:
            self.show_keys()
            self.bar.show_waiting()
            self._view.place_bar()

    def _end_wait(self) -> None:
        """Stop waiting for a plan: another screen asked for one. What is shown stays."""
        self._is_replaced = True
        if self._surface.proposal is None:
            self._question = None
        self._stop_waiting()

    def _drop_question(self) -> None:
        if not self._is_replaced:
            self._context.plans.drop()

    def _stop_waiting(self) -> None:
        self._wait.stop()
        if self._surface.proposal is None:
            self.show(None)

    def _receive_first(self, proposal: Proposal) -> None:
        pushes = self._question is not None and self._question.pushes
        if pushes and self._planner.planning.is_in_force(proposal):
            self.answer(False)
            self._context.show_message(_("Nothing has to move."), False)
            return
        self.show(proposal)

    def _receive_better(self, proposal: Proposal) -> None:
        shown = self._surface.proposal
        if shown is None:
            return
        if not is_same_plan(shown, proposal):
            found = gains(shown, proposal)
            if found:
                self._offer(proposal, found)
        elif proposal.late_or_unplaced != shown.late_or_unplaced:  # more was found that helps
            self.show(replace(shown, unplaced=proposal.unplaced, late=proposal.late))

    def take_better(self) -> None:
        if self.better is not None:
            self._surface.setFocus(Qt.FocusReason.OtherFocusReason)  # its button is hidden
            self.show(self.better)

    def _offer(self, better: Proposal | None, found: Sequence[str] = ()) -> None:
        """Offer a plan with what it is better in; a plan better in nothing is not offered."""
        self.better = better
        self.bar.show_better(found)
        self._view.place_bar()

    # -- showing -----------------------------------------------------------------------------

    def show(self, proposal: Proposal | None) -> None:
        """Draw a plan over the present one, or take it away; nothing is stored by it."""
        is_first = self._surface.proposal is None
        self._made_from = proposal.based_on if proposal is not None else None
        self._wait.stop()
        self._offer(None)
        origins = self._planner.planning.origins(proposal) if proposal is not None else {}
        self._surface.set_proposal(proposal, origins)
        self.show_keys()
        pushes = self._question is not None and self._question.pushes
        self.bar.show_proposal(proposal, self._next_day(proposal), pushes=pushes)
        self._view.place_bar()
        if proposal is not None and is_first and self._surface.isVisible():
            if not is_typing():  # a plan comes when it is ready
                self._surface.setFocus(Qt.FocusReason.OtherFocusReason)
            self._surface.reveal_proposed()
        self.shown.emit(proposal)

    def show_keys(self) -> None:
        """Name on the buttons what they do with the plan that is shown, and their keys."""
        proposal = self._surface.proposal
        closes = proposal is not None and proposal.is_empty
        self.bar.show_keys(
            self._surface.shown_key, closes=closes, next_day=self._next_day(proposal)
        )

    def _next_day(self, proposal: Proposal | None) -> date | None:
        if proposal is None or not proposal.is_empty:
            return None
        date_of = self._surface.content.days.date_of
        days = [one.day for one in proposal.later if one.day is not None]
        days += [date_of(one.finished) for one in proposal.late if one.finished is not None]
        return min((day for day in days if day > proposal.days[-1]), default=None)

    def list_unplaced(self) -> UnplacedPopup | None:
        """Open the list of what is late or does not fit under the bar."""
        from mle_planner.ui.timeline.unplaced_card import UnplacedPopup

        proposal = self._surface.proposal
        if proposal is None or not (proposal.late or proposal.unplaced):
            return None
        content = self._surface.content

        def can_carry_out(remedy: Remedy) -> bool:
            return remedy.can_be_done({block.key for _, block in content.blocks()})

        popup = UnplacedPopup(self.bar, proposal, left_over_title(proposal), can_carry_out)
        popup.card.remedy_requested.connect(
            lambda one, remedy: self.carry_out(one.task, remedy, proposal.days)
        )
        popup.to_estimate_card.task_requested.connect(self._context.open_task)
        self._surface.setFocus(Qt.FocusReason.OtherFocusReason)  # where Enter accepts after Esc
        popup.show_below(self.bar.mapToGlobal(self.bar.rect().bottomRight()))
        return popup

    # -- answering ---------------------------------------------------------------------------

    def answer(self, is_accepted: bool) -> None:
        """Accept the plan as one edit, or drop it; an empty one asks for the next day's."""
        proposal = self._surface.proposal
        self._drop_question()
        self._question = None
        self.show(None)
        if proposal is None or not is_accepted:
            return
        if proposal.is_empty:
            next_day = self._next_day(proposal)
            if next_day is not None:
                self.day_requested.emit(next_day)
            return
        if self._context.attempt(lambda: self._planner.planning.accept(proposal)):
            self._context.show_message(_("Plan accepted."), True)

    def accept_chosen(self) -> None:
        """Accept the selected block alone; the rest of the proposal stays open."""
        proposal, item = self._surface.proposal, self._surface.chosen_item
        if proposal is None or item is None:
            return
        rest: list[Proposal] = []
        following = self._surface.next_proposed()
        if self._context.attempt(
            lambda: rest.append(self._planner.planning.accept_item(proposal, item))
        ):
            self._drop_question()  # it would not know of the block
            self.show(None if self._planner.planning.is_in_force(rest[0]) else rest[0])
            self._surface.choose_proposed(following)
            self._context.show_message(_("Planned: {title}", title=item.title), True)

    def carry_out(self, task: Task, remedy: Remedy, days: Sequence[date]) -> None:
        """Make room as a remedy says, as one edit; ``days`` are planned where no plan is open.

        An open plan is asked for again by `refresh`, as after every edit.
        """
        said: list[str] = []
        is_done = self._context.attempt(
            lambda: said.append(self._planner.planning.apply_remedy(task, remedy))
        )
        if is_done:
            self._context.show_message(f"{said[0]} " + _("Planned again."), True)
            if self._question is None:
                self.ask(days)
