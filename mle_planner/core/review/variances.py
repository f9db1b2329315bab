"""Planned against tracked time, a line for each project or each stage of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, full_minutes, total, union
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import GROUP_NAMES, stage_title
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Category, Project, Stage
from mle_planner.core.plan.snapshots import PlannedItem, TrackedItem

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One planned stretch, of a frozen plan or of the plan as it is.

    ``stage`` is where its task stands in the pipeline; None without a task.
    """

    span: Span
    category: Category
    project: Project | None = None
    stage: Stage | None = None
    title: str = ""
    activity: str = ""

    @classmethod
    def of(cls, item: PlannedItem) -> PlannedPart:
        """Return an item of the current plan as a planned stretch."""
        return cls(
            item.span, item.category, item.project, _stage(item), item.title, item.activity.name
        )


@dataclass(frozen=True, slots=True)
class Variance:
    """Planned against tracked time of a project, of a stage, or of a kind of time.

    Only plan that has passed is compared: what lies ahead cannot have happened.
    """

    name: str
    project: Project | None
    category: Category
    planned: timedelta
    tracked: timedelta

    @property
    def difference(self) -> timedelta:
        """Tracked less planned, in the full minutes that are shown of both."""
        return self.tracked - full_minutes(self.planned)


def variances(
    planned: Iterable[PlannedPart], tracked: Iterable[TrackedItem]
) -> tuple[Variance, ...]:
    """Return a line for each project and each kind of time, the largest first.

    A planned minute that two events of one line cover counts once. Breaks are not work and have
    none.
    """
    lines = []
    for gathered in _gathered(planned, tracked, _project_or_kind).values():
        project, category = gathered.parts[0].project, gathered.category
        name = project.name if project else _(GROUP_NAMES[category])
        lines.append(gathered.line(name, project))
    lines.sort(key=lambda line: (line.project is None, -max(line.planned, line.tracked), line.name))
    return tuple(lines)


def stage_variances(
    planned: Iterable[PlannedPart], tracked: Iterable[TrackedItem]
) -> tuple[Variance, ...]:
    """Return a line for each stage of the pipeline that has focus time, in its order.

    A task counts to the stage in which it stands now. Focus without a task is the last line.
    """
    found = _gathered(planned, tracked, lambda part: (part.stage,), focus_only=True)
    return tuple(
        found[(stage,)].line(stage_title(stage) if stage else _("Without a task"))
        for stage in (*Stage, None)
        if (stage,) in found
    )


def activity_variances(
    planned: Iterable[PlannedPart], tracked: Iterable[TrackedItem]
) -> tuple[Variance, ...]:
    """Return a line for each activity, the largest first; breaks have none."""
    found = _gathered(planned, tracked, lambda part: part.activity or _(GROUP_NAMES[part.category]))
    lines = [gathered.line(name) for name, gathered in found.items()]
    return tuple(sorted(lines, key=lambda line: (-max(line.planned, line.tracked), line.name)))


def people_times(tracked: Iterable[TrackedItem]) -> tuple[tuple[Person | None, timedelta], ...]:
    """Return the working time with each person, the most first, then the time without a person.

    Nothing where no time was spent with a person.
    """
    times: dict[Person | None, timedelta] = {}
    for item in tracked:
        if item.category is not Category.BREAK:
            times[item.person] = times.get(item.person, ZERO) + item.counted
    ordered = sorted(times.items(), key=lambda time: (time[0] is None, -time[1]))
    return tuple(ordered) if set(times) - {None} else ()


class _Gathered:
    """What one line is made of: planned and tracked parts, and what the tracked ones count for."""

    def __init__(self) -> None:
        self.parts: list[PlannedPart] = []
        self._planned: list[Span] = []
        self._tracked = ZERO

    def plan(self, part: PlannedPart) -> None:
        self.parts.append(part)
        self._planned.append(part.span)

    def track(self, part: PlannedPart, counted: timedelta) -> None:
        self.parts.append(part)
        self._tracked += counted

    @property
    def category(self) -> Category:
        """The kind of time that there is most of."""
        by_category = dict.fromkeys(Category, ZERO)
        for part in self.parts:
            by_category[part.category] += part.span.duration
        return max(by_category, key=lambda category: by_category[category])

    def line(self, name: str, project: Project | None = None) -> Variance:
        return Variance(name, project, self.category, total(union(self._planned)), self._tracked)


def _gathered(
    planned: Iterable[PlannedPart],
    tracked: Iterable[TrackedItem],
    key_of: Callable[[PlannedPart], _Key],
    *,
    focus_only: bool = False,
) -> dict[_Key, _Gathered]:
    """Return planned and tracked parts by a key; without breaks."""
    found: dict[_Key, _Gathered] = {}

    def counts(part: PlannedPart) -> bool:
        return part.category.is_focus if focus_only else part.category is not Category.BREAK

    for part in filter(counts, planned):
        found.setdefault(key_of(part), _Gathered()).plan(part)
    for item in tracked:
        part = PlannedPart(
            item.span, item.category, item.project, _stage(item), activity=item.activity.name
        )
        if counts(part):
            found.setdefault(key_of(part), _Gathered()).track(part, item.counted)
    return found


def _stage(item: PlannedItem | TrackedItem) -> Stage | None:
    return item.task.stage if item.task else None


def _project_or_kind(part: PlannedPart) -> tuple[bool, int | str]:
    return part.project is None, part.project.id if part.project else part.category.value
