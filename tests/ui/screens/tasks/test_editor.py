"""Editing one task in the panel: each field is stored when it is left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.model.work import Priority, Stage, Task
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.editor import TaskEditor
from mle_planner.ui.screens.tasks.pages import Showing
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.screens.tasks.times import TimesList
from mle_planner.ui.widgets.month_picker import MonthPicker
from mle_planner.ui.widgets.qt_override import override
from tests.support.builders import work_sunday_to_thursday
from tests.support.screens import Told, opened
from tests.support.widgets import type_line
from tests.support.window import Answers

Key = Qt.Key


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def task(planner: Planner) -> Task:
    planner.tasks.add("Other task 1h")
    return planner.tasks.add("Backfill job 7h due wed 15:00 #Fraud @coding")


@pytest.fixture
def shown(planner: Planner, task: Task, qtbot: QtBot, answers: Answers) -> tuple[TasksScreen, Told]:
    screen, told = opened(TasksScreen, planner, qtbot, answers)
    screen.pages.board.focus_task(task.id)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    return screen, told


@pytest.fixture
def editor(shown: tuple[TasksScreen, Told]) -> TaskEditor:
    return shown[0].editor


def stored(planner: Planner, task: Task) -> Task:
    return next(v.task for v in planner.board(include_done=True).tasks if v.task.id == task.id)


def write(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Key.Key_Delete)
    type_line(qtbot, field, text)
    QApplication.processEvents()


def lines(times: TimesList) -> list[QPushButton]:
    QApplication.processEvents()
    return [button for button in times.findChildren(QPushButton) if button.isVisible()]


def test_enter_on_a_card_opens_it_with_the_title_selected(editor: TaskEditor) -> None:
    assert editor.isVisible()
    assert editor.title.hasFocus()
    assert editor.title.selectedText() == "Backfill job"
    assert editor.estimate.text() == "7:00"
    assert editor.due.text() == "Wed 25 Nov 2026 15:00"
    assert editor.project.currentText() == "Fraud"
    assert editor.predecessors.accessibleName() == "Waits for: nothing"


def test_a_task_opened_early_stays_open_when_the_window_builds_the_rest(
    screen: TasksScreen,
) -> None:
    screen.build_rest()
    assert screen.editor.isVisible()
    assert screen.editor.title.hasFocus()


def test_the_panel_of_another_task_is_painted_only_once_it_is_filled(
    screen: TasksScreen, planner: Planner, qtbot: QtBot
) -> None:
    other = planner.tasks.add("Label a sample 3h")
    now = planner.now()
    planner.tracking.log(Span(now - timedelta(hours=1), now), task_id=other.id)
    QApplication.processEvents()
    painted = Painted(screen.editor.times.bar)
    screen.open_task(other.id)
    assert painted.count == 0
    qtbot.waitUntil(lambda: painted.count == 1)


def test_each_line_is_stored_when_it_is_left(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    write(qtbot, editor.title, "Backfill two years")
    write(qtbot, editor.estimate, "8h 30m")
    write(qtbot, editor.due, "next fri")
    write(qtbot, editor.earliest, "thu")
    write(qtbot, editor.min_chunk, "45m")
    write(qtbot, editor.max_chunk, "2:00")
    found = stored(planner, task)
    assert (found.title, found.estimate_min) == ("Backfill two years", 510)
    assert (found.due, found.due_min) == (date(2026, 12, 4), None)
    assert (found.earliest, found.min_chunk_min, found.max_chunk_min) == (
        date(2026, 11, 26), 45, 120
    )  # fmt: skip
    assert editor.estimate.text() == "8:30"
    assert editor.due.text() == "Fri 4 Dec 2026"
    write(qtbot, editor.earliest, "")
    assert stored(planner, task).earliest is None


def test_what_is_shown_can_be_stored_again(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    """The words a field shows are words it reads."""
    before, label = stored(planner, task), planner.history.undo_label
    for field in (editor.title, editor.estimate, editor.due):
        write(qtbot, field, field.text())
    assert stored(planner, task) == before
    assert planner.history.undo_label == label


def test_clearing_a_line_takes_the_value_away(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    write(qtbot, editor.estimate, "")
    write(qtbot, editor.due, "")
    found = stored(planner, task)
    assert (found.estimate_min, found.due, found.due_min) == (None, None, None)


def test_what_cannot_be_read_is_said_and_the_stored_value_comes_back(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner, task: Task
) -> None:
    write(qtbot, screen.editor.estimate, "soon")
    write(qtbot, screen.editor.due, "blursday")
    write(qtbot, screen.editor.title, "   ")
    assert [error.split(".")[0] for error in told.errors] == [
        "soon is not a length of time",
        "blursday is not a day",
        "A task needs a title",
    ]
    assert stored(planner, task) == task
    assert screen.editor.estimate.text() == "7:00"
    assert screen.editor.title.text() == "Backfill job"


def test_choices_are_stored_at_once(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    qtbot.keyClick(editor.stage, Key.Key_Up)
    qtbot.keyClick(editor.priority, Key.Key_Home)
    qtbot.keyClick(editor.project, Key.Key_Home)
    found = stored(planner, task)
    assert (found.stage, found.priority, found.project_id) == (
        Stage.ANALYSIS, Priority.URGENT, None
    )  # fmt: skip


def test_the_note_is_stored_when_it_is_left(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    editor.note.setFocus()
    qtbot.keyClicks(editor.note, "Ask for access")
    assert stored(planner, task).note == ""
    editor.title.setFocus()
    assert stored(planner, task).note == "Ask for access"


def test_escape_gives_up_the_open_line_and_goes_back_to_the_card(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, task: Task
) -> None:
    qtbot.keyClicks(screen.editor.title, "Something else")
    qtbot.keyClick(screen.editor.title, Key.Key_Escape)
    assert not screen.editor.isVisible()
    assert stored(planner, task).title == "Backfill job"
    assert screen.pages.board.focused_task() == task.id


def test_a_change_from_elsewhere_does_not_take_away_what_is_being_typed(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    editor.title.selectAll()
    qtbot.keyClicks(editor.title, "Half a ti")
    planner.tasks.change(task.id, estimate_min=60)
    assert editor.title.text() == "Half a ti"
    assert editor.estimate.text() == "1:00"


def test_a_task_can_wait_for_others(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    write(qtbot, editor.predecessors.line, "other")
    view = next(v for v in planner.board().tasks if v.task.id == task.id)
    assert [found.title for found in view.predecessors] == ["Other task"]
    assert editor.predecessors.accessibleName() == "Waits for: Other task"
    editor.predecessors.remove(view.predecessors[0].id)
    view = next(v for v in planner.board().tasks if v.task.id == task.id)
    assert view.predecessors == ()


def test_a_circle_is_refused_with_its_names(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner, task: Task
) -> None:
    other = next(v.task for v in planner.board().tasks if v.task.title == "Other task")
    planner.tasks.set_predecessors(other.id, [task.id])
    write(qtbot, screen.editor.predecessors.line, "Other task")
    assert told.errors[0].startswith(
        "These tasks would depend on each other in a circle: Backfill job waits for Other task"
    )
    assert screen.editor.predecessors.accessibleName() == "Waits for: nothing"


def test_a_predecessor_that_no_task_is_called_is_refused(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner
) -> None:
    planner.tasks.add("Otherwise 1h")
    write(qtbot, screen.editor.predecessors.line, "nowhere")
    write(qtbot, screen.editor.predecessors.line, "other")
    assert told.errors == [
        "No open task is called nowhere. Nothing was changed.",
        "Several tasks have other in their name. Choose one from the list.",
    ]
    assert screen.editor.predecessors.line.text() == "other", "what was typed is kept"


def test_a_predecessor_is_found_without_accents_and_in_any_spacing(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    planner.tasks.add("Étude de drift 1h")
    write(qtbot, editor.predecessors.line, "etude  drift")
    view = next(v for v in planner.board().tasks if v.task.id == task.id)
    assert [found.title for found in view.predecessors] == ["Étude de drift"]


def test_the_page_says_how_far_the_task_is_and_its_numbers_add_up(
    screen: TasksScreen, told: Told, planner: Planner, task: Task
) -> None:
    # Given 1:00 tracked and 2:00 planned of 7:00.
    now, times = planner.now(), screen.editor.times
    planner.tracking.log(Span(now - timedelta(hours=1), now), task_id=task.id)
    planner.blocks.create(Span(now + DAY, now + DAY + timedelta(hours=2)), task_id=task.id)
    # Then 4:00 are not planned yet.
    assert times.effort.text() == "1:00 tracked of 7:00"
    assert times.rest.text() == "2:00 planned, 4:00 not planned yet"
    # And a line leads to the day of the block, another to that of the entry.
    for line in lines(times):
        line.click()
    today = planner.today()
    assert told.went_to == [("today", today + DAY), ("today", today)]


def test_tracked_time_beyond_the_estimate_is_said(
    shown: tuple[TasksScreen, Told], planner: Planner, task: Task
) -> None:
    now = planner.now()
    planner.tasks.change(task.id, estimate_min=30)
    planner.tracking.log(Span(now - timedelta(hours=1), now), task_id=task.id)
    assert shown[0].editor.times.rest.text() == "0:30 over the estimate"


def test_a_long_past_is_folded_until_it_is_asked_for(
    shown: tuple[TasksScreen, Told], planner: Planner, task: Task
) -> None:
    now, times = planner.now(), shown[0].editor.times
    for days in range(1, 7):
        end = now - days * DAY
        planner.tracking.log(Span(end - timedelta(hours=1), end), task_id=task.id)
    folded = lines(times)
    assert folded[-1].text() == "2 more"
    folded[-1].click()
    assert len(lines(times)) == 6


def test_a_past_of_years_unfolds_in_pieces(
    shown: tuple[TasksScreen, Told], planner: Planner, task: Task
) -> None:
    now, times = planner.now(), shown[0].editor.times
    with planner.history.one_step():
        for days in range(1, 61):
            end = now - days * DAY
            planner.tracking.log(Span(end - timedelta(hours=1), end), task_id=task.id)
    assert lines(times)[-1].text() == "56 more"
    lines(times)[-1].click()
    assert len(lines(times)) == 44 + 1
    assert lines(times)[-1].text() == "16 more"
    lines(times)[-1].click()
    assert len(lines(times)) == 60
    assert times.effort.text().startswith("60:00 tracked")


def test_the_timer_starts_and_stops_on_the_page(
    shown: tuple[TasksScreen, Told], planner: Planner, task: Task
) -> None:
    start = shown[0].editor.start
    assert start.text() == "Start"
    start.click()
    assert planner.running_entry().task_id == task.id
    assert start.text() == "Stop"
    planner.tracking.discard()
    planner.tracking.start(task_id=task.id, at=planner.now() - timedelta(minutes=5))
    start.click()
    assert planner.running_entry() is None


def test_a_due_date_is_chosen_from_a_calendar_and_its_time_stays(
    shown: tuple[TasksScreen, Told], planner: Planner, task: Task
) -> None:
    button = shown[0].editor.due_button
    menu = button.menu_of_dates()
    menu.popup(button.pos())
    month = menu.findChild(MonthPicker)
    assert month.grid.current == date(2026, 11, 25), "it opens at the due date"
    month.grid.day_chosen.emit(date(2026, 12, 1))
    found = stored(planner, task)
    assert (found.due, found.due_min) == (date(2026, 12, 1), 15 * 60)
    # A time that is typed after the day is taken too.
    month.line.setText("fri 9:30")
    month.line.returnPressed.emit()
    found = stored(planner, task)
    assert (found.due, found.due_min) == (date(2026, 11, 27), 9 * 60 + 30)
    # And "No date" takes both away.
    next(one for one in button.menu_of_dates().actions() if one.text() == "No date").trigger()
    found = stored(planner, task)
    assert (found.due, found.due_min) == (None, None)


def test_done_in_the_editor_offers_to_reopen(
    screen: TasksScreen, planner: Planner, task: Task
) -> None:
    assert screen.editor.done.text() == "Mark done"
    screen.editor.done.click()
    assert stored(planner, task).done_at is not None
    assert screen.editor.isVisible()
    assert screen.editor.done.text() == "Reopen"
    screen.editor.done.click()
    assert stored(planner, task).done_at is None


def test_opening_a_task_that_is_gone_says_so(
    screen: TasksScreen, told: Told, planner: Planner, task: Task
) -> None:
    planner.tasks.delete(task.id)
    assert not screen.editor.isVisible()
    screen.open_task(task.id)
    assert told.errors == ["That task is gone. Nothing was changed."]
    assert not screen.editor.isVisible()


def test_a_task_opened_from_elsewhere_has_the_focus_on_its_row_and_enter_edits_it(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, task: Task
) -> None:
    screen.activateWindow()
    for showing in (Showing.BOARD, Showing.TABLE):
        screen.show_as(showing)
        screen.close_editor()
        screen.open_task(task.id)
        assert screen.editor.isVisible()
        assert not screen.editor.title.hasFocus()
        assert screen.pages.selected_task() == task.id
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Return)
        assert screen.editor.title.hasFocus()
    planner.tasks.finish(task.id)
    screen.show_as(Showing.TABLE)
    screen.open_task(task.id)
    assert screen.editor.done.hasFocus(), "the page does not show it"


def test_a_task_can_be_made_to_repeat_and_then_comes_again(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    write(qtbot, editor.repeats, "every monday")
    assert editor.repeats.text() == "every Monday"
    editor.done.click()
    again = next(one for one in planner.open_tasks() if one.title == task.title)
    assert again.due == date(2026, 11, 30)


def test_every_weekday_in_the_editor_is_every_workday(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner, task: Task
) -> None:
    work_sunday_to_thursday(planner)
    write(qtbot, screen.editor.repeats, "every weekday")
    assert stored(planner, task).repeats == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"
    assert screen.editor.repeats.text() == "every weekday"


def test_how_often_a_task_comes_again_is_shown_where_it_does(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner, task: Task
) -> None:
    editor = screen.editor
    assert editor.repeats.text() == ""
    planner.tasks.change(task.id, repeats="FREQ=WEEKLY;BYDAY=MO")
    assert editor.repeats.text() == "every Monday"
    write(qtbot, editor.repeats, "every 2 weeks")
    assert stored(planner, task).repeats == "FREQ=WEEKLY;INTERVAL=2"
    write(qtbot, editor.repeats, "now and then")
    assert "now and then is not a repetition" in told.errors[-1]
    write(qtbot, editor.repeats, "")
    assert stored(planner, task).repeats == ""


def test_a_predecessor_is_chosen_from_the_list(
    qtbot: QtBot, editor: TaskEditor, planner: Planner, task: Task
) -> None:
    line = editor.predecessors.line
    line.setFocus()
    qtbot.keyClicks(line, "oth")
    popup = line.completer().popup()
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    qtbot.waitUntil(lambda: editor.predecessors.accessibleName() == "Waits for: Other task")
    view = next(v for v in planner.board().tasks if v.task.id == task.id)
    assert [found.title for found in view.predecessors] == ["Other task"]
    assert line.text() == ""
    assert not popup.isVisible()
