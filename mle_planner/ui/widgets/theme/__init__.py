"""Colours and type of the window, and the theme that the application uses.

The application has one theme. `apply` sets it, `current_theme` returns it, and widgets read it
while they paint. Qt sends every widget a change event when the style sheet changes, on which
widgets repaint themselves; so a widget follows the theme without any code.

The tokens hold WCAG 2.1 AA for what they are used for: 4.5 to 1 for text (success criterion
1.4.3), 3 to 1 for edge bars, lines and focus rings that carry meaning (1.4.11). A test computes
every pair, so a colour is changed here and nowhere else; those of the two themes with more
contrast stand in `mle_planner.ui.widgets.theme.high_contrast`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Literal, cast, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.frozen import dataclass

ThemeName = Literal["light", "dark", "high contrast light", "high contrast dark"]
FontRole = Literal["base", "strong", "secondary", "label", "small", "title", "figure"]

BLOCK_RADIUS_PX = 6
CONTROL_RADIUS_PX = 7
CARD_RADIUS_PX = 10
NAME_ROW_PX = 28

LIGHT: Mapping[str, str] = {
    "bg": "#f6f6f3",
    "surface": "#ffffff",
    "raised": "#ffffff",
    "hover": "#ecece7",
    "line": "#e5e5df",
    "line_soft": "#efefea",
    "control_line": "#d3d4cd",
    "text": "#1d2126",
    "muted": "#595f67",
    "faint": "#6b7178",
    "accent": "#2f66d8",
    "accent_hover": "#2757bd",
    "accent_tint": "#e3ebfb",
    "on_accent": "#ffffff",
    "now": "#d02c44",
    "on_now": "#ffffff",
    "ok": "#22733f",
    "warn": "#945900",
    "warn_tint": "#fbf0d9",
    "error": "#b3261e",
    "error_tint": "#fbe6e4",
    "shade": "#f8f8f6",
    "track": "#e3e4de",
    "coding": "#2f66d8",
    "coding_tint": "#e3ebfb",
    "other_focus": "#117759",
    "other_focus_tint": "#dcf1ee",
    "meeting": "#b45309",
    "meeting_tint": "#fbead6",
    "admin": "#7263a9",
    "admin_tint": "#ebe8f6",
    "break": "#83717b",
    "break_tint": "#eeeeea",
    "coding_ink": "#2757bd",
    "other_focus_ink": "#0a655b",
    "meeting_ink": "#8f4c09",
    "admin_ink": "#5f5194",
    "break_ink": "#595f67",
    "on_fill": "#ffffff",
}

DARK: Mapping[str, str] = {
    "bg": "#16181c",
    "surface": "#1d2025",
    "raised": "#262a31",
    "hover": "#2a2e35",
    "line": "#30353c",
    "line_soft": "#282c33",
    "control_line": "#454b54",
    "text": "#e7e9ec",
    "muted": "#a8afb8",
    "faint": "#8f969f",
    "accent": "#6f9bff",
    "accent_hover": "#8db0ff",
    "accent_tint": "#22304f",
    "on_accent": "#0f1420",
    "now": "#ff5d73",
    "on_now": "#1c0a0d",
    "ok": "#5cc483",
    "warn": "#e2b04c",
    "warn_tint": "#3a2f17",
    "error": "#ff8f85",
    "error_tint": "#43211f",
    "shade": "#191c20",
    "track": "#343941",
    "coding": "#6f9bff",
    "coding_tint": "#22304f",
    "other_focus": "#3cc4b2",
    "other_focus_tint": "#183a37",
    "meeting": "#f0a555",
    "meeting_tint": "#43301a",
    "admin": "#a999dc",
    "admin_tint": "#2f2b45",
    "break": "#8f959c",
    "break_tint": "#2a2d33",
    "coding_ink": "#9dbbff",
    "other_focus_ink": "#5fd6c6",
    "meeting_ink": "#f4b878",
    "admin_ink": "#c1b6ee",
    "break_ink": "#b4bac1",
    "on_fill": "#12151a",
}

# Pixels of a font role, and its weight. Fractions matter: 11.5 is legible where 11 is not.
_FONTS: Mapping[str, tuple[float, QFont.Weight]] = {
    "base": (13.0, QFont.Weight.Normal),
    "strong": (13.0, QFont.Weight.DemiBold),
    "secondary": (11.5, QFont.Weight.Normal),
    "label": (11.5, QFont.Weight.DemiBold),
    "small": (10.5, QFont.Weight.Normal),
    "title": (17.0, QFont.Weight.DemiBold),
    "figure": (24.0, QFont.Weight.DemiBold),
}


@dataclass(frozen=True)
class Theme:
    """One complete set of colours. `current_theme` returns the one in use.

    A category is named as in `core.model.Category` ("other focus"), so an enum member can be
    passed as it is.
    """

    name: ThemeName
    tokens: Mapping[str, str]

    def __hash__(self) -> int:
        """Two themes of one name are the same look."""
        return hash(self.name)

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than what lies behind it."""
        return self.name.endswith("dark")

    @property
    def has_high_contrast(self) -> bool:
        """Whether every text holds 7 to 1."""
        return self.name.startswith("high contrast")

    @property
    def opposite(self) -> ThemeName:
        """The dark theme for the light one and the other way round, with the same contrast."""
        if self.has_high_contrast:
            return "high contrast light" if self.is_dark else "high contrast dark"
        return "light" if self.is_dark else "dark"

    def color(self, token: str) -> QColor:
        """Return the colour of a token, or the solid one of a category; it raises for others."""
        return QColor(self.tokens[_token(token)])

    def tint(self, category: str) -> QColor:
        """Return the quiet colour of a category: what is planned."""
        return QColor(self.tokens[_token(category) + "_tint"])

    def font(self, role: FontRole) -> QFont:
        """Return the font of a role, the same in every theme; its digits have one width."""
        return QFont(_font(role))

    def palette(self) -> QPalette:
        return _palette(self)

    def stylesheet(self) -> str:
        """Return the application's style sheet, built once a theme."""
        return _stylesheet(self)


