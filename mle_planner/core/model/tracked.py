"""Tracked time and evidence of work."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import ActivityId, PersonId, ProjectId, TaskId

EntryId = NewType("EntryId", int)
AwayId = NewType("AwayId", int)
JobId = NewType("JobId", int)

LONGEST_ENTRY = timedelta(days=7)
"""A timer that runs longer was forgotten and does not count as work."""

LEAST_GAP = timedelta(minutes=10)
"""Shorter untracked time counts as a short break."""

LONGEST_SIGN_S = 3600
"""The longest sign with a length, in seconds; longer ones are divided."""


class EntrySource(StrEnum):
    """The source of a tracked entry."""

    TIMER = "timer"
    MANUAL = "manual"
    CALENDAR = "calendar"
    PLAN = "plan"
    INTERRUPTION = "interruption"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """A tracked span of time; ``end`` is None while it runs. Entries never overlap.

    ``person_id`` is the person it was spent with, if its task has none. The entry of a calendar
    meeting keeps the UID of its series and its scheduled start, because the event may be gone
    later.
    """

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
    person_id: PersonId | None = None
    meeting_uid: str = ""
    scheduled_start: datetime | None = None
    scheduled_end: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has not been stopped."""
        return self.end is None

    def span_at(self, now: datetime) -> Span | None:
        """Return the span up to its end, or up to ``now`` while it runs.

        None if ``now`` is not later than the start.
        """
        end = self.end if self.end is not None else now
        return Span(self.start, end) if end > self.start else None


class AwayCause(StrEnum):
    """How the user's absence from the computer was recognised."""

    IDLE = "idle"
    LOCKED = "locked"
    ASLEEP = "asleep"
    CUT_OFF = "cut off"


class AwayAnswer(StrEnum):
    """What became of a span of time away.

    ``OPEN``: not answered yet. ``NONE``: no timer ran, so there is nothing to answer.
    """

    OPEN = ""
    NONE = "none"
    KEEP = "keep"
    DROP = "drop"
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class AwaySpan:
    """A span of time away from the computer; ``end`` is None until the return.

    It is recorded as it was observed. After the return only the user's answers change it.
    """

    id: AwayId
    start: datetime
    end: datetime | None
    cause: AwayCause
    answer: AwayAnswer = AwayAnswer.NONE

    @property
    def span(self) -> Span | None:
        """The whole span; None before the return, or if the clock was set back meanwhile."""
        is_over = self.end is not None and self.end > self.start
        return Span(self.start, self.end) if is_over and self.end is not None else None


@dataclass(frozen=True, slots=True)
class DroppedGap:
    """A span that stays without tracked time: it is not asked about again."""

    id: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A command that the machine ran by itself, such as a training run.

    It is machine time and never the user's own. ``end`` is None while it runs, and if it was killed
    together with its watcher; ``exit_code`` is None then too.
    """

    id: JobId
    start: datetime
    end: datetime | None
    zone: str
    title: str
    task_id: TaskId | None = None
    exit_code: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A raw sign of work, such as a heartbeat or a commit. Never edited.

    ``identity`` is the same for the same sign sent twice. ``length_s`` is how long it lasted,
    0 for a point in time.
    """

    id: int
    source: str
    at: datetime
    identity: str
    project: str = ""
    by_agent: bool = False
    detail: str = ""
    length_s: int = 0


DayTotalId = NewType("DayTotalId", int)


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A length of time on a day, imported from a tracker without start and end.

    It is not tracked time: it has no place on the day, and no sum of the user's time includes it.
    """

    id: DayTotalId
    day: date
    length_s: int
    title: str
    project_id: ProjectId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """An imported row of another tracker's file; the same row has the same ``identity``."""

    id: int
    identity: str


SourceId = NewType("SourceId", int)


class SourceKind(StrEnum):
    """The kind of a source of evidence."""

    GIT = "git"
    ACTIVITYWATCH = "activitywatch"


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A source that is read regularly.

    ``place`` is a folder with repositories, the URL of a server, or the path of an export file.
    ``stamp`` changes when a file does; empty for all other sources.
    """

    id: SourceId
    kind: SourceKind
    place: str
    is_paused: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class RepositoryRule:
    """The project for signs that name a repository, or a project of an editor.

    Without a rule it is the project of the same name. None: they belong to no project.
    """

    id: int
    name: str
    project_id: ProjectId | None
