"""Tray, mini timer and focus mode on a running planner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.files import SideFile
from mle_planner.core.planner import Planner
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.companions.companions import Companions
from mle_planner.ui.companions.focus_page import FocusPage
from mle_planner.ui.companions.mini_timer import SIZE, KeptPlace, MiniTimer
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets.theme import current_theme
from tests.support.builders import activity, local, put_clock, stretch
from tests.support.widgets import heard_from, type_line
from tests.support.window import Answers

pytestmark = [
    pytest.mark.usefixtures("light_sheet"),
    # Without a display there is no tray, and nothing is raised or grabbed.
    pytest.mark.qt_log_ignore("QPlatformNativeInterface", "This plugin does not support"),
]

MONDAY, MINUTE = "2026-11-23", timedelta(minutes=1)
ROOM = QRect(0, 0, 1000, 800)


def plan(planner: Planner, text: str, title: str) -> None:
    day = planner.today()
    coding = activity(planner, "Coding").id
    planner.blocks.create(stretch(planner, text, day), title, activity_id=coding)


@pytest.fixture
def companions(
    services: Services, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Companions]:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    plan(services.planner, "12:00-13:00", "Drift monitor: alerts")
    made = Companions(services, answers)
    made.start()
    yield made
    made.close()


def pass_time(services: Services, clock: FixedClock, until: str) -> None:
    """Put the clock on, with the ticks of the minutes between."""
    while clock.now() < local(until, clock.zone.key) - MINUTE:
        clock.put(clock.now() + MINUTE)
        services.ticker.minute_ticked.emit()
    put_clock(clock, until)


def mini_of(companions: Companions) -> MiniTimer:
    companions.switch_mini_timer()
    assert companions.mini is not None
    return companions.mini


def test_the_mini_timer_is_driven_by_keys(
    companions: Companions, services: Services, clock: FixedClock, qtbot: QtBot
) -> None:
    plan(services.planner, "13:30-14:00", "Alerts")
    mini = mini_of(companions)
    assert mini.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert (mini.title.text(), mini.about.text()) == (
        "Nothing running", "now: Drift monitor: alerts, since 12:00",
    )  # fmt: skip
    spoken = QAccessible.queryAccessibleInterface(mini)
    assert spoken.role() is QAccessible.Role.Window
    assert spoken.text(QAccessible.Text.Name) == "Mini timer"
    # S starts what is planned now.
    qtbot.keyClick(mini, Qt.Key.Key_S)
    assert (mini.title.text(), mini.clock.text()) == ("Drift monitor: alerts", "0:00:00")
    spoken = QAccessible.queryAccessibleInterface(mini.clock)
    assert spoken.text(QAccessible.Text.Name) == "0:00:00"
    assert spoken.text(QAccessible.Text.Description) == "Running time"
    assert mini.about.text() == "block ends 13:00, in 25 min"
    pass_time(services, clock, f"{MONDAY} 13:00:30")
    companions.show_present()
    assert mini.about.text() == "block ended 13:00, 0 min over"
    assert mini.about._color == "error"
    pass_time(services, clock, f"{MONDAY} 13:06:04")
    companions.show_present()
    assert (mini.about.text(), mini.clock.text()) == ("block ended 13:00, 6 min over", "0:31:04")
    # W switches: to what is marked, or to what is typed where nothing matches.
    qtbot.keyClick(mini, Qt.Key.Key_W)
    popup = companions.popup
    assert popup.list.item(0).text() == "Alerts"
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert mini.title.text() == "Alerts"
    pass_time(services, clock, f"{MONDAY} 13:07")
    companions.open_switch()
    popup = companions.popup
    qtbot.keyClicks(popup.line, "Incident 482")
    assert popup.list.count() == 0
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert mini.title.text() == "Incident 482"
    pass_time(services, clock, f"{MONDAY} 13:08")
    qtbot.keyClick(mini, Qt.Key.Key_S)
    assert services.planner.running_entry() is None
    for key, held in (
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier),
    ):
        qtbot.keyClick(mini, key, held)
        assert not mini.isVisible()
        companions.switch_mini_timer()


def test_a_focus_that_was_cut_off_is_over_at_the_next_start(
    services: Services, planner: Planner
) -> None:
    planner.reminders.focus_until(stretch(planner, "12:00-23:00", planner.today()).end)
    assert planner.reminders.is_focusing
    services.reminders.start()
    assert not planner.reminders.is_focusing


def test_seconds_tick_only_while_a_timer_is_seen(
    companions: Companions, services: Services, planner: Planner
) -> None:
    mini = mini_of(companions)
    assert not services.ticker.second.isActive()
    planner.tracking.start("Chat")
    companions.show_present()
    assert services.ticker.second.isActive()
    mini.hide()
    assert not services.ticker.second.isActive()


def test_a_tray_that_comes_later_is_entered(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Companions(services)
    made.start()
    assert made.tray is None
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    services.ticker.minute_ticked.emit()
    assert made.tray is not None
    # When its panel ends, what it would tell is said in the window.
    said: list[str] = []
    made.message.connect(lambda text, _can_undo: said.append(text))
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    services.reminders.fell_back.emit("Sync in 5 min", "15:00", False)
    services.reminders.fell_back.emit("Coding today", "Last chance", True)  # a bar says it
    assert said == ["Sync in 5 min · 15:00"]
    made.close()


def test_the_place_is_kept_and_stays_on_the_screen(tmp_path: Path) -> None:
    place = KeptPlace(tmp_path)
    assert place.within(ROOM) == QPoint(1000 - 1 - 300 - 24, 24)
    place.keep(QPoint(400, 500))
    again = KeptPlace(tmp_path)
    assert again.corner == again.within(ROOM) == QPoint(400, 500)
    small = QRect(0, 0, 400, 200)
    assert again.within(small) == QPoint(100, 116)


def test_the_place_is_kept_where_the_desktop_moved_it(
    companions: Companions, services: Services
) -> None:
    """The desktop does not say when a drag ends; the timer keeps its place when it is hidden."""
    mini = mini_of(companions)
    mini.move(QPoint(120, 130))
    mini.hide()
    assert KeptPlace(services.folder).corner == QPoint(120, 130)


def test_the_arrows_lead_from_one_screen_to_the_next(
    companions: Companions, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mini = mini_of(companions)
    room = mini.screen().availableGeometry()
    next_room = room.translated(room.width(), 0)

    def screen_at(point: QPoint) -> SimpleNamespace | None:
        for name, area in (("A", room), ("B", next_room)):
            if area.contains(point):
                return SimpleNamespace(
                    name=partial(str, name), availableGeometry=partial(QRect, area)
                )
        return None

    monkeypatch.setattr(QGuiApplication, "screenAt", screen_at)
    mini.move(room.right() + 1 - SIZE.width() - 10, room.top() + 10)
    qtbot.keyClick(mini, Qt.Key.Key_Up)  # no screen is above
    assert mini.y() == room.top()
    qtbot.keyClick(mini, Qt.Key.Key_Right)
    assert mini.pos() == next_room.topLeft()


@pytest.mark.parametrize("text", ["", "[1]", '{"A": 3}', "[null, 1]", "[1e999, 1]", "x"])
def test_a_broken_file_of_the_place_is_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / SideFile.MINI_TIMER).write_text(text)
    KeptPlace(tmp_path).keep(QPoint(1, 2))
    assert json.loads((tmp_path / SideFile.MINI_TIMER).read_text()) == [1, 2]


def test_the_tray_shows_the_keys_of_the_window_without_taking_them(
    companions: Companions, planner: Planner, window: MainWindow, qtbot: QtBot
) -> None:
    """Given keys that the user chose, then the menu shows those, and they act in the window."""
    planner.set("shortcuts", Shortcuts().with_keys("app.mini_timer", ["Ctrl+J"]))
    tray = companions.tray
    tray.opening.emit()
    shown = {line.text(): line.shortcut().toString() for line in tray.menu.actions()}
    assert shown["Start Drift monitor: alerts"] == "S"
    assert (shown["Mini timer"], shown["Quit"]) == ("Ctrl+J", "Ctrl+Q")
    qtbot.keyClick(window, Qt.Key.Key_S)
    assert planner.running_entry() is not None


def test_the_ring_of_coding_fills_up_to_the_goal(
    companions: Companions, planner: Planner, clock: FixedClock
) -> None:
    def coloured() -> int:
        tray.opening.emit()
        picture = tray.coding.icon().pixmap(48, 48, QIcon.Mode.Disabled).toImage()
        spots = ((x, y) for x in range(48) for y in range(48))
        return sum(picture.pixelColor(x, y) == current_theme().color("coding") for x, y in spots)

    tray = companions.tray
    assert coloured() == 0
    planner.tracking.start("Drift", activity_id=activity(planner, "Coding").id)
    put_clock(clock, f"{MONDAY} 14:00")
    part = coloured()
    put_clock(clock, f"{MONDAY} 20:00")
    assert 0 < part < coloured()


def test_the_tray_tells_the_present_and_stops_and_switches(
    companions: Companions, services: Services, clock: FixedClock
) -> None:
    planner, tray = services.planner, companions.tray
    assert tray.toggle.text() == "Start Drift monitor: alerts"
    drawn = tray.icon.icon().cacheKey()
    put_clock(clock, f"{MONDAY} 12:00")
    tray.toggle.trigger()
    assert tray.icon.icon().cacheKey() != drawn
    planner.history.undo()
    put_clock(clock, f"{MONDAY} 12:35")
    tray.toggle.trigger()
    pass_time(services, clock, f"{MONDAY} 12:50")
    plan(planner, "13:30-14:00", "R && D <b>")
    tray.opening.emit()
    assert tray.headline.text() == "Drift monitor: alerts · 0:15"
    assert tray.about.text() == "block ends 13:00, in 10 min"
    assert tray.next.text() == "Next: Lunch, 13:00"
    assert tray.coding.text() == "Coding 0:15 of 3:30"
    first = tray.switch.actions()[0]
    assert first.text() == "R &&&& D <b> · planned 13:30"
    first.trigger()
    assert planner.running_entry().title == "R && D <b>"
    pass_time(services, clock, f"{MONDAY} 12:55")
    tray.toggle.trigger()
    assert planner.running_entry() is None
    # Where nothing is planned, the window asks what to start.
    pass_time(services, clock, f"{MONDAY} 20:00")
    asked = heard_from(companions.requested)
    tray.toggle.trigger()
    assert asked == ["timer.start"]


def test_the_tray_names_the_work_that_is_due_while_the_one_before_still_runs(
    companions: Companions, planner: Planner, clock: FixedClock
) -> None:
    plan(planner, "15:00-16:00", "Slides")
    companions.toggle_timer()
    put_clock(clock, f"{MONDAY} 13:05")
    companions.show_present()
    tray = companions.tray
    assert tray.about.text() == "block ended 13:00, 5 min over"
    assert tray.next.text() == "Now: Lunch, since 13:00"


def test_focus_ends_with_its_block_and_keeps_what_has_to_wait(
    companions: Companions, services: Services, clock: FixedClock, qtbot: QtBot
) -> None:
    planner = services.planner
    companions.toggle_timer()
    mini = mini_of(companions)
    page = FocusPage(mini, services)
    ends = heard_from(page.ended)
    page.begin()
    assert page.about.text() == "until 13:00, 25 min left"
    type_line(qtbot, page.line, "Ask about the alert limits 30m")
    assert page.kept_label.text() == "Kept for later: 1\nAsk about the alert limits"
    for count in range(2, 8):
        type_line(qtbot, page.line, f"Thought {count}")
    heading, *shown = page.kept_label.text().splitlines()
    assert (heading, shown) == (
        "Kept for later: 7", [f"Thought {count}" for count in range(3, 8)]
    )  # fmt: skip
    put_clock(clock, f"{MONDAY} 12:59")
    page.refresh()
    assert ends == []
    # When the block is extended, focus lasts longer.
    planner.reminders.extend_block()
    put_clock(clock, f"{MONDAY} 13:14")
    page.refresh()
    assert (ends, page.about.text()) == ([], "until 13:15, 1 min left")
    assert planner.reminders.is_focusing, "reminders are quiet until then"
    put_clock(clock, f"{MONDAY} 13:15")
    for _change in range(2):
        page.refresh()
        assert ends == ["Focus ended with its block. 7 tasks kept for later."]
