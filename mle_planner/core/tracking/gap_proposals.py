"""What a gap was probably spent on: ranked proposals that each name their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from zlib import crc32
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, total, union, whole_minutes
from mle_planner.core.evidence.unite import ACTIVITYWATCH
from mle_planner.core.i18n.formats import clock_range_text, length_words
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.tracked import LEAST_GAP
from mle_planner.core.model.work import Activity, Category, Project, Task
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.tracking.day_gaps import meetings_to_track, planned_work
from mle_planner.core.tracking.day_signs import HABIT_WEEKS, CommitSign, DaySigns, Habit
from mle_planner.core.typed.title import title_key

MOST_PROPOSALS = 5
"""More than that do not help in choosing."""

_LEAST_WEEKS = 2
"""In how many of the last weeks something must have been done to be a habit."""

_COMMIT_AFTER = timedelta(minutes=10)
"""How long after work its commit may come."""


class ProposalSource(StrEnum):
    """What a proposal is taken from, in the order of rank."""

    CALENDAR = "calendar"
    EDITOR = "editor"
    GIT = "git"
    PLAN = "plan"
    HABIT = "habit"


_RANKS = {source: float(place) for place, source in enumerate(ProposalSource)}
_RANK_OF_TENTATIVE = 2.5
"""A meeting that was never agreed to comes after what was seen."""


@dataclass(frozen=True, slots=True)
class EntryProposal:
    """What a gap was probably spent on; ``evidence`` says what it is taken from.

    ``id`` stays the same while the gap begins where it does. ``item`` is the planned item that
    the work is known from, if there is one.
    """

    id: str
    span: Span
    title: str
    activity: Activity
    project: Project | None
    task: Task | None
    source: ProposalSource
    evidence: str
    rank: int
    item: PlannedItem | None = None

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category


@dataclass(frozen=True, slots=True)
class _Guess:
    title: str
    activity: Activity
    project: Project | None = None
    task: Task | None = None

    @property
    def key(self) -> tuple[str | int | None, ...]:
        project = self.project.id if self.project else None
        task = self.task.id if self.task else None
        return self.title.casefold(), self.activity.id, project, task


@dataclass(frozen=True, slots=True)
class _Hint:
    """What one source says was done; ``weight`` is how much of the gap it covers."""

    work: _Guess
    source: ProposalSource
    words: str
    weight: timedelta
    rank: float
    item: PlannedItem | None = None


def _hint(
    work: _Guess,
    source: ProposalSource,
    words: str,
    weight: timedelta,
    item: PlannedItem | None = None,
) -> _Hint:
    return _Hint(work, source, words, weight, _RANKS[source], item)


def gap_proposals(
    gap: Span, day: DaySnapshot, signs: DaySigns, zone: ZoneInfo
) -> tuple[EntryProposal, ...]:
    """Return the proposals for a gap, best first; what several sources agree on is one."""
    found = [
        *_of_plan(gap, meetings_to_track(day), zone),
        *_of_coding(gap, day, signs),
        *_of_plan(gap, planned_work(day), zone),
        *_of_habit(gap, signs.habits),
    ]
    had = _breaks_had(day)
    found = [one for one in found if title_key(one.work.title) not in had]
    found.sort(key=lambda one: (one.rank, -one.weight, one.work.key[0], one.work.activity.id))
    by_work: dict[tuple[str | int | None, ...], list[_Hint]] = {}
    for one in found:
        by_work.setdefault(one.work.key, []).append(one)
    return tuple(
        _proposal(gap, same, place)
        for place, same in enumerate(list(by_work.values())[:MOST_PROPOSALS], 1)
    )


def _breaks_had(day: DaySnapshot) -> set[str]:
    """Return the titles of the day's breaks, such as lunch, that are tracked: each comes once."""
    parts = {
        title_key(item.title)
        for item in day.items
        if item.is_day_part and item.category is Category.BREAK
    }
    return parts & {title_key(one.entry.title) for one in day.tracked}


def _proposal(gap: Span, same: list[_Hint], rank: int) -> EntryProposal:
    best, work = same[0], same[0].work
    name = repr((int(gap.start.timestamp()), *work.key))
    return EntryProposal(
        id=f"{crc32(name.encode()):08x}",
        span=gap,
        title=work.title,
        activity=work.activity,
        project=work.project,
        task=work.task,
        source=best.source,
        evidence=", ".join(dict.fromkeys(one.words for one in same)),
        rank=rank,
        item=next((one.item for one in same if one.item is not None), None),
    )


