"""A figure for each of some weeks, as a line, as bars or as pins, with a band behind it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.charts import Chart
from mle_planner.ui.widgets.painting import fill_only, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_AXIS_PX = 26
_FOOT_PX = 18
_TOP_PX = 6


class TrendShape(Enum):
    LINE = "line"
    BARS = "bars"
    PINS = "pins"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The figure of a week. ``value`` is None where there is none; ``words`` say it.

    ``band`` is the least and the most that is good, None without one.
    """

    label: str
    value: float | None
    words: str
    band: tuple[float, float] | None = None


class TrendChart(Chart):
    """The weeks from left to right; the last one is the one shown, and stands out."""

    def __init__(self, name: str, shape: TrendShape, category: Category, step: int) -> None:
        super().__init__(name)
        self._shape = shape
        self._category = category
        self._step = step
        self._points: tuple[TrendPoint, ...] = ()
        self.setMinimumHeight(92)

    def show_points(self, points: Sequence[TrendPoint]) -> None:
        self._points = tuple(points)
        self.setAccessibleDescription("; ".join(point.words for point in points))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, 110)

    @override
    def words_at(self, place: QPointF) -> str:
        at = int((place.x() - _AXIS_PX) // self._column())
        return self._points[at].words if 0 <= at < len(self._points) else ""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        self._paint_band(painter)
        self._paint_scale(painter)
        color = current_theme().color(self._category)
        if self._shape is TrendShape.LINE:
            self._paint_line(painter, color)
        else:
            for at, point in enumerate(self._points):
                if point.value:
                    self._paint_mark(painter, at, point.value, color)
        self._paint_labels(painter)

    def _top(self) -> float:
        values = [point.value or 0.0 for point in self._points]
        bands = [point.band[1] for point in self._points if point.band]
        most = max([*values, *bands], default=0.0)
        return max(2, -(-most // self._step)) * self._step

    def _bottom_px(self) -> float:
        return self.height() - _FOOT_PX

    def _y(self, value: float) -> float:
        bottom = self._bottom_px()
        return bottom - (bottom - _TOP_PX) * value / self._top()

    def _column(self) -> float:
        return max(1.0, (self.width() - _AXIS_PX - 4) / max(1, len(self._points)))

    def _x(self, at: int) -> float:
        return _AXIS_PX + self._column() * (at + 0.5)

    def _paint_band(self, painter: QPainter) -> None:
        tint = current_theme().color("accent_tint")
        for at, point in enumerate(self._points):
            if point.band:
                top, bottom = self._y(point.band[1]), self._y(point.band[0])
                left = _AXIS_PX + round(self._column() * at)
                right = _AXIS_PX + round(self._column() * (at + 1))
                painter.fillRect(QRectF(left, top, right - left, bottom - top), tint)

    def _paint_scale(self, painter: QPainter) -> None:
        painter.setFont(current_theme().font("secondary"))
        every = self._step * max(1, round(self._top() / self._step / 3))
        for value in range(0, int(self._top()) + 1, every):
            y = round(self._y(value)) + 0.5
            painter.setPen(current_theme().color("line_soft"))
            painter.drawLine(QPointF(_AXIS_PX, y), QPointF(self.width() - 4, y))
            painter.setPen(current_theme().color("faint"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, _AXIS_PX - 6, 16), flags, str(value))

    def _paint_line(self, painter: QPainter, color: QColor) -> None:
        painter.setPen(QPen(color, 2))
        before: QPointF | None = None
        for at, point in enumerate(self._points):
            here = None if point.value is None else QPointF(self._x(at), self._y(point.value))
            if before is not None and here is not None:
                painter.drawLine(before, here)
            is_alone = before is None and here is not None
            if here is not None and (is_alone or at == len(self._points) - 1):
                painter.setBrush(color)
                painter.drawEllipse(here, 2.5, 2.5)
            before = here

    def _paint_mark(self, painter: QPainter, at: int, value: float, color: QColor) -> None:
        shade = QColor(color)
        if at != len(self._points) - 1:
            shade.setAlphaF(0.55)
        x, y, bottom = self._x(at), self._y(value), self._bottom_px()
        if self._shape is TrendShape.PINS:
            painter.setPen(QPen(shade, 1.5))
            painter.drawLine(QPointF(x, bottom), QPointF(x, y))
            painter.setBrush(shade)
            painter.drawEllipse(QPointF(x, y), 2.5, 2.5)
            return
        fill_only(painter, shade)
        width = min(14.0, self._column() * 0.6)
        painter.drawRoundedRect(QRectF(x - width / 2, y, width, bottom - y), 2, 2)

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setFont(current_theme().font("secondary"))
        count = len(self._points)
        every = max(1, -(-count * 3 // 8))
        for at, point in enumerate(self._points):
            is_last = at == count - 1
            if is_last or (at % every == 0 and count - 1 - at > every // 2):
                painter.setPen(current_theme().color("text" if is_last else "muted"))
                area = QRectF(self._x(at) - 20, self._bottom_px() + 2, 40, _FOOT_PX - 2)
                if area.right() > self.width():
                    area.moveRight(self.width())
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, point.label)
