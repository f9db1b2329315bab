"""Reads tables of tracked time: the reports of Toggl, Clockify, Harvest and Kimai, and any CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.import_files import csv_rows
from mle_planner.core.tracking.importing.cells import (
    date_part,
    read_date,
    read_length,
    read_moment,
    settle_order,
)
from mle_planner.core.tracking.importing.rows import (
    ReadTime,
    RejectedRow,
    TimeRowError,
    line_place,
    read_or_reject,
)

Columns = Mapping[str, tuple[str, ...]]

_TEXTS: Columns = {"project": ("project",), "client": ("client",), "tags": ("tags",)}
_BY_DAY_AND_TIME: Columns = {
    **_TEXTS, "date": ("start date",), "start": ("start time",), "end_date": ("end date",),
    "end": ("end time",), "title": ("description",), "task": ("task",), "user": ("email", "user"),
    "billable": ("billable",),
}  # fmt: skip
LAYOUTS: Mapping[str, Columns] = {
    "toggl": {**_BY_DAY_AND_TIME, "length": ("duration",)},
    "clockify": {**_BY_DAY_AND_TIME, "length": ("duration (h)", "duration (decimal)")},
    "harvest": {
        **_TEXTS, "date": ("date",), "hours": ("hours",), "title": ("notes",),
        "activity": ("task",), "start": ("started at", "start time"),
        "end": ("ended at", "end time"), "billable": ("billable?", "billable"),
        "user": ("first name",),
    },
    "kimai": {
        **_TEXTS, "date": ("date",), "start": ("from", "begin"), "end": ("to", "end"),
        "seconds": ("duration",), "client": ("customer",), "activity": ("activity",),
        "title": ("description",), "user": ("user", "username"), "billable": ("billable",),
    },
    "hamster": {
        "title": ("activity",), "start": ("start time",), "end": ("end time",),
        "project": ("category",), "note": ("description",), "tags": ("tags",),
    },
    "csv": {
        "title": ("description", "title", "summary", "what", "beschreibung", "titel"),
        "start": ("start", "start time", "begin", "from", "started at", "started", "beginn", "von"),
        "end": ("end", "end time", "stop", "to", "ended at", "finish", "ende", "bis"),
        "date": ("date", "day", "start date", "datum", "tag"),
        "end_date": ("end date",),
        "length": ("duration", "time", "time spent", "length", "dauer"),
        "hours": ("hours", "duration (h)", "duration (hours)", "stunden"),
        "minutes": ("minutes", "duration (min)", "duration minutes", "minuten"),
        "seconds": ("seconds", "duration (s)", "duration seconds"),
        "project": ("project", "project name", "projekt"),
        "client": ("client", "customer", "kunde"),
        "activity": ("activity", "category", "tätigkeit"),
        "task": ("task", "issue", "aufgabe"),
        "tags": ("tags", "labels"),
        "note": ("note", "notes", "comment", "notiz"),
        "billable": ("billable", "billable?", "abrechenbar"),
        "user": ("email", "user"),
    },
}  # fmt: skip
"""The columns that each field may be in, by format, in lower case."""

FIELDS = tuple(LAYOUTS["csv"])
"""The fields that a column can be chosen for."""

_UNITS = {"hours": "h", "minutes": "min", "seconds": "s"}
_YES = frozenset(("yes", "true", "1", "y", "x", "ja", "billable"))


@dataclass(frozen=True, slots=True)
class TrackerTable:
    """A table with a head line: the number of the line that each row begins on, and its cells.

    ``names`` are the columns' names as written, ``head`` the same names as they are compared.
    """

    names: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(text: str) -> TrackerTable:
    """Return a table; without any row where no cell holds anything."""
    rows = [(line, tuple(cell.strip() for cell in row)) for line, row in csv_rows(text)]
    names = rows[0][1] if rows else ()
    return TrackerTable(names, tuple(map(_compared, names)), tuple(rows[1:]))


def _compared(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").split())


def layout_of(head: Sequence[str]) -> str:
    """Return the format of a table by its head; empty where none fits."""
    names = set(head)
    if {"start date", "start time"} <= names:
        return "clockify" if any(name.startswith("duration (") for name in names) else "toggl"
    if {"activity", "start time", "end time", "category"} <= names:
        return "hamster"
    if "customer" in names and "activity" in names and names & {"from", "begin"}:
        return "kimai"
    if {"date", "hours", "notes", "client"} <= names:
        return "harvest"
    found = {field for field, known in LAYOUTS["csv"].items() if names & set(known)}
    return "csv" if found & {"start", "date"} and _has_length(found) else ""


def read_rows(
    name: str, table: TrackerTable, layout: str, *, order: str = "", columns: Mapping[str, str]
) -> Iterator[ReadTime | RejectedRow]:
    """Yield the time of each row of a table, or why there is none.

    ``order`` is that of its dates; empty to settle it from them. ``columns`` are chosen ones, by
    field.
    """
    places = _places(table, LAYOUTS[layout], columns)
    if not {"start", "date"} & places.keys() or not _has_length(places.keys()):
        raise planner_error(
            "{name} has no columns for a start and an end, or for a date and a length. Nothing "
            "was imported; name them as in --columns start=Begin,end=Finish.",
            name=name,
        )
    rows = [(line, _values(row, places)) for line, row in table.rows]
    _refuse_others(name, [values["user"] for _line, values in rows])
    fields = [field for field in ("date", "end_date", "start", "end") if field in places]
    dates = [date_part(values[field]) for _line, values in rows for field in fields]
    order = order or settle_order(name, filter(None, dates))
    has_decimals = any(mark in values["length"] for _line, values in rows for mark in ".,")
    unit = "h" if has_decimals else ""
    for line, values in rows:
        where = line_place(line)
        yield read_or_reject(where, partial(_time, where, values, order, unit))


@dataclass(frozen=True, slots=True)
class TableHead:
    """The column names of a table as written, and for each field the column it is read from."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]


