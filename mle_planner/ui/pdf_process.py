"""Writes a PDF in another process.

Qt lays out a table of a year in one call, which would keep every other thread of Python, and with
it the window, from running.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QLocale

import mle_planner
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import _
from mle_planner.core.printing import PrintedDocument, PrintingError

_MOST_S = 300
"""How many seconds it may take: an image of the letterhead can be drawn without end."""

_CHILD = "from mle_planner.ui.pdf_process import serve; serve()"


def write_pdf_beside(document: PrintedDocument) -> bytes:
    """Return the document as a PDF, as ``write_pdf`` does; waits for the other process.

    Raises ``PrintingError``, also where the process ended or stayed without an answer.
    """
    told = pickle.dumps((document, gettext.locale_style(), QLocale().name()))
    # The package of this process, whatever the working folder of a child has.
    root = str(Path(mle_planner.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONSAFEPATH": "1"}
    try:
        ended = subprocess.run(
            [sys.executable, "-c", _CHILD],
            input=told,
            capture_output=True,
            env=environment,
            check=True,
            timeout=_MOST_S,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PrintingError(
            _("The PDF could not be made. Nothing was exported; try again.")
        ) from error
    answer = pickle.loads(ended.stdout)
    if isinstance(answer, PrintingError):
        raise answer
    assert isinstance(answer, bytes)
    return answer


def serve() -> None:
    """Write the document that standard input holds to standard output."""
    from mle_planner.ui.pdf import write_pdf

    document, style, locale = pickle.load(sys.stdin.buffer)
    gettext.use(style)
    QLocale.setDefault(QLocale(locale))
    try:
        answer: bytes | PrintingError = write_pdf(document)
    except PrintingError as error:
        answer = error
    sys.stdout.buffer.write(pickle.dumps(answer))
