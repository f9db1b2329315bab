"""Keys can be changed: shown wherever keys are shown, never two meanings for one key."""

from __future__ import annotations

import json
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.core.setting_kinds import SettingError
from mle_planner.core.topics import PLAN_TOPICS
from mle_planner.ui.actions.gestures import GESTURES
from mle_planner.ui.actions.shortcuts import Shortcuts, portable
from mle_planner.ui.actions.table import ACTIONS
from mle_planner.ui.screens.settings.shortcuts import ShortcutsSection
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.palette.entries import action_entries
from tests.support.main_window import go_to
from tests.support.settings_page import open_page
from tests.support.widgets import action_of, spoken_lines, words_in
from tests.support.window import Answers
from tests.ui.conftest import OpenWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def section(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> ShortcutsSection:
    """The part of the settings that holds the keys, alone on the page."""
    (found,) = open_page(qtbot, window, monkeypatch, "Shortcuts").sections
    assert isinstance(found, ShortcutsSection)
    return found


def recorded(
    qtbot: QtBot,
    section: ShortcutsSection,
    action_id: str,
    key: Qt.Key,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press the button of an action and then a key."""
    button = section.rows[action_id].key
    button.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Press a key…"
    qtbot.keyClick(button, key, held)


def test_without_a_choice_every_action_has_the_keys_of_the_table() -> None:
    shortcuts = Shortcuts()

    assert all(shortcuts.of(action.id) == action.shortcuts for action in ACTIONS)
    assert shortcuts.notices == ()


def test_the_menu_writes_keys_as_every_other_place_does(window: MainWindow) -> None:
    for action in ACTIONS:
        title, _tab, keys = action_of(window, action.id).text().partition("\t")
        assert (title, keys) == (action.title, Shortcuts().shown(action.id))


def test_no_action_has_a_key_that_a_part_of_the_window_answers() -> None:
    taken = {portable(keys) for gesture in GESTURES for keys in gesture.taken}

    assert "" not in taken, "a key that Qt cannot read"
    others = [action for action in ACTIONS if not action.is_answer]
    assert taken & {portable(keys) for action in others for keys in action.shortcuts} == set()


def test_every_action_is_listed_with_its_keys(section: ShortcutsSection) -> None:
    shown = {name: row.key.text() for name, row in section.rows.items()}

    assert set(shown) == {action.id for action in ACTIONS}
    assert shown["plan.propose"] == "P"
    assert shown["view.next"] == "J, Ctrl Right"
    assert shown["timer.stop"] == "No key"
    assert not section.reset_button.isEnabled()


def test_a_recorded_key_does_what_the_old_one_did_and_reset_brings_that_back(
    qtbot: QtBot, window: MainWindow, section: ShortcutsSection
) -> None:
    recorded(qtbot, section, "go.week", Qt.Key.Key_W, CONTROL | SHIFT)
    assert section.rows["go.week"].key.text() == "Ctrl Shift W"

    qtbot.keyClick(window, Qt.Key.Key_2)
    assert window.screen_id == "settings"
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL | SHIFT)
    assert window.screen_id == "week"

    qtbot.mouseClick(section.rows["go.week"].reset, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_1)
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL | SHIFT)
    assert window.screen_id == "today"
    qtbot.keyClick(window, Qt.Key.Key_2)
    assert window.screen_id == "week"


@pytest.mark.parametrize(
    ("action_id", "key", "said"),
    [
        ("plan.propose", Qt.Key.Key_4, "4 is already Review."),
        ("timer.stop", Qt.Key.Key_X, "X is already Split in two."),
        ("proposal.accept_one", Qt.Key.Key_N, "N is already New block or task."),
        ("proposal.accept_one", Qt.Key.Key_Up, "is already Select another block."),
        ("proposal.accept_one", Qt.Key.Key_B, "B is already Show the better plan."),
        ("go.week", Qt.Key.Key_Return, "Enter is already Accept the plan."),
    ],
)
def test_a_key_that_means_something_is_named_and_not_taken(
    qtbot: QtBot, window: MainWindow, section: ShortcutsSection, planner: Planner,
    action_id: str, key: Qt.Key, said: str,
) -> None:  # fmt: skip
    """Those of screens, of the time axis and of answers; none of them is carried out."""
    before = section.rows[action_id].key.text()
    recorded(qtbot, section, action_id, key)
    assert window.screen_id == "settings"
    assert said in window.messages.text
    assert planner.settings.word("shortcuts") == ""
    assert section.rows[action_id].key.text() == before


def test_a_new_first_key_leaves_the_others(
    qtbot: QtBot, section: ShortcutsSection, planner: Planner
) -> None:
    recorded(qtbot, section, "view.next", Qt.Key.Key_H)

    assert section.rows["view.next"].key.text() == "H, Ctrl Right"
    assert json.loads(planner.settings.word("shortcuts")) == {"view.next": ["H", "Ctrl+Right"]}


def test_backspace_takes_a_key_away_and_another_action_can_have_it(
    qtbot: QtBot, window: MainWindow, section: ShortcutsSection
) -> None:
    recorded(qtbot, section, "plan.propose", Qt.Key.Key_Backspace)
    assert section.rows["plan.propose"].key.text() == "No key"

    recorded(qtbot, section, "timer.stop", Qt.Key.Key_P)
    assert section.rows["timer.stop"].key.text() == "P"
    assert window.messages.text == ""


def test_escape_and_leaving_change_nothing(
    qtbot: QtBot, section: ShortcutsSection, planner: Planner
) -> None:
    recorded(qtbot, section, "plan.propose", Qt.Key.Key_Escape)
    assert section.rows["plan.propose"].key.text() == "P"

    button = section.rows["plan.propose"].key
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    section.reset_button.setEnabled(True)
    section.reset_button.setFocus()
    assert button.text() == "P"
    assert planner.is_untouched


def test_holding_control_alone_waits_for_the_key(qtbot: QtBot, section: ShortcutsSection) -> None:
    recorded(qtbot, section, "plan.propose", Qt.Key.Key_Control, CONTROL)

    assert section.rows["plan.propose"].key.is_recording


def test_reset_gives_one_or_all_their_usual_keys(
    qtbot: QtBot, section: ShortcutsSection, planner: Planner, answers: Answers
) -> None:
    planner.set("shortcuts", json.dumps({"plan.propose": ["F5"], "item.new": ["F6"]}))

    qtbot.mouseClick(section.rows["plan.propose"].reset, Qt.MouseButton.LeftButton)
    assert section.rows["plan.propose"].key.text() == "P"
    assert section.rows["item.new"].key.text() == "F6"

    answers.agrees = False
    qtbot.mouseClick(section.reset_button, Qt.MouseButton.LeftButton)
    assert section.rows["item.new"].key.text() == "F6"
    answers.agrees = True
    qtbot.mouseClick(section.reset_button, Qt.MouseButton.LeftButton)
    assert answers.asked == ["Reset all shortcuts?", "Reset all shortcuts?"]
    assert section.rows["item.new"].key.text() == "N"
    assert planner.settings.word("shortcuts") == ""


def test_a_usual_key_that_was_given_away_is_not_taken_back(
    qtbot: QtBot, window: MainWindow, section: ShortcutsSection, planner: Planner
) -> None:
    planner.set("shortcuts", json.dumps({"plan.propose": [], "timer.stop": ["P"]}))

    qtbot.mouseClick(section.rows["plan.propose"].reset, Qt.MouseButton.LeftButton)

    assert window.messages.text.startswith("P is already Stop the timer.")
    assert section.rows["plan.propose"].key.text() == "No key"


def test_changed_keys_are_shown_wherever_keys_are_shown(
    window: MainWindow, planner: Planner
) -> None:
    window.resize(1360, 860)
    planner.set(
        "shortcuts",
        json.dumps({"plan.propose": ["F5"], "app.palette": ["Ctrl+J"], "go.week": ["F7"]}),
    )

    assert window.top_bar.primary.text().endswith("F5")
    assert window.top_bar.search.text() == "Search or run…  Ctrl J"
    assert action_of(window, "plan.propose").shortcut().toString() == "F5"
    window.overlays.open_help()
    assert ("Plan what is shown", "F5") in pairwise(words_in(window.overlays.help))
    window.overlays.help.close()
    window.overlays.open_palette("")
    said = spoken_lines(window.overlays.palette.list)
    assert "Plan what is shown, Action, F5" in said
    assert "Week, Action, F7" in said


@pytest.mark.parametrize(
    "chosen",
    [
        {"plan.propose": ["S"]},
        {"plan.propose": ["Ctrl+C"]},
        {"plan.propose": ["Foo"]},
        {"plan.propose": [""]},
        {"plan.propose": ["F5", "F5"]},
        {"plan.propose": ["Ctrl+K, Ctrl+P"]},
    ],
    ids=str,
)
def test_a_stored_key_that_cannot_hold_leaves_the_usual_one_and_says_so(
    chosen: dict[str, list[str]],
) -> None:
    shortcuts = Shortcuts(json.dumps(chosen))

    assert shortcuts.of("plan.propose") == ("P",)
    assert shortcuts.notices == (
        "The keys chosen for “Plan what is shown” cannot be used; those it had before are in use.",
    )


def test_two_stored_choices_for_one_key_never_both_hold() -> None:
    shortcuts = Shortcuts(json.dumps({"plan.propose": ["N"], "item.new": ["N"]}))

    for one, other in combinations(ACTIONS, 2):
        shared = set(shortcuts.of(one.id)) & set(shortcuts.of(other.id))
        assert not shared or one.can_share_keys(other)
    assert shortcuts.notices


def test_two_actions_can_trade_keys() -> None:
    shortcuts = Shortcuts(json.dumps({"plan.propose": ["N"], "item.new": ["P"]}))

    assert shortcuts.notices == ()
    assert (shortcuts.shown("plan.propose"), shortcuts.shown("item.new")) == ("N", "P")


def test_an_action_of_a_newer_program_is_kept_and_does_no_harm() -> None:
    shortcuts = Shortcuts('{"hologram.show": ["F9"]}')

    assert shortcuts.notices == ()
    assert json.loads(shortcuts.with_keys("plan.propose", ["F5"])) == {
        "hologram.show": ["F9"],
        "plan.propose": ["F5"],
    }


def test_a_sign_that_needs_shift_is_taken_without_it(
    qtbot: QtBot, section: ShortcutsSection, planner: Planner
) -> None:
    button = section.rows["plan.propose"].key
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, "!", SHIFT)

    assert json.loads(planner.settings.word("shortcuts")) == {"plan.propose": ["!"]}


@pytest.mark.parametrize("text", ["[]", "{", '{"a": "P"}', '{"a": [1]}', "[" * 5000], ids=range(5))
def test_text_of_another_form_is_refused_with_the_form_it_should_have(
    planner: Planner, text: str
) -> None:
    with pytest.raises(SettingError, match=r"such as .*plan\.propose.* Nothing was changed\.$"):
        planner.set("shortcuts", text)


def test_a_window_says_that_stored_keys_cannot_be_used(
    open_window: OpenWindow, planner: Planner
) -> None:
    planner.set("shortcuts", '{"plan.propose": ["S"]}')
    opened = open_window()

    opened.begin()

    assert "“Plan what is shown”" in opened.messages.text
    assert opened.top_bar.primary.text().endswith("P")


# -- the keys that answer a plan -----------------------------------------------------------------


def proposed(qtbot: QtBot, window: MainWindow, planner: Planner) -> TodayScreen:
    """Today with a plan that waits, its axis in focus."""
    planner.tasks.add("Fix drift alert paging 2h due fri @coding")
    screen = go_to(window, "today")
    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: screen.proposal is not None)
    return screen


def test_the_keys_that_answer_a_plan_can_be_changed(
    qtbot: QtBot, window: MainWindow, section: ShortcutsSection, planner: Planner
) -> None:
    recorded(qtbot, section, "proposal.drop", Qt.Key.Key_D, CONTROL | SHIFT)
    recorded(qtbot, section, "proposal.accept", Qt.Key.Key_Y)
    assert section.rows["proposal.accept"].key.text() == "Y, Enter"
    screen = proposed(qtbot, window, planner)
    assert screen.bar.accept_button.text() == "Accept  Y"
    assert screen.bar.drop_button.text() == "Discard  Ctrl Shift D"

    qtbot.keyClick(screen.surface, Qt.Key.Key_Escape)
    assert screen.proposal is not None, "the old key means it no more"
    qtbot.keyClick(screen.surface, Qt.Key.Key_D, CONTROL | SHIFT)
    assert screen.proposal is None
    assert planner.day(planner.today()).version == 0

    screen.propose()
    qtbot.waitUntil(lambda: screen.proposal is not None)
    planner.set("shortcuts", section.shortcuts.with_keys("proposal.accept", ["U"]))
    assert screen.bar.accept_button.text() == "Accept  U"
    screen.propose()  # anything that is set makes a plan stale
    qtbot.waitUntil(
        lambda: (
            screen.proposal is not None
            and screen.proposal.based_on == planner.revisions(PLAN_TOPICS)
        )
    )
    qtbot.keyClick(screen.surface, Qt.Key.Key_U)
    assert planner.day(planner.today()).version == 1


def test_one_block_is_accepted_by_a_key_of_ones_own_and_the_old_key_adds_a_task(
    qtbot: QtBot, window: MainWindow, section: ShortcutsSection, planner: Planner
) -> None:
    recorded(qtbot, section, "proposal.accept_one", Qt.Key.Key_H)
    screen = proposed(qtbot, window, planner)
    qtbot.keyClick(screen.surface, Qt.Key.Key_Down)
    item = screen.surface.chosen_item
    assert "proposal.accept_one" in screen.answers()
    qtbot.keyClick(screen.surface, Qt.Key.Key_H)
    assert window.messages.text == f"Planned: {item.title}"
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert window.screen_id == "tasks"


def test_an_answer_gets_its_usual_key_back_though_another_action_has_it_too(
    qtbot: QtBot, section: ShortcutsSection, planner: Planner
) -> None:
    for action_id in ("proposal.accept_one", "proposal.better", "proposal.drop"):
        usual = section.rows[action_id].key.text()
        recorded(qtbot, section, action_id, Qt.Key.Key_G, CONTROL)
        assert section.rows[action_id].key.text() == "Ctrl G"
        section.rows[action_id].reset.click()
        assert section.rows[action_id].key.text() == usual
    recorded(qtbot, section, "tasks.add", Qt.Key.Key_H)
    recorded(qtbot, section, "tasks.add", Qt.Key.Key_A)
    assert planner.settings.word("shortcuts") == ""


def test_the_palette_and_the_menu_offer_answers_only_while_a_plan_waits(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    def offered() -> bool:
        entries = action_entries(window.commands, window.shortcuts.shown)
        return any(entry.title == "Accept the plan" for entry in entries)

    def listed() -> bool:
        window.actions_menu.aboutToShow.emit()
        shown = action_of(window, "proposal.accept").isVisible()
        window.actions_menu.aboutToHide.emit()
        return shown

    assert (offered(), listed()) == (False, False)
    screen = proposed(qtbot, window, planner)
    assert (offered(), listed()) == (True, True)
    window.trigger("proposal.accept")
    assert screen.proposal is None
    assert planner.day(planner.today()).version == 1
