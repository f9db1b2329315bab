"""The base of all stored records, as frozen values.

One record is one stored row, and each knows its own id. Instants are aware and in UTC; a
``zone`` beside them is the IANA zone they were planned or tracked in. Times of day are minutes
after local midnight, because "09:00" must stay 09:00 when the clocks change. No record holds a
duration of tracked time: that is always derived from start and end.
"""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.calendar import Calendar, CalendarEvent
from mle_planner.core.model.plan import (
    CustomDay,
    FrozenBlock,
    FrozenUnplaced,
    PlanVersion,
    TimeBlock,
)
from mle_planner.core.model.tracked import Evidence, TimeEntry
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
    """What the user wrote about a week; ``monday`` is the week's first day."""

    id: int
    monday: date
    text: str


Record = (
    Activity
    | Project
    | Task
    | Predecessor
    | DayPart
    | RecurringEvent
    | RecurringException
    | Calendar
    | CalendarEvent
    | TimeBlock
    | CustomDay
    | DayChoice
    | BandOverride
    | PlanVersion
    | FrozenBlock
    | FrozenUnplaced
    | TimeEntry
    | Evidence
    | SettingValue
    | LearnedWord
    | WeekNote
)
