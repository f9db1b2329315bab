"""Imports calendar files: reads them in another process, stores the difference as one edit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.progress import Tell, ignore_progress, part_of, with_progress
from mle_planner.core.base.spans import DAY
from mle_planner.core.calendars.event_changes import event_changes
from mle_planner.core.edits import Change, Edit, remove_records, replace_record
from mle_planner.core.i18n.gettext import _, planner_error, plural
from mle_planner.core.model.calendar import (
    Calendar,
    CalendarAccount,
    CalendarEvent,
    CalendarId,
    CalendarKind,
    CancelledEvent,
    EventRule,
)
from mle_planner.core.model.publication import Publication
from mle_planner.core.model.records import Record
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session
from mle_planner.core.typed.title import one_line
from mle_planner.core.zone_rules import remember_zones

if TYPE_CHECKING:
    from mle_planner.core.calendars.ical.values import CalendarReading, ReadOccurrence, Reported

_READ, _COMPARED = 0.55, 0.7
"""The usual shares of an import: reading the file, comparing what it holds (the rest: writing)."""

YEARS_BACK, YEARS_AHEAD = 1, 2
"""The window that is read where none is named: long enough to plan and review in."""


class UnclearCalendarError(PlannerError):
    """A file of which it is not clear whether it is a calendar that is known.

    It has the events of one under another name, or the name of one and none of its events.
    """

    def __init__(self, title: str, calendar: str) -> None:
        """``calendar`` is the name of the known calendar, ``title`` that of the one in the file."""
        self.calendar, self.has_same_events = calendar, title != calendar
        said = (
            _(
                "{title} has the same events as the calendar {calendar}. Nothing was imported; "
                "update that calendar, or choose another name.",
                title=title,
                calendar=calendar,
            )
            if self.has_same_events
            else _(
                "The calendar {calendar} came from another file and has other events. Nothing was "
                "imported; update that calendar, or choose another name.",
                calendar=calendar,
            )
        )
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import found and did.

    Every event of the file is imported or reported. ``added``, ``changed`` and ``removed``
    count stored occurrences; all zero means that the calendar was up to date.
    """

    name: str
    found: int
    imported: int
    reported: tuple[Reported, ...]
    notes: tuple[str, ...]
    occurrences: tuple[ReadOccurrence, ...]
    added: int
    changed: int
    removed: int


