"""Keys on the axis: they make the same requests as the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.free_time import STEP_MIN
from mle_planner.core.plan.move_spans import snap_to_step
from mle_planner.ui.timeline.interact.title_editor import TitleEditing
from mle_planner.ui.timeline.model.changes import (
    move_block,
    move_to_other_day,
    move_together,
    stretch_changes,
    stretch_span,
)
from mle_planner.ui.timeline.model.content import AxisBlock, AxisKey, BlockPart
from mle_planner.ui.timeline.model.layout import BlockArea
from mle_planner.ui.timeline.model.requests import (
    Assign,
    Confirm,
    Copy,
    Delete,
    Merge,
    MoveAway,
    Rearrange,
    Rename,
    Split,
    Start,
    Stop,
    Tick,
    tick_request,
    timer_request,
)
from mle_planner.ui.timeline.paint.canvas import AxisCanvas
from mle_planner.ui.widgets.keys import ENTER, sideways

if TYPE_CHECKING:
    from mle_planner.ui.timeline.paint.proposal_picture import ProposalPicture

STEP = timedelta(minutes=STEP_MIN)
VERTICAL = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
CTRL = Qt.KeyboardModifier.ControlModifier

_SCROLLING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
EDITING = (*ENTER, Qt.Key.Key_F2)
ZOOM = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}

_NEEDED: Mapping[Qt.Key, type] = {
    **dict.fromkeys(EDITING, Rename),
    **dict.fromkeys((Qt.Key.Key_Delete, Qt.Key.Key_Backspace), Delete),
    Qt.Key.Key_Space: Rename,
    Qt.Key.Key_C: Confirm,
    Qt.Key.Key_L: Assign,
    Qt.Key.Key_D: Tick,
    Qt.Key.Key_X: Split,
    Qt.Key.Key_M: Merge,
}
"""What a key requests of the selected block."""
_OF_SELECTION = (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_D)
"""The keys that with Ctrl are about the selected blocks."""


def handle_key(surface: AxisCanvas, titles: TitleEditing, event: QKeyEvent) -> bool:
    """Handle a key; return False for keys that mean nothing here.

    While it is held, only arrows, the keys that scroll and a zoom are repeated.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if key == Qt.Key.Key_Escape and titles.editor is not None:  # a refused text, left open
        titles.give_up()
        return True
    if key in VERTICAL or sideways(key) is not None:
        return _arrow(surface, key, modifiers)
    if modifiers & CTRL and _zoom(surface, key):
        return True
    if event.isAutoRepeat():
        return key not in _SCROLLING
    if modifiers & CTRL:
        return _clip(surface, titles, key, modifiers)
    if key in EDITING and modifiers & Qt.KeyboardModifier.ShiftModifier:
        return _edit_times(surface, titles) or _refuse_without_block(surface, Rename)
    return False if alt else _act(surface, titles, key)