def _of_plan(gap: Span, items: Iterable[PlannedItem], zone: ZoneInfo) -> Iterator[_Hint]:
    """Yield what the calendar or the plan has in a good part of the gap."""
    for item in items:
        shared = item.span.intersection(gap)
        if shared is None or 3 * shared.duration < gap.duration:
            continue
        times = clock_range_text(item.span.start, item.span.end, zone)
        is_invited = item.source is PlanSource.CALENDAR
        source = ProposalSource.CALENDAR if is_invited else ProposalSource.PLAN
        words = _(N_("calendar {times}") if is_invited else N_("planned {times}"), times=times)
        rank = _RANK_OF_TENTATIVE if item.is_tentative else _RANKS[source]
        yield _Hint(_work_of(item), source, words, shared.duration, rank, item)


def _work_of(item: PlannedItem) -> _Guess:
    return _Guess(item.title, item.activity, item.project, item.task)


def _of_coding(gap: Span, day: DaySnapshot, signs: DaySigns) -> Iterator[_Hint]:
    """Yield each project that was coded on, and each that only commits speak of."""
    last = gap.end + _COMMIT_AFTER
    commits = [one for one in signs.commits if gap.start < one.at <= last]
    names = {one.project for one in signs.stretches} | {one.project for one in commits}
    for name in sorted(names):
        seen = [one for one in signs.stretches if one.project == name and one.span.overlaps(gap)]
        length = total(union(part for one in seen if (part := one.span.intersection(gap))))
        own = [one for one in commits if one.project == name]
        item = _planned_coding(gap, day, signs.projects.get(title_key(name)))
        work = _work_of(item) if item else _coded(name, signs)
        if length >= min(LEAST_GAP, gap.duration / 3):
            is_watched = all(one.source == ACTIVITYWATCH for one in seen)
            minutes = length_words(whole_minutes(length))
            seen_by = N_("ActivityWatch {length}") if is_watched else N_("editor {length}")
            words = ", ".join([_(seen_by, length=minutes), *_commit_words(own)])
            yield _hint(work, ProposalSource.EDITOR, words, length, item)
        elif own:
            (words,) = _commit_words(own)
            yield _hint(work, ProposalSource.GIT, words, ZERO, item)


def _commit_words(commits: list[CommitSign]) -> list[str]:
    return [plural("{count} commit", "{count} commits", len(commits))] if commits else []


def _coded(name: str, signs: DaySigns) -> _Guess:
    project = signs.projects.get(title_key(name))
    title = project.name if project else name or signs.coding.name
    return _Guess(title, signs.coding, project)


def _planned_coding(gap: Span, day: DaySnapshot, project: Project | None) -> PlannedItem | None:
    """Return the planned coding of a project on the day that is nearest to the gap."""
    found = [
        item
        for item in planned_work(day)
        if project is not None and item.project == project and item.category is Category.CODING
    ]
    return min(found, key=lambda item: (_distance(item.span, gap), item.span), default=None)


def _distance(one: Span, other: Span) -> timedelta:
    return max(ZERO, one.start - other.end, other.start - one.end)


def _of_habit(gap: Span, habits: Iterable[Habit]) -> Iterator[_Hint]:
    """Yield what took half of this time in several of the last weeks."""
    weeks: dict[_Guess, dict[int, timedelta]] = {}
    for one in habits:
        shared = one.span.intersection(gap)
        if shared is not None:
            of_week = weeks.setdefault(_Guess(one.title, one.activity, one.project, one.task), {})
            of_week[one.week] = of_week.get(one.week, ZERO) + shared.duration
    for work, lengths in weeks.items():
        usual = [length for length in lengths.values() if 2 * length >= gap.duration]
        if len(usual) >= _LEAST_WEEKS:
            words = _(
                "at this time in {count} of the last {weeks} weeks",
                count=len(usual),
                weeks=HABIT_WEEKS,
            )
            yield _hint(work, ProposalSource.HABIT, words, sum(usual, ZERO))
