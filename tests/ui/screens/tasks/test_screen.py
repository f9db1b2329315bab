"""The tasks screen by keyboard and mouse; what is asserted is shown or stored."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Priority, Stage, Task, TaskId
from mle_planner.core.planner import Planner
from mle_planner.ui.actions.letters import has_keys
from mle_planner.ui.screens.tasks.card import TaskCard
from mle_planner.ui.screens.tasks.pages import Showing
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.screens.tasks.wording import Remark, due_remark, planned_text, remarks
from mle_planner.ui.timeline.backlog.words import planned_line
from mle_planner.ui.widgets.task_drag import TASK_MIME, carried_task, dragged_task
from tests.support.screens import Told, opened
from tests.support.widgets import cells, drop, hold
from tests.support.window import Answers

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def tasks(planner: Planner) -> dict[str, Task]:
    """Five tasks in three stages."""
    lines = [
        "Thresholds /idea 1h",
        "Late labels /data 2h",
        "Read paper /data 1h",
        "Backfill job 7h due wed #Fraud !high @coding",
        "Warm start 6h due fri",
    ]
    return {task.title: task for task in map(planner.tasks.add, lines)}


@pytest.fixture
def shown(
    planner: Planner, tasks: dict[str, Task], qtbot: QtBot, answers: Answers
) -> tuple[TasksScreen, Told]:
    return opened(TasksScreen, planner, qtbot, answers)


def board(screen: TasksScreen) -> dict[str, list[str]]:
    """The columns with the titles of their cards, those that hold any."""
    return {
        stage.value: [card.view.task.title for card in column.cards]
        for stage, column in screen.pages.board.columns.items()
        if column.cards
    }


def card(screen: TasksScreen, task: Task) -> TaskCard:
    found = screen.pages.board.card_of(task.id)
    assert found is not None
    return found


def focused(screen: TasksScreen) -> str | None:
    task_id = screen.pages.board.focused_task()
    found = screen.pages.board.card_of(task_id) if task_id is not None else None
    return found.view.task.title if found else None


def stored(planner: Planner, task_id: TaskId) -> Task:
    views = planner.board(include_done=True).tasks
    return next(view.task for view in views if view.task.id == task_id)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    widget = QApplication.focusWidget()
    qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_tasks_stand_in_their_stage(screen: TasksScreen) -> None:
    assert board(screen) == {
        "idea": ["Thresholds"],
        "data": ["Late labels", "Read paper"],
        "ship": ["Backfill job", "Warm start"],
    }
    assert screen.subtitle.startswith("5 open · 17 h to do · ")


def test_a_column_says_how_much_it_holds(screen: TasksScreen) -> None:
    assert screen.pages.board.columns[Stage.DATA].accessibleName() == (
        "Data, 2 tasks, 0:00 tracked, 3:00 left"
    )
    assert screen.pages.board.columns[Stage.RESEARCH].accessibleName() == (
        "Research, 0 tasks, 0:00 tracked, 0:00 left"
    )


def test_a_card_says_what_matters(screen: TasksScreen, tasks: dict[str, Task]) -> None:
    assert card(screen, tasks["Backfill job"]).accessibleName() == (
        "Backfill job, Coding, Fraud, Ship, effort 7:00, high, due Wed"
    )


def test_arrows_walk_between_cards(
    qtbot: QtBot, screen: TasksScreen, tasks: dict[str, Task]
) -> None:
    screen.pages.board.focus_task(tasks["Thresholds"].id)
    walk = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Right, Key.Key_Up, Key.Key_Left, Key.Key_Left):
        press(qtbot, key)
        walk.append(focused(screen))
    assert walk == [
        "Late labels", "Read paper", "Warm start", "Backfill job", "Late labels", "Thresholds"
    ]  # fmt: skip
    press(qtbot, Key.Key_Left)
    assert focused(screen) == "Thresholds"


def test_up_from_the_first_card_reaches_the_line_and_down_comes_back(
    qtbot: QtBot, screen: TasksScreen, tasks: dict[str, Task]
) -> None:
    screen.pages.board.focus_task(tasks["Late labels"].id)
    press(qtbot, Key.Key_Up)
    assert screen.quick_add.edit.hasFocus()
    press(qtbot, Key.Key_Down)
    assert focused(screen) == "Late labels"


def test_alt_arrows_move_a_task_along_the_pipeline_and_keep_the_focus(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    task = tasks["Thresholds"]
    screen.pages.board.focus_task(task.id)
    press(qtbot, Key.Key_Left, ALT)
    assert stored(planner, task.id).stage is Stage.IDEA
    press(qtbot, Key.Key_Right, ALT)
    press(qtbot, Key.Key_Right, ALT)
    assert stored(planner, task.id).stage is Stage.RESEARCH
    assert board(screen)["research"] == ["Thresholds"]
    assert focused(screen) == "Thresholds"


@pytest.mark.parametrize(
    ("done", "left"), [("Late labels", "Read paper"), ("Read paper", "Late labels")]
)
def test_d_is_done_and_the_next_card_or_else_the_one_above_has_the_focus(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner, tasks: dict[str, Task],
    done: str, left: str,
) -> None:  # fmt: skip
    screen.pages.board.focus_task(tasks[done].id)
    press(qtbot, Key.Key_D)
    assert stored(planner, tasks[done].id).done_at == planner.now()
    assert board(screen)["data"] == [left]
    assert focused(screen) == left
    assert told.messages == [(f"Done: {done}", True)]


def test_the_timer_of_a_finished_card_stops_and_is_told(
    qtbot: QtBot,
    screen: TasksScreen,
    told: Told,
    planner: Planner,
    clock: FixedClock,
    tasks: dict[str, Task],
) -> None:
    planner.tracking.start(task_id=tasks["Late labels"].id)
    clock.put(clock.now() + timedelta(minutes=42))
    screen.pages.board.focus_task(tasks["Late labels"].id)
    press(qtbot, Key.Key_D)
    assert planner.running_entry() is None
    assert told.messages == [("Done: Late labels. The timer stopped after 0:42.", True)]


def test_a_card_grows_with_what_it_says(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    found = card(screen, tasks["Thresholds"])
    height = found.heightForWidth(200)
    planner.tasks.change(tasks["Thresholds"].id, note="Ask what loss is acceptable")
    assert found.heightForWidth(200) > height


def test_delete_deletes_and_undo_brings_it_back(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    screen.pages.board.focus_task(tasks["Warm start"].id)
    press(qtbot, Key.Key_Delete)
    assert board(screen)["ship"] == ["Backfill job"]
    planner.history.undo()
    assert board(screen)["ship"] == ["Backfill job", "Warm start"]


def test_starting_the_card_in_focus(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    assert screen.startable() is None
    screen.pages.board.focus_task(tasks["Warm start"].id)
    assert screen.startable() == tasks["Warm start"].id
    screen.start_selected()
    assert planner.running().entry.task_id == tasks["Warm start"].id
    assert "running" in card(screen, tasks["Warm start"]).accessibleName()
    assert screen.startable() is None


def test_a_minute_later_the_running_card_has_moved_on(
    screen: TasksScreen, told: Told, planner: Planner, clock: FixedClock, tasks: dict[str, Task]
) -> None:
    planner.tracking.start(task_id=tasks["Warm start"].id)
    clock.put(clock.now() + timedelta(minutes=1))
    told.ticks.minute_ticked.emit()
    assert "effort 0:01 / 6:00" in card(screen, tasks["Warm start"]).accessibleName()


# -- quick add ----------------------------------------------------------------------------------


def test_the_line_is_read_as_it_is_typed_and_enter_adds_it(
    qtbot: QtBot, screen: TasksScreen, planner: Planner
) -> None:
    screen.begin_new()
    line = screen.quick_add
    qtbot.keyClicks(line.edit, "Fix drift alert paging 2h due fri #fraud @coding !high")
    assert line.chips.labels == ["Coding", "2:00", "due Fri 27 Nov", "Fraud", "High"]
    assert line.hint.text() == "Enter adds it"
    press(qtbot, Key.Key_Return)
    task = next(v.task for v in planner.board().tasks if v.task.title == "Fix drift alert paging")
    assert (task.estimate_min, task.due, task.priority) == (120, date(2026, 11, 27), Priority.HIGH)
    assert "Fix drift alert paging" in board(screen)["ship"]
    assert line.edit.text() == ""
    assert line.chips.labels == []
    assert line.edit.hasFocus()


def test_a_line_that_cannot_be_read_is_not_added(
    qtbot: QtBot, screen: TasksScreen, told: Told, planner: Planner
) -> None:
    line = screen.quick_add
    line.begin()
    qtbot.keyClicks(line.edit, "Fix paging due blursday 2h")
    assert line.hint.text() == "due blursday is not a day"
    assert not line.problem.isVisible()
    press(qtbot, Key.Key_Return)
    assert line.problem.isVisible()
    assert line.problem.text().startswith("due blursday is not a day. Write a day such as fri")
    assert line.edit.text() == "Fix paging due blursday 2h"
    assert len(planner.board().tasks) == 5
    assert told.errors == []
    qtbot.keyClicks(line.edit, " ")
    assert not line.problem.isVisible()


def test_letters_that_are_keys_elsewhere_are_letters_in_the_line(
    qtbot: QtBot, screen: TasksScreen, planner: Planner
) -> None:
    screen.quick_add.begin()
    qtbot.keyClicks(screen.quick_add.edit, "d")
    press(qtbot, Key.Key_Delete)
    assert screen.quick_add.edit.text() == "d"
    assert len(planner.board().tasks) == 5


def test_escape_clears_the_line_and_then_leaves_it(qtbot: QtBot, screen: TasksScreen) -> None:
    screen.quick_add.begin()
    qtbot.keyClicks(screen.quick_add.edit, "abc")
    press(qtbot, Key.Key_Escape)
    assert screen.quick_add.edit.text() == ""
    press(qtbot, Key.Key_Escape)
    assert focused(screen) == "Thresholds"


def test_chips_go_under_the_text_where_the_line_is_narrow(
    qtbot: QtBot, screen: TasksScreen
) -> None:
    screen.resize(1180, 600)
    screen.quick_add.edit.setText("Fix drift alert paging 2h due fri #fraud @coding !high")
    height = screen.quick_add.sizeHint().height()
    screen.resize(780, 600)
    qtbot.waitUntil(lambda: screen.quick_add.sizeHint().height() > height)
    assert screen.quick_add.chips.geometry().right() < screen.quick_add.width()


# -- dragging -----------------------------------------------------------------------------------


def carried(task_id: TaskId) -> QMimeData:
    return carried_task(task_id, "A title")


def drop_on(screen: TasksScreen, stage: Stage, mime: QMimeData) -> bool:
    """Drop something on a column, as Qt delivers it; return whether it was taken."""
    column, point = screen.pages.board.columns[stage], QPointF(10, 40)
    is_taken = hold(column, mime, point)
    if is_taken:
        drop(column, mime, point)
    return is_taken


def test_a_card_dropped_on_a_column_moves_to_that_stage(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    assert drop_on(screen, Stage.ANALYSIS, carried(tasks["Late labels"].id))
    assert stored(planner, tasks["Late labels"].id).stage is Stage.ANALYSIS
    assert board(screen)["analysis"] == ["Late labels"]


def test_marked_cards_move_together_by_the_mouse_and_by_keys(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    """Given all cards marked, then a press leaves them marked for a drag, and a click does not."""
    shown = screen.pages.board
    card = shown.card_of(tasks["Late labels"].id)
    shown.focus_task(card.task_id)
    left = Qt.MouseButton.LeftButton
    for move in (
        lambda: drop_on(screen, Stage.ANALYSIS, carried(card.task_id)),
        lambda: qtbot.keyClick(card, Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        before = stored(planner, card.task_id).stage
        qtbot.keyClick(card, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.mousePress(card, left)
        move()
        stages = {task.stage for task in planner.open_tasks()}
        assert len(stages) == 1
        assert stages != {before}
        qtbot.mouseRelease(card, left)
        assert screen.pages.chosen_tasks() == [card.task_id]
    planner.history.undo()
    assert {task.stage for task in planner.open_tasks()} == {Stage.ANALYSIS}


def test_what_is_dragged_is_the_task_and_its_title_for_others() -> None:
    mime = carried(TaskId(12))
    assert dragged_task(mime) == 12
    assert mime.text() == "A title"


def test_dropping_a_card_where_it_was_changes_nothing(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    before = planner.history.undo_label
    assert drop_on(screen, Stage.DATA, carried(tasks["Late labels"].id))
    assert planner.history.undo_label == before


def test_other_things_cannot_be_dropped(screen: TasksScreen) -> None:
    text = QMimeData()
    text.setText("12")
    nonsense = QMimeData()
    nonsense.setData(TASK_MIME, QByteArray(b"../x"))
    assert not drop_on(screen, Stage.DATA, text)
    assert not drop_on(screen, Stage.DATA, nonsense)


# -- table and done -----------------------------------------------------------------------------


def test_the_table_shows_the_same_tasks_and_keeps_the_selection(
    screen: TasksScreen, tasks: dict[str, Task]
) -> None:
    screen.pages.board.focus_task(tasks["Backfill job"].id)
    screen.switch_view()
    assert screen.pages.table.isVisible()
    assert screen.pages.selected_task() == tasks["Backfill job"].id
    assert cells(screen.pages.table)[3] == [
        "Backfill job", "Fraud", "Ship", "High", "Wed", "", "0:00", "7:00", "7:00"
    ]  # fmt: skip
    screen.switch_view()
    assert focused(screen) == "Backfill job"


def test_the_table_takes_the_same_keys(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    screen.pages.board.focus_task(tasks["Late labels"].id)
    screen.switch_view()
    press(qtbot, Key.Key_Right, ALT)
    assert stored(planner, tasks["Late labels"].id).stage is Stage.RESEARCH
    assert screen.pages.selected_task() == tasks["Late labels"].id
    press(qtbot, Key.Key_D)
    assert stored(planner, tasks["Late labels"].id).done_at is not None
    press(qtbot, Key.Key_Return)
    assert screen.editor.isVisible()


def test_done_tasks_can_be_looked_at_and_reopened(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    planner.tasks.finish(tasks["Read paper"].id)
    qtbot.mouseClick(screen.done_button, Qt.MouseButton.LeftButton)
    assert [cells(screen.pages.done_table)[0]] == [
        ["Read paper", "", "Data", "Mon 23 Nov", "0:00", "1:00"]
    ]
    press(qtbot, Key.Key_D)
    assert stored(planner, tasks["Read paper"].id).done_at is None
    assert screen.empty.text() == "Nothing is done yet. D on a task marks it as done."
    qtbot.mouseClick(screen.done_button, Qt.MouseButton.LeftButton)
    assert "Read paper" in board(screen)["data"]


def test_the_sums_beside_the_title_are_of_open_tasks_on_every_page(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    planner.tasks.finish(tasks["Backfill job"].id)
    for showing in Showing:
        screen.show_as(showing)
        assert screen.subtitle.startswith("4 open · 10 h to do · ")


def test_a_task_added_on_another_page_is_shown_or_named(
    screen: TasksScreen, told: Told, qtbot: QtBot
) -> None:
    screen.show_as(Showing.TABLE)
    screen.quick_add.begin()
    qtbot.keyClicks(screen.quick_add.edit, "From the table")
    press(qtbot, Key.Key_Return)
    assert cells(screen.pages.table)[screen.pages.table.currentIndex().row()][0] == (
        "From the table"
    )
    screen.show_as(Showing.DONE)
    screen.quick_add.begin()
    qtbot.keyClicks(screen.quick_add.edit, "From what is done")
    press(qtbot, Key.Key_Return)
    assert told.messages == [("Added: From what is done", True)]


def test_an_empty_board_says_the_next_thing_to_do(
    planner: Planner, qtbot: QtBot, answers: Answers
) -> None:
    screen, _ = opened(TasksScreen, planner, qtbot, answers)
    assert screen.empty.isVisible()
    assert screen.empty.text().startswith("No open tasks. Type one into the line above")
    screen.quick_add.begin()
    qtbot.keyClicks(screen.quick_add.edit, "First task")
    press(qtbot, Key.Key_Return)
    assert not screen.empty.isVisible()


def test_the_menu_offers_what_the_keys_do(
    screen: TasksScreen, planner: Planner, clock: FixedClock, tasks: dict[str, Task]
) -> None:
    menu = screen.menu_for(tasks["Late labels"].id)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "Edit", "Start the timer", "Done", "Plan today", "Due", "Priority", "Project", "Move to",
        "Delete",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    assert planner.running().entry.task_id == tasks["Late labels"].id
    clock.put(clock.now() + timedelta(minutes=5))
    again = screen.menu_for(tasks["Late labels"].id)
    assert again.actions()[1].text().startswith("Stop the timer")
    again.actions()[1].trigger()
    assert planner.running() is None


def test_several_cards_are_edited_together_and_esc_unmarks_them(
    qtbot: QtBot, screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    """Given Ctrl+A on the board, then the menu is for all of them; Esc leaves the one in focus.

    D and Del are for all of them too, one step each.
    """
    board = screen.pages.board
    first = next(iter(tasks.values()))
    board.focus_task(first.id)
    qtbot.keyClick(board.card_of(first.id), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert set(screen.pages.chosen_tasks()) == {card.task_id for card in board._cards_in_order()}
    words = [action.text().split("\t")[0] for action in screen.menu_for(first.id).actions()]
    assert words == [
        "Done",
        "",
        "Plan today",
        "Due",
        "Priority",
        "Project",
        "Move to",
        "",
        "Delete",
    ]
    for key in (Key.Key_D, Key.Key_Delete):
        qtbot.keyClick(board.card_of(first.id), key)
        assert not planner.open_tasks()
        planner.history.undo()
        board.focus_task(first.id)
        qtbot.keyClick(board.card_of(first.id), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert len(screen.pages.chosen_tasks()) == len(tasks)

    qtbot.keyClick(board.card_of(first.id), Qt.Key.Key_Escape)

    assert screen.pages.chosen_tasks() == [first.id]


def test_rows_of_the_table_are_selected_together_and_stay_so(
    screen: TasksScreen, planner: Planner
) -> None:
    screen.switch_view()
    screen.pages.table.selectAll()
    chosen = screen.pages.chosen_tasks()
    assert len(chosen) == len(planner.open_tasks())

    planner.batch.change_tasks(chosen[:2], estimate_min=30)

    assert screen.pages.chosen_tasks() == chosen


def test_a_task_that_is_done_is_not_said_to_be_late(planner: Planner) -> None:
    """Given a task done after its due day, then its card no longer warns."""
    task = planner.tasks.add("Risk report")
    planner.tasks.change(task.id, due=date(2026, 11, 20))
    planner.tasks.finish(task.id)
    (view,) = planner.board(include_done=True).tasks
    assert due_remark(view, planner.today()) == Remark("due Fri 20 Nov")


def test_what_is_planned_a_week_from_now_is_not_taken_for_today(planner: Planner) -> None:
    """Given a Monday, when a task is planned for the next Monday, then its date is said."""
    task = planner.tasks.add("Risk report")
    start = planner.days.instant(date(2026, 11, 30), 600)
    planner.blocks.create_for_task(task.id, Span(start, start + timedelta(hours=1)))
    (view,) = planner.board().tasks
    assert planned_text(view, planner.today(), planner.days.zone) == "Mon 30 Nov 10:00"


@pytest.mark.parametrize(
    ("due", "remark"),
    [(24, Remark("planned Tue 10:00")), (23, Remark("planned Tue 10:00, late", "warn"))],
)
def test_a_task_whose_block_begins_only_after_it_is_due_says_so(
    planner: Planner, due: int, remark: Remark
) -> None:
    task = planner.tasks.add("Risk report")
    planner.tasks.change(task.id, due=date(2026, 11, due))
    start = planner.days.instant(date(2026, 11, 24), 600)
    planner.blocks.create_for_task(task.id, Span(start, start + timedelta(hours=1)))
    (view,) = planner.board().tasks
    assert remarks(view, planner.today(), planner.days.zone)[-1] == remark
    assert planned_line(view, planner.now(), planner.days) == remark.text


def test_esc_leaves_the_line_of_an_empty_page_and_letters_are_actions_then(
    planner: Planner, qtbot: QtBot, answers: Answers
) -> None:
    screen, _told = opened(TasksScreen, planner, qtbot, answers)
    screen.setFocus()
    assert screen.quick_add.edit.hasFocus()
    qtbot.keyClick(screen.quick_add.edit, Key.Key_Escape)
    assert not screen.quick_add.edit.hasFocus()
    assert has_keys(QApplication.focusWidget())


def test_no_timer_is_started_on_a_task_that_is_done(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    done = tasks["Read paper"].id
    screen.pages.focus_task(done)
    assert screen.startable() == done
    planner.tasks.finish(done)
    screen.show_as(Showing.DONE)
    screen.pages.focus_task(done)
    assert screen.pages.selected_task() == done
    assert screen.startable() is None


def test_a_task_in_the_editor_stays_when_another_one_is_deleted(
    qtbot: QtBot, screen: TasksScreen, tasks: dict[str, Task]
) -> None:
    screen.open_task(tasks["Read paper"].id)
    screen.pages.focus_task(tasks["Thresholds"].id)
    press(qtbot, Key.Key_Delete)
    assert "idea" not in board(screen)
    assert screen.editor.isVisible()
    screen.pages.focus_task(tasks["Read paper"].id)
    press(qtbot, Key.Key_Delete)
    assert not screen.editor.isVisible()


def test_a_task_that_is_done_is_not_offered_to_be_waited_for(
    screen: TasksScreen, planner: Planner, tasks: dict[str, Task]
) -> None:
    """Also on the page of done tasks."""
    for title in ("Read paper", "Thresholds"):
        planner.tasks.finish(tasks[title].id)
    screen.show_as(Showing.DONE)
    screen.open_task(tasks["Read paper"].id)
    offered = screen.editor.predecessors.line.completer().model()
    names = {offered.index(row, 0).data() for row in range(offered.rowCount())}
    assert names == {"Late labels", "Backfill job", "Warm start"}
