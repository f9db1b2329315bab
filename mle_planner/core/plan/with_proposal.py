"""A day as it would be with a proposal; cards and heads show it while one is open."""

from __future__ import annotations

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span, begun_minutes, total, union
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.plan.snapshots import CodingDay, DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import BlockRef


def day_with(day: DaySnapshot, proposal: Proposal) -> DaySnapshot:
    """Return a day with the blocks of a proposal in the place of those that it replaces.

    Proposed items have references of their own that nothing stored has. A day that is over stays
    as it is.
    """
    if day.span is None or day.span.end <= day.now:
        return day
    replaced = set(proposal.replaced_keys)
    kept = [item for item in day.items if item.key not in replaced]
    new = [_planned(item) for item in proposal.items if day.span.contains(item.span.start)]
    items = tuple(sorted((*kept, *new), key=lambda item: (item.span, item.title)))
    return replace(day, items=items, coding=_coding(day, day.span, items))


def _planned(item: ProposedItem) -> PlannedItem:
    return PlannedItem(
        key=BlockRef(BlockId(-item.id)),
        source=PlanSource.BLOCK,
        span=item.span,
        title=item.title,
        activity=item.activity,
        project=item.project,
        task=item.task,
        pinned=item.pinned,
        is_day_part=bool(item.day_part),
        reason=item.reason,
    )


def _coding(day: DaySnapshot, span: Span, items: tuple[PlannedItem, ...]) -> CodingDay:
    coding = [item for item in items if item.category is Category.CODING]
    rest = Span(max(day.now, span.start), span.end)
    open_coding = (item for item in coding if not item.is_done)
    ahead = union(part for item in open_coding if (part := item.span.intersection(rest)))
    return replace(day.coding, planned=begun_minutes(total(ahead)))
