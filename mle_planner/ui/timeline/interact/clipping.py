"""Copy, cut, paste and duplicate on the axis, by key or from the menu."""

from __future__ import annotations

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.timeline.interact.copying import (
    clip_of,
    clips_on_clipboard,
    place_clips,
    put_on_clipboard,
    text_on_clipboard,
)
from mle_planner.ui.timeline.interact.title_editor import TitleEditing
from mle_planner.ui.timeline.model.content import AxisBlock
from mle_planner.ui.timeline.model.requests import Clip, Copy, Delete, Paste
from mle_planner.ui.timeline.model.selection import InsertionPoint
from mle_planner.ui.timeline.paint.canvas import AxisCanvas


def selected_blocks(surface: AxisCanvas) -> list[AxisBlock]:
    """Return the selected blocks that can be copied; a running entry has no end yet."""
    if not surface.content.takes(Copy):
        return []
    found = (surface.content.find(key) for key in sorted(surface.selection.keys))
    return [block for block in found if block is not None and not block.is_running]


def copy(surface: AxisCanvas) -> None:
    blocks = selected_blocks(surface)
    if blocks:
        put_on_clipboard(blocks, surface.content)


def cut(surface: AxisCanvas) -> None:
    """Copy the selected blocks to the clipboard and delete them."""
    blocks = [block for block in selected_blocks(surface) if block.can_change]
    if blocks:
        put_on_clipboard(blocks, surface.content)
        surface.ask(Delete(tuple(block.key for block in blocks)))


def can_paste(surface: AxisCanvas) -> bool:
    """Whether there is something on the clipboard that can become a block here."""
    if not surface.content.takes(Paste):
        return False
    return bool(clips_on_clipboard() or text_on_clipboard())


def paste(surface: AxisCanvas, titles: TitleEditing) -> None:
    """Paste blocks at the insertion point, else where they follow; a line of text is a title."""
    if not surface.content.takes(Paste):
        return
    clips = clips_on_clipboard()
    if clips:
        _place(surface, clips)
    elif text := text_on_clipboard():
        titles.begin_at_mark(text)


def paste_at(surface: AxisCanvas, titles: TitleEditing, point: InsertionPoint) -> None:
    """Paste at an empty time, which is marked by it."""
    surface.select(None)
    surface.set_insertion_point(point)
    paste(surface, titles)


def duplicate(surface: AxisCanvas) -> None:
    """Duplicate the selected blocks right after themselves; the clipboard is not used."""
    _place(surface, tuple(clip_of(block) for block in selected_blocks(surface)))


def duplicate_one(surface: AxisCanvas, block: AxisBlock) -> None:
    """Select one block and duplicate it right after itself."""
    surface.select(block.key)
    duplicate(surface)


def select_all(surface: AxisCanvas) -> None:
    """Select all that can be changed on the lane of the current block, else on every lane."""
    here = surface.placed_current()
    surface.select_all(
        block.key
        for number, block in surface.content.blocks()
        if block.can_change and (here is None or number == here.lane)
    )


def _place(surface: AxisCanvas, clips: tuple[Clip, ...]) -> None:
    if not clips:
        return
    blocks = selected_blocks(surface)
    behind = max((block.span.end for block in blocks), default=None)
    placed = place_clips(surface.content, clips, surface.selection.insertion_point, behind)
    if placed:
        surface.ask(Paste(placed))
    else:
        surface.refused.emit(_("There is no free time for that here. Nothing was pasted."))
