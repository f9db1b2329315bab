"""The notes on an accepted plan, and on late work on a day without one.

On an accepted plan they are changes by calendars, missing estimates, and its own changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.i18n.gettext import plural
from mle_planner.core.model.plan import PlanVersion
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.model.work import Category
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.due_tasks import due_without_estimate, pressing_tasks, short_tasks
from mle_planner.core.plan.freeze import ACCEPTED, accepted_spans
from mle_planner.core.plan.lateness import blockers_of, due_without_place, late_tasks_of
from mle_planner.core.plan.planned_time import time_ahead
from mle_planner.core.plan.proposal import NoteKind, PlanNote
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.scheduling.notes import (
    UNNOTED_EXCESS,
    PlanningNote,
    calendar_notes,
    estimate_notes,
    note_in_words,
    part_notes,
    place_notes,
)
from mle_planner.core.session import Session
from mle_planner.core.tasks.board import is_overdue
from mle_planner.core.tracking.forgotten import without_doubt
from mle_planner.core.typical_day.parts import day_parts_on

_NEAR_DUE = timedelta(days=6)
"""How far ahead a due task without an estimate is noted, at least."""

_LONGEST = timedelta(days=31)
"""The most days between a day and the others that were accepted together with it."""


def missing_estimates(session: Session, first: date, last: date) -> tuple[PlanNote, ...]:
    """Return a note for each task due by ``last`` that is not planned: it has no estimate.

    The notes stand beside a plan from ``first`` on.
    """
    today = session.today()
    tasks = due_without_estimate(session, max(last, today + _NEAR_DUE))
    return tuple(estimate_notes(tasks, session.days, today, lasting=first > today))


def standing_notes(session: Session, day: date) -> tuple[PlanNote, ...]:
    """Return the notes that still hold on the plan last accepted for a day.

    They cover all the days accepted with it, from that day on. Empty for a day without an accepted
    plan, or a past day.
    """
    versions = _accepted_versions(session, day, day + _LONGEST)
    own = [version for version in versions if version.day == day]
    if not own or day < session.today():
        return ()
    together = sorted({one.day for one in versions if one.frozen_at == own[-1].frozen_at})
    snapshots = day_snapshots(session, together[0], together[-1])
    notes = calendar_notes(snapshots, together, session.days)
    spans = accepted_spans(session, together[0], together[-1])
    changes = sorted(
        (
            note
            for snapshot in snapshots
            if snapshot.day in together
            for note in _day_notes(session, snapshot, spans)
        ),
        key=lambda note: note.day,
    )
    worded_changes = (note_in_words(note, session.days) for note in changes)
    added, today = due_without_place(session, day, together[-1]), session.today()
    passed = {
        (item.task.id, item.span.duration): item.span
        for item in snapshots[0].items
        if item.task is not None and item.span.end <= session.now()
    }
    return (
        *place_notes(added, passed, blockers_of(session), session.days, today, lasting=day > today),
        *missing_estimates(session, day, together[-1]),
        *notes,
        *worded_changes,
    )


def _accepted_versions(session: Session, first: date, last: date) -> list[PlanVersion]:
    """Return the accepted plans of some days, without those frozen by starting a timer."""
    versions = session.store.frozen_plans.versions(first, last)
    return [version for version in versions if version.cause == ACCEPTED]


def late_work_note(session: Session) -> PlanNote | None:
    """Return the note on late work that no block is planned for; None if there is none.

    It counts the overdue tasks, and those due today that had a block and are not fully planned. Not
    counted are the running task, tasks whose start is a later day, and those named as late. None
    also if a plan was accepted for today: what that leaves late has a line each.
    """
    store, now, today = session.store, session.now(), session.today()
    if _accepted_versions(session, today, today):
        return None
    named = {one.task.id for one in late_tasks_of(session, today)}
    due = {task.id: task for task in pressing_tasks(session, today) if task.id not in named}
    late = {key for key, task in due.items() if is_overdue(task, now, session.days)}
    overdue = late - time_ahead(session, late).keys()
    had_blocks = {block.task_id for block in store.blocks_in(session.days.range(today, today))}
    short = {task.id for task, _length in short_tasks(session, today)}
    missed = len(short & due.keys() & had_blocks - late)
    sentences = []
    if overdue:
        sentences.append(
            plural(
                "{count} task is overdue and not planned.",
                "{count} tasks are overdue and not planned.",
                len(overdue),
            )
        )
    if missed:
        sentences.append(
            plural(
                "{count} task is due today and not fully planned.",
                "{count} tasks are due today and not fully planned.",
                missed,
            )
        )
    return PlanNote(NoteKind.LATE_WORK, today, " ".join(sentences)) if sentences else None


def _day_notes(
    session: Session, snapshot: DaySnapshot, spans: Mapping[tuple[date, str], Span]
) -> Iterator[PlanningNote]:
    """Yield the plan's changes of lunch and the like that still hold, and too much coding.

    ``spans`` are those of the accepted plan: parts moved or deleted by hand are not noted.
    """
    if snapshot.working is None:
        return
    categories = {key: activity.category for key, activity in session.activities().items()}
    for part in day_parts_on(snapshot.day, session.days, session.store.all(DayPart), categories):
        is_lunch = categories[part.activity_id] is Category.BREAK
        here = [item for item in snapshot.items if item.is_day_part and item.title == part.title]
        span = here[0].span if here else None
        is_kept = span == spans.get((snapshot.day, part.title))
        is_ahead = (span or part.span).end > snapshot.now
        if is_kept and is_ahead and not (is_lunch and snapshot.lunch):
            title = "" if is_lunch else part.title
            others = [
                (item.span, item.title)
                for item in snapshot.items
                if item.is_busy and item not in here
            ]
            yield from part_notes(snapshot.day, title, part.span, span, others)
    coding = without_doubt(session, snapshot).coding
    if coding.over_by > UNNOTED_EXCESS and coding.planned > ZERO:
        kind = NoteKind.BAND_EXCEEDED
        yield PlanningNote(kind, snapshot.day, length=coding.expected, wanted=coding.most)