class Calendars(Domain):
    """The calendars that were read from files."""

    def all(self) -> tuple[Calendar, ...]:
        """Return the calendars by id."""
        return tuple(self._session.store.all(Calendar))

    def read_file(
        self,
        path: Path,
        *,
        first: date | None = None,
        last: date | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
        tell: Tell = ignore_progress,
    ) -> CalendarReading:
        """Read a file without storing anything; safe to call beside the window.

        ``first`` through ``last`` are the days whose occurrences are wanted.
        """
        from mle_planner.core.calendars.ical.reading import read_calendar_file

        start, end = self.window(first, last)
        zone = self._session.clock.zone.key
        return read_calendar_file(path, start, end, zone=zone, is_stopped=is_stopped, tell=tell)

    def window(self, first: date | None, last: date | None) -> tuple[date, date]:
        """Return the days to read, the second one excluded."""
        today = self._session.today()
        start = first or today - timedelta(days=365 * YEARS_BACK)
        end = (last + DAY) if last else today + timedelta(days=365 * YEARS_AHEAD)
        if start >= end:
            raise planner_error(
                "The range of days ends before it begins. Nothing was imported; swap the dates."
            )
        return start, end

    def import_file(
        self,
        path: Path,
        *,
        name: str | None = None,
        first: date | None = None,
        last: date | None = None,
        dry_run: bool = False,
        is_stopped: Callable[[], bool] = lambda: False,
        tell: Tell = ignore_progress,
    ) -> ImportReport:
        """Read a file and store its occurrences as one edit.

        A calendar of the same name is brought up to date: reading a file twice changes
        nothing. Raises ``PlannerError`` with nothing changed where the file is refused, or given
        up because ``is_stopped``. ``tell`` is called with the share that is done.
        """

        def tell_or_stop(share: float) -> None:
            if is_stopped():
                from mle_planner.core.calendars.ical.reading import reading_stopped

                raise reading_stopped()
            tell(share)

        reading = self.read_file(
            path,
            first=first,
            last=last,
            is_stopped=is_stopped,
            tell=part_of(tell_or_stop, 0, _READ),
        )
        return self._store(reading, path, name, (first, last), dry_run, tell_or_stop)

    def import_again(
        self, calendars: Iterable[Calendar], is_stopped: Callable[[], bool] = lambda: False
    ) -> dict[CalendarId, ImportReport | PlannerError]:
        """Read the files again from which some calendars were imported, each as one edit.

        Returns what each reading did, or why it failed. Calendars of no file are left out.
        """
        done: dict[CalendarId, ImportReport | PlannerError] = {}
        for calendar in calendars:
            if calendar.kind is CalendarKind.FILE and calendar.address:
                path = Path(calendar.address)
                try:
                    found = self.import_file(path, name=calendar.name, is_stopped=is_stopped)
                    done[calendar.id] = found
                except PlannerError as error:
                    done[calendar.id] = error
        return done

    def _store(
        self,
        reading: CalendarReading,
        path: Path,
        name: str | None,
        days: tuple[date | None, date | None],
        dry_run: bool,
        tell: Tell,
    ) -> ImportReport:
        """Store what was read from a file; see ``import_file``.

        Without a name anywhere the file gives its own. Raises ``UnclearCalendarError`` where no
        name was asked for and it is not clear whether the file is a calendar that is known. An
        event that is stored in a newer version stays.
        """
        title = one_line(name or reading.name or path.stem) or "Calendar"
        # whole dates, as the reader takes them, wherever the user's own day begins
        first, end = self.window(*days)
        window = PlanningDays(self._session.clock.zone).range(first, end - DAY)

        def intention() -> tuple[Edit, ImportReport]:
            if not name:
                self._refuse_unclear(title, path, reading)
            calendar_changes, calendar = self._calendar(title, path, reading)
            count = len(reading.occurrences)
            occurrences = with_progress(reading.occurrences, count, part_of(tell, _READ, _COMPARED))
            stored = self._session.store.events.of(calendar.id)
            cancelled = self._cancelled_versions(calendar)
            older = _older_versions(
                (*stored, *cancelled.values()), (*reading.occurrences, *reading.cancelled)
            )
            newer = (each for each in occurrences if each.uid not in older)
            events = event_changes(self._session, calendar.id, stored, newer, window, kept=older)
            traces = self._cancelled_changes(calendar, reading, cancelled, older)
            changes = () if dry_run else (*calendar_changes, *events, *traces)
            if not dry_run:
                zones = {occurrence.zone or "" for occurrence in reading.occurrences}
                remember_zones(self._session, zones)
            report = ImportReport(
                title,
                reading.found,
                reading.imported,
                reading.reported,
                (*reading.notes, *_older_notes(older)),
                reading.occurrences,
                added=sum(one.before is None for one in events),
                changed=sum(None not in (one.before, one.after) for one in events),
                removed=sum(one.after is None for one in events),
            )
            return Edit(Summary(Operation.IMPORT, title), changes), report

        return self._session.carry_out(intention, tell=part_of(tell, _COMPARED, 1))

    def remove(self, calendar_id: CalendarId) -> None:
        """Remove a calendar with its events; the file or server it came from is untouched.

        The account of the last of its calendars goes with it, and its password.
        """
        left: list[CalendarAccount] = []

        def intention() -> Edit:
            store = self._session.store
            calendar = self._session.existing(Calendar, calendar_id)
            sync = store.calendar_sync(calendar_id)
            gone: list[Record] = [
                *store.where(EventRule, calendar_id=calendar_id),
                *store.where(CancelledEvent, calendar_id=calendar_id),
                *store.events.of(calendar_id),
                calendar,
            ]
            if sync is not None:
                gone.insert(0, sync)
            left.extend(_last_account(self._session, calendar))
            return Edit(Summary(Operation.REMOVE, calendar.name), remove_records([*gone, *left]))

        self._session.carry_out(intention)
        published = {each.user for each in self._session.store.all(Publication) if each.is_remote}
        for account in left:
            if account.user in published:
                continue  # the plan may be published with its password
            from mle_planner.core.calendars.passwords import forget_password

            forget_password(account)

    # -- inside ----------------------------------------------------------------------------

    def _calendar(
        self, title: str, path: Path, reading: CalendarReading
    ) -> tuple[tuple[Change, ...], Calendar]:
        """Return the calendar of a name, new or updated, and the changes that store it."""
        digest = _digest(reading)
        before = next((found for found in self.all() if found.name == title), None)
        if before is not None and before.kind is not CalendarKind.FILE:
            raise planner_error(
                "{title} is a calendar that is read from its address. Nothing was imported; "
                "choose another name.",
                title=title,
            )
        if before is not None and before.text_sha256 == digest:
            return (), before
        known = before or Calendar(CalendarId(self._session.store.new_id(Calendar)), title, "")
        now, address = self._session.now(), str(path.absolute())
        after = replace(known, address=address, text_sha256=digest, read_at=now)
        return replace_record(before, after), after

    def _refuse_unclear(self, title: str, path: Path, reading: CalendarReading) -> None:
        """Refuse a file that may or may not be a known calendar.

        "x (1).ics" without a name in it is a newer "x". An "x.ics" from another folder may be
        another calendar, and all events of "x" would be removed.
        """
        uids = {occurrence.uid for occurrence in reading.occurrences}
        calendars = self.all()
        same = next((found for found in calendars if found.name == title), None)
        if same is not None:
            stored = self._uids_of(same)
            known = stored | self._cancelled_versions(same).keys()
            is_other = known.isdisjoint(uids | {each.uid for each in reading.cancelled})
            if stored and is_other and same.address != str(path.absolute()):
                raise UnclearCalendarError(title, title)
        elif uids and not reading.name:
            for other in calendars:
                if 2 * len(uids & self._uids_of(other)) >= len(uids):
                    raise UnclearCalendarError(title, other.name)

    def _uids_of(self, calendar: Calendar) -> set[str]:
        return {event.uid for event in self._session.store.events.of(calendar.id)}

    def _cancelled_versions(self, calendar: Calendar) -> dict[str, CancelledEvent]:
        found = self._session.store.where(CancelledEvent, calendar_id=calendar.id)
        return {each.uid: each for each in found}

    def _cancelled_changes(
        self,
        calendar: Calendar,
        reading: CalendarReading,
        known: Mapping[str, CancelledEvent],
        older: Collection[str],
    ) -> Iterator[Change]:
        """Yield the changes that store which versions of events were cancelled."""
        for uid, version in _versions(reading.cancelled).items():
            before = known.get(uid)
            if uid in older or (before is not None and before.sequence >= version):
                continue
            number = before.id if before else self._session.store.new_id(CancelledEvent)
            yield from replace_record(before, CancelledEvent(number, calendar.id, uid, version))


