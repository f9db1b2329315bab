"""Reads a file of tracked time; its format is known by its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.import_files import bounded, read_import, text_of_import
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
from mle_planner.core.tracking.importing.rows import MOST_ROWS, ReadTime, RejectedRow, TimeFile
from mle_planner.core.tracking.importing.tables import (
    LAYOUTS,
    TableHead,
    head_of_table,
    layout_of,
    read_rows,
    read_table,
)

FORMATS = (
    "toggl", "clockify", "harvest", "kimai", "timewarrior", "watson", "hamster", "gtimelog", "org",
    "superproductivity", "csv",
)  # fmt: skip
"""The names of the formats."""

_MOST_MB = 20
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

    Raises ``PlannerError`` where it holds no time, and ``DateOrderError`` where its dates can be
    read in more than one order.
    """
    content = read_import(path, _MOST_MB)
    name = path.name
    rows: Iterator[ReadTime | RejectedRow]
    if content.startswith(_DATABASE):
        kind, rows = _as("hamster", choices, name), read_hamster_database(name, path)
    else:
        kind, rows = _read_text(name, text_of_import(name, content), choices)
    listed = bounded(name, rows, MOST_ROWS)
    if not listed:
        raise planner_error("{name} holds no tracked time. Nothing was imported.", name=name)
    return TimeFile(name, kind, tuple(listed))


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
    table = read_table(text)
    if not table.head:
        raise planner_error("{name} is empty. Nothing was imported.", name=name)
    found = "csv" if choices.columns else layout_of(table.head)
    kind = choices.format or found
    if not kind:
        raise _unknown(name)
    columns: Mapping[str, str] = dict(choices.columns)
    return kind, read_rows(name, table, kind, order=choices.dates, columns=columns)


def head_of(path: Path, chosen: Mapping[str, str]) -> TableHead:
    """Return the columns of a table, for choosing those of the fields."""
    return head_of_table(text_of_import(path.name, read_import(path, _MOST_MB)), chosen)


def _as(found: str, choices: ReadChoices, name: str) -> str:
    """Return the format: the one that was chosen, else the one that was found."""
    if choices.format and found and choices.format != found:
        raise _unlike(name, choices.format)
    kind = choices.format or found
    if not kind:
        raise _unknown(name)
    return kind


def _unlike(name: str, kind: str) -> PlannerError:
    return planner_error(
        "{name} is not in the format {format}. Nothing was imported; choose another format.",
        name=name,
        format=kind,
    )


def _unknown(name: str) -> PlannerError:
    return planner_error(
        "The format of {name} is not known. Nothing was imported; choose one: {formats}.",
        name=name,
        formats=", ".join(FORMATS),
    )
