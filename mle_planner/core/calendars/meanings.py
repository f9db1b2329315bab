"""What a calendar event means to the user: by the rules set for it, else by its title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.calendars.titles import (
    is_all_hands,
    is_focus_time,
    is_interview,
    is_lunch,
    is_one_to_one,
    is_standup,
)
from mle_planner.core.model.calendar import CalendarEvent, CalendarId, EventRule
from mle_planner.core.model.work import Activity, ActivityId, Category, Project, ProjectId

T = TypeVar("T")

Rules = Mapping[tuple[CalendarId, str], EventRule]
"""Rules by calendar and UID; those of whole calendars have the UID ""."""

_NO_RULE = EventRule(0, CalendarId(0))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an event means: see ``EventRule``.

    ``is_lunch`` of None leaves that to its title, ``is_tracked`` of None to the user.
    """

    activity: Activity
    project: Project | None
    is_movable: bool
    before_min: int
    after_min: int
    is_lunch: bool | None
    is_tracked: bool | None


def index_rules(rules: Iterable[EventRule]) -> Rules:
    """Return rules by what they are for."""
    return {(rule.calendar_id, rule.uid): rule for rule in rules}


def is_ignored(event: CalendarEvent, rules: Rules) -> bool:
    """Whether an event is neither shown nor planned around."""
    own, whole = _rules_of(event, rules)
    return bool(_first(own.is_ignored, whole.is_ignored))


def is_kept_for_work(event: CalendarEvent, rules: Rules) -> bool:
    """Whether it is focus time of the user alone, in which work is planned.

    Not where a rule says what it is.
    """
    own, whole = _rules_of(event, rules)
    has_rule = _first(own.activity_id, whole.activity_id) is not None
    return event.attendee_count <= 1 and is_focus_time(event.summary) and not has_rule


def meaning_of(
    event: CalendarEvent,
    rules: Rules,
    activities: Mapping[ActivityId, Activity],
    projects: Mapping[ProjectId, Project],
    buffer_min: int,
) -> Meaning:
    """Return what an event means: the rule of its series, of its calendar, then its title.

    ``buffer_min`` is kept free around meetings that no rule says more of.
    """
    own, whole = _rules_of(event, rules)
    is_lunch_here = _first(own.is_lunch, whole.is_lunch)
    activity = activities.get(_first(own.activity_id, whole.activity_id) or ActivityId(0))
    if activity is None:
        title = "lunch" if is_lunch_here else event.summary
        activity = activity_of_event(title, activities.values())
    project = _first(own.project_id, whole.project_id)
    return Meaning(
        activity,
        None if project is None else projects.get(project),
        is_movable=bool(_first(own.is_movable, whole.is_movable)),
        before_min=_first(own.before_min, whole.before_min, buffer_min) or 0,
        after_min=_first(own.after_min, whole.after_min, buffer_min) or 0,
        is_lunch=is_lunch_here,
        is_tracked=_first(own.is_tracked, whole.is_tracked),
    )


def activity_of_event(summary: str, activities: Iterable[Activity]) -> Activity:
    """Return the activity whose words the title holds, else the first meeting activity.

    An event in a calendar is time with others, so anything unknown is a meeting. Where the
    user keeps no meeting activity at all, it is the first activity there is.
    """
    known = list(activities)
    by_key = {activity.key: activity for activity in known if activity.key}
    meanings = (
        ("standup", is_standup),
        ("one-to-one", is_one_to_one),
        ("all-hands", is_all_hands),
        ("interview", is_interview),
        ("lunch", is_lunch),
    )
    for key, is_meant in meanings:
        if key in by_key and is_meant(summary):
            return by_key[key]
    if "meeting" in by_key:
        return by_key["meeting"]
    meetings = (found for found in known if found.category is Category.MEETING)
    return next(meetings, known[0])


def _rules_of(event: CalendarEvent, rules: Rules) -> tuple[EventRule, EventRule]:
    own = rules.get((event.calendar_id, event.uid), _NO_RULE) if event.uid else _NO_RULE
    return own, rules.get((event.calendar_id, ""), _NO_RULE)


def _first(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)
