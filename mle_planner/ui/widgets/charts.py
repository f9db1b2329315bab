"""Charts of a week in the theme's colours, readable without colour.

Each chart says all of its figures in its accessible description, and the one under the pointer
in a tooltip.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import (
    figures_range_text,
    hour_text,
    minute_of_day_text,
    minutes_text,
)
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import category_name
from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.cards import show_place_tip
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import fill_disc, outline_only, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import current_theme

_AXIS_PX = 36
_EDGE_PX = 3
_HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a bar, in minutes; a planned one is tinted, an actual one solid."""

    category: Category
    minutes: int
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its parts from the bottom up."""

    label: str
    parts: tuple[BarPart, ...]

    @property
    def minutes(self) -> int:
        """Its whole height."""
        return sum(part.minutes for part in self.parts)


class Chart(SpokenRole):
    """What all charts share: the theme, and a tooltip for the place under the pointer.

    They run from left to right in every language, as their figures do.
    """

    spoken_role = QAccessible.Role.Chart

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def words_at(self, place: QPointF) -> str:
        """Return what the tooltip says there; empty for nothing."""
        raise NotImplementedError

    @override
    def event(self, event: QEvent) -> bool:
        return show_place_tip(self, event, self.words_at) or super().event(event)


def paint_hatched(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Paint a box with stripes: time that was lost."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(color, 2))
    left = box.left() - box.height()
    while left < box.right():
        painter.drawLine(QPointF(left, box.bottom()), QPointF(left + box.height(), box.top()))
        left += 6
    painter.setClipping(False)
    outline_only(painter, QPen(color, 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.restore()


class Legend(SpokenRole):
    """Dots with names, at the right of a chart's title; a hatched box for what has no category."""

    spoken_role = QAccessible.Role.StaticText

    def __init__(self, names: Sequence[tuple[Category | None, str]]) -> None:
        super().__init__()
        self._names = tuple(names)
        self.setAccessibleName(
            _("Legend: {names}", names=", ".join(name for _category, name in self._names))
        )
        metrics = QFontMetrics(current_theme().font("label"))
        width = sum(metrics.horizontalAdvance(name) + 24 for _, name in self._names)
        self.setFixedSize(width - 6, metrics.height() + 2)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        font = current_theme().font("label")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        left, middle = 4.0, self.height() / 2
        for category, name in self._names:
            if category is None:
                muted = current_theme().color("muted")
                box = visual(QRectF(left - 4, middle - 4, 12, 8), self.rect())
                paint_hatched(painter, box, muted)
            else:
                fill_disc(painter, visual(QRectF(left, middle - 4, 8, 8), self.rect()), category)
            painter.setPen(current_theme().color("muted"))
            width = metrics.horizontalAdvance(name)
            area = visual(QRectF(left + 12, 0, width + 2, self.height()), self.rect())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
            left += width + 24


class StackedBars(Chart):
    """Bars of hours, a colour a category, with the band of a good day behind them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._bars: tuple[Bar, ...] = ()
        self._band_min = (0, 0)
        self.setMinimumHeight(150)

    def show_bars(self, bars: Sequence[Bar], band_min: tuple[int, int]) -> None:
        """Replace what is shown; the band is in minutes."""
        self._bars, self._band_min = tuple(bars), band_min
        self.setAccessibleDescription("; ".join(_bar_words(bar) for bar in bars))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(420, 250)

    @override
    def words_at(self, place: QPointF) -> str:
        for at, bar in enumerate(self._bars):
            if abs(self._middle(at) - place.x()) <= self._bar_width() / 2 + 6:
                return _bar_words(bar)
        return ""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        area = self._area()
        self._paint_scale(painter, area)
        for at, bar in enumerate(self._bars):
            self._paint_bar(painter, area, at, bar)

    def _area(self) -> QRectF:
        return QRectF(_AXIS_PX, 10, max(10, self.width() - _AXIS_PX - 8), self.height() - 38)

    def _top_hours(self) -> int:
        """Return the scale's top: an even number of hours, eight at least."""
        most = max([self._band_min[1], *(bar.minutes for bar in self._bars)], default=0)
        return max(8, -(-most // 120) * 2)

    def _y(self, area: QRectF, minutes: float) -> float:
        return area.bottom() - area.height() * minutes / (self._top_hours() * 60)

    def _middle(self, at: int) -> float:
        area = self._area()
        return area.left() + area.width() * (at + 0.5) / max(1, len(self._bars))

    def _bar_width(self) -> float:
        return min(52.0, self._area().width() / max(1, len(self._bars)) * 0.55)

    def _paint_scale(self, painter: QPainter, area: QRectF) -> None:
        least, most = self._band_min
        if most > least:
            band = QRectF(
                QPointF(area.left(), self._y(area, most)),
                QPointF(area.right(), self._y(area, least)),
            )
            tint = current_theme().color("accent_tint")
            tint.setAlphaF(0.6)
            painter.fillRect(band, tint)
        painter.setFont(current_theme().font("secondary"))
        step = 2 if self._top_hours() <= 12 else 4
        for hour in range(0, self._top_hours() + 1, step):
            y = round(self._y(area, hour * _HOUR_MIN)) + 0.5
            painter.setPen(current_theme().color("line_soft"))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(current_theme().color("faint"))
            label = QRectF(0, y - 9, _AXIS_PX - 8, 18)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, flags, _("{hours} h", hours=hour))

    def _paint_bar(self, painter: QPainter, area: QRectF, at: int, bar: Bar) -> None:
        width, middle = self._bar_width(), self._middle(at)
        minutes = 0
        for part in bar.parts:
            if part.minutes <= 0:
                continue
            bottom, top = self._y(area, minutes), self._y(area, minutes + part.minutes)
            minutes += part.minutes
            # A gap of two pixels tells two parts apart without colour; a sliver keeps one.
            box = QRectF(middle - width / 2, top + 1, width, max(1.0, bottom - top - 2))
            painter.setPen(Qt.PenStyle.NoPen)
            fill = current_theme().tint if part.is_planned else current_theme().color
            painter.setBrush(fill(part.category))
            painter.drawRoundedRect(box, 2, 2)
            if part.is_planned:  # as on the time axis: tinted, with a bar at its left edge
                painter.setBrush(current_theme().color(part.category))
                painter.drawRoundedRect(QRectF(box.left(), box.top(), _EDGE_PX, box.height()), 1, 1)
        write_in(painter, "secondary", "muted")
        label = QRectF(middle - 40, area.bottom() + 6, 80, 18)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, bar.label)


