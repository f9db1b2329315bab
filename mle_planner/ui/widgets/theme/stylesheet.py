"""The application's style sheet, made from a theme's tokens.

Widgets ask for a look by an object property: ``setProperty("kind", "primary")``. Fonts and
colours that hold everywhere come from the application's font and palette: a rule for every
widget here would override what a widget sets for itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mle_planner.core.base.resources import resource_path

# A word after a dollar sign stands for a token of the theme.
_SHEET = """
QMainWindow, QDialog { background: $bg; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QLabel { background: transparent; }
QLabel[kind="strong"] { font-weight: 600; }

QPushButton, QToolButton {
  background: $surface; border: 1px solid $control_line; border-radius: ${control}px;
  padding: 5px 10px; color: $text;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $bg; border-color: $line; }
QPushButton:focus, QToolButton:focus, QPushButton[kind="current"] {
  border: 2px solid $accent; padding: 4px 9px;
}
QPushButton[kind="primary"] {
  background: $accent; border: 1px solid $accent; color: $on_accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 4px 9px; }
QPushButton[kind="primary"]:disabled { background: $track; border-color: $track; color: $faint; }
QPushButton[kind="plain"], QToolButton[kind="plain"] {
  background: transparent; border: 1px solid transparent; color: $muted;
}
QPushButton[kind="plain"]:hover, QToolButton[kind="plain"]:hover {
  background: $hover; color: $text;
}
QPushButton[kind="plain"]:focus, QToolButton[kind="plain"]:focus {
  border: 2px solid $accent; padding: 4px 9px;
}
QPushButton[kind="segment"] { padding: 4px 8px; min-width: 22px; }
QPushButton[kind="segment"]:focus { padding: 3px 7px; }
QPushButton[kind="segment"]:checked {
  background: $accent_tint; border-color: $accent; color: $text; font-weight: 600;
}
QPushButton[kind="pill"] {
  background: $accent_tint; border: 1px solid transparent; border-radius: 8px;
  color: $coding_ink; padding: 1px 9px; font-size: 11.5px; font-weight: 600;
}
QPushButton[kind="pill"]:hover { border-color: $accent; }
QPushButton[kind="pill"]:focus { border: 2px solid $accent; padding: 0px 8px; }
QPushButton[kind="beginning"] { text-align: left; }
QPushButton[kind="row"] {
  background: transparent; border: none; padding: 3px 2px; text-align: left;
}
QPushButton[kind="row"]:hover { background: $hover; }
QPushButton[kind="row"]:focus { border: 2px solid $accent; padding: 1px 0px; }
QListWidget[kind="contents"] { background: transparent; border: none; outline: none; }
QListWidget[kind="contents"]::item { padding: 6px 8px; border-radius: 6px; color: $muted; }
QListWidget[kind="contents"]::item:hover { background: $hover; }
QListWidget[kind="contents"]::item:selected { background: $hover; color: $text; }
QListWidget[kind="contents"]::item:focus { border: 2px solid $accent; padding: 4px 6px; }
QToolButton[kind="icon"] { padding: 5px; }
QToolButton[kind="icon"]:focus { padding: 4px; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QSpinBox, QDateEdit {
  background: $surface; border: 1px solid $control_line; border-radius: ${control}px;
  padding: 5px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDateEdit:focus {
  border: 2px solid $accent; padding: 4px 7px;
}
QLineEdit:disabled, QSpinBox:disabled { color: $faint; background: $bg; }
QComboBox {
  background: $surface; border: 1px solid $control_line; border-radius: ${control}px;
  padding: 5px 8px; min-height: 18px; combobox-popup: 0;
}
QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $line; outline: none;
  selection-background-color: $accent_tint; selection-color: $text;
}
QComboBox QAbstractItemView::item { padding: 4px 8px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$down"); width: 14px; height: 14px; }
QComboBox:disabled { color: $faint; background: $bg; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { background: transparent; border: none; padding: 4px 6px; }
QCalendarWidget QToolButton:hover { background: $hover; border-radius: 5px; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox[kind="alone"] { spacing: 0px; }
QCheckBox::indicator {
  width: 14px; height: 14px; border: 1px solid $faint; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover { border-color: $text; }
QCheckBox::indicator:checked {
  background: $accent; border-color: $accent; image: url("$check");
}
QCheckBox::indicator:disabled { border-color: $line; background: $bg; }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked:focus { border-color: $text; }

QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: $accent_tint; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $control_line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QListView {
  background: $surface; border: none; outline: none; gridline-color: $line;
  selection-background-color: $accent_tint; selection-color: $text;
}
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 6px 8px; font-size: 11.5px; font-weight: 600;
}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus { border: none; padding: 0px; }
QLineEdit[kind="in-place"], QLineEdit[kind="in-place"]:focus {
  border: 2px solid $accent; border-radius: 5px; padding: 0px 7px;
}
QLineEdit[kind="cell"], QLineEdit[kind="cell"]:focus {
  border: 2px solid $accent; border-radius: 4px; padding: 2px 4px;
}
QLineEdit[kind="search"], QLineEdit[kind="search"]:focus {
  background: transparent; border: none; padding: 8px 10px; font-size: 15px;
}
QListView[kind="found"] { background: transparent; border: none; }
QListView[kind="names"] {
  background: $raised; color: $text; border: 1px solid $control_line; border-radius: 8px;
  padding: 3px;
}
QListView[kind="names"]::item { height: ${name_row}px; padding: 0 8px; border-radius: 5px; }
QListView[kind="names"]::item:selected { background: $accent_tint; color: $text; }
QFrame[kind="note"] { background: $accent_tint; border: none; border-radius: ${control}px; }
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $track; }
QSlider::sub-page:horizontal, QSlider[mirrored="true"]::add-page:horizontal {
  background: $accent; border-radius: 2px;
}
QSlider[mirrored="true"]::sub-page:horizontal { background: $track; border-radius: 2px; }
QSlider::handle:horizontal {
  width: 14px; margin: -7px 0; border: 2px solid $accent; border-radius: 9px; background: $surface;
}
QSlider::handle:horizontal:hover { background: $accent_tint; }
QSlider::handle:horizontal:focus { background: $accent_tint; border-color: $text; }
QProgressBar { background: $track; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""


def stylesheet(tokens: Mapping[str, str], *, is_dark: bool) -> str:
    """Return the style sheet with the colours and sizes that ``tokens`` name."""
    side = "dark" if is_dark else "light"
    pictures = {
        name: resource_path(f"icons/controls/{name}-{side}.svg").as_posix()
        for name in ("down", "check")
    }
    words = {**tokens, **pictures}
    return re.sub(r"\$\{?(\w+)\}?", lambda match: words[match[1]], _SHEET)
