"""The layout of the axis for one width and zoom, and hit testing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import is_right_to_left
from mle_planner.core.model.work import Category
from mle_planner.ui.timeline.model.boxes import PlacedBox, in_boxes
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, AxisKey, BlockPart
from mle_planner.ui.timeline.model.requests import Start
from mle_planner.ui.timeline.model.scale import USUAL_HOUR_PX, TimeScale

GUTTER_PX = 56
LANE_GAP_PX = 16
DAY_GAP_PX = 4
RIGHT_RIM_PX = 18
STRIP_PX = 50
MACHINE_PX = 20
LEGEND_PX = 80
ROOM_FOR_LEGEND_PX = 760
COLUMN_GAP_PX = 2
BLOCK_TOP_PX = 1.0
BLOCK_BOTTOM_PX = 2.0
LEAST_BLOCK_PX = 5.0
SHORT_PX = 18.0
EDGE_PX = 6.0
MOST_START_PX = 26.0
LEAST_START_PX = 14.0
START_INSET_PX = 7.0
START_ROOM_PX = 76.0


class BlockArea(NamedTuple):
    """A block and where it is; ``is_over`` where it hides the end of an earlier one."""

    block: AxisBlock
    lane: int
    area: QRectF
    is_over: bool = False


class LanePlace(NamedTuple):
    """A lane's stretch across the axis: blocks from ``left``, ``width`` wide.

    ``outer_left`` and ``outer_right`` hold the gaps beside it too, so that every point beside
    the gutter belongs to a lane.
    """

    left: float
    width: float
    outer_left: float
    outer_right: float


class AxisLayout:
    def __init__(self, content: AxisContent, width: float, hour_px: float = USUAL_HOUR_PX) -> None:
        self.content = content
        self.width = width
        self.hour_px = hour_px
        self.scales = tuple(TimeScale(lane.span, hour_px) for lane in content.lanes)
        self.height = max((scale.height_px for scale in self.scales), default=0.0)
        """The height of the longest day."""
        self.places = _lane_places(content, width)
        self.strip, self.legend = self._beside()
        placed, lanes = tuple(self._placed_blocks()), len(content.lanes)
        self.placed, self.boxes = in_boxes(placed, lambda one: one.block.box, lanes)

    @property
    def is_mirrored(self) -> bool:
        """Whether the days go from right to left, with the hours at the right."""
        return is_right_to_left()

    def foremost(self, place: LanePlace) -> float:
        """Return the border of a lane that is read first."""
        return place.outer_right if self.is_mirrored else place.outer_left

    def in_gutter(self, left: float, width: float) -> tuple[float, float]:
        """Return left end and width of a stretch of the gutter, given as from its outer rim."""
        return (self.width - left - width if self.is_mirrored else left), width

    def lane_at(self, x: float) -> int | None:
        """Return the number of the lane at a position; None over the gutter."""
        for number, place in enumerate(self.places):
            if place.outer_left <= x < place.outer_right:
                return number
        return None

    def nearest_lane(self, x: float) -> int:
        """Return the lane at a position, the first or last one beyond the rims."""
        found = self.lane_at(x)
        if found is not None:
            return found
        first = self.foremost(self.places[0])
        is_before = x >= first if self.is_mirrored else x < first
        return 0 if is_before else len(self.places) - 1

    def area_of(self, lane: int, span: Span) -> QRectF:
        """Return where a stretch would be placed if it had the lane's whole width."""
        place, scale = self.places[lane], self.scales[lane]
        return _block_area(place.left, place.width, scale.y(span.start), scale.y(span.end))

    def block_at(self, point: QPointF) -> BlockArea | None:
        """Return the topmost block under a point; short ones reach a little beyond themselves."""
        found: BlockArea | None = None
        for placed in self.placed:
            grown = max(0.0, (10.0 - placed.area.height()) / 2)
            if placed.area.adjusted(0, -grown, 0, grown).contains(point):
                found = placed
        if found is None:
            found = next((box.placed[0] for box in self.boxes if box.area.contains(point)), None)
        return found

    def part_at(self, placed: BlockArea, point: QPointF) -> BlockPart:
        """Return which part of a block a point grabs; low blocks keep a body to move."""
        if self.box_at(placed) is not None:  # it is as long as its tasks
            return BlockPart.BODY
        reach = min(EDGE_PX, placed.area.height() / 4)
        if point.y() < placed.area.top() + reach:
            return BlockPart.START
        if point.y() > placed.area.bottom() - reach:
            return BlockPart.END
        return BlockPart.BODY

    def start_of(self, placed: BlockArea) -> QRectF | None:
        """Return where the start button of a block stands; None without room or use for it.

        The lines of a box are ticked with the pointer; S starts the one that is selected. A break
        is not tracked.
        """
        block, area = placed.block, placed.area
        is_break = block.activity.category is Category.BREAK
        if block.box or (is_break and not block.is_tracked):
            return None
        size = min(MOST_START_PX, area.height() - 2)
        if not self.content.takes(Start) or size < LEAST_START_PX or area.width() < START_ROOM_PX:
            return None
        top = area.top() + min(START_INSET_PX, (area.height() - size) / 2)
        inset = min(START_INSET_PX, top - area.top() + 2)
        left = area.left() + inset if self.is_mirrored else area.right() - inset - size
        return QRectF(left, top, size, size)

    def is_on_start(self, placed: BlockArea, point: QPointF) -> bool:
        area = self.start_of(placed)
        return area is not None and area.adjusted(-2, -2, 2, 2).contains(point)

    def instant_at(self, lane: int, y: float) -> datetime:
        return self.scales[lane].instant(y)

    def places_of(self, key: AxisKey) -> Iterator[BlockArea]:
        """Yield where a block is; twice where it crosses the border of two days."""
        return (placed for placed in self.placed if placed.block.key == key)

    def nearest_block(self, instant: datetime) -> BlockArea | None:
        """Return the block at an instant, or the one whose start is nearest to it."""
        for placed in self.placed:
            if placed.block.shown.contains(instant):
                return placed
        return min(
            self.placed, key=lambda placed: abs(placed.block.shown.start - instant), default=None
        )

    def box_at(self, placed: BlockArea) -> PlacedBox[BlockArea] | None:
        return next((box for box in self.boxes if placed in box.placed), None)

    def _beside(self) -> tuple[QRectF | None, QRectF | None]:
        width = _strip_px(self.content)
        if not width or not self.places:
            return None, None
        last, has_legend = self.places[-1], self.width >= ROOM_FOR_LEGEND_PX
        left = last.left + last.width + LANE_GAP_PX / 2
        strip = QRectF(round(left), 0, width, self.height)
        legend = QRectF(strip.right() + 8, 0, LEGEND_PX - 12, self.height)
        if self.is_mirrored:
            strip.moveRight(round(last.left - LANE_GAP_PX / 2))
            legend.moveRight(strip.left() - 8)
        return strip, legend if has_legend else None

    def _placed_blocks(self) -> Iterator[BlockArea]:
        for number, lane in enumerate(self.content.lanes):
            place, scale = self.places[number], self.scales[number]
            left, width, y_after = place.left, place.width, scale.y_after
            before = QRectF()
            rows = zip(lane.blocks, lane.columns, lane.hours, strict=True)
            for block, (first, last), (start_h, end_h) in sorted(rows, key=lambda row: row[2][0]):
                area = _block_area(
                    left + first * width,
                    (last - first) * width - (COLUMN_GAP_PX if last < 1 else 0),
                    y_after(start_h),
                    y_after(end_h),
                )
                yield BlockArea(block, number, area, area.intersects(before))
                before = area


