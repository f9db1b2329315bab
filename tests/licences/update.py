"""Writes the page of licences, and the text of each, from what is locked and installed.

    python -m tests.licences.update

Run it in the environment of requirements/planner.lock after changing that.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from tests.support.checkout import ROOT

FOLDER = ROOT / "resources" / "licences"
PAGE = FOLDER / "licences.md"
LOCK = ROOT / "requirements" / "planner.lock"
# What the metadata of a package does not say in the words of SPDX.
STATED = {
    "backports-tarfile": "MIT",
    "click-default-group": "Unlicense",
    "jaraco-classes": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pywin32-ctypes": "BSD-3-Clause",
    "qh3": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
}
# Packages without a text of their own, and a package that brings the same text.
TEXT_OF = {"pyside6-essentials": "recurring-ical-events", "shiboken6": "recurring-ical-events"}
_IS_TEXT = re.compile(r"[^/]+\.dist-info/(licenses/)?(LICEN[CS]ES?|COPYING|NOTICE)[^/]*$", re.I)

HEAD = """\
# Licences

The planner itself is under the [MIT licence](planner.txt).

Its font is Inter, under the [SIL Open Font License 1.1](inter.txt). Its icons were drawn for it and
are under the MIT licence like the rest.

Its window is made with Qt for Python, under the
[GNU Lesser General Public License 3](pyside6-essentials.txt). Qt is used as it is published and
loaded at the start, so it can be replaced by another build of the same version: install that in
the planner's environment, or put its libraries in place of the ones in the bundle. Where a package
offers a choice of licences, it is used under the one that is not the GPL.

| Package | Version | Licence |
|---|---|---|
"""


def main() -> int:
    """Write the page and the texts."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    texts = {"planner": (ROOT / "LICENSE").read_text("utf-8")}
    texts["inter"] = (ROOT / "resources/fonts/OFL.txt").read_text("utf-8")
    texts |= {name: text for name in locked() if (text := text_of(name))}
    for name, text in texts.items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


def locked() -> dict[str, str]:
    """Return the version of each package that the planner is installed with."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", LOCK.read_text("utf-8"), re.M))


def page() -> str:
    """Return the page: a row for each package, in the order of the lock."""
    rows = []
    for name, version in locked().items():
        licence = licence_of(name)
        shown = f"[{licence}]({name}.txt)" if text_of(name) else licence
        rows.append(f"| {name} | {version} | {shown} |")
    return HEAD + "\n".join(rows) + "\n"


def licence_of(name: str) -> str:
    """Return a package's licence as an expression of SPDX."""
    if name in STATED:
        return STATED[name]
    metadata = distribution(name).metadata
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    if not re.fullmatch(r"[A-Za-z0-9.+-]+( (OR|AND) [A-Za-z0-9.+-]+)*", said):
        raise ValueError(f"the licence of {name} is not known: {said!r}; state it in STATED")
    return said


def text_of(name: str) -> str:
    """Return the licence texts that a package brings; empty where it is not for this system."""
    try:
        installed = distribution(TEXT_OF.get(name, name))
    except PackageNotFoundError:
        return ""
    files = [file for file in installed.files or () if _IS_TEXT.match(file.as_posix())]
    parts = [_read(installed, str(file)) for file in sorted(files, key=str)]
    return "\n\n".join(parts).rstrip() + "\n"


def _read(installed: Distribution, file: str) -> str:
    text = Path(str(installed.locate_file(file))).read_text("utf-8")
    return "\n".join(line.rstrip() for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main())
