"""Finds the files that ship with the planner: icons, translations, ready-made days."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parents[2]


def resource_path(name: str) -> Path:
    """Return where the shipped file or folder of this name is.

    ``name`` is written with forward slashes and counts from the resource folder, as in
    ``icons/play.svg``. That folder lies inside an installed package and beside it in a checkout;
    the installed one is looked at first.

    Raises:
        ValueError: The name leads out of the resource folder.
        FileNotFoundError: Nothing of that name ships: a bug here or a broken installation,
            never something the user did.
    """
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name:
        raise ValueError(f"{name!r} leads out of the resource folder")
    folders = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
    for folder in folders:
        if (folder / parts).exists():
            return folder / parts
    raise FileNotFoundError(f"no resource named {name!r}")


def read_resource(name: str) -> str:
    """Return the text of the shipped file of this name, read as UTF-8.

    Raises:
        ValueError, FileNotFoundError: As `resource_path`.
    """
    return resource_path(name).read_text(encoding="utf-8")
