"""Settings: all of them, found by their words, each change stored, undoable and refused well."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QScrollArea
from pytestqt.qtbot import QtBot

from mle_planner.core.declared_settings import SETTINGS
from mle_planner.core.i18n.gettext import LANGUAGES
from mle_planner.core.model.work import Category
from mle_planner.core.planner import Planner
from mle_planner.ui.desktop.text_size import LEAST_WINDOW
from mle_planner.ui.screens.settings.calendars import CalendarsSection
from mle_planner.ui.screens.settings.catalog import ActivitiesSection, ProjectRow, ProjectsSection
from mle_planner.ui.screens.settings.recurring_events import (
    RecurringEventsSection,
    read_weekly,
    weekly_rule,
)
from mle_planner.ui.screens.settings.screen import SettingsScreen
from mle_planner.ui.screens.settings.section import Section
from mle_planner.ui.screens.settings.shortcuts import ShortcutsSection
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.screens.settings.values import ValueRow, ValuesSection
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets.fields import MinuteField
from tests.support.calendar_text import calendar_bytes
from tests.support.languages import speaking
from tests.support.main_window import go_to, screen_of
from tests.support.settings_page import open_page, typed
from tests.ui.conftest import OpenWindow

AnySection = TypeVar("AnySection", bound=Section)
AnyRow = TypeVar("AnyRow")


def only(*titles: str) -> pytest.MarkDecorator:
    """Mark a test that needs no other parts of the page than these."""
    return pytest.mark.parametrize("parts", [titles], ids=", ".join)


@pytest.fixture
def parts() -> tuple[str, ...]:
    """The parts of the page; none for all."""
    return ()


@pytest.fixture
def screen(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, parts: tuple[str, ...]
) -> SettingsScreen:
    """The settings, open and complete."""
    return open_page(qtbot, window, monkeypatch, *parts)


def section(screen: SettingsScreen, kind: type[AnySection]) -> AnySection:
    """The section of a kind."""
    return next(each for each in screen.sections if isinstance(each, kind))


def value_rows(screen: SettingsScreen) -> dict[str, ValueRow]:
    """The single values by name."""
    sections = [each for each in screen.sections if isinstance(each, ValuesSection)]
    return {row.setting.name: row for each in sections for row in each.rows}


def of_kind(kind: type[AnyRow], rows: object) -> list[AnyRow]:
    """The rows, known to be of a kind."""
    assert all(isinstance(row, kind) for row in rows.values())
    return list(rows.values())


def test_the_parts_come_by_themselves(qtbot: QtBot, window: MainWindow) -> None:
    screen = go_to(window, "settings")

    def titles() -> list[str]:
        return [each.title for each in screen.findChildren(Section) if each.isVisible()]

    qtbot.waitUntil(lambda: "Appearance" in titles())
    assert titles()[:2] == ["Typical day", "Recurring events"]


def test_no_part_is_squeezed_while_others_are_being_made(window: MainWindow) -> None:
    window.resize(1360, 860)
    screen = go_to(window, "settings")
    titles = [""]
    while titles[-1] != "Shortcuts":
        QApplication.processEvents()
        made = screen.findChildren(Section)
        titles = [each.title for each in made]
        squeezed = [
            each.title for each in made
            if not each.isVisible() or each.height() < each.minimumSizeHint().height()
        ]  # fmt: skip
        assert squeezed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_there_only_where_the_cards_beside_it_are_whole(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    with speaking(language):
        window = open_window()
        screen = open_page(qtbot, window, monkeypatch, "Typical day", "Meetings")
        area = screen._area
        is_shown = []
        for width in range(LEAST_WINDOW.width(), 1200, 10):
            window.resize(width, 600)
            QApplication.processEvents()
            assert area.viewport().width() >= area.widget().minimumSizeHint().width(), width
            is_shown.append(screen._list.isVisible())
    assert is_shown == sorted(is_shown)
    assert is_shown[-1]


def test_a_part_is_chosen_and_one_is_searched_for_before_they_are_made(
    qtbot: QtBot, window: MainWindow
) -> None:
    screen = go_to(window, "settings")
    contents = screen.findChild(QListWidget)
    last = contents.count() - 1

    contents.setCurrentRow(last)
    QApplication.processEvents()
    assert len(screen.sections) <= last, "the window is not held until all are made"
    qtbot.waitUntil(lambda: len(screen.sections) > last)
    bar = screen.findChildren(QScrollArea)[0].verticalScrollBar()
    assert bar.value() == min(screen.sections[last].y(), bar.maximum()) > 1000
    bar.setValue(0)
    QApplication.processEvents()
    assert bar.value() == 0, "the choice is forgotten once it is in sight"


def test_what_is_searched_for_is_found_as_the_parts_are_made(
    qtbot: QtBot, window: MainWindow
) -> None:
    screen = go_to(window, "settings")
    screen.search.setText("keyboard")
    assert not [each for each in screen.sections if each.isVisibleTo(screen)]

    shown = lambda: [each.title for each in screen.sections if each.isVisibleTo(screen)]  # noqa: E731
    qtbot.waitUntil(lambda: shown() == ["Time away", "Shortcuts"])


def test_every_setting_is_there_with_a_name_for_those_who_cannot_see_it(
    screen: SettingsScreen,
) -> None:
    rows = value_rows(screen)

    assert {*rows, "shortcuts", "editor_key"} == {setting.name for setting in SETTINGS}
    hidden = [name for name, row in rows.items() if not row.isVisibleTo(screen)]
    assert hidden == ["global_capture"], "only what this desktop has no portal for"
    fields = [*screen.findChildren(QLineEdit), *screen.findChildren(MinuteField)]

    nameless = [
        field for field in fields
        if not field.accessibleName() and field.objectName() != "qt_spinbox_lineedit"
    ]  # fmt: skip
    assert nameless == []


@only("Coding")
def test_a_value_is_stored_and_reset_beside_it(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner, window: MainWindow
) -> None:
    row = value_rows(screen)["coding_aim_min"]
    assert isinstance(row.field, MinuteField)
    assert row.field.text() == "3:30"
    assert not row.reset.isVisible()

    typed(qtbot, row.field, "3h15")
    assert planner.settings.number("coding_aim_min") == 195
    assert row.field.text() == "3:15"
    assert row.reset.isVisible()

    window.trigger("edit.undo")
    assert planner.settings.number("coding_aim_min") == 195
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert row.field.text() == "3:30"
    assert planner.settings.number("coding_aim_min") == 210


@only("Planning")
def test_back_to_the_default_is_one_press(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner
) -> None:
    planner.set("min_chunk_min", 45)
    row = value_rows(screen)["min_chunk_min"]

    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)

    assert planner.settings.number("min_chunk_min") == 30


def test_a_search_leaves_only_what_answers(qtbot: QtBot, screen: SettingsScreen) -> None:
    def found(query: str) -> list[str]:
        screen.search.clear()
        qtbot.keyClicks(screen.search, query)
        return [each.title for each in screen.sections if each.isVisibleTo(screen)]

    assert found("round entries") == ["Timesheet"]
    shown = [name for name, row in value_rows(screen).items() if row.isVisibleTo(screen)]
    assert shown == ["rounding_min"]
    assert found("typical") == ["Typical day", "Planning priorities"]
    assert found("wrap up") == ["Typical day", "Planning", "Shortcuts"]
    assert found("lunch") == ["Typical day"]
    assert found("standup") == ["Typical day", "Recurring events", "Shortcuts"]
    assert found("keyboard") == ["Time away", "Shortcuts"]
    assert found("shortcuts") == ["Quick capture", "Shortcuts"]
    assert found("longest") == ["Planning", "Evidence"]
    assert found("dark") == ["Appearance", "Shortcuts"], "a choice"
    assert found("sunday") == ["Days"]
    assert found("deutsch") == ["Language"]
    assert found("hourly rate") == ["Projects"]
    assert found("autostart") == ["Tray and start"]
    assert found("buffer") == ["Planning"]
    assert found("nothing of the kind") == []
    screen.search.clear()
    bar = screen._area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert len(found("backup")) > 1
    assert bar.value() == 0
    screen.search.clear()
    assert all(each.isVisibleTo(screen) for each in screen.sections)


@only("Shortcuts")
def test_a_key_or_an_action_is_found_among_the_shortcuts(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    def shown() -> list[str]:
        rows = section(screen, ShortcutsSection).rows
        return [name for name, row in rows.items() if row.isVisibleTo(screen)]

    qtbot.keyClicks(screen.search, "ctrl+k")
    assert shown() == ["app.palette"]
    screen.search.clear()
    qtbot.keyClicks(screen.search, "undo")
    assert shown() == ["edit.undo"]
    screen.search.clear()
    qtbot.keyClicks(screen.search, "keyboard")
    assert len(shown()) == len(section(screen, ShortcutsSection).rows)


@only("Coding")
@pytest.mark.parametrize(
    ("name", "text", "why", "before"),
    [
        ("coding_least_min", "5:00", "is more than “Coding per day, goal”", "3:00"),
        ("coding_most_min", "lots", "choose a length from 0:00 to 12:00", "4:00"),
        ("coding_most_min", "13:00", "choose a length from 0:00 to 12:00", "4:00"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_reason_and_shown_as_it_was(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner, window: MainWindow,
    name: str, text: str, why: str, before: str,
) -> None:  # fmt: skip
    row = value_rows(screen)[name]
    assert isinstance(row.field, MinuteField)
    typed(qtbot, row.field, text)
    assert why in window.messages.text
    assert row.field.text() == before
    assert planner.history.undo_label is None


@only("Typical day")
def test_another_typical_day_is_one_edit(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner, window: MainWindow
) -> None:
    days = section(screen, TypicalDaySection)
    before = planner.typical_day.parts()

    qtbot.mouseClick(days.ready_made_buttons["Manager"], Qt.MouseButton.LeftButton)

    assert planner.typical_day.parts() != before
    assert "Manager" in window.messages.text
    window.trigger("edit.undo")
    assert planner.typical_day.parts() == before


@only("Recurring events")
def test_a_recurring_event_is_added_changed_and_deleted(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner, window: MainWindow
) -> None:
    events = section(screen, RecurringEventsSection)
    events.add()
    new = next(s for s in planner.typical_day.recurring_events() if s.title == "New event")
    assert new.rule == "FREQ=WEEKLY;BYDAY=MO"
    row = events.rows.rows[new.id]

    typed(qtbot, row.name, "Weekly review")
    qtbot.mouseClick(row.rule.days[4], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(row.rule.days[0], Qt.MouseButton.LeftButton)
    typed(qtbot, row.start, "16:00")

    changed = next(s for s in planner.typical_day.recurring_events() if s.id == new.id)
    assert (changed.title, changed.rule, changed.start_min) == (
        "Weekly review", "FREQ=WEEKLY;BYDAY=FR", 960,
    )  # fmt: skip

    events.delete(changed)
    assert "Weekly review" in window.messages.text
    assert new.id not in [s.id for s in planner.typical_day.recurring_events()]


@only("Recurring events")
def test_an_event_on_no_day_keeps_its_last_day(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner
) -> None:
    events = section(screen, RecurringEventsSection)
    events.add()
    new = next(s for s in planner.typical_day.recurring_events() if s.title == "New event")
    row = events.rows.rows[new.id]

    qtbot.mouseClick(row.rule.days[0], Qt.MouseButton.LeftButton)

    assert row.rule.days[0].isChecked()
    assert (
        next(s for s in planner.typical_day.recurring_events() if s.id == new.id).rule == new.rule
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,FR", (frozenset({0, 4}), 1)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", (frozenset({1}), 2)),
        ("FREQ=MONTHLY;BYDAY=1MO", None),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", None),
    ],
)
def test_only_plain_weekly_rules_become_buttons(
    rule: str, expected: tuple[frozenset[int], int] | None
) -> None:
    assert read_weekly(rule) == expected
    if expected is not None:
        assert weekly_rule(*expected) == rule


@only("Projects")
def test_a_project_keeps_its_kind_though_that_is_archived(
    screen: SettingsScreen, planner: Planner
) -> None:
    project = planner.catalog.add_project("Fraud scoring")
    kind, other = planner.kinds.all()[:2]
    planner.catalog.change_project(project.id, kind_id=kind.id)
    for each in (kind, other):
        planner.kinds.change(each.id, archived=True)
    section(screen, ProjectsSection).refresh()
    (row,) = of_kind(ProjectRow, section(screen, ProjectsSection).rows.rows)
    row.more.click()
    choice = row.details.kind
    offered = {choice.itemText(at).casefold() for at in range(choice.count())}
    assert kind.name.casefold() in offered
    assert other.name.casefold() not in offered


@only("Projects")
def test_a_project_is_added_named_and_archived(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner
) -> None:
    projects = section(screen, ProjectsSection)
    typed(qtbot, projects.line, "Fraud scoring")
    (row,) = of_kind(ProjectRow, projects.rows.rows)

    typed(qtbot, row.client, "Northbank")
    qtbot.mouseClick(row.archive, Qt.MouseButton.LeftButton)

    (project,) = planner.catalog.projects()
    assert (project.name, project.client, project.archived) == ("Fraud scoring", "Northbank", True)
    assert row.archive.text() == "Use again"
    assert projects.line.text() == ""


@only("Projects")
def test_a_name_that_is_taken_is_refused(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner, window: MainWindow
) -> None:
    projects = section(screen, ProjectsSection)
    planner.catalog.add_project("Routing")

    typed(qtbot, projects.line, "routing")

    assert "already exists" in window.messages.text
    assert projects.line.text() == "routing", "what was typed is kept to be corrected"
    assert len(planner.catalog.projects()) == 1


@only("Activities")
def test_an_activity_moves_to_another_category(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner
) -> None:
    activities = section(screen, ActivitiesSection)
    typed(qtbot, activities.line, "Gardening")
    gardening = next(a for a in planner.catalog.activities() if a.name == "Gardening")
    assert gardening.category is Category.OTHER_FOCUS
    row = activities.rows.rows[gardening.id]

    row.category.setFocus()
    qtbot.keyClick(row.category, Qt.Key.Key_End)

    changed = next(a for a in planner.catalog.activities() if a.name == "Gardening")
    assert changed.category is Category.BREAK


@only("Calendars")
def test_a_calendar_is_removed_and_undo_brings_it_back(
    qtbot: QtBot, screen: SettingsScreen, planner: Planner, window: MainWindow
) -> None:
    planner.load_example_week()
    calendars = section(screen, CalendarsSection)
    (calendar,) = planner.calendars.all()

    calendars.remove()
    assert planner.calendars.all() == ()
    assert calendars.lines == {}

    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert planner.calendars.all() == (calendar,)


@only("Calendars")
def test_after_a_calendar_is_removed_the_focus_is_on_the_next_in_the_list(
    screen: SettingsScreen, planner: Planner, tmp_path: Path
) -> None:
    planner.load_example_week()
    file = tmp_path / "team.ics"
    file.write_bytes(calendar_bytes())
    planner.calendars.import_file(file)
    calendars = section(screen, CalendarsSection)
    first, second = calendars.lines
    QApplication.processEvents()  # new lines are shown in the next turn
    calendars.lines[first].click()
    calendars.details.remove.setFocus()

    calendars.details.remove.click()

    assert calendars.lines[second].hasFocus()
    assert [calendar.id for calendar in planner.calendars.all()] == [second]


@only("Coding")
def test_what_another_process_set_is_shown(screen: SettingsScreen, planner: Planner) -> None:
    planner.set("coding_most_min", 300)

    assert value_rows(screen)["coding_most_min"].field.text() == "5:00"


def test_the_palette_leads_to_a_project(qtbot: QtBot, window: MainWindow, planner: Planner) -> None:
    planner.catalog.add_project("Routing")
    window.overlays.open_palette("rout")

    qtbot.keyClick(window.overlays.palette.line, Qt.Key.Key_Return)

    assert window.screen_id == "settings"


def test_a_part_asked_for_before_the_page_is_complete_is_shown_from_its_top(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1360, 860)
    window.commands.open_setting("Shortcuts")
    screen = screen_of(window, SettingsScreen)

    qtbot.waitUntil(lambda: screen.sections[-1].title == "Shortcuts")
    for _ in range(10):  # the page stays there
        QApplication.processEvents()

    part = next(each for each in screen.sections if each.title == "Shortcuts")
    line = screen.search.geometry().bottom()
    assert line <= part.mapTo(screen, QPoint(0, 0)).y() <= line + 20
