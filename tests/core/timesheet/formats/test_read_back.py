"""Each file is read by another program and adds up to the sheet, to the second and the cent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
import pytest

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.timesheet.formats.format import ExportOptions
from mle_planner.core.timesheet.formats.registry import FORMATS, preview, written_min
from mle_planner.core.timesheet.sheet import Timesheet
from tests.support.languages import speaking
from tests.support.sheets import BERLIN, month, options, written

MONTH = month()
Sums = tuple[int | None, int | None, dict[str, int] | None]
"""Seconds of tracked minutes, hundredths of hours, cents by currency; None for what it has not."""


def cents(text: str) -> int:
    return round(float(text or 0) * 100)


def seconds(text: str) -> int:
    hours, minutes, rest = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + rest


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def amounts_in(rows: list[dict[str, str]], begins: str) -> dict[str, int]:
    columns = [column for column in (rows[0] if rows else ()) if column.startswith(begins)]
    return {
        column.rpartition("(")[2].rstrip(")"): sum(cents(row[column]) for row in rows)
        for column in columns
    }


def of_csv(content: bytes) -> Sums:
    rows = rows_of(content)
    amounts: dict[str, int] = {}
    for row in rows:
        if row["amount"]:
            amounts[row["currency"]] = amounts.get(row["currency"], 0) + cents(row["amount"])
    hours = sum(cents(row["hours"]) for row in rows)
    return sum(int(row["tracked_min"]) for row in rows) * 60, hours, amounts


def of_toggl(content: bytes) -> Sums:
    rows = rows_of(content)
    tracked = sum(seconds(row["Duration"]) for row in rows)
    for row in rows:
        begin, end = (
            datetime.fromisoformat(f"{row[f'{which} date']}T{row[f'{which} time']}")
            for which in ("Start", "End")
        )
        assert (end - begin).total_seconds() == seconds(row["Duration"])
    return tracked, None, amounts_in(rows, "Amount")


def of_clockify(content: bytes) -> Sums:
    rows = rows_of(content)
    tracked = sum(seconds(row["Duration (h)"]) for row in rows)
    assert sum(cents(row["Duration (decimal)"]) for row in rows) == round(tracked / 36)
    return tracked, None, amounts_in(rows, "Billable Amount")


def of_harvest(content: bytes) -> Sums:
    return None, sum(cents(row["Hours"]) for row in rows_of(content)), None


def of_kimai(content: bytes) -> Sums:
    return sum(int(row["Duration"]) for row in rows_of(content)), None, None


def of_json(content: bytes) -> Sums:
    document: dict[str, Any] = json.loads(content)
    hours = sum(round(line["hours"] * 100) for line in document["lines"])
    amounts = {currency: round(amount * 100) for currency, amount in document["amounts"].items()}
    return sum(line["tracked_min"] for line in document["lines"]) * 60, hours, amounts


def of_ics(content: bytes) -> Sums:
    events = icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events)
    return int(sum((event.end - event.start).total_seconds() for event in events)), None, None


def of_xlsx(content: bytes) -> Sums:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] is not None]
    amounts: dict[str, int] = {}
    for row in rows:
        if row[13] is not None:
            amounts[row[14]] = amounts.get(row[14], 0) + round(row[13] * 100)
    tracked = sum(row[8].total_seconds() for row in rows)
    return round(tracked), sum(round(row[10] * 100) for row in rows), amounts


READERS: dict[str, Callable[[bytes], Sums]] = {
    "csv": of_csv, "toggl": of_toggl, "clockify": of_clockify, "harvest": of_harvest,
    "kimai": of_kimai, "json": of_json, "ics": of_ics, "xlsx": of_xlsx,
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_the_file_of_a_month_adds_up_to_the_sheet(name: str) -> None:
    tracked, hours, amounts = READERS[name](written(name, MONTH))
    assert len(MONTH.amounts_cents) == 3
    assert tracked in (None, MONTH.tracked_min * 60)
    assert hours in (None, MONTH.hundredths)
    assert amounts in (None, dict(MONTH.amounts_cents))


@pytest.mark.parametrize("name", ["toggl", "clockify", "kimai", "ics"])
def test_rounded_durations_add_up_to_the_rounded_sheet(name: str) -> None:
    tracked, _, _ = READERS[name](written(name, MONTH, durations="rounded"))
    assert tracked == MONTH.total_min * 60


@pytest.mark.parametrize("name", ["toggl", "clockify", "kimai", "ics"])
@pytest.mark.parametrize("durations", ["tracked", "rounded"])
def test_what_is_said_to_be_written_is_what_the_file_adds_up_to(name: str, durations: str) -> None:
    assert MONTH.tracked_min != MONTH.total_min
    in_file, _, _ = READERS[name](written(name, MONTH, durations=durations))
    said = written_min(FORMATS[name], MONTH, options(durations=durations))
    assert said * 60 == in_file


@pytest.mark.parametrize("name", ["csv", "harvest", "json", "xlsx", "pdf"])
def test_without_that_choice_the_rounded_time_is_said_to_be_written(name: str) -> None:
    assert written_min(FORMATS[name], MONTH, options()) == MONTH.total_min


@pytest.mark.parametrize("name", READERS)
def test_a_sheet_without_lines_is_a_file_too(name: str) -> None:
    assert written(name, month(count=0))


def test_the_preview_is_how_the_file_begins() -> None:
    for name in ("csv", "toggl", "clockify", "harvest", "kimai"):
        shown = preview(FORMATS[name], MONTH, options(), most=3)
        rows = rows_of(written(name, MONTH))
        assert shown.columns == tuple(rows[0])
        assert [[str(cell) for cell in row] for row in shown.rows] == [
            list(row.values()) for row in rows[:3]
        ]
        assert shown.count == len(MONTH.lines)


def test_the_preview_of_what_has_no_columns_shows_its_lines() -> None:
    shown = preview(FORMATS["ics"], MONTH, options())
    assert (len(shown.rows), shown.rows[0][2]) == (3, "Work 0")


def test_the_preview_of_a_document_writes_dates_and_figures_as_the_document_does() -> None:
    chosen = replace(options(), has_decimal_comma=True)
    with speaking("de"):
        shown = preview(FORMATS["pdf"], MONTH, chosen).rows[0]
    first = MONTH.lines[0]
    with speaking("de"):
        assert shown[0] == day_text(first.day)
    assert shown[3] == f"{first.hundredths / 100:.2f}".replace(".", ",")


def test_an_entry_of_the_hour_that_comes_twice_keeps_its_length() -> None:
    folded = sheet_of_fold()
    (row,) = rows_of(written("toggl", folded))
    assert (row["Start time"], row["End time"], row["Duration"]) == (
        "02:30:00", "02:30:00", "01:00:00",
    )  # fmt: skip
    csv_row = rows_of(FORMATS["csv"].write(folded, ExportOptions(BERLIN, {"times": "local"})))[0]
    assert (csv_row["start"][19:], csv_row["end"][19:]) == ("+02:00", "+01:00")


def sheet_of_fold() -> Timesheet:
    from datetime import date

    from mle_planner.core.base.days import PlanningDays
    from mle_planner.core.base.spans import Span
    from mle_planner.core.timesheet.sheet import timesheet
    from tests.support.tracked_time import CODING, tracked

    utc = ZoneInfo("UTC")
    night = Span(
        datetime(2026, 10, 25, 0, 30, tzinfo=utc), datetime(2026, 10, 25, 1, 30, tzinfo=utc)
    )
    day = date(2026, 10, 25)
    return timesheet([tracked(1, night, CODING)], PlanningDays(BERLIN), day, day, 0)
