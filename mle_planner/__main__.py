"""Starts the planner: the window, or with a command an answer without one."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from mle_planner.cli import main as answer

if TYPE_CHECKING:
    from pathlib import Path

    from mle_planner.core.base.clock import Clock
    from mle_planner.core.printing import PrintedDocument

_OBJECTS_BEFORE_COLLECTING = 20_000
_OBJECTS_OF_A_COMMAND = 200_000


def main() -> int:
    """Run the command line of this process and return its exit code."""
    # Usually garbage is looked for every 700 objects. A short command makes some ten thousand
    # by loading what it needs, and all of them stay.
    gc.set_threshold(_OBJECTS_OF_A_COMMAND)
    os.umask(0o077)  # every file is the user's alone from its first byte: lock, log and companions
    try:
        return answer(
            sys.argv[1:], open_window=_open_window, write_pdf=_write_pdf, write_png=_write_png
        )
    finally:
        gc.freeze()  # the end of a process looks for garbage too, where it all goes anyway


def _open_window(folder: Path, clock: Clock, opened: str, in_tray: bool) -> int:
    from mle_planner.ui.app.start import run

    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    return run(folder, clock, opened=opened, in_tray=in_tray)


def _write_pdf(document: PrintedDocument) -> bytes:
    from mle_planner.ui.pdf import write_pdf

    return write_pdf(document)


def _write_png(svg: str) -> bytes:
    from mle_planner.ui.png import write_png

    return write_png(svg)


if __name__ == "__main__":
    sys.exit(main())
