"""What the planner knows, as frozen records.

One record is one stored row, and each knows its own id. Instants are aware and in UTC; a
``zone`` beside them is the IANA zone they were planned or tracked in. Times of day are minutes
after local midnight, because "09:00" must stay 09:00 when the clocks change. No record holds a
duration of tracked time: that is always derived from start and end.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NewType

from mle_planner.core.base.records import dataclass
from mle_planner.core.base.timespan import Span

ActivityId = NewType("ActivityId", int)
ProjectId = NewType("ProjectId", int)
TaskId = NewType("TaskId", int)
BlockId = NewType("BlockId", int)
EntryId = NewType("EntryId", int)
CalendarId = NewType("CalendarId", int)
SeriesId = NewType("SeriesId", int)
PlanVersionId = NewType("PlanVersionId", int)


class Category(StrEnum):
    """What kind of time an activity is; it decides the colour and the sums.

    "Focus" in a sum means coding and other focus together.
    """

    CODING = "coding"
    OTHER_FOCUS = "other focus"
    MEETING = "meeting"
    ADMIN = "admin"
    BREAK = "break"

    @property
    def is_focus(self) -> bool:
        """Whether it counts as focus in a sum."""
        return self in (Category.CODING, Category.OTHER_FOCUS)


class Stage(StrEnum):
    """Where a piece of work stands in the pipeline of a project, in its order."""

    IDEA = "idea"
    DATA = "data"
    RESEARCH = "research"
    ANALYSIS = "analysis"
    SHIP = "ship"


class Priority(IntEnum):
    """How much a task matters; a smaller number matters more."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class EntrySource(StrEnum):
    """Where a tracked entry comes from."""

    TIMER = "timer"
    MANUAL = "manual"
    CALENDAR = "calendar"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of work, such as coding, analysis or one-to-one.

    ``deep`` work is worth little in short pieces, so the planner gives it long stretches.
    ``key`` is the name under which the program knows an activity that it brings along, such as
    "learning"; it stays when the activity is renamed. The user's own ones have none.
    """

    id: ActivityId
    name: str
    category: Category
    deep: bool = False
    archived: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Something that time is spent for, with the client a timesheet names."""

    id: ProjectId
    name: str
    client: str = ""
    billable: bool = True
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Work to plan.

    A task is due on a day (``due``) or at a minute of that day (``due_min``); without a minute
    it is due at the end of the working day. ``estimate_min`` is the whole effort; what remains
    is the estimate less what was tracked. Chunk limits bound one planned block. ``done_at``
    is set when it is finished. ``repeats`` is an RFC 5545 rule (without DTSTART) for a task that
    is created again for its next date when it is done; empty for one that is done once.
    """

    id: TaskId
    title: str
    activity_id: ActivityId
    created_at: datetime
    project_id: ProjectId | None = None
    stage: Stage = Stage.SHIP
    estimate_min: int | None = None
    due: date | None = None
    due_min: int | None = None
    earliest: date | None = None
    priority: Priority = Priority.NORMAL
    min_chunk_min: int | None = None
    max_chunk_min: int | None = None
    note: str = ""
    done_at: datetime | None = None
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """``task_id`` may start only when ``predecessor_id`` is finished."""

    id: int
    task_id: TaskId
    predecessor_id: TaskId


@dataclass(frozen=True, slots=True)
class TemplateBlock:
    """A part of the typical day on one weekday (0 is Monday).

    ``start_min`` is a time on the wall clock; one before the border of the day is in the night
    that follows. ``end_min`` is counted on from it and may pass 1440, up to that border.
    Breaks and admin keep their time and can be moved by the planner; focus and meeting parts
    say what the open time around them is best for.
    """

    id: int
    weekday: int
    start_min: int
    end_min: int
    title: str
    activity_id: ActivityId


@dataclass(frozen=True, slots=True)
class Series:
    """An event of the user's own that recurs by an RFC 5545 rule (without DTSTART).

    Occurrences start at ``start_min`` on the wall clock, from ``first_day`` on. Days are
    planning days: a start before their border is in the night that follows. A movable one may
    be put elsewhere by the planner; others stand.
    """

    id: SeriesId
    title: str
    activity_id: ActivityId
    rule: str
    first_day: date
    start_min: int
    duration_min: int
    movable: bool = False


@dataclass(frozen=True, slots=True)
class SeriesException:
    """One occurrence that does not follow its series: cancelled, or at another time of day.

    ``start_min`` of None means cancelled.
    """

    id: int
    series_id: SeriesId
    day: date
    start_min: int | None = None
    duration_min: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar that was read from a file; ``text_sha256`` tells whether it changed."""

    id: CalendarId
    name: str
    path: str = ""
    text_sha256: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence of an event in a calendar (RFC 5545), as it was expanded when read.

    Timed occurrences have ``start`` and ``end``; all-day ones have ``first_day`` and
    ``last_day`` (inclusive) and no instants, because a date is the same date in every zone. A
    floating one has no zone of its own and was placed in the user's zone. ``recurrence`` tells
    the occurrences of one ``uid`` apart. ``declined_by`` holds the addresses of the attendees that
    declined it, in lower case and apart by spaces.
    """

    id: int
    calendar_id: CalendarId
    uid: str
    recurrence: str
    summary: str
    start: datetime | None = None
    end: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    floating: bool = False
    zone: str = ""
    location: str = ""
    attendee_count: int = 0
    is_busy: bool = True
    declined_by: str = ""

    @property
    def span(self) -> Span | None:
        """The stretch it takes; None for all-day events and for those of no length."""
        if self.start is None or self.end is None or self.end <= self.start:
            return None
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class TimeBlock:
    """A planned stretch. Pinned ones are never moved by the planner.

    ``frame`` is set on a block that stands for a part of the typical day, such as lunch, and
    holds that part's title. ``reason`` is the sentence that said why it was placed here.
    """

    id: BlockId
    start: datetime
    end: datetime
    zone: str
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    pinned: bool = False
    frame: str = ""
    reason: str = ""

    @property
    def span(self) -> Span:
        """The stretch it takes."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A date whose blocks are its own: the typical day no longer draws lunch and wrap-up there.

    It comes into being when a plan is accepted or a part of the frame is changed by hand, so
    that changing the typical day later does not touch days already arranged.
    """

    id: int
    day: date


@dataclass(frozen=True, slots=True)
class DayChoice:
    """The user's word on a date: off, or worked whatever the calendars say."""

    id: int
    day: date
    is_off: bool


