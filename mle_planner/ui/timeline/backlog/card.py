"""One task of the backlog: a card that is dragged or carried onto the axis."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.gettext import joined_words
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.timeline.backlog.words import (
    about_text,
    due_line,
    place_name,
    planned_line,
    remaining_text,
    spoken_card,
)
from mle_planner.ui.widgets.cards import as_plain_tooltip, rounded_path
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.keys import PRESSING
from mle_planner.ui.widgets.painting import (
    draw_line,
    fill_only,
    outline_only,
    smooth_painter,
    write_in,
)
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.start_button import SIZE_PX
from mle_planner.ui.widgets.task_card import BaseTaskCard
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import CONTROL_RADIUS_PX, FontRole, current_theme

HEIGHT_PX = 48
LINE_PX = 18
EDGE_PX = 3.0
GRIP_LEFT_PX = 7.0
TEXT_LEFT_PX = 16.0
TEXT_RIGHT_PX = 10.0
GAP_PX = 8.0
DRAGGED_OPACITY = 0.45
_ROUNDING_PX = 1
"""How much wider a line may be than its parts, which are measured in whole pixels."""


def about_in(view: TaskView, room: float, metrics: QFontMetrics) -> str:
    """Return project and remaining estimate cut to a width; the project is cut first."""
    remaining = remaining_text(view)
    left = room - metrics.horizontalAdvance(f" · {remaining}") - _ROUNDING_PX
    name = elided_text(place_name(view), metrics, max(0, int(left)))
    return elided_text(joined_words((name, remaining)), metrics, max(0, int(room)))


class BacklogCard(BaseTaskCard):
    """Title, project, what is left and when it is due; a grip shows that it can be dragged.

    Enter asks to carry it with the arrow keys. The words keep clear of the buttons.
    """

    carry_requested = Signal(object)

    def __init__(self, view: TaskView, now: datetime, days: PlanningDays) -> None:
        super().__init__(view)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_task(view, now, days)

    @override
    def button_top(self) -> float:
        return (HEIGHT_PX - SIZE_PX) / 2

    def show_task(self, view: TaskView, now: datetime, days: PlanningDays) -> None:
        """Show a task, or the same one after a change."""
        self.view = view
        self._due = due_line(view, now, days)
        self._planned = planned_line(view, now, days)
        self._is_late = view.is_overdue
        self.updateGeometry()
        if self.button is not None:
            self.offer_buttons()
        self.setAccessibleName(spoken_card(view, now, days))
        lines = (view.task.title, about_text(view), self._due, self._planned, view.task.note)
        self.setToolTip(as_plain_tooltip("\n".join(line for line in lines if line)))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX + (LINE_PX if self._planned else 0))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = smooth_painter(self), current_theme()
        if self._is_dragged:
            painter.setOpacity(DRAGGED_OPACITY)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = rounded_path(area, CONTROL_RADIUS_PX)
        is_marked = self.hasFocus() or self.underMouse() or self._is_marked
        is_tinted = self.hasFocus() or self._is_marked
        painter.fillPath(shape, theme.color("accent_tint" if is_tinted else "surface"))
        edge = QPainterPath()
        edge.addRect(visual(QRectF(0, 0, EDGE_PX, self.height()), self.rect()))
        category = self.view.activity.category
        painter.fillPath(shape.intersected(edge), theme.color(category))
        style = Qt.PenStyle.DashLine if self._is_dragged else Qt.PenStyle.SolidLine
        width = 2.0 if self.hasFocus() else 1.0
        outline_only(painter, QPen(theme.color("accent" if is_marked else "line"), width, style))
        inset = (width - 1) / 2
        painter.drawPath(
            rounded_path(area.adjusted(inset, inset, -inset, -inset), CONTROL_RADIUS_PX)
        )
        self._draw_grip(painter, "muted" if is_marked else "control_line")
        self._draw_words(painter, self.view)

    def _draw_grip(self, painter: QPainter, token: str) -> None:
        fill_only(painter, current_theme().color(token))
        middle = self.height() / 2
        for column in (0.0, 4.0):
            for row in (-5.0, 0.0, 5.0):
                dot = QRectF(GRIP_LEFT_PX + column - 1, middle + row - 1, 2, 2)
                painter.drawEllipse(visual(dot, self.rect()))

    def _draw_words(self, painter: QPainter, view: TaskView) -> None:
        room = self.width() - TEXT_LEFT_PX - TEXT_RIGHT_PX - self.buttons_px
        theme = current_theme()
        self._draw_line(painter, QRectF(TEXT_LEFT_PX, 6, room, LINE_PX), view.task.title, "strong")
        due = theme.font("label" if self._is_late else "secondary")
        used = QFontMetrics(due).horizontalAdvance(self._due)
        metrics = QFontMetrics(theme.font("secondary"))
        row = QRectF(TEXT_LEFT_PX, 25, room, LINE_PX)
        rest = row.adjusted(0, 0, -used - GAP_PX, 0)
        self._draw_line(painter, rest, about_in(view, rest.width(), metrics), "secondary", "muted")
        painter.setFont(due)
        painter.setPen(theme.color("error" if self._is_late else "muted"))
        end_side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(visual(row, self.rect()), end_side, self._due)
        if self._planned:
            row = QRectF(TEXT_LEFT_PX, 43, room, LINE_PX)
            ink = "warn" if view.is_planned_late else "muted"
            self._draw_line(painter, row, self._planned, "secondary", ink)

    def _draw_line(
        self, painter: QPainter, row: QRectF, words: str, role: FontRole, ink: str = "text"
    ) -> None:
        write_in(painter, role, ink)
        draw_line(painter, visual(row, self.rect()), words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if Qt.Key(event.key()) in PRESSING and is_plain:
            self.carry_requested.emit(self.task_id)
        else:
            super().keyPressEvent(event)