def head_of_table(text: str, chosen: Mapping[str, str]) -> TableHead:
    """Return the head of a table that is of no other program, with the columns of its fields."""
    table = read_table(text)
    places = _places(table, LAYOUTS["csv"], chosen)
    return TableHead(table.names, {field: table.names[at] for field, at in places.items()})


def _has_length(fields: Collection[str]) -> bool:
    return any(field in fields for field in ("end", "length", *_UNITS))


def _places(table: TrackerTable, known: Columns, chosen: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each field; a chosen one is named as in the head, or empty for none."""
    head = table.head
    places = {
        field: head.index(name)
        for field, names in known.items()
        for name in reversed(names)
        if name in head
    }
    for field, column in chosen.items():
        wanted = _compared(column)
        if field not in FIELDS:
            raise planner_error(
                "There is no field {field}. Nothing was imported; fields are {fields}.",
                field=field,
                fields=", ".join(FIELDS),
            )
        if not wanted:
            places.pop(field, None)
            continue
        if wanted not in head:
            raise planner_error(
                "There is no column {column}. Nothing was imported; there are {columns}.",
                column=column,
                columns=", ".join(table.names),
            )
        is_exact = column in table.names  # two may differ in their capitals alone
        places[field] = table.names.index(column) if is_exact else head.index(wanted)
    return places


def _values(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """Return the cells of all fields; empty where there is none."""
    found = {field: row[at] if at < len(row) else "" for field, at in places.items()}
    return dict.fromkeys(FIELDS, "") | found


def _refuse_others(name: str, users: Sequence[str]) -> None:
    """Refuse a report of a whole team: what others worked is not the user's time."""
    found = list(dict.fromkeys(filter(None, users)))
    if len(found) > 1:
        raise planner_error(
            "{name} holds the time of several people, such as {first} and {second}. Nothing "
            "was imported; export only your own.",
            name=name,
            first=found[0],
            second=found[1],
        )


def _time(where: str, values: Mapping[str, str], order: str, unit: str) -> ReadTime:
    day = _day(values["date"], order)
    start = read_moment(values["start"], day, order) if values["start"] else None
    length = _length(values, unit)
    if start is None and (day is None or length is None):
        raise TimeRowError(_("The row has no start, or no date and length."))
    billable, tags = values["billable"], values["tags"].split(",")
    return ReadTime(
        where,
        start,
        None if start is None else _end(values, start, order),
        day if start is None else None,
        length,
        title=values["title"] or values["task"],
        project=values["project"],
        client=values["client"],
        activity=values["activity"],
        tags=tuple(filter(None, (tag.strip() for tag in tags))),
        note="\n".join(filter(None, (values["note"], values["task"] if values["title"] else ""))),
        is_billable=billable.lower() in _YES if billable else None,
    )


def _day(text: str, order: str) -> date | None:
    return read_date(date_part(text) or text, order) if text else None


def _end(values: Mapping[str, str], start: datetime, order: str) -> datetime | None:
    """Return the end of a row: on the day of its start, or the next where that would be before."""
    text = values["end"]
    if not text:
        return None
    day = _day(values["end_date"], order)
    end = read_moment(text, day or start.date(), order)
    if day is None and not date_part(text) and end <= start.replace(tzinfo=None):
        end = read_moment(text, start.date() + DAY, order)
    return end.replace(tzinfo=start.tzinfo) if end.tzinfo is None else end


def _length(values: Mapping[str, str], unit: str) -> int | None:
    """Return the seconds of the first column that holds a length; bad ones where times say it."""
    for field, usual in (*_UNITS.items(), ("length", unit)):
        if values[field]:
            try:
                return read_length(values[field], usual)
            except TimeRowError:
                if values["start"] and values["end"]:
                    return None
                raise
    return None
