"""A short recording of the window as an animated picture, made without a display.

    python -m benchmarks.recording docs/pictures/morning.png

It is a morning: a task is typed, the day planned, the plan accepted, a timer started and stopped;
then the week and its review. Everything is done as a user does it, on the example week.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.animated import Frame, animated_png

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from mle_planner.core.base.clock import FixedClock
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.main_window import MainWindow

SIZE = (1120, 700)
ZONE = ZoneInfo("Europe/Berlin")
_AT = datetime(2026, 11, 24, 9, 35, tzinfo=ZONE)
_TASK = "Fix paging alert 1h due today @coding !high"
_SHORT_MS, _LONG_MS = 90, 1800
_SETTLING_MS = 60
"""Longer than a screen waits before it reads what can come after it is painted."""
_LONGEST_PLAN_S = 60
_MOST_COLORS = 256


def main() -> int:
    """Record and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        pictures = _record(Path(folder))
    asked.file.write_bytes(_written(pictures))
    print(f"{asked.file}: {len(pictures)} frames, {asked.file.stat().st_size / 1e6:.2f} MB")
    return 0


def _record(folder: Path) -> list[tuple[QImage, int]]:
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from mle_planner.core.base.clock import FixedClock
    from mle_planner.core.planner import Planner
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.main_window import MainWindow

    app = QApplication([sys.argv[0], "-style", "Fusion"])
    if QFontDatabase.hasFamily("Inter"):
        app.setFont(QFont("Inter"))
    clock = FixedClock(_AT.astimezone(UTC), ZONE)
    with Planner.open(folder, clock) as planner:
        planner.set("theme", "light")
        planner.set("morning_page", False)
        planner.load_example_week()
        services = Services(planner, folder)
        window = MainWindow(services)
        window.resize(*SIZE)
        window.show()
        window.show_status()
        camera = _Camera(app, window, services, clock)
        camera.record()
        window.close()
        services.stop()
    return camera.pictures


class _Camera:
    """Does one thing after another and keeps a picture of each."""

    def __init__(
        self, app: QApplication, window: MainWindow, services: Services, clock: FixedClock
    ) -> None:
        self._app, self._window, self._services, self._clock = app, window, services, clock
        self.pictures: list[tuple[QImage, int]] = []

    def record(self) -> None:
        self._keep(_LONG_MS)
        self._type_task()
        self._plan()
        self._pass(60)
        self._window.trigger("timer.toggle")
        assert self._services.planner.running() is not None, "no work is planned at this time"
        self._keep(_LONG_MS)
        for _quarter in range(4):
            self._pass(15)
        self._window.trigger("timer.toggle")
        self._keep(_LONG_MS)
        for screen in ("go.week", "go.review"):
            self._window.trigger(screen)
            self._keep(2500)

    def _pass(self, minutes: int) -> None:
        for _minute in range(minutes):  # a larger step would be time that the planner was off
            self._clock.put(self._clock.now() + timedelta(minutes=1))
            self._services.ticker.minute_ticked.emit()
        self._keep(700)

    def _type_task(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self._window.overlays.open_capture()
        self._keep(700)
        line = self._app.focusWidget()
        assert line is not None
        for letter in _TASK:
            QTest.keyClicks(line, letter)
            self._keep(_SHORT_MS)
        self._keep(_LONG_MS)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self._keep(_LONG_MS)

    def _plan(self) -> None:
        from PySide6.QtWidgets import QPushButton

        self._window.trigger("plan.propose")
        end = time.monotonic() + _LONGEST_PLAN_S
        while self._services.plans.is_waiting and time.monotonic() < end:
            self._app.processEvents()
        self._keep(2500)
        buttons = self._window.findChildren(QPushButton)
        accept = (one for one in buttons if one.accessibleName() == "Accept the plan")
        next(one for one in accept if one.isVisible()).click()
        self._keep(_LONG_MS)

    def _keep(self, shown_ms: int) -> None:
        from PySide6.QtGui import QImage
        from PySide6.QtTest import QTest

        QTest.qWait(_SETTLING_MS)
        self.pictures.append(
            (self._window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32), shown_ms)
        )


def _written(pictures: list[tuple[QImage, int]]) -> bytes:
    """Return the animated picture, in the commonest colours of its frames."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    width, height = SIZE
    found: Counter[int] = Counter()
    for image, shown_ms in pictures:
        if shown_ms > _SHORT_MS:
            found.update(memoryview(image.constBits()).cast("I"))
    colors = [color for color, _count in found.most_common(_MOST_COLORS)]
    frames: list[Frame] = []
    for image, shown_ms in pictures:
        indexed = image.convertToFormat(
            QImage.Format.Format_Indexed8, colors, Qt.ImageConversionFlag.AvoidDither
        )
        dots, line = bytes(indexed.constBits()), indexed.bytesPerLine()
        frames.append(([dots[at * line : at * line + width] for at in range(height)], shown_ms))
    return animated_png(frames, [(c >> 16 & 255, c >> 8 & 255, c & 255) for c in colors])


if __name__ == "__main__":
    sys.exit(main())
