"""Atomic file writes: a reader finds the old file or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import N_, planner_error


class ExportError(PlannerError):
    """A file could not be written. An existing one is unchanged."""


class SideFile:
    """The small files beside the database, each readable without it.

    All but `DRAFTS` name records by their ids, so that a purge leaves no trace in them. A restore
    keeps them: what is kept of a record that is gone is ignored.
    """

    HEARTBEAT = "timer.heartbeat"
    """The last signs of life of running timers."""
    OVERLAPS = "overlaps.open"
    """Unanswered meetings over planned blocks."""
    FOCUS = "focus.until"
    """When focus mode ends."""
    KEPT_GOING = "block_end.kept"
    """When the user last kept working past the end of a block."""
    WRAP_UP = "wrap_up.notice"
    """When the wrap-up was last offered."""
    CODING = "coding.notice"
    """When the notice about today's coding was last given."""
    MEETINGS = "meetings.tracked"
    """Until when meetings were tracked automatically."""
    DAY_END = "day.finished"
    """When a day was last finished."""
    BACKUP_FAILURE = "planner.backup-failed"
    """The automatic backup that failed last."""
    DRAFTS = "drafts.json"
    """Typed text that is not saved yet, which may hold anything."""
    WINDOW = "window.json"
    """The place of the window, and recent choices."""
    MINI_TIMER = "mini-timer.json"
    """The place of the mini timer."""
    LOG = "planner.log"
    """Errors, without what the user typed; older parts have a number behind the name."""


_SIDE_FILES = tuple(name for key, name in vars(SideFile).items() if key.isupper())
_BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")

OWN_FILES = ("planner.", "window.", "drafts.", "backups", "jobs", ".", *_SIDE_FILES)
"""How the names of the planner's own files in the data folder begin."""

OWN_BACKUPS = ("planner-", "before-schema-", "repair-", "second-folder")
"""How the names of its files in the folder ``backups`` begin."""

_ORPHAN_AGE_S = 3600
_PART = ".part"
LEFTOVERS = f".*{_PART}"
"""The temporary files that a killed process leaves."""

_MOST_SIDE_BYTES = 16 * 1024 * 1024

_FORMAT_ENDINGS = frozenset(
    ("csv", "xlsx", "xls", "ods", "pdf", "ics", "json", "md", "html", "png", "jpg", "jpeg", "svg")
)
"""How the names of files end that say what is in them: what is written here, and its like."""

CALENDAR_ENDINGS = (".ics", ".ical", ".ifb")
"""How the names of calendar files end."""


def is_calendar_file(name: str) -> bool:
    """Whether a name is that of a calendar file."""
    return name.lower().endswith(CALENDAR_ENDINGS)


def refuse_odd_files(folder: Path) -> None:
    """Refuse a data folder in which a folder, a pipe or the like stands for one of the files.

    A pipe would be waited for, and in the place of a folder nothing could be kept.
    """
    odd = odd_database_files(folder / "planner.db")
    odd += _odd_files(folder / name for name in _SIDE_FILES)
    if odd:
        raise planner_error(
            "{path} is not a regular file. Nothing was changed; move it out of the planner's "
            "folder and try again.",
            path=odd[0],
        )


def odd_database_files(path: Path) -> list[Path]:
    """Return which of a database and the files SQLite reads beside it are not regular files."""
    return _odd_files(path.with_name(path.name + ending) for ending in _BESIDE_DATABASE)


def _odd_files(paths: Iterable[Path]) -> list[Path]:
    odd = []
    for path in paths:
        with contextlib.suppress(OSError):  # it is missing, or in a folder that is closed
            if not stat.S_ISREG(path.stat().st_mode):
                odd.append(path)
    return odd


def is_database(path: Path) -> bool:
    """Whether a path leads to the planner's database, which SQLite alone may open."""
    real = Path(os.path.realpath(path))
    return real.name.startswith("planner.db") and (real.parent / "planner.db").exists()


def read_side_file(path: Path) -> str:
    """Return the text of one of the planner's small files.

    Raises ``FileNotFoundError`` also for what is not a regular file: reading a pipe would wait.
    Raises ``OSError`` if it is too large, and ``ValueError`` if it is not text.
    """
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if path.stat().st_size > _MOST_SIDE_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return path.read_text(encoding="utf-8")


def read_side_json(path: Path) -> Any:
    """Return the content of one of the planner's small JSON files; None if it cannot be read."""
    import json

    try:
        return json.loads(read_side_file(path))
    except (OSError, ValueError, RecursionError):
        return None


@contextlib.contextmanager
def leaving_no_new_folder(folder: Path, names: Iterable[str] = ()) -> Iterator[None]:
    """Remove the folders on the way to ``folder`` that the body made, if it fails.

    ``names`` are the files that it writes into a new folder. Other files keep the folder.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        yield
    except BaseException:
        for name in names if missing else ():
            with contextlib.suppress(OSError):
                (folder / name).unlink()
        for each in missing:
            with contextlib.suppress(OSError):
                each.rmdir()
        raise


def write_export(path: Path, content: bytes, ending: str = "") -> None:
    """Write a file where the user wants it, as ``write_atomically`` does.

    One of the planner's own files is refused, under whatever path, and with the ``ending`` of the
    content's format what `refuse_other_format` refuses. Raises ``ExportError``.
    """
    _refuse_own(path)
    refuse_other_format(path, ending)
    write_atomically(path, content)


def refuse_other_format(path: Path, ending: str) -> None:
    """Refuse a name with the ending of another format: programs go by the name.

    Raises ``ExportError``.
    """
    found = path.suffix.lower().removeprefix(".")
    if ending and found != ending and found in _FORMAT_ENDINGS:
        raise planner_error(
            "{name} is the name of a {found} file, but the content is {ending}. Nothing was "
            "written; choose a name such as {right}.",
            kind=ExportError,
            name=path.name,
            found=found,
            ending=ending,
            right=f"{path.stem}.{ending}",
        )


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; an existing one is replaced. Raises ``ExportError``."""
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise _export_error(error, path) from error


