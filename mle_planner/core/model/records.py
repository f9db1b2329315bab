"""All kinds of stored records, and the small ones that belong to no other module.

One record is one stored row, and holds its own id. Instants are aware and in UTC; a ``zone`` beside
them is the IANA zone they were planned or tracked in. Times of day are minutes after local
midnight, because "09:00" must stay 09:00 when the clocks change. No record holds a duration of
tracked time: that is always derived from start and end. Time that another tracker knew only as a
length is a ``DayTotal``, which is not tracked time.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.calendar import (
    Calendar,
    CalendarAccount,
    CalendarEvent,
    CalendarSync,
    CancelledEvent,
    EventRule,
)
from mle_planner.core.model.locks import Correction, LockedPeriod, LockEvent, SheetTemplate
from mle_planner.core.model.pipeline import (
    KindStage,
    Person,
    ProjectKind,
    ProjectPerson,
    StageAnswer,
)
from mle_planner.core.model.plan import (
    CustomDay,
    FrozenBlock,
    FrozenUnplaced,
    PlanVersion,
    TimeBlock,
)
from mle_planner.core.model.publication import Publication
from mle_planner.core.model.tracked import (
    AwaySpan,
    DayTotal,
    DroppedGap,
    Evidence,
    EvidenceSource,
    ImportedRow,
    Job,
    RepositoryRule,
    TimeEntry,
)
from mle_planner.core.model.typical_day import (
    BandOverride,
    DayChoice,
    DayPart,
    RecurringEvent,
    RecurringException,
)
from mle_planner.core.model.work import Activity, LearnedWord, Predecessor, Project, Task


@dataclass(frozen=True, slots=True)
class SettingValue:
    """A setting that differs from its default; ``value`` is JSON, ``id`` the setting's name."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class WeekNote:
    """The user's note on a week; ``monday`` is the Monday that identifies it."""

    id: int
    monday: date
    text: str


class Record(Protocol):
    """A stored record; ``RECORD_KINDS`` lists which there are."""

    @property
    def id(self) -> int | str:
        """Its id, which no other record of its kind ever has."""


RECORD_KINDS: dict[type[Record], tuple[str, str]] = {
    Activity: ("activity", "activities"),
    Project: ("project", "projects"),
    Task: ("task", "tasks"),
    Predecessor: ("predecessor", "tasks"),
    DayPart: ("template_block", "typical day"),
    RecurringEvent: ("series", "typical day"),
    RecurringException: ("series_exception", "blocks"),
    CalendarAccount: ("calendar_account", "other settings"),
    Publication: ("publication", "other settings"),
    Calendar: ("calendar", "calendars"),
    CalendarEvent: ("calendar_event", "calendars"),
    CalendarSync: ("calendar_sync", "calendar reading"),
    EventRule: ("event_rule", "calendars"),
    CancelledEvent: ("cancelled_event", "calendar reading"),
    TimeBlock: ("time_block", "blocks"),
    CustomDay: ("own_day", "blocks"),
    DayChoice: ("day_choice", "typical day"),
    BandOverride: ("band_override", "typical day"),
    PlanVersion: ("plan_version", "frozen plans"),
    FrozenBlock: ("frozen_block", "frozen plans"),
    FrozenUnplaced: ("frozen_unplaced", "frozen plans"),
    TimeEntry: ("time_entry", "entries"),
    AwaySpan: ("away_span", "away"),
    DroppedGap: ("dropped_gap", "away"),
    Job: ("job", "jobs"),
    DayTotal: ("day_total", "entries"),
    ImportedRow: ("imported_row", "entries"),
    Evidence: ("evidence", "evidence"),
    EvidenceSource: ("evidence_source", "evidence"),
    RepositoryRule: ("repository_rule", "evidence"),
    SettingValue: ("setting", "other settings"),
    LearnedWord: ("learned_word", "other settings"),
    WeekNote: ("week_note", "notes"),
    Person: ("person", "pipeline"),
    ProjectKind: ("project_kind", "pipeline"),
    KindStage: ("kind_stage", "pipeline"),
    ProjectPerson: ("project_person", "pipeline"),
    StageAnswer: ("stage_answer", "pipeline"),
    LockedPeriod: ("locked_period", "locks"),
    LockEvent: ("lock_event", "locks"),
    Correction: ("correction", "locks"),
    SheetTemplate: ("sheet_template", "other settings"),
}
"""The table of each kind of record, and the topic of its changes. A setting that planning reads has
the topic ``planning settings`` instead."""
