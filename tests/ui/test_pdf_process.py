"""A PDF from another process is the same, and the window goes on meanwhile."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

import pytest
from pypdf import PdfReader

from mle_planner.core.printing import (
    PrintedColumn,
    PrintedDocument,
    PrintedRow,
    PrintingError,
    table_html,
)
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


def test_other_threads_go_on_while_a_long_table_is_laid_out() -> None:
    columns = [PrintedColumn("What"), PrintedColumn("Time", is_figure=True)]
    rows = [PrintedRow((f"Work {at} on the data loader", "1:15")) for at in range(4000)]
    document = PrintedDocument("T", table_html(columns, rows))
    thread = Thread(target=write_pdf_beside, args=(document,))
    longest, last = 0.0, perf_counter()
    thread.start()
    while thread.is_alive():
        sleep(0.005)
        now = perf_counter()
        longest, last = max(longest, now - last), now
    assert longest < 0.25  # laid out in this process it is three times that
