"""The window in other languages: its words, its clock, its weeks, and the way it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import ENGLISH, LocaleStyle
from mle_planner.core.planner import Planner
from mle_planner.core.typed.clock import read_clock
from mle_planner.ui.desktop.locale import (
    apply_locale_style,
    days_before_monday,
    first_workdays,
    wanted_locale_style,
)
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import AxisKey
from mle_planner.ui.timeline.model.layout import GUTTER_PX
from mle_planner.ui.widgets.fields import MinuteField
from mle_planner.ui.widgets.keys import shown_keys
from mle_planner.ui.widgets.menus import add_entry
from tests.support.axis import Said, context_for, press_key, shown
from tests.support.main_window import go_to
from tests.ui.conftest import OpenWindow

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)
HEBREW_DAYS = ("ב׳ 23", "ג׳ 24", "ד׳ 25", "ה׳ 26", "ו׳ 27")

Speak = Callable[[str], None]


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[Speak]:
    """Lets the application speak as a desktop of a language and country does."""
    before = QLocale()

    def spoken(name: str) -> None:
        desktop = QLocale(name)
        apply_locale_style(qapp, wanted_locale_style(None, desktop), desktop)

    yield spoken
    apply_locale_style(qapp, ENGLISH, before)


@pytest.mark.parametrize(
    ("name", "locale_style", "before_monday"),
    [
        ("en_US", LocaleStyle("en", True, True), 1),
        ("en_GB", LocaleStyle("en", False, False), 0),
        ("de_DE", LocaleStyle("de", False, False), 0),
        ("he_IL", LocaleStyle("he", False, False), 1),
        ("fr_FR", LocaleStyle("en", False, False), 0),
        ("ar_EG", LocaleStyle("en", True, False), 2),
    ],
)
def test_the_desktop_says_how_the_window_speaks(
    name: str, locale_style: LocaleStyle, before_monday: int
) -> None:
    """A language the planner has not is English, with the clock and the weeks of the country."""
    assert wanted_locale_style(None, QLocale(name)) == locale_style
    assert days_before_monday(QLocale(name)) == before_monday


def test_the_settings_go_before_the_desktop(planner: Planner) -> None:
    planner.set("language", "de")
    planner.set("clock", "12")
    assert wanted_locale_style(planner.settings, QLocale("he_IL")) == LocaleStyle("de", True, False)
    planner.set("clock", "24")
    planner.set("language", "en")
    found = wanted_locale_style(planner.settings, QLocale("en_US"))
    assert found == LocaleStyle("en", False, True)


def test_the_window_and_qt_itself_speak_german(
    planner: Planner, open_window: OpenWindow, speaking: Speak
) -> None:
    speaking("de_DE")
    window = open_window()
    assert window.top_bar.title.text() == "Montag, 23. November"
    assert window.top_bar.primary.text().startswith("Tag planen")
    assert [button.text() for button in window._frame.rail.buttons][:3] == [
        "Heute", "Woche", "Aufgaben"
    ]  # fmt: skip
    planner.tasks.add("Alarm prüfen 2h")
    window.trigger("edit.undo")
    assert window.messages.text == "Rückgängig gemacht: Alarm prüfen hinzufügen"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_menus_of_blocks_and_tasks_write_keys_as_the_window_does(
    planner: Planner, open_window: OpenWindow, speaking: Speak
) -> None:
    speaking("de_DE")
    task = planner.tasks.add("Alarm prüfen 2h")
    window = open_window()
    screen = go_to(window, "tasks")
    assert "Löschen\tEntf" in [action.text() for action in screen.menu_for(task.id).actions()]
    menu = QMenu(window)
    add_entry(menu, "Zeiten bearbeiten", lambda: None, key=shown_keys("Shift+Enter"))
    assert menu.actions()[0].text() == "Zeiten bearbeiten\tUmschalt Enter"


def test_english_is_spoken_again_after_another_language(
    qapp: QApplication, speaking: Speak
) -> None:
    speaking("he_IL")
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    speaking("en_GB")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert gettext.locale_style().language == "en"


# -- right to left --------------------------------------------------------------------------------


@pytest.fixture
def hebrew_week(qtbot: QtBot, planner: Planner, speaking: Speak) -> WeekScreen:
    speaking("he_IL")
    planner.load_example_week()
    screen = WeekScreen(planner, context_for(Said()))
    shown(screen, qtbot)
    return screen


def test_the_days_go_from_right_to_left_with_the_hours_at_the_right(
    hebrew_week: WeekScreen,
) -> None:
    axis = hebrew_week.surface.axis
    lefts = [place.left for place in axis.places]
    assert lefts == sorted(lefts, reverse=True)
    assert tuple(head.name for head in hebrew_week.head.heads) == HEBREW_DAYS
    assert axis.lane_at(axis.width - GUTTER_PX / 2) is None
    assert axis.nearest_lane(axis.width - 1) == 0
    assert axis.nearest_lane(-5) == len(axis.places) - 1
    for number, place in enumerate(axis.places):
        assert axis.lane_at(place.left + place.width / 2) == number
        assert place.outer_left <= place.left
        assert place.left + place.width <= place.outer_right


def current_key(surface: AxisSurface) -> AxisKey:
    """The key of the current block, which there is."""
    assert surface.selection.current is not None
    return surface.selection.current


def test_the_arrow_to_the_left_goes_on_to_the_next_day(hebrew_week: WeekScreen) -> None:
    surface = hebrew_week.surface
    first = next(placed for placed in surface.axis.placed if placed.lane == 0)
    surface.select(first.block.key)
    press_key(surface, Qt.Key.Key_Left)
    (now,) = surface.axis.places_of(current_key(surface))
    assert now.lane == 1
    press_key(surface, Qt.Key.Key_Right)
    (now,) = surface.axis.places_of(current_key(surface))
    assert now.lane == 0


def test_the_days_go_from_left_to_right_in_english(qtbot: QtBot, planner: Planner) -> None:
    screen = WeekScreen(planner, context_for(Said()))
    axis = shown(screen, qtbot).axis
    lefts = [place.left for place in axis.places]
    assert lefts == sorted(lefts)
    assert axis.lane_at(GUTTER_PX / 2) is None


# -- clocks and weeks -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["en_US", "en_GB", "de_DE", "he_IL"])
def test_a_time_field_reads_what_it_shows(qtbot: QtBot, speaking: Speak, name: str) -> None:
    speaking(name)
    field = MinuteField("time", "Starts at")
    qtbot.addWidget(field)
    for minute in range(0, 24 * 60, 5):
        field.set_minutes(minute)
        assert read_clock(field.text()) == minute, field.text()
    assert field.fontMetrics().horizontalAdvance("12:55 pm") < field.width()


def test_a_week_that_begins_on_sunday_shows_the_sunday_before_and_keeps_its_note(
    qtbot: QtBot, planner: Planner
) -> None:
    planner.reviews.set_note(MONDAY, "A short week.")
    sunday_noon = planner.days.instant(SUNDAY, 12 * 60)
    planner.tracking.log(Span(sunday_noon, sunday_noon + timedelta(hours=1)), "Paging")
    screen = WeekScreen(planner, context_for(Said()))
    shown(screen, qtbot)
    assert screen.title == "23–27 November"
    assert screen.shown_days()[0] == MONDAY

    planner.set("week_starts", "sunday")
    screen.refresh()
    assert screen.title == "22–27 November"
    assert screen.shown_days()[0] == SUNDAY
    assert screen.subtitle == "week 48", "its number is that of its Monday"
    assert planner.reviews.note(SUNDAY) == planner.reviews.note(MONDAY) == "A short week."
    review = planner.reviews.week(SUNDAY)
    assert review.monday == MONDAY
    assert review.days[0].day == SUNDAY
    screen.step(1)
    assert screen.monday == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("name", "workdays"),
    [
        ("en_US", (0, 1, 2, 3, 4)),
        ("de_DE", (0, 1, 2, 3, 4)),
        ("he_IL", (6, 0, 1, 2, 3)),
        ("ar_EG", (6, 0, 1, 2, 3)),
        ("en_IN", (0, 1, 2, 3, 4)),
    ],
)
def test_the_desktop_says_on_which_days_people_work(name: str, workdays: tuple[int, ...]) -> None:
    assert first_workdays(QLocale(name)) == workdays