@dataclass(frozen=True, slots=True)
class BandOverride:
    """Another coding band than that of the settings, on a weekday or on a range of dates.

    Either ``weekday`` (0 is Monday) is set, or ``first_day`` and ``last_day`` (inclusive) are.
    The three numbers are minutes a day; all three are None where no coding is meant to be done.
    """

    id: int
    least_min: int | None = None
    aim_min: int | None = None
    most_min: int | None = None
    weekday: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A day's plan as it was frozen. It never changes; a later freeze has a higher number."""

    id: PlanVersionId
    day: date
    number: int
    frozen_at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class FrozenBlock:
    """One line of a frozen plan, with everything a later comparison needs."""

    id: int
    version_id: PlanVersionId
    start: datetime
    end: datetime
    title: str
    category: Category
    activity_id: ActivityId
    project_id: ProjectId | None = None
    task_id: TaskId | None = None

    @property
    def span(self) -> Span:
        """The stretch it takes."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class FrozenUnplaced:
    """Minutes of a task that a frozen plan had no place for, and why.

    ``remedies`` is a JSON list of what would have made room: sentence, least minutes of a block
    or null, key of what to leave out or empty. The words are in the language of the time.
    """

    id: int
    version_id: PlanVersionId
    task_id: TaskId
    minutes: int
    reason: str
    remedies: str = "[]"


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """A tracked stretch; ``end`` is None while it runs. Two never overlap."""

    id: EntryId
    start: datetime
    end: datetime | None
    zone: str
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    source: EntrySource = EntrySource.TIMER
    note: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it has not been stopped."""
        return self.end is None

    def span_at(self, now: datetime) -> Span | None:
        """Return the stretch up to its end, or up to ``now`` while it runs.

        None while nothing has passed yet, and when ``now`` lies before the start.
        """
        end = self.end if self.end is not None else now
        return Span(self.start, end) if end > self.start else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A raw sign of work, kept as it came: a heartbeat, a commit. Never edited.

    ``identity`` is the same for the same sign sent twice.
    """

    id: int
    source: str
    at: datetime
    identity: str
    project: str = ""
    by_agent: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SettingValue:
    """A setting that differs from its default; ``value`` is JSON, ``id`` the setting's name."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """A word of titles for which the user chose an activity other than the one guessed."""

    id: int
    word: str
    activity_id: ActivityId


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
    | TemplateBlock
    | Series
    | SeriesException
    | Calendar
    | CalendarEvent
    | TimeBlock
    | OwnDay
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
