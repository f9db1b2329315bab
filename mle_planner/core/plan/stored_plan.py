"""Questions about the stored plan: its items, late tasks, unplaced work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mle_planner.core.session import Domain

if TYPE_CHECKING:
    from mle_planner.core.plan.lateness import PlanRest
    from mle_planner.core.plan.overlaps import MeetingOverWork
    from mle_planner.core.plan.proposal import LateTask, UnplacedTask
    from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
    from mle_planner.core.refs import PlannedRef


class StoredPlan(Domain):
    """Queries of the stored plan: items, meetings over work, late and unplaced tasks."""

    def item(self, key: PlannedRef) -> PlannedItem:
        """Return the planned item of a reference; raise ``PlannerError`` if it is gone."""
        from mle_planner.core.plan.items import planned_item

        return planned_item(self._session, key)

    def open_overlaps(self) -> tuple[MeetingOverWork, ...]:
        """Return the meetings over planned work that wait for an answer, by time."""
        from mle_planner.core.plan.overlaps import open_overlaps

        return open_overlaps(self._session)

    def answer_overlaps(self, answered: Collection[MeetingOverWork]) -> None:
        """Stop asking about these: the user leaves them, or moves the blocks by hand."""
        from mle_planner.core.plan.overlaps import keep_open

        keys = [one.key for one in answered]
        keep_open(self._session, [one for one in self.open_overlaps() if one.key not in keys])

    def left_over(self, day: date) -> PlanRest:
        """Return the work that a day's accepted plan leaves late, without a place or for later."""
        from mle_planner.core.plan.lateness import left_over

        return left_over(self._session, day)

    def why_coding_waits(
        self, day: DaySnapshot, later: Sequence[UnplacedTask] | None = None
    ) -> str:
        """Return why a day short of coding has coding work for later; "" where nothing says so.

        ``later`` is the work that a proposal places later, None to read that of the stored plan.
        """
        from mle_planner.core.plan.lateness import left_over, why_coding_waits

        if later is None:
            later = left_over(self._session, day.day).later
        return why_coding_waits(self._session, day, later)

    def late(self, day: date) -> tuple[LateTask, ...]:
        """Return the tasks due by a day that the stored plan finishes late."""
        from mle_planner.core.plan.lateness import late_tasks_of

        return late_tasks_of(self._session, day)
