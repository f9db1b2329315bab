"""The interactive time axis: mouse and keys become requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.timeline.model.content import AxisContent
from mle_planner.ui.timeline.model.requests import ChooseDay, PlaceTask
from mle_planner.ui.timeline.paint.canvas import AxisCanvas
from mle_planner.ui.widgets.cards import as_plain_tooltip
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.task_drag import dragged_task

if TYPE_CHECKING:
    from mle_planner.core.model.work import TaskId
    from mle_planner.ui.timeline.interact.carrying import Carrying
    from mle_planner.ui.timeline.interact.pointer import Pointer
    from mle_planner.ui.timeline.interact.title_editor import TitleEditing
    from mle_planner.ui.timeline.model.preview import TaskDraft

# What gestures need is imported by the first gesture: the window is painted before that.


class AxisSurface(AxisCanvas):
    """Lets blocks be created, moved, stretched and chosen, by mouse and by keys."""

    menu_requested = Signal(object)
    answer_requested = Signal(object)
    accept_one_requested = Signal()
    has_letter_keys = True

    def __init__(self, content: AxisContent) -> None:
        super().__init__(content)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.accessible: object = None
        self._pointer: Pointer | None = None
        self._carrying: Carrying | None = None
        self.draft_of_task: Callable[[TaskId], TaskDraft | None] = lambda _task_id: None
        self.answer_by: Callable[[QKeyEvent], Callable[[], None] | None] = lambda _event: None
        self.shown_key: Callable[[str], str] = lambda _action_id: ""

    @property
    @override
    def is_busy(self) -> bool:
        return self._pointer is not None and self._pointer.is_busy

    @property
    def pointer(self) -> Pointer:
        if self._pointer is None:
            from mle_planner.ui.timeline.interact.pointer import Pointer

            self._pointer = Pointer(self, self.titles)
        return self._pointer

    @cached_property
    def titles(self) -> TitleEditing:
        from mle_planner.ui.timeline.interact.title_editor import TitleEditing

        return TitleEditing(self)

    @property
    def carrying(self) -> Carrying:
        """A task that is carried over the axis by keys."""
        if self._carrying is None:
            from mle_planner.ui.timeline.interact.carrying import Carrying

            self._carrying = Carrying(self, self.pointer)
        return self._carrying

    @property
    def chosen_day(self) -> date | None:
        """The day of what is selected, or of the insertion point."""
        point, placed = self.selection.insertion_point, self.placed_current()
        if placed is not None:
            return self.content.lanes[placed.lane].day
        return self.content.days.date_of(point.at) if point is not None else None

    def switch_day_off(self, day: date | None) -> None:
        """Ask to make a day a day off, or one to work on where it is off."""
        lane = next((lane for lane in self.content.lanes if lane.day == day), None)
        if lane is None:
            self.refused.emit(_("Select a block of the day, or click on the day, first."))
        elif lane.span.end <= self.content.now:
            self.refused.emit(_("This day is in the past. Nothing was changed."))
        else:
            self.ask(ChooseDay(lane.day, not lane.is_off))

    # -- mouse -------------------------------------------------------------------------------

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(None)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        task_id = dragged_task(event.mimeData())
        is_open = self.content.lanes and self.content.takes(PlaceTask)
        task = self.draft_of_task(task_id) if is_open and task_id is not None else None
        if task is not None:
            self.pointer.begin_drop(task)
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.pointer.follow(event.position(), event.modifiers())
        event.setAccepted(self.preview.draft is not None)

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.pointer.end(accept=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.pointer.drop_task(event)

    # -- keys, focus, help -------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        from mle_planner.ui.timeline.interact.keys import handle_key

        if self.is_busy:
            self._take_key_while_busy(event)
        elif (answer := self.answer_by(event)) is not None:
            if not event.isAutoRepeat():
                answer()
        elif not handle_key(self, self.titles, event):
            event.ignore()

    def _take_key_while_busy(self, event: QKeyEvent) -> None:
        """End the gesture on Esc, and apply a modifier to it."""
        if self._carrying is not None and self._carrying.take_key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.pointer.end(accept=False)
        self.pointer.change_modifier(Qt.Key(event.key()), event.modifiers(), down=True)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self.is_busy:
            self.pointer.change_modifier(Qt.Key(event.key()), event.modifiers(), down=False)
        event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if self.selection.current is None and event.reason() in by_key:
            nearest = self.axis.nearest_block(self.content.now)
            if nearest is not None:
                self.select(nearest.block.key)
        self.update()

    @override
    def focusOutEvent(self, _event: QFocusEvent) -> None:
        if self.is_busy:
            self.pointer.end(accept=False)
        self.update()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.pointer.end(accept=False)
        at = QPointF(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            area = self.area_of(self.selection.current) if self.selection.current else None
            if self.proposed is not None and (chosen := self.proposed.of(self.chosen_item)):
                area = chosen.area
            at = area.center() if area else QPointF(self.width() / 2, 0)
        proposed, placed = self.proposed_at(at), self.axis.block_at(at)
        if proposed is not None:
            self.choose_proposed(proposed.item)
        elif placed is not None and placed.block.key not in self.selection.keys:
            self.select(placed.block.key)
        self.menu_requested.emit(at)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            self.pointer.take(event)
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._show_tooltip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tooltip(self, at: QPoint, where: QPoint) -> None:
        from mle_planner.ui.timeline.interact.tooltip import words_at

        found = words_at(self, QPointF(at))
        if found is None:
            QToolTip.hideText()
            return
        QToolTip.showText(where, as_plain_tooltip(found[0]), self, found[1].toRect())
