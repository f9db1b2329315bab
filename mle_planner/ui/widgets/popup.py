"""A small card over the window, closed by Esc or a click beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QCursor, QHideEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import draw_surface, paint_ground
from mle_planner.ui.widgets.qt_override import override


class Popup(QWidget):
    """The card; it is deleted when it closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def show_at(self, corner: QPoint) -> None:
        """Show it with its upper left corner at a point, moved where it would leave the screen."""
        room = self.screen().availableGeometry()
        left = min(corner.x(), room.right() - self.width())
        top = min(corner.y(), room.bottom() - self.height())
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()

    def show_under(self, anchor: QWidget, *, gap: int = 6, at_end: bool = False) -> None:
        """Show it ``gap`` pixels below a widget, where that begins or, with ``at_end``, ends."""
        self.adjustSize()
        left = anchor.width() - self.width() if at_end else 0
        place = visual(QRectF(left, 0, self.width(), 1), anchor.rect())
        self.show_at(anchor.mapToGlobal(QPoint(round(place.left()), anchor.height() + gap)))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        parent = self.parentWidget()
        if parent is None:
            return
        if not parent.rect().contains(parent.mapFromGlobal(QCursor.pos())):
            # A click beside the card was not seen to leave what had opened it.
            parent.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            parent.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(self)
        draw_surface(self, "surface", "control_line")
