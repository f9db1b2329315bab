"""One table of actions: menu, keys, palette and help sheet all show it whole."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.resources import resource_path
from mle_planner.ui.actions.gestures import GESTURES
from mle_planner.ui.actions.shortcuts import Shortcuts, shown_keys
from mle_planner.ui.actions.table import ACTIONS, GROUPS, Action, action_named
from mle_planner.ui.shell.help import HelpSheet
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.screens import SCREENS
from tests.support.widgets import action_of, words_in


def test_every_id_is_its_own_and_says_area_and_verb() -> None:
    ids = [action.id for action in ACTIONS]

    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)] == []


def test_no_two_actions_share_a_key() -> None:
    held: dict[str, list[Action]] = {}
    for action in ACTIONS:
        for key in action.shortcuts:
            held.setdefault(QKeySequence(key).toString(), []).append(action)

    assert "" not in held, "a key that Qt cannot read"
    for key, actions in held.items():
        for one, other in combinations(actions, 2):
            assert one.can_share_keys(other), key


def test_only_an_answer_to_a_plan_may_have_the_key_of_another_action() -> None:
    sharing = {
        (one.id, other.id)
        for one, other in combinations(ACTIONS, 2)
        if one.can_share_keys(other) and set(one.shortcuts) & set(other.shortcuts)
    }

    assert sharing == {
        ("proposal.accept_one", "tasks.add"),
        ("proposal.better", "tasks.switch_view"),
    }


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
    sheet = HelpSheet(host, Shortcuts())

    words = words_in(sheet)
    lines = list(pairwise(words))

    for action in ACTIONS:
        keys = ", ".join(dict.fromkeys(shown_keys(key) for key in action.shortcuts))
        assert (action.title, keys) in lines if keys else action.title in words
    for gesture in GESTURES:
        assert (gesture.meaning, gesture.keys) in lines


def test_typing_narrows_the_help_sheet(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sheet = HelpSheet(host, Shortcuts())
    host.show()
    sheet.show()

    qtbot.keyClicks(sheet.search, "undo")

    assert words_in(sheet)[-2:] == ["Undo", "Ctrl Z"]
    assert len(words_in(sheet)) == 3, "the line and what it stands under"


def test_every_action_does_something(window: MainWindow) -> None:
    assert set(window.commands.handlers) == {action.id for action in ACTIONS}


def test_the_menu_lists_every_action_but_those_of_the_rail_by_group(window: MainWindow) -> None:
    menu = window.actions_menu
    menu.aboutToShow.emit()
    parts = {part.text(): part.menu().actions() for part in menu.actions() if part.isVisible()}
    assert list(parts) == ["Plan", "Track", "Tasks", "Files", "Edit", "Window"]
    listed = {made.objectName() for part in menu.actions() for made in part.menu().actions()}
    assert listed == {action.id for action in ACTIONS if action.group != "Go to"}
    assert all(part.menu().sizeHint().height() < 480 for part in menu.actions())


def test_the_menu_greys_out_what_cannot_be_done(window: MainWindow) -> None:
    window.actions_menu.aboutToShow.emit()

    assert not action_of(window, "edit.undo").isEnabled()
    assert not action_of(window, "timer.stop").isEnabled()
    assert action_of(window, "timer.toggle").isEnabled()


def test_an_unknown_action_is_a_bug() -> None:
    try:
        action_named("no.such")
    except KeyError:
        return
    raise AssertionError("an unknown id was taken")


def test_on_every_screen_a_key_acts_or_says_why_not(window: MainWindow) -> None:
    for screen in SCREENS:
        window.show_screen(screen, None)
        for action in ACTIONS:
            if action.is_answer or not action.shortcuts or window.commands.is_available(action):
                continue
            window.messages.hide()
            window.trigger(action.id)
            assert window.messages.text, (screen, action.id)
    window.show_screen("review", None)
    window.trigger("plan.backlog")
    assert window.messages.text == "“Backlog” works on these screens: Today, Week."
