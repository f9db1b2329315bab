"""The quiet bars: what just happened or went wrong, and the state of things at the foot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.cards import TextLabel
from mle_planner.ui.direction import margins, visual
from mle_planner.ui.icons import icon, pixmap
from mle_planner.ui.qt_override import override
from mle_planner.ui.theme import CARD_RADIUS_PX, current_theme

STATUS_PX = 26
_SHOWN_MS = 8000
_MOST_WIDTH_PX = 720


class MessageBar(QWidget):
    """One sentence over the foot of the screen.

    Good news leaves by itself; an error stays until it is closed or something else is said.
    ``undo_requested`` and ``redo_requested`` come from its button.
    """

    undo_requested = Signal()
    redo_requested = Signal()
    said = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._is_error = False
        self._offers_redo = False
        self.label = TextLabel("", wrapped=True)
        self.button = QPushButton(_("Undo"))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button = QToolButton()
        self.close_button.setProperty("kind", "plain")
        self.close_button.setIcon(icon("close", "muted"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setAccessibleName(_("Close the message"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*margins(42, 8, 8, 8))
        self._row.setSpacing(10)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.button)
        self._row.addWidget(self.close_button)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(_SHOWN_MS)
        self._leave.timeout.connect(self.hide)
        self.close_button.clicked.connect(self.hide)
        self.button.clicked.connect(self._pressed)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty while hidden."""
        return self.label.text() if not self.isHidden() else ""

    def show_error(self, sentence: str) -> None:
        """Say what went wrong."""
        self._is_error = True
        self._leave.stop()
        self._say(sentence, "")

    def show_message(self, sentence: str, *, undo: bool = False, redo: bool = False) -> None:
        """Say what was done, with the button that takes it back or does it again."""
        self._is_error = False
        self._offers_redo = redo
        self._say(sentence, _("Redo") if redo else _("Undo") if undo else "")
        self._leave.start()

    def place(self, area: QRectF) -> None:
        """Stand centred at the foot of an area of the host."""
        most = min(_MOST_WIDTH_PX, int(area.width()) - 32)
        metrics = QFontMetrics(current_theme().font("base"))
        beside = 42 + 8 + 20 + self.close_button.sizeHint().width()
        if not self.button.isHidden():
            beside += self.button.sizeHint().width()
        width = min(most, metrics.horizontalAdvance(self.label.text()) + 4 + beside)
        height = max(44, self.label.heightForWidth(width - beside) + 20)
        left = area.left() + (area.width() - width) / 2
        self.setGeometry(int(left), int(area.bottom()) - height - 12, width, height)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        painter.setPen(theme.color("error" if self._is_error else "control_line"))
        painter.setBrush(theme.color("error_tint" if self._is_error else "raised"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, CARD_RADIUS_PX, CARD_RADIUS_PX)
        name, token = ("warning", "error") if self._is_error else ("info", "muted")
        place = visual(QRectF(14, self.height() // 2 - 9, 18, 18), self.rect())
        painter.drawPixmap(place.topLeft(), pixmap(name, token))

    def _say(self, sentence: str, button: str) -> None:
        self.label.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(sentence)
        self.show()
        self.raise_()
        self.update()
        self.said.emit()
        self._announce()

    def _announce(self) -> None:
        """Have a screen reader say it; Qt's accessibility is imported only now."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _pressed(self) -> None:
        self.hide()
        (self.redo_requested if self._offers_redo else self.undo_requested).emit()


class StatusBar(QWidget):
    """Saved state and calendars at the left, the week so far at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(STATUS_PX)
        self.saved = TextLabel(_("Saved"), role="secondary", color="muted")
        self.unsaved = TextLabel("", role="secondary", color="error", elided=True)
        self.unsaved.hide()
        self.calendars = TextLabel("", role="secondary", color="muted", elided=True)
        self.week = TextLabel("", role="secondary", color="muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 1, 14, 0)
        layout.setSpacing(18)
        layout.addWidget(self.saved)
        layout.addWidget(self.unsaved, 2)
        layout.addWidget(self.calendars, 1)
        layout.addWidget(self.week)

    def show_saved(self, failure: str) -> None:
        """Say that the last change was saved, or the sentence that says why it was not."""
        self.unsaved.setText(_("Not saved: {failure}", failure=failure) if failure else "")
        self.saved.setVisible(not failure)
        self.unsaved.setVisible(bool(failure))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("surface"))
        painter.setPen(current_theme().color("line"))
        painter.drawLine(0, 0, self.width(), 0)
