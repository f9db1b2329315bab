"""Planned focus against tracked time: each planned minute was focus, or was lost to one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, difference, total, union
from mle_planner.core.i18n.formats import day_name
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import TrackedItem


@dataclass(frozen=True, slots=True)
class FocusCost:
    """Planned focus that one thing took: a meeting, an ad-hoc request, or nothing tracked.

    ``category`` is that of the entries that took it, None where nothing was tracked. ``days``
    are the planning days it happened on.
    """

    title: str
    category: Category | None
    days: tuple[date, ...]
    lost: timedelta

    @property
    def text(self) -> str:
        """The line on screen, such as "Incident review on Thursday" or "Standup on 4 days"."""
        title = self.title if self.category else _(NOTHING_TRACKED)
        if len(self.days) == 1:
            return _("{title} on {day}", title=title, day=day_name(self.days[0].weekday()))
        return plural(
            "{title} on {count} day", "{title} on {count} days", len(self.days), title=title
        )


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """How much planned focus was kept as planned; ``lost`` is the sum of the costs."""

    planned: timedelta
    kept: timedelta

    @property
    def lost(self) -> timedelta:
        """Planned focus that was something else, or nothing that is known."""
        return self.planned - self.kept

    @property
    def share(self) -> float:
        """The kept part of the planned focus, from 0 to 1."""
        return self.kept / self.planned


NOTHING_TRACKED = N_("Planned focus without an entry")


def focus_kept(
    planned_focus: Iterable[Span], tracked: Sequence[TrackedItem], days: PlanningDays
) -> tuple[KeptPlan | None, tuple[FocusCost, ...]]:
    """Return how much of the planned focus was kept, and what the rest went to.

    A planned minute is kept when any focus entry covers it, also one for other work than was
    planned. Every other planned minute belongs to the one entry that covers it, or to no entry;
    so the costs always add up to what was lost. The plan is None without planned focus. The
    largest cost comes first.
    """
    spans = union(planned_focus)
    planned = total(spans)
    if planned == ZERO:
        return None, ()
    focus = union(item.span for item in tracked if item.category.is_focus)
    missed = [part for span in spans for part in difference(span, focus)]
    lost: dict[tuple[str, Category | None], tuple[timedelta, set[date]]] = {}

    def note(title: str, category: Category | None, part: Span) -> None:
        for day, piece in days.split(part):
            so_far, on_days = lost.get((title, category), (ZERO, set()))
            lost[title, category] = so_far + piece.duration, on_days | {day}

    others = sorted(
        (item for item in tracked if not item.category.is_focus), key=lambda item: item.span
    )
    for gap in missed:
        for item in others:
            if part := item.span.intersection(gap):
                note(item.entry.title, item.category, part)
        for part in difference(gap, [item.span for item in others]):
            note(NOTHING_TRACKED, None, part)
    costs = [
        FocusCost(title, category, tuple(sorted(on_days)), duration)
        for (title, category), (duration, on_days) in lost.items()
    ]
    costs.sort(key=lambda cost: (-cost.lost, cost.title.casefold(), str(cost.category)))
    return KeptPlan(planned, planned - total(missed)), tuple(costs)
