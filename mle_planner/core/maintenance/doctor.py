"""Checks stored data against every rule, and repairs violations.

The check reads rows, not records, so it also works if the planner cannot open or read the database.
A repair first backs up the present state and writes its changes into a file beside the backup. It
is one undo step if all of its changes can be undone. Nothing is removed that is not in that file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.files import odd_database_files
from mle_planner.core.i18n.gettext import _
from mle_planner.core.maintenance.backup_failure import last_failure
from mle_planner.core.maintenance.backups import all_backups
from mle_planner.core.maintenance.link_checks import (
    check_duplicates,
    check_reference,
    check_settings,
    check_task_order,
)
from mle_planner.core.maintenance.problems import DataProblem, kind_name, row_name, shown_value
from mle_planner.core.maintenance.row_checks import check_row, is_sound_row
from mle_planner.core.maintenance.time_checks import check_day_parts, check_overlaps, check_times
from mle_planner.core.model.records import SettingValue
from mle_planner.core.settings import Settings
from mle_planner.core.storage.database import FILE_NAME, database_fault, open_database
from mle_planner.core.storage.errors import NewerDatabaseError, StorageError, UnwritableError
from mle_planner.core.storage.place import conflict_copies, place_notice, place_of
from mle_planner.core.storage.raw_database import RawDatabase, RawEdit, RawRow, RowChange
from mle_planner.core.storage.rows import KINDS, TABLES
from mle_planner.core.storage.schema_gaps import SchemaGap

_TIMED = ("time_block", "time_entry", "frozen_block", "calendar_event")
_ENTRIES, _PARTS = "time_entry", "template_block"


@dataclass(frozen=True, slots=True)
class _Content:
    """All stored rows, and what the history last saved of each."""

    tables: dict[str, dict[int, RawRow]]
    unreadable: tuple[str, ...]
    edits: tuple[RawEdit, ...]
    saved: dict[tuple[str, int], RawRow | None]
    highest: dict[str, int]


@dataclass(frozen=True, slots=True)
class Examination:
    """The problems of the database and the backups, and the number of backups.

    ``notes`` are worth knowing but no problems: where the folder is, a backup that failed.
    """

    problems: tuple[DataProblem, ...]
    backup_count: int
    notes: tuple[str, ...] = ()


def examine(folder: Path, zone: str, now: datetime) -> Examination:
    """Check the folder's database and its backups; ``zone`` and ``now`` as in ``find_problems``."""
    backups = all_backups(folder)
    damaged = tuple(_backup_problem(backup.path) for backup in backups if not backup.is_sound)
    copies = tuple(
        DataProblem(
            f"copy:{path.name}",
            str(path),
            _("A sync program kept this copy because the database changed on two computers. Look "
              "into it with: mle-planner restore FILE; then move it elsewhere."),
        )
        for path in conflict_copies(folder)
    )  # fmt: skip
    problems = (*find_problems(folder, zone, now), *damaged, *copies)
    failure = last_failure(folder)
    notes = [
        place_notice(place_of(folder)),
        "" if failure is None else failure.sentence(ZoneInfo(zone)),
    ]
    return Examination(problems, len(backups), tuple(filter(None, notes)))


def _backup_problem(path: Path) -> DataProblem:
    key = f"backup:{path.name}"
    if odd := odd_database_files(path):
        return DataProblem(
            key, str(odd[0]), _("It is not a regular file. Move it elsewhere, then check again.")
        )
    return DataProblem(
        key, str(path), _("The backup is damaged. Delete it and make another: mle-planner backup.")
    )


def find_problems(folder: Path, zone: str, now: datetime) -> tuple[DataProblem, ...]:
    """Return the problems of the folder's database; empty if there are none.

    ``zone`` is the IANA zone for records without a usable one. A running entry lasts until ``now``.
    """
    path = folder / FILE_NAME
    refusal: StorageError | None = None
    try:
        open_database(folder).close()
    except StorageError as error:
        refusal = error
    is_lost = not path.exists() or path.stat().st_size == 0
    if refusal is not None and (is_lost or isinstance(refusal, NewerDatabaseError)):
        return (_unopened(str(refusal)),)
    is_unwritable = isinstance(refusal, UnwritableError)
    try:
        with RawDatabase(path, is_unwritable=is_unwritable) as database:
            if refusal is not None and (is_unwritable or not database.is_ours):
                found = (_unopened(str(refusal)),)
                return (*found, *problems_in(database, zone, now)) if database.is_ours else found
            return tuple(problems_in(database, zone, now))
    except Exception as error:
        sentence = database_fault(error, path)
        if sentence is None:
            raise
        return (_unopened(sentence),)


