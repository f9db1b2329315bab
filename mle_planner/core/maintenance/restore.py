"""Restores a backup, and previews what would change."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.files import refuse_odd_files, replacing
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.maintenance.backups import Backup, backup_name, describe_backup, remove_backup
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.storage.backup import Maker, back_up_file, is_intact, is_sound, maker_of
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.restore import (
    Contents,
    StillWrittenError,
    read_contents,
    restore_database,
    watching,
)
from mle_planner.core.tracking.heartbeat import sign_restored

_MOST_CHANGES = 9
"""How often the present state is kept again because another process wrote to it meanwhile."""

_OWN = tuple(FILE_NAME + ending for ending in ("", "-wal", "-shm", "-journal"))


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """A backup beside the present database; ``now`` is None if that cannot be read.

    Where ``is_missing``, there is no database, or an empty file.
    """

    backup: Backup
    now: Contents | None
    after: Contents
    is_missing: bool = False

    @property
    def starts_timer(self) -> bool:
        """Whether a timer will run afterwards that is not running now."""
        now, after = None if self.now is None else self.now.running, self.after.running
        return after is not None and (now is None or (after.id, after.start) != (now.id, now.start))

    @property
    def tables(self) -> tuple[str, ...]:
        """The kinds of records that differ in number; all of them if the present is unreadable."""
        if self.now is None:
            return tuple(self.after.records)
        present = self.now.records
        return tuple(name for name, count in self.after.records.items() if present[name] != count)


def open_backup(folder: Path, path: Path) -> Backup:
    """Return a sound backup file from anywhere, such as another disk.

    Raises ``StorageError`` with the reason for any other file, ``OSError`` or ``ValueError`` for
    none. The folder's own database is refused before it is opened.
    """
    real = Path(os.path.realpath(path))
    if real.parent == Path(os.path.realpath(folder)) and real.name in _OWN:
        raise planner_error(
            "{name} is the planner's own database. Nothing was changed; choose a backup.",
            name=path.name,
            kind=StorageError,
        )
    backup = describe_backup(path)
    maker = maker_of(path)
    if maker is Maker.OTHER:
        raise planner_error(
            "{name} is not a backup of the planner. Nothing was changed; choose another file.",
            name=path.name,
            kind=StorageError,
        )
    if maker is Maker.NEWER:
        raise planner_error(
            "{name} was written by a newer version of the planner. Nothing was changed; update "
            "this program to restore it.",
            name=path.name,
            kind=StorageError,
        )
    _require_sound(backup)
    return backup


def preview_restore(folder: Path, backup: Backup) -> RestorePreview:
    """Return what restoring a backup would change. Raises ``StorageError`` for a damaged one."""
    refuse_odd_files(folder)
    contents = _require_sound(backup)
    present = folder / FILE_NAME
    return RestorePreview(backup, read_contents(present), contents, not _has_content(present))


def restore_backup(folder: Path, backup: Backup, now: datetime) -> Path | None:
    """Restore a backup, and return the copy of the previous state.

    The copy is a backup itself, so restoring it undoes this. A database too damaged for a backup is
    copied byte by byte beside it. None is returned if there was no database at all. A timer that
    runs afterwards and did not before counts as cut off when the backup was made. Raises
    ``StorageError``, with nothing changed.
    """
    for _again in range(_MOST_CHANGES):
        with contextlib.suppress(StillWrittenError):
            return _restore(folder, backup, now)
    return _restore(folder, backup, now)


def _restore(folder: Path, backup: Backup, now: datetime) -> Path | None:
    _refuse_damaged(backup.path)
    with watching(folder / FILE_NAME) as is_unchanged:
        copy = keep_present_state(folder, now)
        _leave_sign(folder, backup, now)
        try:
            return restore_database(folder, backup.path, now, is_unchanged) or copy
        except StorageError as error:
            if copy is not None and (
                isinstance(error, StillWrittenError)
                or (is_unchanged() and is_intact(folder / FILE_NAME))
            ):
                with contextlib.suppress(OSError):
                    remove_backup(copy)
                    copy.with_name(f"{copy.name}-wal").unlink(missing_ok=True)
            raise


def _leave_sign(folder: Path, backup: Backup, now: datetime) -> None:
    before, after = read_contents(folder / FILE_NAME), read_contents(backup.path)
    if after is not None and RestorePreview(backup, before, after).starts_timer:
        assert after.running is not None
        # before the timer runs: left afterwards, a crash in between would leave no question
        at = max(after.running.start, min(backup.made_at, now))
        sign_restored(folder, EntryId(after.running.id), at)


def keep_present_state(folder: Path, now: datetime) -> Path | None:
    """Back up the database, or copy its bytes if it is too damaged for a backup.

    Returns the copy, None if there is no database. Raises ``StorageError``.
    """
    path = folder / FILE_NAME
    if not _has_content(path):
        return None
    try:
        return back_up_file(path, folder / "backups", backup_name(now))
    except StorageError:
        if is_intact(path):  # only the backup failed
            raise
        return _copy_bytes(path, now)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _require_sound(backup: Backup) -> Contents:
    """Return the contents of a backup. Raises ``StorageError`` for a damaged one."""
    if not backup.is_sound or backup.contents is None:
        raise planner_error(
            "{name} is damaged. Nothing was changed; choose another backup.",
            name=backup.path.name,
            kind=StorageError,
        )
    return backup.contents


def _refuse_damaged(path: Path) -> None:
    """Refuse a damaged backup: it may have been removed or changed since it was listed."""
    if not is_sound(path):
        raise planner_error(
            "{name} is damaged or gone. Nothing was changed; choose another backup.",
            name=path.name,
            kind=StorageError,
        )


def _copy_bytes(path: Path, now: datetime) -> Path:
    """Copy a database that SQLite cannot copy, with its log. Raises ``StorageError``."""
    target = path.with_name(f"{FILE_NAME}.damaged-{now:%Y%m%dT%H%M%SZ}")
    try:
        for ending in ("", "-wal"):
            source = path.with_name(path.name + ending)
            if source.exists():
                with replacing(target.with_name(target.name + ending)) as copy:
                    shutil.copyfile(source, copy)
    except (OSError, PlannerError) as error:
        target.unlink(missing_ok=True)  # without its log it would not be the present state
        raise planner_error(
            "The present database could not be copied ({error}). Nothing was changed; check that "
            "the disk has room and the folder can be written, and try again.",
            error=getattr(error, "strerror", None) or error,
            kind=StorageError,
        ) from error
    return target
