"""Estimates against what finished tasks really took, by stage of the pipeline and by activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import decimal_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.work import Activity, ActivityId, Stage, Task, TaskId
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.session import Session

LEAST_TASKS = 3
"""How many finished tasks a kind needs before a factor is named for it."""

WEEKS_BACK = 52
"""How far back finished tasks are read."""


@dataclass(frozen=True, slots=True)
class EstimateAccuracy:
    """Tracked time over estimate of the finished tasks of one kind.

    Half of them took ``p50`` times their estimate or less, four of five ``p80`` times.
    """

    name: str
    count: int
    p50: float
    p80: float

    @property
    def factor(self) -> float | None:
        """What to multiply an estimate of this kind by; None where none is needed or known."""
        rounded = round(self.p50, 1)
        return rounded if self.count >= LEAST_TASKS and rounded != 1.0 else None

    @property
    def advice(self) -> str:
        """The factor in words; empty without one."""
        if self.factor is None:
            return ""
        return _("estimate this kind at {factor}×", factor=decimal_text(self.factor))


@dataclass(frozen=True, slots=True)
class Estimates:
    """The accuracy of estimates, those kinds first that have most finished tasks."""

    stages: tuple[EstimateAccuracy, ...] = ()
    activities: tuple[EstimateAccuracy, ...] = ()


def read_estimates(session: Session, last: date) -> Estimates:
    """Return the accuracy of the estimates of tasks finished in the year up to a date."""
    whole = session.days.range(last - timedelta(weeks=WEEKS_BACK), last)
    tasks = session.store.tasks_done_in(whole)
    return estimates(tasks, tracked_on(session, [task.id for task in tasks]), session.activities())


def estimates(
    tasks: Iterable[Task],
    tracked: Mapping[TaskId, timedelta],
    activities: Mapping[ActivityId, Activity],
) -> Estimates:
    """Return the accuracy by stage and by activity of tasks with an estimate and tracked time.

    A task counts to the stage in which it was finished.
    """
    stages: dict[Stage, list[float]] = {}
    kinds: dict[ActivityId, list[float]] = {}
    for task in tasks:
        took = tracked.get(task.id, ZERO)
        if task.estimate_min and took > ZERO:
            ratio = took / timedelta(minutes=task.estimate_min)
            stages.setdefault(task.stage, []).append(ratio)
            kinds.setdefault(task.activity_id, []).append(ratio)
    return Estimates(
        _accuracies((stage_title(stage), ratios) for stage, ratios in stages.items()),
        _accuracies((activities[kind].name, ratios) for kind, ratios in kinds.items()),
    )


def _accuracies(kinds: Iterable[tuple[str, list[float]]]) -> tuple[EstimateAccuracy, ...]:
    found = [
        EstimateAccuracy(name, len(ratios), _percentile(ratios, 50), _percentile(ratios, 80))
        for name, ratios in kinds
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.name)))


def _percentile(ratios: Sequence[float], percent: int) -> float:
    """Return the nearest-rank percentile: one of the values."""
    return sorted(ratios)[-(-len(ratios) * percent // 100) - 1]
