"""How things stand: what is running and how much coding is done today.

Prompts and bars ask this every few seconds, each time in a new process. It reads a few rows and
is made from the same functions as the day's snapshot, without the rest of it.
"""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.records import dataclass
from mle_planner.core.base.timespan import ZERO, total, united
from mle_planner.core.model.records import Activity, Category, Project, TimeEntry
from mle_planner.core.session import Session
from mle_planner.core.tracking.lane import tracked_parts


@dataclass(frozen=True, slots=True)
class Running:
    """The entry that runs, and how long it has."""

    entry: TimeEntry
    activity: Activity
    project: Project | None
    passed: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """What runs, the coding done today, and the band of a good day in minutes."""

    running: Running | None
    coding: timedelta
    least_min: int
    most_min: int
    aim_min: int


def standing(session: Session) -> Standing:
    """Return how things stand now, all of one moment."""
    with session.store.one_reading():
        number = session.settings.number
        return Standing(
            _running(session),
            _coding_today(session),
            number("coding_least_min"),
            number("coding_most_min"),
            number("coding_aim_min"),
        )


def _running(session: Session) -> Running | None:
    entry = session.store.running_entry()
    if entry is None:
        return None
    activity = session.store.get(Activity, entry.activity_id)
    assert activity is not None
    project = None
    if entry.project_id is not None:
        project = session.store.get(Project, entry.project_id)
    return Running(entry, activity, project, max(ZERO, session.now() - entry.start))


def _coding_today(session: Session) -> timedelta:
    day = session.days.span(session.today())
    if day is None:
        return ZERO
    categories = session.categories()
    parts = tracked_parts(session.store.entries_in(day), day, session.now())
    return total(
        united(part for entry, part in parts if categories[entry.activity_id] is Category.CODING)
    )
