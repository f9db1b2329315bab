"""What is known of a day beside its plan and its entries: coding, commits, habits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.evidence.coding import coding_time
from mle_planner.core.evidence.repositories import project_namer
from mle_planner.core.evidence.unite import ACTIVITYWATCH, EDITOR, GIT, TRACKED, counts
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    Project,
    Task,
    usual_activity,
)
from mle_planner.core.session import Session
from mle_planner.core.typed.title import title_key

HABIT_WEEKS = 4
"""How many weeks back the same weekday is looked at."""


@dataclass(frozen=True, slots=True)
class CodingSign:
    """Coding that automatic sources show where nothing is tracked."""

    span: Span
    source: str
    project: str


@dataclass(frozen=True, slots=True)
class CommitSign:
    """A commit whose author is the user."""

    at: datetime
    project: str


@dataclass(frozen=True, slots=True)
class Habit:
    """Work tracked on the same weekday ``week`` weeks ago, its times put on this day."""

    week: int
    span: Span
    title: str
    activity: Activity
    project: Project | None
    task: Task | None


@dataclass(frozen=True, slots=True)
class DaySigns:
    """The signs of a day. ``projects`` are the planner's by name in lower case."""

    coding: Activity
    projects: Mapping[str, Project]
    stretches: Sequence[CodingSign] = ()
    commits: Sequence[CommitSign] = ()
    habits: Sequence[Habit] = ()
    dropped: Sequence[Span] = ()


def read_signs(session: Session, day: date) -> DaySigns:
    """Read the signs of a planning day, no later than now."""
    activities = session.activities()
    coding = [one for one in activities.values() if one.category is Category.CODING]
    return DaySigns(
        usual_activity(coding or activities.values()),
        {title_key(project.name): project for project in session.projects().values()},
        tuple(_stretches(session, day)),
        tuple(_commits(session, day)),
        tuple(_habits(session, day, activities)),
        dropped_spans(session, day),
    )


def _stretches(session: Session, day: date) -> Iterator[CodingSign]:
    found = coding_time(session, day, day)
    for part in found.parts:
        if counts(part, found.rules) and TRACKED.isdisjoint(part.sources):
            source = next((one for one in (EDITOR, ACTIVITYWATCH) if one in part.sources), GIT)
            yield CodingSign(Span(_instant(part.start), _instant(part.end)), source, part.project)


def _commits(session: Session, day: date) -> Iterator[CommitSign]:
    whole, now = session.days.range(day, day), session.now()
    project_of = project_namer(session)
    for second, source, project, by_agent in session.store.evidence.points(whole):
        if source == GIT and not by_agent and _instant(second) <= now:
            yield CommitSign(_instant(second), project_of(project))


def _habits(
    session: Session, day: date, activities: Mapping[ActivityId, Activity]
) -> Iterator[Habit]:
    days, projects = session.days, session.projects()
    tasks = {task.id: task for task in session.store.open_tasks()}
    for week in range(1, HABIT_WEEKS + 1):
        earlier = day - 7 * week * DAY
        whole = days.span(earlier)
        for entry in session.store.entries_in(whole) if whole else ():
            if entry.end is None or (entry.task_id is not None and entry.task_id not in tasks):
                continue  # what is done will not be done again
            start = days.instant(day, days.minute_of(entry.start, earlier))
            end = days.instant(day, days.minute_of(entry.end, earlier))
            if start < end:
                yield Habit(
                    week,
                    Span(start, end),
                    entry.title,
                    activities[entry.activity_id],
                    projects.get(entry.project_id) if entry.project_id is not None else None,
                    tasks.get(entry.task_id) if entry.task_id is not None else None,
                )


def dropped_spans(session: Session, day: date) -> tuple[Span, ...]:
    """Return the stretches of a day that are not to be asked about again."""
    found = session.store.dropped_gaps_in(session.days.range(day, day))
    # a damaged one drops nothing
    return tuple(Span(gap.start, gap.end) for gap in found if gap.start < gap.end)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
