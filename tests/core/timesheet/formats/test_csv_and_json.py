"""What the receiver of a timesheet finds in the file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.timesheet.formats.format import ExportOptions
from mle_planner.core.timesheet.formats.registry import FORMATS
from mle_planner.core.timesheet.sheet import Timesheet, timesheet
from mle_planner.core.typed.title import harmless
from tests.support.tracked_time import (
    CODING,
    FRAUD,
    FRIDAY,
    MONDAY,
    PLATFORM,
    STANDUP,
    TUESDAY,
    UTC_DAYS,
    span,
    tracked,
)


def sheet_of(title: str = "Drift monitor", rounding_min: int = 15) -> Timesheet:
    entries = [
        tracked(1, span(MONDAY, "9:00", "9:36"), STANDUP, title="Standup"),
        tracked(2, span(MONDAY, "10:42", "11:54:20"), CODING, FRAUD, title),
        tracked(3, span(TUESDAY, "23:30", "24:20"), CODING, PLATFORM, "Retries"),
    ]
    return timesheet(entries, UTC_DAYS, MONDAY, FRIDAY, rounding_min)


def as_csv(sheet: Timesheet, **chosen: str) -> bytes:
    options = ExportOptions(ZoneInfo("Europe/Berlin"), chosen, has_decimal_comma=True)
    return FORMATS["csv"].write(sheet, options)


def as_json(sheet: Timesheet) -> bytes:
    return FORMATS["json"].write(sheet, ExportOptions(ZoneInfo("UTC"), {}))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_csv_as_it_stands_in_the_file() -> None:
    assert as_csv(sheet_of()).decode().split("\r\n") == [
        "description,billable,client,project,tags,start,end,date,activity,tracked_s,"
        "tracked_min,rounded_min,task,with,note,hours,rate,amount,currency",
        "Standup,false,,,standup,2026-11-23T09:00:00Z,2026-11-23T09:36:00Z,"
        "2026-11-23,standup,2160,36,30,,,,0.50,,,",
        "Drift monitor,true,Northbank,Fraud scoring,coding,2026-11-23T10:42:00Z,"
        "2026-11-23T11:54:20Z,2026-11-23,coding,4340,72,75,,,,1.25,,,",
        "Retries,false,,Platform,coding,2026-11-24T23:30:00Z,2026-11-25T00:00:00Z,"
        "2026-11-24,coding,1800,30,30,,,,0.50,,,",
        "Retries,false,,Platform,coding,2026-11-25T00:00:00Z,2026-11-25T00:20:00Z,"
        "2026-11-25,coding,1200,20,15,,,,0.25,,,",
        "",
    ]


@pytest.mark.parametrize("rounding_min", [0, 6, 15, 60])
def test_rows_of_the_csv_add_up_to_the_total(rounding_min: int) -> None:
    sheet = sheet_of(rounding_min=rounding_min)
    rows = rows_of(as_csv(sheet))
    assert sum(int(row["rounded_min"]) for row in rows) == sheet.total_min
    assert sum(int(row["tracked_s"]) for row in rows) == sheet.tracked_s
    assert sum(int(row["tracked_min"]) for row in rows) == sheet.tracked_min


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_title_cannot_become_a_formula(start: str) -> None:
    title = start + 'HYPERLINK("http://example.org","x")'
    sheet = sheet_of(title)
    project = replace(FRAUD, name=title, client=title)
    lines = tuple(replace(line, project=project) for line in sheet.lines)
    for row in rows_of(as_csv(replace(sheet, lines=lines))):
        assert row["project"] == row["client"] == "'" + harmless(title)
    assert rows_of(as_csv(sheet))[1]["description"] == "'" + harmless(title)


@pytest.mark.parametrize("unseen", ["\u200f", "\u200b", "\u202e", " ", "\xa0", "\ufe0f"])
def test_a_mark_that_is_not_seen_does_not_hide_a_formula(unseen: str) -> None:
    cell = rows_of(as_csv(sheet_of(f"{unseen}=1+1")))[1]["description"]
    assert cell.startswith(("'", "\N{REPLACEMENT CHARACTER}"))


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\x1b", "\x9b", "\ud83e", "\u2028"])
def test_nothing_in_a_file_steers_a_terminal_or_reorders_a_line(letter: str) -> None:
    sheet = sheet_of(f"Fee{letter}gnp.exe")
    row = rows_of(as_csv(sheet))[1]
    assert row["description"] == "Fee\N{REPLACEMENT CHARACTER}gnp.exe"
    raw = as_json(sheet).decode()
    assert letter not in raw
    assert json.loads(raw)["lines"][1]["description"] == f"Fee{letter}gnp.exe"


def test_ordinary_titles_are_left_alone() -> None:
    title = 'Fix "paging", part 1=2; naïve café – 数据 \u05e9\u05dc\u200f👩\u200d💻\nsecond line'
    assert rows_of(as_csv(sheet_of(title)))[1]["description"] == title


@given(st.text())
def test_any_title_survives_csv_and_json(title: str) -> None:
    sheet = sheet_of(title)
    row = rows_of(as_csv(sheet))[1]
    assert row["description"].removeprefix("'") == harmless(title).removeprefix("'")
    assert row["rounded_min"] == "75"
    assert json.loads(as_json(sheet))["lines"][1]["description"] == title


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"times": "local"}, "2026-11-23T11:42:00+01:00"),
        ({"separator": "semicolon", "decimals": "comma"}, ";1,25;"),
        ({"separator": "system", "decimals": "system"}, ";1,25;"),
        ({"decimals": "comma"}, ',"1,25",'),
        ({"separator": "tab"}, "\t1.25\t"),
        ({"bom": "yes"}, "\ufeffdescription,"),
    ],
)
def test_the_layout_of_the_csv_is_as_chosen(chosen: dict[str, str], expected: str) -> None:
    assert expected in as_csv(sheet_of(), **chosen).decode()


def test_text_like_a_formula_is_kept_where_that_is_chosen() -> None:
    assert rows_of(as_csv(sheet_of("=1+1"), formulas="keep"))[1]["description"] == "=1+1"


def test_json_has_a_line_for_each_entry() -> None:
    sheet = sheet_of()
    found = [
        json.loads(line.rstrip(","))
        for line in as_json(sheet).decode().splitlines()
        if line.startswith('    {"date": ') and '"description"' in line
    ]
    assert found == json.loads(as_json(sheet))["lines"]
    assert len(found) == len(sheet.lines)


def test_json_adds_up_every_way() -> None:
    document = json.loads(as_json(sheet_of()))
    assert document["rounded_min"] == 150
    assert sum(day["rounded_min"] for day in document["days"]) == 150
    assert sum(row["rounded_min"] for row in document["rows"]) == 150
    assert sum(line["rounded_min"] for line in document["lines"]) == 150
    assert [(row["name"], row["client"], row["minutes"]) for row in document["rows"]] == [
        ("Fraud scoring", "Northbank", [75, 0, 0, 0, 0]),
        ("Platform", None, [0, 30, 15, 0, 0]),
        ("Meetings", None, [30, 0, 0, 0, 0]),
    ]
    assert document["left_out"] == {"breaks_s": 0, "breaks_min": 0, "running": None}


def test_a_csv_has_the_columns_that_were_chosen_in_their_usual_order() -> None:
    text = as_csv(sheet_of(), columns="project,date").decode()
    assert text.splitlines()[0] == "project,date,hours"
    assert len({line.count(",") for line in text.splitlines()}) == 1
    whole = rows_of(as_csv(sheet_of()))
    assert rows_of(text.encode()) == [
        {name: row[name] for name in ("project", "date", "hours")} for row in whole
    ]


def test_what_is_not_billed_has_no_rate_in_the_file() -> None:
    internal = replace(PLATFORM, rate_cents=9000, currency="EUR")
    billed = replace(FRAUD, rate_cents=8000, currency="USD")
    entries = [
        tracked(1, span(MONDAY, "9:00", "10:00"), CODING, internal),
        tracked(2, span(MONDAY, "10:00", "11:00"), CODING, billed),
    ]
    rows = rows_of(as_csv(timesheet(entries, UTC_DAYS, MONDAY, FRIDAY, 0)))
    assert [(row["billable"], row["rate"], row["amount"], row["currency"]) for row in rows] == [
        ("false", "", "", ""), ("true", "80.00", "80.00", "USD")
    ]  # fmt: skip


def test_an_entry_of_two_days_is_two_events_of_the_calendar() -> None:
    content = FORMATS["ics"].write(sheet_of(), ExportOptions(ZoneInfo("UTC"), {}))
    uids = [line for line in content.decode().split("\r\n") if line.startswith("UID")]
    assert uids == [
        "UID:entry-1-20261123@mle-planner", "UID:entry-2-20261123@mle-planner",
        "UID:entry-3-20261124@mle-planner", "UID:entry-3-20261125@mle-planner",
    ]  # fmt: skip
