"""The look can be read by everybody: every pair of colours that is used holds WCAG 2.1 AA."""

from __future__ import annotations

import math
from itertools import combinations
from typing import get_args

import pytest
from PySide6.QtGui import QPalette

from mle_planner.core.declared_settings import setting_named
from mle_planner.core.model.work import Category
from mle_planner.core.review.report.charts import COLORS
from mle_planner.ui.widgets.theme import (
    DARK,
    LIGHT,
    ThemeName,
    high_contrast,
    theme_for,
    theme_named,
)

NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
THEMES = pytest.mark.parametrize(
    "tokens", [theme_named(name).tokens for name in NAMES], ids=list(NAMES)
)
HIGH_CONTRAST = pytest.mark.parametrize(
    "tokens", [high_contrast.LIGHT, high_contrast.DARK], ids=["light", "dark"]
)
CATEGORIES = [category.replace(" ", "_") for category in Category]

TEXT_ON = [
    *((ink, ground) for ink in ("text", "muted") for ground in ("bg", "surface", "raised")),
    *((ink, "hover") for ink in ("text", "muted")),
    *((ink, ground) for ink in ("faint", "accent", "ok", "warn", "now") for ground in ("bg",)),
    *((ink, "surface") for ink in ("faint", "accent", "ok", "warn", "error", "now")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_now", "now"),
    ("text", "accent_tint"),
    ("muted", "accent_tint"),
    ("warn", "warn_tint"),
    ("text", "warn_tint"),
    ("text", "error_tint"),
    ("error", "error_tint"),
    ("faint", "shade"),
    *(("on_fill", category) for category in CATEGORIES),
    *((ink, f"{category}_tint") for ink in ("text", "muted") for category in CATEGORIES),
    *((f"{category}_ink", f"{category}_tint") for category in CATEGORIES),
    *((category, "surface") for category in CATEGORIES),
]

GRAPHICS_ON = [
    *((category, f"{category}_tint") for category in CATEGORIES),
    *((category, ground) for category in CATEGORIES for ground in ("bg", "surface")),
    *(("accent", ground) for ground in ("bg", "surface", "hover", "accent_tint")),
    *(("now", f"{category}_tint") for category in CATEGORIES),
]


def too_faint(
    tokens: dict[str, str], pairs: list[tuple[str, str]], least: float
) -> dict[tuple[str, str], float]:
    """The pairs of colours that do not hold a contrast, with the one they have."""
    held = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in pairs}
    return {pair: round(found, 2) for pair, found in held.items() if found < least}


@THEMES
def test_every_text_is_readable_and_every_mark_visible(tokens: dict[str, str]) -> None:
    assert too_faint(tokens, TEXT_ON, 4.5) == {}
    assert too_faint(tokens, GRAPHICS_ON, 3.0) == {}


@HIGH_CONTRAST
def test_high_contrast_is_seven_to_one_for_every_text_and_shows_every_line(
    tokens: dict[str, str],
) -> None:
    lines = ("line", "line_soft", "control_line")
    grounds = ("bg", "surface", "shade")
    assert too_faint(tokens, TEXT_ON, 7.0) == {}
    assert too_faint(tokens, [(line, ground) for line in lines for ground in grounds], 3.0) == {}


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.1, "contrast ratio")."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def test_contrast_is_the_formula_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == 1.0


def test_all_themes_name_the_same_tokens() -> None:
    assert {frozenset(theme_named(name).tokens) for name in NAMES} == {frozenset(LIGHT)}


@pytest.mark.parametrize(
    ("setting", "is_dark", "wants_contrast", "expected"),
    [
        ("system", False, False, "light"),
        ("system", True, False, "dark"),
        ("system", False, True, "high contrast light"),
        ("system", True, True, "high contrast dark"),
        ("light", True, True, "light"),
        ("dark", False, True, "dark"),
        ("high contrast light", True, False, "high contrast light"),
        ("high contrast dark", False, False, "high contrast dark"),
    ],
)
def test_the_setting_wins_over_the_desktop(
    setting: str, is_dark: bool, wants_contrast: bool, expected: str
) -> None:
    assert theme_for(setting, is_dark, wants_contrast).name == expected


def test_every_theme_can_be_chosen_and_nothing_else() -> None:
    assert setting_named("theme").choices == ("system", *NAMES)


def test_light_for_dark_keeps_the_contrast() -> None:
    assert {name: theme_named(name).opposite for name in NAMES} == {
        "light": "dark",
        "dark": "light",
        "high contrast light": "high contrast dark",
        "high contrast dark": "high contrast light",
    }


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_its_colours(category: Category) -> None:
    for theme in map(theme_named, NAMES):
        assert len({theme.color(category).name(), theme.tint(category).name()}) == 2


def test_placeholders_and_selection_follow_the_theme() -> None:
    palette = theme_named("dark").palette()
    assert palette.color(QPalette.ColorRole.Window).name() == DARK["bg"]
    assert palette.color(QPalette.ColorRole.Highlight).name() == DARK["accent"]


def test_the_style_sheet_has_no_token_left_open() -> None:
    for theme in map(theme_named, NAMES):
        assert "$" not in theme.stylesheet()


# How colours look to those who lack one kind of cone (Machado, Oliveira and Fernandes 2009, full
# severity), on linear RGB.
COLOUR_BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def oklab(rgb: list[float]) -> list[float]:
    """Return a colour of linear RGB in Oklab, where distance is difference (Ottosson 2020)."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return [
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    ]


def seen_by(kind: str, color: str) -> list[float]:
    """Return a colour in Oklab as someone who is colour-blind sees it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    rgb = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    rows = COLOUR_BLIND[kind]
    return oklab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in rows])


@pytest.mark.parametrize("kind", COLOUR_BLIND)
@THEMES
def test_kinds_of_work_differ_for_the_colour_blind(kind: str, tokens: dict[str, str]) -> None:
    """Two hundredths of Oklab are just noticeable."""
    for one, other in combinations(CATEGORIES, 2):
        apart = math.dist(seen_by(kind, tokens[one]), seen_by(kind, tokens[other]))
        assert apart > 0.044, (one, other)
    assert math.dist(seen_by(kind, tokens["now"]), seen_by(kind, tokens["coding"])) > 0.13


def test_reports_have_the_colours_of_the_light_theme() -> None:
    assert {str(kind).replace(" ", "_"): color for kind, color in COLORS.items()} == {
        kind: LIGHT[kind] for kind in CATEGORIES
    }
