"""Labels and cards: plain text in any theme, elided and never clipped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.cards import Card, TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.elided_button import ElidedButton
from mle_planner.ui.widgets.theme import theme_named
from tests.support.languages import speaking

LIGHT = theme_named("light")


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget)
    return widget


def put(holder: QWidget, label: QWidget, width: int) -> None:
    layout = holder.layout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(label)
    holder.resize(width, 200)
    holder.show()
    QApplication.processEvents()


def test_markup_is_shown_as_it_is_written(holder: QWidget) -> None:
    label = TextLabel("<b>bold</b>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    plain = TextLabel("bold")
    assert label.sizeHint().width() > plain.sizeHint().width()


def test_an_elided_label_says_the_whole_in_its_tooltip(holder: QWidget) -> None:
    label = TextLabel("A long <i>title</i> that does not fit", elided=True)
    put(holder, label, 80)
    assert label.toolTip() == "<qt>A long &lt;i&gt;title&lt;/i&gt; that does not fit</qt>"
    holder.resize(600, 200)
    QApplication.processEvents()
    assert label.toolTip() == ""


def test_a_label_that_keeps_parts_leaves_out_whole_ones(holder: QWidget) -> None:
    """Given room for two of three parts, then the third is in the tooltip only."""
    label = TextLabel("4 open · 5:35 to do · 20 h left", elided=True, keeps_parts=True)
    put(holder, label, label.sizeHint().width() - 10)
    assert label.toolTip()
    shown = label.grab().toImage()
    label.setText("4 open · 5:35 to do")
    assert not label.toolTip()
    assert label.grab().toImage() == shown


def test_a_wrapped_label_takes_the_lines_it_needs(holder: QWidget) -> None:
    label = TextLabel("one two three four five six seven", wrapped=True)
    high = label.heightForWidth(60)
    assert high > 2 * label.heightForWidth(400)
    label.setText("one")
    assert label.heightForWidth(60) < high


def test_the_application_style_sheet_does_not_change_a_label(
    qapp: QApplication, holder: QWidget
) -> None:
    """The look is the label's own; a rule for all widgets would otherwise win."""
    label = TextLabel("16:17", role="figure", color="coding")
    put(holder, label, 200)
    before = label.grab().toImage()
    qapp.setStyleSheet("QWidget { font-size: 9px; color: red; }")
    try:
        assert label.grab().toImage() == before
    finally:
        qapp.setStyleSheet("")


def test_a_card_without_title_has_no_head(holder: QWidget) -> None:
    card = Card()
    with_title = Card("Export", "3")
    assert card.sizeHint().height() < with_title.sizeHint().height()
    assert with_title.accessibleName() == "Export"


def test_a_highlighted_card_looks_so(holder: QWidget) -> None:
    card = Card("Why here?")
    put(holder, card, 200)
    border = [card.grab().toImage().pixelColor(1, 60).name()]
    card.set_highlighted(True)
    border.append(card.grab().toImage().pixelColor(1, 60).name())
    assert border == [LIGHT.color(token).name() for token in ("surface", "accent")]


def test_tooltips_are_plain() -> None:
    assert as_plain_tooltip("a & b\n<c>") == "<qt>a &amp; b<br>&lt;c&gt;</qt>"


def test_a_word_longer_than_the_room_breaks_and_shorter_ones_stay_whole(qtbot: QtBot) -> None:
    label = TextLabel("Donaudampfschifffahrtsgesellschaft", wrapped=True)
    qtbot.addWidget(label)
    line = label.heightForWidth(2000)
    assert label.heightForWidth(100) >= 2 * line
    words = "A stakeholder meeting about everything"
    label.setText(words)
    metrics = QFontMetrics(LIGHT.font("base"))
    width = max(metrics.horizontalAdvance(word) for word in words.split()) + 2
    anywhere = metrics.boundingRect(
        QRect(0, 0, width, 1000), Qt.TextFlag.TextWrapAnywhere.value, words
    )
    assert label.heightForWidth(width) > anywhere.height(), "no word of these is cut in two"


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_a_label_asks_for_the_room_of_its_margins(holder: QWidget, is_wrapped: bool) -> None:
    """Given room above its words, then their lower half is not cut."""
    plain, spaced = (TextLabel("Go to", wrapped=is_wrapped) for _label in range(2))
    spaced.setContentsMargins(3, 8, 5, 2)
    assert spaced.sizeHint().height() == plain.sizeHint().height() + 10
    assert spaced.sizeHint().width() == plain.sizeHint().width() + 8


def test_beside_words_without_room_the_title_stands_above_them(holder: QWidget) -> None:
    card = Card("Focus and meetings by day", "12 weeks of a year")
    put(holder, card, 500)
    assert card._title.geometry().center().y() == card._aside.geometry().center().y()
    holder.resize(230, 200)
    QApplication.processEvents()
    assert card._title.width() >= card._title.sizeHint().width()
    assert card._aside.y() >= card._title.geometry().bottom()
    holder.resize(500, 200)
    QApplication.processEvents()
    assert card._title.geometry().center().y() == card._aside.geometry().center().y()


def test_only_the_word_that_is_too_long_breaks(qtbot: QtBot) -> None:
    label = TextLabel("a b Donaudampfschifffahrtsgesellschaft feature store", wrapped=True)
    qtbot.addWidget(label)
    lines = label._lines_in(100)
    assert all(any(word in line for line in lines) for word in ("feature", "store"))
    assert lines[0] == "a b"


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_button_with_a_menu_shows_its_sign_where_its_line_ends(
    qtbot: QtBot, language: str
) -> None:
    with speaking(language):
        button = ElidedButton()
        qtbot.addWidget(button)
        button.setText("1")
        button.setMenu(QMenu(button))
        button.resize(160, 28)
        image = button.grab().toImage()
    ground = image.pixel(80, 14)
    inked = [x for x in range(8, 152) if any(image.pixel(x, y) != ground for y in range(8, 20))]
    assert inked[0] < 30
    assert inked[-1] > 130, "the word at one end, the sign at the other"


def test_a_button_with_a_menu_asks_for_room_for_all_of_its_words(qtbot: QtBot) -> None:
    button = ElidedButton()
    qtbot.addWidget(button)
    button.setText("Add a calendar")
    button.setMenu(QMenu(button))
    button.resize(button.sizeHint())
    words = button.width() - 38  # without what is before the words, and the sign after them
    assert button._cut_to(words) == "Add a calendar"


def test_a_short_text_is_measured_once_for_all_widths(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = TextLabel("Start or stop the timer", wrapped=True)
    qtbot.addWidget(label)
    measured: list[str] = []
    whole = QFontMetrics.boundingRect

    def bounding(metrics: QFontMetrics, area: QRect, flags: int, text: str) -> QRect:
        measured.append(text)
        return whole(metrics, area, flags, text)

    monkeypatch.setattr(QFontMetrics, "boundingRect", bounding)
    assert len({label.heightForWidth(width) for width in range(300, 310)}) == 1
    assert measured == ["Start or stop the timer"]
    assert label.heightForWidth(60) > label.heightForWidth(300), "where it is too long it wraps"
    label.setText("Open the palette")
    label.heightForWidth(300)
    assert measured[-1] == "Open the palette"
