"""Reads a file of tracked time; its format is known by its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tracking.importing.hamster import read_hamster_database, read_hamster_xml
from mle_planner.core.tracking.importing.lists import (
    format_of_document,
    load_json,
    read_super_productivity,
    read_timewarrior_json,
    read_watson,
)
from mle_planner.core.tracking.importing.logs import (
    format_of_log,
    read_gtimelog,
    read_intervals,
    read_org,
)
from mle_planner.core.tracking.importing.rows import (
    MOST_ROWS,
    ReadTime,
    RejectedRow,
    TimeFile,
    TimeFileError,
)
from mle_planner.core.tracking.importing.tables import LAYOUTS, layout_of, read_rows, read_table

FORMATS = (
    "toggl", "clockify", "harvest", "kimai", "timewarrior", "watson", "hamster", "gtimelog", "org",
    "superproductivity", "csv",
)  # fmt: skip
"""The names of the formats."""

_MOST_BYTES = 20_000_000
_DATABASE = b"SQLite format 3\0"
_DOCUMENTS = {
    "timewarrior": read_timewarrior_json,
    "watson": read_watson,
    "superproductivity": read_super_productivity,
}
_LOGS = {"timewarrior": read_intervals, "gtimelog": read_gtimelog, "org": read_org}


@dataclass(frozen=True, slots=True)
class ReadChoices:
    """How a file is read where it does not say so itself.

    ``format`` is one of ``FORMATS``, ``dates`` the order of its dates, ``columns`` the columns of
    fields; empty to recognise each.
    """

    format: str = ""
    dates: str = ""
    columns: tuple[tuple[str, str], ...] = ()


def read_time_file(path: Path, choices: ReadChoices) -> TimeFile:
    """Read a file without storing anything.

    Raises ``TimeFileError`` where it holds no time, and ``DateOrderError`` where its dates can be
    read in more than one order.
    """
    content = _content(path)
    name = path.name
    rows: Iterator[ReadTime | RejectedRow]
    if content.startswith(_DATABASE):
        kind, rows = _as("hamster", choices, name), read_hamster_database(name, path)
    else:
        kind, rows = _read_text(name, _text(name, content), choices)
    listed = tuple(_bounded(name, rows))
    if not listed:
        raise TimeFileError(_("{name} holds no tracked time. Nothing was imported.", name=name))
    return TimeFile(name, kind, listed)


def _read_text(
    name: str, text: str, choices: ReadChoices
) -> tuple[str, Iterator[ReadTime | RejectedRow]]:
    begin = text.lstrip()[:1]
    if begin == "<":
        return _as("hamster", choices, name), read_hamster_xml(name, text)
    if begin in ("[", "{") and choices.format not in LAYOUTS:
        document = load_json(name, text)
        kind = _as(format_of_document(document), choices, name)
        if kind not in _DOCUMENTS:
            raise _unlike(name, kind)
        return kind, _DOCUMENTS[kind](document)
    if choices.format in _LOGS or (not choices.format and format_of_log(text)):
        kind = choices.format or format_of_log(text)
        return kind, _LOGS[kind](text)
    if choices.format and choices.format not in LAYOUTS:
        raise _unlike(name, choices.format)
    if not begin:
        raise TimeFileError(_("{name} is empty. Nothing was imported.", name=name))
    table = read_table(text)
    found = "csv" if choices.columns else layout_of(table.head)
    kind = choices.format or found
    if not kind:
        raise _unknown(name)
    columns: Mapping[str, str] = dict(choices.columns)
    return kind, read_rows(name, table, kind, order=choices.dates, columns=columns)


def head_of(path: Path) -> tuple[str, ...]:
    """Return the columns of a table, for choosing those of the fields."""
    text = _text(path.name, _content(path))
    return read_table(text).head if text.strip() else ()


def _as(found: str, choices: ReadChoices, name: str) -> str:
    """Return the format: the one that was chosen, else the one that was found."""
    if choices.format and found and choices.format != found:
        raise _unlike(name, choices.format)
    kind = choices.format or found
    if not kind:
        raise _unknown(name)
    return kind


def _bounded(
    name: str, rows: Iterator[ReadTime | RejectedRow]
) -> Iterator[ReadTime | RejectedRow]:  # fmt: skip
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise TimeFileError(
                _(
                    "{name} has more than {count} rows. Nothing was imported; split it.",
                    name=name, count=MOST_ROWS,
                )
            )  # fmt: skip
        yield row


def _unlike(name: str, kind: str) -> TimeFileError:
    return TimeFileError(
        _(
            "{name} is not in the format {format}. Nothing was imported; choose another format.",
            name=name, format=kind,
        )
    )  # fmt: skip


def _unknown(name: str) -> TimeFileError:
    return TimeFileError(
        _(
            "The format of {name} is not known. Nothing was imported; choose one: {formats}.",
            name=name, formats=", ".join(FORMATS),
        )
    )  # fmt: skip


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise TimeFileError(_("There is no file {name}. Nothing was imported.", name=path.name))
        if path.stat().st_size > _MOST_BYTES:
            raise TimeFileError(
                _("{name} is larger than 20 MB. Nothing was imported; split it.", name=path.name)
            )
        return path.read_bytes()
    except OSError as error:
        raise TimeFileError(
            _("{name} cannot be read. Nothing was imported; check the file.", name=path.name)
        ) from error


def _text(name: str, content: bytes) -> str:
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TimeFileError(
            _("{name} is not text in UTF-8. Nothing was imported; save it so.", name=name)
        ) from error
    if "\0" in text:
        raise TimeFileError(_("{name} is not a text file. Nothing was imported.", name=name))
    return text
