"""The mouse on the axis: a press and a drag become one gesture, which ends in one place."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.move_spans import snap_to_step
from mle_planner.ui.timeline.interact.gestures import (
    CreateGesture,
    DropGesture,
    Gesture,
    MoveGesture,
    StretchGesture,
    is_copying,
)
from mle_planner.ui.timeline.interact.title_editor import TitleEditing
from mle_planner.ui.timeline.model.boxes import tick_of
from mle_planner.ui.timeline.model.content import BlockPart
from mle_planner.ui.timeline.model.layout import BlockArea
from mle_planner.ui.timeline.model.preview import NOTHING, TaskDraft
from mle_planner.ui.timeline.model.requests import (
    Copy,
    Create,
    PlaceTask,
    Tick,
    tick_request,
    timer_request,
)
from mle_planner.ui.timeline.model.selection import InsertionPoint
from mle_planner.ui.timeline.paint.canvas import AxisCanvas
from mle_planner.ui.widgets.task_drag import dragged_task

INSERTION_STEP_MIN = 15
EXTENDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier

MODIFIER_KEYS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}


class Pointer:
    """Holds the gesture in progress, if any, and the press that may become one."""

    def __init__(self, surface: AxisCanvas, titles: TitleEditing) -> None:
        self._surface = surface
        self._titles = titles
        self.gesture: Gesture | None = None
        self._pressed: tuple[QPointF, BlockArea | None] | None = None
        self._last_at: QPointF | None = None
        self._on_start: BlockArea | None = None

    @property
    def is_busy(self) -> bool:
        return self.gesture is not None

    def end(self, *, accept: bool) -> None:
        """End the gesture, and send its request when it is accepted."""
        surface = self._surface
        gesture, self.gesture = self.gesture, None
        self._pressed = None
        if gesture is None:
            return
        surface.show_preview(NOTHING)
        surface.unsetCursor()
        surface.take_waiting()
        if not accept:
            return
        request = gesture.outcome()
        if isinstance(request, Create):
            self._titles.draft(request)
        elif request is not None:
            surface.ask(request)
            QTimer.singleShot(0, surface, self._reveal_dropped)  # once it is on the axis

    def _reveal_dropped(self) -> None:
        """Bring back into sight what was dropped, where none of it is."""
        block, seen = self._surface.current_block(), self._surface.visibleRegion().boundingRect()
        area = self._surface.area_of(block.key) if block is not None else None
        if area is not None and not area.intersects(seen):
            self._surface.reveal_requested.emit(area)

    def take(self, event: QMouseEvent) -> None:
        """Take what the mouse does."""
        handle = {
            QEvent.Type.MouseButtonPress: self.press,
            QEvent.Type.MouseMove: self.move,
            QEvent.Type.MouseButtonRelease: self.release,
            QEvent.Type.MouseButtonDblClick: self.double_click,
        }.get(event.type())
        if handle is not None:
            handle(event)

    # -- mouse -------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Take a pressed button; any other than the left one cancels the gesture."""
        if self.is_busy:
            self.end(accept=False)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        surface = self._surface
        surface.setFocus(Qt.FocusReason.MouseFocusReason)
        proposed = surface.proposed_at(event.position())
        if proposed is not None:  # it is answered, not dragged; nor is what lies under it
            surface.choose_proposed(proposed.item)
            return
        placed = surface.axis.block_at(event.position())
        if placed is not None and self._is_on_start(placed, event.position()):
            self._on_start = placed
            return
        if placed is not None and (tick := self._tick_at(placed, event.position())) is not None:
            surface.select(placed.block.key)
            surface.ask(tick)
            return
        self._pressed = (event.position(), placed)
        is_plain = not event.modifiers() & EXTENDING
        if placed is not None and is_plain and placed.block.key not in surface.selection.keys:
            surface.select(placed.block.key)

    def move(self, event: QMouseEvent) -> None:
        """Follow the pointer; begin a gesture when it is far enough from the press."""
        at = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(at)
            return
        if self.gesture is None and self._pressed is not None:
            far = (at - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance()
            if far and (gesture := self._gesture_from(*self._pressed, event.modifiers())):
                self._begin(gesture)
        self.follow(at, event.modifiers())

    def release(self, event: QMouseEvent) -> None:
        """Take the released left button: the end of the gesture, or a click."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.is_busy:
            self.follow(event.position(), event.modifiers())
            self.end(accept=True)
            return
        pressed, self._pressed = self._pressed, None
        started, self._on_start = self._on_start, None
        if started is not None:
            if self._is_on_start(started, event.position()):
                self._surface.select(started.block.key)
                self._surface.ask(timer_request(started.block))
        elif pressed is not None:
            self._click(*pressed, event.modifiers())

    def double_click(self, event: QMouseEvent) -> None:
        """Edit the title of a block; on empty time begin a new block of an hour."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        surface, at = self._surface, event.position()
        if surface.proposed_at(at) is not None:
            return
        placed = surface.axis.block_at(at)
        if placed is not None and self._tick_at(placed, at) is not None:
            return
        if placed is not None:
            self._titles.edit(placed.block.key)
            return
        lane = surface.axis.lane_at(at.x())
        if lane is None:
            return
        gesture = CreateGesture(surface.axis, lane, at)
        gesture.follow(at + QPointF(0, surface.hour_px), Qt.KeyboardModifier.NoModifier)
        request = gesture.outcome()
        if isinstance(request, Create):
            self._titles.draft(request)

    def follow(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Move the gesture to a point and show what it would do there."""
        if self.gesture is None:
            return
        self._last_at = at
        self.gesture.follow(at, modifiers)
        preview = self.gesture.preview
        self._surface.show_preview(preview)
        if preview.copied:
            self._surface.setCursor(Qt.CursorShape.DragCopyCursor)
        elif preview.moved and self._surface.cursor().shape() is Qt.CursorShape.DragCopyCursor:
            self._surface.unsetCursor()
        self._surface.pointer_followed.emit(at)

    def show_gesture(self) -> None:
        if self.gesture is not None:
            self._surface.show_preview(self.gesture.preview)

    def scroll(self, by: float) -> None:
        """Continue the gesture after the surface was scrolled under the pointer."""
        if self._last_at is not None:
            self.follow(self._last_at + QPointF(0, by), QApplication.keyboardModifiers())

    def change_modifier(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, *, down: bool) -> None:
        """Show at once what Shift, Ctrl or Alt makes of the gesture, with the pointer at rest.

        Platforms differ in whether a modifier counts itself while it goes down or up.
        """
        own = MODIFIER_KEYS.get(key)
        if self.gesture is None or own is None or self._last_at is None:
            return
        self.follow(self._last_at, modifiers | own if down else modifiers & ~own)

    # -- tasks from elsewhere ----------------------------------------------------------------

    def begin_drop(self, task: TaskDraft) -> DropGesture:
        gesture = DropGesture(self._surface.axis, task, self._surface.neighbours)
        self._begin(gesture)
        return gesture

    def drop_task(self, event: QDropEvent) -> None:
        """Plan the dropped task where it was dropped."""
        self.follow(event.position(), event.modifiers())
        task_id = dragged_task(event.mimeData())
        if task_id is not None and self.place_task(task_id):
            event.acceptProposedAction()

    def place_task(self, task_id: TaskId) -> bool:
        """End the drop and ask for the block where it is shown; False where there is none."""
        gesture = self.gesture
        self.end(accept=False)
        if not isinstance(gesture, DropGesture) or gesture.start is None:
            return False
        self._surface.ask(PlaceTask(task_id, gesture.start, gesture.others))
        return True

    # -- inside ------------------------------------------------------------------------------

    def _begin(self, gesture: Gesture) -> None:
        self._titles.give_up()
        self.gesture = gesture
        self._last_at = None

    def _tick_at(self, placed: BlockArea, at: QPointF) -> Tick | None:
        is_in_box = self._surface.axis.box_at(placed) is not None
        is_tick = is_in_box and tick_of(placed.area).contains(at)
        return tick_request(placed.block) if is_tick else None

    def _gesture_from(
        self, at: QPointF, placed: BlockArea | None, modifiers: Qt.KeyboardModifier
    ) -> Gesture | None:
        axis, selection = self._surface.axis, self._surface.selection
        usual = self._surface.neighbours
        if placed is None:
            lane = axis.lane_at(at.x())
            return None if lane is None else CreateGesture(axis, lane, at, usual)
        block = placed.block
        copies = is_copying(modifiers) and self._surface.content.takes(Copy)
        if not block.can_change and not copies:
            self._pressed = None  # one message for each press
            self._surface.refuse_change()
            return None
        part = axis.part_at(placed, at)
        if part is not BlockPart.BODY and not copies:
            return StretchGesture(axis, placed, part, usual)
        if block.is_running:
            return None
        together = selection.keys if block.key in selection.keys else frozenset()
        return MoveGesture(axis, placed, at, together, usual)

    def _click(self, at: QPointF, placed: BlockArea | None, modifiers: Qt.KeyboardModifier) -> None:
        if placed is None and not modifiers & EXTENDING:
            self._surface.select(None)
            self._set_insertion_point(at)
        elif placed is not None:
            self._surface.select(placed.block.key, extend=bool(modifiers & EXTENDING))

    def _set_insertion_point(self, at: QPointF) -> None:
        """Set the insertion point at the quarter of an hour that was clicked."""
        surface = self._surface
        lane = surface.axis.lane_at(at.x())
        if lane is None:
            return
        zone, half_a_step = surface.content.days.zone, timedelta(minutes=INSERTION_STEP_MIN) / 2
        instant = surface.axis.instant_at(lane, at.y()) - half_a_step + timedelta.resolution
        start = max(
            snap_to_step(instant, INSERTION_STEP_MIN, zone), surface.content.lanes[lane].span.start
        )
        surface.set_insertion_point(InsertionPoint(surface.content.lanes[lane].kind, start))

    def _is_on_start(self, placed: BlockArea, at: QPointF) -> bool:
        is_shown = self._surface.proposed is None and placed.block.key == self._surface.pointed
        return is_shown and self._surface.axis.is_on_start(placed, at)

    def _show_cursor(self, at: QPointF) -> None:
        placed = self._surface.axis.block_at(at)
        self._surface.point_at(placed.block.key if placed is not None else None)
        if placed is not None and self._is_on_start(placed, at):
            self._surface.setCursor(Qt.CursorShape.PointingHandCursor)
            return
        is_edge = (
            placed is not None
            and self._surface.proposed_at(at) is None
            and placed.block.can_change
            and self._surface.axis.part_at(placed, at) is not BlockPart.BODY
        )
        shape = Qt.CursorShape.SizeVerCursor if is_edge else Qt.CursorShape.ArrowCursor
        self._surface.setCursor(shape)
