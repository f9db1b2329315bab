"""Reads a calendar that is fetched: what changed is read and recorded, without an undo step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.calendars.event_changes import event_changes
from mle_planner.core.calendars.feed_parts import FeedParts, split_feed
from mle_planner.core.calendars.feeds import FeedError, Fetched, Validators, fetch_feed
from mle_planner.core.calendars.ical.reading import read_calendar_text
from mle_planner.core.calendars.ical.values import (
    CalendarError,
    CalendarReading,
    ReadingLimits,
    ReadingStoppedError,
)
from mle_planner.core.calendars.store import Calendars
from mle_planner.core.edits import Change, replace_record
from mle_planner.core.model.calendar import (
    Calendar,
    CalendarId,
    CalendarKind,
    CalendarSync,
    SyncProblem,
    SyncState,
)
from mle_planner.core.zone_rules import remember_zones

if TYPE_CHECKING:
    from mle_planner.core.calendars.ical.values import ReadOccurrence
    from mle_planner.core.session import Session


IsStopped = Callable[[], bool]
"""Asked now and then whether to give up."""

_RULES = "4"
"""The version of the reader: a new one has every calendar read as a whole once."""

_DAYS_KEPT = 30
"""How far the days that are read may move on before a calendar is read as a whole again."""

_BATCH_UIDS, _BATCH_EVENTS = 200, 400
"""How much one transaction stores, so that the window never waits for it."""


class RefreshOutcome(StrEnum):
    """How reading a calendar ended."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True)
class RefreshReport:
    """The result of reading a calendar; the numbers count stored occurrences."""

    calendar: Calendar
    outcome: RefreshOutcome
    sync: CalendarSync
    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class FeedReading:
    """A calendar text as read: the occurrences of ``uids``, and which UIDs there are at all.

    ``all_uids`` is None where the whole was read. ``window`` are the days of the occurrences, the
    second one excluded.
    """

    reading: CalendarReading
    window: tuple[date, date]
    uids: Collection[str] | None
    all_uids: Collection[str] | None
    found: int
    digests: frozenset[bytes] | None
    text_sha256: str


def fetch_from_address(calendar: Calendar, known: Validators) -> Fetched:
    """Fetch the calendar of an address; see ``fetch_feed``."""
    return fetch_feed(calendar.address, known, allows_private=calendar.allows_private)


def _fetch(
    session: Session, calendar: Calendar, known: Validators, is_stopped: IsStopped
) -> Fetched:
    """Fetch a calendar in the way of its kind."""
    if calendar.kind is CalendarKind.CALDAV:
        from mle_planner.core.calendars.caldav_calendar import fetch_from_account

        return fetch_from_account(session, calendar, is_stopped)
    return fetch_from_address(calendar, known)


def refresh_calendar(
    session: Session,
    calendar: Calendar,
    *,
    is_asked: bool,
    is_stopped: IsStopped,
) -> RefreshReport:
    """Read a calendar again; what goes wrong is recorded, and the copy of before is kept.

    An empty answer is mostly a server's mistake. It is reported and the events are kept; they go
    only where the user then asks for this calendar again.
    """
    reader = FeedReader(session, calendar.id, is_stopped)
    sync = _sync(session, calendar.id)
    known = Validators(sync.etag, sync.modified) if reader.knows_events else Validators()
    try:
        fetched = _fetch(session, calendar, known, is_stopped)
        if fetched.data is None:
            return _keep_copy(session, calendar, fetched.validators)
        if reader.knows_events and sha256(fetched.data).hexdigest() == sync.text_sha256:
            return _keep_copy(session, calendar, fetched.validators)
        read = reader.read(fetched.data)
    except FeedError as error:
        return record_failure(session, calendar, error.problem, wait_s=error.wait_s)
    except ReadingStoppedError:
        raise
    except CalendarError:
        return record_failure(session, calendar, SyncProblem.UNREADABLE)
    is_confirmed = is_asked and sync.state is SyncState.HELD
    if not read.found and sync.event_count and not is_confirmed:
        return record_failure(session, calendar, SyncProblem.EMPTY)
    return store_feed(session, calendar, read, fetched.validators)