def _unopened(sentence: str) -> DataProblem:
    return DataProblem("database", _("Database"), sentence)


def problems_in(database: RawDatabase, zone: str, now: datetime) -> Iterator[DataProblem]:
    """Yield the problems of an open database.

    Rules that need sound rows are checked on those only; rules that need a missing column are
    checked after it has been added.
    """
    gaps = database.schema_gaps() if database.is_current else ()
    yield from map(_gap_problem, gaps)
    narrow = {gap.table for gap in gaps if gap.kind == "column"}
    content = _read(database, narrow)
    broken: set[tuple[str, int]] = set()
    for table, rows in content.tables.items():
        for number, row in rows.items():
            problem = check_row(table, number, row, content.saved.get((table, number)), zone)
            if problem is not None:
                broken.add((table, number))
                yield problem
    yield from _structure_problems(database, content, has_row_problems=bool(broken))
    sound = {
        table: {number: row for number, row in rows.items() if (table, number) not in broken}
        for table, rows in content.tables.items()
        if table not in narrow
    }
    for found in database.dangling():
        if found.number in sound.get(found.table, {}):
            yield check_reference(found, sound[found.table][found.number])
    yield from _rule_problems(sound, content, ZoneInfo(zone), now)
    yield from _history_problems(sound, content)
    if "counter" in database.tables() - narrow:
        yield from _counter_problems(database, content)


def _gap_problem(gap: SchemaGap) -> DataProblem:
    what = {
        "table": _("The table {name} is missing.", name=gap.name),
        "column": _("The column {name} is missing.", name=gap.name),
        "index": _("The index {name} is missing.", name=gap.name),
    }.get(gap.kind, _("The rule {name} is missing.", name=gap.name))
    repair = {
        "table": _("Creates it empty. Its content can only come from a backup."),
        "column": _("Adds it. Its values are taken from the undo history where possible; the rest "
                    "can only come from a backup."),
    }.get(gap.kind, _("Creates it."))  # fmt: skip
    if not gap.statement:
        what, repair = f"{what} {_('Restore a backup: mle-planner restore.')}", ""
    return DataProblem(f"schema:{gap.name}", _("Database"), what, repair, gap=gap)


def _read(database: RawDatabase, narrow: Collection[str]) -> _Content:
    """Read all rows; ``narrow`` names the tables that lack a column."""
    tables: dict[str, dict[int, RawRow]] = {}
    unreadable = []
    present = database.tables()
    for table in TABLES.values():
        if table in present:
            rows: dict[int, RawRow] = {}
            try:
                rows.update(database.rows(table))
            except Exception as error:
                if database_fault(error, None) is None:
                    raise
                unreadable.append(table)
            tables[table] = rows
    edits = tuple(database.edits()) if "edit" in present - {*narrow} else ()
    saved: dict[tuple[str, int], RawRow | None] = {}
    highest = {table: max(rows, default=0) for table, rows in tables.items()}
    for edit in edits:
        for images in edit.images or ():
            image = images.after if images.after is not None else images.before
            number = None if image is None else image.get("id")
            if isinstance(number, int):
                key = (images.table, number)
                highest[images.table] = max(highest.get(images.table, 0), number)
                if edit.is_undone:
                    saved[key] = images.before
                else:
                    saved.setdefault(key, images.after)
    return _Content(tables, tuple(unreadable), edits, saved, highest)


def _structure_problems(
    database: RawDatabase, content: _Content, *, has_row_problems: bool
) -> Iterator[DataProblem]:
    """Yield the problems SQLite reports: indexes can be rebuilt, damaged pages need a backup.

    A value of the wrong type is found twice, here and as the problem of its row.
    """
    found = database.structure()
    of_indexes = [each for each in found if "index" in each.casefold()]
    of_values = [each for each in found if " value in " in each]
    of_pages = [each for each in found if each not in of_indexes and each not in of_values]
    if of_values and not has_row_problems:
        of_pages += of_values
    if of_pages or content.unreadable:
        names = ", ".join(content.unreadable)
        what = _("Pages of the file are damaged: {finding}.", finding=(of_pages or [names])[0])
        advice = _("Restore a backup: mle-planner restore.")
        yield DataProblem("structure", _("Database"), f"{what} {advice}")
    elif of_indexes:
        what = _("An index does not match its table: {finding}.", finding=of_indexes[0])
        yield DataProblem(
            "indexes", _("Database"), what, _("Builds the indexes again."), is_of_indexes=True
        )


