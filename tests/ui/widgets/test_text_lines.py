"""Text in lines: nothing is lost, and nothing but the last line is wider than the room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from mle_planner.ui.widgets.text_lines import break_lines, elided_text, lay_out
from mle_planner.ui.widgets.theme import current_theme

TEXTS = [
    "Rewrite feature store backfill",
    "Supercalifragilisticexpialidocious",
    "🚀🚀 Ship 👩‍💻 the model 🚀",
    "בדיקת איכות הנתונים של המודל",
    "a  b\n\tc",
    "x",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [40, 90, 200])
def test_lines_hold_all_words_and_fit(text: str, width: int) -> None:
    font = current_theme().font("strong")
    lines = break_lines(text, font, width, 99)

    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(QFontMetricsF(font).horizontalAdvance(line) <= width + 0.5 for line in lines)


def test_words_stay_whole_where_they_fit() -> None:
    font = current_theme().font("base")
    width = QFontMetricsF(font).horizontalAdvance("feature store")
    assert break_lines("Rewrite feature store", font, width + 1, 9) == ["Rewrite", "feature store"]


def test_the_last_line_takes_the_rest() -> None:
    lines = break_lines("one two three four", current_theme().font("base"), 40, 2)
    assert len(lines) == 2
    assert " ".join(lines) == "one two three four"


def test_of_a_very_long_text_as_much_is_laid_out_as_a_screen_can_show() -> None:
    """All 100 kB laid out in lines held the window for seconds; the last line keeps them."""
    text, font = "word " * 20_000, current_theme().font("strong")
    assert lay_out(text, font, 90).lineCount() < 2000
    lines = break_lines(text, font, 90, 2)
    assert " ".join(lines) == text.strip()
    assert len(elided_text(text, QFontMetricsF(font), 1e6)) < len(text)


def test_no_text_is_one_empty_line() -> None:
    assert break_lines("", current_theme().font("base"), 40, 2) == [""]


@given(st.text(max_size=30), st.integers(min_value=1, max_value=300))
def test_any_text_can_be_broken(text: str, width: int) -> None:
    lines = break_lines(text, current_theme().font("base"), width, 3)
    assert 1 <= len(lines) <= 3
