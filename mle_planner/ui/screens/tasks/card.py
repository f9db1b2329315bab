"""One task on the board."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from mle_planner.core.i18n.gettext import joined_words
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screens.tasks.wording import Remark, effort_text, remarks, spoken
from mle_planner.ui.widgets.cards import as_plain_tooltip
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import draw_line, draw_surface, outline_only
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.start_button import SMALL_PX
from mle_planner.ui.widgets.task_card import BUTTON_MARGIN_PX, BaseTaskCard
from mle_planner.ui.widgets.text_lines import break_lines, elided_text, width_of
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, FontRole, current_theme

_EDGE_PX = 3
_PADDING_PX = 14


class TaskCard(BaseTaskCard):
    """A task as a card: title, project and effort, and a small line of remarks.

    It paints itself, so that a board of hundreds of tasks has one widget per task, not six.
    """

    button_px = SMALL_PX

    def __init__(self, view: TaskView, today: date, zone: ZoneInfo) -> None:
        super().__init__(view)
        self._shown: tuple[TaskView, date] | None = None
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_task(view, today, zone)

    @override
    def button_top(self) -> float:
        return self.height() - SMALL_PX - BUTTON_MARGIN_PX

    def show_task(self, view: TaskView, today: date, zone: ZoneInfo) -> None:
        """Show a task, or the same one after a change."""
        if self._shown == (view, today):
            return
        self._shown = (view, today)
        self.view = view
        self._heights.clear()
        self._remarks = remarks(view, today, zone)
        note = view.task.note.strip().splitlines()
        self._note = note[0].strip() if note else ""
        self.setAccessibleName(spoken(view, today, zone))
        self.setAccessibleDescription(view.task.note)
        self._note_whole_words()
        if self.button is not None:
            self.offer_buttons()
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # a layout asks several times for the same width
            self._heights[width] = self._lay_out_content(None, width)
        return self._heights[width]

    @override
    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 40 else 200
        return QSize(200, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        area, theme, has_focus = QRectF(self.rect()), current_theme(), self.hasFocus()
        border = "accent" if has_focus or self._is_marked else "line"
        ground = "accent_tint" if self._is_marked else "surface"
        painter = draw_surface(self, ground, border, 2.0 if has_focus else 1.0)
        shape = QPainterPath()
        shape.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS_PX, CARD_RADIUS_PX)
        edge = QPainterPath()
        edge.addRect(visual(QRectF(0.5, 0, _EDGE_PX, self.height()), area))
        painter.fillPath(shape.intersected(edge), theme.color(self.view.activity.category))
        if has_focus:
            outline_only(painter, QPen(theme.color(border), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CARD_RADIUS_PX, CARD_RADIUS_PX)
        self._lay_out_content(painter, self.width())

    def _lay_out_content(self, painter: QPainter | None, width: int) -> int:
        """Return the height of the content at a width, painting it if there is a painter."""
        room = max(60, width - _PADDING_PX - 12)
        y = 11
        y += self._wrap_title(painter, self.view.task.title, "strong", "text", (y, room))
        project = self.view.project.name if self.view.project else self.view.activity.name
        last = room - self.buttons_px  # the room that the buttons leave in the last line
        is_last = not self._remarks and not self._note
        y += self._two_ends(painter, project, effort_text(self.view), y, last if is_last else room)
        if self._remarks:
            y += self._remark_lines(painter, y, room, room if self._note else last)
        if self._note:
            y += self._wrap_title(painter, self._note, "secondary", "muted", (y, room), last)
        return y + 11

    def _wrap_title(
        self,
        painter: QPainter | None,
        text: str,
        role: FontRole,
        color: str,
        place: tuple[int, int],
        last_room: int | None = None,
    ) -> int:
        font, (y, room) = current_theme().font(role), place
        metrics = QFontMetrics(font)
        lines = [_elide(line, metrics, room) for line in break_lines(text, font, room, 2)]
        if last_room is not None and lines:
            lines[-1] = _elide(lines[-1], metrics, last_room)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(current_theme().color(color))
            for at, line in enumerate(lines):
                area = QRectF(_PADDING_PX, y + at * metrics.height(), room, metrics.height())
                draw_line(painter, visual(area, self.rect()), line, part_of=text)
        return metrics.height() * len(lines) + 2

    def _two_ends(self, painter: QPainter | None, left: str, right: str, y: int, room: int) -> int:
        font = current_theme().font("base")
        metrics = QFontMetrics(font)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(current_theme().color("muted"))
            area = QRectF(_PADDING_PX, y, room, metrics.height())
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(visual(area, self.rect()), end.value, right)
            area.setWidth(room - metrics.horizontalAdvance(right) - 8)
            draw_line(painter, visual(area, self.rect()), left)
        return metrics.height() + 2

    def _remark_lines(self, painter: QPainter | None, y: int, room: int, last: int) -> int:
        """Draw the remarks, each whole on the line or on the next; the last line has less room."""
        font = current_theme().font("secondary")
        metrics = QFontMetrics(font)
        x, end, top = _PADDING_PX, _PADDING_PX + room, y
        separator = metrics.horizontalAdvance(" · ")
        placed: list[tuple[Remark, int, int]] = []
        for remark in self._remarks:
            width = metrics.horizontalAdvance(remark.text)
            if x > _PADDING_PX and x + separator + width > end:
                x, y = _PADDING_PX, y + metrics.height()
            elif x > _PADDING_PX:
                placed.append((Remark(" · "), x, y))
                x += separator
            placed.append((remark, x, y))
            x += width
        if painter is not None:
            painter.setFont(font)
            for remark, left, line in placed:
                self._draw_remark(painter, remark, left, line, end - (room - last) * (line == y))
        return y + metrics.height() + 2 - top

    def _draw_remark(self, painter: QPainter, remark: Remark, x: int, y: int, end: int) -> None:
        if x >= end:
            return
        metrics = painter.fontMetrics()
        painter.setPen(current_theme().color(remark.color))
        area = visual(QRectF(x, y, end - x, metrics.height()), self.rect())
        words = _elide(remark.text, metrics, end - x)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter.value, words)

    def _note_whole_words(self) -> None:
        """Put into the tooltip the texts that a narrow card may have to cut."""
        lines = [self.view.task.title, joined_words(remark.text for remark in self._remarks)]
        lines += [self.view.due_problem, self.view.task.note.strip()]
        self.setToolTip(as_plain_tooltip("\n".join(line for line in lines if line)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _elide(text: str, metrics: QFontMetrics, room: int) -> str:
    """Return text that fits; Qt's own elision is slow even for text that already fits."""
    if width_of(text, metrics) <= room:
        return text
    return elided_text(text, metrics, room)
