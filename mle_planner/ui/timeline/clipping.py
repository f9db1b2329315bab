"""Copy, cut, paste and repeat on the axis, by key or from the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.timeline.content import AxisBlock
from mle_planner.ui.timeline.copying import (
    clip_of,
    clips_on_clipboard,
    pasted,
    put_on_clipboard,
    text_on_clipboard,
)
from mle_planner.ui.timeline.requests import Clip, Copy, Delete, Paste

if TYPE_CHECKING:
    from mle_planner.ui.timeline.selection import Mark
    from mle_planner.ui.timeline.surface import AxisSurface


def chosen(surface: AxisSurface) -> list[AxisBlock]:
    """Return the chosen blocks that can be copied: the one that runs has no end yet."""
    if not surface.content.takes(Copy):
        return []
    found = (surface.content.find(key) for key in sorted(surface.selection.keys))
    return [block for block in found if block is not None and not block.is_running]


def copy(surface: AxisSurface) -> None:
    """Put what is chosen on the clipboard."""
    blocks = chosen(surface)
    if blocks:
        put_on_clipboard(blocks, surface.content)


def cut(surface: AxisSurface) -> None:
    """Put what is chosen on the clipboard and delete it."""
    blocks = [block for block in chosen(surface) if block.can_change]
    if blocks:
        put_on_clipboard(blocks, surface.content)
        surface.ask(Delete(tuple(block.key for block in blocks)))


def can_paste(surface: AxisSurface) -> bool:
    """Whether there is something on the clipboard that can become a block here."""
    if not surface.content.takes(Paste):
        return False
    return bool(clips_on_clipboard() or text_on_clipboard())


def paste(surface: AxisSurface) -> None:
    """Paste blocks at the mark, or where they follow from; a line of text becomes a title."""
    if not surface.content.takes(Paste):
        return
    clips = clips_on_clipboard()
    if clips:
        _place(surface, clips)
    elif text := text_on_clipboard():
        surface.titles.begin_at_mark(text)


def paste_at(surface: AxisSurface, mark: Mark) -> None:
    """Paste at an empty time, which is marked by it."""
    surface.select(None)
    surface.put_mark(mark)
    paste(surface)


def repeat(surface: AxisSurface) -> None:
    """Put the same as what is chosen right behind it; the clipboard stays as it is."""
    _place(surface, tuple(clip_of(block) for block in chosen(surface)))


def repeat_one(surface: AxisSurface, block: AxisBlock) -> None:
    """Put the same as one block right behind it, whatever is chosen."""
    surface.select(block.key)
    repeat(surface)


def select_all(surface: AxisSurface) -> None:
    """Select all that can be changed on the lane of the current block, else on every lane."""
    here = surface.placed_current()
    surface.select_all(
        block.key
        for number, block in surface.content.blocks()
        if block.can_change and (here is None or number == here.lane)
    )


def _place(surface: AxisSurface, clips: tuple[Clip, ...]) -> None:
    if not clips:
        return
    blocks = chosen(surface)
    behind = max((block.span.end for block in blocks), default=None)
    placed = pasted(surface.content, clips, surface.selection.mark, behind)
    if placed:
        surface.ask(Paste(placed))
    else:
        surface.refused.emit(_("There is no free time for that here. Nothing was pasted."))
