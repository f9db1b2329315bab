"""Deletes for good: from the database, its undo history and, if requested, its backups.

Normal deletion leaves the deleted data in the undo history and in the pages of the file. A purge
leaves no trace in either. It cannot be undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.files import LEFTOVERS
from mle_planner.core.i18n.formats import day_text, range_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.locks import LockedError
from mle_planner.core.maintenance.backups import backup_paths
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import RepositoryRule, TimeEntry
from mle_planner.core.model.work import Project, Task
from mle_planner.core.storage.backup import is_sound, rewrite_backup
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.errors import DATABASE_FAULTS, StorageError
from mle_planner.core.storage.purging import (
    Selected,
    Selection,
    entry_selection,
    person_selection,
    project_selection,
    purge,
    read_selected,
    selection_before,
    task_selection,
)
from mle_planner.core.storage.raw_database import RawDatabase
from mle_planner.core.storage.restore import DRAFTS
from mle_planner.core.storage.rows import TABLES, UNREADABLE, named_record
from mle_planner.core.storage.store import revision_counter
from mle_planner.core.topics import Topic

Target = TypeVar("Target", Task, TimeEntry, Project, Person, RepositoryRule)


@dataclass(frozen=True, slots=True)
class PurgeTarget:
    """What to delete for good; ``name`` is its name in a sentence."""

    name: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class PurgePreview:
    """What a purge deletes: the number of records by table, and of undo steps.

    ``backups`` still hold some of it. ``other_files`` are copies and lists from repairs and
    restores that may hold anything, such as a damaged backup, and text that could not be saved.
    """

    target: PurgeTarget
    records: dict[str, int]
    undo_steps: int
    backups: tuple[Path, ...]
    other_files: tuple[Path, ...]

    @property
    def total(self) -> int:
        """The number of records in the database."""
        return sum(self.records.values())


def task_target(task: Task) -> PurgeTarget:
    """Return the task with its blocks and entries."""
    name = _("task {number} “{title}”", number=task.id, title=task.title)
    return PurgeTarget(name, task_selection(task.id))


def entry_target(entry: TimeEntry) -> PurgeTarget:
    """Return one entry."""
    name = _("entry {number} “{title}”", number=entry.id, title=entry.title)
    return PurgeTarget(name, entry_selection(entry.id))


def project_target(project: Project, repositories: tuple[str, ...]) -> PurgeTarget:
    """Return the project with its tasks, blocks and entries, and its repositories' evidence."""
    name = _("project “{name}”", name=project.name)
    return PurgeTarget(name, project_selection(project.id, (project.name, *repositories)))


def person_target(person: Person) -> PurgeTarget:
    """Return the person with their project roles; titles that contain the name stay."""
    return PurgeTarget(_("person “{name}”", name=person.name), person_selection(person.id))


def target_before(day: date, days: PlanningDays) -> PurgeTarget:
    """Return everything that ended before the start of a planning day."""
    start = int(days.range(day, day).start.timestamp())
    monday = days.monday_of(day)
    name = _("everything before {day}", day=day_text(day, today=date.min))
    return PurgeTarget(name, selection_before(day.isoformat(), monday.isoformat(), start))


def stored_records(folder: Path, kind: type[Target], *, with_backups: bool) -> Iterator[Target]:
    """Yield the readable records of a kind in the database, then those of the newest backups."""
    backups = backup_paths(folder) if with_backups else ()
    newest: list[Path] = sorted(backups, key=lambda each: each.stat().st_mtime, reverse=True)
    for path in (folder / FILE_NAME, *newest):
        with suppress(*DATABASE_FAULTS), RawDatabase(path, is_unwritable=True) as backup:
            for _number, row in backup.rows(TABLES[kind]):
                with suppress(*UNREADABLE):
                    yield named_record(kind, tuple(row), tuple(row.values()))


def preview_purge(folder: Path, target: PurgeTarget) -> PurgePreview:
    """Return what a purge would delete; nothing is changed.

    Raises ``StorageError``, and ``LockedError`` for time tracked on days that stay locked, because
    no correction could show the deletion.
    """
    present = read_selected(folder / FILE_NAME, target.selection)
    if present.locked is not None:
        days = range_text(*present.locked)
        raise LockedError(
            _("{days} is locked. Nothing was deleted; unlock these days first.", days=days), days
        )
    holding, others = [], list(_other_files(folder))
    for path in backup_paths(folder):
        if not is_sound(path):
            others.append(path)
        elif _holds(path, target, present):
            holding.append(path)
    counts = {table: len(numbers) for table, numbers in present.rows.items()}
    return PurgePreview(target, counts, present.undo_steps, tuple(holding), tuple(others))


def purge_for_good(preview: PurgePreview, folder: Path, *, with_backups: bool) -> None:
    """Delete the previewed data for good, with ``with_backups`` in every backup too.

    Backups are rewritten without it; the other files are removed. Raises ``StorageError``, whose
    message says what is left.
    """
    selection = preview.target.selection
    if with_backups:
        for path in backup_paths(folder):
            if is_sound(path):
                rewrite_backup(path, lambda copy: purge(copy, selection))
        _remove(preview.other_files)
    purge(folder / FILE_NAME, selection, counters=tuple(revision_counter(topic) for topic in Topic))


def _holds(path: Path, target: PurgeTarget, present: Selected) -> bool:
    found = read_selected(path, target.selection, present.rows)
    return bool(found.rows) or found.is_remembered


def _other_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob(f"{FILE_NAME}.damaged-*"))
    yield from folder.glob("drafts.json")
    yield from sorted((folder / "backups").glob("repair-*.json"))
    yield from sorted((folder / "backups").glob(f"{LEFTOVERS}*"))
    yield from sorted(folder.glob(f"{DRAFTS}/*"))


def _remove(paths: tuple[Path, ...]) -> None:
    try:
        for path in paths:
            path.unlink(missing_ok=True)
            path.with_suffix(".sha256").unlink(missing_ok=True)
    except OSError as error:
        raise planner_error(
            "{name} could not be deleted ({reason}). The database is unchanged; delete that "
            "file and try again.",
            name=error.filename,
            reason=(error.strerror or "").lower(),
            kind=StorageError,
        ) from error
