"""The background of the axis: hours, working time, borders of days, the present."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QRegion

from mle_planner.core.i18n.formats import clock_face_text
from mle_planner.ui.timeline.model.layout import GUTTER_PX, AxisLayout
from mle_planner.ui.widgets.painting import fill_round
from mle_planner.ui.widgets.theme import current_theme

LABEL_RIGHT_PX = 46.0
PILL_LEFT_PX = 8.0
NOW_CLEAR_PX = 17.0  # half the pill, and half a line of text
_BUFFER_ALPHA = 36


class HourLine(NamedTuple):
    """An hour of a lane at its height; ``is_own`` where the lane's clock differs from the rest."""

    y: float
    text: str
    is_own: bool


class Backdrop:
    """The axis behind the blocks, prepared for one layout."""

    def __init__(self, layout: AxisLayout) -> None:
        self.layout = layout
        self._font = current_theme().font("secondary")
        self._metrics = QFontMetricsF(self._font)
        self._small = current_theme().font("small")
        self.marks = [
            [
                HourLine(float(round(scale.y_after(mark.hours))), mark.text, mark.is_own)
                for mark in marks
            ]
            for scale, marks in zip(layout.scales, layout.content.marks, strict=True)
        ]
        self._lines = _joined_lines(layout, self.marks)

    def draw(self, painter: QPainter, dirty: QRectF) -> None:
        """Draw the surface, shading and lines inside the dirty rectangle."""
        self._draw_ground(painter, dirty)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_lines(painter, dirty)
        self._draw_borders(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = self.layout.in_gutter(0, GUTTER_PX)
        if dirty.left() < left + width and dirty.right() > left:
            self._draw_labels(painter)

    def draw_buffers(self, painter: QPainter, dirty: QRectF) -> None:
        """Draw what is kept free before and after meetings, lightly."""
        color = current_theme().color("meeting")
        color.setAlpha(_BUFFER_ALPHA)
        for block, lane, area, _is_over in self.layout.placed:
            item = block.item
            if item is None or not item.is_busy or not (item.before or item.after):
                continue
            scale = self.layout.scales[lane]
            top, bottom = (
                scale.y(block.span.start - item.before),
                scale.y(block.span.end + item.after),
            )
            for first, last in ((top, area.top()), (area.bottom(), bottom)):
                part = QRectF(area.left(), first, area.width(), last - first)
                if last > first and part.intersects(dirty):
                    painter.fillRect(part, color)

    def draw_now(self, painter: QPainter, words: Sequence[QRectF] = ()) -> None:
        """Draw the line at the present over the blocks, and its time in the gutter.

        It does not strike through ``words``.
        """
        y = self.now_y()
        if y is None:
            return
        color = current_theme().color("now")
        content = self.layout.content
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for number, lane in enumerate(content.lanes):
            if lane.span.contains(content.now):
                place = self.layout.places[number]
                left = place.outer_left if content.has_now_pill else place.left - 3
                right = place.outer_right if content.has_now_pill else place.left + place.width + 3
                for gap in sorted(words, key=QRectF.left):
                    if left < gap.right() and gap.left() < right:
                        painter.fillRect(QRectF(left, y - 1, max(0, gap.left() - left), 2), color)
                        left = gap.right()
                painter.fillRect(QRectF(left, y - 1, max(0, right - left), 2), color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if content.has_now_pill:
            self._draw_pill(painter, y, color)

    def now_y(self) -> float | None:
        """Return the height of the present, None when no lane holds it."""
        content = self.layout.content
        for number, lane in enumerate(content.lanes):
            if lane.span.contains(content.now):
                return float(round(self.layout.scales[number].y(content.now)))
        return None

    def _draw_pill(self, painter: QPainter, y: float, color: QColor) -> None:
        content = self.layout.content
        text = clock_face_text(content.now, content.days.zone)
        font = current_theme().font("label")
        left, width = self.layout.in_gutter(PILL_LEFT_PX, GUTTER_PX - PILL_LEFT_PX - 3)
        pill = QRectF(left, y - 9, width, 18)
        fill_round(painter, pill, 5, color)
        painter.setFont(font)
        painter.setPen(current_theme().color("on_now"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_ground(self, painter: QPainter, dirty: QRectF) -> None:
        """Fill with the surface's colour, and with the shade what is not working time.

        What is well inside the shade is not filled before: on a large screen the filling is
        most of what a frame takes.
        """
        shaded = list(self._shaded_areas(dirty))
        plain = QRegion(dirty.toAlignedRect())
        for part in shaded:
            plain -= QRegion(part.toAlignedRect().adjusted(1, 1, -1, -1))
        surface, shade = current_theme().color("surface"), current_theme().color("shade")
        for rectangle in cast("Iterable[QRect]", plain):
            painter.fillRect(rectangle, surface)
        for part in shaded:
            painter.fillRect(part, shade)

    def _shaded_areas(self, dirty: QRectF) -> Iterator[QRectF]:
        for number, lane in enumerate(self.layout.content.lanes):
            place, scale = self.layout.places[number], self.layout.scales[number]
            width = place.outer_right - place.outer_left
            top, bottom = 0.0, max(self.layout.height, dirty.bottom())
            if lane.working is None:
                yield QRectF(place.outer_left, top, width, bottom) & dirty
                continue
            opens, closes = scale.y(lane.working.start), scale.y(lane.working.end)
            before = QRectF(place.outer_left, top, width, opens - top)
            after = QRectF(place.outer_left, closes, width, bottom - closes)
            for part in (before, after):
                if part.intersects(dirty):
                    yield part & dirty

    def _draw_lines(self, painter: QPainter, dirty: QRectF) -> None:
        color = current_theme().color("line_soft")
        for left, right, y in self._lines:
            if dirty.top() - 1 <= y <= dirty.bottom() + 1:
                _draw_line(painter, left, y, right, y, color)

    def _draw_borders(self, painter: QPainter) -> None:
        """Draw where days meet, beside each other and, at the day's ends, above each other."""
        color = current_theme().color("line")
        lanes = self.layout.content.lanes
        for number, lane in enumerate(lanes):
            place, scale = self.layout.places[number], self.layout.scales[number]
            for y in (scale.y(lane.span.start), scale.y(lane.span.end)):
                _draw_line(painter, place.outer_left, round(y), place.outer_right, round(y), color)
            if number and lanes[number - 1].day != lane.day:
                x = round(self.layout.foremost(place))
                _draw_line(painter, x, 0, x, self.layout.height + 4000, color)
        if lanes and lanes[0].day != lanes[-1].day:
            x = round(self.layout.in_gutter(GUTTER_PX - 1, 0)[0])
            _draw_line(painter, x, 0, x, 100_000, color)

    def _draw_labels(self, painter: QPainter) -> None:
        if not self.marks:
            return
        now_y = self.now_y() if self.layout.content.has_now_pill else None
        painter.setFont(self._font)
        painter.setPen(current_theme().color("faint"))
        half = self._metrics.height() / 2
        left, width = self.layout.in_gutter(0, LABEL_RIGHT_PX)
        side = Qt.AlignmentFlag.AlignAbsolute | (
            Qt.AlignmentFlag.AlignLeft if self.layout.is_mirrored else Qt.AlignmentFlag.AlignRight
        )
        for mark in self.marks[self.layout.content.leading]:
            if now_y is not None and abs(mark.y - now_y) < NOW_CLEAR_PX:
                continue
            box = QRectF(left, mark.y - half, width, self._metrics.height())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, mark.text)
        painter.setFont(self._small)
        for number, marks in enumerate(self.marks):
            left = self.layout.places[number].left
            for mark in marks:
                if mark.is_own:
                    painter.drawText(QPointF(left + 2, mark.y - 2), mark.text)


def _draw_line(
    painter: QPainter, left: float, top: float, right: float, bottom: float, color: QColor
) -> None:
    """Draw a line one pixel wide, across or down: ten times as fast as the painter's own."""
    painter.fillRect(QRectF(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1), color)


def _joined_lines(
    layout: AxisLayout, marks: Sequence[Sequence[HourLine]]
) -> list[tuple[float, float, float]]:
    """Return left end, right end and height of hour lines, those of neighbours drawn as one."""
    lines: dict[float, list[tuple[float, float]]] = {}
    for place, lane_marks in zip(layout.places, marks, strict=True):
        for y in dict.fromkeys(mark.y for mark in lane_marks):
            at_height = lines.setdefault(y, [])
            if at_height and at_height[-1][1] >= place.outer_left >= at_height[-1][0]:
                at_height[-1] = (at_height[-1][0], place.outer_right)
            elif at_height and at_height[-1][0] <= place.outer_right <= at_height[-1][1]:
                at_height[-1] = (place.outer_left, at_height[-1][1])
            else:
                at_height.append((place.outer_left, place.outer_right))
    return [(left, right, y) for y, ends in lines.items() for left, right in ends]
