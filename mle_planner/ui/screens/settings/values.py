"""The settings with single values, built from their declarations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from mle_planner.core.declared_settings import SETTINGS, setting_words
from mle_planner.core.i18n.formats import minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import LANGUAGE_NAMES, N_, _
from mle_planner.core.i18n.names import capitalized
from mle_planner.core.planner import Planner
from mle_planner.core.setting_kinds import Setting, Value
from mle_planner.core.typed import fuzzy
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import Section, reset_button
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import MinuteField, NameField
from mle_planner.ui.widgets.layouts import column_of, row_of

# Choices whose stored values differ from their shown names.
_CHOICE_NAMES = {"24": N_("24 hours"), "12": N_("12 hours")}


class ValueRow(QWidget):
    """One setting: title, explanation, value, and a button for its default."""

    browse_wanted = Signal()

    def __init__(self, setting: Setting, change: Callable[[Value], object]) -> None:
        super().__init__()
        self.setting = setting
        self._change = change
        self._title = TextLabel(_(setting.title))
        self._help = TextLabel(_(setting.help), role="secondary", color="muted", wrapped=True)
        self.field = self._made_field()
        usual = shown_value(setting, setting.default)
        self.reset = reset_button(
            _("Reset to {value}", value=usual), lambda: change(setting.default)
        )
        words = column_of(self._title, self._help, spacing=1)
        layout = row_of((words, 1), self.field, inside=self, spacing=10, margins=(0, 3, 0, 3))
        if setting.unit == "folder":
            self.browse = word_button(_("Browse…"), self.browse_wanted.emit)
            layout.addWidget(self.browse)
        layout.addWidget(self.reset)

    def show_value(self, value: Value) -> None:
        field = self.field
        if isinstance(field, MinuteField):
            field.set_minutes(int(value))
        elif isinstance(field, QCheckBox):
            field.setChecked(bool(value))
        elif isinstance(field, NameField):
            field.set_name(str(value))
        else:
            field.choose(str(value))
        self.reset.setVisible(value != self.setting.default)

    def answers(self, query: str) -> bool:
        return fuzzy.holds(query, setting_words(self.setting))

    def _made_field(self) -> MinuteField | QCheckBox | NameField | ChoiceBox:
        setting = self.setting
        if isinstance(setting.default, bool):
            box = QCheckBox()
            box.setProperty("kind", "alone")
            box.setAccessibleName(_(setting.title))
            box.clicked.connect(self._change)
            return box
        if setting.unit == "port":
            number = NameField(_(setting.title))
            number.committed.connect(lambda text: self._change(_number(text)))
            return number
        if isinstance(setting.default, int):
            kind = "time" if setting.unit == "time" else "duration"
            field = MinuteField(kind, _(setting.title), setting.least, setting.most)  # type: ignore[arg-type]
            field.committed.connect(self._change)
            return field
        if setting.unit in ("addresses", "folder", "file", "text"):
            text = NameField(_(setting.title), may_be_empty=True)
            text.committed.connect(self._change)
            return text
        words = [(_choice_name(word), word) for word in setting.choices]
        choice = ChoiceBox(_(setting.title), words, fits=True)
        choice.chosen.connect(self._change)
        return choice


class ValuesSection(Section):
    """The settings of a group, which is its heading."""

    def __init__(self, planner: Planner, context: ScreenContext, group: str = "") -> None:
        self.heading = group or self.heading
        super().__init__(planner, context)
        self.rows = [
            self._row(setting)
            for setting in SETTINGS
            if setting.group == self.heading and setting.unit != "key"
        ]
        for row in self.rows:
            self.body.addWidget(row)

    def refresh(self) -> None:
        for row in self.rows:
            value = self.planner.settings.values[row.setting.name]
            row.show_value(value)
            if isinstance(row.field, NameField):
                self.show_text(row.field, _draft_key(row.setting), str(value))

    def narrow(self, query: str) -> bool:
        is_whole = fuzzy.holds(query, self.words)
        for row in self.rows:
            row.setVisible(is_whole or row.answers(query))
        is_found = any(not row.isHidden() for row in self.rows)
        self.setVisible(is_found)
        return is_found

    def _row(self, setting: Setting) -> ValueRow:
        def change(value: Value) -> None:
            draft = (key, value) if isinstance(value, str) else None
            self.attempt(lambda: self.planner.set(setting.name, value), draft)

        key = _draft_key(setting)

        def browse() -> None:
            folder = self.context.ask.folder(_(setting.title))
            if folder is not None:
                change(str(folder))

        row = ValueRow(setting, change)
        row.browse_wanted.connect(browse)
        if isinstance(row.field, MinuteField):
            row.field.refused.connect(self.context.show_error)
        if isinstance(row.field, NameField):
            row.field.given_up.connect(lambda: self.context.drafts.drop(key))
        return row


def _draft_key(setting: Setting) -> str:
    return f"setting:{setting.name}"


def groups() -> tuple[str, ...]:
    """Return the groups in the order of the declarations; keys have their own section."""
    return tuple(dict.fromkeys(setting.group for setting in SETTINGS if setting.unit != "keys"))


def shown_value(setting: Setting, value: Value) -> str:
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if isinstance(value, int) and setting.unit == "port":
        return str(value)
    if isinstance(value, int):
        return minute_of_day_text(value) if setting.unit == "time" else minutes_text(value)
    return _choice_name(value) if value else _("none")


def _number(text: str) -> Value:
    """Return a number, or the text itself, which the setting refuses with its allowed values."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text


def _choice_name(word: str) -> str:
    return capitalized(LANGUAGE_NAMES.get(word) or _(_CHOICE_NAMES.get(word, word)))
