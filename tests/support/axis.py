"""A hand on the time axis, and screens with a real planner behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.timeline.axis_screen import AxisScreen
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import LaneKind
from tests.support.no_window import context_without_window

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
PLANNED = "Drift 09:30-10:30, Alerts 10:30-12:00, Slides 15:00-16:00"
TRACKED = "Standup 09:00-09:36, Drift 10:30-11:00"
"""What is on Tuesday at first, as `planned` and `tracked` say it."""
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Said:
    """What a screen told the window."""

    errors: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    opened: list[Any] = field(default_factory=list)


def context_for(said: Said) -> ScreenContext:
    """A window that writes down what it is told, and does background work at once."""
    return context_without_window(
        show_error=said.errors.append,
        show_refusal=said.errors.append,
        show_message=lambda text, _undo: said.messages.append(text),
        run_in_background=lambda function, argument, done: done(function(argument)),
        open_task=said.opened.append,
        go_to=lambda screen, day: said.opened.append((screen, day)),
        capture=lambda: said.opened.append("capture"),
    )


def planned(planner: Planner, day: date = TUESDAY) -> str:
    """The day's own blocks as one line, the typical day left out."""
    zone = planner.days.zone
    return ", ".join(
        f"{item.title} {clock_text(item.span.start, zone)}-{clock_text(item.span.end, zone)}"
        for item in planner.day(day).items
        if isinstance(item.key, BlockRef)
    )


def tracked(planner: Planner, day: date = TUESDAY) -> str:
    """The day's tracked entries as one line."""
    zone = planner.days.zone
    return ", ".join(
        f"{item.entry.title} {clock_text(item.span.start, zone)}-{clock_text(item.span.end, zone)}"
        for item in planner.day(day).tracked
    )


def undo_depth(planner: Planner) -> int:
    """How many steps can be taken back."""
    return len([line for line in planner.history.lines(1000) if not line.is_undone])


@contextmanager
def one_step(planner: Planner) -> Iterator[None]:
    """Check that what is done meanwhile can be taken back by one undo."""
    before = undo_depth(planner)
    yield
    assert undo_depth(planner) == before + 1


def shown(screen: AxisScreen, qtbot: Any, size: tuple[int, int] = (1200, 1900)) -> AxisSurface:
    """Show a screen so large that the whole day is in sight, and return its axis."""
    qtbot.addWidget(screen)
    screen.planner.listen(lambda _changes: screen.refresh())
    screen.resize(*size)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    screen.surface.setFocus()
    return screen.surface


def lane_number(surface: AxisSurface, day: date, kind: LaneKind) -> int:
    """The number of a lane."""
    for number, lane in enumerate(surface.content.lanes):
        if lane.day == day and lane.kind in (kind, LaneKind.MIXED):
            return number
    raise AssertionError(f"no lane for {day}")


@dataclass
class Pointer:
    """Presses, drags and lets go with real mouse events."""

    surface: AxisSurface

    def spot(
        self, instant: datetime, kind: LaneKind = LaneKind.PLAN, day: date = TUESDAY
    ) -> QPointF:
        """The point of an instant on a lane, near the lane's left."""
        number = lane_number(self.surface, day, kind)
        place, scale = self.surface.axis.places[number], self.surface.axis.scales[number]
        return QPointF(place.left + min(60.0, place.width / 2), scale.y(instant))

    def send(
        self,
        kind: QEvent.Type,
        point: QPointF,
        button: Qt.MouseButton = LEFT,
        modifiers: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Send one mouse event to the axis."""
        is_move = kind is QEvent.Type.MouseMove
        is_release = kind is QEvent.Type.MouseButtonRelease
        event = QMouseEvent(
            kind,
            point,
            QPointF(self.surface.mapToGlobal(point.toPoint())),
            Qt.MouseButton.NoButton if is_move else button,
            Qt.MouseButton.NoButton if is_release else button,
            modifiers,
        )
        QApplication.sendEvent(self.surface, event)

    def press(self, point: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press the left button."""
        self.send(QEvent.Type.MouseButtonPress, point, modifiers=modifiers)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Move with the left button down."""
        self.send(QEvent.Type.MouseMove, point, modifiers=modifiers)

    def release(self, point: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Let the left button go."""
        self.send(QEvent.Type.MouseButtonRelease, point, modifiers=modifiers)

    def drag(self, start: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press, move in a few steps, let go; the modifiers come after the press."""
        self.press(start)
        for share in (0.3, 0.7, 1.0):
            self.move(start + (end - start) * share, modifiers)
        self.release(end, modifiers)

    def click(self, point: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press and let go."""
        self.press(point, modifiers)
        self.release(point, modifiers)


def press_key(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key on a widget."""
    QTest.keyClick(widget, key, modifiers)


def type_title(surface: AxisSurface, text: str) -> None:
    """Type into the editor over a block and press Enter."""
    editor = surface.titles.editor
    assert editor is not None, "no title is being edited"
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def choose(screen: AxisScreen, *titles: str, tracked: Sequence[str] = ()) -> None:
    """Select Tuesday's planned blocks of some titles, and tracked ones of others."""
    days = screen.planner.days
    screen.surface.select_all(
        block.key
        for _, block in screen.surface.content.blocks()
        if days.date_of(block.span.start) == TUESDAY
        and block.title in (tracked if block.is_tracked else titles)
    )
