"""The message bar, the bar of an open question, and the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QBoxLayout, QPushButton, QWidget

from mle_planner.core.i18n.formats import percent_text
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import IconButton, word_button
from mle_planner.ui.widgets.cards import TextLabel, as_plain_label, as_plain_tooltip, clear_layout
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.focus_return import FocusReturn
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.layouts import fill, row_of
from mle_planner.ui.widgets.painting import paint_ground, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import CONTROL_RADIUS_PX, current_theme

STATUS_PX = 30
_SHOWN_MS = 8000
_SHOW_AFTER_MS = 400
_SIDE_PX = 12
_ICON_ROOM_PX = 34
_GAP_PX = 10
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)
_PRESSING = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)  # the key of an action is no press
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_LINES_BESIDE = 1.8
"""The answers are below a sentence that would need more lines beside them."""


class MessageBar(QWidget):
    """One sentence over the status bar, so that it never covers the screen.

    A message disappears after a while; an error stays until it is closed or replaced, or an edit
    succeeds.
    ``action_requested`` carries the id of the action on its button: undo or redo. ``changed`` is
    sent when it needs another place: it is shown, says something else or is gone.
    """

    action_requested = Signal(str)
    changed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.is_error = self._is_passing = False
        self._offers_redo = False
        self.label = TextLabel("", wrapped=True)
        self.button = word_button(_("Undo"), self._press, kind="pill")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button = IconButton("close", _("Close the message"), self.hide)
        self.close_button.setFixedHeight(STATUS_PX - 6)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = row_of(
            (self.label, 1),
            self.button,
            self.close_button,
            inside=self,
            spacing=_GAP_PX,
            margins=margins(_ICON_ROOM_PX, 2, 4, 2),
        )
        FocusReturn(self)
        self._hide_timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._hide_timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown; empty while hidden."""
        return self.label.text() if not self.isHidden() else ""

    def show_error(self, sentence: str, *, is_passing: bool = False) -> None:
        """Show what went wrong; a passing error goes with the next key or click, or in a while."""
        self.is_error = True
        self._hide_timer.stop()
        self._show(sentence, "")
        if is_passing:
            self._is_passing = True
            self._hide_timer.start()
            QTimer.singleShot(0, self, self._end_with_next_press)  # when that of now is over

    def show_message(self, sentence: str, *, undo: bool = False, redo: bool = False) -> None:
        """Show what was done, with a button to undo or redo it."""
        self.is_error = False
        self._offers_redo = redo
        self._show(sentence, _("Redo") if redo else _("Undo") if undo else "")
        self._hide_timer.start()

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            is_press = event.type() in _PRESSING and event.key() not in _MODIFIERS
        else:
            is_press = event.type() == QEvent.Type.MouseButtonPress
        if is_press:
            self.hide()
        return False

    @Slot()
    def _end_with_next_press(self) -> None:
        if self._is_passing:
            self._watch(is_on=True)

    def _watch(self, *, is_on: bool) -> None:
        application = QApplication.instance()
        if application is not None:
            (application.installEventFilter if is_on else application.removeEventFilter)(self)

    def withdraw_offer(self) -> None:
        """Hide a message that offers to undo or redo."""
        if not self.is_error and not self.button.isHidden():
            self.hide()

    def withdraw_error(self, sentence: str = "") -> None:
        """Hide an error, if one is shown; with a sentence only one that begins with it."""
        if self.is_error and self.text.startswith(sentence):
            self.hide()

    def place(self, host: QSize) -> int:
        """Place it centred at the foot of a host of this size; return the height it needs."""
        metrics = QFontMetrics(current_theme().font("base"))
        beside = _ICON_ROOM_PX + 4 + _GAP_PX + self.close_button.sizeHint().width()
        if not self.button.isHidden():
            beside += _GAP_PX + self.button.sizeHint().width()
        most = host.width() - 2 * _SIDE_PX
        width = min(most, metrics.horizontalAdvance(self.label.text()) + 4 + beside)
        height = max(STATUS_PX, self.label.heightForWidth(width - beside) + 10)
        self.setGeometry((host.width() - width) // 2, host.height() - height, width, height)
        return height

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme = current_theme()
        painter.setPen(theme.color("error" if self.is_error else "accent"))
        painter.setBrush(theme.color("error_tint" if self.is_error else "raised"))
        area = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.drawRoundedRect(area, CONTROL_RADIUS_PX, CONTROL_RADIUS_PX)
        name, token = ("warning", "error") if self.is_error else ("info", "muted")
        place = visual(QRectF(10, self.height() // 2 - 9, 18, 18), self.rect())
        painter.drawPixmap(place.topLeft(), pixmap(name, token))

    def _show(self, sentence: str, button: str) -> None:
        self._is_passing = False
        self._watch(is_on=False)
        self.label.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(sentence)
        self.show()
        self.raise_()
        self.update()
        self.changed.emit()
        announce(self)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch(is_on=False)
        self.changed.emit()

    def _press(self) -> None:
        self.hide()
        self.action_requested.emit("edit.redo" if self._offers_redo else "edit.undo")


class QuestionBar(QWidget):
    """A question over the screen, with its answers as buttons; it stays until it is answered."""

    def __init__(self, sign: tuple[str, str] = ("warning", "warn")) -> None:
        super().__init__()
        self._sign = sign
        self._is_numbered = self._are_digits_shown = False
        self._words: list[str] = []
        self.label = TextLabel("", wrapped=True)
        self.buttons: list[QPushButton] = []
        self._row = row_of(spacing=_GAP_PX)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(*margins(42, 8, 14, 8))
        self._layout.setSpacing(_GAP_PX)
        fill(self._layout, (self.label, 1), self._row)
        self._focus_return = FocusReturn(self)
        self.hide()

    def ask(
        self,
        sentence: str,
        answers: Sequence[tuple[str, Callable[[], object]]],
        *,
        is_numbered: bool = False,
    ) -> None:
        """Show a question; one that is shown already stays as it is.

        Where ``is_numbered``, digits answer while they are shown: while a button has the keyboard
        that got it by a key. Esc gives the last answer.
        """
        self._is_numbered = is_numbered
        words = [text for text, _act in answers]
        if not self.isHidden() and (words, sentence) == (self._words, self.label.text()):
            return
        self._clear()
        self._words = words
        self.label.setText(sentence)
        self.setAccessibleName(sentence)
        for text, act in answers:
            button = word_button(text, act)
            button.installEventFilter(self)
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch()
        self._arrange()
        self.show()
        announce(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        margins, direction = self._layout.contentsMargins(), QBoxLayout.Direction
        beside = self._row.sizeHint().width() + _GAP_PX + margins.left() + margins.right()
        length = QFontMetrics(current_theme().font("base")).horizontalAdvance(self.label.text())
        is_beside = length <= _LINES_BESIDE * (self.width() - beside)
        self._layout.setDirection(direction.LeftToRight if is_beside else direction.TopToBottom)

    def withdraw(self) -> None:
        """Hide the question; what had the keyboard before has it again."""
        self._clear()
        self.hide()

    @property
    def answers(self) -> list[tuple[str, Callable[[], None]]]:
        """The words of each answer, and what gives it while the question is the same."""
        return [(text, partial(self._answer, text)) for text in self._words]

    def _answer(self, text: str) -> None:
        if text in self._words:
            self.buttons[self._words.index(text)].click()

    def begin(self) -> None:
        self.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if (
            self._is_numbered
            and isinstance(event, QFocusEvent)
            and event.reason() is not Qt.FocusReason.ActiveWindowFocusReason
        ):
            self._show_digits(are_shown=event.gotFocus() and event.reason() in _BY_KEYS)
        if not self._is_numbered or not isinstance(event, QKeyEvent):
            return False
        digits = [str(at + 1) for at in range(len(self._words))] if self._are_digits_shown else []
        number = digits.index(event.text()) if event.text() in digits else -1
        if event.key() != Qt.Key.Key_Escape and number < 0:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else the digit would open a screen
        elif event.type() == QEvent.Type.KeyPress:
            self.buttons[number].click()
        return True

    def _show_digits(self, *, are_shown: bool) -> None:
        self._are_digits_shown = are_shown
        for digit, (button, text) in enumerate(zip(self.buttons, self._words, strict=False), 1):
            button.setText(as_plain_label(f"{digit} {text}" if are_shown else text))

    def _clear(self) -> None:
        self._focus_return.give_back()
        clear_layout(self._row)
        self.buttons, self._words = [], []
        self._are_digits_shown = False

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint_ground(self, "raised")
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        place = visual(QRectF(14, self.height() // 2 - 9, 18, 18), self.rect())
        painter.drawPixmap(place.topLeft(), pixmap(*self._sign))


class ReadingBar(QuestionBar):
    """Says which file is being read, and offers to cancel that; not where it takes a moment."""

    def __init__(self) -> None:
        super().__init__(("import", "muted"))
        self._wait = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._wait.timeout.connect(self._show)
        self._file = self._percent = ""
        self._cancel: Callable[[], object] = self.withdraw

    def watch(self, file: str, cancel: Callable[[], object]) -> None:
        self._file, self._cancel, self._percent = file, cancel, ""
        self._wait.start()

    def end(self) -> None:
        """The file was read, or given up."""
        self._wait.stop()
        self.withdraw()

    @Slot(float)
    def show_share(self, share: float) -> None:
        """Show how much is done, as a share of one."""
        percent = percent_text(share)
        if percent != self._percent:
            self._percent = percent
            self.label.setText(self._sentence())

    @Slot()
    def _show(self) -> None:
        self.ask(self._sentence(), [(_("Cancel"), self._cancel)])

    def _sentence(self) -> str:
        if not self._percent:
            return _("Reading {file}…", file=self._file)
        return _("Reading {file}… {percent}", file=self._file, percent=self._percent)


def announce(widget: QWidget) -> None:
    """Pass a message to screen readers; Qt's accessibility is imported only now."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


class StatusBar(QWidget):
    """Saved state and calendars at the left, the week so far at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(STATUS_PX)
        self.saved = TextLabel(_("Saved"), role="secondary", color="muted")
        self.unsaved = TextLabel("", role="secondary", color="error", elided=True)
        self.unsaved.hide()
        self.state = TextLabel("", role="secondary", color="warn")
        self.state.hide()
        self.calendars = TextLabel("", role="secondary", color="muted", elided=True)
        self.stale = TextLabel("", role="secondary", color="warn", elided=True)
        self.week = TextLabel("", role="secondary", color="muted")
        row_of(
            self.state,
            self.saved,
            (self.unsaved, 2),
            (self.calendars, 1),
            (self.stale, 1),
            self.week,
            inside=self,
            spacing=18,
            margins=(14, 1, 14, 0),
        )

    def show_saved(self, failure: str, *, is_told: bool) -> None:
        """Show that the last change was saved, or why it was not.

        A message over this bar that tells the reason would cover the end of a long line.
        """
        words = _("Not saved") if is_told else _("Not saved: {failure}", failure=failure)
        self.unsaved.setText(words if failure else "")
        self.saved.setVisible(not failure and self.state.isHidden())
        self.unsaved.setVisible(bool(failure))

    def show_state(self, words: str, why: str = "") -> None:
        """Show what is wrong with the database or its backups, and why in a tip; empty for none."""
        self.state.setText(words)
        self.state.setToolTip(as_plain_tooltip(why))
        self.state.setVisible(bool(words))

    def show_calendars(self, states: Sequence[str], stale: Sequence[str]) -> None:
        """Show the state of each calendar; the failed ones are set off."""
        self.calendars.setText("    ".join(states))
        self.calendars.setVisible(bool(states) or not stale)
        self.stale.setText("    ".join(stale))
        self.stale.setVisible(bool(stale))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(self).drawLine(0, 0, self.width(), 0)