def _rule_problems(
    sound: dict[str, dict[int, RawRow]], content: _Content, zone: ZoneInfo, now: datetime
) -> Iterator[DataProblem]:
    odd: set[int] = set()
    for table in _TIMED:
        for problem in check_times(table, sound.get(table, {}), zone):
            if table == _ENTRIES:
                odd.update(change.number for change in problem.changes)
            yield problem
    entries = {number: row for number, row in sound.get(_ENTRIES, {}).items() if number not in odd}
    numbers = count(content.highest.get(_ENTRIES, 0) + 1)
    yield from check_overlaps(entries, lambda: next(numbers), zone, int(now.timestamp()))
    parts = count(content.highest.get(_PARTS, 0) + 1)
    days = PlanningDays(zone, _day_start(sound.get("setting", {})))
    yield from check_day_parts(sound.get(_PARTS, {}), days, lambda: next(parts))
    yield from check_duplicates(sound)
    yield from check_task_order(sound)
    yield from check_settings(sound.get("setting", {}))


def _day_start(rows: Mapping[int, RawRow]) -> int:
    """Return the minute at which days start, from the usable settings."""
    stored = (SettingValue(row["id"], row["value"]) for row in rows.values())
    return Settings.read(stored).number("day_border_min")


def _history_problems(
    sound: dict[str, dict[int, RawRow]], content: _Content
) -> Iterator[DataProblem]:
    for edit in content.edits:
        if edit.images is None or any(images.table not in KINDS for images in edit.images):
            yield DataProblem(
                f"edit:{edit.number}:unreadable",
                _("Change {number} of the history", number=edit.number),
                _("It cannot be read, so undo stops there."),
                _("Removes it and the changes that can only be undone or redone after it. What "
                  "they changed stays."),
                edit=edit,
            )  # fmt: skip

    for (table, number), saved in content.saved.items():
        if saved is None or table not in sound or not is_sound_row(table, saved):
            continue
        if number not in content.tables[table]:
            yield _lost(table, number, saved, _renumbered(table, saved, content))
        elif number in sound[table]:
            row = sound[table][number]
            differing = [name for name in saved if name in row and row[name] != saved[name]]
            if differing:
                yield _changed(table, number, row, saved, differing)


def _renumbered(table: str, saved: RawRow, content: _Content) -> RowChange | None:
    """Return the removal of a row that equals a saved one but has a number never assigned."""
    for number, row in content.tables[table].items():
        if (table, number) not in content.saved and {**row, "id": None} == {**saved, "id": None}:
            return RowChange(table, number, row, None)
    return None


def _lost(table: str, number: int, saved: RawRow, other: RowChange | None) -> DataProblem:
    return DataProblem(
        f"{table}:{number}:lost",
        row_name(table, saved),
        _("It is missing, though it was saved and never deleted."),
        _("Adds it again as it was last saved."),
        (*((other,) if other is not None else ()), RowChange(table, number, None, saved)),
        is_of_history=True,
    )


def _changed(
    table: str, number: int, row: RawRow, saved: RawRow, differing: Sequence[str]
) -> DataProblem:
    values = ", ".join(f"{name}: {shown_value(row[name])}" for name in differing)
    before = ", ".join(f"{name}: {shown_value(saved[name])}" for name in differing)
    after = {**row, **{name: saved[name] for name in differing}}
    return DataProblem(
        f"{table}:{number}:saved",
        row_name(table, row),
        _("It is not as it was last saved ({values} instead of {before}).",
          values=values, before=before),
        _("Restores it as it was last saved."),
        (RowChange(table, number, row, after),),
        is_of_history=True,
    )  # fmt: skip


def _counter_problems(database: RawDatabase, content: _Content) -> Iterator[DataProblem]:
    counters = database.counters()
    for table, highest in content.highest.items():
        if table != "setting" and counters.get(table, 0) < highest:
            yield DataProblem(
                f"counter:{table}",
                kind_name(table),
                _("The next number is missing, or was used before."),
                _("The next one gets the number {number}.", number=highest + 1),
                counter=(table, highest),
            )  # fmt: skip
