"""A box on the axis: one block that lists its tasks, ticked off one by one and moved as one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.interact.menu import Choices, build_menu
from mle_planner.ui.timeline.model.boxes import PlacedBox, rows_of, tick_of
from mle_planner.ui.timeline.model.layout import BlockArea
from tests.support.axis import Pointer, one_step, planned, press_key, undo_depth
from tests.support.builders import at

ALT = Qt.KeyboardModifier.AltModifier
TEN = timedelta(minutes=10)
TITLES = ("Reply to legal", "Email Bob", "Mail the vendor")


@pytest.fixture
def mails(planner: Planner) -> list[int]:
    """Three small mails at 14:00, ten minutes each; the numbers of their tasks."""
    numbers = []
    for place, title in enumerate(TITLES):
        task = planner.tasks.add(f"{title} 10m")
        start = at(planner, "14:00") + place * TEN
        planner.blocks.create(
            Span(start, start + TEN), title, activity_id=task.activity_id, task_id=task.id
        )
        numbers.append(task.id)
    return numbers


def box_of(screen: TodayScreen | WeekScreen) -> PlacedBox[BlockArea]:
    screen.refresh()
    (box,) = screen.surface.axis.boxes
    return box


def is_done(planner: Planner, number: int) -> bool:
    return number not in {task.id for task in planner.open_tasks()}


@pytest.mark.usefixtures("mails")
def test_a_box_is_one_block_with_a_row_for_each_task(today: TodayScreen) -> None:
    box = box_of(today)
    assert [one.block.title for one in box.placed] == list(TITLES)
    assert box.area.height() == pytest.approx(today.surface.hour_px / 2, abs=4)
    for row, other in zip(box.rows.rows, box.rows.rows[1:], strict=False):
        assert not row.intersects(other.adjusted(1, 1, -1, -1))
    assert all(box.area.adjusted(-1, -1, 1, 1).contains(row) for row in box.rows.rows)


def test_the_week_shows_the_same_box(week: WeekScreen, mails: list[int]) -> None:
    assert len(box_of(week).placed) == len(mails)


def test_a_click_on_a_tick_finishes_one_task(
    today: TodayScreen, hand: Pointer, planner: Planner, mails: list[int]
) -> None:
    def click_second() -> None:
        hand.click(tick_of(box_of(today).rows.rows[1]).center())

    click_second()
    assert [is_done(planner, number) for number in mails] == [False, True, False]
    assert box_of(today).placed[1].block.is_task_done
    click_second()
    assert not is_done(planner, mails[1]), "a second click opens it again"
    planner.history.undo()
    assert is_done(planner, mails[1])


def test_a_key_ticks_off_the_current_task_and_arrows_go_on(
    today: TodayScreen, planner: Planner, mails: list[int]
) -> None:
    surface = today.surface
    surface.select(box_of(today).placed[0].block.key)
    press_key(surface, Qt.Key.Key_Down)
    press_key(surface, Qt.Key.Key_D)
    assert [is_done(planner, number) for number in mails] == [False, True, False]


@pytest.mark.usefixtures("mails")
def test_a_drag_moves_the_whole_box_in_one_step(
    today: TodayScreen, hand: Pointer, planner: Planner
) -> None:
    box, before = box_of(today), undo_depth(planner)
    start = box.placed[2].area.center()
    hand.drag(start, start + QPointF(0, today.surface.hour_px))
    assert "Reply to legal 15:00-15:10" in planned(planner)
    assert "Mail the vendor 15:20-15:30" in planned(planner)
    assert undo_depth(planner) == before + 1
    assert len(box_of(today).placed) == len(TITLES)


@pytest.mark.usefixtures("mails")
def test_keys_move_and_delete_the_whole_box(today: TodayScreen, planner: Planner) -> None:
    surface = today.surface
    surface.select(box_of(today).placed[1].block.key)
    press_key(surface, Qt.Key.Key_Down, ALT)
    assert "Reply to legal 14:05-14:15" in planned(planner)
    press_key(surface, Qt.Key.Key_Delete)
    assert not any(title in planned(planner) for title in TITLES)


@pytest.mark.usefixtures("mails")
def test_an_edge_of_a_box_is_not_stretched(
    today: TodayScreen, hand: Pointer, planner: Planner
) -> None:
    box = box_of(today)
    bottom = QPointF(box.area.center().x(), box.area.bottom() - 1)
    hand.drag(bottom, bottom + QPointF(0, today.surface.hour_px))
    assert "Mail the vendor 15:20-15:30" in planned(planner), "it moved, ten minutes long"


def test_start_is_for_one_task(today: TodayScreen, planner: Planner, mails: list[int]) -> None:
    surface = today.surface
    surface.select(box_of(today).placed[2].block.key)
    press_key(surface, Qt.Key.Key_S)
    assert planner.running_entry().task_id == mails[2]


@pytest.mark.usefixtures("mails")
def test_a_box_that_lies_on_lunch_is_still_one(today: TodayScreen, planner: Planner) -> None:
    for one in box_of(today).placed:
        key = one.block.key
        assert isinstance(key, BlockRef)
        planner.blocks.move(key, one.block.span.start - 6 * TEN)
    assert [one.block.title for one in box_of(today).placed] == list(TITLES)


@pytest.mark.usefixtures("mails")
def test_the_menu_of_a_box(today: TodayScreen) -> None:
    surface = today.surface
    placed = box_of(today).placed[0]
    surface.select(placed.block.key)
    menu = build_menu(surface, placed.area.center(), lambda _task: None, Choices())
    titles = [action.text().split("\t")[0] for action in menu.actions()]
    assert titles[:3] == ["Start the timer", "Track as planned", "Assign to task…"]
    assert titles[3:5] == ["Mark task as done", "Open the task"]
    assert "Delete 3 blocks" in titles
    assert "Split here" not in titles
    assert isinstance(placed.block.key, BlockRef)


@pytest.mark.usefixtures("mails")
def test_a_box_is_pinned_as_one_from_its_menu(today: TodayScreen, planner: Planner) -> None:
    """Pinned, it stays where it is when the day is planned again, in one step of the history."""

    def choose(title: str) -> None:
        placed = box_of(today).placed[1]
        today.surface.select(placed.block.key)
        menu = build_menu(today.surface, placed.area.center(), lambda _task: None, Choices())
        next(one for one in menu.actions() if one.text() == title).trigger()

    with one_step(planner):
        choose("Pin")
    assert all(one.block.is_pinned for one in box_of(today).placed)
    planner.tasks.add("Report 3h due today !urgent")
    again = planner.planning.propose([planner.today()])
    assert not {item.title for item in again.items} & set(TITLES)
    planner.planning.accept(again)
    assert "Reply to legal 14:00-14:10" in planned(planner)
    choose("Unpin")
    assert not any(one.block.is_pinned for one in box_of(today).placed)


def test_a_proposed_box_lists_its_tasks_too(today: TodayScreen, planner: Planner) -> None:
    for title in TITLES:
        planner.tasks.add(f"{title} 10m")
    surface = today.surface
    surface.set_proposal(planner.planning.propose([planner.today()]))
    rows = {one.item.title: one.area for one in surface.proposed.placed if one.item.box}
    assert sorted(rows) == sorted(TITLES)
    assert all(area.height() > 10 for area in rows.values())
    for title, area in rows.items():
        assert surface.proposed.at(area.center()).item.title == title
    assert not surface.grab().isNull()


@pytest.mark.parametrize("count", range(2, 13))
@pytest.mark.parametrize("width", [60.0, 130.0, 450.0])
@pytest.mark.parametrize("height", [12.0, 51.0, 77.0, 250.0])
def test_rows_lie_in_their_box_and_beside_each_other(
    count: int, width: float, height: float
) -> None:
    area = QRectF(10, 20, width, height)
    rows = rows_of(area, count)
    assert len(rows.rows) == count
    for place, row in enumerate(rows.rows):
        assert area.adjusted(-0.1, -0.1, 0.1, 0.1).contains(row)
        assert not rows.head.adjusted(0, 0, 0, -0.1).intersects(row.adjusted(0.1, 0.1, -0.1, -0.1))
        for other in rows.rows[place + 1 :]:
            assert not row.adjusted(0.1, 0.1, -0.1, -0.1).intersects(other)
