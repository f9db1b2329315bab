"""Reads and writes records; every write is part of one transaction.

A reader gets records, never rows. What a read costs does not grow with the years of data:
days and weeks are looked up by index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.progress import Tell, ignore_progress, with_progress
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.calendar import CalendarId, CalendarSync
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.records import Record, WeekNote
from mle_planner.core.model.tracked import LONGEST_ENTRY, AwaySpan, DroppedGap, Job, TimeEntry
from mle_planner.core.model.work import Task
from mle_planner.core.storage.calendar_caches import CalendarCopies, CalendarDigests
from mle_planner.core.storage.calendar_events import StoredEvents
from mle_planner.core.storage.database import (
    FILE_NAME,
    FileIdentity,
    count_up,
    database_fault,
    file_identity,
    one_reading,
    refuse_replaced,
    transaction,
)
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.evidence import StoredEvidence
from mle_planner.core.storage.frozen_plans import FrozenPlans
from mle_planner.core.storage.place import place_notice, place_of
from mle_planner.core.storage.published_events import PublishedEvents
from mle_planner.core.storage.quick_check import quick_check
from mle_planner.core.storage.read_only import open_or_read_only
from mle_planner.core.storage.record_reader import RecordReader, marks_of, seconds, sharing
from mle_planner.core.storage.rows import TABLES, R, column_of, columns, row
from mle_planner.core.storage.work_on_tasks import WorkOnTasks
from mle_planner.core.topics import Topic, topics_of

if TYPE_CHECKING:
    from mle_planner.core.edits import Change

_REVISION = "revision_"
"""How the counter of a topic's writes is named, before the topic."""

_PLACE_TOLD = "told about a shared folder"
"""The counter that exists once the user was told."""


def revision_counter(topic: Topic) -> str:
    """Return the name of the counter of a topic's writes."""
    return _REVISION + topic


