"""Topics of the stored records, so that a reader reads again only what changed.

Every topic has a revision that grows with each write of its records. A plan or a view made from
some topics is up to date as long as their revisions are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.declared_settings import shapes_plans
from mle_planner.core.model.calendar import CalendarEvent, CalendarSync
from mle_planner.core.model.publication import Publication
from mle_planner.core.model.records import RECORD_KINDS, Record, SettingValue
from mle_planner.core.model.tracked import AwaySpan, Evidence, EvidenceSource, Job

if TYPE_CHECKING:
    from mle_planner.core.edits import Change


class Topic(StrEnum):
    """A part of what is stored that changes by itself."""

    ACTIVITIES = "activities"
    PROJECTS = "projects"
    TASKS = "tasks"
    TYPICAL_DAY = "typical day"
    BLOCKS = "blocks"
    FROZEN_PLANS = "frozen plans"
    ENTRIES = "entries"
    CALENDARS = "calendars"
    CALENDAR_READING = "calendar reading"
    EVIDENCE = "evidence"
    AWAY = "away"
    JOBS = "jobs"
    PLANNING_SETTINGS = "planning settings"
    OTHER_SETTINGS = "other settings"
    NOTES = "notes"
    PIPELINE = "pipeline"
    LOCKS = "locks"


class Origin(StrEnum):
    """Where a change comes from: the user here, a source of facts, or another connection."""

    HERE = "here"
    OBSERVED = "observed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Changes:
    """What topics were written, and from where."""

    topics: frozenset[Topic]
    origin: Origin = Origin.HERE


Revisions = Mapping[Topic, int]
"""The number of each topic at some moment."""

PLAN_TOPICS = frozenset(
    {
        Topic.ACTIVITIES,
        Topic.PROJECTS,
        Topic.TASKS,
        Topic.TYPICAL_DAY,
        Topic.BLOCKS,
        Topic.ENTRIES,
        Topic.CALENDARS,
        Topic.PLANNING_SETTINGS,
    }
)
"""What a plan is made from; see ``planning_request`` in ``core/scheduling/gather.py``."""

PUBLISHED_TOPICS = frozenset({Topic.BLOCKS, Topic.PROJECTS, Topic.TASKS, Topic.ACTIVITIES})
"""What a published plan is made from."""

SETTING_TOPICS = frozenset({Topic.PLANNING_SETTINGS, Topic.OTHER_SETTINGS})

OBSERVED_KINDS: frozenset[type[Record]] = frozenset({Evidence, Job, Publication})
"""Records that are written without an undo step; no edit may hold one of them.

An edit is undone by finding its records as it left them, so a kind is either the user's to
change or observed; of the fetched kinds below what was fetched last is kept.
"""

FETCHED_KINDS: frozenset[type[Record]] = frozenset({CalendarEvent, CalendarSync, EvidenceSource})
"""Records that fetching a calendar or signs of work writes without an undo step, and edits too.

Importing a file and removing a calendar are edits. Undoing one leaves what was fetched since.
"""

ADDED_KINDS: frozenset[type[Record]] = frozenset({AwaySpan})
"""Records that are observed until they are complete, and from then on the user's to change."""

_TOPICS = {kind: Topic(topic) for kind, (_table, topic) in RECORD_KINDS.items()}


def topics_of(changes: Iterable[Change]) -> frozenset[Topic]:
    """Return the topics that changes touch."""
    return frozenset(_topic_of(change) for change in changes)


def revisions_after(revisions: Revisions, changes: Iterable[Change]) -> Revisions:
    """Return the revisions after changes are written."""
    touched = topics_of(changes)
    return {topic: number + (topic in touched) for topic, number in revisions.items()}


def _topic_of(change: Change) -> Topic:
    record = change.record
    if isinstance(record, SettingValue) and shapes_plans(record.id):
        return Topic.PLANNING_SETTINGS
    return _TOPICS[change.kind]
