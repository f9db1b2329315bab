"""Buttons that cut their text where it is too long."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import as_plain_label, as_plain_tooltip
from mle_planner.ui.widgets.direction import at_beginning, own_direction, visual
from mle_planner.ui.widgets.painting import draw_chevron
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import current_theme

LEAST_PILL_PX = 60
_BEFORE_WORDS_PX, _AFTER_WORDS_PX = 10, 28


class ElidedButton(WordButton):
    """A button whose text is elided in the middle where it is long; a tooltip has the whole.

    Qt would never make it narrower than its text, and so push the whole column out of sight. One
    that opens a menu looks like a combo box, whose sign Qt would leave out from right to left.
    """

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(as_plain_tooltip(text))

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.menu() is None:
            return hint
        words = self.fontMetrics().horizontalAdvance(self.text()) + 1
        whole = words + _BEFORE_WORDS_PX + _AFTER_WORDS_PX
        return QSize(max(hint.width(), whole), hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PILL_PX, super().minimumSizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.menu() is not None:
            self._paint_with_sign(painter, option)
            return
        content = QStyle.SubElement.SE_PushButtonContents
        option.text = self._cut_to(self.style().subElementRect(content, option, self).width())
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _paint_with_sign(self, painter: QStylePainter, option: QStyleOptionButton) -> None:
        option.text = ""
        option.features = QStyleOptionButton.ButtonFeature(0)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        words = QRectF(self.rect()).adjusted(_BEFORE_WORDS_PX, 0, -_AFTER_WORDS_PX, 0)
        sign = QRectF(self.rect())
        sign.setLeft(sign.right() - 26)
        painter.setFont(self.font())
        painter.setPen(current_theme().color("text" if self.isEnabled() else "faint"))
        painter.setLayoutDirection(own_direction(self.text()))
        side = at_beginning(Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        text = self._cut_to(words.width()).replace("&&", "&")
        painter.drawText(visual(words, self.rect()), side.value, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_chevron(painter, visual(sign, self.rect()))

    def _cut_to(self, room: float) -> str:
        middle = Qt.TextElideMode.ElideMiddle
        return elided_text(self.text(), self.fontMetrics(), room, middle)


class ElidedPillButton(ElidedButton):
    """A pill that names a task."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(as_plain_label(text))
        self.setToolTip(as_plain_tooltip(text))
        self.setProperty("kind", "pill")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
