"""Puts the content of a backup into the database, also while other processes have it open.

Pages are copied through SQLite's backup interface in one transaction: a crash leaves the old
content or the new, readers see one or the other, and a write-ahead log beside the file is never
applied to the wrong content. Only a database that SQLite cannot open is moved aside, under a name
that says so, and replaced as a file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.files import create_private, make_private_folder, remove_partial_files, sync
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.storage.backup import check
from mle_planner.core.storage.database import FILE_NAME, open_database, take_back
from mle_planner.core.storage.errors import DATABASE_FAULTS, StorageError
from mle_planner.core.storage.quick_check import addresses_to_read, missing_columns
from mle_planner.core.storage.rows import TABLES

DRAFTS = ".restore-*"
"""The folders in which a backup is prepared; a restore that is killed leaves one."""


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """A timer that runs in a database; without a title it is known by its activity.

    ``id`` is that of its entry.
    """

    id: int
    title: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: records by table, when its latest entry ends or began, a timer.

    ``changed_at`` is the time of the latest edit in its undo history.
    """

    records: dict[str, int]
    latest_entry: datetime | None
    running: RunningTimer | None
    changed_at: datetime | None


_RUNNING = """
    SELECT e.id, coalesce(nullif(e.title, ''), a.name), e.start
    FROM time_entry e JOIN activity a ON a.id = e.activity_id WHERE e."end" IS NULL
"""


def read_contents(path: Path) -> Contents | None:
    """Count the records of a database file without changing it; None where SQLite cannot.

    Tables that an older version did not have count as empty.
    """
    for address in addresses_to_read(path):
        try:
            with closing(sqlite3.connect(address, uri=True)) as source:
                return _contents_of(source)
        except DATABASE_FAULTS:
            continue
    return None


