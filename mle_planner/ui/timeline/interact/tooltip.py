"""The tooltip of the block under the pointer."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.ui.timeline.model.block_words import length_text, times_text
from mle_planner.ui.timeline.model.content import AxisContent
from mle_planner.ui.timeline.paint.canvas import AxisCanvas


def words_at(surface: AxisCanvas, at: QPointF) -> tuple[str, QRectF] | None:
    """Return the tooltip at a point and the area it holds for; None without one."""
    proposed = surface.proposed_at(at)
    if proposed is not None:
        item = proposed.item
        lines = [
            item.title,
            span_words(item.span, None, surface.content),
            proposed.origin,
            item.why,
        ]
        return "\n".join(line for line in lines if line), proposed.area
    placed = surface.axis.block_at(at)
    if placed is None:
        return _evidence_at(surface, at)
    block = placed.block
    reason = surface.content.why_words(block)
    when = span_words(block.span, block.entry, surface.content)
    details = " · ".join(
        part for part in block.details.split(" · ") if part not in when.split(", ")
    )
    has_dot = block.item is not None and block.item.calendar_color
    dot = _("The dot has the colour of the calendar.") if has_dot else ""
    lines = [block.title, when, details, dot, reason]
    if block.is_tracked and surface.content.evidence is not None:
        from mle_planner.ui.timeline.model.evidence_words import entry_words

        lines.append(entry_words(surface.content.evidence, block.shown))
    return "\n".join(line for line in lines if line), placed.area


def _evidence_at(surface: AxisCanvas, at: QPointF) -> tuple[str, QRectF] | None:
    picture, evidence = surface.evidence, surface.content.evidence
    if picture is None or not picture.strip.contains(at):
        return None
    from mle_planner.ui.timeline.model.evidence_words import commit_words, job_words, part_words

    days, spot = surface.content.days, QRectF(at.x() - 3, at.y() - 3, 6, 6)
    job = picture.job_at(at)
    if job is not None:
        return job_words(job, days), spot
    if evidence is None:
        return None
    commit = picture.commit_at(at)
    if commit is not None:
        return commit_words(commit, days), spot
    instant = surface.axis.instant_at(len(surface.axis.places) - 1, at.y())
    parts = evidence.parts_in(Span(instant, instant + timedelta(seconds=1)))
    if not parts:
        return None
    whole = next(
        part
        for part in evidence.coding.parts
        if part.start <= parts[0].start and parts[0].end <= part.end
    )
    return part_words(whole, days), spot


def span_words(span: Span, tracked: TrackedItem | None, content: AxisContent) -> str:
    return f"{times_text(span, content.days)}, {length_text(span, tracked)}"
