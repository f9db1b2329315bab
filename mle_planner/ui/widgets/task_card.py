"""What the cards of a task have in common: pressing, dragging, focus, and two round buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QResizeEvent

from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.start_button import SIZE_PX, DoneButton, StartButton
from mle_planner.ui.widgets.task_drag import PressAndDrag, drag_task

BUTTON_MARGIN_PX = 8
_BETWEEN_PX = 4
_OFFERING = (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut)


class BaseTaskCard(SpokenRole):
    """A card of one task; it is painted by its subclass.

    The buttons are made when the pointer or the focus first comes to the card.
    """

    opened = Signal(object)
    focused = Signal(object)
    menu_requested = Signal(object, QPoint)
    timer_requested = Signal(object)
    done_requested = Signal(object)
    button_px = SIZE_PX
    pressed = Signal(object, object)
    released = Signal(object)
    has_letter_keys = True

    def __init__(self, view: TaskView) -> None:
        super().__init__()
        self.view = view
        self.button: StartButton | None = None
        self.done_button: DoneButton | None = None
        self._press = PressAndDrag()
        self._is_dragged = False
        self._is_marked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def task(self) -> Task:
        return self.view.task

    @property
    def task_id(self) -> TaskId:
        return self.task.id

    def button_top(self) -> float:
        raise NotImplementedError

    def set_marked(self, is_marked: bool) -> None:
        """Look marked, or no longer."""
        if is_marked != self._is_marked:
            self._is_marked = is_marked
            self.update()

    @property
    def buttons_px(self) -> int:
        """The width that the buttons take beside the words; 0 while they are hidden."""
        is_shown = self.button is not None and not self.button.isHidden()
        return 2 * self.button_px + _BETWEEN_PX + BUTTON_MARGIN_PX if is_shown else 0

    def offer_buttons(self) -> None:
        """Show the buttons of an open task while the pointer or the focus is here."""
        is_offered = (self.underMouse() or self.hasFocus()) and self.task.done_at is None
        self.update()
        if self.button is None:
            if not is_offered:
                return
            self._make_buttons()
        assert self.button is not None
        assert self.done_button is not None
        self.button.show_for(self.task.title, is_running=self.view.is_running)
        left = self.width() - BUTTON_MARGIN_PX
        for button in (self.button, self.done_button):
            left -= self.button_px
            place = QRectF(left, self.button_top(), self.button_px, self.button_px)
            button.move(visual(place, self.rect()).topLeft().toPoint())
            button.setVisible(is_offered)
            left -= _BETWEEN_PX

    def _make_buttons(self) -> None:
        self.button = StartButton(self.button_px, self)
        self.done_button = DoneButton(self.button_px, self)
        for button, requested in (
            (self.button, self.timer_requested),
            (self.done_button, self.done_requested),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # S and D do the same
            button.clicked.connect(lambda _checked, ask=requested: ask.emit(self.task_id))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._press.press(event):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pressed.emit(self.task_id, event.modifiers())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._press.begins(event)
        if at is None:
            return
        picture = self.grab()
        self._set_dragged(True)
        drag_task(self, self.task_id, self.task.title, picture, at)
        self._set_dragged(False)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press.release():
            self.released.emit(event.modifiers())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press.release()
            self.opened.emit(self.task_id)

    def _set_dragged(self, is_dragged: bool) -> None:
        self._is_dragged = is_dragged
        self.update()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.menu_requested.emit(self.task_id, event.globalPos())

    @override
    def event(self, event: QEvent) -> bool:
        is_taken = super().event(event)
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit(self.task_id)
        if event.type() in _OFFERING:
            self.offer_buttons()
        return is_taken

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.button is not None:
            self.offer_buttons()
