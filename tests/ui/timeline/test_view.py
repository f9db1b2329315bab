"""Scrolling, zoom, the context menu, and tasks dropped from elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QDragLeaveEvent, QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.all_day import NAME_PX
from mle_planner.ui.timeline.interact.menu import build_menu
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.paint.painting import BlockPainter, PreparedBlock
from mle_planner.ui.timeline.view import AxisView
from mle_planner.ui.widgets.task_drag import carried_task
from mle_planner.ui.widgets.theme import current_theme
from tests.support.axis import (
    Pointer,
    Said,
    context_for,
    one_step,
    planned,
    press_key,
    shown,
    tracked,
)
from tests.support.builders import at, stretch
from tests.support.languages import speaking
from tests.support.widgets import hold


def small_today(planner: Planner, said: Said, qtbot: QtBot) -> TodayScreen:
    screen = TodayScreen(planner, context_for(said))
    shown(screen, qtbot, (900, 520))
    return screen


def ctrl_wheel(view: AxisView, angle: int) -> None:
    viewport = view.scroll_area.viewport()
    event = QWheelEvent(
        QPointF(300, 200), QPointF(viewport.mapToGlobal(QPoint(300, 200))), QPoint(),
        QPoint(0, angle), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def minute_at(view: AxisView, y: float) -> object:
    return view.surface.axis.instant_at(0, view.scroll_area.verticalScrollBar().value() + y)


@pytest.mark.parametrize(
    ("now", "shown", "least", "most"),
    [
        ("12:00", "9:00", 0, 60),
        ("2:00", "9:00", 0, 60),
        ("8:40", "8:40", 20, 60),
        ("8:50", "8:50", 20, 60),
        ("9:10", "9:10", 20, 60),
        ("22:00", "22:00", 0, None),
    ],
)
def test_it_opens_with_the_working_hours_in_sight_and_the_present_out_of_hours(
    planner: Planner, said: Said, qtbot: QtBot, clock: FixedClock,
    now: str, shown: str, least: int, most: int | None,
) -> None:  # fmt: skip
    """Around the start of work the present is above a whole day, with the time beside its line."""
    clock.put(at(planner, now))
    view = small_today(planner, said, qtbot).view
    top = view.scroll_area.verticalScrollBar().value()
    below = view.surface.axis.scales[0].y(at(planner, shown)) - top
    assert least < below < (view.scroll_area.viewport().height() if most is None else most)


def test_a_week_shows_its_working_hours_in_the_evening_too(
    week: WeekScreen, planner: Planner, clock: FixedClock
) -> None:
    clock.put(at(planner, "22:00"))
    week.refresh()
    week.resize(900, 760)
    QApplication.processEvents()
    week.view.scroll_to_day()
    top = week.view.scroll_area.verticalScrollBar().value()
    six = week.surface.axis.scales[1].y(at(planner, "18:00"))  # of Tuesday, which is today
    assert six < top + week.view.scroll_area.viewport().height() < six + 60


def test_at_the_end_of_work_the_evening_takes_no_room_from_the_day(
    planner: Planner, said: Said, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.put(at(planner, "17:53"))
    view = small_today(planner, said, qtbot).view
    bottom = view.scroll_area.verticalScrollBar().value() + view.scroll_area.viewport().height()
    six = view.surface.axis.scales[0].y(at(planner, "18:00"))
    assert six < bottom < six + 60


def test_ctrl_and_the_wheel_zoom_and_keep_the_minute_under_the_pointer(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    view = small_today(planner, said, qtbot).view
    before, height = minute_at(view, 200), view.surface.hour_px
    for angle in (120, 120, -120, -240):
        ctrl_wheel(view, angle)
        moved = abs((minute_at(view, 200) - before).total_seconds())  # type: ignore[operator]
        assert moved < 90, "a pixel is about a minute"
    assert view.surface.hour_px < height


def test_ctrl_plus_minus_and_0_zoom(today: TodayScreen) -> None:
    usual = today.surface.hour_px
    press_key(today.surface, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert today.surface.hour_px > usual
    press_key(today.surface, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert today.surface.hour_px == usual


def test_selecting_by_key_scrolls_to_the_block(planner: Planner, said: Said, qtbot: QtBot) -> None:
    screen = small_today(planner, said, qtbot)
    press_key(screen.surface, Qt.Key.Key_Down)
    press_key(screen.surface, Qt.Key.Key_End)
    block = screen.surface.current_block()
    area = screen.surface.area_of(block.key)
    top = screen.view.scroll_area.verticalScrollBar().value()
    assert top <= area.top()
    assert area.bottom() <= top + screen.view.scroll_area.viewport().height()


def menu_titles(today: TodayScreen, point: QPointF) -> dict[str, QAction]:
    menu = build_menu(today.surface, point, lambda _task: None, today.view.choices())
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_the_menu_of_a_block_splits_pins_and_deletes(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    point = hand.spot(at(planner, "11:00"))
    hand.click(point)
    menu_titles(today, point)["Split here"].trigger()
    assert "Alerts 10:30-11:00, Alerts 11:00-12:00" in planned(planner)
    hand.click(point - QPointF(0, 20))
    menu_titles(today, point - QPointF(0, 20))["Pin"].trigger()
    pinned = [item.title for item in planner.day(today.day).items if item.pinned]
    assert pinned == ["Alerts"]
    assert "Unpin" in menu_titles(today, point - QPointF(0, 20))
    menu_titles(today, point - QPointF(0, 20))["Delete"].trigger()
    assert "Alerts 10:30-11:00" not in planned(planner)


def test_the_menu_chooses_activity_and_project(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    project = planner.catalog.add_project("R&D")
    point = hand.spot(at(planner, "15:30"))
    hand.click(point)
    menu = menu_titles(today, point)
    choices = {action.text(): action for action in menu["Activity"].menu().actions()}  # type: ignore[union-attr, attr-defined]
    assert [name for name, action in choices.items() if action.isChecked()] == ["Coding"]
    choices["Analysis"].trigger()
    projects = menu_titles(today, point)["Project"].menu().actions()  # type: ignore[attr-defined]
    next(action for action in projects if action.text() == "R&&D").trigger()
    item = next(item for item in planner.day(today.day).items if item.title == "Slides")
    assert (item.activity.name, item.project) == ("Analysis", project)


def test_the_menu_of_several_merges_them_in_one_step(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    with one_step(planner):
        hand.click(hand.spot(at(planner, "10:00")))
        hand.click(hand.spot(at(planner, "11:30")), Qt.KeyboardModifier.ShiftModifier)
        menu_titles(today, hand.spot(at(planner, "11:30")))["Merge 2 blocks"].trigger()
        assert planned(planner) == "Drift 09:30-12:00, Slides 15:00-16:00"


def test_the_menu_of_empty_past_time_tracks_it(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    point = hand.spot(at(planner, "11:05"), LaneKind.ACTUAL)
    menu_titles(today, point)["Track this time"].trigger()
    editor = today.surface.titles.editor
    assert editor is not None
    press_key(editor, Qt.Key.Key_Return)
    assert tracked(planner).endswith("Alerts 11:05-12:00"), "untitled time is what was planned"


def test_a_task_taken_away_again_leaves_no_trace(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    task = planner.tasks.add("Label audit 1h30")
    before, mime = planned(planner), carried_task(task.id, task.title)
    point = hand.spot(at(planner, "16:31"))
    hold(today.surface, mime, point)
    QApplication.sendEvent(today.surface, QDragLeaveEvent())
    assert today.surface.preview.draft is None
    assert planned(planner) == before


def test_other_things_cannot_be_dropped(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not hold(today.surface, mime, hand.spot(at(planner, "16:30")))
    assert not today.surface.pointer.is_busy


def test_the_wheel_takes_a_held_block_along_and_does_not_zoom_under_it(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    screen = small_today(planner, said, qtbot)
    hand, bar = Pointer(screen.surface), screen.view.scroll_area.verticalScrollBar()
    start = hand.spot(at(planner, "10:00"))
    hand.press(start)
    hand.move(start + QPointF(0, screen.surface.hour_px))
    (span,) = (span for _, span in screen.surface.preview.moved.values())
    assert span.start == at(planner, "10:30")
    bar.setValue(bar.value() + round(screen.surface.hour_px))
    (span,) = (span for _, span in screen.surface.preview.moved.values())
    assert span.start == at(planner, "11:30"), "the pointer rests, the day moves under it"
    hour_px = screen.surface.hour_px
    ctrl_wheel(screen.view, 120)
    assert screen.surface.hour_px == hour_px
    screen.surface.pointer.end(accept=False)
    ctrl_wheel(screen.view, 120)
    assert screen.surface.hour_px > hour_px


def test_the_further_beyond_the_rim_the_faster_it_scrolls(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    screen = small_today(planner, said, qtbot)
    hand, bar = Pointer(screen.surface), screen.view.scroll_area.verticalScrollBar()
    room = screen.view.scroll_area.viewport().height()
    start = hand.spot(at(planner, "10:00"))
    (scroller,) = screen.view.findChildren(QTimer)
    steps = []
    for beyond in (-10, 100, 4000):
        bar.setValue(300)
        hand.press(start)
        hand.move(QPointF(start.x(), bar.value() + room + beyond))
        before = bar.value()
        scroller.timeout.emit()
        steps.append(bar.value() - before)
        screen.surface.pointer.end(accept=False)
    assert steps == sorted(set(steps))
    assert steps[-1] <= 60


def test_a_block_held_at_the_rim_scrolls_the_day_on(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    screen = small_today(planner, said, qtbot)
    hand, bar = Pointer(screen.surface), screen.view.scroll_area.verticalScrollBar()
    screen.surface.select(next(b.key for _, b in screen.surface.content.blocks()
                               if b.title == "Slides"))  # fmt: skip
    start, before = hand.spot(at(planner, "15:30")), bar.value()
    room = screen.view.scroll_area.viewport().height()
    hand.press(start)
    hand.move(QPointF(start.x(), before + room - 4))
    qtbot.waitUntil(lambda: bar.value() >= before + 60)
    held = screen.surface.preview.moved
    assert min(span.start for _, span in held.values()) > at(planner, "16:00")
    screen.surface.pointer.end(accept=False)
    stopped_at = bar.value()
    qtbot.wait(120)
    assert bar.value() == stopped_at, "nothing scrolls without a hand"


def test_what_is_dropped_far_below_the_rim_is_brought_back_into_sight(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    screen = small_today(planner, said, qtbot)
    hand, surface = Pointer(screen.surface), screen.surface
    start = hand.spot(at(planner, "15:30"))
    hand.drag(start, QPointF(start.x(), surface.height() + 400))
    slides = next(b.key for _, b in surface.content.blocks() if b.title == "Slides")

    def is_seen() -> bool:
        area = surface.area_of(slides)
        return area is not None and area.intersects(surface.visibleRegion().boundingRect())

    assert not is_seen()
    qtbot.waitUntil(is_seen)


# -- what stands over it, and its size ------------------------------------------------------


def test_the_day_stays_where_it_is_while_a_plan_waits(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    view = small_today(planner, said, qtbot).view
    bar = view.scroll_area.verticalScrollBar()
    before = bar.value()

    view.make_room(44)
    assert bar.value() == before + 44
    view.make_room(44)
    assert bar.value() == before + 44
    view.make_room(0)
    assert bar.value() == before


def test_the_present_stays_in_sight_when_the_window_gets_lower(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    screen = small_today(planner, said, qtbot)
    view, bar = screen.view, screen.view.scroll_area.verticalScrollBar()
    now = view.surface.backdrop.now_y()
    assert now is not None
    room = view.scroll_area.viewport().height()
    bar.setValue(round(now) - room + 60)  # near the lower rim

    screen.resize(900, 400)
    QApplication.processEvents()

    lower = view.scroll_area.viewport().height()
    assert lower < room
    assert bar.value() <= now <= bar.value() + lower


@pytest.mark.parametrize("language", ["en", "de", "he"])
def test_the_name_of_the_all_day_row_fits_beside_the_lanes(language: str) -> None:
    with speaking(language):
        metrics = QFontMetrics(current_theme().font("secondary"))
        assert metrics.horizontalAdvance(_("all day")) <= NAME_PX


def test_planned_work_of_a_finished_task_is_struck_through(
    today: TodayScreen, week: WeekScreen, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title, start in (("Label audit 1h", "14:00"), ("Drift alert 1h", "16:00")):
        task = planner.tasks.add(title)
        planner.blocks.place_task(task.id, at(planner, start))
    planner.tracking.log(stretch(planner, "6:00-6:30"), task_id=task.id)
    planner.tasks.finish(task.id)
    struck: list[str] = []

    def strike(_painter: object, _brush: object, _area: object, block: PreparedBlock) -> None:
        struck.append(" ".join(words.text.text() for words in block.words))

    monkeypatch.setattr(BlockPainter, "draw_strike", strike)
    for screen in (today, week):
        screen.refresh()
        struck.clear()
        screen.surface.grab()
        assert len(struck) == 1, "the other task is open, and what was tracked is not struck"
        assert struck[0].startswith("D")
        if screen is today:
            assert struck[0].endswith("done")
