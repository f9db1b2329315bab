"""Plain letters: keys of actions if the axis or a list has the focus, text everywhere else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import ACTIONS, Action

_HELD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def is_typing() -> bool:
    """Whether a text field has the focus, so that typed letters must not become commands."""
    from PySide6.QtWidgets import QApplication

    focus = QApplication.focusWidget()
    return focus is not None and focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def is_plain_letter(event: QKeyEvent) -> bool:
    """Whether a key press types a visible character."""
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & ~_HELD


def is_action(
    event: QKeyEvent, focus: QWidget | None, shortcuts: Shortcuts, *, has_line: bool
) -> bool:
    """Whether a plain letter is the key of an action here.

    A field that is operated by letters keeps the letters it uses. On a screen with an input line,
    letters are text unless a list has the focus. Elsewhere they navigate and open things, but
    letters that change data need the axis or a list in focus.
    """
    from PySide6.QtWidgets import QAbstractSpinBox

    if isinstance(focus, QAbstractSpinBox) or _chooses_by(focus, event.text()):
        return False
    if has_keys(focus):
        return True
    if has_line:
        return event.text().isdigit()
    action = _action_of(event, shortcuts)
    return action is None or not action.writes


def type_into(line: QLineEdit, text: str) -> None:
    """Continue in a line with text that was typed elsewhere on its page."""
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.end(False)
    line.insert(text)


def refusal(event: QKeyEvent, shortcuts: Shortcuts) -> str:
    """Return the sentence about a letter without effect; "" if it belongs to no action."""
    action = _action_of(event, shortcuts)
    if action is None or not action.writes:
        return ""
    return _(
        "{key} means “{title}” only while the time axis or a list is selected. Nothing was "
        "changed; click there first.",
        key=event.text().upper(),
        title=_(action.title),
    )


def has_keys(focus: QWidget | None) -> bool:
    """Whether a focused widget uses letter keys as commands: axis, card, list, or a whole page.

    A button takes no letters, so the letters of its page count.
    """
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView

    if isinstance(focus, QAbstractButton):
        while focus is not None and not getattr(focus, "has_letter_keys", False):
            focus = focus.parentWidget()
    return isinstance(focus, QAbstractItemView) or getattr(focus, "has_letter_keys", False)


def _chooses_by(focus: QWidget | None, letter: str) -> bool:
    from PySide6.QtWidgets import QComboBox

    if not isinstance(focus, QComboBox):
        return False
    return focus.isEditable() or focus.findText(letter, Qt.MatchFlag.MatchStartsWith) >= 0


def _action_of(event: QKeyEvent, shortcuts: Shortcuts) -> Action | None:
    is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    pressed = ("Shift+" if is_shifted else "") + event.text().upper()
    return next((one for one in ACTIONS if pressed in shortcuts.of(one.id)), None)
