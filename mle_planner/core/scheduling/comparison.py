"""Compares a proposal with the present plan: which blocks move, and whether anything changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.refs import OccurrenceRef


def origins(
    proposal: Proposal, planned: Iterable[PlannedItem], days: PlanningDays
) -> Mapping[int, PlannedItem]:
    """Return what each proposed block that moves stood for, by the id of the proposed one.

    A task's blocks that go are matched in order of time with its new ones; what is left over on
    either side is new, or goes altogether. Blocks that stay as they are come from nowhere.
    """
    going, coming = _difference(proposal, planned, days)
    return {
        new.id: old
        for subject, new_ones in coming.items()
        for new, old in zip(new_ones, going.get(subject, ()), strict=False)
    }


def is_in_force(proposal: Proposal, planned: Iterable[PlannedItem], days: PlanningDays) -> bool:
    """Whether the present plan holds all of a proposal already, and nothing that it removes."""
    going, coming = _difference(proposal, planned, days)
    return not any(going.values()) and not any(coming.values())


def is_same_plan(first: Proposal, second: Proposal) -> bool:
    """Whether two proposals put the same things into the same places and leave out the same.

    The words that give reasons are not compared.
    """
    return _places_and_unplaced(first) == _places_and_unplaced(second)


def _places_and_unplaced(proposal: Proposal) -> tuple[object, ...]:
    places = sorted(
        (item.span, item.title, item.task.id if item.task else 0) for item in proposal.items
    )
    unplaced = sorted((one.task.id, one.minutes) for one in proposal.unplaced)
    return places, unplaced, set(proposal.replaced_keys)


def _difference(
    proposal: Proposal, planned: Iterable[PlannedItem], days: PlanningDays
) -> tuple[dict[object, list[PlannedItem]], dict[object, list[ProposedItem]]]:
    """Return what goes and what comes, each by what it is of and in order of time."""
    replaced = set(proposal.replaced_keys)
    going: dict[object, list[PlannedItem]] = {}
    for old in sorted(planned, key=lambda item: (item.span, item.key)):
        if old.key in replaced:
            going.setdefault(subject_of(old, days), []).append(old)
    coming: dict[object, list[ProposedItem]] = {}
    for new in sorted(proposal.items, key=lambda item: item.span):
        subject = subject_of(new, days)
        same = next((old for old in going.get(subject, ()) if old.span == new.span), None)
        if same is not None:
            going[subject].remove(same)
        else:
            coming.setdefault(subject, []).append(new)
    return going, coming


def subject_of(item: PlannedItem | ProposedItem, days: PlanningDays) -> object:
    """Return what a block is of: its task, its own event, or its part of the typical day."""
    if item.task is not None:
        return item.task.id
    occurrence = item.occurrence if isinstance(item, ProposedItem) else item.key
    if isinstance(occurrence, OccurrenceRef):
        return occurrence
    return item.title, days.date_of(item.span.start)
