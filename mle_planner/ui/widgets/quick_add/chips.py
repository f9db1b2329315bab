"""What a line was understood to say, a pill for each part that can be pressed to correct it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QSizePolicy, QWidget

from mle_planner.core.i18n.gettext import _, is_right_to_left
from mle_planner.core.model.work import Priority
from mle_planner.core.planner import Planner
from mle_planner.core.typed.quick_add.line import KINDS, Certainty, Chip, QuickAdd
from mle_planner.core.typed.quick_add.readings import Reading
from mle_planner.ui.widgets.cards import as_plain_tooltip
from mle_planner.ui.widgets.keys import PRESSING, sideways
from mle_planner.ui.widgets.menus import add_choice
from mle_planner.ui.widgets.painting import smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text, qt_length
from mle_planner.ui.widgets.theme import current_theme

_GAP_PX = 8
_SIDE_PX = 9
_MOST_WIDTH_PX = 320
_DOUBT = " ?"
_OPENING_KEYS = (*PRESSING, Qt.Key.Key_Down)


class ChipButton(QAbstractButton):
    """One pill. Enter, Space or Down open what else it may mean; arrows go to the others.

    Ctrl+Enter is left to the page.

    ``left`` says which way an arrow leaves it: −1 or 1, and 0 for back to the line.
    """

    left = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fill, self._ink = "break_tint", "muted"
        self.chip = Chip("", "", "", 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_chip(self, chip: Chip, fill: str, ink: str) -> None:
        """Show another chip, in the colours of two tokens of the theme."""
        self.chip, self._fill, self._ink = chip, fill, ink
        self.setAccessibleName(_spoken_text(chip))
        if chip.certainty is Certainty.GUESSED:
            about = _("Not in the line. Press to choose another.")
        else:
            about = _("Read from “{words}”. Click to choose another reading.", words=chip.text)
        self.setAccessibleDescription(about)
        self.setToolTip(as_plain_tooltip(f"{_spoken_text(chip)}\n{about}"))
        self.update()

    @property
    def is_sure(self) -> bool:
        """Whether the words have one meaning only."""
        return self.chip.certainty is Certainty.SURE

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current_theme().font("label"))
        width = metrics.horizontalAdvance(self._words()) + 2 * _SIDE_PX
        return QSize(min(width, _MOST_WIDTH_PX), metrics.height() + 7)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setFont(current_theme().font("label"))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_kept = self.chip.certainty is Certainty.KEPT
        painter.setPen(self._edge())
        painter.setBrush(Qt.BrushStyle.NoBrush if is_kept else current_theme().color(self._fill))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(current_theme().color(self._ink))
        room = self.width() - 2 * _SIDE_PX + 2
        metrics = QFontMetrics(current_theme().font("label"))
        text = elided_text(self._words(), metrics, room, Qt.TextElideMode.ElideMiddle)
        if self.chip.certainty is Certainty.UNREAD and not _is_right_to_left(text):
            # What was typed reads as it does in the line: "@codng?", never "?codng@".
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)

    @override
    def event(self, event: QEvent) -> bool:
        # The window has actions on some of these keys.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (self._way(event) is not None or _opens(event))
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = self._way(event)
        if way is not None:
            self.left.emit(way)
        elif _opens(event):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # Qt clicks a button when the space bar comes up; ours answers when it goes down.
        event.ignore()

    def _way(self, event: QKeyEvent) -> int | None:
        is_back = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Escape)
        return 0 if is_back else sideways(event.key())

    def _words(self) -> str:
        return self.chip.label + (_DOUBT if self.chip.certainty is Certainty.UNSURE else "")

    def _edge(self) -> QPen:
        if self.hasFocus():
            return QPen(current_theme().color("accent"), 2)
        token = self._ink if self.underMouse() or not self.is_sure else self._fill
        pen = QPen(current_theme().color(token), 1)
        if not self.is_sure:
            pen.setDashPattern([3, 2])
        return pen


class Chips(QWidget):
    """All pills of a line, in as many rows as the width needs; Tab reaches them from the line.

    ``asked`` carries the pill whose readings are wanted.
    """

    asked = Signal(ChipButton)

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__()
        self._edit = edit
        self._buttons: list[ChipButton] = []
        self._count = 0
        self._line: QuickAdd | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> Sequence[ChipButton]:
        return self._buttons[: self._count]

    @property
    def labels(self) -> list[str]:
        return [button.chip.label for button in self.buttons]

    @property
    def last_stop(self) -> QWidget:
        """What Tab reaches last of the line and its pills."""
        return self._buttons[-1] if self._buttons else self._edit

    def show_line(self, line: QuickAdd | None) -> None:
        self._line = line
        chips = sorted(line.chips if line else (), key=lambda chip: KINDS.index(chip.kind))
        self._count = len(chips)
        while len(self._buttons) < len(chips):
            self._add_button()
        for button, chip in zip(self._buttons, chips, strict=False):
            button.show_chip(chip, *self._tokens(chip))
        for place, button in enumerate(self._buttons):
            button.setVisible(place < self._count)
        named = _("Recognized: {chips}", chips=", ".join(self.labels)) if chips else ""
        self.setAccessibleName(named)

    def go_to_line(self) -> None:
        """Give the focus to the line, with the cursor at its end."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.end(False)

    def width_in_one_row(self) -> int:
        """Return the width that all of them take beside one another."""
        widths = [button.sizeHint().width() for button in self.buttons]
        return sum(widths) + _GAP_PX * max(0, len(widths) - 1)

    def arrange(self, width: int) -> None:
        """Put the pills into rows of this width and take the room they need."""
        left = top = widest = 0
        height = 0
        for button in self.buttons:
            size = button.sizeHint()
            wide, height = min(size.width(), width), size.height()
            if left and left + wide > width:
                left, top = 0, top + height + 5
            button.setGeometry(left, top, wide, height)
            left += wide + _GAP_PX
            widest = max(widest, left - _GAP_PX)
        if is_right_to_left():
            for button in self.buttons:
                button.move(widest - button.x() - button.width(), button.y())
        self.setFixedSize(widest, top + height)

    def _add_button(self) -> None:
        button = ChipButton(self)
        # Made while text is typed; Qt would put it behind the last field of the window.
        QWidget.setTabOrder(self.last_stop, button)
        button.clicked.connect(lambda: self.asked.emit(button))
        button.left.connect(lambda way: self._go(button, way))
        self._buttons.append(button)

    def _go(self, button: ChipButton, way: int) -> None:
        place = self._buttons.index(button) + way
        if way and 0 <= place < self._count:
            self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif way <= 0:
            self.go_to_line()

    def _tokens(self, chip: Chip) -> tuple[str, str]:
        line = self._line
        if chip.certainty is Certainty.UNREAD:
            return "warn_tint", "warn"
        if chip.certainty is not Certainty.KEPT and line is not None:
            activity = line.activity or line.guess
            if chip.kind == "activity" and activity is not None:
                category = activity.category.value
                return f"{category}_tint", f"{category}_ink"
            if chip.kind == "priority" and line.priority in (Priority.URGENT, Priority.HIGH):
                return "error_tint", "error"
        return "break_tint", "muted"


