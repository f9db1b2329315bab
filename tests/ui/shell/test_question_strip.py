"""A task moves on with the people of its project and is asked once, never in the way."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.model.work import Stage, Task
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.project_row import ProjectRow
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import go_to
from tests.support.settings_page import open_page
from tests.support.window import Answers


@pytest.fixture
def thresholds(planner: Planner) -> Task:
    """A task of a project, at its idea."""
    task = planner.tasks.add("Thresholds 2h #fraud @research")
    return planner.tasks.change(task.id, stage=Stage.IDEA)


def on_board(window: MainWindow, task: Task) -> TasksScreen:
    screen = go_to(window, "tasks")
    screen.pages.focus_task(task.id)
    return screen


def press(window: MainWindow, key: Qt.Key, alt: bool = False) -> None:
    modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.focusWidget(), key, modifier)


def test_a_question_asked_before_the_window_opened_is_answered_by_its_key(
    planner: Planner, thresholds: Task, services: Services, qtbot: QtBot
) -> None:
    planner.tasks.change(thresholds.id, stage=Stage.DATA)
    assert planner.questions.last_asked() is not None
    window = MainWindow(services, Answers())
    qtbot.addWidget(window)
    window.show()
    strip = window.notices.stage
    assert strip.isHidden()
    window.trigger("tasks.answer")
    assert strip.isVisible()
    assert strip.about.text() == "Thresholds"


def menus(screen: TasksScreen, task: Task) -> list[str]:
    return [action.text() for action in screen.menu_for(task.id).actions() if action.menu()]


def test_a_task_moves_on_its_question_is_answered_and_one_undo_takes_back_both(
    window: MainWindow, planner: Planner, thresholds: Task
) -> None:
    project = planner.catalog.projects()[0]
    planner.people.set_role(project.id, "data analyst", "Ada")
    screen, strip = on_board(window, thresholds), window.notices.stage
    press(window, Qt.Key.Key_Right, alt=True)
    assert strip.isVisible()
    assert (strip.question.text(), strip.about.text()) == ("What would prove it?", "Thresholds")
    card = screen.pages.board.card_of(thresholds.id)
    assert card.hasFocus()  # the strip takes no key by itself
    assert "talk to Ada" in card.accessibleName()

    press(window, Qt.Key.Key_Q)
    assert strip.line.hasFocus()
    QTest.keyClicks(strip.line, "Loss down 2 %")
    press(window, Qt.Key.Key_Return)
    assert strip.isHidden()
    assert window.messages.text == "Answer kept with Thresholds"
    screen.open_task(thresholds.id)
    (field,) = screen.editor.answers.fields.values()
    assert field.text() == "Loss down 2 %"
    screen.close_editor()

    window.trigger("edit.undo")
    assert planner.task(thresholds.id) == thresholds
    assert planner.questions.of_task(thresholds.id) == ()
    assert strip.isHidden()


def test_an_open_question_shows_where_it_came_up_and_on_today_only(
    window: MainWindow, thresholds: Task
) -> None:
    strip = (on_board(window, thresholds), window.notices.stage)[1]
    press(window, Qt.Key.Key_Right, alt=True)
    shown = {}
    for name in ("tasks", "week", "review", "timesheet", "today", "tasks"):
        window.show_screen(name, None)
        shown[name] = strip.isVisible()
    assert shown == {
        "tasks": True, "week": False, "review": False, "timesheet": False, "today": True
    }  # fmt: skip
    window.show_screen("week", None)
    window.trigger("tasks.answer")
    assert strip.isVisible(), "its key shows it anywhere"


def test_esc_skips_one_question_and_a_click_stops_all(
    window: MainWindow, planner: Planner, thresholds: Task
) -> None:
    screen, strip = on_board(window, thresholds), window.notices.stage
    press(window, Qt.Key.Key_Right, alt=True)
    window.trigger("tasks.answer")
    press(window, Qt.Key.Key_Escape)
    assert strip.isHidden()
    planner.people.set_role(planner.catalog.projects()[0].id, "data analyst", "Ada")
    assert strip.isHidden()
    screen.open_task(thresholds.id)
    (field,) = screen.editor.answers.fields.values()
    field.setFocus()
    QTest.keyClicks(field, "Later")
    field.editingFinished.emit()
    assert [asked.answer for asked in planner.questions.of_task(thresholds.id)] == ["Later"]

    planner.tasks.move([thresholds.id], Stage.RESEARCH)
    assert strip.isVisible()
    window.trigger("edit.undo")
    assert strip.isHidden()
    planner.tasks.move([thresholds.id], Stage.RESEARCH)
    strip.off_button.click()
    assert strip.isHidden()
    planner.tasks.move([thresholds.id], Stage.SHIP)
    assert strip.isHidden()
    assert not planner.settings.flag("stage_questions")


def test_esc_skips_the_question_wherever_the_keyboard_is(
    window: MainWindow, thresholds: Task
) -> None:
    on_board(window, thresholds)
    strip = window.notices.stage
    press(window, Qt.Key.Key_Right, alt=True)
    assert strip.isVisible()
    go_to(window, "today")
    assert strip.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert strip.isHidden()


def test_without_people_nothing_is_new_and_with_them_work_is_one_choice(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    thresholds: Task,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = on_board(window, thresholds)
    assert "Ask" not in menus(screen, thresholds)
    planner.people.set_role(planner.catalog.projects()[0].id, "product manager", "Ada")
    menu = screen.menu_for(thresholds.id)
    ask = next(action.menu() for action in menu.actions() if action.text() == "Ask")
    ask.actions()[0].trigger()  # type: ignore[attr-defined]
    assert [task.title for task in planner.open_tasks()] == ["Thresholds", "Ask Ada: Thresholds"]
    assert window.messages.text == "Added: Ask Ada: Thresholds"

    (section,) = open_page(qtbot, window, monkeypatch, "Projects").sections
    row = next(iter(section.rows.rows.values()))  # type: ignore[attr-defined]
    assert row.details is None
    row.more.click()
    kind = row.details.kind
    kind.setCurrentIndex(kind.findText("Consultancy"))
    kind.activated.emit(kind.currentIndex())
    for field, text in ((row.details.rate, "120 EUR"), (row.details.roles["data analyst"], "Ada")):
        type_into(field, text)
    project = planner.catalog.projects()[0]
    assert (project.rate_cents, project.currency, project.billable) == (12_000, "EUR", True)
    contacts = planner.people.of_project(project.id)
    assert [each.role for each in contacts] == ["product manager", "data analyst"]


def test_the_tab_key_goes_through_details_in_their_place(
    qtbot: QtBot, window: MainWindow, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given two projects, when details are opened and another is added, then Tab goes down."""
    for name in ("Fraud", "Routing"):
        planner.catalog.add_project(name)
    (section,) = open_page(qtbot, window, monkeypatch, "Projects").sections
    first, second = (cast("ProjectRow", row) for row in section.rows.rows.values())
    first.more.click()
    assert first.details is not None
    planner.catalog.add_project("Platform")
    QApplication.processEvents()
    third = cast("ProjectRow", list(section.rows.rows.values())[-1])
    roles = list(first.details.roles.values())
    first.archive.setFocus()
    expected = [first.details.kind, first.details.rate, *roles, second.name]
    for field in expected:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is field
    second.archive.setFocus()
    qtbot.keyClick(second.archive, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is third.name
    third.archive.setFocus()
    qtbot.keyClick(third.archive, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is section.line


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.setText(text)
    field.editingFinished.emit()
