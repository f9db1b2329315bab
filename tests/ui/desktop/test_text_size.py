"""The window follows the size of the desktop's font."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from mle_planner.ui.desktop.text_size import scale_of
from tests.support.checkout import ROOT

LARGE = QSize(1920, 1080)

_RUN = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from mle_planner.core.base.clock import SystemClock
from mle_planner.ui.app import start
from mle_planner.ui.shell import main_window

class Watched(main_window.MainWindow):
    def begin(self):
        print(self.devicePixelRatio(), "QT_SCALE_FACTOR" in os.environ, flush=True)
        QTimer.singleShot(0, self.close)

main_window.MainWindow = Watched
make = start._qt_application

def with_large_font():
    app = make()
    app.setFont(QFont("Sans", 20))
    return app

start._qt_application = with_large_font
sys.exit(start.run(Path(sys.argv[1]), SystemClock()))
"""


@pytest.mark.parametrize(
    ("font_px", "screen", "scale"),
    [
        (12.0, LARGE, 1.0),
        (14.67, LARGE, 1.0),  # 11 points
        (22.5, LARGE, 1.5),
        (30.0, LARGE, 2.0),
        (60.0, LARGE, 2.0),
        (30.0, QSize(1140, 1080), 1.5),  # the smallest window still fits
        (30.0, QSize(640, 480), 1.0),
        (-1.0, LARGE, 1.0),
    ],
)
def test_a_font_larger_than_usual_scales_the_window(
    font_px: float, screen: QSize, scale: float
) -> None:
    assert scale_of(font_px, screen) == scale


@pytest.mark.parametrize(
    ("screen", "enlarged", "scale"),
    [
        (QSize(1920, 1080), 1.0, 1.0),
        (QSize(911, 512), 1.5, 0.99),  # 1366 × 768 at 150 %: as large as there is room for
        (QSize(683, 384), 2.0, 0.74),  # and at 200 %
        (QSize(640, 360), 1.0, 1.0),  # never smaller than on a desktop that enlarges nothing
        (QSize(320, 240), 2.0, 0.5),
    ],
)
def test_the_smallest_window_fits_a_screen_whose_desktop_enlarges_everything(
    screen: QSize, enlarged: float, scale: float
) -> None:
    assert scale_of(13.0, screen, enlarged) == scale


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system scales windows itself")
@pytest.mark.parametrize(
    ("of_user", "told"), [({}, "1.05 False"), ({"QT_SCALE_FACTOR": "1"}, "1.0 True")]
)
def test_it_starts_again_at_that_scale_once_and_hands_it_to_no_other_program(
    folder: Path, of_user: dict[str, str], told: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **of_user},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.strip() == told