@contextlib.contextmanager
def replacing(path: Path, *, is_new: bool = False) -> Iterator[Path]:
    """Yield an empty private file beside ``path`` that takes its name when the body succeeds.

    The new file is created with mode 0600 under a name that nothing else uses, reaches the disk,
    and is renamed in one step (POSIX ``rename``); then the folder reaches the disk. A link at
    ``path`` is replaced; what it points to stays. Leftovers of earlier runs are removed. Where it
    ``is_new`` nothing is replaced: ``FileExistsError`` if the name was taken meanwhile.
    Raises ``OSError``, and ``ExportError`` where ``path`` is not a regular file.
    """
    _refuse_target(path)
    # secrets.token_hex would load 4 MB of a cipher library for the same bytes.
    temporary = path.with_name(f".{path.name[:100]}.{os.urandom(8).hex()}{_PART}")
    try:
        create_private(temporary)
        _remove_orphans(path, temporary.stat().st_mtime - _ORPHAN_AGE_S)
        yield temporary
        sync(temporary)
        if is_new:
            _take_name(temporary, path)
        else:
            temporary.replace(path)
        sync(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _take_name(temporary: Path, path: Path) -> None:
    """Give a file a name that is free. A second link fails where it is not, a rename does not."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # this file system has no links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.replace(path)


def create_private(path: Path) -> None:
    """Create an empty file that only its owner can read. Raises ``OSError`` where one exists.

    ``O_EXCL`` does not follow a link of that name.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    os.close(os.open(path, flags, 0o600))


def make_private_folder(folder: Path) -> bool:
    """Create a folder, with those above it, that only its owner can enter; True if it is new.

    ``Path.mkdir`` gives the folders above it the rights that the umask allows.
    """
    if folder.is_dir():
        return False
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    return True


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk.

    Folders cannot be synced on Windows, and some network file systems refuse it.
    """
    is_folder = path.is_dir()
    if is_folder and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        with contextlib.suppress(OSError) if is_folder else contextlib.nullcontext():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_partial_files(pattern: str, new: Path) -> None:
    """Remove what killed processes left beside a new file or folder an hour before it."""
    with contextlib.suppress(OSError):
        before = new.stat().st_mtime - _ORPHAN_AGE_S
        for path in new.parent.glob(pattern):
            if path.stat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _refuse_target(path: Path) -> None:
    if not path.name:  # "." and "/" have none, and nothing can be beside them
        raise _export_error(IsADirectoryError(errno.EISDIR, "is a folder"), path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if path.exists() and not path.is_file():
        raise planner_error(
            "{name} is not a regular file. Nothing was exported; choose another name.",
            name=path.name,
            kind=ExportError,
        )


def _refuse_own(path: Path) -> None:
    name, folder = path.name.casefold(), Path(os.path.realpath(path.parent))
    is_own = name.startswith(OWN_FILES) and (folder / "planner.db").exists()
    is_backup = name.startswith(OWN_BACKUPS) and (folder.parent / "planner.db").exists()
    if is_own or (is_backup and folder.name == "backups"):
        raise planner_error(
            "{name} belongs to the planner. Nothing was exported; choose another name.",
            name=path.name,
            kind=ExportError,
        )


def _remove_orphans(path: Path, before: float) -> None:
    """Remove temporary files that writes of the same file left before a time, as by a crash."""
    # A name with brackets is a pattern to glob, so the names are compared instead.
    start = f".{path.name[:100]}."
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            is_orphan = other.name.startswith(start) and other.name.endswith(_PART)
            if is_orphan and other.stat().st_mtime < before:
                other.unlink()


_NO_ACCESS = N_(
    "The folder {folder} cannot be written to. Nothing was exported; choose another folder."
)
_FULL = N_("The disk is full. Nothing was exported; make room or choose another disk.")
_BAD_NAME = N_(
    "The file name is not allowed there. Nothing was exported; choose a shorter, plain name."
)
_REFUSALS = {
    errno.ENOENT: N_(
        "The folder {folder} does not exist. Nothing was exported; choose another folder."
    ),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _NO_ACCESS),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL),
    errno.EISDIR: N_("{name} is a folder. Nothing was exported; choose a file name inside it."),
    errno.ENOTDIR: N_("{folder} is not a folder. Nothing was exported; choose a folder."),
    **dict.fromkeys((errno.ENAMETOOLONG, errno.EINVAL), _BAD_NAME),
}
_OTHER_REFUSAL = N_(
    "{name} could not be written: {reason}. Nothing was exported; choose another place."
)


def _export_error(error: OSError, path: Path) -> PlannerError:
    return planner_error(
        _REFUSALS.get(error.errno or 0, _OTHER_REFUSAL),
        name=path.name or path,
        folder=path.parent.name or str(path.parent),
        reason=(error.strerror or type(error).__name__).lower(),
        kind=ExportError,
    )
