"""Questions about the stored plan: its items, late tasks, unplaced work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.phrases import named_within
from mle_planner.core.model.work import Category
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
        """Return why coding work is planned for later, on a day whose coding is below its band.

        ``later`` is the work that a proposal places later, None to read that of the stored plan.
        The first coding task among it is named, unless it has no reason or waits for other coding
        of the day. Empty on other days, and where meetings and working hours leave too little time
        for the band: then it is not the plan that is in the way.
        """
        from mle_planner.core.plan.late_words import later_day

        coding = day.coding
        if coding.short_by == ZERO or coding.reachable < coding.least or day.is_over:
            return ""
        later = self.left_over(day.day).later if later is None else later
        kinds = self._session.categories()
        work = (one for one in later if kinds[one.task.activity_id] is Category.CODING)
        first = next(work, None)
        coded = {
            name
            for item in day.items
            if item.category is Category.CODING
            for name in (item.title, item.task and item.task.id)
        }
        if first is None or not first.reason:
            return ""
        if not coded.isdisjoint(named_within(first.explanation)):
            return ""
        when, title = later_day(first, self._session.today(), day.day), first.task.title
        return _("{task}, {when}: {reason}", task=title, when=when, reason=first.reason)

    def late(self, day: date) -> tuple[LateTask, ...]:
        """Return the tasks due by a day that the stored plan finishes late."""
        from mle_planner.core.plan.lateness import late_tasks_of

        return late_tasks_of(self._session, day)