class FeedReader:
    """Reads texts of one calendar: only the events that changed since the last one, if it can."""

    def __init__(self, session: Session, calendar_id: CalendarId, is_stopped: IsStopped) -> None:
        self._zone = session.clock.zone.key
        self._is_stopped = is_stopped
        self._window = Calendars(session).window(None, None)
        self._known: frozenset[bytes] | None = None
        found = session.store.calendar_digests.of(calendar_id)
        if found is not None:
            rules, zone, first, last = found.reading.split()
            moved = (self._window[0] - date.fromisoformat(first)).days
            if (rules, zone) == (_RULES, self._zone) and 0 <= moved <= _DAYS_KEPT:
                self._known = found.digests
                self._window = (date.fromisoformat(first), date.fromisoformat(last))

    @property
    def knows_events(self) -> bool:
        """Whether the stored events need not all be read again."""
        return self._known is not None

    def read(self, data: bytes) -> FeedReading:
        """Read a text in the bounded process; raises ``CalendarError``."""
        parts = split_feed(data) if len(data) <= ReadingLimits().size_bytes else None
        if parts is not None and self._known is not None:
            read = self._read_changed(data, parts, self._known)
            if read is not None:
                return read
        reading = self._ask(data)
        is_whole = parts is not None and reading.found == len(parts.events)
        digests = _digests(parts, reading) if parts is not None and is_whole else None
        return self._answer(data, reading, None, None, reading.found, digests)

    def _read_changed(
        self, data: bytes, parts: FeedParts, known: frozenset[bytes]
    ) -> FeedReading | None:
        """Read what is not known; None where the reader sees other events than were split."""
        changed = [uid for uid, digest in parts.digests.items() if digest not in known]
        reading = self._ask(parts.text_of(changed)) if changed else CalendarReading(
            None, 0, 0, (), (), ()
        )  # fmt: skip
        if reading.found != sum(len(parts.groups[uid]) for uid in changed):
            return None
        return self._answer(
            data, reading, changed, parts.groups, len(parts.events), _digests(parts, reading)
        )

    def _ask(self, data: bytes) -> CalendarReading:
        first, last = self._window
        return read_calendar_text(data, first, last, zone=self._zone, is_stopped=self._is_stopped)

    def _answer(
        self,
        data: bytes,
        reading: CalendarReading,
        uids: Collection[str] | None,
        all_uids: Collection[str] | None,
        found: int,
        digests: frozenset[bytes] | None,
    ) -> FeedReading:
        digest = sha256(data).hexdigest()
        return FeedReading(reading, self._window, uids, all_uids, found, digests, digest)


def _digests(parts: FeedParts, reading: CalendarReading) -> frozenset[bytes]:
    """Return the digests of what was read; events with a report are read again each time."""
    by_line = parts.uid_of_line() if reading.reported else {}
    again = {by_line.get(report.line) for report in reading.reported}
    if None in again:
        return frozenset()
    return frozenset(digest for uid, digest in parts.digests.items() if uid not in again)


def store_feed(
    session: Session, calendar: Calendar, read: FeedReading, validators: Validators
) -> RefreshReport:
    """Record what was read, a part at a time; an interrupted reading starts over."""
    counts = [0, 0, 0]
    by_uid: dict[str, list[ReadOccurrence]] = {}
    for occurrence in read.reading.occurrences:
        by_uid.setdefault(occurrence.uid, []).append(occurrence)
    stored = session.store.events.uids(calendar.id)
    if read.all_uids is None or read.uids is None:
        uids = stored | by_uid.keys()
    else:
        uids = {*read.uids, *(stored - set(read.all_uids))}
    span = PlanningDays(session.clock.zone).range(read.window[0], read.window[1] - DAY)
    batches = list(_batches(sorted(uids), by_uid)) or [[]]
    for place, batch in enumerate(batches):
        is_last = place == len(batches) - 1

        def facts(batch: list[str] = batch, is_last: bool = is_last) -> Iterable[Change]:
            if session.store.get(Calendar, calendar.id) is None:
                return ()  # removed meanwhile
            changes = _changes_of(session, calendar.id, batch, by_uid, span)
            for change in changes:
                counts[0 if change.before is None else 2 if change.after is None else 1] += 1
            if not is_last:
                session.store.calendar_digests.forget(calendar.id)
                return changes
            return (*changes, *_finish(session, calendar, read, validators))

        session.record(facts)
    added, changed, removed = counts
    outcome = RefreshOutcome.CHANGED if any(counts) else RefreshOutcome.UNCHANGED
    return RefreshReport(calendar, outcome, _sync(session, calendar.id), added, changed, removed)


