"""The status: what is running and how much coding is done today.

Prompts and bars ask this every few seconds, each time in a new process. It reads a few rows and
is made from the same functions as the day's snapshot, without the rest of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.tracked import AwayAnswer, AwaySpan, TimeEntry
from mle_planner.core.model.work import Activity, Project
from mle_planner.core.plan.day_records import band_of_day, read_records
from mle_planner.core.plan.tracked_parts import tracked_sums
from mle_planner.core.session import Session

if TYPE_CHECKING:
    from mle_planner.core.tracking.jobs import RunningJob


@dataclass(frozen=True, slots=True)
class Running:
    """The entry that runs, and the time it counts, ``until`` now.

    After a clock was set back that is the start of an entry that was tracked before.
    """

    entry: TimeEntry
    activity: Activity
    project: Project | None
    passed: timedelta
    until: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """What runs, the coding done today, and today's band in minutes; None on days without one.

    ``unresolved`` is how many spans of time away wait for an answer, ``jobs`` what the machine
    works on by itself.
    """

    running: Running | None
    coding: timedelta
    least_min: int | None
    most_min: int | None
    aim_min: int | None
    unresolved: int = 0
    jobs: tuple[RunningJob, ...] = ()


def read_status(session: Session) -> Status:
    """Return the status now, all of one moment."""
    with session.store.one_reading():
        today = session.today()
        band = band_of_day(read_records(session, today, today), today)
        coding = tracked_sums(session, today, today).coding
        return Status(
            _running(session),
            coding,
            None if band is None else band.least_min,
            None if band is None else band.most_min,
            None if band is None else band.aim_min,
            _count_unresolved(session),
            _running_jobs(session),
        )


def _running_jobs(session: Session) -> tuple[RunningJob, ...]:
    if not session.store.jobs_without_end():
        return ()
    from mle_planner.core.tracking.jobs import Jobs

    return Jobs(session).running()


def _count_unresolved(session: Session) -> int:
    if not session.store.where(AwaySpan, answer=AwayAnswer.OPEN.value):
        return 0
    from mle_planner.core.tracking.unresolved import TimeAway

    return len(TimeAway(session).unresolved())


def _running(session: Session) -> Running | None:
    entry = session.store.running_entry()
    if entry is None:
        return None
    activity = session.store.get(Activity, entry.activity_id)
    assert activity is not None
    project = session.store.get(Project, entry.project_id)
    until = session.store.tracked_until(session.now())
    return Running(entry, activity, project, max(ZERO, until - entry.start), until)
