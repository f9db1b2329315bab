"""The facade of planning: proposing a plan, pricing changes, and accepting a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.session import Domain

if TYPE_CHECKING:
    from mle_planner.core.model.work import Task
    from mle_planner.core.plan.proposal import LateTask, PlanNote, Proposal, ProposedItem, Remedy
    from mle_planner.core.plan.snapshots import PlannedItem
    from mle_planner.core.scheduling.price.ad_hoc import AdHocRequest
    from mle_planner.core.scheduling.price.coming_week import ComingWeekRequest, HeldTime
    from mle_planner.core.scheduling.price.past_week import PastWeekRequest
    from mle_planner.core.scheduling.price.request import PriceRequest
    from mle_planner.core.scheduling.request.planning_request import PlanningRequest

# Each method imports what it needs: Today only needs its notes, and the window leaves the
# search to another process.


class Planning(Domain):
    """Gathers the input of planning, plans in this process, and accepts proposals."""

    def request(self, days: Sequence[date]) -> PlanningRequest:
        """Return the input for a plan of these days: plain values for another process."""
        from mle_planner.core.scheduling.gather import planning_request

        return planning_request(self._session, days)

    def propose(self, days: Sequence[date]) -> Proposal:
        """Return a plan for these days, made in this process; nothing is changed."""
        from mle_planner.core.scheduling.answer.propose import propose

        return propose(self.request(days))

    def propose_push(self) -> Proposal:
        """Return a plan in which the movable rest of today is planned again.

        Other days and everything pinned stay; work that no longer fits today is listed.
        """
        from mle_planner.core.scheduling.answer.propose import propose_push

        return propose_push(self.request([self._session.today()]))

    def outlook(self) -> tuple[LateTask, ...]:
        """Return the tasks that are late in one plan of the next four weeks."""
        from mle_planner.core.scheduling.gather import outlook_dates

        return self.propose(outlook_dates(self._session.today())).late

    def due_without_estimate(self) -> tuple[Task, ...]:
        """Return the tasks due in the next four weeks that cannot be planned: no estimate."""
        from mle_planner.core.plan.due_tasks import due_without_estimate
        from mle_planner.core.scheduling.gather import outlook_dates

        return due_without_estimate(self._session, outlook_dates(self._session.today())[-1])

    def price_request(
        self, path: Path, *, is_stopped: Callable[[], bool] = lambda: False
    ) -> PriceRequest:
        """Return the input for the price of an invitation: plain values for another process."""
        from mle_planner.core.scheduling.price.request import price_request

        return price_request(self._session, path, is_stopped=is_stopped)

    def ad_hoc_request(self, text: str) -> AdHocRequest:
        """Return the input for the cost of a task today: plain values for another process."""
        from mle_planner.core.scheduling.price.ad_hoc import ad_hoc_request

        return ad_hoc_request(self._session, text)

    def coming_week_request(
        self, dates: Sequence[date], holds: Iterable[HeldTime] = ()
    ) -> ComingWeekRequest:
        """Return the input for the worth of changes of a week: plain values for another process."""
        from mle_planner.core.scheduling.price.coming_week import coming_week_request

        return coming_week_request(self._session, dates, holds)

    def past_week_request(self, day: date, title: str | None) -> PastWeekRequest:
        """Return a week with and without the meetings of a title, or ad-hoc work if it is None."""
        from mle_planner.core.scheduling.price.past_week import past_week_request

        return past_week_request(self._session, day, title)

    def standing_notes(self, day: date) -> tuple[PlanNote, ...]:
        """Return the notes that still hold on the plan last accepted for a day."""
        from mle_planner.core.scheduling.standing_notes import standing_notes

        return standing_notes(self._session, day)

    def late_work_note(self) -> PlanNote | None:
        """Return the note on late work that is not planned, if no plan was accepted for today."""
        from mle_planner.core.scheduling.standing_notes import late_work_note

        return late_work_note(self._session)

    def accept(self, proposal: Proposal) -> None:
        """Make a proposal the plan and freeze its days."""
        from mle_planner.core.scheduling.accept import accept

        accept(self._session, proposal)

    def accept_item(self, proposal: Proposal, item: ProposedItem) -> Proposal:
        """Plan one block of a proposal; return the rest of the proposal."""
        from mle_planner.core.scheduling.accept import accept_item

        return accept_item(self._session, proposal, item)

    def apply_remedy(self, task: Task, remedy: Remedy) -> str:
        """Make the change of a remedy for a task; return what was done."""
        from mle_planner.core.scheduling.apply_remedy import apply_remedy

        return apply_remedy(self._session, task, remedy)

    def origins(self, proposal: Proposal) -> Mapping[int, PlannedItem]:
        """Return the present item that each moved block comes from, by the proposed block's id."""
        from mle_planner.core.scheduling.accept import planned_items
        from mle_planner.core.scheduling.comparison import origins

        return origins(proposal, planned_items(self._session, proposal), self._session.days)

    def is_in_force(self, proposal: Proposal) -> bool:
        """Whether accepting a proposal would leave the plan as it is."""
        from mle_planner.core.scheduling.accept import planned_items
        from mle_planner.core.scheduling.comparison import is_in_force

        return is_in_force(proposal, planned_items(self._session, proposal), self._session.days)
