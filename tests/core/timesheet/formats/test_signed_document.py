"""What the timesheet to sign says."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.timesheet.formats.pdf import timesheet_document
from mle_planner.core.timesheet.sheet import timesheet
from tests.support.sheets import options
from tests.support.tracked_time import CODING, FRAUD, UTC_DAYS, tracked


def entries_of(first: date, last: date) -> str:
    """The list of entries of an hour on 30 and 31 December and two on 1 January."""
    hours = ((2026, 12, 30, 1), (2026, 12, 31, 1), (2027, 1, 1, 2))
    found = []
    for number, (year, month, day, length) in enumerate(hours):
        start = datetime(year, month, day, 9, tzinfo=UTC)
        found.append(tracked(number, Span(start, start + timedelta(hours=length)), CODING, FRAUD))
    html = timesheet_document(timesheet(found, UTC_DAYS, first, last, 0), options()).html
    text = re.sub(r"</tr>", "\n", html.partition("<h2>Entries</h2>")[2])
    return re.sub(r"<[^>]+>", " ", text.replace("</h3>", "\n"))


def test_each_entry_names_its_day_as_a_page_may_begin_with_it() -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    found = [
        tracked(number, Span(at + timedelta(hours=number), at + timedelta(hours=number + 1)),
                CODING, FRAUD)
        for number in range(3)
    ]  # fmt: skip
    sheet = timesheet(found, UTC_DAYS, at.date(), at.date(), 0)
    html = timesheet_document(sheet, options()).html.partition("<h2>Entries</h2>")[2]
    assert html.count(">Tue 24 Nov<") == 3


def test_each_of_several_years_is_listed_with_its_sum() -> None:
    text = entries_of(date(2026, 12, 30), date(2027, 1, 1))
    heads = [line.split() for line in text.splitlines() if re.search(r"20\d\d|Total", line)]
    assert heads == [["2026"], ["Total", "2:00", "2.00"], ["2027"], ["Total", "2:00", "2.00"]]


def test_a_list_of_one_year_has_no_heading_of_a_year() -> None:
    text = entries_of(date(2026, 12, 30), date(2026, 12, 31))
    heads = [line.split() for line in text.splitlines() if re.search(r"20\d\d|Total", line)]
    assert heads == [["Total", "2:00", "2.00"]]


@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
@pytest.mark.parametrize("kind", ["gone", "a folder", "a pipe", "too large"])
def test_an_image_that_cannot_be_read_stops_the_document(tmp_path: Path, kind: str) -> None:
    logo = tmp_path / "logo.png"
    if kind == "a folder":
        logo.mkdir()
    elif kind == "a pipe":
        os.mkfifo(logo)
    elif kind == "too large":
        logo.write_bytes(bytes(5_000_001))
    sheet = timesheet([], UTC_DAYS, date(2026, 11, 2), date(2026, 11, 2), 0)
    with pytest.raises(PlannerError, match=r"letterhead, logo\.png, cannot be read"):
        timesheet_document(sheet, replace(options(), logo=str(logo)))
