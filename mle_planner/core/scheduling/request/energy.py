"""The cost of a slot of work by time of day, read from the typical day.

Deep work belongs in the focus parts of the day, talk and errands outside them. The costs are small
whole numbers per slot: they decide between open times, never against a due date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.model.work import Activity, ActivityId, Category
from mle_planner.core.scheduling.problem import SLOT_MIN, EnergyStep, Kind

_OUTSIDE = "outside"
_DEEP = {"first focus": 1, "focus": 0, "meeting": 5, "break": 4, "admin": 8, _OUTSIDE: 6}
_SHARED = {"first focus": 0, "focus": 2, "meeting": 2, "break": 3, "admin": 6, _OUTSIDE: 4}
_ERRAND = {"first focus": 3, "focus": 5, "meeting": 0, "break": 2, "admin": 0, _OUTSIDE: 4}


def kinds_of(
    activities: Collection[Activity],
    day_parts: Iterable[DayPart],
    weekdays: Sequence[int],
    factor: float,
) -> dict[str, Kind]:
    """Return each activity as a kind for the solver, by the typical day of the first weekday."""
    weekday = weekdays[0] if weekdays else 0
    parts = [part for part in day_parts if part.weekday == weekday]
    categories = {activity.id: activity.category for activity in activities}
    return {
        str(activity.id): _kind_of(activity, parts, categories, factor) for activity in activities
    }


def _kind_of(
    activity: Activity,
    parts: Iterable[DayPart],
    categories: Mapping[ActivityId, Category],
    factor: float,
) -> Kind:
    """Return an activity as a kind for the solver, by the parts of a day.

    ``factor`` is how much the time of day matters to the user.
    """
    table = _ERRAND
    if activity.deep:
        table = _DEEP
    elif activity.category.is_focus:
        table = _SHARED
    costs = {name: round(cost * factor) for name, cost in table.items()}
    steps = [EnergyStep(0, costs[_OUTSIDE])]
    is_first = True
    for part in sorted(parts, key=lambda part: part.start_min):
        category = categories[part.activity_id]
        name = "focus" if category.is_focus else str(category)
        if name == "focus" and is_first:
            name, is_first = "first focus", False
        start, end = part.start_min // SLOT_MIN, -(-part.end_min // SLOT_MIN)
        steps = [step for step in steps if step.start < start]
        steps += [EnergyStep(start, costs[name]), EnergyStep(end, costs[_OUTSIDE])]
    return Kind(activity.deep, activity.category is Category.CODING, tuple(steps))
