"""Questions about the stored plan: its items, late tasks, unplaced work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from mle_planner.core.session import Domain

if TYPE_CHECKING:
    from mle_planner.core.plan.lateness import PlanRest
    from mle_planner.core.plan.overlaps import MeetingOverWork
    from mle_planner.core.plan.proposal import LateTask
    from mle_planner.core.plan.snapshots import PlannedItem
    from mle_planner.core.refs import PlannedRef


T = TypeVar("T")


class StoredPlan(Domain):
    """Looks up items, meetings over work, and tasks that are late or have no place."""

    def item(self, key: PlannedRef) -> PlannedItem:
        """Return what is planned under a reference; raises ``PlannerError`` for what is gone."""
        from mle_planner.core.plan.items import planned_item

        return planned_item(self._session, key)

    def meetings_over_work(self) -> tuple[MeetingOverWork, ...]:
        """Return the meetings of the week to come that lie over planned blocks."""
        from mle_planner.core.plan.overlaps import meetings_over_work

        return meetings_over_work(self._session)

    def watch_overlaps(self, change: Callable[[], T]) -> tuple[T, tuple[MeetingOverWork, ...]]:
        """Make a change and return its result with the meetings it brought over planned blocks."""
        before = frozenset(self.meetings_over_work())
        result = change()
        return result, tuple(one for one in self.meetings_over_work() if one not in before)

    def left_over(self, day: date) -> PlanRest:
        """Return what the plan accepted for a day leaves late, without a place or for later."""
        from mle_planner.core.plan.lateness import left_over

        return left_over(self._session, day)

    def late(self, day: date) -> tuple[LateTask, ...]:
        """Return the tasks due by a day that the plan as stored finishes late."""
        from mle_planner.core.plan.lateness import late_tasks_of

        return late_tasks_of(self._session, day)
