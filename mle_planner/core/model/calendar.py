"""Calendars and the occurrences of their events."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import ActivityId, ProjectId

CalendarId = NewType("CalendarId", int)
AccountId = NewType("AccountId", int)


class SecretSource(StrEnum):
    """Where the password of an account comes from; it is never in the database."""

    KEYRING = "keyring"
    RUN = "run"  # known until the program ends
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class CalendarAccount:
    """An account on a CalDAV server, which may have several calendars.

    Without a ``user`` the secret is a bearer token. ``command`` prints the secret; only the
    command is stored.
    """

    id: AccountId
    server: str
    user: str
    secret_source: SecretSource
    command: str = ""
    allows_private: bool = False


class CalendarKind(StrEnum):
    """Where a calendar comes from."""

    FILE = "file"
    FEED = "feed"
    CALDAV = "caldav"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as the user set it up.

    ``address`` is the path of a file or the URL of a feed; a URL is a secret and is shown only
    through ``mask_address``. ``color`` is the name of the colour that marks its events, ""
    for none. A calendar that is not visible is neither shown nor planned around. ``refresh_min``
    is how often it is read, 0 for on demand only. ``text_sha256`` and ``read_at`` tell of the
    file it was imported from last; a fetched one has a ``CalendarSync`` instead. One of a CalDAV
    server belongs to an account.
    """

    id: CalendarId
    name: str
    address: str = ""
    text_sha256: str = ""
    read_at: datetime | None = None
    kind: CalendarKind = CalendarKind.FILE
    color: str = ""
    is_visible: bool = True
    refresh_min: int = 0
    allows_private: bool = False
    account_id: AccountId | None = None


class SyncState(StrEnum):
    """How the last reading of a fetched calendar went."""

    GOOD = "good"
    FAILED = "failed"
    HELD = "held"  # what came looks like a mistake; the copy of before is kept


class SyncProblem(StrEnum):
    """Why a calendar could not be read; ``problem_text`` says it in words."""

    NONE = ""
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too slow"
    CERTIFICATE = "certificate"
    PRIVATE_ADDRESS = "private address"
    REDIRECTS = "redirects"
    INSECURE_REDIRECT = "insecure redirect"
    CUT_OFF = "cut off"
    TOO_LARGE = "too large"
    WEB_PAGE = "web page"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not found"
    GONE = "gone"
    SIGN_IN = "sign in"
    TOO_OFTEN = "too often"
    SERVER_ERROR = "server error"
    EMPTY = "empty"
    PASSWORD = "password"
    NO_PASSWORD = "no password"
    PASSWORD_COMMAND = "password command"
    NO_ACCOUNT = "no account"
    NO_SERVER = "no server"
    READ_ONLY = "read only"
    NOT_ENCRYPTED = "not encrypted"


@dataclass(frozen=True, slots=True)
class CalendarSync:
    """What is known of fetching a calendar.

    ``read_at`` is the last attempt, ``good_at`` the last one that worked, ``next_at`` when the
    next is due. ``failures`` counts those since. ``event_count`` and ``reported_count`` are the
    events that were found and those of them that could not be read. ``etag``, ``modified`` and
    ``text_sha256`` tell whether the calendar changed.
    """

    id: int
    calendar_id: CalendarId
    state: SyncState = SyncState.GOOD
    problem: SyncProblem = SyncProblem.NONE
    read_at: datetime | None = None
    good_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    event_count: int = 0
    reported_count: int = 0
    etag: str = ""
    modified: str = ""
    text_sha256: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether what is shown is a copy of before."""
        return self.state is not SyncState.GOOD


@dataclass(frozen=True, slots=True)
class CopiedObject:
    """The text of one object of a CalDAV calendar, and what the server calls this version.

    The text is empty for one that holds no event.
    """

    etag: str
    text: bytes


@dataclass(frozen=True, slots=True)
class CopyState:
    """What the server calls the state of a CalDAV calendar that was copied; "" where nothing."""

    token: str = ""
    ctag: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence of an event in a calendar (RFC 5545), as it was expanded when read.

    Timed occurrences have ``start`` and ``end``; all-day ones have ``first_day`` and
    ``last_day`` (inclusive) and no instants, because a date is the same date in every zone. A
    floating one has no zone of its own and was placed in the user's zone. ``recurrence`` tells
    the occurrences of one ``uid`` apart. ``declined_by`` holds the addresses of the attendees that
    declined it, in lower case and apart by spaces. ``sequence`` counts the versions of the event,
    -1 where the calendar does not say. ``link`` joins its video meeting; ``note`` is the beginning
    of its description, as plain text. ``is_tentative`` is what the organizer says of it,
    ``tentative_by`` holds the addresses of those who may come.
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
    sequence: int = -1
    link: str = ""
    note: str = ""
    is_tentative: bool = False
    tentative_by: str = ""

    @property
    def span(self) -> Span | None:
        """The stretch it takes; None for all-day events and for those of no length."""
        if self.start is None or self.end is None or self.end <= self.start:
            return None
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class EventRule:
    """What the events of a calendar mean to the user; with a ``uid`` those of one series.

    None leaves a question to the rule of the calendar, and where that is None, too, to the title.
    ``is_movable`` are meetings that the user may move; ``before_min`` and ``after_min`` are kept
    free around them, to travel or prepare. Ignored ones are neither shown nor planned around.
    ``is_tracked`` ones are tracked when they end, without asking; False never proposes them.
    """

    id: int
    calendar_id: CalendarId
    uid: str = ""
    activity_id: ActivityId | None = None
    project_id: ProjectId | None = None
    is_movable: bool | None = None
    before_min: int | None = None
    after_min: int | None = None
    is_ignored: bool | None = None
    is_lunch: bool | None = None
    is_tracked: bool | None = None


@dataclass(frozen=True, slots=True)
class CancelledEvent:
    """The version (SEQUENCE) in which an event, or an occurrence of it, was cancelled.

    An older version does not bring it back.
    """

    id: int
    calendar_id: CalendarId
    uid: str
    sequence: int
