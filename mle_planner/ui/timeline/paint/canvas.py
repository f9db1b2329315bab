"""The painted axis: one widget that draws lanes of blocks and what is selected on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import _, is_right_to_left
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.boxes import PlacedBox
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, AxisKey
from mle_planner.ui.timeline.model.layout import START_INSET_PX, AxisLayout, BlockArea
from mle_planner.ui.timeline.model.preview import NOTHING, Preview
from mle_planner.ui.timeline.model.requests import Rearrange, Request
from mle_planner.ui.timeline.model.scale import LEAST_HOUR_PX, MOST_HOUR_PX, USUAL_HOUR_PX
from mle_planner.ui.timeline.model.selection import InsertionPoint, Selection
from mle_planner.ui.timeline.paint.backdrop import Backdrop
from mle_planner.ui.timeline.paint.painting import BlockPainter
from mle_planner.ui.widgets.painting import fill_only, outline_only
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import BLOCK_RADIUS_PX, current_theme

if TYPE_CHECKING:
    from mle_planner.ui.timeline.paint.evidence_picture import EvidencePicture
    from mle_planner.ui.timeline.paint.proposal_picture import PlacedProposed, ProposalPicture

_DOT_RADIUS_PX = 3.0
_LEAST_ROOM_FOR_DOT_PX = 18.0


class AxisCanvas(QWidget):
    """Draws lanes of blocks, a selection, a proposal and the preview of a gesture.

    It stores no plan: each requested change leaves as one `Request`. New content
    waits until a gesture ends, so that nothing moves under the pointer.
    """

    edit_requested = Signal(object)
    refused = Signal(str)
    selection_changed = Signal(object)
    reveal_requested = Signal(object)
    pointer_followed = Signal(object)
    peek_requested = Signal(object)
    assign_requested = Signal(object)
    proposed_chosen = Signal(object)
    zoom_requested = Signal(int)
    layout_changed = Signal()

    def __init__(self, content: AxisContent) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Time axis"))
        self.content = content
        self.hour_px = USUAL_HOUR_PX
        self.selection = Selection()
        self.proposal: Proposal | None = None
        self.chosen_item: ProposedItem | None = None
        self._origins: Mapping[int, PlannedItem] = {}
        self.neighbours = Neighbours.NONE
        self.pointed: AxisKey | None = None
        self.preview = NOTHING
        """What the gesture in progress would do."""
        self._waiting: AxisContent | None = None
        self._painter = BlockPainter()
        self._words_at_now: list[QRectF] = []
        self._relayout()

    @property
    def is_busy(self) -> bool:
        return False

    # -- what is shown -----------------------------------------------------------------------

    def set_content(self, content: AxisContent) -> None:
        """Show another content, after any gesture in progress."""
        if self.is_busy:
            self._waiting = content
            return
        before, self.content = self.content, content
        chosen_before = self.selection.current
        self.selection.follow(before, content)
        self._relayout()
        if self.selection.current is not None or chosen_before is not None:
            self.selection_changed.emit(self.current_block())

    def set_hour_px(self, hour_px: float) -> None:
        """Zoom: the height of an hour, kept within what is useful."""
        self.hour_px = min(max(hour_px, LEAST_HOUR_PX), MOST_HOUR_PX)
        self._relayout()

    def set_proposal(
        self, proposal: Proposal | None, origins: Mapping[int, PlannedItem] | None = None
    ) -> None:
        """Draw a plan over the blocks, dashed; what it would remove is struck through."""
        self.proposal = proposal
        self._origins = origins or {}
        self._relayout()
        if self.proposed is None or self.proposed.of(self.chosen_item) is None:
            self.choose_proposed(None)

    def current_block(self) -> AxisBlock | None:
        return self.content.find(self.selection.current) if self.selection.current else None

    def placed_current(self) -> BlockArea | None:
        current = self.selection.current
        return None if current is None else next(self.axis.places_of(current), None)

    def area_of(self, key: AxisKey) -> QRectF | None:
        """Return where a block is, for whatever is shown beside it."""
        placed = next(self.axis.places_of(key), None)
        return placed.area if placed else None

    def _relayout(self) -> None:
        self.axis = AxisLayout(self.content, self.width(), self.hour_px)
        self.backdrop = Backdrop(self.axis)
        self.evidence = self._evidence_picture()
        self.proposed = self._proposal_picture()
        self.setMinimumHeight(round(self.axis.height))
        self.updateGeometry()
        self.update()
        self.layout_changed.emit()

    def _evidence_picture(self) -> EvidencePicture | None:
        if self.axis.strip is None:
            return None
        from mle_planner.ui.timeline.paint.evidence_picture import EvidencePicture

        return EvidencePicture(self.axis)

    def _proposal_picture(self) -> ProposalPicture | None:
        if self.proposal is None:
            return None
        from mle_planner.ui.timeline.paint.proposal_picture import ProposalPicture

        return ProposalPicture(self.axis, self.proposal, self._origins)

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, round(self.axis.height))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._painter = BlockPainter()  # what it prepared has the colours of a theme

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._relayout()

    # -- painting ----------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        region, dirty = event.region(), QRectF(event.rect())
        self.backdrop.draw(painter, dirty)
        self.backdrop.draw_buffers(painter, dirty)
        self._words_at_now = []
        for placed in self._blocks_in_region(region):
            if self.axis.box_at(placed) is None:
                self._draw_block(painter, placed)
        for box in self.axis.boxes:
            if dirty.intersects(box.area.adjusted(-4, -4, 4, 4)):
                self._draw_box(painter, box)
        if self.evidence is not None:
            self.evidence.draw(painter, dirty)
        if self.proposed is not None:
            self.proposed.draw(painter, self._painter, dirty, self.chosen_item)
        if not self.preview.is_empty:
            from mle_planner.ui.timeline.paint.overlay import draw_preview

            draw_preview(painter, self._painter, self.axis, self.preview)
        elif self.selection.insertion_point is not None:
            from mle_planner.ui.timeline.paint.overlay import draw_insertion_point

            draw_insertion_point(painter, self.axis, self.selection.insertion_point)
        self.backdrop.draw_now(painter, self._words_at_now)

    def _blocks_in_region(self, region: QRegion) -> Iterator[BlockArea]:
        """Yield the blocks that a region touches, and those so near that their rings do."""
        around = QRectF(region.boundingRect()).adjusted(-4, -4, 4, 4)
        is_one_rectangle = region.rectCount() == 1
        for placed in self.axis.placed:
            if around.intersects(placed.area) and (
                is_one_rectangle
                or region.intersects(placed.area.toAlignedRect().adjusted(-4, -4, 4, 4))
            ):
                yield placed

    def _draw_block(self, painter: QPainter, placed: BlockArea) -> None:
        block, area = placed.block, placed.area
        if self.proposed is not None:
            area = self.proposed.area_of(block, area)
        is_moving = block.key in self.preview.moved
        is_struck = block.is_planned_and_done or (
            self.proposed is not None and self.proposed.is_struck(block)
        )
        is_chosen = block.key in self.selection.keys
        offers_start = is_chosen and self.hasFocus() and block.key == self.selection.current
        offers_start = offers_start or block.key == self.pointed
        button = None
        if offers_start and not is_moving and self.proposed is None:
            button = self.axis.start_of(placed)
        at_end = [self.evidence.taken(placed)] if self.evidence is not None else []
        if button is not None:
            at_end.append(button.width() + START_INSET_PX)
        look = self._painter.look(
            area,
            block.title,
            block.details,
            block.category,
            is_solid=block.is_tracked,
            is_ghost=is_moving,
            late="" if is_struck else self._late_words(block),
            taken=max(at_end, default=0),
        )
        if block.is_free:
            look = look._replace(fill=current_theme().color("surface"))
        if placed.is_over:
            fill_only(painter, current_theme().color("surface"))
            painter.drawRoundedRect(area.adjusted(-2, -2, 2, 0), BLOCK_RADIUS_PX, BLOCK_RADIUS_PX)
        self._painter.draw(painter, area, look)
        if block.is_free:
            outline_only(painter, QPen(current_theme().tint(block.category), 1.5))
            inner = area.adjusted(0.75, 0.75, -0.75, -0.75)
            painter.drawRoundedRect(inner, BLOCK_RADIUS_PX, BLOCK_RADIUS_PX)
        now_y = self.backdrop.now_y()
        if now_y is not None:
            self._words_at_now += self._painter.lines_at(area, look, now_y)
        if block.item is not None and block.item.calendar_color:
            self._draw_calendar(painter, area, block.item.calendar_color)
        if is_struck:
            self._painter.draw_strike(painter, area, look)
        if is_chosen and not is_moving:
            self._draw_chosen(painter, placed)
        if button is not None:
            from mle_planner.ui.widgets.start_button import draw_start

            draw_start(painter, button, is_running=block.has_timer)
            if now_y is not None and button.top() <= now_y <= button.bottom():
                self._words_at_now.append(button.adjusted(-3, 0, 3, 0))

    def _late_words(self, block: AxisBlock) -> str:
        late = self.axis.content.late_task(block)
        if late is None:
            return ""
        from mle_planner.ui.timeline.paint.proposal_picture import late_words

        return late_words(late, self.axis.content, block.span.start)

    def _draw_calendar(self, painter: QPainter, area: QRectF, color: str) -> None:
        from mle_planner.ui.widgets.calendar_colors import draw_dot

        room = min(area.height(), area.width())
        if room >= _LEAST_ROOM_FOR_DOT_PX:
            inset = _DOT_RADIUS_PX + 4
            left = area.left() if is_right_to_left() else area.right() - 2 * inset
            spot = QRectF(left, area.bottom() - 2 * inset, 2 * inset, 2 * inset)
            draw_dot(painter, spot.center(), color, _DOT_RADIUS_PX)

    def point_at(self, key: AxisKey | None) -> None:
        """Offer the start button on the block under the pointer; None where there is none."""
        if key == self.pointed:
            return
        for each in (self.pointed, key):
            area = self.area_of(each) if each is not None else None
            if area is not None:
                self.update(area.toAlignedRect().adjusted(-4, -4, 4, 4))
        self.pointed = key

    def _draw_box(self, painter: QPainter, box: PlacedBox[BlockArea]) -> None:
        from mle_planner.ui.timeline.paint.box_picture import BoxLine, BoxLook, draw_box

        first = box.placed[0].block
        span = Span(first.shown.start, box.placed[-1].block.shown.end)
        is_ghost = first.key in self.preview.moved
        lines = [
            BoxLine(
                one.block.title,
                one.block.is_task_done,
                one.block.key == self.selection.current and self.hasFocus(),
                self.proposed is not None and self.proposed.is_struck(one.block),
            )
            for one in box.placed
        ]
        times = times_text(span, self.content.days)
        look = BoxLook(first.category, times, lines, is_ghost=is_ghost)
        draw_box(painter, self._painter, box.area, box.rows, look)
        if first.key in self.selection.keys and not is_ghost:
            self._painter.draw_ring(painter, box.area, 2.5 if self.hasFocus() else 2.0)

    def _draw_chosen(self, painter: QPainter, placed: BlockArea) -> None:
        is_current = placed.block.key == self.selection.current
        width = 2.5 if is_current and self.hasFocus() else 2.0 if is_current else 1.5
        self._painter.draw_ring(painter, placed.area, width)

    # -- selection ---------------------------------------------------------------------------

    def select(self, key: AxisKey | None, *, extend: bool = False) -> None:
        """Make a block the current one; extending adds it to, or takes it from, the chosen."""
        together = self.content.together(key) if key is not None else frozenset()
        self.selection.choose(key, extend=extend, together=together)
        self._selection_done()
        if key is not None and (area := self.area_of(key)) is not None:
            self.reveal_requested.emit(area)

    def select_all(self, keys: Iterable[AxisKey]) -> None:
        whole = [self.content.together(key) for key in keys]
        self.selection.choose_all(frozenset().union(*whole))
        self._selection_done()

    def set_insertion_point(self, point: InsertionPoint | None) -> None:
        """Set where the next new block, or what is pasted, begins; None removes it."""
        self.selection.insertion_point = point
        self.update()

    def _selection_done(self) -> None:
        if self.chosen_item is not None:
            self.chosen_item = None
            self.proposed_chosen.emit(None)
        self.update()
        self.selection_changed.emit(self.current_block())

    # -- what is proposed --------------------------------------------------------------------

    def proposed_at(self, at: QPointF) -> PlacedProposed | None:
        """Return the proposed block at a point; it lies over whatever is there now."""
        return self.proposed.at(at) if self.proposed is not None else None

    def next_proposed(self) -> ProposedItem | None:
        following = self.proposed.beside(self.chosen_item, 1) if self.proposed else None
        return following.item if following is not None else None

    def reveal_proposed(self) -> None:
        """Bring the earliest of the proposed blocks into sight."""
        areas = [placed.area for placed in self.proposed.placed] if self.proposed else []
        if areas:
            self.reveal_requested.emit(min(areas, key=lambda area: area.top()))

    def choose_proposed(self, item: ProposedItem | None) -> None:
        """Choose a proposed block, in place of what is selected; None chooses none."""
        placed = self.proposed.of(item) if self.proposed is not None else None
        if placed is None and self.chosen_item is None:
            return
        if placed is not None:
            self.select(None)
            self.reveal_requested.emit(placed.area)
        self.chosen_item = placed.item if placed is not None else None
        self.update()
        self.proposed_chosen.emit(placed)

    # -- gestures ----------------------------------------------------------------------------

    def show_preview(self, preview: Preview) -> None:
        """Repaint what the last preview and this one touch, and nothing else."""
        from mle_planner.ui.timeline.paint.overlay import preview_areas

        areas = preview_areas(self.axis, self.preview) + preview_areas(self.axis, preview)
        self.preview = preview
        columns: dict[float, QRectF] = {}
        for area in areas:  # one rectangle a column: many small ones make clipping dear
            columns[area.left()] = columns.get(area.left(), area).united(area)
        for column in columns.values():
            self.update(column.toAlignedRect())

    def take_waiting(self) -> None:
        """Show the content that came during a gesture."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.set_content(waiting)

    def refuse_change(self) -> None:
        """Say why what comes from a calendar cannot be moved."""
        from mle_planner.core.plan.edits import EVENT_STAYS

        self.refused.emit(_(EVENT_STAYS))

    def ask(self, request: Request) -> None:
        """Send a request on, remembering where the chosen blocks will be."""
        if isinstance(request, Rearrange):
            self.selection.expect(request.changes)
        self.edit_requested.emit(request)
