"""The content of a new database: the activities and the typical day of a contributor.

The names belong to the user from then on, so they are written in the current language and not
translated again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from mle_planner.core.base.days import MONDAY_TO_FRIDAY
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.resources import read_resource
from mle_planner.core.edits import NewId
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.records import Record
from mle_planner.core.model.typical_day import DayPart, RecurringEvent, RecurringEventId
from mle_planner.core.model.work import Activity, ActivityId, Category
from mle_planner.core.typical_day.part_rules import weekly_rule

READY_MADE_DAYS = {
    "Individual contributor": "ready_made/individual-contributor.json",
    "Senior": "ready_made/senior.json",
    "Manager": "ready_made/manager.json",
}
"""The ready-made typical days by name, in the order they are offered."""

READY_MADE_NAMES = (
    *(N_("Coding"), N_("Pairing"), N_("Data"), N_("Research"), N_("Analysis"), N_("Writing")),
    *(N_("Presentation"), N_("Workshop"), N_("Mentoring"), N_("Learning"), N_("Standup")),
    *(N_("Meeting"), N_("One-to-one"), N_("All-hands"), N_("Interview"), N_("Email"), N_("Chat")),
    *(N_("Ad-hoc"), N_("Planning"), N_("Lunch"), N_("Break")),
    *(N_("Focus"), N_("Long focus"), N_("Meetings"), N_("Wrap up")),
)
"""The names of activities and parts in the files of ready-made days."""

FIRST_READY_MADE_DAY = date(1990, 1, 1)
"""Recurring events of a ready-made day begin here, a Monday, so that past weeks show them too."""


@dataclass(frozen=True, slots=True)
class ReadyMadeDay:
    """A ready-made typical day: its settings and its records."""

    settings: dict[str, int]
    parts: tuple[DayPart, ...]
    recurring_events: tuple[RecurringEvent, ...]


def seed_records(new_id: NewId, workdays: Sequence[int] = MONDAY_TO_FRIDAY) -> list[Record]:
    """Return the records of a new database, with the typical day on five workdays."""
    activities = [
        Activity(ActivityId(new_id(Activity)), name=_translated(line, "name"),
                 category=Category(line["category"]), deep=line["deep"], key=line["key"])
        for line in json.loads(read_resource("activities.json"))
    ]  # fmt: skip
    day = ready_made_day("Individual contributor", activities, new_id, workdays)
    return [*activities, *day.parts, *day.recurring_events]


def ready_made_day(
    name: str, activities: Iterable[Activity], new_id: NewId, workdays: Sequence[int]
) -> ReadyMadeDay:
    """Return a ready-made day with new ids; KeyError for an unknown name.

    Its Monday to Friday are put on the five ``workdays`` (0 is Monday), in this order. Activities
    are matched by key. A missing one is replaced by the first of the same category, or else by the
    first of all.
    """
    content = json.loads(read_resource(READY_MADE_DAYS[name]))
    find = _Finder(tuple(activities))
    parts = tuple(_part(line, find, new_id, workdays) for line in content["blocks"])
    events = tuple(_recurring_event(line, find, new_id, workdays) for line in content["series"])
    return ReadyMadeDay(content["settings"], parts, events)


def _part(line: dict[str, Any], find: _Finder, new_id: NewId, workdays: Sequence[int]) -> DayPart:
    start, end = minute_from_text(line["start"]), minute_from_text(line["end"])
    activity = find.activity(line["activity"])
    weekday = workdays[line["weekday"]]
    return DayPart(new_id(DayPart), weekday, start, end, _translated(line, "title"), activity)


def _recurring_event(
    line: dict[str, Any], find: _Finder, new_id: NewId, workdays: Sequence[int]
) -> RecurringEvent:
    """Return a recurring event; every one of a ready-made day is on all workdays."""
    start, end = minute_from_text(line["start"]), minute_from_text(line["end"])
    return RecurringEvent(
        RecurringEventId(new_id(RecurringEvent)),
        _translated(line, "title"),
        find.activity(line["activity"]),
        weekly_rule(frozenset(workdays)),
        FIRST_READY_MADE_DAY,
        start,
        end - start,
    )


def _translated(line: dict[str, Any], field: str) -> str:
    text: str = line[field]
    return _(text) if text in READY_MADE_NAMES else text


class _Finder:
    """Finds the activities of a ready-made day."""

    def __init__(self, activities: tuple[Activity, ...]) -> None:
        self._by_key = {activity.key: activity.id for activity in activities if activity.key}
        self._activities = activities
        self._shipped = {
            line["name"]: (line["key"], Category(line["category"]))
            for line in json.loads(read_resource("activities.json"))
        }

    def activity(self, name: str) -> ActivityId:
        key, category = self._shipped[name]
        if key in self._by_key:
            return self._by_key[key]
        same = (found for found in self._activities if found.category is category)
        return next(same, self._activities[0]).id


def minute_from_text(text: str) -> int:
    """Return a time such as "09:30" as minutes after midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
