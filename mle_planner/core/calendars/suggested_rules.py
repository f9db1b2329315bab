"""Suggests rules for meetings by their titles and sizes; the user accepts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.calendars.meanings import activity_of_event
from mle_planner.core.calendars.titles import is_focus_time, is_interview, needs_travel
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.calendar import CalendarEvent, EventRule
from mle_planner.core.model.work import Activity, Project

_ONE_TO_ONE, _LEAST_ALL_HANDS = 2, 20
"""How many people a one-to-one has, and an all-hands at least."""

_TRAVEL_MIN, _PREPARE_MIN = 30, 15


@dataclass(frozen=True, slots=True)
class SuggestedRule:
    """A rule that a meeting seems to need, and why, in short phrases."""

    event: CalendarEvent
    rule: EventRule
    reasons: tuple[str, ...]


def suggest_rule(
    event: CalendarEvent, activities: Iterable[Activity], projects: Iterable[Project]
) -> SuggestedRule | None:
    """Return what is suggested for the series of an event; None where nothing is."""
    rule, reasons = EventRule(0, event.calendar_id, event.uid), []
    for fields, reason in _changes(event, list(activities), list(projects)):
        open_fields = {name: value for name, value in fields.items() if getattr(rule, name) is None}
        if open_fields:
            rule = replace(rule, **open_fields)
            reasons.append(reason)
    return SuggestedRule(event, rule, tuple(dict.fromkeys(reasons))) if reasons else None


def _changes(
    event: CalendarEvent, activities: list[Activity], projects: list[Project]
) -> Iterator[tuple[Mapping[str, Any], str]]:
    by_key = {activity.key: activity.id for activity in activities if activity.key}
    title, people = event.summary.casefold(), event.attendee_count
    says = _("the title says so")
    if is_focus_time(title) and people <= 1 and "coding" in by_key:
        yield {"activity_id": by_key["coding"], "is_movable": True}, says
    is_plain = activity_of_event(title, activities).key == "meeting"
    size = plural("{count} person", "{count} people", people)
    if is_plain and people == _ONE_TO_ONE and "one-to-one" in by_key:
        yield {"activity_id": by_key["one-to-one"]}, size
    if is_plain and people >= _LEAST_ALL_HANDS and "all-hands" in by_key:
        yield {"activity_id": by_key["all-hands"]}, size
    named = [each for each in projects if _names(title, each.name)]
    if named:
        longest = max(named, key=lambda project: len(project.name))
        yield {"project_id": longest.id}, _("the title names {project}", project=longest.name)
    if needs_travel(title):
        yield {"before_min": _TRAVEL_MIN, "after_min": _TRAVEL_MIN}, _("it is somewhere else")
    elif is_interview(title):
        yield {"before_min": _PREPARE_MIN}, _("time to prepare")


def _names(title: str, name: str) -> bool:
    """Whether a name is in a title as whole words."""
    name = name.casefold().strip()
    at = title.find(name) if len(name) > 1 else -1
    if at < 0:
        return False
    around = (title[at - 1 : at], title[at + len(name) : at + len(name) + 1])
    return not any(letter.isalnum() for letter in around)
