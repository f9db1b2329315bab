"""The tooltip of the block under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import duration_text
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.content import AxisContent
from mle_planner.ui.timeline.paint.canvas import AxisCanvas


def words_at(surface: AxisCanvas, at: QPointF) -> tuple[str, QRectF] | None:
    """Return the tooltip at a point and the area it holds for; None without one."""
    proposed = surface.proposed_at(at)
    if proposed is not None:
        item = proposed.item
        lines = [item.title, span_words(item.span, surface.content), proposed.origin, item.reason]
        return "\n".join(line for line in lines if line), proposed.area
    placed = surface.axis.block_at(at)
    if placed is None:
        return None
    block = placed.block
    reason = block.item.reason if block.item else ""
    lines = [block.title, span_words(block.span, surface.content), block.details, reason]
    return "\n".join(line for line in lines if line), placed.area


def span_words(span: Span, content: AxisContent) -> str:
    """Return a stretch as its times and its length."""
    return f"{times_text(span, content.days)}, {duration_text(span.duration)}"
