"""Backups: which exist, when one is due, and which are kept.

The scheme is that of Anki: every backup of the last two days is kept, then one a day for 12 days,
one a week for 10 weeks, and one a month for 9 months.
"""

from __future__ import annotations

import contextlib
import errno
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.paths import named_path
from mle_planner.core.files import read_side_file, write_atomically
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.i18n.phrases import text_of_error
from mle_planner.core.maintenance.backup_failure import (
    BackupFailure,
    forget_failure,
    last_failure,
    note_failure,
)
from mle_planner.core.storage.backup import back_up_file, is_sound
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.edit_log import trim_history
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.restore import Contents, read_contents

_LEAST_INTERVAL = timedelta(minutes=30)
_KEEP_ALL = timedelta(days=2)
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9
_AUTOMATIC = "planner-auto"
_SECOND = "second-folder"
_MADE = re.compile(r"planner-(?:auto-)?(\d{8}T\d{6}Z)(?:-(\d+))?")
_TIME = re.compile(r"(?<!\d)\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file.

    ``made_at`` is the time in its name, else that of its latest edit: a copy has another file
    time. ``size`` is in bytes. ``contents`` is None for a file that cannot be read.
    """

    path: Path
    made_at: datetime
    size: int
    is_sound: bool
    contents: Contents | None


def backup_folders(folder: Path) -> tuple[Path, ...]:
    """Return the backup folders of a data folder: the one in it, and the second one.

    The second one is also stored in a file, because a damaged database could not name it.
    """
    backups = folder / "backups"
    try:
        second = read_side_file(backups / _SECOND).strip()
    except (OSError, ValueError):
        second = ""
    return (backups, Path(second)) if second else (backups,)


def backup_paths(folder: Path) -> tuple[Path, ...]:
    """Return the backup files of a data folder."""
    return tuple(path for each in backup_folders(folder) for path in _backups_in(each))


def _backups_in(folder: Path) -> list[Path]:
    """Return the files of a folder with a backup's name, without folders and broken links."""
    return sorted(path for path in folder.glob("*.db") if path.is_file())


def all_backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups of a data folder, newest first, including those in the second folder."""
    found = (describe_backup(path) for path in backup_paths(folder))
    return tuple(sorted(found, key=_order, reverse=True))


def copy_to_second(folder: Path, made: Path, second: str) -> None:
    """Copy a backup into the second folder; with None, forget the former second folder.

    Raises ``StorageError``. A missing folder is not created: it may be on a disk that is not
    connected.
    """
    note = folder / "backups" / _SECOND
    if not second:
        note.unlink(missing_ok=True)
        return
    target = named_path(second)
    try:
        if not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "is not a folder")
        write_atomically(note, f"{target}\n".encode())
        if not (target / made.name).exists():
            for path in (made, made.with_suffix(".sha256")):
                write_atomically(target / path.name, path.read_bytes())
    except (OSError, PlannerError) as error:
        raise planner_error(
            "The backup {name} was written, but not copied to the second folder {folder}. "
            "Connect that disk or choose another folder in the settings under Backups.",
            name=made.name,
            folder=second,
            kind=StorageError,
        ) from error


def describe_backup(path: Path) -> Backup:
    """Return the details of a backup file. Raises ``OSError`` if it is missing."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "is not a file")
    size, sound = path.stat().st_size, is_sound(path)
    contents = read_contents(path)
    made_at = _time_in_name(path) or (contents and contents.changed_at) or time_of(path)
    return Backup(path, made_at, size, sound and contents is not None, contents)


def time_of(path: Path) -> datetime:
    """Return when a backup was made: from its name, else when the file was last written."""
    return _time_in_name(path) or datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _time_in_name(path: Path) -> datetime | None:
    """Return the time in a backup's name, which a copy such as "planner-… (1)" keeps."""
    named = _TIME.search(path.stem)
    with contextlib.suppress(ValueError):  # digits that are not a date
        if named is not None:
            return datetime.strptime(named[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return None


def backup_name(now: datetime, *, is_automatic: bool = False) -> str:
    """Return the name of a backup made now, without its extension."""
    return f"{_AUTOMATIC if is_automatic else 'planner'}-{now:%Y%m%dT%H%M%SZ}"


def back_up_if_due(
    folder: Path, now: datetime, *, room_mb: int | None = None, second: str = ""
) -> Path | None:
    """Write an automatic backup if something changed and the last one is half an hour old.

    Then remove automatic backups that the scheme no longer keeps, and the oldest ones while all
    backups of a folder take more than ``room_mb``; manual backups are never removed. The undo
    history is cut to its length at the same time; the removed part is in the backup. The connection
    is its own, so this can run in any thread. Returns the new backup. Raises ``StorageError``; the
    failure is then stored until a backup succeeds.
    """
    try:
        # Those dated in the future do not count.
        past = [path for path in _backups_in(folder / "backups") if time_of(path) <= now]
        newest = max(past, key=time_of, default=None)
        if _is_due(folder / FILE_NAME, newest, now):
            made = back_up_file(
                folder / FILE_NAME, folder / "backups", backup_name(now, is_automatic=True)
            )
            _finish_backup(folder, made, now, room_mb, second)
        else:
            made = None
            if newest is not None and last_failure(folder) is not None:
                copy_to_second(folder, newest, second)
    except StorageError as error:
        note_failure(folder, BackupFailure(now, text_of_error(error)))
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        note_failure(folder, BackupFailure(now, reason))
        raise StorageError(reason) from error
    forget_failure(folder)
    return made


def _is_due(database: Path, newest: Path | None, now: datetime) -> bool:
    if newest is None:
        return True
    at = time_of(newest)
    return now - at >= _LEAST_INTERVAL and _changed_at(database) > at.timestamp()


def _finish_backup(
    folder: Path, made: Path, now: datetime, room_mb: int | None, second: str
) -> None:
    try:
        copy_to_second(folder, made, second)
    finally:
        for each in backup_folders(folder):
            _thin(each, now, room_mb)
        with contextlib.suppress(StorageError):  # another program is writing: cut the next time
            trim_history(folder / FILE_NAME, now)


def _thin(backups: Path, now: datetime, room_mb: int | None) -> None:
    """Remove the automatic backups that a folder need not keep; the newest backup always stays."""
    automatic = sorted(backups.glob(f"{_AUTOMATIC}-*.db"), key=lambda path: (time_of(path), path))
    superseded = superseded_backups(map(time_of, automatic), now)
    for path in automatic:
        if time_of(path) in superseded:
            remove_backup(path)
    if room_mb is None:
        return
    left = sum(path.stat().st_size for path in backups.glob("*.db")) - room_mb * 1_000_000
    for path in automatic[:-1]:
        if left > 0 and path.exists():
            left -= path.stat().st_size
            remove_backup(path)


def remove_backup(backup: Path) -> None:
    """Remove a backup with its checksum. Raises ``OSError``."""
    backup.with_suffix(".sha256").unlink(missing_ok=True)
    backup.unlink(missing_ok=True)


def _changed_at(database: Path) -> float:
    """Return when the database or its log was last written, in seconds since 1970.

    An empty log is ignored, because reading alone creates one.
    """
    log = database.with_name(f"{database.name}-wal")
    parts = (database, log) if log.exists() and log.stat().st_size else (database,)
    return max(part.stat().st_mtime for part in parts)


def superseded_backups(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which automatic backups the scheme no longer keeps.

    The newest backup of each day, week and month is kept.
    """
    kept: set[datetime] = set()
    periods: dict[str, set[object]] = {"day": set(), "week": set(), "month": set()}
    newest_first = sorted(set(made), reverse=True)
    for at in newest_first:
        if now - at <= _KEEP_ALL:
            kept.add(at)
            continue
        steps = (
            ("day", at.date(), _DAILY),
            ("week", at.isocalendar()[:2], _WEEKLY),
            ("month", (at.year, at.month), _MONTHLY),
        )
        for name, period, most in steps:
            seen = periods[name]
            if period in seen:
                break
            if len(seen) < most:
                seen.add(period)
                kept.add(at)
                break
    return set(newest_first) - kept


def _order(backup: Backup) -> tuple[datetime, int, str]:
    """Return the sort key of a backup: its time, then the number in its name."""
    named = _MADE.fullmatch(backup.path.stem)
    number = int(named[2] or 1) if named is not None else 0
    return backup.made_at, number, backup.path.name