def _block_area(left: float, width: float, top: float, bottom: float) -> QRectF:
    if bottom - top < SHORT_PX:  # every pixel counts for the words on it
        height = max(LEAST_BLOCK_PX, bottom - top - COLUMN_GAP_PX / 2)
        return QRectF(round(left), round(top), round(width), round(height))
    height = bottom - top - BLOCK_TOP_PX - BLOCK_BOTTOM_PX
    return QRectF(round(left), round(top + BLOCK_TOP_PX), round(width), round(height))


def _strip_px(content: AxisContent) -> int:
    has_evidence = content.evidence is not None
    return (STRIP_PX if has_evidence else 0) + (MACHINE_PX if content.jobs else 0)


def _lane_places(content: AxisContent, width: float) -> tuple[LanePlace, ...]:
    """Divide the width: side-by-side days are close together, plan and actual have a gap."""
    count = len(content.lanes)
    if count == 0:
        return ()
    is_one_day = content.lanes[0].day == content.lanes[-1].day
    gap = LANE_GAP_PX if is_one_day else 2 * DAY_GAP_PX
    rim = RIGHT_RIM_PX if is_one_day else DAY_GAP_PX
    strip_px = _strip_px(content)
    if strip_px:
        rim += strip_px + (LEGEND_PX - 8 if width >= ROOM_FOR_LEGEND_PX else 0)
    start = GUTTER_PX + (6 if is_one_day else DAY_GAP_PX)
    room = max(40.0 * count, width - start - rim - gap * (count - 1))
    places = []
    left = float(start)
    for number, share in enumerate(content.width_shares):
        lane_width = room * share
        outer_left = GUTTER_PX if number == 0 else left - gap / 2
        outer_right = width if number == count - 1 else left + lane_width + gap / 2
        places.append(LanePlace(left, lane_width, outer_left, max(outer_right, outer_left)))
        left += lane_width + gap
    if not is_right_to_left():
        return tuple(places)
    return tuple(
        LanePlace(
            width - place.left - place.width,
            place.width,
            width - place.outer_right,
            width - place.outer_left,
        )
        for place in places
    )
