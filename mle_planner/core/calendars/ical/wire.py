"""Messages to and from the reading process: one line of JSON, then bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import field_names
from mle_planner.core.calendars.ical.values import (
    CalendarError,
    CalendarReading,
    ReadingLimits,
    ReadOccurrence,
    Reported,
)
from mle_planner.core.i18n.gettext import LocaleStyle, locale_style

_FIELDS = field_names(ReadOccurrence)
_VALUES = attrgetter(*_FIELDS)
_MOMENTS = (_FIELDS.index("start"), _FIELDS.index("end"))
_ZONE = _FIELDS.index("zone")


def write_request(data: bytes, first: date, last: date, zone: str, limits: ReadingLimits) -> bytes:
    """The question: how to read, a line feed, the calendar as it came."""
    head = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "zone": zone,
        "limits": asdict(limits),
        "manner": asdict(locale_style()),
    }
    return json.dumps(head).encode("ascii") + b"\n" + data


def read_request(request: bytes) -> tuple[bytes, date, date, str, ReadingLimits, LocaleStyle]:
    """The arguments `write_request` was given, and the locale style of the caller."""
    line, _, data = request.partition(b"\n")
    head = json.loads(line)
    first, last = (date.fromisoformat(head[key]) for key in ("first", "last"))
    return (
        data,
        first,
        last,
        head["zone"],
        ReadingLimits(**head["limits"]),
        LocaleStyle(**head["manner"]),
    )


def write_answer(reading: CalendarReading) -> bytes:
    """The reading as JSON in ASCII: a line for the whole, then a line for each occurrence.

    One document would be read in one step, during which no other thread of the reader runs.
    """
    head = {
        "name": reading.name,
        "found": reading.found,
        "imported": reading.imported,
        "reported": [[one.where, one.why, one.line] for one in reading.reported],
        "notes": reading.notes,
        "occurrences": len(reading.occurrences),
        "cancelled": len(reading.cancelled),
    }
    rows = (_row(one) for one in (*reading.occurrences, *reading.cancelled))
    return "\n".join(map(json.dumps, (head, *rows))).encode("ascii")


def write_refusal(error: CalendarError) -> bytes:
    """The answer for a calendar that was refused as a whole."""
    return json.dumps({"refused": str(error)}).encode("ascii")


def read_answer(answer: bytes) -> CalendarReading:
    """The reading that was written; raises the CalendarError where it was a refusal.

    Raises ValueError for what is neither.
    """
    first, *rest = answer.split(b"\n")
    document = json.loads(first)
    if "refused" in document:
        raise CalendarError(document["refused"])
    count = document["occurrences"]
    if len(rest) != count + document["cancelled"]:
        raise ValueError("an answer that was cut off")
    occurrences = tuple(_occurrence(json.loads(row)) for row in rest)
    return CalendarReading(
        name=document["name"],
        found=document["found"],
        imported=document["imported"],
        reported=tuple(Reported(*one) for one in document["reported"]),
        notes=tuple(document["notes"]),
        occurrences=occurrences[:count],
        cancelled=occurrences[count:],
    )


def _row(one: ReadOccurrence) -> list[Any]:
    values = list(_VALUES(one))
    for place in _MOMENTS:
        values[place] = values[place].isoformat()
    return values


def _occurrence(values: list[Any]) -> ReadOccurrence:
    for place in _MOMENTS:
        values[place] = _moment(values[place], values[_ZONE])
    return ReadOccurrence(*values)


def _moment(text: str, zone: str | None) -> Any:
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None and zone is not None:
        # By way of the offset, which says which of two equal wall clocks is meant.
        moment = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    return moment
