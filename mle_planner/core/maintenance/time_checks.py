"""Checks spans of time: their order, their length, and that no two entries overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import clock_text, day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.maintenance.problems import (
    DataProblem,
    removal,
    removal_of_first,
    row_name,
    row_problem,
)
from mle_planner.core.model.tracked import LONGEST_ENTRY
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.storage.raw_database import RawRow, RowChange
from mle_planner.core.storage.rows import column_values, columns, record
from mle_planner.core.typical_day.part_rules import cut_overlap
from mle_planner.core.typical_day.parts import part_minutes

Rows = Mapping[int, RawRow]

_LONGEST = {"time_block": timedelta(days=1), "time_entry": LONGEST_ENTRY}


def check_times(table: str, rows: Rows, zone: ZoneInfo) -> Iterator[DataProblem]:
    """Yield the rows of a table that end before they start, or that last too long."""
    for number, row in rows.items():
        start, end = row["start"], row["end"]
        if end is None or start is None:
            continue
        limit = _LONGEST.get(table)
        if end < start or (end == start and table != "calendar_event"):
            yield _reversed(table, number, row, zone)
        elif limit is not None and end - start > limit.total_seconds():
            yield _overlong(table, number, row, limit, zone)


def _reversed(table: str, number: int, row: RawRow, zone: ZoneInfo) -> DataProblem:
    start, end = row["start"], row["end"]
    limit = _LONGEST.get(table, timedelta.max).total_seconds()
    what = _(
        "It ends at {end}, not after its start at {start}.",
        end=_at(end, zone),
        start=_at(start, zone),
    )
    after: dict[str, Any] | None = {**row, "start": end, "end": start}
    repair = _("Exchanges start and end.")
    if end == start or start - end > limit:
        after = None
        repair = removal()
    return row_problem(table, number, row, "times", what, repair, after)


def _overlong(
    table: str, number: int, row: RawRow, limit: timedelta, zone: ZoneInfo
) -> DataProblem:
    hours, most = (row["end"] - row["start"]) // 3600, int(limit.total_seconds()) // 3600
    end = row["start"] + int(limit.total_seconds())
    what = _("It lasts {hours} hours, longer than the {most} hours allowed.",
             hours=hours, most=most)  # fmt: skip
    repair = _("Keeps its first {most} hours: it ends at {end}.", most=most, end=_at(end, zone))
    return row_problem(table, number, row, "length", what, repair, {**row, "end": end})


def check_overlaps(
    rows: Rows, new_number: Callable[[], int], zone: ZoneInfo, now: int
) -> Iterator[DataProblem]:
    """Yield the entries that overlap an earlier one, each pair once; a running one lasts to now.

    A repair counts shared time once and keeps all other time. The later entry stays as it is; the
    time of the earlier one after it becomes a separate entry. If two start together, the longer one
    counts as the earlier.
    """
    latest_running = max((row["start"] for row in rows.values() if row["end"] is None), default=0)
    until = max(now, latest_running + 1)
    ends = {number: until if row["end"] is None else row["end"] for number, row in rows.items()}
    ordered = sorted(rows, key=lambda number: (rows[number]["start"], -ends[number], -number))
    last: int | None = None
    for number in ordered:
        if last is not None and rows[number]["start"] < ends[last]:
            goes_on = rows[number]["end"] is not None and ends[number] < ends[last]
            yield _overlap(rows, last, number, goes_on, new_number, zone)
        if last is None or ends[number] > ends[last]:
            last = number


def _overlap(
    rows: Rows,
    number: int,
    other: int,
    goes_on: bool,
    new_number: Callable[[], int],
    zone: ZoneInfo,
) -> DataProblem:
    """Return the overlap of two entries; ``goes_on`` if the first has time after the second."""
    row, later = rows[number], rows[other]
    changes = []
    is_same_start = row["start"] == later["start"]
    tail = {**row, "start": later["end"]} if goes_on else None
    if is_same_start and tail is None:  # the later one covers all of it
        changes = [RowChange("time_entry", number, row, None)]
        repair = removal_of_first()
    elif is_same_start:
        assert tail is not None
        changes = [RowChange("time_entry", number, row, tail)]
        repair = _(
            "The first starts at {time}, where the second ends.", time=_at(tail["start"], zone)
        )
    else:
        head = {**row, "end": later["start"]}
        changes = [RowChange("time_entry", number, row, head)]
        repair = _(
            "The first ends at {time}, where the second starts.", time=_at(head["end"], zone)
        )
        if tail is not None:
            tail["id"] = new_number()
            changes.append(RowChange("time_entry", tail["id"], None, tail))
            repair += " " + _(
                "Its rest becomes an entry from {time}.", time=_at(tail["start"], zone)
            )
    return DataProblem(
        f"time_entry:{number}:overlap:{other}",
        row_name("time_entry", row),
        _("It shares time with {other}.", other=row_name("time_entry", later)),
        repair,
        tuple(changes),
    )


def check_day_parts(
    rows: Rows, days: PlanningDays, new_number: Callable[[], int]
) -> Iterator[DataProblem]:
    """Yield the parts of the typical day that overlap another part of their weekday.

    A repair keeps the later part whole, and the uncovered time of the earlier one.
    """
    parts = {number: record(DayPart, [row[name] for name in columns(DayPart)])
             for number, row in rows.items()}  # fmt: skip
    ordered = sorted(parts, key=lambda number: (
        parts[number].weekday, *part_minutes(parts[number], days), number
    ))  # fmt: skip
    for first, second in pairwise(ordered):
        left = cut_overlap(parts[first], parts[second], days, new_number)
        if left == [parts[first]]:
            continue
        kept = [{**rows[first], **column_values(part)} for part in left]
        changes = [RowChange("template_block", first, rows[first], kept[0] if kept else None)]
        changes += [RowChange("template_block", row["id"], None, row) for row in kept[1:]]
        yield DataProblem(
            f"template_block:{first}:overlap:{second}",
            row_name("template_block", rows[first]),
            _("It shares time with {other}.", other=row_name("template_block", rows[second])),
            _("Keeps the part that the other does not cover.") if kept else removal_of_first(),
            tuple(changes),
        )


def _at(second: int, zone: ZoneInfo) -> str:
    """Return an instant with its date and year."""
    at = datetime.fromtimestamp(second, UTC)
    return f"{day_text(at.astimezone(zone).date(), today=date.min)} {clock_text(at, zone)}"
