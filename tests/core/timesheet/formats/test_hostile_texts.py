"""No text becomes a formula, a link or an event, whatever a title contains."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from itertools import product

import icalendar
import openpyxl

from mle_planner.core.printing import PrintedDocument
from mle_planner.core.timesheet.formats.format import ExportOptions
from mle_planner.core.timesheet.formats.registry import FORMATS
from mle_planner.core.typed.title import harmless
from tests.support.sheets import BERLIN, HOSTILE, month, with_texts, written

SHEET = month(count=2)
CSV_NAMES = ("csv", "toggl", "clockify", "harvest", "kimai")
RUN_AS_FORMULA = re.compile(r"[\s\xad\u061c\u200b-\u200f\ufe0f]*[=+\-@＝＋－＠]|[\t\r\n]")
NOT_TEXT = {
    "start", "end", "date", "tracked_s", "rounded_min", "hours", "rate", "amount", "Date", "From",
    "To", "Duration",
}  # fmt: skip


def test_csv_cells_begin_with_no_formula_and_hold_the_text() -> None:
    for text, name in product(HOSTILE, CSV_NAMES):
        content = written(name, with_texts(SHEET, text)).decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(content, newline="")):
            cells = [cell for key, cell in row.items() if key not in NOT_TEXT]
            assert not [cell for cell in cells if RUN_AS_FORMULA.match(cell)], (name, text)
            assert {harmless(text), "'" + harmless(text)} & set(cells), (name, text)


def test_excel_cells_hold_the_text_and_no_formula_of_it() -> None:
    for text in HOSTILE:
        content = written("xlsx", with_texts(SHEET, text), sheets="project")
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            xml = "".join(parts.read(name).decode() for name in parts.namelist())
        formulas = re.findall(r"<f>(.*?)</f>", xml)
        assert all(re.fullmatch(r"(SUM|SUMPRODUCT)\(.*\)|'.*'!\w+", each) for each in formulas)
        assert "<hyperlink" not in xml
        row = next(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2))
        assert harmless(text).replace("\r", "\n") in [
            str(cell.value).replace("\r", "\n") for cell in row if cell.data_type == "s"
        ]


def test_a_calendar_has_one_event_a_line_and_json_the_very_text() -> None:
    for text in HOSTILE:
        sheet = with_texts(SHEET, text)
        events = icalendar.Calendar.from_ical(written("ics", sheet).decode()).walk()
        assert [event.name for event in events] == ["VCALENDAR", *["VEVENT"] * len(sheet.lines)]
        assert json.loads(written("json", sheet))["lines"][0]["description"] == text


def test_a_page_is_made_of_escaped_text_and_no_picture() -> None:
    pages: list[PrintedDocument] = []

    def keep(document: PrintedDocument) -> bytes:
        pages.append(document)
        return b""

    for text in HOSTILE:
        options = ExportOptions(BERLIN, {}, text, text, text, write_pdf=keep)
        FORMATS["pdf"].write(with_texts(SHEET, text), options)
    allowed = {"table", "thead", "tr", "td", "th", "h1", "h2", "p", "b", "br"}
    assert len(pages) == len(HOSTILE)
    for page in pages:
        assert set(re.findall(r"</?(\w+)", page.html)) <= allowed
