"""What is drawn over the stored blocks while a gesture goes on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from mle_planner.core.model import Category
from mle_planner.ui.timeline.content import LaneKind, times_text
from mle_planner.ui.timeline.layout import AxisLayout
from mle_planner.ui.timeline.painting import BlockPainter
from mle_planner.ui.timeline.preview import Preview

MARGIN_PX = 4.0


def preview_areas(layout: AxisLayout, preview: Preview) -> list[QRectF]:
    """Return everything a preview touches on the surface, old places included."""
    areas = [
        layout.area_of(*place) for place in (*preview.moved.values(), *preview.copied.values())
    ]
    for placed in layout.placed:
        if placed.block.key in preview.moved or placed.block.key in preview.caught:
            areas.append(placed.area)
    if preview.draft is not None:
        areas.append(layout.area_of(*preview.draft))
    if preview.band is not None:
        areas.append(preview.band)
    return [area.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX) for area in areas]


def draw_preview(
    painter: QPainter, blocks: BlockPainter, layout: AxisLayout, preview: Preview
) -> None:
    """Draw the blocks where a gesture would put them, with their new times."""
    days = layout.content.days
    for key, (lane, span) in (*preview.moved.items(), *preview.copied.items()):
        block = layout.content.find(key)
        if block is None:
            continue
        area = layout.area_of(lane, span)
        words = times_text(span, days)
        look = blocks.look(area, block.title, words, block.category, is_solid=block.is_tracked)
        blocks.draw(painter, area, look)
        blocks.draw_ring(painter, area, "accent", 2)
    if preview.draft is not None:
        lane, span = preview.draft
        area = layout.area_of(lane, span)
        is_solid = layout.content.lanes[lane].kind is LaneKind.ACTUAL
        look = blocks.look(area, times_text(span, days), "", Category.CODING, is_solid=is_solid)
        blocks.draw_dashed(painter, area, look)
    if preview.band is not None:
        _draw_band(painter, blocks, preview.band)


def _draw_band(painter: QPainter, blocks: BlockPainter, band: QRectF) -> None:
    fill = blocks.theme.color("accent")
    fill.setAlphaF(0.12)
    painter.setBrush(fill)
    painter.setPen(QPen(blocks.theme.color("accent"), 1))
    painter.drawRect(band)
