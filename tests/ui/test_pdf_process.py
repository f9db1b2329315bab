"""A PDF from another process is the same, and this one lays out nothing meanwhile."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from mle_planner.core.printing import PrintedDocument, PrintingError
from mle_planner.ui import pdf
from mle_planner.ui.pdf_process import write_pdf_beside
from tests.support.languages import speaking


def test_it_speaks_as_the_window_does() -> None:
    with speaking("de"):
        content = write_pdf_beside(PrintedDocument("Stunden", "<p>Prüfung</p>"))
    (page,) = PdfReader(io.BytesIO(content)).pages
    text = page.extract_text()
    assert "Prüfung" in text
    assert "Seite 1 von 1" in text


def test_what_stops_the_document_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PrintingError, match="choose a PNG"):
        write_pdf_beside(PrintedDocument("T", "", {"logo": b"not a picture"}))
    dying = tmp_path / "dying"
    dying.write_text("#!/bin/sh\nexit 3\n")
    dying.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(dying))
    with pytest.raises(PrintingError, match="try again"):
        write_pdf_beside(PrintedDocument("T", ""))


def test_nothing_is_laid_out_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long table is laid out in one call, which would keep the window from running."""
    monkeypatch.delattr(pdf, "write_pdf")
    content = write_pdf_beside(PrintedDocument("T", "<p>Hours</p>"))
    assert "Hours" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_an_image_that_is_drawn_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given ten levels of ten copies each, which Qt would draw for hours."""
    levels = "".join(f'<g id="g{n}">{f"""<use href="#g{n + 1}"/>""" * 10}</g>' for n in range(9))
    image = f'<svg xmlns="http://www.w3.org/2000/svg">{levels}<g id="g9"><path/></g></svg>'
    monkeypatch.setattr("mle_planner.ui.pdf_process._MOST_S", 1)
    with pytest.raises(PrintingError, match="could not be made"):
        write_pdf_beside(PrintedDocument("T", "", {"logo": image.encode()}))
