"""How a box looks: one block, with a line for each of its small tasks that can be ticked off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from mle_planner.core.i18n.gettext import is_right_to_left, plural
from mle_planner.core.model.work import Category
from mle_planner.ui.timeline.model.boxes import LEFT_PX, TICK_PX, BoxRows, tick_of
from mle_planner.ui.timeline.paint.painting import BlockPainter
from mle_planner.ui.widgets.painting import draw_line, fill_only, outline_only, write_in
from mle_planner.ui.widgets.theme import current_theme

CIRCLE_PX = 11.0
END_PX = 4.0


class BoxLine(NamedTuple):
    """One task of a box: its title, and whether it is done, current or taken away by a plan."""

    title: str
    is_done: bool = False
    is_current: bool = False
    is_struck: bool = False


class BoxLook(NamedTuple):
    """A box to draw: its activity's kind, its head beside the count, and its tasks."""

    category: Category
    times: str
    lines: Sequence[BoxLine]
    has_ticks: bool = True
    is_dashed: bool = False
    is_ghost: bool = False


def box_title(count: int) -> str:
    return plural("{count} small task", "{count} small tasks", count)


def draw_box(
    painter: QPainter, blocks: BlockPainter, area: QRectF, rows: BoxRows, look: BoxLook
) -> None:
    ground = blocks.look(area, "", "", look.category, is_solid=False, is_ghost=look.is_ghost)
    (blocks.draw_dashed if look.is_dashed else blocks.draw)(painter, area, ground)
    if look.is_ghost:
        return
    if rows.head.height() > 0:
        inside = rows.head.adjusted(LEFT_PX + END_PX, 2, -END_PX, 0)
        _text(painter, inside, f"{box_title(len(look.lines))} · {look.times}", "muted")
    for row, line in zip(rows.rows, look.lines, strict=True):
        _draw_line(painter, row, line, look)


def _draw_line(painter: QPainter, row: QRectF, line: BoxLine, look: BoxLook) -> None:
    theme = current_theme()
    if line.is_current:
        painter.setPen(Qt.PenStyle.NoPen)
        wash = theme.color("accent")
        wash.setAlphaF(0.16)
        painter.setBrush(wash)
        painter.drawRoundedRect(row.adjusted(LEFT_PX - 1, 0.5, -2, -0.5), 4, 4)
    circle = _circle(row)
    if look.has_ticks:
        _draw_tick(painter, circle, line, look.category)
    else:
        fill_only(painter, theme.color(look.category))
        painter.drawEllipse(circle.center(), 2.0, 2.0)
    text = row.adjusted(LEFT_PX + TICK_PX - 2, 0, -END_PX, 0)
    if is_right_to_left():
        text = row.adjusted(END_PX, 0, -(LEFT_PX + TICK_PX - 2), 0)
    ink = "muted" if line.is_done or line.is_struck else "text"
    _text(painter, text, line.title, ink)
    if line.is_done or line.is_struck:
        metrics = QFontMetricsF(theme.font("label"))
        width = min(text.width(), metrics.horizontalAdvance(line.title))
        left = text.right() - width if is_right_to_left() else text.left()
        painter.setPen(QPen(theme.color("muted"), 1))
        painter.drawLine(QPointF(left, row.center().y()), QPointF(left + width, row.center().y()))


def _circle(row: QRectF) -> QRectF:
    size = min(CIRCLE_PX, row.height() - 2)
    spot = tick_of(row)
    left = spot.right() - LEFT_PX - size - 3 if is_right_to_left() else spot.left() + LEFT_PX + 3
    return QRectF(left, row.center().y() - size / 2, size, size)


def _draw_tick(painter: QPainter, circle: QRectF, line: BoxLine, category: Category) -> None:
    theme = current_theme()
    painter.setPen(QPen(theme.color(category), 1.3))
    painter.setBrush(theme.color(category) if line.is_done else theme.color("surface"))
    painter.drawEllipse(circle)
    if not line.is_done:
        return
    path = QPainterPath(QPointF(circle.left() + circle.width() * 0.26, circle.center().y()))
    path.lineTo(circle.left() + circle.width() * 0.44, circle.top() + circle.height() * 0.7)
    path.lineTo(circle.left() + circle.width() * 0.76, circle.top() + circle.height() * 0.3)
    outline_only(painter, QPen(theme.color("on_fill"), 1.5))
    painter.drawPath(path)


def _text(painter: QPainter, area: QRectF, words: str, ink: str) -> None:
    write_in(painter, "label", ink)
    draw_line(painter, area, words)