class CorrectingChips(Chips):
    """The chips of a line edit; a chip is pressed to choose another reading of its words.

    The reading is written into the line, where undo takes it back.
    """

    def __init__(self, planner: Planner, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._planner = planner
        self._beginning = 0
        self.asked.connect(self._open_menu)

    def show_line(self, line: QuickAdd | None, beginning: int = 0) -> None:
        """Show the chips of another reading of the line, apart from its first characters."""
        self._beginning = beginning
        super().show_line(line)

    def menu_of(self, button: ChipButton) -> QMenu:
        """Return the menu of what a chip may mean; the reading in force has a tick."""
        menu = QMenu(self)
        menu.setAccessibleName(_("What {words} means", words=button.chip.text or button.chip.label))
        text = self._edit.text()[self._beginning :]
        for reading in self._planner.tasks.readings(text, button.chip):
            if reading.keeps_words and not menu.isEmpty():
                menu.addSeparator()
            take = partial(self._take, reading)
            action = add_choice(menu, reading.label, take, is_chosen=reading.is_current)
            if reading.is_current:
                menu.setActiveAction(action)
        return menu

    def _open_menu(self, button: ChipButton) -> None:
        menu = self.menu_of(button)
        if menu.isEmpty():
            return
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _take(self, reading: Reading) -> None:
        text = self._edit.text()
        kept_end = len(text) - (len(reading.text) - reading.end)
        start = self._beginning + reading.end - len(reading.written)
        if not reading.is_current:
            self._edit.setSelection(qt_length(text[:start]), qt_length(text[start:kept_end]))
            self._edit.insert(reading.written)
        self.go_to_line()


def _opens(event: QKeyEvent) -> bool:
    has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() in _OPENING_KEYS and not has_control


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), False)


def _spoken_text(chip: Chip) -> str:
    if chip.certainty is Certainty.UNSURE:
        return _("{label}, another reading is possible", label=chip.label)
    if chip.certainty is Certainty.GUESSED:
        return _("{label}, guessed from the title", label=chip.label)
    if chip.certainty is Certainty.UNREAD:
        return _("{words}, cannot be read", words=chip.text)
    if chip.certainty is Certainty.KEPT:
        return _("{label}, check this reading", label=chip.label)
    if chip.kind == "repeats":
        return _("{label}, planned close to its day", label=chip.label)
    return chip.label
