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
