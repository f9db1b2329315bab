"""Paths as a user writes them."""

from __future__ import annotations

import os
from pathlib import Path


def named_path(text: str) -> Path:
    """Return the path that a text names: "~" is a home folder, if it is that of a known user."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def file_name(path: Path) -> str:
    """Return the last part of a path; of one without such a part, as "/", all of it."""
    return path.name or str(path)


def whole_path(path: Path) -> Path:
    """Return a path from the root and without ".."."""
    whole = path.absolute()
    return Path(os.path.realpath(whole)) if ".." in whole.parts else whole


def is_same_place(one: Path | str, other: Path | str) -> bool:
    """Whether two paths lead to the same file or folder, which need not be there."""
    return os.path.realpath(one) == os.path.realpath(other)
