"""A small timer above all windows: the running work, its time, and the end of its block."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QRegion,
)

from mle_planner.core.base.spans import ZERO
from mle_planner.core.files import ExportError, SideFile, read_side_json, write_atomically
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import RunningTime
from mle_planner.ui.companions.words import Glance
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import TextLabel, rounded_path
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.painting import draw_surface, fill_disc, paint_ground
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.running_clock import RunningClock
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, current_theme

SIZE = QSize(300, 84)
_BAR_PX, _STEP_PX, _EDGE_PX = 4, 20, 24
_STEPS = {
    Qt.Key.Key_Left: QPoint(-_STEP_PX, 0),
    Qt.Key.Key_Right: QPoint(_STEP_PX, 0),
    Qt.Key.Key_Up: QPoint(0, -_STEP_PX),
    Qt.Key.Key_Down: QPoint(0, _STEP_PX),
}


class KeptPlace:
    """The last upper left corner of the mini timer, in a small file beside the database."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / SideFile.MINI_TIMER
        self.corner: QPoint | None = None
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            left, top = read_side_json(self._path)
            self.corner = QPoint(int(left), int(top))

    def keep(self, corner: QPoint) -> None:
        """Store a corner; a folder that cannot be written to is ignored."""
        if corner != self.corner:
            self.corner = corner
            with contextlib.suppress(ExportError):
                write_atomically(self._path, json.dumps([corner.x(), corner.y()]).encode())

    def within(self, room: QRect) -> QPoint:
        """Return the stored corner moved into a screen's room; at first that at its far end."""
        far = QPoint(room.right() - SIZE.width() - _EDGE_PX, room.top() + _EDGE_PX)
        return inside(room, far if self.corner is None else self.corner)


def inside(room: QRect, corner: QPoint) -> QPoint:
    """Return the corner nearest to the wished one with which everything is within the room."""
    return QPoint(
        max(room.left(), min(corner.x(), room.right() + 1 - SIZE.width())),
        max(room.top(), min(corner.y(), room.bottom() + 1 - SIZE.height())),
    )


class MiniTimer(SpokenRole):
    """S starts or stops, W switches, Enter opens the planner, Esc hides it, the arrows move it.

    ``closing_keys``, those that show it in the window, hide it too. Dragging moves it
    from any point, and it keeps its place.
    """

    spoken_role = QAccessible.Role.Window

    toggled = Signal()
    switch_wanted = Signal()
    window_wanted = Signal()
    visibility_changed = Signal(bool)

    def __init__(self, place: KeptPlace) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(_("Mini timer"))
        self.setAccessibleName(_("Mini timer"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(SIZE)
        # Not by transparency, which is black where the desktop has no compositor.
        outline = rounded_path(QRectF(0, 0, SIZE.width(), SIZE.height()), CARD_RADIUS_PX)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))
        self.closing_keys: tuple[str, ...] = ()
        self._place = place
        self._glance: Glance | None = None
        self._running: RunningTime | None = None
        self._gripped: QPoint | None = None
        self.title = TextLabel("", role="strong", elided=True)
        self.clock = RunningClock("title", lambda: current_theme().color("surface"))
        self.about = TextLabel(
            "", role="secondary", color="muted", elided=True, cut=Qt.TextElideMode.ElideMiddle
        )
        self.toggle_button = IconButton("start", _("Start"), self.toggled.emit, kind="icon")
        self.switch_button = IconButton(
            "switch", _("Switch to…"), self.switch_wanted.emit, kind="icon"
        )
        self.switch_button.setToolTip(_("Switch to…  {key}", key="W"))
        for button in (self.toggle_button, self.switch_button):
            button.setFixedSize(30, 30)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()

    def show_glance(self, glance: Glance, running: RunningTime | None, now: datetime) -> None:
        """Show the present; ``running`` is None while no timer runs."""
        self._glance, self._running = glance, running
        self.title.setText(glance.title)
        self.about.setText(glance.about)
        self.about.set_color("error" if glance.is_late else "muted")
        self.clock.set_color("text" if glance.is_running else "muted")
        name = _("Stop") if glance.is_running else _("Start")
        name_of_icon = "stop" if glance.is_running else "start"
        self.toggle_button.setIcon(icon(name_of_icon, "text" if glance.is_running else "accent"))
        self.toggle_button.setToolTip(f"{name}  S")
        self.toggle_button.setAccessibleName(name)
        self.show_time(now)
        self.update()

    def show_time(self, now: datetime) -> None:
        self.clock.show_time(ZERO if self._running is None else self._running.at(now))

    def show_in_place(self) -> None:
        """Show it at its former place where a screen is there; the keyboard stays where it is."""
        last = self._place.corner
        found = None if last is None else QGuiApplication.screenAt(QRect(last, SIZE).center())
        screen = found or QGuiApplication.primaryScreen()
        self.move(self._place.within(screen.availableGeometry()))
        self.show()
        self.raise_()
        self.visibility_changed.emit(True)

    def _keep_place(self) -> None:
        self._place.keep(self.pos())

    def _move_by(self, step: QPoint) -> None:
        """Move it a step; at the edge of a screen, to the next screen."""
        here, room = self.geometry(), self.screen().availableGeometry()
        if not room.contains(here.translated(step)):
            ways = step / _STEP_PX
            beyond = QPoint(ways.x() * SIZE.width(), ways.y() * SIZE.height())
            screen = QGuiApplication.screenAt(here.center() + beyond) or self.screen()
            room = screen.availableGeometry()
        self.move(inside(room, here.topLeft() + step))
        self._keep_place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, pressed = Qt.Key(event.key()), QKeySequence(event.keyCombination()).toString()
        if key in _STEPS:
            self._move_by(_STEPS[key])
        elif key == Qt.Key.Key_Escape or pressed in self.closing_keys:
            self.hide()
        elif key == Qt.Key.Key_S:
            self.toggled.emit()
        elif key == Qt.Key.Key_W:
            self.switch_wanted.emit()
        elif key in ENTER:
            self.window_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._gripped = event.globalPosition().toPoint() - self.pos()
        if self.windowHandle().startSystemMove():
            self._gripped = None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gripped is not None:
            self.move(event.globalPosition().toPoint() - self._gripped)

    @override
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._gripped = None
        self._keep_place()

    @override
    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.window_wanted.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keep_place()
        self.visibility_changed.emit(False)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, area = current_theme(), QRectF(self.rect())
        paint_ground(self, "control_line")
        painter = draw_surface(self, "surface", "control_line")
        glance = self._glance
        if glance is None:
            return
        fill_disc(painter, visual(QRectF(15, 17, 8, 8), area), glance.token)
        if glance.is_running:
            painter.setClipPath(rounded_path(area.adjusted(1, 1, -1, -1), CARD_RADIUS_PX))
            bar = QRectF(0, area.height() - 1 - _BAR_PX, area.width(), _BAR_PX)
            painter.fillRect(bar, theme.color("track"))
            bar.setWidth(bar.width() * glance.share)
            token = "now" if glance.is_late else glance.token
            painter.fillRect(visual(bar, area), theme.color(token))

    def _lay_out(self) -> None:
        title_row = row_of(self.title, margins=margins(14, 0, 0, 0))
        words = column_of(title_row, self.clock, self.about, spacing=0)
        row_of(
            (words, 1),
            self.toggle_button,
            self.switch_button,
            inside=self,
            spacing=8,
            margins=margins(15, 10, 12, 12),
        )