class _InUse:
    theme: Theme | None = None


def current_theme() -> Theme:
    """Return the theme that the application uses; light before one was applied."""
    return _InUse.theme or theme_named("light")


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def apply(theme: Theme) -> None:
    """Make a theme the application's own: font, palette and style sheet."""
    _InUse.theme = theme
    app = _application()
    app.setStyleSheet("")  # from one sheet to another Qt takes four times as long
    app.setPalette(theme.palette())
    app.setFont(theme.font("base"))
    app.setStyleSheet(theme.stylesheet())


@contextmanager
def without_sheet() -> Iterator[None]:
    """Build a window in the body without the style sheet, which is put on at the end.

    With a sheet Qt styles all that lies below a widget each time the widget gets a parent.
    """
    _application().setStyleSheet("")
    try:
        yield
    finally:
        _application().setStyleSheet(current_theme().stylesheet())


def _token(name: str) -> str:
    return name.replace(" ", "_")


@cache
def _font(role: str) -> QFont:
    size_px, weight = _FONTS[role]
    font = QFont(QGuiApplication.font())
    dots_per_inch = QGuiApplication.primaryScreen().logicalDotsPerInch()
    font.setPointSizeF(size_px * 72.0 / dots_per_inch)  # setPixelSize takes whole pixels only
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _stylesheet(theme: Theme) -> str:
    from mle_planner.ui.widgets.theme.stylesheet import stylesheet

    sizes = {"control": str(CONTROL_RADIUS_PX), "name_row": str(NAME_ROW_PX)}
    return stylesheet({**theme.tokens, **sizes}, is_dark=theme.is_dark)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, token in (
        (role.Window, "bg"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "bg"),
        (role.Text, "text"),
        (role.PlaceholderText, "faint"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "now"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "admin"),
        (role.Light, "raised"),
        (role.Midlight, "line_soft"),
        (role.Mid, "line"),
        (role.Dark, "control_line"),
        (role.Shadow, "line"),
    ):
        palette.setColor(which, theme.color(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.color("faint"))
    return palette


@cache
def theme_named(name: ThemeName) -> Theme:
    if name in ("light", "dark"):
        return Theme(name, DARK if name == "dark" else LIGHT)
    from mle_planner.ui.widgets.theme import high_contrast

    is_dark = name == "high contrast dark"
    return Theme(name, high_contrast.DARK if is_dark else high_contrast.LIGHT)


def theme_for(setting: str, system_is_dark: bool, system_wants_contrast: bool = False) -> Theme:
    """Return the theme that the setting "system", or the name of a theme, asks for now."""
    if setting in get_args(ThemeName):
        return theme_named(cast("ThemeName", setting))
    if system_wants_contrast:
        return theme_named("high contrast dark" if system_is_dark else "high contrast light")
    return theme_named("dark" if system_is_dark else "light")


def chosen_theme(setting: str) -> Theme:
    """Return the theme that a setting asks for on this desktop; light where that says nothing."""
    hints = QGuiApplication.styleHints()  # held: what it hands out lives no longer than it
    contrast = hints.accessibility().contrastPreference()
    return theme_for(
        setting,
        hints.colorScheme() == Qt.ColorScheme.Dark,
        contrast == Qt.ContrastPreference.HighContrast,
    )