def _bar_words(bar: Bar) -> str:
    parts = [_part_words(part) for part in bar.parts if part.minutes > 0]
    words = ", ".join(parts) or _("nothing tracked")
    return f"{bar.label}: {words}"


def _part_words(part: BarPart) -> str:
    words = f"{category_name(part.category)} {minutes_text(part.minutes)}"
    return _("{what} planned", what=words) if part.is_planned else words


class ShareGrid(Chart):
    """Rows of half hours, each the darker the more of it was coding."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._rows: tuple[tuple[str, tuple[float, ...]], ...] = ()
        self._first_min = 0
        self._slot_min = 30

    def show_shares(
        self, rows: Sequence[tuple[str, tuple[float, ...]]], first_min: int, slot_min: int
    ) -> None:
        """Replace what is shown: a label and shares from 0 to 1 for each row."""
        self._rows, self._first_min, self._slot_min = tuple(rows), first_min, slot_min
        coded = []
        for label, shares in self._rows:
            minutes = round(sum(shares) * slot_min)
            coded.append(_("{label}: {time} coded", label=label, time=minutes_text(minutes)))
        self.setAccessibleDescription("; ".join(coded))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(420, 26 * max(1, len(self._rows)) + 22)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 20 * max(1, len(self._rows)) + 22)

    @override
    def words_at(self, place: QPointF) -> str:
        width, height = self._cell()
        column, row = int((place.x() - _AXIS_PX) // width), int(place.y() // height)
        if not (0 <= row < len(self._rows) and 0 <= column < len(self._rows[row][1])):
            return ""
        label, shares = self._rows[row]
        start = self._first_min + column * self._slot_min
        end = start + self._slot_min
        hours = figures_range_text(minute_of_day_text(start), minute_of_day_text(end))
        return _(
            "{label} {hours}: {minutes} min coded",
            label=label,
            hours=hours,
            minutes=round(shares[column] * self._slot_min),
        )

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        width, height = self._cell()
        theme = current_theme()
        is_outlined = theme.has_high_contrast  # a grey that holds 3 to 1 would look filled
        empty = theme.color("shade" if is_outlined else "line_soft")
        full = theme.color(Category.CODING)
        painter.setFont(theme.font("secondary"))
        for row, (label, shares) in enumerate(self._rows):
            painter.setPen(theme.color("muted"))
            area = QRectF(0, row * height, _AXIS_PX - 6, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, label)
            painter.setPen(theme.color("line_soft") if is_outlined else Qt.PenStyle.NoPen)
            for column, share in enumerate(shares):
                painter.setBrush(_mix(empty, full, share))
                box = QRectF(_AXIS_PX + column * width, row * height, width - 2, height - 3)
                half = 0.5 if is_outlined else 0  # a line of one pixel is sharp between pixels
                painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 3, 3)
        self._paint_hours(painter, width, height)

    def _cell(self) -> tuple[float, float]:
        count = len(self._rows[0][1]) if self._rows else 1
        width = (self.width() - _AXIS_PX - 4) / max(1, count)
        height = min(26.0, (self.height() - 22) / max(1, len(self._rows)))
        return max(2.0, width), max(8.0, height)

    def _paint_hours(self, painter: QPainter, width: float, height: float) -> None:
        painter.setPen(current_theme().color("faint"))
        count = len(self._rows[0][1]) if self._rows else 0
        an_hour = 60 // self._slot_min
        labels = [
            hour_text((self._first_min + column * self._slot_min) // 60 % 24).removesuffix(":00")
            for column in range(0, count, an_hour)
        ]
        widest = max(map(painter.fontMetrics().horizontalAdvance, labels), default=0) + 4
        every = next((hours for hours in (1, 2, 4) if width * an_hour * hours >= widest), 4)
        for place, label in list(enumerate(labels))[::every]:
            left = _AXIS_PX + place * an_hour * width
            area = QRectF(left, len(self._rows) * height + 2, widest, 16)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, label)


def _mix(empty: QColor, full: QColor, share: float) -> QColor:
    if share <= 0:
        return empty
    part = 0.18 + 0.82 * min(1.0, share)
    return QColor.fromRgbF(
        empty.redF() + (full.redF() - empty.redF()) * part,
        empty.greenF() + (full.greenF() - empty.greenF()) * part,
        empty.blueF() + (full.blueF() - empty.blueF()) * part,
    )
