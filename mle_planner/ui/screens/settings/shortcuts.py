"""The keys of every action, with a button to change them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from mle_planner.core.declared_settings import SETTINGS_PARTS
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.core.typed import fuzzy
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import ACTIONS, GROUPS, Action
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import Section, reset_button
from mle_planner.ui.widgets.buttons import WordButton, word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import STRETCH, row_of
from mle_planner.ui.widgets.qt_override import override

_LEAST_WIDTH_PX = 150
_NOT_ALONE = frozenset(
    {
        Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown,
    }
)  # fmt: skip


class KeyButton(WordButton):
    """Shows keys; when pressed, it records the next key.

    ``recorded`` carries the key in Qt's portable form, or "" for Backspace and Delete, which remove
    the keys. Esc and leaving the button change nothing.
    """

    recorded = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._keys = ""
        self.is_recording = False
        self.setMinimumWidth(_LEAST_WIDTH_PX)
        self.setToolTip(_("Click, then press a key. Backspace clears, Esc cancels."))
        self.clicked.connect(lambda _checked: self._set_recording(True))

    def show_keys(self, keys: str) -> None:
        self._keys = keys
        self._set_recording(False)

    @override
    def event(self, event: QEvent) -> bool:
        # Before Qt looks for a shortcut, and before Tab moves on: any key may be recorded here.
        if self.is_recording and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_recording(False)
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _NOT_ALONE:
            return
        self._set_recording(False)
        if key == Qt.Key.Key_Escape:
            return
        is_plain = _modifiers(event) == Qt.KeyboardModifier.NoModifier
        if is_plain and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.recorded.emit("")
            return
        self.recorded.emit(QKeySequence(_modifiers(event).value | key.value).toString())

    def _set_recording(self, is_recording: bool) -> None:
        self.is_recording = is_recording
        self.setText(_("Press a key…") if is_recording else self._keys or _("No key"))
        self.setAccessibleName(f"{self._title}: {self.text()}")


def _modifiers(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Return the modifiers held down.

    Shift is part of a character such as "!", not a modifier of it.
    """
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    text = event.text()
    if text and text.isprintable() and not text.isalnum() and not text.isspace():
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return held


class ShortcutRow(QWidget):
    """One action: its title, its keys, and a button for the default keys."""

    def __init__(self, section: ShortcutsSection, action: Action) -> None:
        super().__init__()
        self.action = action
        self._title = TextLabel(_(action.title))
        self.key = KeyButton(_(action.title))
        self.key.recorded.connect(lambda keys: section.change(action, keys))
        words = _("Reset the shortcut of {title}", title=_(action.title))
        self.reset = reset_button(words, lambda: section.reset(action))
        row_of((self._title, 1), self.key, self.reset, inside=self, spacing=10)

    def show_shortcuts(self, shortcuts: Shortcuts) -> None:
        self.key.show_keys(shortcuts.shown_all(self.action.id))
        self.reset.setVisible(shortcuts.is_chosen(self.action.id))

    def answers(self, query: str) -> bool:
        """Whether the action matches the search words, by its title or its keys."""
        words = f"{_(self.action.title)} {_(self.action.words)} {self.key.text()}"
        if "+" in query:  # "Ctrl+K" is one term, not "Ctrl" and some "k"
            return fuzzy.fold(query).strip() in fuzzy.fold(self.key.text())
        return fuzzy.holds(query, words)


class ShortcutsSection(Section):
    """All actions of the window with their keys. Each change is one edit of one setting."""

    heading = N_("Shortcuts")
    about = N_("Click a shortcut, then press the new key. Other shortcuts of the action stay.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self._headings: dict[str, TextLabel] = {}
        self.rows: dict[str, ShortcutRow] = {}
        for group in GROUPS:
            heading = TextLabel(_(group), role="label", color="muted")
            heading.setContentsMargins(0, 8, 0, 0)
            self._headings[group] = heading
            self.body.addWidget(heading)
            for action in ACTIONS:
                if action.group == group:
                    row = self.rows[action.id] = ShortcutRow(self, action)
                    self.body.addWidget(row)
        self.reset_button = word_button(_("Reset all"), self.reset_all)
        self.body.addLayout(row_of(self.reset_button, STRETCH))

    @property
    def shortcuts(self) -> Shortcuts:
        return Shortcuts(self.planner.settings.word("shortcuts"))

    def refresh(self) -> None:
        shortcuts = self.shortcuts
        for row in self.rows.values():
            row.show_shortcuts(shortcuts)
        self.reset_button.setEnabled(any(map(shortcuts.is_chosen, self.rows)))

    def narrow(self, query: str) -> bool:
        is_whole = fuzzy.holds(query, f"{self.title} {_(SETTINGS_PARTS[self.heading])}")
        for row in self.rows.values():
            row.setVisible(is_whole or row.answers(query))
        shown = {row.action.group for row in self.rows.values() if not row.isHidden()}
        for group, heading in self._headings.items():
            heading.setVisible(group in shown)
        self.setVisible(bool(shown))
        return bool(shown)

    def change(self, action: Action, keys: str) -> None:
        """Give an action another first key, or remove all its keys."""
        shortcuts = self.shortcuts
        others = shortcuts.of(action.id)[1:] if keys else ()
        wanted = (keys, *others) if keys else ()
        self.attempt(lambda: self.planner.set("shortcuts", shortcuts.with_keys(action.id, wanted)))

    def reset(self, action: Action) -> None:
        """Give an action its default keys again."""
        self.attempt(lambda: self.planner.set("shortcuts", self.shortcuts.without(action.id)))

    def reset_all(self) -> None:
        """Give every action its default keys again."""
        is_agreed = self.context.ask.confirmed(
            _("Reset all shortcuts?"),
            _("The keys that you chose are replaced by the defaults."),
            _("Reset all"),
        )
        if is_agreed and self.attempt(lambda: self.planner.reset("shortcuts")):
            self.context.show_message(_("Shortcuts reset to defaults."), False)
