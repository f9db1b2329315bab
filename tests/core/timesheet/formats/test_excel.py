"""What the opened workbook shows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from mle_planner.core.base.frozen import replace
from tests.support.languages import speaking
from tests.support.sheets import MAPS, ROUTING, SCORING, month, with_texts, written

MONTH = month(count=40)


def book_of(content: bytes, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def test_the_total_is_a_formula_over_the_lines_with_its_value() -> None:
    content = written("xlsx", MONTH)
    last = len(MONTH.lines) + 2
    formulas, values = (book_of(content, values=each)["Timesheet"] for each in (False, True))
    assert [formulas.cell(last, column).value for column in (9, 10, 11)] == [
        f"=SUM(${letter}$2:${letter}${last - 1})" for letter in "IJK"
    ]
    assert [values.cell(last, column).number_format for column in (9, 10, 11)] == [
        "[h]:mm", "[h]:mm", "0.00",
    ]  # fmt: skip
    assert round(values.cell(last, 9).value.total_seconds()) == MONTH.tracked_min * 60
    assert round(values.cell(last, 10).value.total_seconds()) == MONTH.total_min * 60
    assert values.cell(last, 11).value == MONTH.hundredths / 100


def test_a_date_is_shown_as_the_readers_computer_writes_dates() -> None:
    styles = zipfile.ZipFile(io.BytesIO(written("xlsx", MONTH))).read("xl/styles.xml").decode()
    assert 'numFmtId="14"' in styles
    assert book_of(written("xlsx", MONTH))["Timesheet"]["A2"].is_date


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("he", "right")])
def test_text_keeps_away_from_the_figure_before_it(language: str, side: str) -> None:
    with speaking(language):
        sheet = book_of(written("xlsx", MONTH)).worksheets[0]
    client = next(cell for cell in sheet["D"][1:] if cell.value)
    for cell in (sheet["D1"], client, sheet["L2"]):
        assert (cell.alignment.horizontal, cell.alignment.indent) == (side, 1)


def test_each_currency_has_its_own_total() -> None:
    sheet = book_of(written("xlsx", MONTH))["Timesheet"]
    first = len(MONTH.lines) + 2
    found = {
        sheet.cell(row, 15).value: sheet.cell(row, 14).value for row in range(first, first + 3)
    }
    assert found == {code: amount / 100 for code, amount in MONTH.amounts_cents.items()}
    assert sheet.cell(first + 3, 14).value is None


@pytest.mark.parametrize("sheets", ["one", "project"])
def test_the_summary_has_each_project_once_and_adds_up(sheets: str) -> None:
    book = book_of(written("xlsx", MONTH, sheets=sheets))
    rows = list(book["Summary"].iter_rows(min_row=2, values_only=True))
    projects = [row for row in rows if row[0] != "Total" and row[2] is not None]
    assert [row[1] for row in projects][-1] == "No project"
    assert [(row[0], row[1]) for row in projects[:3]] == [
        (None, "Platform"), ("Harbour", "Maps"), ("Harbour", "Routing"),
    ]  # fmt: skip
    hours = [round(row[4] * 100) for row in projects]
    assert sum(hours) == MONTH.hundredths
    by_name = {row.name: row.hundredths for row in MONTH.rows}
    assert hours[1:3] == [by_name["Maps"], by_name["Routing"]]
    total = next(row for row in rows if row[0] == "Total")
    assert round(total[4] * 100) == MONTH.hundredths


def test_each_project_has_its_sheet_where_that_is_chosen() -> None:
    book = book_of(written("xlsx", MONTH, sheets="project"))
    assert book.sheetnames == [
        "Platform", "Maps", "Routing", "Fraud scoring", "No project", "Summary",
    ]  # fmt: skip
    formula = book_of(written("xlsx", MONTH, sheets="project"), values=False)["Summary"]["C3"]
    own = sum(line.project == MAPS for line in MONTH.lines)
    assert formula.value == f"='Maps'!I{own + 2}"


@pytest.mark.parametrize(
    "names",
    [
        ("History", "history", "HISTORY"),
        ("a" * 40, "a" * 41, "A" * 40),
        ("'quoted'", "x/y:z?*[]\\", " "),
        ("👩\u200d💻" * 20, "\x00", "Summary"),
    ],
)
def test_any_name_of_a_project_makes_a_sheet(names: tuple[str, str, str]) -> None:
    lines = []
    renamed = dict(zip((SCORING, ROUTING, MAPS), names, strict=True))
    for line in MONTH.lines:
        if line.project in renamed:
            lines.append(replace(line, project=replace(line.project, name=renamed[line.project])))
    book = book_of(written("xlsx", replace(MONTH, lines=tuple(lines)), sheets="project"))
    assert len(book.sheetnames) == 4
    assert all(len(name.encode("utf-16-le")) <= 62 for name in book.sheetnames)
    assert not any(re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in book.sheetnames)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert written("xlsx", MONTH) == written("xlsx", MONTH)


@pytest.mark.parametrize("long", ["x" * 100_000, "👩" * 40_000])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(long: str) -> None:
    sheet = with_texts(month(count=1), long)
    cell = book_of(written("xlsx", sheet))["Timesheet"]["H2"].value
    assert len(cell.encode("utf-16-le")) <= 2 * 32_767
    assert cell.endswith(long[0] + "…")


@pytest.mark.parametrize("sheets", ["one", "project"])
@pytest.mark.parametrize(
    "columns",
    [
        "hours", "date,what", "from,to,tracked,amount,currency", "rounded,rate,amount",
        "currency,task,activity", "billable,amount,currency,rounded",
    ],
)  # fmt: skip
def test_columns_that_are_left_out_are_nowhere_and_the_sums_stay(columns: str, sheets: str) -> None:
    content = written("xlsx", MONTH, columns=columns, sheets=sheets)
    whole = {"client", "project", "hours", *columns.split(",")}
    if not {"amount", "currency"} <= whole:
        whole -= {"amount", "currency"}
    values, formulas = book_of(content), book_of(content, values=False)
    for sheet in values.worksheets[:-1]:
        heads = [cell.value.lower() for cell in sheet[1]]
        assert set(heads) == whole
        assert sheet.max_column == len(heads)
    summary = values["Summary"]
    heads = [cell.value for cell in summary[1]]
    total = next(row for row in summary.iter_rows(min_row=2, values_only=True) if row[0] == "Total")
    assert round(total[heads.index("Hours")] * 100) == MONTH.hundredths
    assert ("Amount" in heads) is ("amount" in whole)
    tests = [
        pair
        for row in formulas["Summary"].iter_rows(min_row=2, values_only=True)
        for formula in row
        if sheets == "one" and str(formula).startswith("=SUMPRODUCT(EXACT('")
        for pair in re.findall(
            r"EXACT\('Timesheet'!\$([A-Z])\$2:\$[A-Z]\$\d+,([A-Z])\d+\)", formula
        )
    ]
    names = values.worksheets[0]
    for lines, own in tests:
        assert names[f"{lines}1"].value == summary[f"{own}1"].value
    assert bool(tests) is (sheets == "one")


def test_a_sum_is_taken_from_the_column_of_its_name() -> None:
    content = written("xlsx", MONTH, columns="what,rounded")
    values, formulas = book_of(content), book_of(content, values=False)
    heads = [cell.value for cell in values["Summary"][1]]
    for column, head in enumerate(heads):
        if head in ("Rounded", "Hours"):
            formula = formulas["Summary"].cell(2, column + 1).value
            letter = re.findall(r"\*'Timesheet'!\$([A-Z])\$2:", formula)[-1]
            assert values["Timesheet"][f"{letter}1"].value == head
