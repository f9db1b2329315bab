"""Cards, the framed surfaces of every screen, and the labels on them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolTip,
    QWidget,
)

from mle_planner.ui.widgets.direction import at_beginning, own_direction
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.painting import draw_surface, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import break_lines, elided_text, whole_parts, width_of
from mle_planner.ui.widgets.theme import FontRole, current_theme

CARD_PADDING = 14
_LEAST_PADDING = 6


class TextLabel(QLabel):
    """Plain text in a role and a colour of the theme; never rich text, whatever is in it.

    It paints itself: the application's style sheet would override a label's font and colour.
    An ``elided`` one keeps to a single line, ends in "…" where the room runs out (``cut`` may
    put that elsewhere) and then holds the whole text in its tooltip. With ``keeps_parts`` it leaves
    out whole parts at its end before it cuts one. Others wrap when ``wrapped``.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: FontRole = "base",
        color: str = "text",
        elided: bool = False,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        keeps_parts: bool = False,
        wrapped: bool = False,
    ) -> None:
        super().__init__()
        self._role: FontRole = role
        self._cut, self._keeps_parts = cut, keeps_parts
        self._color = color
        self._is_elided = elided
        self._metrics = QFontMetrics(current_theme().font(role))
        self._whole: list[str] = []
        self._whole_px: int | None = None
        self._lines: dict[int, list[str]] = {}
        self._heights: dict[str, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrapped)
        horizontal = QSizePolicy.Policy.Ignored if elided else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(horizontal, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrapped)
        self.setSizePolicy(policy)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._whole_px = None
        self._lines.clear()
        self._heights.clear()
        self._note_elision()

    def show_text(self, text: str) -> None:
        """Show a text; without any the label is hidden."""
        self.setText(text)
        self.setVisible(bool(text))

    def set_color(self, color: str) -> None:
        self._color = color
        self.update()

    @override
    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        beside = margins.left() + margins.right()
        if self.wordWrap():
            widest = min(width_of(self.text(), self._metrics), 280) + beside
            return QSize(widest + 1, self.heightForWidth(widest + 1))
        lines = self.text().split("\n")
        width = max(width_of(line, self._metrics) for line in lines) + beside
        height = self._metrics.height() * len(lines) + margins.top() + margins.bottom()
        return QSize(width + 1, height)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._is_elided:
            return QSize(0, hint.height())
        return QSize(40, self._metrics.height()) if self.wordWrap() else hint

    @override
    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inside = width - margins.left() - margins.right()
        lines = "\n".join(self._lines_in(inside))
        height = self._heights.get(lines)  # a layout asks many times, and for several widths
        if height is None:
            room = QRect(0, 0, 100_000, 100_000)
            height = self._heights[lines] = self._metrics.boundingRect(room, 0, lines).height()
        return height + margins.top() + margins.bottom()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        write_in(painter, self._role, self._color)
        text, area = self.text(), self.contentsRect()
        painter.setLayoutDirection(own_direction(text))
        if self._is_elided:
            if self._keeps_parts:
                text = whole_parts(text, self._metrics, area.width())
            text = elided_text(text, self._metrics, area.width(), self._cut)
        elif self.wordWrap():
            text = "\n".join(self._lines_in(area.width()))
        flags = at_beginning(self.alignment()).value
        if self._is_elided:
            flags |= Qt.TextFlag.TextSingleLine.value
        painter.drawText(area, flags, text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note_elision()

    def _lines_in(self, width: int) -> list[str]:
        """Return the text in the lines it takes in a width; only a word too long for it breaks.

        Qt would push a line that goes from right to left aside by the space at its end.
        """
        if self._whole_px is None:
            self._whole = [" ".join(part.split()) for part in self.text().split("\n")]
            self._whole_px = max(width_of(part, self._metrics) for part in self._whole)
        room = max(1, width)
        if self._whole_px < room:
            return self._whole  # most texts: laying them out takes far longer than measuring
        lines = self._lines.get(width)
        if lines is None:
            font = current_theme().font(self._role)
            lines = [line for part in self._whole for line in break_lines(part, font, room)]
            self._lines[width] = lines
        return lines

    def _note_elision(self) -> None:
        if self._is_elided:
            width = width_of(self.text(), self._metrics)
            is_cut = bool(self.text()) and width > self.contentsRect().width()
            self.setToolTip(as_plain_tooltip(self.text() if is_cut else ""))


def as_plain_label(text: str) -> str:
    """Return text as a menu or a button shows it literally: there ``&`` marks a key."""
    return text.replace("&", "&&")


def as_plain_tooltip(text: str) -> str:
    """Return text as a tooltip shows it literally; empty for none.

    Qt guesses whether a tooltip is rich text; one that says it is, with everything escaped,
    is the only kind that cannot be guessed wrong.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<qt>" + escaped.replace("\n", "<br>") + "</qt>" if text else ""


def show_place_tip(widget: QWidget, event: QEvent, words_at: Callable[[QPointF], str]) -> bool:
    """Show the words of the place under the pointer; return whether the event asks for a tip."""
    if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
        return False
    words = words_at(QPointF(event.pos()))
    QToolTip.showText(event.globalPos(), as_plain_tooltip(words), widget)
    return True


class Card(QFrame):
    """A rounded surface with a small bold title, an optional note at its right, and a body.

    ``body`` is the layout to put the content into, ``header`` that for what stands beside the
    title, and below it where there is too little room for both. There a note that is a
    ``file_name`` is cut in the middle. A highlighted card has a border in the accent colour: it
    belongs to what is selected.
    """

    def __init__(self, title: str = "", aside: str = "", *, file_name: bool = False) -> None:
        super().__init__()
        self._is_highlighted = False
        self._title = TextLabel(title, role="label", color="muted", elided=not file_name)
        self._aside = TextLabel(
            aside,
            role="secondary",
            color="muted",
            elided=file_name,
            cut=Qt.TextElideMode.ElideMiddle,
        )
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._can_stack = not file_name
        self.header = row_of((self._aside, int(file_name)), spacing=8)
        self._head = row_of(
            (self._title, int(not file_name)), (self.header, int(file_name)), spacing=8
        )
        self.body = column_of(spacing=6)
        self._column = column_of(self._head, (self.body, 1), inside=self, spacing=8)
        self.set_title(title)
        self.set_aside(aside)

    def set_title(self, title: str) -> None:
        """Change the title; without title and aside the head takes no room."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._show_head()

    def set_aside(self, aside: str) -> None:
        self._aside.setText(aside)
        self._show_head()

    def set_highlighted(self, is_highlighted: bool) -> None:
        """Draw the border in the accent colour, or take that back."""
        self._is_highlighted = is_highlighted
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        is_strong = self._is_highlighted
        draw_surface(self, "surface", "accent" if is_strong else "line", 2.0 if is_strong else 1.0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack_head()

    def _stack_head(self) -> None:
        """Put what stands beside the title below it, or back, as the width allows.

        A title that is too long by itself makes the padding smaller.
        """
        beside = self.header.sizeHint().width()
        title, room = self._title.sizeHint().width(), self.width() - 2 * CARD_PADDING
        wanted = title + self._head.spacing() + beside
        is_narrow = self._can_stack and bool(beside) and wanted > room
        missing = (title - room + 1) // 2 if self._can_stack and self._title.text() else 0
        padding = min(CARD_PADDING, max(_LEAST_PADDING, CARD_PADDING - missing))
        self._column.setContentsMargins(padding, 12, padding, 12)
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._head.setStretch(0, int(self._can_stack and not is_narrow))
        side = Qt.AlignmentFlag.AlignLeft if is_narrow else Qt.AlignmentFlag(0)
        self._head.setAlignment(self.header, side)

    def _show_head(self) -> None:
        self._title.setVisible(bool(self._title.text() or self._aside.text()))
        self._aside.setVisible(bool(self._aside.text()))
        self._stack_head()


def rounded_path(area: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    return path


class Form(QGridLayout):
    """Rows of a quiet name and a field that takes the room left; distances in pixels."""

    def __init__(
        self, *rows: tuple[str, QWidget | QLayout], across: int = 12, down: int = 8
    ) -> None:
        super().__init__()
        self.setHorizontalSpacing(across)
        self.setVerticalSpacing(down)
        self.setColumnStretch(1, 1)
        self.labels = [TextLabel(name, color="muted") for name, _field in rows]
        for row, (label, (_name, field)) in enumerate(zip(self.labels, rows, strict=True)):
            self.addWidget(label, row, 0)
            if isinstance(field, QLayout):
                self.addLayout(field, row, 1)
            else:
                self.addWidget(field, row, 1)


def drop_widget(layout: QLayout, widget: QWidget) -> None:
    """Take a widget out of a layout and delete it when the event loop is back."""
    layout.removeWidget(widget)
    widget.hide()
    widget.deleteLater()


def clear_layout(layout: QLayout) -> None:
    """Drop every widget of a layout, and of the layouts in it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if isinstance(widget, QWidget):
            drop_widget(layout, widget)
        elif (within := item.layout()) is not None:
            clear_layout(within)
