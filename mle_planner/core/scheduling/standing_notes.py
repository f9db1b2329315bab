"""The notes on an accepted plan: what calendars and missing estimates still make of its days."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.lateness import due_without_estimate
from mle_planner.core.plan.proposal import PlanNote
from mle_planner.core.scheduling.notes import calendar_notes, estimate_notes
from mle_planner.core.session import Session

_NEAR_DUE = timedelta(days=6)
"""How far ahead a task that is due and has no estimate is named, at least."""

_LONGEST = timedelta(days=31)
"""How far ahead the days lie that were accepted together with one."""


def missing_estimates(session: Session, last: date) -> tuple[PlanNote, ...]:
    """Return a note for each due task that a plan up to a day leaves out: it has no estimate."""
    today = session.today()
    tasks = due_without_estimate(session, max(last, today + _NEAR_DUE))
    return tuple(estimate_notes(tasks, session.days, today))


def standing_notes(session: Session, day: date) -> tuple[PlanNote, ...]:
    """Return the notes on the plan accepted last for a day, as they hold now.

    They are about all the days accepted with it, from that day on. None for a day without such a
    plan, or one that is over.
    """
    versions = session.store.plan_versions(day, day + _LONGEST)
    own = [version for version in versions if version.day == day]
    if not own or day < session.today():
        return ()
    together = sorted({one.day for one in versions if one.frozen_at == own[-1].frozen_at})
    snapshots = day_snapshots(session, together[0], together[-1])
    notes = calendar_notes(snapshots, together, session.days, wants_coding=False)
    return (*missing_estimates(session, together[-1]), *notes)
