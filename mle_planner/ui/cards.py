"""Cards, the framed surfaces that every screen is made of, and the text that stands on them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mle_planner.ui.qt_override import override
from mle_planner.ui.theme import Theme

CARD_RADIUS = 10
CARD_PADDING = 14


class TextLabel(QLabel):
    """Plain text in a role and a colour of the theme; never rich text, whatever is in it.

    An ``elided`` one keeps to a single line, ends in "…" where the room runs out and then
    holds the whole text in its tooltip. Others wrap when ``wrapped``.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: str = "base",
        color: str = "text",
        elided: bool = False,
        wrapped: bool = False,
    ) -> None:
        super().__init__()
        self._whole = ""
        self._role = role
        self._color = color
        self._is_elided = elided
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWordWrap(wrapped)
        if elided:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        self._whole = text
        super().setText(text)
        if self._is_elided:
            self._note_elision()

    def set_color(self, color: str) -> None:
        """Change the colour token."""
        self._color = color
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take fonts and colours from a theme."""
        self._theme = theme
        self.setFont(theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        self.setPalette(palette)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_elided:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._color))
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(self.alignment() | Qt.TextFlag.TextSingleLine), text)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._is_elided:
            self._note_elision()

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._is_elided else hint

    def _note_elision(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self._whole) > self.contentsRect().width()
        self.setToolTip(as_plain_tooltip(self._whole) if is_cut and self._whole else "")


def as_plain_tooltip(text: str) -> str:
    """Return text as a tooltip shows it literally.

    Qt guesses whether a tooltip is rich text; one that says it is, with everything escaped,
    is the only kind that cannot be guessed wrong.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<qt>" + escaped.replace("\n", "<br>") + "</qt>"


class Card(QFrame):
    """A rounded surface with a small bold title, an optional note at its right, and a body.

    ``body`` is the layout to put the content into. A highlighted card has a border in the
    accent colour: it belongs to what is selected.
    """

    def __init__(self, theme: Theme, title: str = "", aside: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._is_highlighted = False
        self._title = TextLabel(theme, title, role="label", color="muted", elided=True)
        self._aside = TextLabel(theme, aside, role="label", color="muted")
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.header.addWidget(self._title, 1)
        self.header.addWidget(self._aside)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(CARD_PADDING, 12, CARD_PADDING, 12)
        outer.setSpacing(8)
        outer.addLayout(self.header)
        outer.addLayout(self.body, 1)
        self.set_title(title)
        self.set_aside(aside)

    def set_title(self, title: str) -> None:
        """Change the title; without title and aside the head takes no room."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._show_head()

    def set_aside(self, aside: str) -> None:
        """Change the note at the right of the title."""
        self._aside.setText(aside)
        self._show_head()

    def set_highlighted(self, is_highlighted: bool) -> None:
        """Draw the border in the accent colour, or take that back."""
        self._is_highlighted = is_highlighted
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme, here and in the labels of the head."""
        self._theme = theme
        self._title.set_theme(theme)
        self._aside.set_theme(theme)
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        border = self._theme.color("accent" if self._is_highlighted else "line")
        width = 2.0 if self._is_highlighted else 1.0
        draw_surface(painter, QRectF(self.rect()), self._theme.color("surface"), border, width)

    def _show_head(self) -> None:
        has_head = bool(self._title.text() or self._aside.text())
        self._title.setVisible(has_head)
        self._aside.setVisible(bool(self._aside.text()))


def draw_surface(
    painter: QPainter, area: QRectF, fill: QColor, border: QColor, width: float = 1.0
) -> None:
    """Draw a card's rounded surface with its border inside the area."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, width))
    painter.setBrush(fill)
    inset = width / 2
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), CARD_RADIUS, CARD_RADIUS)


def emptied(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take every widget out of a layout and delete it when the event loop is back."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()
        elif item.layout() is not None:
            emptied(item.layout())  # type: ignore[arg-type]
