"""A plan not yet accepted, drawn as a difference from the plan there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.plan.late_words import due_words, moment_words
from mle_planner.core.plan.proposal import LateTask, Proposal, ProposedItem
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.ui.timeline.model.block_words import origin_text, times_text
from mle_planner.ui.timeline.model.boxes import PlacedBox, in_boxes
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, AxisKey, LaneKind
from mle_planner.ui.timeline.model.layout import AxisLayout
from mle_planner.ui.timeline.model.overlap_layout import side_by_side
from mle_planner.ui.timeline.paint.box_picture import BoxLine, BoxLook, draw_box
from mle_planner.ui.timeline.paint.painting import BlockPainter
from mle_planner.ui.widgets.painting import fill_only
from mle_planner.ui.widgets.theme import current_theme

OLD_SHARE = 0.3
GAP_PX = 3.0


class PlacedProposed(NamedTuple):
    """A proposed block, where it is, and in words where it comes from."""

    item: ProposedItem
    lane: int
    area: QRectF
    origin: str


def late_words(late: LateTask, content: AxisContent, start: datetime) -> str:
    """Return the line of a late block: "due today 17:00, done Thu 10:30".

    A block that starts on another day than today names the dates.
    """
    days, today = content.days, content.days.date_of(content.now)
    lasting = days.date_of(start) != today
    due = due_words(days, late.task, today, lasting=lasting)
    if late.finished is None:
        return _("due {due}, not finished", due=due)
    done = moment_words(days, late.finished, today, lasting=lasting)
    return _("due {due}, done {when}", due=due, when=done)


class ProposalPicture:
    """Where a proposal's blocks stand over a layout, and what becomes of the present ones.

    What the plan leaves as it is looks as it is. What it would remove is struck through and,
    where something new takes its time, narrowed to a strip where reading begins, so that both
    can be read.
    """

    def __init__(
        self, layout: AxisLayout, proposal: Proposal, origins: Mapping[int, PlannedItem]
    ) -> None:
        self._layout = layout
        self._origins = origins
        replaced = set(proposal.replaced_keys)
        places = {(item.title, item.span) for item in proposal.items}
        self._kept = {
            block.key
            for _, block in layout.content.blocks()
            if block.key in replaced and (block.title, block.span) in places
        }
        kept_places = {
            (block.title, block.span)
            for _, block in layout.content.blocks()
            if block.key in self._kept
        }
        self._new = [item for item in proposal.items if (item.title, item.span) not in kept_places]
        self._late = {late.task.id: late for late in proposal.late}
        self._struck = replaced - self._kept
        self._narrowed = {
            block.key
            for _, block in layout.content.blocks()
            if block.key in self._struck
            and any(item.span.overlaps(block.shown) for item in self._new)
        }
        self._strips = dict(self._place_strips())
        order = sorted(self._place_items(), key=lambda one: (one.lane, one.item.span))
        lanes = len(layout.content.lanes)
        self.placed, self._boxes = in_boxes(order, lambda one: one.item.box, lanes)

    def is_struck(self, block: AxisBlock) -> bool:
        return block.key in self._struck

    def area_of(self, block: AxisBlock, area: QRectF) -> QRectF:
        """Return where a present block is drawn while the proposal is shown."""
        left, width = self._strips.get((block.key, block.shown), (area.left(), area.width()))
        return QRectF(left, area.top(), width, area.height())

    def at(self, point: QPointF) -> PlacedProposed | None:
        found = next((one for one in self.placed if one.area.contains(point)), None)
        if found is not None:
            return found
        return next((box.placed[0] for box in self._boxes if box.area.contains(point)), None)

    def of(self, item: ProposedItem | None) -> PlacedProposed | None:
        """Return where a new block is."""
        return next((one for one in self.placed if one.item == item), None)

    def beside(self, item: ProposedItem | None, by: int) -> PlacedProposed | None:
        """Return the new block some places later; from none the first or the last one.

        None beyond either end.
        """
        here = self.of(item)
        order = sorted(self.placed, key=lambda one: (one.lane, one.item.span))
        at = (0 if by > 0 else len(order) - 1) if here is None else order.index(here) + by
        return order[at] if 0 <= at < len(order) else None

    def across(self, item: ProposedItem | None, by: int) -> PlacedProposed | None:
        """Return the new block nearest in height on the next lane, that way, which has any."""
        here = self.of(item)
        if here is None:
            return self.beside(None, by)
        lanes = sorted({one.lane for one in self.placed if (one.lane - here.lane) * by > 0})
        if not lanes:
            return None
        lane, top = lanes[0 if by > 0 else -1], here.area.top()
        return min(
            (one for one in self.placed if one.lane == lane),
            key=lambda one: abs(one.area.top() - top),
        )

    def draw(
        self, painter: QPainter, blocks: BlockPainter, dirty: QRectF, chosen: ProposedItem | None
    ) -> None:
        """Draw the new blocks, dashed; the chosen one with a ring."""
        days = self._layout.content.days
        for box in self._boxes:
            if box.area.adjusted(-4, -4, 4, 4).intersects(dirty):
                self._draw_box(painter, blocks, box, chosen)
        boxed = {one.item.id for box in self._boxes for one in box.placed}
        for one in self.placed:
            if one.item.id in boxed or not one.area.intersects(dirty):
                continue
            project = one.item.project.name if one.item.project else ""
            parts = [times_text(one.item.span, days), one.origin, project]
            if self._layout.content.lanes[one.lane].kind is LaneKind.MIXED:
                parts[:2] = parts[1::-1]  # in a narrow column the end is cut; the times are seen
            details = joined_words(parts)
            category = one.item.activity.category
            fill_only(painter, current_theme().color("surface"))
            painter.drawRect(one.area)
            late = self._late_words(one.item)
            look = blocks.look(
                one.area, one.item.title, details, category, is_solid=False, late=late
            )
            blocks.draw_dashed(painter, one.area, look)
            if one.item == chosen:
                blocks.draw_ring(painter, one.area, 2.5)

    def _draw_box(
        self,
        painter: QPainter,
        blocks: BlockPainter,
        box: PlacedBox[PlacedProposed],
        chosen: ProposedItem | None,
    ) -> None:
        """Draw a box of small tasks, dashed; with a ring where one of them is chosen."""
        items = [one.item for one in box.placed]
        fill_only(painter, current_theme().color("surface"))
        painter.drawRect(box.area)
        lines = [
            BoxLine(joined_words((item.title, self._late_words(item))), is_current=item == chosen)
            for item in items
        ]
        times = times_text(Span(items[0].span.start, items[-1].span.end), self._layout.content.days)
        look = BoxLook(items[0].category, times, lines, has_ticks=False, is_dashed=True)
        draw_box(painter, blocks, box.area, box.rows, look)
        if chosen in items:
            blocks.draw_ring(painter, box.area, 2.5)

    def _late_words(self, item: ProposedItem) -> str:
        late = self._late.get(item.task.id) if item.task is not None else None
        content = self._layout.content
        return late_words(late, content, item.span.start) if late is not None else ""

    def _place_strips(self) -> Iterator[tuple[tuple[AxisKey, Span], tuple[float, float]]]:
        for number, lane in enumerate(self._layout.content.lanes):
            narrowed = [block for block in lane.blocks if block.key in self._narrowed]
            columns = side_by_side([block.shown for block in narrowed])
            for block, column in zip(narrowed, columns, strict=True):
                whole = self._layout.area_of(number, block.shown)
                strip = whole.width() * OLD_SHARE
                begin = whole.right() - strip if self._layout.is_mirrored else whole.left()
                width = round((column.right - column.left) * strip)
                yield (block.key, block.shown), (round(begin + column.left * strip), width)

    def _place_items(self) -> list[PlacedProposed]:
        found: list[PlacedProposed] = []
        for number, lane in enumerate(self._layout.content.lanes):
            if lane.kind is LaneKind.ACTUAL:
                continue
            items = [
                (item, part)
                for item in self._new
                if (part := item.span.intersection(lane.span)) is not None
            ]
            columns = side_by_side([part for _, part in items])
            for (item, part), column in zip(items, columns, strict=True):
                room = self._room(number, item, self._layout.area_of(number, part))
                left = room.left() + column.left * room.width()
                width = (column.right - column.left) * room.width()
                area = QRectF(round(left), room.top(), round(width), room.height())
                origin = origin_text(item, self._origins.get(item.id), self._layout.content.days)
                found.append(PlacedProposed(item, number, area, origin))
        return found

    def _room(self, number: int, item: ProposedItem, whole: QRectF) -> QRectF:
        """Return the part of the lane for a new block: what a struck one leaves."""
        lane = self._layout.content.lanes[number]
        is_beside = any(
            block.key in self._narrowed and block.shown.overlaps(item.span) for block in lane.blocks
        )
        if not is_beside:
            return whole
        strip = round(whole.width() * OLD_SHARE) + GAP_PX
        return (
            whole.adjusted(0, 0, -strip, 0)
            if self._layout.is_mirrored
            else whole.adjusted(strip, 0, 0, 0)
        )
