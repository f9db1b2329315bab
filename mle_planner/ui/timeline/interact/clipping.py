"""Copy, cut, paste and duplicate on the axis, and the blocks on the clipboard."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import ActivityId, TaskId, Work
from mle_planner.core.plan.move_spans import SpanGroup, nearest_shift
from mle_planner.core.typed.title import one_line
from mle_planner.ui.timeline.interact.title_editor import TitleEditing
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.changes import on_day
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, LaneKind
from mle_planner.ui.timeline.model.requests import Clip, Copy, Delete, Paste, work_of
from mle_planner.ui.timeline.model.selection import InsertionPoint
from mle_planner.ui.timeline.paint.canvas import AxisCanvas

BLOCKS_MIME = "application/x-planner-blocks"
"""A JSON list of blocks, as `_to_json` returns them."""

MOST_CLIPS = 200


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


# -- the clipboard -------------------------------------------------------------------------------


def put_on_clipboard(blocks: Sequence[AxisBlock], content: AxisContent) -> None:
    """Copy blocks; other programs get a line of text for each."""
    ordered = sorted(blocks, key=lambda block: block.span)
    carried = QMimeData()
    lines = [_to_json(clip_of(block)) for block in ordered]
    carried.setData(BLOCKS_MIME, QByteArray(json.dumps(lines).encode()))
    carried.setText(
        "\n".join(f"{times_text(block.span, content.days)} {block.title}" for block in ordered)
    )
    QGuiApplication.clipboard().setMimeData(carried)


def clips_on_clipboard() -> tuple[Clip, ...]:
    """Return the blocks that were copied; nothing where it is something else."""
    carried: QMimeData | None = QGuiApplication.clipboard().mimeData()  # not on every desktop
    if carried is None or not carried.hasFormat(BLOCKS_MIME):
        return ()
    try:
        lines = json.loads(bytes(carried.data(BLOCKS_MIME).data()))
        return tuple(_read(line) for line in lines[:MOST_CLIPS])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return ()  # another program may write anything under the name


def text_on_clipboard() -> str:
    """Return the first line of copied text, which may become a title."""
    lines = QGuiApplication.clipboard().text().strip().splitlines()
    return one_line(lines[0]) if lines else ""


def clip_of(block: AxisBlock) -> Clip:
    about = block.item or block.entry
    return Clip(
        work_of(block, block.span),
        block.is_tracked,
        activity=block.activity.name,
        project=about.project.name if about and about.project else "",
        task=about.task.title if about and about.task else "",
    )


def _to_json(clip: Clip) -> dict[str, Any]:
    work = clip.work
    return {
        "start": work.span.start.isoformat(),
        "end": work.span.end.isoformat(),
        "title": work.title,
        "activity": clip.activity,
        "project": clip.project,
        "task": clip.task,
        "task_id": work.task_id,
        "pinned": work.pinned,
        "tracked": clip.is_tracked,
    }


def _read(line: dict[str, Any]) -> Clip:
    start, end = (datetime.fromisoformat(line[name]) for name in ("start", "end"))
    title, activity, project, task = (
        one_line(str(line[name])) for name in ("title", "activity", "project", "task")
    )
    task_id = None if line["task_id"] is None else TaskId(int(line["task_id"]))
    work = Work(Span(start, end), title, ActivityId(0), task_id, pinned=bool(line["pinned"]))
    return Clip(work, bool(line["tracked"]), activity, project, task)


# -- where they are pasted -----------------------------------------------------------------------


def place_clips(
    content: AxisContent,
    clips: Sequence[Clip],
    point: InsertionPoint | None,
    behind: datetime | None,
) -> tuple[Clip, ...]:
    """Return the copies at their places; nothing where there is no room for them.

    The first begins at the insertion point. Without one they keep their times on another day
    that is shown; on their own day they follow ``behind``, in the next time that is free. What
    was tracked is planned where it ends up ahead, or on the plan's own lane.
    """
    if not clips or not content.lanes:
        return ()
    reach = _reach(clips)
    if point is not None:
        by_days, by = 0, point.at - reach.start
    else:
        by_days = _days_to(content, reach.start)
        by = ZERO if by_days else _behind(content, reach, behind or reach.end) - reach.start
    placed = []
    for clip in clips:
        span = on_day(content.days, clip.work.span, by_days).moved(by)
        is_past = span.end <= content.now
        wants_track = clip.is_tracked if point is None else point.tracks(is_tracked=clip.is_tracked)
        placed.append(_at(clip, span)._replace(is_tracked=wants_track and is_past))
    if point is not None and point.kind is LaneKind.ACTUAL:
        placed = [clip._replace(is_tracked=True) for clip in placed]
    shift = nearest_shift(ZERO, _groups(content, placed))
    if shift is None:
        return ()
    return tuple(_at(clip, clip.work.span.moved(shift)) for clip in placed)


def _at(clip: Clip, span: Span) -> Clip:
    return clip._replace(work=replace(clip.work, span=span))


def _reach(clips: Iterable[Clip]) -> Span:
    spans = [clip.work.span for clip in clips]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _days_to(content: AxisContent, start: datetime) -> int:
    """Return how many days lie between where a copy was and a day that is shown."""
    day, shown = content.days.date_of(start), [lane.day for lane in content.lanes]
    if day in shown:
        return 0
    same_weekday = [other for other in shown if other.weekday() == day.weekday()]
    return ((same_weekday or shown)[0] - day) // DAY


def _behind(content: AxisContent, reach: Span, start: datetime) -> datetime:
    """Return the first start from ``start`` on where the copies meet nothing that is planned."""
    for span in sorted(block.span for _lane, block in content.blocks() if not block.is_tracked):
        if span.overlaps(Span(start, start + reach.duration)):
            start = span.end
    return start


def _groups(content: AxisContent, clips: Sequence[Clip]) -> list[SpanGroup]:
    lanes = content.lanes
    whole = Span(lanes[0].span.start, lanes[-1].span.end)
    tracked = tuple(clip.work.span for clip in clips if clip.is_tracked)
    planned = tuple(clip.work.span for clip in clips if not clip.is_tracked)
    groups = [SpanGroup(planned, whole)] if planned else []
    if tracked:
        taken = tuple(block.span for _, block in content.blocks() if block.is_tracked)
        end = max(min(whole.end, content.now), whole.start + timedelta.resolution)
        groups.append(SpanGroup(tracked, Span(whole.start, end), taken))
    return groups
