"""Reads the text of a fetched calendar: only the events that changed since the last one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from hashlib import sha256

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.calendars.feed_parts import FeedParts, split_feed
from mle_planner.core.calendars.ical.reading import read_calendar_text
from mle_planner.core.calendars.ical.values import CalendarReading, ReadingLimits
from mle_planner.core.calendars.store import Calendars
from mle_planner.core.model.calendar import CalendarId, CalendarSync, KnownDigests
from mle_planner.core.session import Session

IsStopped = Callable[[], bool]
"""Asked now and then whether to give up."""

RULES = "4"
"""The version of the reader: a new one has every calendar read as a whole once."""

_DAYS_KEPT = 30
"""How far the days that are read may move on before a calendar is read as a whole again."""

_NOTHING = CalendarReading(None, 0, 0, (), (), ())

StoredState = tuple[CalendarSync | None, KnownDigests | None]
"""What is stored of the last reading of a calendar. If it differs, so may the stored events."""


@dataclass(frozen=True)
class FeedReading:
    """A calendar text as read: all of it but the events of the UIDs ``kept``, which are as before.

    ``window`` are the days of the occurrences, the second one excluded.
    """

    reading: CalendarReading
    window: tuple[date, date]
    kept: Collection[str]
    found: int
    digests: frozenset[bytes] | None
    text_sha256: str
    state: StoredState


class FeedReader:
    """Reads texts of one calendar: only the events that changed since the last one, if it can."""

    def __init__(self, session: Session, calendar_id: CalendarId, is_stopped: IsStopped) -> None:
        self._zone = session.clock.zone.key
        self._is_stopped = is_stopped
        self._window = Calendars(session).window(None, None)
        self._known: frozenset[bytes] | None = None
        self.state = stored_state(session, calendar_id)
        found = self.state[1]
        if found is not None and found.reading.startswith(f"{RULES} {self._zone} "):
            first, last = (date.fromisoformat(day) for day in found.reading.split()[2:])
            if 0 <= (self._window[0] - first).days <= _DAYS_KEPT:
                self._known = found.digests
                self._window = (first, last)

    @property
    def knows_events(self) -> bool:
        """Whether the stored events need not all be read again."""
        return self._known is not None

    def read(self, data: bytes) -> FeedReading:
        """Read a text in the bounded process; raises ``CalendarError``."""
        parts = split_feed(data) if len(data) <= ReadingLimits().size_bytes else None
        if parts is not None and self._known is not None:
            changed = [uid for uid, digest in parts.digests.items() if digest not in self._known]
            reading = self._ask(parts.text_of(changed)) if changed else _NOTHING
            if reading.found == sum(len(parts.groups[uid]) for uid in changed):
                kept, digests = parts.groups.keys() - changed, _digests(parts, reading)
                return self._answer(data, reading, kept, len(parts.events), digests)
            # else the reader sees other events than were split
        reading = self._ask(data)
        is_whole = parts is not None and reading.found == len(parts.events)
        whole = _digests(parts, reading) if parts is not None and is_whole else None
        return self._answer(data, reading, frozenset(), reading.found, whole)

    def _ask(self, data: bytes) -> CalendarReading:
        first, last = self._window
        return read_calendar_text(data, first, last, zone=self._zone, is_stopped=self._is_stopped)

    def _answer(
        self, data: bytes, reading: CalendarReading, kept: Collection[str], found: int,
        digests: frozenset[bytes] | None,
    ) -> FeedReading:  # fmt: skip
        digest = sha256(data).hexdigest()
        return FeedReading(reading, self._window, kept, found, digests, digest, self.state)


def _digests(parts: FeedParts, reading: CalendarReading) -> frozenset[bytes]:
    """Return the digests of what was read; events with a report are read again each time."""
    by_line = parts.uid_of_line() if reading.reported else {}
    again = {by_line.get(report.line) for report in reading.reported}
    if None in again:
        return frozenset()
    return frozenset(digest for uid, digest in parts.digests.items() if uid not in again)


def stored_state(session: Session, calendar_id: CalendarId) -> StoredState:
    """Return what is stored of the last reading of a calendar."""
    store = session.store
    return store.calendar_sync(calendar_id), store.calendar_digests.of(calendar_id)
