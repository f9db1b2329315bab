"""In every language and size of the window each word is whole, or ends in "…" where it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.i18n.gettext import ENGLISH, locale_style
from mle_planner.core.planner import Planner
from mle_planner.ui.desktop.locale import apply_locale_style, wanted_locale_style
from mle_planner.ui.screens.settings.screen import SettingsScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.screens import SCREENS
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.popup import Popup
from tests.support.amounts import first
from tests.support.cut_texts import cut_texts
from tests.translations.catalogs import TEMPLATE, po_path, read
from tests.ui.conftest import OpenWindow

SIZES = {"least": (760, 480), "usual": (960, 600), "wide": (1360, 860)}


def sizes(language: str) -> list[str]:
    """Return the sizes to look at: all in German, which has the longest words."""
    return list(SIZES) if language == "de_DE" else first(1, SIZES)


@pytest.fixture(params=["en_GB", "de_DE", "he_IL"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    before, desktop = QLocale(), QLocale(request.param)
    apply_locale_style(qapp, wanted_locale_style(None, desktop), desktop)
    yield request.param
    apply_locale_style(qapp, ENGLISH, before)


@pytest.fixture
def busy_window(language: str, planner: Planner, open_window: OpenWindow) -> MainWindow:
    """The window on an example week, while a timer runs on a task with a usual title."""
    planner.load_example_week()
    (now,) = (
        item for item in planner.day(planner.today()).items if item.span.contains(planner.now())
    )
    planner.tracking.start(task_id=now.task.id)
    return open_window()


def put_in(window: MainWindow, size: str) -> None:
    window.resize(*SIZES[size])
    settle()


def show_whole(window: MainWindow, name: str) -> None:
    """Show a screen, the settings with all their parts."""
    window.show_screen(name, None)
    screen = window.open_screen
    while isinstance(screen, SettingsScreen) and screen._making.isActive():
        QApplication.processEvents()


def settle() -> None:
    """Let the layouts settle: lines of words tell their height once their width is known."""
    for _turn in range(4):
        QApplication.processEvents()


def cut_in(shown: QWidget, qtbot: QtBot) -> list[str]:
    """Return what is cut once everything is shown: figures that were read arrive one by one."""
    own_words = words_of_the_planner(locale_style().language)
    for _turn in range(20):
        settle()
        found = cut_texts(shown, own_words)
        if not found:
            break
        qtbot.wait(20)
    return found


@pytest.mark.usefixtures("light_sheet")
def test_on_no_screen(language: str, busy_window: MainWindow, qtbot: QtBot) -> None:
    for size in dict.fromkeys([*sizes(language), "usual"]):
        put_in(busy_window, size)
        for name in SCREENS:
            show_whole(busy_window, name)
            assert cut_in(busy_window, qtbot) == [], (size, name)
            assert size == "least" or cut_in_boxes(busy_window) == [], (size, name)
            assert busy_window.size().toTuple() == SIZES[size], name


def cut_in_boxes(window: MainWindow) -> list[str]:
    """Return the planner's own words that are too long for their box, chosen or not.

    Names that the user gives may be cut.
    """
    own_words = words_of_the_planner(locale_style().language)
    boxes = window.open_screen.findChildren(ChoiceBox)
    return [
        each
        for box in boxes
        if box.isVisibleTo(window)
        for each in map(box.itemText, range(box.count()))
        if each in own_words and not has_room(box, each)
    ]


def has_room(box: ChoiceBox, words: str) -> bool:
    return box.fontMetrics().horizontalAdvance(words) <= box.width() - box._beside_name_px()


@cache
def words_of_the_planner(language: str) -> set[str]:
    """Return the texts without counts and values in a language."""
    messages = read(TEMPLATE if language == "en" else po_path(language), language)
    texts = (each.id if language == "en" else each.string for each in messages)
    return {text for text in texts if isinstance(text, str)}


@pytest.mark.usefixtures("light_sheet")
def test_with_nothing_in_it_yet(language: str, open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    for size in sizes(language):
        put_in(window, size)
        for name in SCREENS:
            show_whole(window, name)
            assert cut_in(window, qtbot) == [], (size, name)


@pytest.mark.usefixtures("light_sheet")
def test_on_no_page_over_the_screens(
    language: str, busy_window: MainWindow, planner: Planner, qtbot: QtBot
) -> None:
    overlays, running = busy_window.overlays, planner.running()
    busy_window.context.open_task(running.entry.task_id)
    for size in sizes(language):
        put_in(busy_window, size)
        assert cut_in(busy_window.open_screen, qtbot) == [], (size, "a task")
        overlays.open_help()
        assert cut_in(overlays.help, qtbot) == [], (size, "the keys")
        overlays.help.close()
        overlays.open_welcome()
        settle()
        assert cut_in(overlays.welcome, qtbot) == [], (size, "welcome")
        overlays.welcome.close()


@pytest.mark.usefixtures("light_sheet")
def test_in_no_popup(busy_window: MainWindow, qtbot: QtBot) -> None:
    put_in(busy_window, "usual")
    busy_window.show_screen("today", None)
    open_month = partial(busy_window.overlays.open_month, busy_window.open_screen)
    for show in (
        partial(busy_window.trigger, "view.what_counts"),
        partial(busy_window.trigger, "timer.edit"),
        partial(busy_window.trigger, "timer.interrupt"),
        open_month,
    ):
        show()
        (popup,) = (each for each in busy_window.findChildren(Popup) if each.isVisible())
        assert cut_in(popup, qtbot) == [], show
        popup.close()


def test_what_is_cut_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    label, button = TextLabel("Longer than its room"), QPushButton("Mark as done")
    row.addWidget(label)
    row.addWidget(button)
    holder.show()
    QApplication.processEvents()
    assert cut_texts(holder) == []
    label.setMaximumWidth(30)
    button.setFixedWidth(40)
    QApplication.processEvents()
    assert len(cut_texts(holder)) == 2
    label.setGeometry(button.geometry())
    assert any(" share " in each for each in cut_texts(holder))


def test_an_own_title_that_ends_in_an_ellipsis_is_found(qtbot: QtBot) -> None:
    card = Card("Focus and meetings by day of the whole week")
    qtbot.addWidget(card)
    card.body.addWidget(TextLabel("Longest focus", elided=True))
    for width, cut in ((400, 0), (60, 2)):
        card.setFixedWidth(width)
        card.show()
        settle()
        assert len(cut_texts(card, {"Longest focus"})) == cut
