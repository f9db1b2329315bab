"""The preview drawn over the blocks during a gesture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_face_text, clock_text
from mle_planner.core.i18n.gettext import joined_words
from mle_planner.core.model.work import Category
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.content import AxisBlock, AxisKey, LaneKind
from mle_planner.ui.timeline.model.layout import GUTTER_PX, AxisLayout
from mle_planner.ui.timeline.model.preview import Preview
from mle_planner.ui.timeline.model.selection import InsertionPoint
from mle_planner.ui.timeline.paint.box_picture import box_title
from mle_planner.ui.timeline.paint.painting import BlockPainter
from mle_planner.ui.widgets.painting import fill_only, fill_round, write_in
from mle_planner.ui.widgets.theme import current_theme

MARGIN_PX = 4.0
MARK_TEXT_PX = 16.0
MOST_RINGED = 6
ROOMY_PX = 40.0
WIDE_PX = 220.0
LINE_PX = 14.0
LABEL_PX = 18.0
LABEL_GAP_PX = 4.0
LABEL_WIDTH_PX = 118.0
PILL_LEFT_PX = 8.0
PILL_PX = 18.0


def preview_areas(layout: AxisLayout, preview: Preview) -> list[QRectF]:
    """Return everything a preview touches on the surface, old places included."""
    areas = [
        layout.area_of(*place) for place in (*preview.moved.values(), *preview.copied.values())
    ]
    for placed in layout.placed:
        if placed.block.key in preview.moved:
            areas.append(placed.area)
    areas += [
        box.area
        for box in layout.boxes
        if any(one.block.key in preview.moved for one in box.placed)
    ]
    if preview.draft is not None:
        areas.append(layout.area_of(*preview.draft))
    if preview.draft is not None and preview.task is not None:
        areas += [QRectF(0, y - PILL_PX, layout.width, 2 * PILL_PX) for y in _ends(layout, preview)]
    if (label := _label_area(layout, preview)) is not None:
        areas.append(label)
    return [area.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX) for area in areas]


def draw_preview(
    painter: QPainter, blocks: BlockPainter, layout: AxisLayout, preview: Preview
) -> None:
    """Draw the blocks where a gesture would put them, the first ones ringed, with new times.

    Rings, and words that change with every frame, are costly: where many blocks move, most are
    drawn as they were.
    """
    days = layout.content.days
    shown = (*_with_whole_boxes(layout, preview.moved), *_with_whole_boxes(layout, preview.copied))
    for number, (block, title, lane, span) in enumerate(shown):
        area = layout.area_of(lane, span)
        is_plain = number >= MOST_RINGED
        words = block.details if is_plain else times_text(span, days)
        look = blocks.look(area, title, words, block.category, is_solid=block.is_tracked)
        blocks.draw(painter, area, look)
        if not is_plain:
            blocks.draw_ring(painter, area, 2)
    if preview.draft is not None:
        _draw_draft(painter, blocks, layout, preview)
    if (label := _label_area(layout, preview)) is not None:
        _draw_label(painter, label, times_text(_foremost(preview)[1], days))


def _draw_draft(
    painter: QPainter, blocks: BlockPainter, layout: AxisLayout, preview: Preview
) -> None:
    """Draw the block that would be made: a task under its title, with its ends in the gutter."""
    assert preview.draft is not None
    (lane, span), task, days = preview.draft, preview.task, layout.content.days
    area, times = layout.area_of(lane, span), times_text(span, days)
    if task is None:
        is_solid = layout.content.lanes[lane].kind is LaneKind.ACTUAL
        look = blocks.look(area, times, "", Category.CODING, is_solid=is_solid)
    else:
        details = joined_words((times, task.details))
        look = blocks.look(area, task.title, details, task.category, is_solid=False)
        for instant, y in zip((span.start, span.end), _ends(layout, preview), strict=True):
            _draw_end(painter, layout, task.category, y, clock_face_text(instant, days.zone))
    blocks.draw_dashed(painter, area, look)


def _ends(layout: AxisLayout, preview: Preview) -> tuple[float, float]:
    assert preview.draft is not None
    lane, span = preview.draft
    scale = layout.scales[lane]
    return scale.y(span.start), scale.y(span.end)


def _draw_end(
    painter: QPainter, layout: AxisLayout, category: Category, y: float, text: str
) -> None:
    theme = current_theme()
    left, width = layout.in_gutter(PILL_LEFT_PX, GUTTER_PX - PILL_LEFT_PX - 3)
    painter.setPen(QPen(theme.color(category), 1, Qt.PenStyle.DashLine))
    first, last = (0.0, left) if layout.is_mirrored else (left + width, layout.width)
    painter.drawLine(QPointF(first, round(y) + 0.5), QPointF(last, round(y) + 0.5))
    pill = QRectF(left, y - PILL_PX / 2, width, PILL_PX)
    fill_round(painter, pill, 5, theme.color(category))
    write_in(painter, "label", "on_fill")
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _with_whole_boxes(
    layout: AxisLayout, places: Mapping[AxisKey, tuple[int, Span]]
) -> Iterator[tuple[AxisBlock, str, int, Span]]:
    """Yield the blocks of a preview with their titles; a box that moves whole is one of them."""
    content, done = layout.content, set[AxisKey]()
    for key, (lane, span) in places.items():
        block = content.find(key)
        if block is None or key in done:
            continue
        box = content.together(key)
        if len(box) == 1 or not box <= places.keys():
            yield block, block.title, lane, span
            continue
        done |= box
        spans = [places[one][1] for one in box]
        whole = Span(min(one.start for one in spans), max(one.end for one in spans))
        yield block, box_title(len(box)), lane, whole


def _foremost(preview: Preview) -> tuple[int, Span]:
    return preview.draft or next(iter((*preview.copied.values(), *preview.moved.values())))


def _label_area(layout: AxisLayout, preview: Preview) -> QRectF | None:
    """Return where the times stand beside a block that has no room for them; None if it has."""
    if preview.task is not None or not (preview.draft or preview.moved or preview.copied):
        return None  # the ends of a task stand in the gutter
    area = layout.area_of(*_foremost(preview))
    roomy = area.height() >= ROOMY_PX or (area.width() >= WIDE_PX and area.height() >= LINE_PX)
    if roomy:
        return None
    below = area.bottom() + LABEL_GAP_PX
    is_last = below + LABEL_PX > layout.height
    top = area.top() - LABEL_GAP_PX - LABEL_PX if is_last else below
    left = area.right() - LABEL_WIDTH_PX if layout.is_mirrored else area.left()
    return QRectF(left, top, LABEL_WIDTH_PX, LABEL_PX)


def _draw_label(painter: QPainter, area: QRectF, text: str) -> None:
    fill_round(painter, area, LABEL_PX / 2, current_theme().color(Category.CODING))
    write_in(painter, "small", "on_fill")
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def draw_insertion_point(painter: QPainter, layout: AxisLayout, point: InsertionPoint) -> None:
    """Draw the insertion point: a line across its lane, a dot where it begins, and the time."""
    lane = layout.content.lane_of(point.kind, point.at)
    if lane is None:
        return
    place, y = layout.places[lane], layout.scales[lane].y(point.at)
    accent = current_theme().color("accent")
    painter.setPen(QPen(accent, 2))
    painter.drawLine(QPointF(place.left, y), QPointF(place.left + place.width, y))
    fill_only(painter, accent)
    first = place.left + (place.width if layout.is_mirrored else 0)
    painter.drawEllipse(QPointF(first, y), 4, 4)
    painter.setPen(accent)
    painter.setFont(current_theme().font("label"))
    words = QRectF(place.left + 8, y + 2, place.width - 16, MARK_TEXT_PX)
    text = clock_text(point.at, layout.content.days.zone)
    foremost = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop  # Qt mirrors it itself
    painter.drawText(words, foremost, text)
