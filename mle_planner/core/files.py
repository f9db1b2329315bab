"""Writes a file so that a reader finds the old one or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _


class ExportError(PlannerError):
    """A file that could not be written. What stood at its place before still stands."""


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all; an existing one is replaced.

    The bytes go to a new file beside the target, readable by its owner only, reach the disk,
    and then take the target's name in one step (POSIX ``rename``). Raises ``ExportError``.
    """
    if not path.name:  # "." and "/" have none, and nothing can stand beside them
        raise ExportError(_sentence(IsADirectoryError(errno.EISDIR, "is a folder"), path))
    # As secrets.token_hex would say it, which brings 4 MB of a library for ciphers with it.
    temporary = path.with_name(f".{os.urandom(8).hex()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        _write(temporary, content)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise ExportError(_sentence(error, path)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    # O_EXCL refuses to follow a link somebody planted under the same name.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced at all."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems refuse this; the file itself has been synced.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sentence(error: OSError, path: Path) -> str:
    kept = _("Nothing was written")
    folder = path.parent.name or str(path.parent)
    if error.errno == errno.ENOENT:
        return _(
            "The folder {folder} does not exist. {kept}; choose another folder.",
            folder=folder,
            kept=kept,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _(
            "The folder {folder} does not let you write. {kept}; choose another folder.",
            folder=folder,
            kept=kept,
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full. {kept}; make room or choose another disk.", kept=kept)
    if error.errno == errno.EISDIR:
        return _(
            "{name} is a folder. {kept}; choose a file name inside it.",
            name=path.name or path,
            kept=kept,
        )
    if error.errno == errno.ENOTDIR:
        return _("{folder} is not a folder. {kept}; choose a folder.", folder=folder, kept=kept)
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return _(
            "The file name is not allowed there. {kept}; choose a shorter, plain name.", kept=kept
        )
    reason = (error.strerror or type(error).__name__).lower()
    return _(
        "{name} could not be written: {reason}. {kept}; choose another place.",
        name=path.name,
        reason=reason,
        kept=kept,
    )
