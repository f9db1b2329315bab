"""The commands ``install`` and ``uninstall``: the planner in the menu of a Linux desktop.

Everything goes into the user's own folders (XDG Base Directory, Desktop Entry, AppStream). The data
is not touched by either.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import shlex
import shutil
import subprocess
from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path

from mle_planner.cli.completion import completion_script
from mle_planner.cli.context import Context, note
from mle_planner.cli.man_page import man_page
from mle_planner.core.base.autostart import (
    NAME,
    checkout_starter,
    desktop_entry_path,
    start_command,
)
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.resources import read_resource, resource_path
from mle_planner.core.files import replacing

_ICON_SIZES = (48, 128, 256)
_STARTER_MARK = "# Written by the planner's install."
_NEEDS_QUOTES = set(" \t\n\"'\\><~|&;$*?#()`")


@dataclass(frozen=True)
class _File:
    """A file to install, what makes its content, and whether it is a program."""

    path: Path
    content: Callable[[], str | bytes]
    is_program: bool = False


def install(context: Context, _options: argparse.Namespace) -> int:
    """Write the menu entry, icons, links, completion and manual page of this planner."""
    _refuse_other_systems("install")
    written = []
    for file in _files():
        if file.is_program and _is_foreign(file.path):
            note(f"{file.path} is not of the planner's and was left as it is.")
            continue
        _write(file)
        written.append(file.path)
    _tell_desktop()
    return context.answer(
        lambda: {"installed": [str(path) for path in written]},
        lambda: ["Installed:", *(f"  {path}" for path in written),
                 "The planner is in the menu, and opens calendar files and mle-planner:// links.",
                 *_for_path(written), *_for_zsh(),
                 f"{_removal()} removes this again; your data stays."],
    )  # fmt: skip


def uninstall(context: Context, _options: argparse.Namespace) -> int:
    """Remove what ``install`` wrote, and the entry that starts the planner at login."""
    _refuse_other_systems("uninstall")
    own = (each.path for each in _files() if not (each.is_program and _is_foreign(each.path)))
    at_login, removed = desktop_entry_path(), []
    for path in (*own, at_login):
        if not path.is_file():
            continue
        try:
            path.unlink()
        except OSError as error:
            raise PlannerError(
                f"{path} could not be removed ({error.strerror}). Your data was not touched; "
                "put that right and run it again."
            ) from error
        removed.append(path)
    _tell_desktop()
    login = ["The planner no longer starts at login."] if at_login in removed else []
    return context.answer(
        lambda: {"removed": [str(path) for path in removed]},
        lambda: (["Removed:", *(f"  {path}" for path in removed), *login, "Your data stays."]
                 if removed else ["Nothing of the planner is installed."]),
    )  # fmt: skip


def _refuse_other_systems(command: str) -> None:
    if platform.system() in ("Windows", "Darwin"):
        raise PlannerError(
            f"{command} is for Linux desktops. Nothing was changed; on this system make a shortcut "
            "to mle-planner instead."
        )


def _for_path(written: Container[Path]) -> Iterator[str]:
    """Yield a hint where the command that was written cannot be typed yet."""
    starter = _starter_path()
    if starter in written and shutil.which(NAME) is None:
        yield f"{NAME} is found once {starter.parent} is in PATH; log in again, or add it there."


def _for_zsh() -> Iterator[str]:
    """Yield a hint for zsh, which has no completion folder in the user's home by default."""
    if Path(os.environ.get("SHELL", "")).name == "zsh":
        folder = _data_home() / "zsh" / "site-functions"
        yield f"For completion, put this before compinit in .zshrc: fpath+=({folder})"


def _removal() -> str:
    """Return the command that removes this again, as it can be typed already."""
    command, found = start_command(), shutil.which(NAME)
    is_found = found in (command[0], str(_starter_path()))
    return shlex.join([*((NAME,) if is_found else command), "uninstall"])


def _files() -> Iterator[_File]:
    """Yield what is installed. A checkout gets a command too; an installed planner has one."""
    data = _data_home()
    yield _File(data / "applications" / f"{NAME}.desktop", _desktop_entry)
    yield _shipped(data / "metainfo", f"{NAME}.metainfo.xml")
    icons = data / "icons" / "hicolor"
    yield _shipped(icons / "scalable" / "apps", f"{NAME}.svg")
    for size in _ICON_SIZES:
        yield _shipped(icons / f"{size}x{size}" / "apps", f"{NAME}.png", f"{NAME}-{size}.png")
    for name, shell in (
        (f"bash-completion/completions/{NAME}", "bash"),
        (f"zsh/site-functions/_{NAME}", "zsh"),
        (f"fish/vendor_completions.d/{NAME}.fish", "fish"),
    ):
        yield _File(data / name, partial(completion_script, shell))
    yield _File(data / "man" / "man1" / f"{NAME}.1", man_page)
    if checkout_starter() is not None:
        yield _File(_starter_path(), _starter, is_program=True)


def _shipped(folder: Path, name: str, resource: str = "") -> _File:
    return _File(folder / name, lambda: resource_path(f"desktop/{resource or name}").read_bytes())


def _desktop_entry() -> str:
    entry = read_resource(f"desktop/{NAME}.desktop")
    return entry.replace("@EXEC@", " ".join(map(_desktop_quoted, start_command())))


def _starter_path() -> Path:
    return Path.home() / ".local" / "bin" / NAME


def _starter() -> str:
    return f'#!/bin/sh\n{_STARTER_MARK}\nexec {shlex.join(start_command())} "$@"\n'


def _data_home() -> Path:
    """Return the user's data folder of XDG; one that is not absolute counts as unset."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"


def _is_foreign(path: Path) -> bool:
    """Whether a program of this name is there that ``install`` did not write."""
    try:
        return _STARTER_MARK.encode() not in path.read_bytes()
    except FileNotFoundError:
        return path.is_symlink()
    except OSError:
        return True


def _write(file: _File) -> None:
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file.path) as temporary:
            content = file.content()
            temporary.write_bytes(content.encode() if isinstance(content, str) else content)
            if file.is_program:
                temporary.chmod(0o700)
    except OSError as error:
        raise PlannerError(
            f"{file.path} could not be written ({error.strerror}). Your data was not touched; put "
            "that right and run it again."
        ) from error


def _tell_desktop() -> None:
    """Make the desktop read its associations again; where it cannot, it does at the next login."""
    folder = _data_home() / "applications"
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            ["update-desktop-database", str(folder)], capture_output=True, check=False, timeout=20
        )


def _desktop_quoted(word: str) -> str:
    """Return a word of a command as an Exec key has it (Desktop Entry, "The Exec key")."""
    word = word.replace("%", "%%")
    if not _NEEDS_QUOTES & set(word):
        return word
    for letter in '\\"`$':
        word = word.replace(letter, "\\" + letter)
    return '"' + word.replace("\\", "\\\\") + '"'  # a value of the file escapes it once more
