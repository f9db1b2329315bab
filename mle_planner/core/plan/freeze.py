"""Freezes a day's plan, so that the day can be compared with it later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mle_planner.core.base.spans import Span
from mle_planner.core.edits import Change, add_records
from mle_planner.core.model.plan import FrozenBlock, PlanVersion, PlanVersionId
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.plan.unplaced import frozen_unplaced
from mle_planner.core.session import Session

ACCEPTED = "accepted"
"""The cause of versions frozen by accepting a plan."""


def accepted_spans(session: Session, first: date, last: date) -> dict[tuple[date, str], Span]:
    """Return the times of lunch and the like in the last accepted plans, by date and title."""
    versions = {
        version.day: version
        for version in session.store.frozen_plans.versions(first, last)
        if version.cause == ACCEPTED
    }
    return {
        (day, block.title): Span(block.start, block.end)
        for day, version in versions.items()
        for block in session.store.frozen_plans.blocks(version)
        if block.task_id is None
    }


def day_versions(session: Session, first: date, last: date) -> dict[date, list[PlanVersion]]:
    """Return each day's plan as it was when the day began, and as it was frozen after that.

    The first is the first version frozen on the day itself, so that a plan moved later in the
    day improves nothing; else the last one frozen before it.
    """
    versions: dict[date, list[PlanVersion]] = {}
    for version in session.store.frozen_plans.versions(first, last):
        versions.setdefault(version.day, []).append(version)
    date_of = session.days.date_of
    return {
        day: [one for one in of_day if date_of(one.frozen_at) >= day] or of_day[-1:]
        for day, of_day in versions.items()
    }


def frozen_changes(
    session: Session,
    day: date,
    items: Iterable[PlannedItem | ProposedItem],
    cause: str,
    proposal: Proposal | None = None,
) -> tuple[Change, ...]:
    """Return the changes that freeze these items as the next version of the day's plan.

    What an accepted ``proposal`` does not hold is kept with it.
    """
    store = session.store
    earlier = store.frozen_plans.versions(day, day)
    version = PlanVersion(
        id=PlanVersionId(store.new_id(PlanVersion)),
        day=day,
        number=earlier[-1].number + 1 if earlier else 1,
        frozen_at=session.now(),
        cause=cause,
    )
    blocks = [
        FrozenBlock(
            id=store.new_id(FrozenBlock),
            version_id=version.id,
            start=item.span.start,
            end=item.span.end,
            title=item.title,
            category=item.category,
            activity_id=item.activity.id,
            project_id=item.project.id if item.project else None,
            task_id=item.task.id if item.task else None,
        )
        for item in items
    ]
    return add_records(version, *blocks, *frozen_unplaced(session, version.id, proposal))