class Store:
    """The open database, as records."""

    def __init__(
        self, folder: Path, *, is_read_only: bool = False, known: FileIdentity | None = None
    ) -> None:
        """Open or make the folder's database; raises ``StorageError``.

        One that cannot be written is opened read-only; ``read_only`` then says why. ``notices``
        are sentences about a database that can be used all the same. Only the ``known`` file is
        opened, where one is given.
        """
        self.path = folder / FILE_NAME
        if known is not None:
            refuse_replaced(self.path, known)
        self.connection, self.read_only = open_or_read_only(folder, is_read_only=is_read_only)
        self._reader = RecordReader(self.connection, self.path)
        self.file = known or file_identity(self.path)
        self.evidence = StoredEvidence(self._reader)
        self.events = StoredEvents(self._reader)
        self.frozen_plans = FrozenPlans(self._reader)
        self.work_on_tasks = WorkOnTasks(self._reader)
        self.calendar_digests = CalendarDigests(self.connection)
        self.calendar_copies = CalendarCopies(self.connection)
        self.published = PublishedEvents(self.connection)
        self.notices: tuple[str, ...] = ()
        if self.read_only:
            return
        try:
            self.notices = (*quick_check(self.connection, self.path), *self._place_notices(folder))
        except Exception as error:
            self.connection.close()
            sentence = database_fault(error, self.path)
            if sentence is None:
                raise
            raise StorageError(sentence) from error

    def _place_notices(self, folder: Path) -> tuple[str, ...]:
        """Return what the place of the folder means for the data, the first time it is opened."""
        notice = place_notice(place_of(folder))
        known = "SELECT 1 FROM counter WHERE name = ?"
        if not notice or self.connection.execute(known, (_PLACE_TOLD,)).fetchone():
            return ()
        with self.transaction():
            count_up(self.connection, _PLACE_TOLD)
        return (notice,)

    @property
    def unreadable_count(self) -> int:
        """How many of the records read so far have a value that cannot be read."""
        return len(self._reader.unreadable)

    def wait_at_most(self, milliseconds: int) -> None:
        """Wait no longer than that where another program is writing; then a write is refused."""
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def close(self) -> None:
        """Close the database; what was committed is already on disk."""
        self.connection.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Return the context in which writes happen together or not at all.

        Raises ``StorageError`` where the database is open read-only, or its file was replaced since
        it was opened: data written to the old file would be lost.
        """
        if self.read_only:
            raise planner_error(
                "Nothing was saved: the planner is open read-only ({reason}).",
                reason=self.read_only,
                kind=StorageError,
            )
        self.refuse_moved()
        return transaction(self.connection)

    def refuse_moved(self) -> None:
        """Raise ``StorageError`` where the file is not the one that was opened."""
        refuse_replaced(self.path, self.file)

    def one_reading(self) -> AbstractContextManager[None]:
        """Return the context in which everything read is of the same moment."""
        return one_reading(self.connection)

    # -- reading ---------------------------------------------------------------------------

    def get(self, kind: type[R], record_id: int | str | None) -> R | None:
        """Return one record; None if there is none with this id, or no id."""
        if record_id is None:
            return None
        return self._reader.first(kind, "WHERE id = ?", (record_id,))

    def all(self, kind: type[R]) -> list[R]:
        """Return every record of a kind by id; for kinds that stay few."""
        return self._reader.select(kind, "ORDER BY id", ())

    def some(self, kind: type[R], ids: Iterable[int]) -> list[R]:
        """Return those of the records with these ids that exist, by id."""
        marks, values = marks_of(ids)
        return self._reader.select(kind, f"WHERE id IN ({marks}) ORDER BY id", values)

    def where(self, kind: type[R], **values: int | str) -> list[R]:
        """Return the records whose fields have these values, by id."""
        test = " AND ".join(f'"{column_of(kind, name)}" = ?' for name in values)
        return self._reader.select(kind, f"WHERE {test} ORDER BY id", tuple(values.values()))

    def newest(self, kind: type[R]) -> R | None:
        """Return the record of a kind that was added last, None without any."""
        return self._reader.first(kind, "ORDER BY id DESC LIMIT 1", ())

    def after(self, kind: type[R], instant: datetime) -> list[R]:
        """Return the records of a kind that start after an instant, by start."""
        second = int(instant.timestamp())
        return self._reader.select(kind, "WHERE start > ? ORDER BY start, id", (second,))

    def blocks_in(self, span: Span) -> list[TimeBlock]:
        """Return the planned blocks that share time with a stretch, by start."""
        return self._reader.select(TimeBlock, *sharing(span))

    def entries_in(self, span: Span) -> list[TimeEntry]:
        """Return the tracked entries that share time with a stretch, by start.

        The running one counts as open-ended.
        """
        entries = self._reader.select(TimeEntry, *sharing(span))
        running = self.running_entry()  # a separate query: it may have run for months
        if running is not None and running.start < span.end:
            entries.append(running)
        return sorted(entries, key=lambda entry: (entry.start, entry.id))

    def away_in(self, span: Span) -> list[AwaySpan]:
        """Return the spans away, over by now, that share time with a stretch, by start."""
        return self._reader.select(AwaySpan, *sharing(span))

    def dropped_gaps_in(self, span: Span) -> list[DroppedGap]:
        """Return the dropped gaps that share time with a stretch, by start."""
        return self._reader.select(DroppedGap, *sharing(span))

    def jobs_without_end(self) -> list[Job]:
        """Return the jobs whose end is not known, by id."""
        return self._reader.select(Job, 'WHERE "end" IS NULL ORDER BY id', ())

    def jobs_in(self, span: Span) -> list[Job]:
        """Return the jobs that may share time with a stretch, by start; some have no end."""
        start, end = seconds(span)
        clause = 'WHERE start < ? AND ("end" > ? OR "end" IS NULL) ORDER BY start, id'
        return self._reader.select(Job, clause, (end, start))

    def last_ended_job(self) -> Job | None:
        """Return the job that ended last."""
        return self._reader.first(
            Job, 'WHERE "end" IS NOT NULL ORDER BY "end" DESC, id DESC LIMIT 1', ()
        )

    def first_tracked(self) -> datetime | None:
        """Return when the earliest entry began, None without any."""
        found = self._reader.first(TimeEntry, "ORDER BY start LIMIT 1", ())
        return found.start if found else None

    def overlong_entries(self) -> list[TimeEntry]:
        """Return the entries that are longer than any may be, from older programs, by start."""
        longest = int(LONGEST_ENTRY.total_seconds())
        return self._reader.select(
            TimeEntry, 'WHERE "end" - start > ? ORDER BY start, id', (longest,)
        )

    def running_entry(self) -> TimeEntry | None:
        """Return the entry that has not been stopped; there is at most one."""
        return self._reader.first(TimeEntry, 'WHERE "end" IS NULL', ())

    def tracked_until(self, now: datetime) -> datetime:
        """Return until when the running entry counts: ``now``, or the start of a later entry."""
        return self.work_on_tasks.tracked_until(now)

    def open_tasks(self) -> list[Task]:
        """Return the tasks that are not done, by id."""
        return self._reader.select(Task, "WHERE done_at IS NULL ORDER BY id", ())

    def tasks_done_in(self, whole: Span) -> list[Task]:
        """Return the tasks that were finished in a stretch, by id."""
        ends = (int(whole.start.timestamp()), int(whole.end.timestamp()))
        return self._reader.select(Task, "WHERE done_at >= ? AND done_at < ? ORDER BY id", ends)

    def on_dates(self, kind: type[R], first: date, last: date) -> list[R]:
        """Return the records of a kind whose ``day`` is in a range of dates, by day."""
        test = "WHERE day >= ? AND day <= ? ORDER BY day, id"
        return self._reader.select(kind, test, (first.isoformat(), last.isoformat()))

    def calendar_sync(self, calendar: CalendarId) -> CalendarSync | None:
        """Return what is known of fetching a calendar."""
        found = self.where(CalendarSync, calendar_id=calendar)
        return found[0] if found else None

    def week_note(self, monday: date) -> WeekNote | None:
        """Return what the user wrote about a week."""
        return self._reader.first(WeekNote, "WHERE monday = ?", (monday.isoformat(),))

    def revisions(self, topics: Iterable[Topic]) -> dict[Topic, int]:
        """Return how often records of each topic were written; 0 for never."""
        found = dict(
            self.connection.execute(
                "SELECT name, value FROM counter WHERE name LIKE ?", (f"{_REVISION}%",)
            )
        )
        return {topic: int(found.get(revision_counter(topic), 0)) for topic in topics}

    def known_rows(self, identities: Iterable[str]) -> set[str]:
        """Return those of the identities that were imported."""
        select = "SELECT identity FROM imported_row WHERE identity = ?"
        return {each for each in identities if self._reader.rows(select, (each,))}

    def data_version(self) -> int:
        """Return a number that changes when another connection commits."""
        return int(self._reader.rows("PRAGMA data_version", ())[0][0])

    def source_of_zone_rules(self, zone: str) -> str | None:
        """Return where the stored rules of a zone came from; None for one without any."""
        found = self._reader.rows("SELECT source FROM zone_rules WHERE zone = ?", (zone,))
        return str(found[0][0]) if found else None

    # -- writing, inside a transaction -----------------------------------------------------

    def new_id(self, kind: type[Record]) -> int:
        """Return an id that no record of this kind ever had, even one since deleted."""
        return count_up(self.connection, TABLES[kind])

    def apply(self, changes: Iterable[Change], tell: Tell = ignore_progress) -> None:
        """Write changes without further checks of their meaning; tell how many are written.

        A change whose "before" is not what is stored is a bug: the transaction is given up.
        """
        changes = tuple(changes)
        for topic in topics_of(changes):
            count_up(self.connection, revision_counter(topic))
        told = with_progress(changes, len(changes), tell)
        for (kind, is_new), run in groupby(told, lambda one: (one.kind, one.before is None)):
            if is_new:
                self._insert(kind, [change.after for change in run])
            else:
                for change in run:
                    self._replace(change)

    def _insert(self, kind: type[Record], records: Sequence[Record | None]) -> None:
        names = columns(kind)
        listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        self.connection.executemany(
            f"INSERT INTO {TABLES[kind]} ({listed}) VALUES ({marks})",
            [row(record) for record in records if record is not None],
        )

    def _replace(self, change: Change) -> None:
        """Update or delete the row that a change starts from."""
        table, names = TABLES[change.kind], columns(change.kind)
        present = '"id" = ? AND ' + " AND ".join(f'"{name}" IS ?' for name in names[1:])
        assert change.before is not None
        if change.after is None:
            done = self.connection.execute(
                f"DELETE FROM {table} WHERE {present}", row(change.before)
            )
        else:
            pairs = ", ".join(f'"{name}" = ?' for name in names)
            done = self.connection.execute(
                f"UPDATE {table} SET {pairs} WHERE {present}",
                (*row(change.after), *row(change.before)),
            )
        if done.rowcount != 1:
            self._refuse_unreadable(change)
            raise RuntimeError(f"a change of {table} did not find the row it starts from")

    def _refuse_unreadable(self, change: Change) -> None:
        """Refuse to change a record that was shown without a value that cannot be read."""
        image = change.before if change.before is not None else change.after
        if (TABLES[change.kind], getattr(image, "id", None)) in self._reader.unreadable:
            raise planner_error(
                "This record is damaged and cannot be changed. Nothing was saved; repair it "
                "with: mle-planner doctor.",
                kind=StorageError,
            )

    def overlapping_entries(self, entry: TimeEntry) -> list[TimeEntry]:
        """Return the other entries that share time with one; an open end reaches on forever."""
        far = datetime.max.replace(tzinfo=UTC) if entry.end is None else entry.end
        if far <= entry.start:
            return []
        shared = self.entries_in(Span(entry.start, far))
        return [other for other in shared if other.id != entry.id]
