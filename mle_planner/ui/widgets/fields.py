"""Input fields: times of day, durations, dates, names."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Literal

from PySide6.QtCore import QDate, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDateEdit, QLineEdit

from mle_planner.core.base.spans import MINUTES_PER_DAY, YEARS
from mle_planner.core.i18n.formats import minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import _, locale_style
from mle_planner.core.setting_kinds import range_refusal
from mle_planner.core.typed.clock import read_clock
from mle_planner.core.typed.duration import DurationError, read_duration
from mle_planner.ui.widgets.qt_override import override

Kind = Literal["time", "duration"]

_STEP_MIN = {"time": 15, "duration": 5}


class MinuteField(QLineEdit):
    """A time of day or a duration, typed freely and shown in one form.

    Up and Down change it by a quarter of an hour or by five minutes. ``committed`` carries the
    minutes when they have changed. What is refused is put back as it was; ``refused`` carries the
    sentence that says why.
    """

    committed = Signal(int)
    refused = Signal(str)

    def __init__(self, kind: Kind, name: str, least: int = 0, most: int = MINUTES_PER_DAY) -> None:
        super().__init__()
        self._kind: Kind = kind
        self._least = least
        self._most = most
        self._minutes = 0
        self.setAccessibleName(name)
        self.setFixedWidth(84 if kind == "time" and locale_style().has_12_hours else 68)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        hint = _("9, 9:30 or 930") if kind == "time" else _("3:30, 2h or 45 min")
        self.setToolTip(_("Such as {hint}", hint=hint))
        self.editingFinished.connect(self._finish)

    @property
    def minutes(self) -> int:
        return self._minutes

    def set_minutes(self, minutes: int) -> None:
        """Show another value, unless the user is typing."""
        is_typing = self.hasFocus() and self.isModified()
        self._minutes = minutes
        if not is_typing:
            self.setText(self._format(minutes))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        direction = steps.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
            return
        base = self._read()
        step = _STEP_MIN[self._kind]
        base = self._minutes if base is None else base
        self.setText(self._format(max(self._least, min(self._most, base + direction * step))))
        self.setModified(True)

    def refusal(self) -> str:
        """Return the sentence that says why the text cannot be taken; empty if it can."""
        read = self._read()
        if read is not None and self._least <= read <= self._most:
            return ""
        return range_refusal(self.accessibleName(), self._kind, self._least, self._most)

    def _finish(self) -> None:
        read, refusal = self._read(), self.refusal()
        self.setModified(False)
        if read is None or refusal:
            self.setText(self._format(self._minutes))
            self.refused.emit(refusal)
            return
        self.setText(self._format(read))
        if read != self._minutes:
            self._minutes = read
            self.committed.emit(read)

    def _read(self) -> int | None:
        if self._kind == "time":
            return read_clock(self.text())
        with contextlib.suppress(DurationError):
            return read_duration(self.text(), is_bare_minutes=True)
        return None

    def _format(self, minutes: int) -> str:
        return minute_of_day_text(minutes) if self._kind == "time" else minutes_text(minutes)


def text_line(name: str, example: str | None = None) -> QLineEdit:
    """Return a line to type into; while it is empty it shows an example, or else its name."""
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(name if example is None else example)
    return line


def date_field(name: str) -> QDateEdit:
    """Return a field for a date, which a month to choose from opens under."""
    field = QDateEdit()
    field.setAccessibleName(name)
    field.setCalendarPopup(True)
    field.setDateRange(QDate(YEARS[0], 1, 1), QDate(YEARS[-1], 12, 31))
    return field


def date_in(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


class AddingLine(QLineEdit):
    """A line from which Enter adds something; undo is the window's until something is typed.

    What is typed is kept under ``draft_key`` when the window closes; with an empty key it is not.
    """

    def __init__(self, name: str, example: str | None = None) -> None:
        super().__init__()
        self.draft_key = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(name if example is None else example)

    def empty(self) -> None:
        """Empty it once what it says was added; undo no longer brings the text back."""
        self.setText("")  # unlike clear(), this forgets what was typed

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_undo = event.matches(QKeySequence.StandardKey.Undo)
            if is_undo and not self.isUndoAvailable():
                event.ignore()
                return False
        return super().event(event)


class NameField(QLineEdit):
    """A name or title; ``committed`` carries it when it has changed and is not empty.

    ``given_up`` tells that what was typed is the stored value again. A text that could not be saved
    is kept under ``draft_key``.
    """

    committed = Signal(str)
    given_up = Signal()

    def __init__(self, name: str, *, may_be_empty: bool = False) -> None:
        super().__init__()
        self._given = ""
        self.draft_key = ""
        self.unsaved: str | None = None
        self._may_be_empty = may_be_empty
        self.setAccessibleName(name)
        self.editingFinished.connect(self._finish)

    def set_name(self, given: str) -> None:
        """Show another value, unless the user is typing or the text could not be saved."""
        is_typing = self.hasFocus() and self.isModified()
        if given != self._given:
            self._given, self.unsaved = given, None
        if not is_typing and self.unsaved is None and self.text() != given:
            self.setText(given)
            self.setCursorPosition(0)  # a long one shows its beginning

    def show_unsaved(self, text: str) -> None:
        """Show what could not be saved; leaving the field tries again."""
        self.unsaved = text
        self.setText(text)

    @override
    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().event(event)
        is_changed = self.isModified() or self.unsaved is not None
        if event.key() == Qt.Key.Key_Escape and is_changed:
            self.unsaved = None
            self.setText(self._given)
            self.given_up.emit()
            return True
        return super().event(event)

    def _finish(self) -> None:
        self.setModified(False)
        text = " ".join(self.text().split())
        self.unsaved = None
        if (not text and not self._may_be_empty) or text == self._given:
            self.setText(self._given)
            self.given_up.emit()
        else:
            self.unsaved = text
            self.committed.emit(text)  # `set_name` says when it is stored
