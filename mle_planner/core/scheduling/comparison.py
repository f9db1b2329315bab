"""Compares a proposal with the present plan or with another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.plan.proposal import NoteKind, Proposal, ProposedItem
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.refs import OccurrenceRef


def origins(
    proposal: Proposal, planned: Iterable[PlannedItem], days: PlanningDays
) -> Mapping[int, PlannedItem]:
    """Return the present item that each moved block comes from, by the id of the proposed block.

    A task's removed and new blocks are matched in order of time; what is left over is new, or is
    removed altogether. Unchanged blocks have no origin.
    """
    going, coming = _difference(proposal, planned, days)
    return {
        new.id: old
        for subject, new_ones in coming.items()
        for new, old in zip(new_ones, going.get(subject, ()), strict=False)
    }


def is_in_force(proposal: Proposal, planned: Iterable[PlannedItem], days: PlanningDays) -> bool:
    """Whether the present plan already holds all of a proposal, and nothing that it removes."""
    going, coming = _difference(proposal, planned, days)
    return not any(going.values()) and not any(coming.values())


def is_same_plan(first: Proposal, second: Proposal) -> bool:
    """Whether two proposals put the same things into the same places and leave out the same.

    The words of their reasons are not compared.
    """
    return _places_and_unplaced(first) == _places_and_unplaced(second)


def gains(shown: Proposal, better: Proposal) -> tuple[str, ...]:
    """Return how a plan is better than the one that is shown, the most important first.

    For example "Drift monitor in time" or "saves the lunch". Empty if lateness, notes and planned
    time are no better, such as where only the hours differ.
    """
    return (
        *_tasks_gained(shown, better),
        *_notes_gained(shown, better),
        *_time_gained(shown, better),
    )


def _tasks_gained(shown: Proposal, better: Proposal) -> Iterable[str]:
    """Yield the tasks that are late or unplaced in the shown plan only."""
    late, unplaced = (
        {one.task.id for one in better.late},
        {one.task.id for one in better.unplaced},
    )
    for one in shown.late:
        if one.task.id not in late | unplaced:
            yield _("{title} in time", title=one.task.title)
    for left in shown.unplaced:
        if left.task.id not in late | unplaced:
            yield _("{title} fits", title=left.task.title)


def _notes_gained(shown: Proposal, better: Proposal) -> Iterable[str]:
    """Yield the losses noted in the shown plan that the better plan avoids."""
    kept = {
        NoteKind.LUNCH_LEFT_OUT: _("saves the lunch"),
        NoteKind.LUNCH_SHORT: _("a full lunch"),
        NoteKind.LUNCH_MOVED: _("lunch at its time"),
        NoteKind.BAND_NOT_REACHED: _("enough coding"),
        NoteKind.BAND_EXCEEDED: _("not too much coding"),
    }
    fewer = Counter(note.kind for note in shown.notes)
    fewer.subtract(note.kind for note in better.notes)
    lunch = (NoteKind.LUNCH_LEFT_OUT, NoteKind.LUNCH_SHORT, NoteKind.LUNCH_MOVED)
    worse = next((kind for kind in lunch if fewer[kind] < 0), None)
    for kind, words in kept.items():
        if kind in lunch and worse is not None and lunch.index(worse) < lunch.index(kind):
            continue  # no gain where the better plan has a worse note on lunch
        if fewer[kind] > 0:
            yield words


def _time_gained(shown: Proposal, better: Proposal) -> Iterable[str]:
    """Yield the tasks with more time, or longer blocks, in the better plan."""
    work, more = (
        sum((item.span.duration for item in plan.items if item.task is not None), timedelta())
        for plan in (shown, better)
    )
    if more > work:
        yield _("{time} more work planned", time=duration_text(more - work))
    count, fewer = (
        len([item for item in plan.items if item.task is not None]) for plan in (shown, better)
    )
    if fewer < count and more >= work:
        yield plural("{count} block fewer", "{count} blocks fewer", count - fewer)


def _places_and_unplaced(proposal: Proposal) -> tuple[object, ...]:
    places = sorted(
        (item.span, item.title, item.task.id if item.task else 0) for item in proposal.items
    )
    unplaced = sorted((one.task.id, one.minutes) for one in proposal.unplaced)
    return places, unplaced, set(proposal.replaced_keys)


def _difference(
    proposal: Proposal, planned: Iterable[PlannedItem], days: PlanningDays
) -> tuple[dict[object, list[PlannedItem]], dict[object, list[ProposedItem]]]:
    """Return the removed and the new items, each by subject and in order of time."""
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
    """Return the subject of a block: its task, own event, or part of the typical day."""
    if item.task is not None:
        return item.task.id
    occurrence = item.occurrence if isinstance(item, ProposedItem) else item.key
    if isinstance(occurrence, OccurrenceRef):
        return occurrence
    return item.title, days.date_of(item.span.start)
