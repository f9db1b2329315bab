"""One task of the backlog: a card that is dragged or carried onto the axis."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.gettext import is_right_to_left
from mle_planner.core.model.work import TaskId
from mle_planner.core.tasks.backlog import is_overdue
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.timeline.backlog.words import (
    about_text,
    due_line,
    effort_text,
    place_name,
    planned_line,
    spoken_card,
)
from mle_planner.ui.widgets.cards import as_plain_tooltip, rounded_path
from mle_planner.ui.widgets.direction import own_direction, visual
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.start_button import SIZE_PX, StartButton
from mle_planner.ui.widgets.task_drag import carried_task
from mle_planner.ui.widgets.theme import CONTROL_RADIUS_PX, FontRole, current_theme

HEIGHT_PX = 48
LINE_PX = 18
EDGE_PX = 3.0
GRIP_LEFT_PX = 7.0
TEXT_LEFT_PX = 16.0
TEXT_RIGHT_PX = 10.0
GAP_PX = 8.0
DRAGGED_OPACITY = 0.45
_CARRYING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class BacklogCard(QWidget):
    """Title, project, what is left and when it is due; a grip shows that it can be dragged.

    Enter asks to carry it with the arrow keys. The start button is made when the pointer or the
    focus first comes to the card; the words keep clear of it.
    """

    carry_requested = Signal(object)
    opened = Signal(object)
    menu_requested = Signal(object, QPoint)
    timer_requested = Signal(object)
    pressed = Signal(object, object)
    focused = Signal(object)
    has_letter_keys = True

    def __init__(self) -> None:
        super().__init__()
        self.view: TaskView | None = None
        self._pressed_at: QPointF | None = None
        self._is_dragged = False
        self._due = self._planned = ""
        self._is_late = self._is_marked = False
        self.button: StartButton | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def task_id(self) -> TaskId:
        """The task it stands for."""
        assert self.view is not None
        return self.view.task.id

    def show_task(self, view: TaskView, now: datetime, days: PlanningDays) -> None:
        """Show a task, or the same one after a change."""
        self.view = view
        self._due = due_line(view, now, days)
        self._planned = planned_line(view, now, days)
        self._is_late = is_overdue(view.task, now, days)
        self.updateGeometry()
        if self.button is not None:
            self._offer_start()
        self.setAccessibleName(spoken_card(view, now, days))
        lines = (view.task.title, about_text(view), self._due, self._planned, view.task.note)
        self.setToolTip(as_plain_tooltip("\n".join(line for line in lines if line)))
        self.update()

    def set_marked(self, is_marked: bool) -> None:
        """Look marked, or no longer."""
        if is_marked != self._is_marked:
            self._is_marked = is_marked
            self.update()

    def _offer_start(self) -> None:
        """Show the start button while the pointer or the focus is here."""
        is_here = self.underMouse() or self.hasFocus()
        if self.button is None:
            if not is_here:
                return
            made = self.button = StartButton(parent=self)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # S does the same
            made.clicked.connect(lambda _checked: self.timer_requested.emit(self.task_id))
        assert self.view is not None
        self.button.show_for(self.view.task.title, is_running=self.view.is_running)
        top = (HEIGHT_PX - SIZE_PX) / 2
        place = QRectF(self.width() - SIZE_PX - GAP_PX, top, SIZE_PX, SIZE_PX)
        self.button.move(visual(place, self.rect()).topLeft().toPoint())
        self.button.setVisible(is_here)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX + (LINE_PX if self._planned else 0))

    # -- painting ----------------------------------------------------------------------------

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.view is None:
            return
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_dragged:
            painter.setOpacity(DRAGGED_OPACITY)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = rounded_path(area, CONTROL_RADIUS_PX)
        is_marked = self.hasFocus() or self.underMouse() or self._is_marked
        is_tinted = self.hasFocus() or self._is_marked
        painter.fillPath(shape, theme.color("accent_tint" if is_tinted else "surface"))
        edge = QPainterPath()
        edge.addRect(visual(QRectF(0, 0, EDGE_PX, self.height()), self.rect()))
        category = self.view.activity.category
        painter.fillPath(shape.intersected(edge), theme.fill(category))
        style = Qt.PenStyle.DashLine if self._is_dragged else Qt.PenStyle.SolidLine
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(theme.color("accent" if is_marked else "line"), width, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = (width - 1) / 2
        painter.drawPath(
            rounded_path(area.adjusted(inset, inset, -inset, -inset), CONTROL_RADIUS_PX)
        )
        self._draw_grip(painter, "muted" if is_marked else "control_line")
        self._draw_words(painter, self.view)

    def _draw_grip(self, painter: QPainter, token: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().color(token))
        middle = self.height() / 2
        for column in (0.0, 4.0):
            for row in (-5.0, 0.0, 5.0):
                dot = QRectF(GRIP_LEFT_PX + column - 1, middle + row - 1, 2, 2)
                painter.drawEllipse(visual(dot, self.rect()))

    def _draw_words(self, painter: QPainter, view: TaskView) -> None:
        taken = SIZE_PX + GAP_PX if self.button is not None and self.button.isVisible() else 0
        room = self.width() - TEXT_LEFT_PX - TEXT_RIGHT_PX - taken
        theme = current_theme()
        self._draw_line(painter, QRectF(TEXT_LEFT_PX, 6, room, LINE_PX), view.task.title, "strong")
        due = theme.font("label" if self._is_late else "secondary")
        used = QFontMetrics(due).horizontalAdvance(self._due)
        metrics = QFontMetrics(theme.font("secondary"))
        row = QRectF(TEXT_LEFT_PX, 25, room, LINE_PX)
        end = f" · {effort_text(view)}"
        left = room - used - GAP_PX - metrics.horizontalAdvance(end)
        name = metrics.elidedText(place_name(view), Qt.TextElideMode.ElideRight, max(0, int(left)))
        self._draw_line(painter, row, f"{name}{end}", "secondary", "muted")
        painter.setFont(due)
        painter.setPen(theme.color("error" if self._is_late else "muted"))
        end_side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(visual(row, self.rect()), end_side, self._due)
        if self._planned:
            row = QRectF(TEXT_LEFT_PX, 43, room, LINE_PX)
            self._draw_line(painter, row, self._planned, "secondary", "muted")

    def _draw_line(
        self, painter: QPainter, row: QRectF, words: str, role: FontRole, ink: str = "text"
    ) -> None:
        """Draw words at the beginning of a row, cut where the row ends."""
        font = current_theme().font(role)
        side = Qt.AlignmentFlag.AlignRight if is_right_to_left() else Qt.AlignmentFlag.AlignLeft
        cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(row.width()))
        painter.setFont(font)
        painter.setPen(current_theme().color(ink))
        painter.setLayoutDirection(own_direction(words))
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(visual(row, self.rect()), side | absolute, cut)
        painter.setLayoutDirection(self.layoutDirection())

    # -- mouse and keys ----------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pressed.emit(self.task_id, event.modifiers())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        moved = (event.position() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance():
            pressed_at, self._pressed_at = self._pressed_at, None
            self._drag(pressed_at.toPoint())

    @override
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pressed_at = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = None
            self.opened.emit(self.task_id)

    def _drag(self, hot_spot: QPoint) -> None:
        assert self.view is not None
        drag = QDrag(self)
        drag.setMimeData(carried_task(self.task_id, self.view.task.title))
        drag.setPixmap(self.grab())
        drag.setHotSpot(hot_spot)
        self._set_dragged(True)
        drag.exec(Qt.DropAction.MoveAction)
        self._set_dragged(False)

    def _set_dragged(self, is_dragged: bool) -> None:
        self._is_dragged = is_dragged
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if Qt.Key(event.key()) in _CARRYING and is_plain:
            self.carry_requested.emit(self.task_id)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.menu_requested.emit(self.task_id, event.globalPos())

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._offer_start()
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._offer_start()
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.task_id)
        self._offer_start()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._offer_start()
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.button is not None:
            self._offer_start()