def _arrow(surface: AxisCanvas, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & CTRL:
        return False
    if alt:
        done = _stretch(surface, key) if shift else _move(surface, key)
        return done or _refuse_without_block(surface, Rearrange)
    if surface.proposed is not None and not shift:
        return _choose_proposed(surface, surface.proposed, key)
    return _choose_beside(surface, key, extend=shift)


def _choose_proposed(surface: AxisCanvas, proposed: ProposalPicture, key: Qt.Key) -> bool:
    """Select the next proposed block: while a plan waits, arrows move between its blocks."""
    if key in VERTICAL:
        found = proposed.beside(surface.chosen_item, VERTICAL[key])
    else:
        found = proposed.across(surface.chosen_item, sideways(key) or 0)
    if found is not None:
        surface.choose_proposed(found.item)
    return True


def _zoom(surface: AxisCanvas, key: Qt.Key) -> bool:
    if key not in ZOOM:
        return False
    surface.zoom_requested.emit(ZOOM[key])
    return True


def _clip(
    surface: AxisCanvas, titles: TitleEditing, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> bool:
    if modifiers & ~(CTRL | Qt.KeyboardModifier.KeypadModifier):
        return False
    from mle_planner.ui.timeline.interact import clipping

    handlers: dict[Qt.Key, Callable[[AxisCanvas], None]] = {
        Qt.Key.Key_C: clipping.copy,
        Qt.Key.Key_X: clipping.cut,
        Qt.Key.Key_V: lambda axis: clipping.paste(axis, titles),
        Qt.Key.Key_D: clipping.duplicate,
        Qt.Key.Key_A: clipping.select_all,
    }
    if key not in handlers:
        return False
    if key in _OF_SELECTION and surface.current_block() is None:
        return _refuse_without_block(surface, Copy)
    handlers[key](surface)
    return True


def _edit_times(surface: AxisCanvas, titles: TitleEditing) -> bool:
    block = surface.current_block()
    if block is not None:
        titles.edit(block.key, with_times=True)
    return block is not None


def _act_on_mark(surface: AxisCanvas, titles: TitleEditing, key: Qt.Key) -> bool:
    if surface.selection.insertion_point is None:
        return False
    if key == Qt.Key.Key_Escape:
        surface.set_insertion_point(None)
    elif key in EDITING:
        return titles.begin_at_mark()
    else:
        return False
    return True


def _refuse_without_block(surface: AxisCanvas, request: type | None) -> bool:
    """Say that nothing is selected, if a request of this kind needs that; return if it was said."""
    if request is None or not surface.content.takes(request) or surface.chosen_item is not None:
        return False
    surface.refused.emit(_("Nothing is selected. Click a block or press an arrow key first."))
    return True


def _act(surface: AxisCanvas, titles: TitleEditing, key: Qt.Key) -> bool:
    block = surface.current_block()
    if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        return _choose_end(surface, -1 if key == Qt.Key.Key_End else 0)
    if block is None:
        return (
            _act_on_mark(surface, titles, key)
            or (key == Qt.Key.Key_D and _finish_running(surface))
            or _refuse_without_block(surface, _NEEDED.get(key))
        )
    if (request := _request_by_letter(surface, block, key)) is not None:
        surface.ask(request)
    elif key == Qt.Key.Key_L and surface.content.takes(Assign):
        surface.assign_requested.emit(block)
    elif key in EDITING:
        titles.edit(block.key)
    elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        _delete(surface, block)
    elif key == Qt.Key.Key_Space:
        surface.peek_requested.emit(block)
    elif key == Qt.Key.Key_X and block.can_change and not block.box:
        surface.ask(Split(block.key, _middle(surface, block)))
    elif key == Qt.Key.Key_M and block.can_change:
        _merge(surface, block)
    elif key == Qt.Key.Key_Escape:
        surface.select(None)
    else:
        return _refuse_letter(surface, block, key)
    return True


def _finish_running(surface: AxisCanvas) -> bool:
    running = next((block for _, block in surface.content.blocks() if block.is_running), None)
    if running is None or running.task is None or surface.chosen_item is not None:
        return False
    surface.ask(Tick(running.task.id, is_done=True))
    return True


def _refuse_letter(surface: AxisCanvas, block: AxisBlock, key: Qt.Key) -> bool:
    """Say why a letter does nothing on the selected block; return False if it means nothing."""
    takes, sentence = surface.content.takes, ""
    if key in (Qt.Key.Key_X, Qt.Key.Key_M) and not block.can_change:
        surface.refuse_change()
        return True
    if key == Qt.Key.Key_C and takes(Confirm):
        sentence = _("This is tracked already.")
    elif key == Qt.Key.Key_D and takes(Tick):
        sentence = _("This block has no task to finish. L assigns it to one.")
    elif key == Qt.Key.Key_X:
        sentence = _("Small tasks in one block cannot be split.")
    if sentence:
        surface.refused.emit(sentence)
    return bool(sentence)


def _request_by_letter(
    surface: AxisCanvas, block: AxisBlock, key: Qt.Key
) -> Start | Stop | Confirm | Tick | None:
    takes = surface.content.takes
    if key == Qt.Key.Key_S and takes(Start):
        return timer_request(block)
    if key == Qt.Key.Key_C and not block.is_tracked and takes(Confirm):
        return Confirm(block.key)
    return tick_request(block) if key == Qt.Key.Key_D and takes(Tick) else None


def _middle(surface: AxisCanvas, block: AxisBlock) -> datetime:
    content = surface.content
    if block.span.contains(content.now) and not block.is_running:
        return snap_to_step(content.now, STEP_MIN, content.days.zone)
    return snap_to_step(block.span.start + block.span.duration / 2, STEP_MIN, content.days.zone)


def _delete(surface: AxisCanvas, block: AxisBlock) -> None:
    keys = surface.selection.keys
    order = [placed.block.key for placed in _in_order(surface, _lane_of(surface, block))]
    at = order.index(block.key)
    left = [key for key in (*order[at:], *reversed(order[:at])) if key not in keys]
    surface.selection.prefer(left[0] if left else None)
    surface.ask(Delete(tuple(sorted(keys))))


def _merge(surface: AxisCanvas, block: AxisBlock) -> None:
    keys = set(surface.selection.keys)
    if len(keys) == 1:
        order = _in_order(surface, _lane_of(surface, block))
        later = [
            placed.block.key
            for placed in order
            if placed.block.span.start >= block.span.end
            and placed.block.is_tracked == block.is_tracked
            and placed.block.can_change
        ]
        keys |= set(later[:1])
    surface.ask(Merge(tuple(sorted(keys))))


def _lane_of(surface: AxisCanvas, block: AxisBlock) -> int:
    return next(surface.axis.places_of(block.key)).lane


def _move(surface: AxisCanvas, key: Qt.Key) -> bool:
    block = surface.current_block()
    if block is None:
        return False
    content, keys = surface.content, surface.selection.keys
    if len(keys) == 1 and not block.can_change:
        surface.refuse_change()
        return True
    by_days = sideways(key)
    if by_days is not None and content.is_one_day:
        return move_away(surface, by_days)
    if by_days is not None:
        changes = move_together(content, keys, ZERO, by_days=by_days)
    elif len(keys) > 1:
        changes = move_together(content, keys, VERTICAL[key] * STEP, neighbours=surface.neighbours)
    elif block.can_change and not block.is_running:
        lane = content.lanes[_lane_of(surface, block)]
        new = block.span.moved(VERTICAL[key] * STEP)
        changes = move_block(content, lane, block, new, surface.neighbours)
    else:
        changes = {}
    _ask(surface, block, changes)
    return True


def move_away(surface: AxisCanvas, by_days: int) -> bool:
    """Move the selected blocks to a day that is not shown, some days away."""
    content = surface.content
    changes = move_to_other_day(content, surface.selection.keys, by_days)
    if changes:
        surface.ask(MoveAway(changes, content.lanes[0].day + by_days * DAY))
    return True


def _stretch(surface: AxisCanvas, key: Qt.Key) -> bool:
    block = surface.current_block()
    if block is None:
        return False
    if not block.can_change:
        surface.refuse_change()
    if not block.can_change or block.box:
        return True
    part = BlockPart.END if key in VERTICAL else BlockPart.START
    by = (VERTICAL[key] if key in VERTICAL else sideways(key) or 0) * STEP
    edge = (block.span.end if part is BlockPart.END else block.span.start) + by
    new = stretch_span(block.span, part, edge, STEP)
    lane = surface.content.lanes[_lane_of(surface, block)]
    changes = stretch_changes(surface.content, lane, block.key, new, part, surface.neighbours)
    _ask(surface, block, changes)
    return True


def _ask(surface: AxisCanvas, block: AxisBlock, changes: dict[AxisKey, Span]) -> None:
    if changes:
        surface.ask(Rearrange(block.key, changes, is_nudge=True))


def _choose_beside(surface: AxisCanvas, key: Qt.Key, *, extend: bool) -> bool:
    here = surface.placed_current()
    if here is None:
        point = surface.selection.insertion_point
        found = surface.axis.nearest_block(point.at if point else surface.content.now)
    elif key in VERTICAL:
        order = _in_order(surface, here.lane)
        at = order.index(here) + VERTICAL[key]
        found = order[at] if 0 <= at < len(order) else None
    else:
        found = _neighbour_beside(surface, here, sideways(key) or 0)
    if found is not None:
        surface.select(found.block.key, extend=extend)
    return found is not None or here is not None


def _in_order(surface: AxisCanvas, lane: int) -> list[BlockArea]:
    found = [placed for placed in surface.axis.placed if placed.lane == lane]
    return sorted(found, key=lambda placed: (placed.block.shown, placed.area.left()))


def _neighbour_beside(surface: AxisCanvas, here: BlockArea, direction: int) -> BlockArea | None:
    """Return the block nearest in height on the next lane that holds any."""
    lane = here.lane + direction
    while 0 <= lane < len(surface.content.lanes):
        order = _in_order(surface, lane)
        if order:
            top = here.area.top()
            return min(order, key=lambda placed: abs(placed.area.top() - top))
        lane += direction
    return None


def _choose_end(surface: AxisCanvas, at: int) -> bool:
    current = surface.current_block()
    order = _in_order(surface, _lane_of(surface, current) if current else 0)
    if order:
        surface.select(order[at].block.key)
    return bool(order)
