"""A theme that changes while the window is open: everything looks as if it were opened in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from mle_planner.core.planner import Planner
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.screens import SCREENS
from tests.support.amounts import first, is_thorough
from tests.support.main_window import go_to

OpenWindow = Callable[[], MainWindow]
Show = Callable[[MainWindow], QWidget]


def show_screen(name: str) -> Show:
    def show(window: MainWindow) -> QWidget:
        window.show_screen(name, None)
        return window

    return show


def show_proposal(window: MainWindow) -> QWidget:
    go_to(window, "week").propose()
    QApplication.processEvents()
    return window


def show_selected_block(window: MainWindow) -> QWidget:
    screen = go_to(window, "today")
    screen.surface.select(next(block.key for _lane, block in screen.surface.content.blocks()))
    return window


def show_editor(window: MainWindow) -> QWidget:
    window.show_screen("tasks", None)
    window.open_screen.open_task(window.planner.board().tasks[0].task.id)
    return window


def show_typed_task(window: MainWindow) -> QWidget:
    screen = go_to(window, "tasks")
    screen.quick_add.edit.setText("Fix paging 2h due fri @coding !high due someday @")
    screen.quick_add.edit.setCursorPosition(len(screen.quick_add.edit.text()))
    return window


def show_palette(window: MainWindow) -> QWidget:
    window.overlays.open_palette("go")
    return window


def show_welcome(window: MainWindow) -> QWidget:
    window.overlays.open_welcome()
    return window


def show_error(window: MainWindow) -> QWidget:
    window.messages.show_error("The folder does not exist.")
    return window


def show_help(window: MainWindow) -> QWidget:
    window.overlays.open_help()
    assert window.overlays.help is not None
    return window.overlays.help


def show_menu(window: MainWindow) -> QWidget:
    window.actions_menu.popup(window.pos())
    return window.actions_menu


CASES: dict[str, Show] = {
    **{name: show_screen(name) for name in SCREENS},
    "selected block": show_selected_block,
    "editor": show_editor,
    "typed task": show_typed_task,
    "palette": show_palette,
    "welcome": show_welcome,
    "error": show_error,
    "help": show_help,
    "menu": show_menu,
}
DRAWN = {"week", "tasks", "review", "timesheet", "settings"}
"""What changes to dark in ``tests/pictures`` too; a thorough run has it here as well."""

ORDER = ["today", "editor", "menu", *sorted(CASES.keys() - {"today", "editor", "menu"} - DRAWN)]
"""The first three change to more contrast in the usual run; a thorough one has both for all."""


@pytest.fixture
def example(planner: Planner, qapp: QApplication) -> Planner:
    planner.load_example_week()
    qapp.setCursorFlashTime(0)
    return planner


def picture_of(widget: QWidget) -> QImage:
    for _ in range(40):
        QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize(
    ("case", "theme"),
    [(case, "high contrast light") for case in first(3, (*ORDER, *sorted(DRAWN)))]
    + [(case, "dark") for case in (CASES if is_thorough() else ORDER[3:])],
)
def test_what_is_open_changes_as_if_it_were_opened_in_the_theme(
    case: str, theme: str, example: Planner, open_window: OpenWindow
) -> None:
    example.set("theme", "light")
    window = open_window()
    shown = CASES[case](window)
    before = picture_of(shown)
    example.set("theme", theme)
    switched = picture_of(shown)
    window.show_screen("today", None)  # where the next window opens
    window.close()

    again = open_window()
    shown = CASES[case](again)
    again.open_screen.refresh()  # as it is after a setting has changed
    again.show_status()
    opened = picture_of(shown)

    assert before != switched
    assert switched == opened
