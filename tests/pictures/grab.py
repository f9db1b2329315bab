"""Draws every screen in a separate process, with nothing of the machine in the picture.

    python -m tests.pictures.grab FOLDER

Called through `grab_all`, which takes away what a desktop would bring in: its fonts, its
scale, its colours, its language. What is drawn is the example week at a moment that never
comes: the clock stands. One window is drawn in the first theme, then changes to the second.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mle_planner.core.planner import Planner
    from mle_planner.ui.shell.main_window import MainWindow

SCREENS = ("today", "week", "tasks", "review", "timesheet", "settings")
THEMES = ("light", "dark")
MORNING, BACKLOG = "morning-light", "backlog-dark"
NAMES = (*(f"{screen}-{theme}" for screen in SCREENS for theme in THEMES), MORNING, BACKLOG)
SIZE_PX = (1360, 860)
FAMILY = "Inter"
_NO_FONTS = {"Monospace", "Sans Serif", "Serif"}  # names that Qt lists with nothing behind them
_MEETING = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//team//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20261123T163000\r\nDURATION:PT30M\r\n"
    "SUMMARY:Sync\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_KEPT = frozenset({"PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV"})


def grab_all(folder: Path) -> None:
    """Write the picture of each of `NAMES` into a folder, as PNG.

    Raises ``RuntimeError`` with what the process said when it fails or warns of anything.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **{name: value for name, value in os.environ.items() if name in _KEPT},
            "HOME": home,
            "XDG_CACHE_HOME": home,
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": "1",
            "FONTCONFIG_FILE": str(Path(__file__).with_name("no-fonts.conf")),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.pictures.grab", str(folder)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    said = "\n".join(
        line for line in done.stderr.splitlines() if "This plugin does not support" not in line
    ).strip()
    if done.returncode or said:
        raise RuntimeError(f"the pictures could not be drawn ({done.returncode}):\n{said}")


def main() -> int:
    """Draw the pictures; the environment is as `grab_all` makes it."""
    from PySide6.QtWidgets import QApplication

    from mle_planner.core.planner import Planner
    from tests.support.builders import clock_at

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setCursorFlashTime(0)
    _use_bundled_font(app)
    with (
        tempfile.TemporaryDirectory() as data,
        Planner.open(Path(data), clock_at("2026-11-23T12:35")) as planner,
    ):
        planner.load_example_week()
        _grab_screens(app, planner, Path(data), Path(sys.argv[1]))
    return 0


def _use_bundled_font(app: QApplication) -> None:
    from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

    from mle_planner.core.base.resources import resource_path

    others = set(QFontDatabase.families()) - _NO_FONTS
    if others:
        raise RuntimeError(f"fonts of the machine: {sorted(others)}")
    for path in sorted(resource_path("fonts").glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"not a font: {path.name}")
    app.setFont(QFont(FAMILY))
    used = QFontInfo(app.font()).family()
    if used != FAMILY:
        raise RuntimeError(f"drawn with {used}")


def _grab_screens(app: QApplication, planner: Planner, data: Path, folder: Path) -> None:
    from PySide6.QtCore import QEvent

    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.main_window import MainWindow

    planner.set("theme", THEMES[0])
    services = Services(planner, data)
    window = MainWindow(services)
    window.resize(*SIZE_PX)
    window.show()
    window.activateWindow()
    window.show_status()
    for theme, grab_page in zip(THEMES, (_grab_morning, _grab_backlog), strict=True):
        planner.set("theme", theme)  # the open window changes to the second one
        for screen in SCREENS:
            window.show_screen(screen, None)
            _settle(app, window)
            if not window.isActiveWindow():
                raise RuntimeError("the window did not become the active one")
            window.grab().save(str(folder / f"{screen}-{theme}.png"))
        grab_page(app, window, folder)
    window.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # before the planner is closed
    services.stop()


def _settle(app: QApplication, window: MainWindow) -> None:
    """Let the open screen draw itself, with what it reads a moment after it is shown."""
    from PySide6.QtCore import QTimer

    for _ in range(30):
        app.processEvents()
    timers = [each for each in window.open_screen.findChildren(QTimer) if each.isSingleShot()]
    while any(timer.isActive() for timer in timers):
        app.processEvents()
    for _ in range(30):
        app.processEvents()


def _grab_morning(app: QApplication, window: MainWindow, folder: Path) -> None:
    """Draw the morning page with a first plan that is made here."""
    from mle_planner.core.scheduling.answer.propose import propose

    window.services.plans.ask = lambda request, shown, _better, **_how: shown(propose(request))  # type: ignore[method-assign]
    window.show_screen("morning", None)
    _settle(app, window)
    window.grab().save(str(folder / f"{MORNING}.png"))


def _grab_backlog(app: QApplication, window: MainWindow, folder: Path) -> None:
    """Draw Today with the backlog, a meeting that came over planned work, and a block's menu."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter

    from mle_planner.ui.timeline.axis_screen import AxisScreen
    from mle_planner.ui.timeline.interact.menu import Choices, build_menu

    window.show_screen("today", None)
    path = folder / "team.ics"
    path.write_text(_MEETING)
    planner = window.planner
    planner.calendars.import_file(path)
    path.unlink()
    window.notices.overlaps.show_open()
    screen = window.open_screen
    assert isinstance(screen, AxisScreen)
    screen.open_backlog()
    _settle(app, window)
    placed = next(one for one in screen.surface.axis.placed if one.block.title.startswith("Feat"))
    screen.surface.select(placed.block.key)
    menu = build_menu(screen.surface, placed.area.center(), lambda _task: None, Choices())
    assert menu is not None
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    picture = window.grab()
    with QPainter(picture) as painter:
        spot = screen.surface.mapTo(window, placed.area.center().toPoint())
        painter.drawPixmap(QPoint(spot.x(), spot.y() - menu.height()), menu.grab())
    picture.save(str(folder / f"{BACKLOG}.png"))
    menu.deleteLater()


if __name__ == "__main__":
    sys.exit(main())