def _batches(
    uids: Iterable[str], by_uid: Mapping[str, list[ReadOccurrence]]
) -> Iterator[list[str]]:
    batch: list[str] = []
    events = 0
    for uid in uids:
        batch.append(uid)
        events += len(by_uid.get(uid, ()))
        if len(batch) >= _BATCH_UIDS or events >= _BATCH_EVENTS:
            yield batch
            batch, events = [], 0
    if batch:
        yield batch


def _changes_of(
    session: Session,
    calendar_id: CalendarId,
    uids: list[str],
    by_uid: Mapping[str, list[ReadOccurrence]],
    span: Span,
) -> tuple[Change, ...]:
    stored = session.store.events.of(calendar_id, uids)
    occurrences = [occurrence for uid in uids for occurrence in by_uid.get(uid, ())]
    remember_zones(session, {occurrence.zone or "" for occurrence in occurrences})
    return event_changes(session, calendar_id, stored, occurrences, span)


def _finish(
    session: Session, calendar: Calendar, read: FeedReading, validators: Validators
) -> tuple[Change, ...]:
    if read.digests is not None:
        first, last = (day.isoformat() for day in read.window)
        reading = f"{_RULES} {session.clock.zone.key} {first} {last}"
        session.store.calendar_digests.keep(calendar.id, reading, read.digests)
    else:
        session.store.calendar_digests.forget(calendar.id)
    return _sync_change(
        session,
        calendar,
        lambda before: replace(
            _good(session, calendar, before, validators),
            event_count=read.found,
            reported_count=len(read.reading.reported),
            text_sha256=read.text_sha256,
        ),
    )


def _keep_copy(session: Session, calendar: Calendar, validators: Validators) -> RefreshReport:
    session.record(
        lambda: _sync_change(
            session, calendar, lambda before: _good(session, calendar, before, validators)
        )
    )
    return RefreshReport(calendar, RefreshOutcome.UNCHANGED, _sync(session, calendar.id))


def _good(
    session: Session, calendar: Calendar, before: CalendarSync, validators: Validators
) -> CalendarSync:
    now = session.now()
    return replace(
        before,
        state=SyncState.GOOD,
        problem=SyncProblem.NONE,
        read_at=now,
        good_at=now,
        next_at=next_reading(session, calendar),
        failures=0,
        etag=validators.etag,
        modified=validators.modified,
    )


def record_failure(
    session: Session, calendar: Calendar, problem: SyncProblem, *, wait_s: int = 0
) -> RefreshReport:
    """Record why a calendar could not be read; it is tried again when it is next due.

    A server that asks to wait is not asked before.
    """
    state = SyncState.HELD if problem is SyncProblem.EMPTY else SyncState.FAILED

    def facts() -> tuple[Change, ...]:
        return _sync_change(
            session,
            calendar,
            lambda before: replace(
                before,
                state=state,
                problem=problem,
                read_at=session.now(),
                next_at=next_reading(session, calendar, wait_s),
                failures=before.failures + 1,
            ),
        )

    session.record(facts)
    outcome = RefreshOutcome.HELD if state is SyncState.HELD else RefreshOutcome.FAILED
    return RefreshReport(calendar, outcome, _sync(session, calendar.id))


def _sync_change(
    session: Session, calendar: Calendar, change: Callable[[CalendarSync], CalendarSync]
) -> tuple[Change, ...]:
    if session.store.get(Calendar, calendar.id) is None:
        return ()  # removed meanwhile
    before = session.store.calendar_sync(calendar.id)
    if before is None:
        return (
            Change(None, change(CalendarSync(session.store.new_id(CalendarSync), calendar.id))),
        )
    return replace_record(before, change(before))


def _sync(session: Session, calendar_id: CalendarId) -> CalendarSync:
    return session.store.calendar_sync(calendar_id) or CalendarSync(0, calendar_id)


def next_reading(session: Session, calendar: Calendar, wait_s: int = 0) -> datetime | None:
    """Return when a calendar is read next; None for one that is read on demand only."""
    if not calendar.refresh_min:
        return None
    wait = max(timedelta(minutes=calendar.refresh_min), timedelta(seconds=wait_s))
    return session.now() + wait
