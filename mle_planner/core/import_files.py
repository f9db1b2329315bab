"""Reads files that the user imports."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.paths import file_name
from mle_planner.core.files import is_database
from mle_planner.core.i18n.gettext import _, planner_error

Row = TypeVar("Row")

_LONGEST_NAME = 10_000
_HEAD = r'[\r\n]*(?:"[^"]*"|[^"\n]+)*'
_NAMED_SEPARATOR = r'"?sep=([^"\s]|\t)"?(?:\r\n?|\n)'
_SPACE_BEHIND_QUOTED = r'" +(?=[,;\t\r\n]|\Z)'


def read_import(path: Path, most_mb: int) -> bytes:
    """Return the content of a file; raises ``PlannerError`` for none, or one too large."""
    try:
        if not path.is_file():
            raise PlannerError(_no_file(path))
        refuse_database(path)
        if path.stat().st_size > most_mb * 1_000_000:
            raise planner_error(
                "{name} is larger than {size} MB. Nothing was imported; split it.",
                name=path.name,
                size=most_mb,
            )
        return path.read_bytes()
    except OSError as error:
        raise planner_error(
            "{name} cannot be read. Nothing was imported; check the file.", name=path.name
        ) from error


def refuse_database(path: Path) -> None:
    """Refuse to read the planner's database, for closing it drops the locks of this process."""
    if is_database(path):
        raise planner_error(
            "{name} is the planner's database. Nothing was imported; choose another file.",
            name=path.name,
        )


def _no_file(path: Path) -> str:
    name = file_name(path)
    if path.is_dir():
        return _("{name} is a folder. Nothing was imported; choose a file in it.", name=name)
    if path.exists():  # such as a pipe, which would be waited for
        return _("{name} is not a regular file. Nothing was imported; choose a file.", name=name)
    return _("There is no file {name}. Nothing was imported.", name=name)


def text_of_import(name: str, content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16; raises ``PlannerError`` for others."""
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise planner_error(
            "{name} is not text in UTF-8. Nothing was imported; save it as UTF-8.", name=name
        ) from error
    if "\0" in text:
        raise planner_error("{name} is not a text file. Nothing was imported.", name=name)
    return text


def refusal_of_names(*names: str) -> str:
    """Return why a row with such a title or project is not taken; "" where it is.

    One line of a file that is no list can hold millions of letters, and a screen has to draw them.
    """
    if max(map(len, names)) <= _LONGEST_NAME:
        return ""
    return _("Its title or project has more than {count} letters.", count=_LONGEST_NAME)


def bounded(name: str, rows: Iterable[Row], most: int) -> list[Row]:
    """Return the rows of a file; raises ``PlannerError`` where there are more than ``most``."""
    found = list(islice(rows, most + 1))
    if len(found) > most:
        raise planner_error(
            "{name} has more than {count} rows. Nothing was imported; split it.",
            name=name,
            count=most,
        )
    return found


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table that are not empty, each with the number of the line it begins on.

    A first line such as ``sep=;``, as Excel writes it, names its separator. Otherwise it is the
    semicolon, tab or comma that is most frequent in the head outside of quotation marks. Raises
    ``PlannerError`` for a quotation mark that is not closed: all that follows would be one cell.
    """
    named = re.match(_NAMED_SEPARATOR, text, re.IGNORECASE)
    text, before = (text[named.end() :], 1) if named else (text, 0)
    head = re.match(_HEAD, text)
    usual = max(";\t,", key=re.sub('"[^"]*"', "", head[0] if head else "").count)
    text = re.sub(_SPACE_BEHIND_QUOTED, '"', text)  # it would be refused too
    mark = named[1] if named else usual
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = before + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise planner_error(
            "The table cannot be read from line {line} on. Nothing was imported; check the "
            "quotation marks there.",
            line=line,
        ) from error
