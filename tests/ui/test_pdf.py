"""What a reader finds in a PDF that the planner writes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import ENGLISH, LocaleStyle
from mle_planner.core.planner import Planner
from mle_planner.core.printing import (
    PrintedColumn,
    PrintedDocument,
    PrintedRow,
    PrintingError,
    html_text,
    table_html,
)
from mle_planner.core.review.report.html import report_document
from mle_planner.core.review.report.week_report import WEEKS_OF_REPORT, week_report
from mle_planner.core.timesheet.formats.pdf import timesheet_document
from mle_planner.core.timesheet.groups import GroupBy
from mle_planner.ui.pdf import write_pdf
from tests.support.builders import clock_at
from tests.support.sheets import month, options, with_texts

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)
HOSTILE = '<img src="file:///etc/hostname"><b>&amp; =1+1'


@pytest.fixture(autouse=True)
def qt(qapp: QApplication) -> None:
    """A widget application before anything else begins one without a display."""


@pytest.fixture
def hebrew() -> Iterator[None]:
    gettext.use(LocaleStyle("he"))
    yield
    gettext.use(ENGLISH)


def pages(document: PrintedDocument) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(document))).pages]


def table(count: int, name: str = "Row") -> str:
    columns = (PrintedColumn("Task", width_percent=70), PrintedColumn("Hours", is_figure=True))
    return table_html(columns, [PrintedRow((f"{name} {at}", f"{at}:15")) for at in range(count)])


def test_a_long_table_has_its_head_on_each_page_and_every_row_once() -> None:
    found = pages(PrintedDocument("November", table(120)))
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        assert "Task" in page
        assert "Hours" in page
        assert "November" in page
        assert f"Page {number} of {len(found)}" in page
    rows = "\n".join(found)
    assert [rows.count(f"Row {at}\n{at}:15\n") for at in range(120)] == [1] * 120


def test_a_value_is_shown_as_it_is_and_loads_nothing() -> None:
    (page,) = pages(PrintedDocument(HOSTILE, f"<p>{html_text(HOSTILE)}</p>{table(1, HOSTILE)}"))
    assert page.count(HOSTILE) == 3  # a text, a cell, the title at the foot


def test_an_image_that_is_not_one_of_the_pictures_is_not_loaded(tmp_path: Path) -> None:
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(tmp_path / "seen.png"))
    html = f'<p><img src="{(tmp_path / "seen.png").as_uri()}" height="40"></p>'
    (page,) = PdfReader(io.BytesIO(write_pdf(PrintedDocument("T", html)))).pages
    assert not page.images


def test_a_picture_is_drawn_as_vectors() -> None:
    html = '<p><img src="picture:chart" height="90"></p>'

    def strokes(pictures: dict[str, bytes]) -> int:
        (page,) = PdfReader(io.BytesIO(write_pdf(PrintedDocument("T", html, pictures)))).pages
        assert not page.images
        contents = page.get_contents()
        return len(contents.get_data().splitlines())

    assert strokes({"chart": SVG}) > strokes({"another": SVG})


def test_a_picture_that_cannot_be_read_stops_the_document() -> None:
    with pytest.raises(PrintingError, match="Nothing was exported"):
        write_pdf(PrintedDocument("T", "", {"logo": b"not a picture"}))


@pytest.mark.qt_log_ignore("Image filename is empty")
@pytest.mark.parametrize("link", ["href='{}'", 'xlink:href="{}"', 'xlink:href = "{}"'])
def test_an_svg_draws_no_other_file(tmp_path: Path, link: str) -> None:
    other = tmp_path / "other.png"
    QImage(9, 9, QImage.Format.Format_RGB32).save(str(other))
    image = f'<image width="9" height="9" {link.format(other.as_uri())}/>'
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9">{image}</svg>'
    )
    html = '<p><img src="picture:logo" height="90"></p>'
    document = PrintedDocument("T", html, {"logo": picture.encode()})
    (page,) = PdfReader(io.BytesIO(write_pdf(document))).pages
    assert not page.images


def test_columns_go_from_right_to_left_in_hebrew(hebrew: None) -> None:
    html = table(1)
    (page,) = pages(PrintedDocument("T", html))
    for text in (html, page):
        assert text.index("Hours") < text.index("Task") < text.index("0:15") < text.index("Row 0")


def test_a_name_inside_a_group_is_indented_in_each_of_its_lines() -> None:
    name = " ".join(["word"] * 60)
    sheet = replace(with_texts(month(8), name), grouping=(GroupBy.CLIENT, GroupBy.TASK))
    document = timesheet_document(sheet, options(entries="none", signature="no"))
    places: list[float] = []

    def see(text: str, _page: object, line: list[float], *_font: object) -> None:
        if "word" in text:
            places.append(line[4])

    for page in PdfReader(io.BytesIO(write_pdf(document))).pages:
        page.extract_text(visitor_text=see)
    client, tasks = places[0], [place for place in places if place != places[0]]
    assert len(tasks) > len(places) / 2
    assert client < tasks[0]
    assert len(set(tasks)) == 1


def test_a_heading_stands_on_the_page_of_what_it_heads() -> None:
    lone = 0
    for rows in range(30, 50):
        html = f"{table(rows, 'First')}<h2>Second part</h2>{table(3, 'Second')}"
        (second,) = (page for page in pages(PrintedDocument("T", html)) if "Second part" in page)
        assert "Second 0" in second
        lone += "First" not in second
    assert lone  # some of them would have stood alone


def test_the_lines_to_sign_on_take_the_sum_to_their_page() -> None:
    columns = (PrintedColumn("Task"), PrintedColumn("Hours", is_figure=True, width_percent=20))
    moved = 0
    for count in range(36, 42):
        rows = [PrintedRow((f"Row {at}", "1:00")) for at in range(count)]
        rows.append(PrintedRow(("Total", f"{count}:00"), is_sum=True))
        html = f"{table_html(columns, rows, ends_apart=True)}<p style='margin-top: 56px'></p>"
        html += "<table><tr><td>Signature</td></tr></table>"
        last = pages(PrintedDocument("T", html, is_signed=True))[-1]
        assert f"Total\n{count}:00\nSignature" in last
        assert f"Row {count - 1}" in last
        assert f"Row {count - 2}" in last
        moved += f"Row {count - 3}" not in last
    assert moved  # some of them would have stood alone


def test_a_heading_of_a_review_is_copied_from_one_page_only(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at("2026-11-29 14:00", "UTC")) as planner:
        planner.load_example_week()
        day = planner.today()
        trend = planner.reviews.trend(day, WEEKS_OF_REPORT)
        report = week_report(planner.reviews.week(day), planner.days, trend=trend)
    found = pages(report_document(report))
    assert len(found) > 2
    for section in report.sections:
        assert sum(section.title in page.split("\n") for page in found) == 1, section.title
