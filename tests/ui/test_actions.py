"""One table of actions: menu, keys, palette and help sheet all show it whole."""

from __future__ import annotations

import re
from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.resource_files import resource_path
from mle_planner.ui.actions import ACTIONS, GESTURES, GROUPS, action_named
from mle_planner.ui.help_sheet import HelpSheet
from mle_planner.ui.main_window import MainWindow
from mle_planner.ui.screens import SCREENS
from mle_planner.ui.shortcuts import Shortcuts
from mle_planner.ui.shown_keys import shown_keys
from mle_planner.ui.theme import theme_named


def test_every_id_is_its_own_and_says_area_and_verb() -> None:
    ids = [action.id for action in ACTIONS]

    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)] == []


def test_no_two_actions_share_a_key() -> None:
    keys = Counter(QKeySequence(key).toString() for action in ACTIONS for key in action.shortcuts)

    assert "" not in keys, "a key that Qt cannot read"
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_stands_in_a_known_group_on_known_screens() -> None:
    assert {action.group for action in ACTIONS} == set(GROUPS)
    assert {name for action in ACTIONS for name in action.screens} <= set(SCREENS)


def test_every_icon_exists() -> None:
    for action in ACTIONS:
        if action.icon:
            assert resource_path(f"icons/{action.icon}.svg").is_file()


def test_every_action_and_gesture_is_on_the_help_sheet(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sheet = HelpSheet(host, theme_named("light"), Shortcuts())

    lines = sheet.shown_lines

    for action in ACTIONS:
        keys = ", ".join(shown_keys(key) for key in action.shortcuts)
        assert f"{action.title}  {keys}".rstrip() in lines
    for gesture in GESTURES:
        assert f"{gesture.meaning}  {gesture.keys}" in lines


def test_typing_narrows_the_help_sheet(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sheet = HelpSheet(host, theme_named("light"), Shortcuts())
    host.show()
    sheet.show()

    qtbot.keyClicks(sheet.search, "undo")

    assert sheet.shown_lines == ["Undo  Ctrl Z"]


def test_the_menu_lists_every_action_but_those_of_the_rail(window: MainWindow) -> None:
    listed = {made.objectName() for made in window.actions_menu.actions() if made.objectName()}

    assert listed == {action.id for action in ACTIONS if action.group != "Go to"}


def test_the_menu_greys_out_what_cannot_be_done(window: MainWindow) -> None:
    window.actions_menu.aboutToShow.emit()

    assert not window.actions_menu.qt_action("edit.undo").isEnabled()
    assert not window.actions_menu.qt_action("timer.stop").isEnabled()
    assert window.actions_menu.qt_action("timer.toggle").isEnabled()


def test_an_unknown_action_is_a_bug() -> None:
    try:
        action_named("no.such")
    except KeyError:
        return
    raise AssertionError("an unknown id was taken")
