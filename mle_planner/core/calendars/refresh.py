"""Reads a calendar that is fetched: what changed is read and recorded, without an undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import sha256
from secrets import token_hex

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.calendars.event_changes import event_changes
from mle_planner.core.calendars.feed_reading import (
    RULES,
    FeedReader,
    FeedReading,
    IsStopped,
    StoredState,
    stored_state,
)
from mle_planner.core.calendars.feeds import (
    ChangedMeanwhileError,
    FeedError,
    Fetched,
    Validators,
    fetch_feed,
)
from mle_planner.core.calendars.ical.values import (
    CalendarError,
    ReadingStoppedError,
    ReadOccurrence,
)
from mle_planner.core.edits import Change, replace_record
from mle_planner.core.model.calendar import (
    Calendar,
    CalendarId,
    CalendarKind,
    CalendarSync,
    KnownDigests,
    SyncProblem,
    SyncState,
)
from mle_planner.core.session import Session
from mle_planner.core.zone_rules import remember_zones

_UNFINISHED = "unfinished"
"""Instead of ``RULES``, until all parts of a calendar that is read are stored."""

_MOST_TRIES = 3
"""How often a calendar is read again because it was changed or restored meanwhile."""

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


def _fetch(
    session: Session, calendar: Calendar, known: Validators, is_stopped: IsStopped
) -> Fetched:
    """Fetch a calendar in the way of its kind."""
    if calendar.kind is CalendarKind.CALDAV:
        from mle_planner.core.calendars.caldav_calendar import fetch_from_account

        return fetch_from_account(session, calendar, is_stopped)
    return fetch_feed(calendar.address, known, allows_private=calendar.allows_private)


def refresh_calendar(
    session: Session, calendar: Calendar, *, is_asked: bool, is_stopped: IsStopped
) -> RefreshReport:
    """Read a calendar again; what goes wrong is recorded, and the copy of before is kept.

    An empty answer is mostly a server's mistake. It is reported and the events are kept; they go
    only where the user then asks for this calendar again.
    """
    for _try in range(_MOST_TRIES):
        try:
            return _refresh(session, calendar, is_asked=is_asked, is_stopped=is_stopped)
        except ChangedMeanwhileError:
            continue
    return RefreshReport(calendar, RefreshOutcome.UNCHANGED, _sync(session, calendar.id))


def _refresh(
    session: Session, calendar: Calendar, *, is_asked: bool, is_stopped: IsStopped
) -> RefreshReport:
    reader = FeedReader(session, calendar.id, is_stopped)
    sync = reader.state[0] or CalendarSync(0, calendar.id)
    known = Validators(sync.etag, sync.modified) if reader.knows_events else Validators()
    try:
        fetched = _fetch(session, calendar, known, is_stopped)
        if fetched.data is None or (
            reader.knows_events and sha256(fetched.data).hexdigest() == sync.text_sha256
        ):
            return _keep_copy(session, calendar, reader.state, fetched.validators)
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


def store_feed(
    session: Session, calendar: Calendar, read: FeedReading, validators: Validators
) -> RefreshReport:
    """Record what was read, a part at a time; an interrupted reading starts over.

    Raises ``ChangedMeanwhileError`` if the calendar was read or restored after this reading began:
    what was read is compared with another state then.
    """
    counts = [0, 0, 0]
    by_uid: dict[str, list[ReadOccurrence]] = {}
    for occurrence in read.reading.occurrences:
        by_uid.setdefault(occurrence.uid, []).append(occurrence)
    uids = (session.store.events.uids(calendar.id) | by_uid.keys()) - set(read.kept)
    span = PlanningDays(session.clock.zone).range(read.window[0], read.window[1] - DAY)
    batches = list(_batches(sorted(uids), by_uid)) or [[]]

    def facts(
        batch: list[str], before: StoredState, after: KnownDigests | None
    ) -> Iterable[Change]:
        if session.store.get(Calendar, calendar.id) is None:
            return ()  # removed meanwhile
        _refuse_changed(session, calendar, before)
        changes = _changes_of(session, calendar.id, batch, by_uid, span)
        for change in changes:
            counts[0 if change.before is None else 2 if change.after is None else 1] += 1
        if after is None:
            return (*changes, *_finish(session, calendar, read, validators))
        session.store.calendar_digests.keep(calendar.id, after.reading, ())
        return changes

    sync, digests = read.state
    for batch in batches[:-1]:
        stored_part = KnownDigests(f"{_UNFINISHED} {token_hex(8)}", frozenset())
        session.record(partial(facts, batch, (sync, digests), stored_part))
        digests = stored_part
    session.record(partial(facts, batches[-1], (sync, digests), None))
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
        reading = f"{RULES} {session.clock.zone.key} {first} {last}"
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


def _keep_copy(
    session: Session, calendar: Calendar, state: StoredState, validators: Validators
) -> RefreshReport:
    def facts() -> tuple[Change, ...]:
        _refuse_changed(session, calendar, state)
        return _sync_change(
            session, calendar, lambda before: _good(session, calendar, before, validators)
        )

    session.record(facts)
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
    known = before or CalendarSync(session.store.new_id(CalendarSync), calendar.id)
    return replace_record(before, change(known))


def _refuse_changed(session: Session, calendar: Calendar, state: StoredState) -> None:
    is_there = session.store.get(Calendar, calendar.id) is not None
    if is_there and stored_state(session, calendar.id) != state:
        raise ChangedMeanwhileError


def _sync(session: Session, calendar_id: CalendarId) -> CalendarSync:
    return session.store.calendar_sync(calendar_id) or CalendarSync(0, calendar_id)


def next_reading(session: Session, calendar: Calendar, wait_s: int = 0) -> datetime | None:
    """Return when a calendar is read next; None for one that is read on demand only."""
    if not calendar.refresh_min:
        return None
    wait = max(timedelta(minutes=calendar.refresh_min), timedelta(seconds=wait_s))
    return session.now() + wait
