"""What to say at a standup: what was done, what is planned, what waits; also as text to paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, total, union
from mle_planner.core.i18n.formats import clock_text, day_text, duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, TrackedItem
from mle_planner.core.session import Session
from mle_planner.core.tasks.views import TaskView

_STANDUP = "standup"
_MOST_DAYS_BACK = 14
_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StandupLine:
    """One piece of work on a day; ``start`` is when it begins first."""

    title: str
    project: str
    start: datetime
    length: timedelta
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class BlockedLine:
    """An open task that waits for others that are open, or that is overdue."""

    title: str
    project: str
    waits_for: tuple[str, ...]
    overdue_since: date | None = None

    @property
    def why(self) -> str:
        """The reason in words, such as "waits for Label audit (Ana)"."""
        if self.waits_for:
            return _("waits for {titles}", titles=", ".join(self.waits_for))
        assert self.overdue_since is not None
        return _("was due {day}", day=day_text(self.overdue_since))


@dataclass(frozen=True, slots=True)
class Standup:
    """A standup of a day. ``before`` is the last day before it that was worked on."""

    day: date
    before: date
    done: tuple[StandupLine, ...]
    planned: tuple[StandupLine, ...]
    blocked: tuple[BlockedLine, ...]


def read_standup(session: Session, day: date) -> Standup:
    """Return the standup of a day, without tracked time that may not have been work."""
    from mle_planner.core.plan.day import day_snapshots
    from mle_planner.core.plan.tracked_parts import read_tracked
    from mle_planner.core.tasks.board import open_task_views
    from mle_planner.core.tracking.forgotten import without_doubt

    first = day - timedelta(days=_MOST_DAYS_BACK)
    tracked = read_tracked(session, first, day - timedelta(days=1))
    worked = [
        session.days.date_of(item.span.start)
        for item in tracked
        if item.category is not Category.BREAK and session.days.date_of(item.span.start) < day
    ]
    before = max(worked, default=day - timedelta(days=1))
    (earlier,), (today,) = day_snapshots(session, before, before), day_snapshots(session, day, day)
    finished = session.store.tasks_done_in(session.days.range(before, before))
    return standup(without_doubt(session, earlier), today, open_task_views(session), finished)


def standup(
    earlier: DaySnapshot, today: DaySnapshot, tasks: Iterable[TaskView], finished: Sequence[Task]
) -> Standup:
    """Return a standup from two days, the open tasks and those finished on the earlier day.

    Breaks, the standup itself and what the typical day keeps for meetings or email are left out.
    """
    views = list(tasks)
    planned = {view.task.id: view.next_planned for view in views}
    blocked = (_blocked(view, planned, today.day) for view in views)
    return Standup(
        today.day,
        earlier.day,
        tuple(_done(earlier, finished)),
        tuple(_planned(today)),
        tuple(line for line in blocked if line is not None),
    )


def standup_text(found: Standup, zone: ZoneInfo) -> str:
    """Return a standup as plain text to paste."""
    lines = [_("Yesterday ({day})", day=day_text(found.before)) + ":"]
    if (found.day - found.before).days != 1:
        lines = [_("Last worked on {day}", day=day_text(found.before)) + ":"]
    lines += [_line(one, [duration_text(one.length) if one.length else "",
                          _("done") if one.is_done else ""]) for one in found.done] or [
        _("- Nothing tracked")
    ]  # fmt: skip
    lines += ["", _("Today ({day})", day=day_text(found.day)) + ":"]
    lines += [_line(one, [clock_text(one.start, zone), duration_text(one.length)])
              for one in found.planned] or [_("- Nothing planned")]  # fmt: skip
    waiting = [one for one in found.blocked if one.waits_for]
    overdue = [one for one in found.blocked if not one.waits_for]
    lines += ["", _("Blocked") + ":", *(_reasons(waiting) or [_("- Nothing")])]
    if overdue:
        lines += ["", _("Overdue") + ":", *_reasons(overdue)]
    return "\n".join(lines)


def _reasons(blocked: Iterable[BlockedLine]) -> list[str]:
    return [f"- {_named(one.title, one.project)}: {one.why}" for one in blocked]


def _line(one: StandupLine, words: Iterable[str]) -> str:
    return ", ".join([f"- {_named(one.title, one.project)}", *(word for word in words if word)])


def _named(title: str, project: str) -> str:
    return f"{title} ({project})" if project else title


def _done(day: DaySnapshot, finished: Sequence[Task]) -> Iterator[StandupLine]:
    """Yield what was tracked by its start, then what was finished without tracked time."""
    finished_ids = {task.id for task in finished}
    groups: dict[tuple[TaskId | None, str], list[TrackedItem]] = {}
    for item in day.tracked:
        if item.category is not Category.BREAK and item.activity.key != _STANDUP:
            title = item.entry.title if item.task is None else item.task.title
            task = None if item.task is None else item.task.id
            groups.setdefault((task, title), []).append(item)
    for (task, title), items in groups.items():
        project = items[0].project
        yield StandupLine(
            title,
            project.name if project else "",
            items[0].span.start,
            sum((item.counted for item in items), ZERO),
            is_done=task in finished_ids,
        )
    seen = {task for task, _title in groups}
    for one in finished:
        if one.id not in seen and one.done_at is not None:
            yield StandupLine(one.title, "", one.done_at, ZERO, is_done=True)


def _planned(day: DaySnapshot) -> Iterator[StandupLine]:
    groups: dict[tuple[TaskId | None, str], list[PlannedItem]] = {}
    for item in day.items:
        if _is_work(item) and not item.is_done:
            groups.setdefault((item.task.id if item.task else None, item.title), []).append(item)
    for (_task, title), items in groups.items():
        spans: list[Span] = union(item.span for item in items)
        project = items[0].project
        yield StandupLine(title, project.name if project else "", spans[0].start, total(spans))


def _is_work(item: PlannedItem) -> bool:
    return (
        item.is_busy
        and item.category is not Category.BREAK
        and not item.is_day_part
        and item.activity.key != _STANDUP
    )


def _blocked(
    view: TaskView, planned: Mapping[TaskId, datetime | None], today: date
) -> BlockedLine | None:
    """Return why a task cannot go on, None where it can.

    It waits for an open task that another person has to answer, or that is not planned before it;
    or it is overdue. Only a task that is begun, planned, or due within a week counts as waiting.
    """
    task, name = view.task, view.project.name if view.project else ""
    waits_for = tuple(
        one.title
        for one in view.predecessors
        if one.done_at is None
        and (one.person_id is not None or not _is_before(planned.get(one.id), view.next_planned))
    )
    is_due = task.due is not None and task.due <= today + _SOON
    if waits_for and (view.tracked > ZERO or view.next_planned is not None or is_due):
        return BlockedLine(task.title, name, waits_for)
    if task.due is not None and task.due < today:
        return BlockedLine(task.title, name, (), task.due)
    return None


def _is_before(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one < other
