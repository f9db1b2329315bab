"""The axis for screen readers: a list with one item a block, each named and ready to act on.

Qt asks a factory for the interface of a widget. Interfaces of blocks are kept here as long as
their block is shown, because Qt holds no reference to Python's objects.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.plan.proposal import ProposedItem
from mle_planner.ui.timeline.interact.clipping import duplicate_one
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.block_words import spoken_proposed
from mle_planner.ui.timeline.model.content import AxisBlock, AxisKey
from mle_planner.ui.timeline.model.layout import BlockArea
from mle_planner.ui.timeline.model.requests import (
    Confirm,
    Copy,
    Delete,
    Start,
    Tick,
    tick_request,
    timer_request,
)
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.ui.timeline.paint.proposal_picture import PlacedProposed

SELECT = N_("Select")
EDIT = N_("Edit the title")
TIMES = N_("Edit the times")
REPEAT = N_("Duplicate")
START = N_("Start the timer")
STOP = N_("Stop the timer")
CONFIRM = N_("Track as planned")
DELETE = N_("Delete")
DONE = N_("Done")
REOPEN = N_("Reopen")
ACCEPT = N_("Accept this block")


_KEYS = {
    EDIT: "Return", TIMES: "Shift+Return", REPEAT: "Ctrl+D", START: "S", STOP: "S", CONFIRM: "C",
    DELETE: "Delete", DONE: "D", REOPEN: "D",
}  # fmt: skip


class AxisActions(QAccessibleActionInterface):
    """What can be done with one thing on the axis without a mouse or a key."""

    def __init__(self, place: PlacedInterface) -> None:
        super().__init__()
        self._place = place

    @override
    def localizedActionName(self, name: str) -> str:
        return _(name)

    @override
    def actionNames(self) -> list[str]:
        return list(self._place.offered())

    @override
    def doAction(self, actionName: str) -> None:
        act = self._place.offered().get(actionName)
        if act is not None:
            act()

    @override
    def keyBindingsForAction(self, actionName: str) -> list[str]:
        key = _KEYS.get(actionName, "")
        if actionName == ACCEPT:
            key = self._place.surface.shown_key("proposal.accept_one")
        return [key] if key else []


class PlacedInterface(QAccessibleInterface):
    """One thing on the axis, invalid once it is no longer there."""

    def __init__(self, surface: AxisSurface, lane: int) -> None:
        super().__init__()
        self.surface = surface
        self.lane = lane
        self.actions = AxisActions(self)

    def offered(self) -> dict[str, Callable[[], object]]:
        """Return what can be done now, by its name."""
        raise NotImplementedError

    @property
    def placed(self) -> BlockArea | PlacedProposed | None:
        """The thing where it is now; None when it is gone."""
        raise NotImplementedError

    def is_chosen(self) -> tuple[bool, bool]:
        """Return whether it is among what is selected, and whether it is the current one."""
        raise NotImplementedError

    @override
    def isValid(self) -> bool:
        return self.placed is not None

    @override
    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    @override
    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self.surface)

    @override
    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    @override
    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    @override
    def childCount(self) -> int:
        return 0

    @override
    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    @override
    def rect(self) -> QRect:
        placed = self.placed
        if placed is None:
            return QRect()
        corner = self.surface.mapToGlobal(placed.area.topLeft().toPoint())
        return QRect(corner, placed.area.size().toSize())

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Names come from the blocks; they are changed by editing those."""

    @override
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if self.placed is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.selected, is_current = self.is_chosen()
        state.focused = is_current and self.surface.hasFocus()
        return state

    @override
    def actionInterface(self) -> QAccessibleActionInterface:
        return self.actions


class BlockInterface(PlacedInterface):
    """One block: its name says title, activity, times, and whether planned or tracked.

    It stands for whatever block has its key on its lane.
    """

    def __init__(self, surface: AxisSurface, lane: int, key: AxisKey) -> None:
        super().__init__(surface, lane)
        self.key = key

    @property
    @override
    def placed(self) -> BlockArea | None:
        if not isValid(self.surface):
            return None
        places = self.surface.axis.places_of(self.key)
        return next((placed for placed in places if placed.lane == self.lane), None)

    @property
    def block(self) -> AxisBlock | None:
        """The block; None when it is gone."""
        placed = self.placed
        return placed.block if placed is not None else None

    @override
    def offered(self) -> dict[str, Callable[[], object]]:
        surface, block = self.surface, self.block
        if block is None:
            return {}
        key, ask, takes = block.key, surface.ask, surface.content.takes
        offered: dict[str, Callable[[], object]] = {SELECT: partial(surface.select, key)}
        tick = tick_request(block)
        if tick is not None and takes(Tick):
            offered[DONE if tick.is_done else REOPEN] = partial(ask, tick)
        if takes(Start):
            offered[STOP if block.has_timer else START] = partial(ask, timer_request(block))
        if not block.is_tracked and takes(Confirm):
            offered[CONFIRM] = partial(ask, Confirm(key))
        if block.can_change:
            offered[EDIT] = partial(surface.titles.edit, key)
            offered[TIMES] = partial(surface.titles.edit, key, with_times=True)
        if takes(Copy) and not block.is_running:
            offered[REPEAT] = partial(duplicate_one, surface, block)
        if block.can_change:
            offered[DELETE] = partial(ask, Delete((key,)))
        return offered

    @override
    def is_chosen(self) -> tuple[bool, bool]:
        selection = self.surface.selection
        return self.key in selection.keys, selection.current == self.key

    @override
    def text(self, t: QAccessible.Text) -> str:
        block = self.block
        if block is not None and t is QAccessible.Text.Name:
            return block.spoken
        if block is not None and t is QAccessible.Text.Description:
            return self.surface.content.why_words(block)
        return ""


