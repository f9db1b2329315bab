"""Pictures of charts as dots, and charts as vectors in a PDF."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from mle_planner.core.review.report.formats import ReportFormat, ReportWriters, write_report
from mle_planner.core.review.report.week_report import week_report
from mle_planner.core.review.week import week_review
from mle_planner.ui.pdf import write_pdf
from mle_planner.ui.png import write_png
from tests.support.tracked_time import FRIDAY, MONDAY, UTC_DAYS, instant, span, tracked, week

WRITERS = ReportWriters(write_pdf, write_png)
CODING_COLOR = 0xFF2F66D8


@pytest.fixture(autouse=True)
def qt(qapp: QApplication) -> None:
    """A widget application before anything else begins one without a display."""


def written(form: ReportFormat) -> bytes:
    entries = [tracked(1, span(MONDAY, "9:00", "12:00"), title="Paging")]
    review = week_review(week([], entries, now=instant(FRIDAY, "71:00")), UTC_DAYS)
    return write_report(week_report(review, UTC_DAYS), form, WRITERS)


def test_a_chart_is_drawn_as_a_sharp_picture() -> None:
    image = QImage.fromData(written(ReportFormat.PNG))
    assert image.width() == 2 * 680
    foot_of_bars = 500
    colors = {image.pixel(x, foot_of_bars) for x in range(image.width())}
    assert CODING_COLOR in colors


def test_the_pdf_has_text_and_its_charts_are_no_images() -> None:
    pages = PdfReader(io.BytesIO(written(ReportFormat.PDF))).pages
    assert not any(page.images for page in pages)
    assert "Week 48" in pages[0].extract_text()
    assert "Mon 23" in pages[0].extract_text()
