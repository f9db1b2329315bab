"""One task on the board."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from mle_planner.core.i18n.gettext import is_right_to_left
from mle_planner.core.model.work import TaskId
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screens.tasks.wording import Remark, effort_text, remarks, spoken
from mle_planner.ui.widgets.cards import CARD_RADIUS, as_plain_tooltip, draw_surface
from mle_planner.ui.widgets.direction import own_direction, visual
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.start_button import SIZE_PX, StartButton
from mle_planner.ui.widgets.task_drag import carried_task
from mle_planner.ui.widgets.text_lines import break_lines
from mle_planner.ui.widgets.theme import FontRole, current_theme

_EDGE_PX = 3
_PADDING_PX = 14


class TaskCard(QWidget):
    """A task as a card: title, project and effort, and a small line of remarks.

    It paints itself: a board of hundreds of tasks is one widget a task, not six. Dragging it
    carries it as `task_drag` says. Its start button is made when the pointer or the focus first
    comes to it.
    """

    opened = Signal(object)
    focused = Signal(object)
    menu_requested = Signal(object, QPoint)
    timer_requested = Signal(object)
    pressed = Signal(object, object)
    has_letter_keys = True

    def __init__(self, view: TaskView, today: date, zone: ZoneInfo) -> None:
        super().__init__()
        self._pressed_at: QPointF | None = None
        self._shown: tuple[TaskView, date] | None = None
        self._heights: dict[int, int] = {}
        self.button: StartButton | None = None
        self._is_marked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.show_task(view, today, zone)

    @property
    def task_id(self) -> TaskId:
        """The task it stands for."""
        return self.view.task.id

    def show_task(self, view: TaskView, today: date, zone: ZoneInfo) -> None:
        """Show a task, or the same one after a change."""
        if self._shown == (view, today):
            return
        self._shown = (view, today)
        self.view = view
        self._heights.clear()
        self._remarks = remarks(view, today, zone)
        note = view.task.note.strip().splitlines()
        self._note = note[0].strip() if note else ""
        self.setAccessibleName(spoken(view, today, zone))
        self.setAccessibleDescription(view.task.note)
        self._note_whole_words()
        if self.button is not None:
            self._offer_start()
        self.updateGeometry()
        self.update()

    def set_marked(self, is_marked: bool) -> None:
        """Look marked, or no longer."""
        if is_marked != self._is_marked:
            self._is_marked = is_marked
            self.update()

    def _offer_start(self) -> None:
        """Show the button while the pointer or the focus is here and the task is open."""
        is_here = self.underMouse() or self.hasFocus()
        is_open = self.view.task.done_at is None
        if self.button is None:
            if not (is_here and is_open):
                return
            made = self.button = StartButton(parent=self)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # S does the same
            made.clicked.connect(lambda _checked: self.timer_requested.emit(self.task_id))
        self.button.show_for(self.view.task.title, is_running=self.view.is_running)
        place = QRectF(self.width() - SIZE_PX - 8, self.height() - SIZE_PX - 8, SIZE_PX, SIZE_PX)
        self.button.move(visual(place, self.rect()).topLeft().toPoint())
        self.button.setVisible(is_here and is_open)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._offer_start()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._offer_start()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # a layout asks several times for the same one
            self._heights[width] = self._lay_out_content(None, width)
        return self._heights[width]

    @override
    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 40 else 200
        return QSize(200, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        theme = current_theme()
        has_focus = self.hasFocus()
        border = theme.color("accent" if has_focus or self._is_marked else "line")
        ground = theme.color("accent_tint" if self._is_marked else "surface")
        draw_surface(painter, area, ground, border, 2.0 if has_focus else 1.0)
        shape = QPainterPath()
        shape.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        edge = QPainterPath()
        edge.addRect(visual(QRectF(0.5, 0, _EDGE_PX, self.height()), area))
        painter.fillPath(shape.intersected(edge), theme.fill(self.view.activity.category))
        if has_focus:
            painter.setPen(QPen(border, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
        self._lay_out_content(painter, self.width())

    def _lay_out_content(self, painter: QPainter | None, width: int) -> int:
        """Return the height that the content takes at a width, painting it when asked to."""
        room = max(60, width - _PADDING_PX - 12)
        y = 11
        y += self._wrap_title(painter, self.view.task.title, "strong", "text", (y, room))
        project = self.view.project.name if self.view.project else self.view.activity.name
        y += self._two_ends(painter, project, effort_text(self.view), y, room)
        if self._remarks:
            y += self._remark_line(painter, y, room)
        if self._note:
            y += self._wrap_title(painter, self._note, "secondary", "muted", (y, room))
        return y + 11

    def _wrap_title(
        self,
        painter: QPainter | None,
        text: str,
        role: FontRole,
        color: str,
        place: tuple[int, int],
    ) -> int:
        font, (y, room) = current_theme().font(role), place
        metrics = QFontMetrics(font)
        lines = [_elide(line, metrics, room) for line in break_lines(text, font, room, 2)]
        if painter is not None:
            painter.setFont(font)
            painter.setPen(current_theme().color(color))
            painter.setLayoutDirection(own_direction(text))
            side = _beginning()
            for at, line in enumerate(lines):
                area = QRectF(_PADDING_PX, y + at * metrics.height(), room, metrics.height())
                painter.drawText(
                    visual(area, self.rect()), (side | Qt.AlignmentFlag.AlignVCenter).value, line
                )
            painter.setLayoutDirection(self.layoutDirection())
        return metrics.height() * len(lines) + 2

    def _two_ends(self, painter: QPainter | None, left: str, right: str, y: int, room: int) -> int:
        font = current_theme().font("base")
        metrics = QFontMetrics(font)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(current_theme().color("muted"))
            area = visual(QRectF(_PADDING_PX, y, room, metrics.height()), self.rect())
            width = metrics.horizontalAdvance(right)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, (Qt.AlignmentFlag.AlignRight | middle).value, right)
            words = _elide(left, metrics, room - width - 8)
            painter.setLayoutDirection(own_direction(left))
            painter.drawText(area, (_beginning() | middle).value, words)
            painter.setLayoutDirection(self.layoutDirection())
        return metrics.height() + 2

    def _remark_line(self, painter: QPainter | None, y: int, room: int) -> int:
        font = current_theme().font("secondary")
        metrics = QFontMetrics(font)
        if painter is not None:
            painter.setFont(font)
            x, end = _PADDING_PX, _PADDING_PX + room
            separator, least = metrics.horizontalAdvance(" · "), metrics.horizontalAdvance("mm…")
            for at, remark in enumerate(self._remarks):
                width = metrics.horizontalAdvance(remark.text)
                if at:
                    if end - x - separator < min(least, width):
                        break
                    self._draw_remark(painter, Remark(" · "), x, y, end)
                    x += separator
                self._draw_remark(painter, remark, x, y, end)
                x += width
        return metrics.height() + 2

    def _draw_remark(self, painter: QPainter, remark: Remark, x: int, y: int, end: int) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(current_theme().color(remark.color))
        area = visual(QRectF(x, y, end - x, metrics.height()), self.rect())
        words = _elide(remark.text, metrics, end - x)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter.value, words)

    def _note_whole_words(self) -> None:
        """Put into the tooltip what a narrow card may have to cut."""
        lines = [self.view.task.title, " · ".join(remark.text for remark in self._remarks)]
        lines += [self.view.due_problem, self.view.task.note.strip()]
        self.setToolTip(as_plain_tooltip("\n".join(line for line in lines if line)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pressed.emit(self.task_id, event.modifiers())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = None
            self.opened.emit(self.task_id)

    @override
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pressed_at = None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        moved = (event.position() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance():
            pressed_at, self._pressed_at = self._pressed_at, None
            self._drag(pressed_at.toPoint())

    def _drag(self, hot_spot: QPoint) -> None:
        drag = QDrag(self)
        drag.setMimeData(carried_task(self.task_id, self.view.task.title))
        drag.setPixmap(self.grab())
        drag.setHotSpot(hot_spot)
        drag.exec(Qt.DropAction.MoveAction)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.menu_requested.emit(self.task_id, event.globalPos())

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
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _elide(text: str, metrics: QFontMetrics, room: int) -> str:
    """Return text that fits; Qt's own cutting is slow also for what need not be cut."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def _beginning() -> Qt.AlignmentFlag:
    """Return the side where the window's lines begin, for text of either direction."""
    side = Qt.AlignmentFlag.AlignRight if is_right_to_left() else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag.AlignAbsolute | side
