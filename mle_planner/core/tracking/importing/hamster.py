"""Reads Hamster's export as XML and its own database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.storage.errors import DATABASE_FAULTS
from mle_planner.core.storage.hamster import hamster_facts
from mle_planner.core.tracking.importing.cells import read_moment
from mle_planner.core.tracking.importing.rows import (
    MOST_ROWS,
    ReadTime,
    RejectedRow,
    item_place,
    read_or_reject,
)


def read_hamster_xml(name: str, text: str) -> Iterator[ReadTime | RejectedRow]:
    """Yield the time of each element ``activity``.

    A document that declares entities is refused before any of them is read: a few lines of them
    can stand for gigabytes.
    """
    for number, values in enumerate(_elements(name, text), 1):
        where = item_place(number)
        yield read_or_reject(where, partial(_time, where, values))


def read_hamster_database(name: str, path: Path) -> Iterator[ReadTime | RejectedRow]:
    """Yield the facts of Hamster's database; nothing is written to it."""
    try:
        facts = hamster_facts(path, MOST_ROWS + 1)
    except DATABASE_FAULTS as error:
        raise planner_error(
            "{name} is not a database of Hamster. Nothing was imported.", name=name
        ) from error
    for values in facts:
        where = item_place(int(values["number"]))
        yield read_or_reject(where, partial(_time, where, values))


def _elements(name: str, text: str) -> list[dict[str, str]]:
    from xml.parsers import expat

    found: list[dict[str, str]] = []

    def refuse(*_declaration: Any) -> None:
        raise planner_error(
            "{name} declares a document type. Nothing was imported; export it again.", name=name
        )

    def start(element: str, values: dict[str, str]) -> None:
        if element == "activity":
            found.append(values)

    parser = expat.ParserCreate("utf-8")  # as it is encoded here, whatever the file declares
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise planner_error(
            "{name} is not complete XML. Nothing was imported; export it again.", name=name
        ) from error
    return found


def _time(where: str, values: Mapping[str, str]) -> ReadTime:
    end = values.get("end_time", "")
    return ReadTime(
        where,
        read_moment(values.get("start_time", ""), None, "ymd"),
        read_moment(end, None, "ymd") if end else None,
        title=values.get("name", ""),
        project=values.get("category", ""),
        tags=tuple(filter(None, (tag.strip() for tag in values.get("tags", "").split(",")))),
        note=values.get("description", ""),
    )
