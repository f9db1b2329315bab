"""Adds the entries of a file that are not stored yet, as one edit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mle_planner.core.base.errors import PlannerError, first_sentence
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, difference
from mle_planner.core.edits import Change, Edit, add_records
from mle_planner.core.i18n.formats import clock_range_text, day_text, range_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.import_files import refusal_of_names
from mle_planner.core.locks import locked_changes
from mle_planner.core.model.locks import LockedPeriod
from mle_planner.core.model.tracked import (
    DayTotal,
    DayTotalId,
    EntryId,
    EntrySource,
    ImportedRow,
    TimeEntry,
)
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tracking import timer
from mle_planner.core.tracking.importing.instants import span_of
from mle_planner.core.tracking.importing.names import Names, ProjectLine
from mle_planner.core.tracking.importing.overlaps import Overlap, OverlapChoice, TakenTime
from mle_planner.core.tracking.importing.rows import ReadTime, RejectedRow, TimeFile, TimeRowError
from mle_planner.core.typed.title import cut_short, one_line, title_key

if TYPE_CHECKING:
    from mle_planner.core.tracking.importing.reading import ReadChoices
    from mle_planner.core.tracking.importing.tables import TableHead

_LONGEST_DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """How time is added: in which zone the file was written, for which projects, and whose counts.

    ``projects`` are pairs of a project's name in the file and here, empty for none; others have
    the same name here, and are added if they are new.
    """

    projects: tuple[tuple[str, str], ...] = ()
    overlaps: OverlapChoice = OverlapChoice.SKIP
    zone: str = ""


@dataclass(frozen=True, slots=True)
class NewTime:
    """An entry or the total of a day that an import adds, with the name of its project."""

    record: TimeEntry | DayTotal
    project: str


@dataclass(frozen=True, slots=True)
class TimeImportReport:
    """What an import found: ``found`` rows are ``added``, ``skipped`` or ``rejected``.

    Skipped ones are here already. ``new`` are the records: a row that was cut may be several.
    """

    name: str
    format: str
    found: int
    added: int
    skipped: int
    rejected: tuple[RejectedRow, ...]
    new: tuple[NewTime, ...]
    projects: tuple[ProjectLine, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def totals(self) -> tuple[DayTotal, ...]:
        """The totals of days without times among the new ones."""
        return tuple(one.record for one in self.new if isinstance(one.record, DayTotal))


class TimeImports(Domain):
    """Time that comes from other trackers."""

    def read_file(self, path: Path, choices: ReadChoices) -> TimeFile:
        """Read a file; nothing is stored. See ``read_time_file``."""
        from mle_planner.core.tracking.importing.reading import read_time_file

        return read_time_file(path, choices)

    def head_of(self, path: Path, chosen: Iterable[tuple[str, str]] = ()) -> TableHead:
        """Return the columns of a table with the fields they are read for, some of them chosen."""
        from mle_planner.core.tracking.importing.reading import head_of

        return head_of(path, dict(chosen))

    @carried_out
    def import_file(
        self, file: TimeFile, choices: ImportChoices, *, dry_run: bool = False
    ) -> tuple[Edit, TimeImportReport]:
        """Add the time of a file, with new projects, as one edit; nothing with ``dry_run``.

        A row that was imported before is skipped, even if its entry was changed or deleted since.
        """
        importing = _OneImport(self._session, file, choices)
        report = importing.report()
        changes = () if dry_run or not report.added else tuple(importing.changes())
        return Edit(Summary(Operation.IMPORT, file.name), changes), report


class _OneImport:
    """Takes the rows of a file one by one."""

    def __init__(self, session: Session, file: TimeFile, choices: ImportChoices) -> None:
        self._session = session
        self._file = file
        self._choices = choices
        self._now = session.now()
        self._zone = ZoneInfo(choices.zone) if choices.zone else session.clock.zone
        self._locks = [] if session.is_correcting else session.store.all(LockedPeriod)
        read = [_checked(row) for row in file.rows]
        rows = [row for row in read if isinstance(row, ReadTime)]
        self._names = Names(session, rows, dict(choices.projects))
        self._rejected = [row for row in read if isinstance(row, RejectedRow)]
        self._new: list[NewTime] = []
        self._added_for: dict[EntryId, str] = {}
        self._rows: list[ImportedRow] = []
        self._overlaps: list[Overlap] = []
        self._added = self._skipped = 0
        placed = list(self._placed(rows))
        self._taken = TakenTime(self._stored(placed), self._new_entry_id)
        identities = _identities([row for row, _span in placed])
        known = session.store.known_rows(identities)
        self._keep_imported(
            span for (_row, span), one in zip(placed, identities, strict=True) if one in known
        )
        for (row, span), identity in zip(placed, identities, strict=True):
            if identity in known:
                self._skipped += 1
                continue
            try:
                is_new = self._take_total(row) if span is None else self._take(row, span)
            except TimeRowError as error:
                self._rejected.append(RejectedRow(row.where, str(error)))
                continue
            if is_new:
                self._added += 1
                self._rows.append(ImportedRow(session.store.new_id(ImportedRow), identity))
            else:
                self._skipped += 1

    def report(self) -> TimeImportReport:
        """Return what was found."""
        places = {row.where: number for number, row in enumerate(self._file.rows)}
        return TimeImportReport(
            self._file.name,
            self._file.format,
            len(self._file.rows),
            self._added,
            self._skipped,
            tuple(sorted(self._rejected, key=lambda one: places[one.where])),
            tuple(self._new),
            self._names.lines(),
            tuple(self._overlaps),
        )

    def changes(self) -> Iterator[Change]:
        """Yield the changes: what refers to a project after the project."""
        yield from self._names.changes
        yield from self._taken.changes()
        yield from add_records(*(one.record for one in self._new), *self._rows)

    def _placed(self, rows: list[ReadTime]) -> Iterator[tuple[ReadTime, Span | None]]:
        """Yield the rows with their span, None for the total of a day."""
        for row in rows:
            try:
                yield row, None if row.start is None else span_of(row, self._zone)
            except TimeRowError as error:
                self._rejected.append(RejectedRow(row.where, str(error)))
            except (OverflowError, ValueError):
                self._rejected.append(RejectedRow(row.where, _("Its times cannot be read.")))

    def _stored(self, placed: list[tuple[ReadTime, Span | None]]) -> list[TimeEntry]:
        spans = [span for _row, span in placed if span and span.start < self._now]
        if not spans:
            return []
        start = min(span.start for span in spans)
        end = min(max(span.end for span in spans), self._now)
        return self._session.store.entries_in(Span(start, max(end, start + timedelta(seconds=1))))

    def _keep_imported(self, spans: Iterable[Span | None]) -> None:
        """Keep what rows of the file became in an earlier import, so that a second adds nothing."""
        for span in filter(None, spans):
            self._taken.keep(
                entry for entry in self._taken.sharing(span)
                if entry.source is EntrySource.IMPORT and span.start <= entry.start
                and entry.end is not None and entry.end <= span.end
            )  # fmt: skip

    def _take(self, row: ReadTime, span: Span) -> bool:
        """Add the entries of a row; False where it is here already."""
        entry = self._entry(row, span)
        self._refuse_wrong(entry)
        others, project = self._taken.sharing(span), self._names.project_name(row)
        same = [one for one in others if _is_about(one.start, span.start)
                and one.end is not None and _is_about(one.end, span.end)
                and title_key(one.title) == title_key(entry.title)
                and self._added_for.get(one.id, project) == project]  # fmt: skip
        if same:
            self._taken.keep(same)
            return False
        parts = [span]
        if others:
            self._note_overlaps(row, entry, others)
            parts = self._parts(span, others)
        for part in parts:
            new = replace(entry, id=self._new_entry_id(), start=part.start, end=part.end,
                          project_id=self._names.project(row))  # fmt: skip
            self._taken.add(new)
            self._new.append(NewTime(new, project))
            self._added_for[new.id] = project
        return True

    def _parts(self, span: Span, others: list[TimeEntry]) -> list[Span]:
        """Return what counts of a row that shares time with entries; raises ``TimeRowError``."""
        choice = self._choices.overlaps
        can_cut = all(self._taken.can_be_cut(one) for one in others)
        if choice is OverlapChoice.THEIRS and can_cut:
            self._taken.cut_out(span)
            return [span]
        if choice is OverlapChoice.CUT:
            taken = [Span(one.start, one.end or max(span.end, one.start)) for one in others
                     if one.end or span.end > one.start]  # fmt: skip
            parts = difference(span, taken)
            if parts:
                return parts
        other = others[0]
        zone, title = self._session.clock.zone, cut_short(other.title)
        day = day_text(self._session.days.date_of(other.start))
        if other.end is None:
            raise TimeRowError(_("{title} is running at that time.", title=title))
        raise planner_error(
            "{title} is already tracked, {day}, {times}.",
            title=title,
            day=day,
            times=clock_range_text(other.start, other.end, zone),
            kind=TimeRowError,
        )

    def _take_total(self, row: ReadTime) -> bool:
        """Add the total of a day; its time has no place on the day."""
        assert row.day is not None
        assert row.length_s is not None
        if row.length_s <= 0:
            raise TimeRowError(_("It ends before it begins, or has no length."))
        if row.length_s > _LONGEST_DAY_S:
            raise TimeRowError(_("A day has no more than 24 hours."))
        if row.day > self._session.today():
            raise TimeRowError(_("{day} is in the future.", day=day_text(row.day)))
        for lock in self._locks:
            if lock.first_day <= row.day <= lock.last_day:
                raise _locked(lock)
        number = DayTotalId(self._session.store.new_id(DayTotal))
        total = DayTotal(
            number, row.day, row.length_s, self._title(row), self._names.project(row),
            self._names.note(row),
        )  # fmt: skip
        self._new.append(NewTime(total, self._names.project_name(row)))
        return True

    def _entry(self, row: ReadTime, span: Span) -> TimeEntry:
        title = self._title(row)
        return TimeEntry(
            id=EntryId(0),
            start=span.start,
            end=span.end,
            zone=self._zone.key,
            title=title,
            activity_id=self._names.activity(row, title),
            source=EntrySource.IMPORT,
            note=self._names.note(row),
        )

    def _title(self, row: ReadTime) -> str:
        texts = (row.title, row.activity, self._names.project_name(row), _("Imported time"))
        return next(title for text in texts if (title := one_line(text)))

    def _refuse_wrong(self, entry: TimeEntry) -> None:
        """Refuse an invalid entry, or one in locked days; the other rows are imported."""
        try:
            timer.check_times(entry, self._now.astimezone(self._zone))
        except PlannerError as error:
            raise TimeRowError(first_sentence(error)) from error
        for lock in locked_changes([Change(None, entry)], self._locks, self._now):
            raise _locked(lock)

    def _note_overlaps(self, row: ReadTime, entry: TimeEntry, others: list[TimeEntry]) -> None:
        assert entry.end is not None
        for other in others:
            end = min(entry.end, other.end or entry.end)
            start = max(entry.start, other.start)
            title, its_title = cut_short(entry.title), cut_short(other.title)
            self._overlaps.append(Overlap(row.where, title, start, end, its_title))

    def _new_entry_id(self) -> EntryId:
        return EntryId(self._session.store.new_id(TimeEntry))


def _checked(row: ReadTime | RejectedRow) -> ReadTime | RejectedRow:
    if isinstance(row, RejectedRow):
        return row
    refusal = refusal_of_names(row.title, row.project, row.client, row.activity, *row.tags)
    return RejectedRow(row.where, refusal) if refusal else row


def _identities(rows: list[ReadTime]) -> list[str]:
    """Return an identity for each row that does not depend on the file's name or order.

    Of rows that are alike the second is another one, so that a file with two hours of the same work
    on a day is imported whole, and once.
    """
    from hashlib import blake2b

    seen = Counter[str]()
    identities = []
    for row in rows:
        moments = (_moment(row.start), _moment(row.end), str(row.day or ""))
        values = (*moments, row.length_s if row.end is None else 0, row.title, row.project)
        text = json.dumps(values)
        seen[text] += 1
        identities.append(blake2b(f"{seen[text]} {text}".encode(), digest_size=16).hexdigest())
    return identities


def _locked(lock: LockedPeriod) -> TimeRowError:
    return TimeRowError(_("{days} is locked.", days=range_text(lock.first_day, lock.last_day)))


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _is_about(one: datetime, other: datetime) -> bool:
    """Whether two instants are the same but for seconds, which many files do not hold."""
    return abs(one - other) < timedelta(minutes=1)
