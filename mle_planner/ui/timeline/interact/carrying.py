"""A task that keys carry over the axis, as the mouse drags one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent

from mle_planner.core.model.work import TaskId
from mle_planner.ui.timeline.interact.gestures import DropGesture, step_of
from mle_planner.ui.timeline.interact.pointer import Pointer
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.preview import TaskDraft
from mle_planner.ui.timeline.paint.canvas import AxisCanvas
from mle_planner.ui.widgets.keys import PRESSING, sideways

_HOUR_MIN = 60


class Carrying:
    """Up and Down move the task in time, Left and Right to another day, Enter puts it down.

    Page Up and Page Down move it by an hour; Alt makes the steps fine, and Shift asks neighbours
    to make room, as with the mouse. Esc, or leaving the axis, puts it back.
    """

    def __init__(self, surface: AxisCanvas, pointer: Pointer) -> None:
        self._surface = surface
        self._pointer = pointer
        self._gesture: DropGesture | None = None
        self._task_id: TaskId | None = None
        self._done: Callable[[], None] = lambda: None

    def begin(
        self,
        task_id: TaskId,
        task: TaskDraft,
        place: tuple[int, datetime],
        done: Callable[[], None],
    ) -> None:
        """Pick a task up and show it on a lane at an instant; ``done`` is called at its end."""
        self._pointer.end(accept=False)
        self._surface.setFocus(Qt.FocusReason.OtherFocusReason)
        self._task_id, self._done = task_id, done
        self._gesture = self._pointer.begin_drop(task)
        self._place(*place, Qt.KeyboardModifier.NoModifier)

    def take_key(self, event: QKeyEvent) -> bool:
        """Take a key while a task is carried; False where none is."""
        gesture = self._gesture
        if gesture is None or self._pointer.gesture is not gesture or gesture.start is None:
            return False
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in PRESSING or key == Qt.Key.Key_Escape:
            self._end(is_placed=key != Qt.Key.Key_Escape)
            return True
        step = step_of(modifiers)
        minutes = {
            Qt.Key.Key_Up: -step,
            Qt.Key.Key_Down: step,
            Qt.Key.Key_PageUp: -_HOUR_MIN,
            Qt.Key.Key_PageDown: _HOUR_MIN,
        }.get(key, 0)
        direction = sideways(key) or 0
        if minutes or direction:
            lane, start = self._beside(gesture, gesture.start, direction)
            self._place(lane, start + timedelta(minutes=minutes), modifiers)
        return True

    def _beside(
        self, gesture: DropGesture, start: datetime, direction: int
    ) -> tuple[int, datetime]:
        """Return the lane and instant one day on or back, at the same time on the wall."""
        content, lane = self._surface.content, gesture.lane
        number = lane + direction
        if not direction or not 0 <= number < len(content.lanes):
            return lane, start
        target = content.lanes[number]
        if target.span.end <= content.now or target.day == content.lanes[lane].day:
            return lane, start
        minute = content.days.minute_of(start, content.lanes[lane].day)
        return number, content.days.instant(target.day, minute)

    def _place(self, lane: int, start: datetime, modifiers: Qt.KeyboardModifier) -> None:
        gesture, surface = self._gesture, self._surface
        assert gesture is not None
        gesture.place(lane, start, modifiers)
        self._pointer.show_gesture()
        draft = surface.preview.draft
        if draft is None:
            return
        surface.reveal_requested.emit(surface.axis.area_of(*draft))
        surface.setAccessibleDescription(times_text(draft[1], surface.content.days))
        if QAccessible.isActive():
            event = QAccessibleEvent(surface, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)

    def _end(self, *, is_placed: bool) -> None:
        task_id, done = self._task_id, self._done
        self._gesture, self._task_id = None, None
        self._surface.setAccessibleDescription("")
        if is_placed and task_id is not None:
            self._pointer.place_task(task_id)
        else:
            self._pointer.end(accept=False)
        done()
