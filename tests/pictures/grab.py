"""Draws every screen in a process of its own, with nothing of the machine in the picture.

    python -m tests.pictures.grab FOLDER

Called through `grab_all`, which takes away what a desktop would bring in: its fonts, its
scale, its colours, its language. What is drawn is the example week at a moment that never
comes: the clock stands.
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

SCREENS = ("today", "week", "tasks", "review", "timesheet", "settings")
THEMES = ("light", "dark")
NAMES = tuple(f"{screen}-{theme}" for screen in SCREENS for theme in THEMES)
SIZE_PX = (1360, 860)
FAMILY = "Inter"
_NO_FONTS = {"Monospace", "Sans Serif", "Serif"}  # names that Qt lists with nothing behind them
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
    from tests.support.window import clock_at

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setCursorFlashTime(0)
    _use_bundled_font(app)
    folder = Path(sys.argv[1])
    for theme in THEMES:
        with (
            tempfile.TemporaryDirectory() as data,
            Planner.open(Path(data), clock_at("2026-11-23T12:35")) as planner,
        ):
            planner.load_example_week()
            planner.set("theme", theme)
            _grab_screens(app, planner, Path(data), folder)
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
    from mle_planner.ui.widgets.theme import current_theme

    services = Services(planner, data)
    window = MainWindow(services)
    window.resize(*SIZE_PX)
    window.show()
    window.activateWindow()
    window.show_status()
    for screen in SCREENS:
        window.show_screen(screen, None)
        for _ in range(30):
            app.processEvents()
        if not window.isActiveWindow():
            raise RuntimeError("the window did not become the active one")
        window.grab().save(str(folder / f"{screen}-{current_theme().name}.png"))
    window.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # before the planner is closed
    services.stop()


if __name__ == "__main__":
    sys.exit(main())
