"""Which cards of a list are marked, to be edited together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from mle_planner.core.model.work import TaskId
from mle_planner.ui.widgets.task_card import BaseTaskCard

_TOGGLE, _RANGE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class CardMarks:
    """The marked cards: Ctrl+click marks or unmarks one, Shift+click marks all up to it.

    Ctrl+Space works like Ctrl+click, Ctrl+A marks all, Esc none. ``cards`` returns the cards in
    their order.

    Attributes:
        focused: The task whose card had the focus last.
    """

    def __init__(self, cards: Callable[[], Sequence[BaseTaskCard]]) -> None:
        self._cards = cards
        self._ids: set[TaskId] = set()
        self.focused: TaskId | None = None
        self._before: TaskId | None = None

    def watch(self, card: BaseTaskCard) -> None:
        card.pressed.connect(self.press)
        card.released.connect(self.release)
        card.focused.connect(self.note_focus)

    def press(self, task_id: TaskId, held: Qt.KeyboardModifier) -> None:
        """Take a click on a card with the keys that are held."""
        start = self._before if self.focused == task_id else self.focused  # a click moved it
        if held & _RANGE and start is not None:
            self._ids |= set(self._between(start, task_id))
        elif held & _TOGGLE:
            if start is not None and not self._ids:
                self._ids.add(start)
            self._ids ^= {task_id}
        elif task_id not in self._ids:  # a press on a marked one may begin a drag of them all
            self._ids = set()
        self._before, self.focused = None, task_id
        self.show()

    def release(self, held: Qt.KeyboardModifier) -> None:
        """End a click that was no drag: without a key it leaves only its card chosen."""
        if not held & (_RANGE | _TOGGLE):
            self._ids = set()
            self.show()

    def note_focus(self, task_id: TaskId) -> None:
        """Note where the keys are: the card in focus is the first of those marked."""
        if task_id != self.focused:
            self._before, self.focused = self.focused, task_id

    def take_key(self, event: QKeyEvent, focused: TaskId) -> bool:
        """Take a key that changes what is marked; False for any other."""
        key, has_ctrl = event.key(), bool(event.modifiers() & _TOGGLE)
        if key == Qt.Key.Key_Escape and self._ids:
            self._ids.clear()
        elif has_ctrl and key == Qt.Key.Key_A:
            self._ids = {card.task_id for card in self._cards()}
        elif has_ctrl and key == Qt.Key.Key_Space:
            self._ids ^= {focused}
        else:
            return False
        self.show()
        return True

    def aim(self, task_id: TaskId) -> None:
        """Mark nothing else where a menu opens on a card that is not marked."""
        if task_id not in self._ids:
            self._ids.clear()
            self.show()

    def chosen(self) -> list[TaskId]:
        """Return the marked tasks in their order, else the one whose card had the focus last."""
        chosen: set[TaskId | None] = {*self._ids} or {self.focused}
        return [card.task_id for card in self._cards() if card.task_id in chosen]

    def show(self) -> None:
        """Let the cards look as they are marked; those that are gone are forgotten."""
        cards = self._cards()
        self._ids &= {card.task_id for card in cards}
        for card in cards:
            card.set_marked(card.task_id in self._ids)

    def _between(self, one: TaskId, other: TaskId) -> Sequence[TaskId]:
        ids = [card.task_id for card in self._cards()]
        if one not in ids or other not in ids:
            return [other]
        first, last = sorted((ids.index(one), ids.index(other)))
        return ids[first : last + 1]
