"""The questions of planning: what a plan would be, what it costs, and accepting it."""

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

# Each question imports what it needs: Today asks for its notes only, and the window leaves the
# search to another process.


class Planning(Domain):
    """Gathers what plans are made from, plans here and now, and accepts proposals."""

    def request(self, days: Sequence[date]) -> PlanningRequest:
        """Return what a plan for these days depends on: plain values for another process."""
        from mle_planner.core.scheduling.gather import planning_request

        return planning_request(self._session, days)

    def propose(self, days: Sequence[date]) -> Proposal:
        """Return a plan for these days, here and now; nothing is changed."""
        from mle_planner.core.scheduling.answer.propose import propose

        return propose(self.request(days))

    def propose_push(self) -> Proposal:
        """Return a plan that pushes the rest of today: what is movable is planned again.

        Other days and everything pinned stay; what no longer fits today is listed.
        """
        from mle_planner.core.scheduling.answer.propose import propose_push

        return propose_push(self.request([self._session.today()]))

    def outlook(self) -> tuple[LateTask, ...]:
        """Return the tasks of the next four weeks that will be late: those of one plan of them."""
        from mle_planner.core.scheduling.gather import outlook_dates

        return self.propose(outlook_dates(self._session.today())).late

    def due_without_estimate(self) -> tuple[Task, ...]:
        """Return the tasks due in the next four weeks that are not planned: no estimate."""
        from mle_planner.core.plan.lateness import due_without_estimate
        from mle_planner.core.scheduling.gather import outlook_dates

        return due_without_estimate(self._session, outlook_dates(self._session.today())[-1])

    def price_request(
        self, path: Path, *, is_stopped: Callable[[], bool] = lambda: False
    ) -> PriceRequest:
        """Return what the price of an invitation depends on: plain values for another process."""
        from mle_planner.core.scheduling.price.request import price_request

        return price_request(self._session, path, is_stopped=is_stopped)

    def ad_hoc_request(self, text: str) -> AdHocRequest:
        """Return what the cost of a task today depends on: plain values for another process."""
        from mle_planner.core.scheduling.price.ad_hoc import ad_hoc_request

        return ad_hoc_request(self._session, text)

    def coming_week_request(
        self, dates: Sequence[date], holds: Iterable[HeldTime] = ()
    ) -> ComingWeekRequest:
        """Return what the worth of changes of a week depends on."""
        from mle_planner.core.scheduling.price.coming_week import coming_week_request

        return coming_week_request(self._session, dates, holds)

    def past_week_request(self, day: date, title: str | None) -> PastWeekRequest:
        """Return the week of a date with and without meetings of a title, None for ad-hoc work."""
        from mle_planner.core.scheduling.price.past_week import past_week_request

        return past_week_request(self._session, day, title)

    def standing_notes(self, day: date) -> tuple[PlanNote, ...]:
        """Return the notes on the plan accepted last for a day, as they hold now."""
        from mle_planner.core.scheduling.standing_notes import standing_notes

        return standing_notes(self._session, day)

    def accept(self, proposal: Proposal) -> None:
        """Make a proposal the plan and freeze its days."""
        from mle_planner.core.scheduling.accept import accept

        accept(self._session, proposal)

    def accept_item(self, proposal: Proposal, item: ProposedItem) -> Proposal:
        """Make one block of a proposal part of the plan; return the rest of the proposal."""
        from mle_planner.core.scheduling.accept import accept_item

        return accept_item(self._session, proposal, item)

    def apply_remedy(self, task: Task, remedy: Remedy) -> str:
        """Make the change of a remedy for a task; return what was done."""
        from mle_planner.core.scheduling.apply_remedy import apply_remedy

        return apply_remedy(self._session, task, remedy)

    def origins(self, proposal: Proposal) -> Mapping[int, PlannedItem]:
        """Return what each block of a proposal that moves stands for, by the proposed one's id."""
        from mle_planner.core.scheduling.accept import planned_items
        from mle_planner.core.scheduling.comparison import origins

        return origins(proposal, planned_items(self._session, proposal), self._session.days)

    def is_in_force(self, proposal: Proposal) -> bool:
        """Whether accepting a proposal would leave the plan as it is."""
        from mle_planner.core.scheduling.accept import planned_items
        from mle_planner.core.scheduling.comparison import is_in_force

        return is_in_force(proposal, planned_items(self._session, proposal), self._session.days)