class ProposedInterface(PlacedInterface):
    """One proposed block: its name says what, when, from where, and that it is proposed."""

    def __init__(self, surface: AxisSurface, lane: int, item: ProposedItem) -> None:
        super().__init__(surface, lane)
        self._item = item

    @property
    @override
    def placed(self) -> PlacedProposed | None:
        if not isValid(self.surface) or self.surface.proposed is None:
            return None
        return self.surface.proposed.of(self._item)

    @override
    def offered(self) -> dict[str, Callable[[], object]]:
        placed, surface = self.placed, self.surface
        if placed is None:
            return {}

        def accept() -> None:
            surface.choose_proposed(placed.item)
            surface.accept_one_requested.emit()

        return {SELECT: partial(surface.choose_proposed, placed.item), ACCEPT: accept}

    @override
    def is_chosen(self) -> tuple[bool, bool]:
        is_chosen = self.surface.chosen_item == self._item
        return is_chosen, is_chosen

    @override
    def text(self, t: QAccessible.Text) -> str:
        placed = self.placed
        if placed is not None and t is QAccessible.Text.Name:
            return spoken_proposed(placed.item, placed.origin, self.surface.content.days)
        if placed is not None and t is QAccessible.Text.Description:
            return placed.item.why
        return ""


class AxisInterface(QAccessibleWidget):
    """The axis as a list of its blocks, in the order in which they are drawn; then the proposed."""

    def __init__(self, surface: AxisSurface) -> None:
        super().__init__(surface, QAccessible.Role.List, surface.accessibleName())
        self._surface = surface
        self._children: dict[tuple[int, AxisKey | ProposedItem], PlacedInterface] = {}
        surface.layout_changed.connect(self.drop_gone)

    def interface_of(self, placed: BlockArea | PlacedProposed) -> PlacedInterface:
        """Return the interface of a block or a proposed one, always the same for its lane."""
        key = _key_of(placed)
        found = self._children.get(key)
        if found is None:
            if isinstance(placed, BlockArea):
                found = BlockInterface(self._surface, placed.lane, placed.block.key)
            else:
                found = ProposedInterface(self._surface, placed.lane, placed.item)
            self._children[key] = found
            QAccessible.registerAccessibleInterface(found)
        return found

    def _placed(self) -> tuple[BlockArea | PlacedProposed, ...]:
        proposed = self._surface.proposed
        return (*self._surface.axis.placed, *(proposed.placed if proposed is not None else ()))

    def drop_gone(self) -> None:
        """Forget blocks that are no longer shown.

        Qt's register is told first: it holds plain pointers, and one to an object that Python
        has freed would be followed when the application ends.
        """
        for key in self._children.keys() - set(map(_key_of, self._placed())):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(self._children.pop(key)))

    @override
    def childCount(self) -> int:
        return len(self._placed())

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        placed = self._placed()
        return self.interface_of(placed[index]) if 0 <= index < len(placed) else None

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at = self._surface.mapFromGlobal(QPoint(x, y)).toPointF()
        placed = self._surface.proposed_at(at) or self._surface.axis.block_at(at)
        return self.interface_of(placed) if placed is not None else None

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        there = child.placed if isinstance(child, PlacedInterface) else None
        return self._placed().index(there) if there is not None else -1

    @override
    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        surface = self._surface
        chosen = surface.proposed.of(surface.chosen_item) if surface.proposed else None
        placed = chosen or surface.placed_current()
        return self.interface_of(placed) if placed is not None else None

    @override
    def text(self, t: QAccessible.Text) -> str:
        return self._surface.accessibleName() if t is QAccessible.Text.Name else ""


def _key_of(placed: BlockArea | PlacedProposed) -> tuple[int, AxisKey | ProposedItem]:
    return placed.lane, placed.block.key if isinstance(placed, BlockArea) else placed.item


def announce_current(surface: AxisSurface) -> None:
    """Tell a screen reader, if one listens, that another block has the focus."""
    has_focus = surface.selection.current is not None or surface.chosen_item is not None
    if not QAccessible.isActive() or not has_focus:
        return
    child = QAccessible.queryAccessibleInterface(surface).focusChild()
    if isinstance(child, PlacedInterface):
        QAccessible.updateAccessibility(QAccessibleEvent(child, QAccessible.Event.Focus))
