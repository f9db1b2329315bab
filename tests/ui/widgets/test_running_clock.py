"""The clock of a running timer changes every second, for hours, at little cost."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.running_clock import RunningClock
from mle_planner.ui.widgets.theme import current_theme

SECOND = timedelta(seconds=1)


class Behind(QWidget):
    """Holds the clock, and counts what a new second has done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[QEvent.Type] = []
        self.clock = RunningClock("strong", lambda: current_theme().color("surface"))
        QHBoxLayout(self).addWidget(self.clock)

    @override
    def event(self, event: QEvent) -> bool:
        self.events.append(event.type())
        return super().event(event)

    def show_time(self, passed: timedelta, qtbot: QtBot) -> None:
        self.events.clear()
        self.clock.show_time(passed)
        qtbot.wait(20)


def test_a_second_changes_the_clock_and_nothing_behind_it(qtbot: QtBot) -> None:
    behind = Behind()
    qtbot.addWidget(behind)
    behind.show()
    qtbot.waitExposed(behind)
    qtbot.wait(20)
    behind.show_time(SECOND, qtbot)
    assert behind.clock.text() == "0:00:01"
    assert not {QEvent.Type.Paint, QEvent.Type.LayoutRequest} & set(behind.events)
    narrow = behind.clock.sizeHint().width()
    behind.show_time(timedelta(hours=10), qtbot)
    assert behind.clock.text() == "10:00:00"
    assert QEvent.Type.LayoutRequest in behind.events
    assert behind.clock.sizeHint().width() > narrow


def test_it_is_read_aloud_as_text(qtbot: QtBot) -> None:
    clock = RunningClock("strong", lambda: current_theme().color("surface"))
    qtbot.addWidget(clock)
    clock.show_time(timedelta(hours=1, minutes=12, seconds=4))
    spoken = QAccessible.queryAccessibleInterface(clock)
    assert spoken.role() is QAccessible.Role.StaticText
    assert spoken.text(QAccessible.Text.Name) == "1:12:04"
    assert spoken.text(QAccessible.Text.Description) == "Running time"
