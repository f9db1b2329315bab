"""Planned against tracked time, a line for each project or each stage of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, full_minutes, total, union
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import GROUP_NAMES, stage_title
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Category, Project, Stage
from mle_planner.core.plan.snapshots import PlannedItem, TrackedItem


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
        """Tracked less planned, in full minutes of both, so that a line adds up."""
        return full_minutes(self.tracked) - full_minutes(self.planned)


def variances(
    planned: Iterable[PlannedPart], tracked: Iterable[TrackedItem]
) -> tuple[Variance, ...]:
    """Return a line for each project and each kind of time, the largest first.

    A minute that two events of one line cover counts once. Breaks are not work and have none.
    """
    plan, done = _by_line(planned), _by_line(_parts(tracked))
    lines = []
    for key in {**plan, **done}:
        parts = [*plan.get(key, ()), *done.get(key, ())]
        project, category = parts[0].project, _most(parts)
        lines.append(
            Variance(
                project.name if project else _(GROUP_NAMES[category]),
                project,
                category,
                total(union(part.span for part in plan.get(key, ()))),
                total(union(part.span for part in done.get(key, ()))),
            )
        )
    lines.sort(key=lambda line: (line.project is None, -max(line.planned, line.tracked), line.name))
    return tuple(lines)


def stage_variances(
    planned: Iterable[PlannedPart], tracked: Iterable[TrackedItem]
) -> tuple[Variance, ...]:
    """Return a line for each stage of the pipeline that has focus time, in its order.

    A task counts to the stage in which it stands now. Focus without a task is the last line.
    """
    plan, done = _by_stage(planned), _by_stage(_parts(tracked))
    return tuple(
        Variance(
            stage_title(stage) if stage else _("Without a task"),
            None,
            _most([*plan.get(stage, ()), *done.get(stage, ())]),
            total(union(part.span for part in plan.get(stage, ()))),
            total(union(part.span for part in done.get(stage, ()))),
        )
        for stage in (*Stage, None)
        if stage in plan or stage in done
    )


def activity_variances(
    planned: Iterable[PlannedPart], tracked: Iterable[TrackedItem]
) -> tuple[Variance, ...]:
    """Return a line for each activity, the largest first; breaks have none."""
    plan, done = _by_activity(planned), _by_activity(_parts(tracked))
    lines = [
        Variance(
            name,
            None,
            _most([*plan.get(name, ()), *done.get(name, ())]),
            total(union(part.span for part in plan.get(name, ()))),
            total(union(part.span for part in done.get(name, ()))),
        )
        for name in {**plan, **done}
    ]
    return tuple(sorted(lines, key=lambda line: (-max(line.planned, line.tracked), line.name)))


def people_times(tracked: Iterable[TrackedItem]) -> tuple[tuple[Person | None, timedelta], ...]:
    """Return the working time with each person, the most first, then the time without a person.

    Nothing where no time was spent with a person.
    """
    spans: dict[Person | None, list[Span]] = {}
    for item in tracked:
        if item.category is not Category.BREAK:
            spans.setdefault(item.person, []).append(item.span)
    times = [(person, total(union(found))) for person, found in spans.items()]
    times.sort(key=lambda time: (time[0] is None, -time[1]))
    return tuple(times) if set(spans) - {None} else ()


def _parts(tracked: Iterable[TrackedItem]) -> list[PlannedPart]:
    """Return tracked items in the shape of planned ones, to be grouped in the same way."""
    return [
        PlannedPart(
            item.span, item.category, item.project, _stage(item), activity=item.activity.name
        )
        for item in tracked
    ]


def _stage(item: PlannedItem | TrackedItem) -> Stage | None:
    return item.task.stage if item.task else None


def _by_stage(parts: Iterable[PlannedPart]) -> dict[Stage | None, list[PlannedPart]]:
    stages: dict[Stage | None, list[PlannedPart]] = {}
    for part in parts:
        if part.category.is_focus:
            stages.setdefault(part.stage, []).append(part)
    return stages


def _by_activity(parts: Iterable[PlannedPart]) -> dict[str, list[PlannedPart]]:
    activities: dict[str, list[PlannedPart]] = {}
    for part in parts:
        if part.category is not Category.BREAK:
            name = part.activity or _(GROUP_NAMES[part.category])
            activities.setdefault(name, []).append(part)
    return activities


_Line = tuple[bool, int | str]


def _by_line(parts: Iterable[PlannedPart]) -> dict[_Line, list[PlannedPart]]:
    lines: dict[_Line, list[PlannedPart]] = {}
    for part in parts:
        if part.category is not Category.BREAK:
            own = part.project.id if part.project else part.category.value
            lines.setdefault((part.project is None, own), []).append(part)
    return lines


def _most(parts: Sequence[PlannedPart]) -> Category:
    by_category = dict.fromkeys(Category, ZERO)
    for part in parts:
        by_category[part.category] += part.span.duration
    return max(by_category, key=lambda category: by_category[category])