def _last_account(session: Session, calendar: Calendar) -> Iterable[CalendarAccount]:
    """Yield the account of a calendar if no other calendar belongs to it."""
    number = calendar.account_id
    if number is None or any(
        other.account_id == number and other.id != calendar.id
        for other in session.store.all(Calendar)
    ):
        return
    account = session.store.get(CalendarAccount, number)
    if account is not None:
        yield account


def _older_versions(
    stored: Iterable[CalendarEvent | CancelledEvent], read: Iterable[ReadOccurrence]
) -> frozenset[str]:
    """Return the UIDs that are stored in a newer version (SEQUENCE) than the one read."""
    known = _versions(stored)
    return frozenset(uid for uid, one in _versions(read).items() if one < known.get(uid, -1))


def _versions(events: Iterable[CalendarEvent | CancelledEvent | ReadOccurrence]) -> dict[str, int]:
    """Return the highest SEQUENCE of each UID that has any."""
    found: dict[str, int] = {}
    for event in events:
        if event.sequence >= 0:
            found[event.uid] = max(event.sequence, found.get(event.uid, -1))
    return found


def _older_notes(older: frozenset[str]) -> tuple[str, ...]:
    if not older:
        return ()
    note = plural(
        "{count} event is older in this file than in the calendar and was left as it is.",
        "{count} events are older in this file than in the calendar and were left as they are.",
        len(older),
    )
    return (note,)


def _digest(reading: CalendarReading) -> str:
    import hashlib

    return hashlib.sha256(repr(reading).encode("utf-8", "backslashreplace")).hexdigest()
