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
    """The source of an account's password, which is never in the database."""

    KEYRING = "keyring"
    RUN = "run"  # kept until the program ends
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
    """The source of a calendar."""

    FILE = "file"
    FEED = "feed"
    CALDAV = "caldav"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as the user set it up.

    ``address`` is the path of a file or the URL of a feed; a URL is a secret and is shown only
    through ``mask_address``. ``color`` is the name of the colour that marks its events, "" for
    none. A calendar that is not visible is neither shown nor planned around. ``refresh_min`` is the
    interval at which it is read, 0 for on demand only. ``text_sha256`` and ``read_at`` belong to
    the file it was last imported from; a fetched calendar has a ``CalendarSync`` instead. A
    calendar of a CalDAV server belongs to an account.
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
    """The result of the last reading of a fetched calendar."""

    GOOD = "good"
    FAILED = "failed"
    HELD = "held"  # the new content looks like a mistake; the former copy is kept


class SyncProblem(StrEnum):
    """Why a calendar could not be read; ``problem_text`` returns it in words."""

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
    """The state of fetching a calendar.

    ``read_at`` is the last attempt, ``good_at`` the last one that worked, ``next_at`` when the next
    is due. ``failures`` counts the failed ones since. ``event_count`` is the number of events
    found, ``reported_count`` the number of those that could not be read. ``etag``, ``modified`` and
    ``text_sha256`` show whether the calendar changed.
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
        """Whether a former copy is shown."""
        return self.state is not SyncState.GOOD


@dataclass(frozen=True, slots=True)
class CopiedObject:
    """The text of one object of a CalDAV calendar, and the server's name for this version.

    The text is empty for an object without an event.
    """

    etag: str
    text: bytes


@dataclass(frozen=True, slots=True)
class CopyState:
    """The server's name for the state of a copied CalDAV calendar; "" if it is unknown."""

    token: str = ""
    ctag: str = ""


@dataclass(frozen=True, slots=True)
class KnownDigests:
    """How a calendar was read (its days and zone), and a digest of the events of each UID."""

    reading: str
    digests: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence of an event in a calendar (RFC 5545), as it was expanded when read.

    Timed occurrences have ``start`` and ``end``; all-day ones have ``first_day`` and ``last_day``
    (inclusive) and no instants, because a date is the same date in every zone. A floating one has
    no zone and was placed in the user's zone. ``recurrence`` distinguishes the
    occurrences of one ``uid``. ``declined_by`` holds the addresses of the attendees who declined
    it, in lower case and separated by spaces. ``sequence`` counts the versions of the event, -1 if
    the calendar has none. ``link`` joins its video meeting; ``note`` is the beginning of its
    description, as plain text. ``is_tentative`` is set by the organizer; ``tentative_by`` holds the
    addresses of attendees who may come.
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
        """The time it takes; None for all-day events and for those of no length."""
        if self.start is None or self.end is None or self.end <= self.start:
            return None
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class EventRule:
    """What the events of a calendar mean to the user; with a ``uid`` those of one series.

    None leaves a value to the rule of the calendar and, if that is None too, to the title.
    ``is_movable`` meetings may be moved by the user; ``before_min`` and ``after_min`` are kept free
    around them, to travel or prepare. Ignored events are neither shown nor planned around.
    ``is_tracked`` events are tracked when they end, without asking; False never proposes them.
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
