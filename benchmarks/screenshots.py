"""Grabs every screen of the real window, without a display, on an example week.

    python -m benchmarks.screenshots OUT_FOLDER [--dark] [--contrast] [--size 1360x860]
        [--scale 1.5] [--at 2026-11-23T12:35] [--empty] [--only today,week] [--language de]
        [--plain]

The pictures of the guide and of README.md are made by

    python -m benchmarks.screenshots resources/guide/pictures --plain --size 1200x760
        --only today,week,tasks,review,timesheet,morning,wrap_up

The clock stands still, so two runs of one version give the same pictures.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mle_planner.core.i18n.gettext import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mle_planner.core.planner import Planner
    from mle_planner.ui.shell.main_window import MainWindow

SCREENS = (
    "today", "week", "tasks", "review", "timesheet", "settings", "morning", "wrap_up",
)  # fmt: skip
OVERLAYS = ("backlog", "palette", "help", "guide", "welcome")


def main() -> int:
    """Write the pictures and print where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--contrast", action="store_true", help="in high contrast")
    parser.add_argument("--size", default="1360x860")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--at", default="2026-11-23T12:35")
    parser.add_argument("--empty", action="store_true", help="no example week")
    parser.add_argument("--only", default=",".join((*SCREENS, *OVERLAYS)))
    parser.add_argument("--plain", action="store_true", help="name a picture by its screen only")
    parser.add_argument("--language", default="en_GB", help="and country, such as de_DE or en_US")
    asked = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = asked.scale
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        return _grab_all(asked, Path(data))


def _grab_all(asked: argparse.Namespace, data: Path) -> int:
    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from mle_planner.core.base.clock import FixedClock
    from mle_planner.core.planner import Planner
    from mle_planner.ui.desktop.locale import apply_locale_style, wanted_locale_style
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.main_window import MainWindow

    theme = ("high contrast " if asked.contrast else "") + ("dark" if asked.dark else "light")
    zone = ZoneInfo("Europe/Berlin")
    at = datetime.fromisoformat(asked.at).replace(tzinfo=zone).astimezone(UTC)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    desktop = QLocale(asked.language)
    apply_locale_style(app, wanted_locale_style(None, desktop), desktop)
    if QFontDatabase.hasFamily("Inter"):  # without a desktop Qt knows of no system font
        app.setFont(QFont("Inter"))
    with Planner.open(data, FixedClock(at, zone)) as planner:
        planner.set("theme", theme)
        if not asked.empty:
            planner.load_example_week()
            _start_something(planner)
        services = Services(planner, data)
        window = MainWindow(services)
        width, height = map(int, asked.size.split("x"))
        window.resize(width, height)
        window.show()
        window.show_status()
        name = f"{asked.size}-{theme.replace(' ', '-')}-{asked.scale}x"
        if asked.language != "en_GB":
            name += f"-{asked.language}"
        for screen in asked.only.split(","):
            file = screen if asked.plain else f"{screen}-{name}"
            _grab(app, window, screen, asked.folder / f"{file}.png")
        window.close()
        window.deleteLater()
        _settle(app)
        services.stop()
    return 0


def _grab(app: QApplication, window: MainWindow, screen: str, path: Path) -> None:
    from PySide6.QtCore import QEventLoop

    _show(window, screen)
    _settle(app)
    while _is_planning(window) or _is_making_settings(window) or _is_read_in_a_moment(window):
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    _settle(app)
    shown = {"help": window.overlays.help, "guide": window.overlays.guide}.get(screen)
    (shown or window).grab().save(str(path))
    _put_away(window, screen)
    print(path)


def _start_something(planner: Planner) -> None:
    now, day = planner.now(), planner.day(planner.today())
    free_from = max((item.span.end for item in day.tracked), default=now - timedelta(hours=1))
    for item in day.items:
        if item.span.contains(now) and item.task is not None:
            planner.tracking.start(task_id=item.task.id, at=free_from)
            return


def _show(window: MainWindow, screen: str) -> None:
    if screen in SCREENS:
        window.show_screen(screen, None)
    elif screen == "backlog":
        window.show_screen("today", None)
        window.trigger("plan.backlog")
    elif screen == "palette":
        window.overlays.open_palette("")
    elif screen == "help":
        window.overlays.open_help()
    elif screen == "guide":
        window.overlays.open_guide()
    elif screen == "welcome":
        window.overlays.open_welcome()


def _put_away(window: MainWindow, screen: str) -> None:
    if screen == "palette" and window.overlays.palette is not None:
        window.overlays.palette.close_and_return()
    elif screen == "help" and window.overlays.help is not None:
        window.overlays.help.close()
    elif screen == "guide" and window.overlays.guide is not None:
        window.overlays.guide.close()
    elif screen == "welcome" and window.overlays.welcome is not None:
        window.overlays.welcome.skip()


def _is_planning(window: MainWindow) -> bool:
    """Whether another process plans today, or next week."""
    from mle_planner.ui.widgets.cards import TextLabel

    words = (_("Looking for more…"), _("Planning…"))
    return any(
        label.text() in words and label.isVisible() for label in window.findChildren(TextLabel)
    )


def _is_making_settings(window: MainWindow) -> bool:
    from mle_planner.ui.screens.settings.screen import SettingsScreen

    shown = window.open_screen
    return isinstance(shown, SettingsScreen) and not shown.is_complete


def _is_read_in_a_moment(window: MainWindow) -> bool:
    from PySide6.QtCore import QTimer

    timers = window.open_screen.findChildren(QTimer)
    return any(one.isActive() and one.isSingleShot() and one.interval() < 100 for one in timers)


def _settle(app: QApplication) -> None:
    for _round in range(5):
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
