"""A plan not yet accepted, drawn as a difference from the plan there is."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from mle_planner.core.snapshots import Proposal, ProposedItem
from mle_planner.ui.timeline.content import AxisBlock, LaneKind, times_text
from mle_planner.ui.timeline.layout import AxisLayout
from mle_planner.ui.timeline.overlap_layout import side_by_side
from mle_planner.ui.timeline.painting import BlockPainter

OLD_SHARE = 0.3
GAP_PX = 3.0


class PlacedProposed(NamedTuple):
    """A proposed block and where it stands."""

    item: ProposedItem
    lane: int
    area: QRectF


class ProposalPicture:
    """Where a proposal's blocks stand over a layout, and what becomes of the present ones.

    What the plan leaves as it is looks as it is. What it would remove is struck through and,
    where something new takes its time, narrowed to a strip at the left, so that both can be
    read.
    """

    def __init__(self, layout: AxisLayout, proposal: Proposal) -> None:
        self._layout = layout
        replaced = set(proposal.replaced_keys)
        items = {(item.title, item.span): item for item in proposal.items}
        self._kept = {
            block.key
            for _, block in layout.content.blocks()
            if block.key in replaced and (block.title, block.span) in items
        }
        kept_places = {
            (block.title, block.span)
            for _, block in layout.content.blocks()
            if block.key in self._kept
        }
        self._new = [item for place, item in items.items() if place not in kept_places]
        self._struck = replaced - self._kept
        self._narrowed = {
            block.key
            for _, block in layout.content.blocks()
            if block.key in self._struck
            and any(item.span.overlaps(block.shown) for item in self._new)
        }
        self.placed = tuple(self._placed())

    def is_struck(self, block: AxisBlock) -> bool:
        """Whether the plan would take a block away."""
        return block.key in self._struck

    def area_of(self, block: AxisBlock, area: QRectF) -> QRectF:
        """Return where a present block is drawn while the proposal is shown."""
        if block.key not in self._narrowed:
            return area
        return QRectF(area.left(), area.top(), round(area.width() * OLD_SHARE), area.height())

    def draw(self, painter: QPainter, blocks: BlockPainter, dirty: QRectF) -> None:
        """Draw the new blocks, dashed."""
        days = self._layout.content.days
        for one in self.placed:
            if not one.area.intersects(dirty):
                continue
            project = f" · {one.item.project.name}" if one.item.project else ""
            details = times_text(one.item.span, days) + project
            category = one.item.activity.category
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blocks.theme.color("surface"))
            painter.drawRect(one.area)
            look = blocks.look(one.area, one.item.title, details, category, is_solid=False)
            blocks.draw_dashed(painter, one.area, look)

    def _placed(self) -> list[PlacedProposed]:
        found: list[PlacedProposed] = []
        for number, lane in enumerate(self._layout.content.lanes):
            if lane.kind is LaneKind.ACTUAL:
                continue
            items = [
                (item, part)
                for item in self._new
                if (part := item.span.clipped_to(lane.span)) is not None
            ]
            columns = side_by_side([part for _, part in items])
            for (item, part), column in zip(items, columns, strict=True):
                room = self._room(number, item, self._layout.area_of(number, part))
                left = room.left() + column.left * room.width()
                width = (column.right - column.left) * room.width()
                area = QRectF(round(left), room.top(), round(width), room.height())
                found.append(PlacedProposed(item, number, area))
        return found

    def _room(self, number: int, item: ProposedItem, whole: QRectF) -> QRectF:
        """Return the part of the lane for a new block: what a struck one leaves."""
        lane = self._layout.content.lanes[number]
        is_beside = any(
            block.key in self._narrowed and block.shown.overlaps(item.span) for block in lane.blocks
        )
        if not is_beside:
            return whole
        return whole.adjusted(round(whole.width() * OLD_SHARE) + GAP_PX, 0, 0, 0)