def _contents_of(source: sqlite3.Connection) -> Contents:
    known = {row[0] for row in source.execute("SELECT name FROM sqlite_master")}
    records = {
        table: int(source.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        if table in known
        else 0
        for table in TABLES.values()
    }
    latest = running = changed = None
    if "edit" in known:
        changed = source.execute('SELECT max("at") FROM edit').fetchone()[0]
    if "time_entry" in known:
        latest = source.execute('SELECT max(coalesce("end", start)) FROM time_entry').fetchone()[0]
        running = source.execute(_RUNNING).fetchone()
    return Contents(
        records,
        None if latest is None else datetime.fromtimestamp(latest, UTC),
        None if running is None
        else RunningTimer(running[0], running[1], datetime.fromtimestamp(running[2], UTC)),
        None if changed is None else datetime.fromtimestamp(changed, UTC),
    )  # fmt: skip


class StillWrittenError(StorageError):
    """Another process wrote to the database since its present state was kept."""


@contextmanager
def watching(path: Path) -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether no process wrote to the database since the start.

    A database that was not there at the start was written. Raises ``StillWrittenError`` where
    another process keeps the database locked.
    """
    with ExitStack() as opened:
        try:
            address = f"{path.absolute().as_uri()}?mode=ro"
            watcher = opened.enter_context(closing(sqlite3.connect(address, uri=True, timeout=5)))
        except sqlite3.OperationalError:  # there is no database
            yield lambda: False
            return
        before = _read(watcher, "data_version")
        if before is _LOCKED:
            raise _still_written()
        watcher.execute("PRAGMA busy_timeout = 0")
        yield lambda: _read(watcher, "data_version") == before


_LOCKED = "locked"


def _read(watcher: sqlite3.Connection, name: str) -> object:
    """Return a value of the database; ``_LOCKED`` while others lock it, None if it is damaged."""
    try:
        return watcher.execute(f"PRAGMA {name}").fetchone()[0]
    except DATABASE_FAULTS as error:
        return _LOCKED if _is_lock(error) else None


def _still_written() -> PlannerError:
    return planner_error(
        "Other programs kept writing to the database. Nothing was restored; close them and try "
        "again.",
        kind=StillWrittenError,
    )


def _is_lock(error: BaseException) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def restore_database(
    folder: Path, backup: Path, now: datetime, is_unchanged: Callable[[], bool] = lambda: True
) -> Path | None:
    """Replace the content of the folder's database by that of a sound backup.

    A backup of an older version is brought up to date first. Returns where a database that could
    not be opened was moved, else None. Raises ``StorageError``, a ``StillWrittenError`` if not
    ``is_unchanged`` once no other process can write; then nothing was changed.
    """
    path = folder / FILE_NAME
    draft_folder = folder / DRAFTS.replace("*", os.urandom(8).hex())
    try:
        make_private_folder(folder)
        draft_folder.mkdir(mode=0o700)
        remove_partial_files(DRAFTS, draft_folder)
        draft = draft_folder / FILE_NAME
        _prepare(backup, draft)
        if _can_take_pages(path) and _copy_pages(draft, path, is_unchanged):
            return None
        return _replace_file(draft, path, now)
    except (OSError, *DATABASE_FAULTS) as error:
        raise planner_error(
            "The backup could not be restored ({error}). Nothing was changed; close other "
            "programs that use the database, check that the disk has room, and try again.",
            error=getattr(error, "strerror", None) or error,
            kind=StorageError,
        ) from error
    finally:
        shutil.rmtree(draft_folder, ignore_errors=True)


def _prepare(backup: Path, draft: Path) -> None:
    """Copy a backup, bring it up to date and check it, so that nothing can fail later."""
    create_private(draft)
    with (
        closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(draft)) as target,
    ):
        source.backup(target)
    with closing(open_database(draft.parent)) as connection:
        lacking = (_("the column {name} is missing", name=name)
                   for name in missing_columns(connection))  # fmt: skip
        findings = (*check(connection), *lacking)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if findings:
        raise planner_error(
            "{name} is damaged ({finding}). Nothing was changed; choose another backup.",
            name=backup.name,
            finding=findings[0],
            kind=StorageError,
        )


def _can_take_pages(path: Path) -> bool:
    """Whether SQLite can open the database at least well enough to overwrite all of it."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if _is_lock(error):
            raise
        return False
    except DATABASE_FAULTS:
        return False
    return True


def _copy_pages(draft: Path, path: Path, is_unchanged: Callable[[], bool]) -> bool:
    """Overwrite the content in one transaction; False where the old pages do not allow it."""

    def check_after_first_page(_status: int, remaining: int, total: int) -> None:
        # The copy holds the write lock from its first page to its last.
        if remaining == total - 1 and not is_unchanged():
            raise _still_written()

    try:
        with (
            closing(sqlite3.connect(draft)) as source,
            closing(sqlite3.connect(path, timeout=5)) as target,
        ):
            target.execute("PRAGMA synchronous = FULL")
            is_logged = target.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            if not is_logged:  # nothing can be read during the copy
                _lock_unchanged(target, is_unchanged)
            look = check_after_first_page if is_logged else None
            try:
                source.backup(target, pages=1, progress=look)
            except sqlite3.Error as error:
                take_back(target, error)
                raise
    except sqlite3.OperationalError:
        raise
    except DATABASE_FAULTS:  # a page that has to be read on the way is damaged
        return False
    return True


def _lock_unchanged(target: sqlite3.Connection, is_unchanged: Callable[[], bool]) -> None:
    """Keep others from writing from the check on until the connection is closed."""
    target.execute("PRAGMA locking_mode = EXCLUSIVE")
    target.execute("BEGIN IMMEDIATE")
    if not is_unchanged():  # others may still read now, but not write
        raise _still_written()
    target.execute("COMMIT")


def _replace_file(draft: Path, path: Path, now: datetime) -> Path | None:
    """Move the damaged database and its logs aside, then put the restored file in place.

    The log goes with the file it belongs to: applied to another file it would damage that.
    """
    sync(draft)
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    moved = None
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
            moved = aside
    draft.replace(path)
    sync(path.parent)
    return moved
