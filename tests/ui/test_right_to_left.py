"""Texts that go from right to left: names, addresses and figures in them keep their own order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import range_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.i18n.phrases import SaidTime, phrase
from mle_planner.ui.actions.shortcuts import Shortcuts, mirrored
from mle_planner.ui.screens.wrap_up.words import mark, times
from mle_planner.ui.timeline.paint.painting import BlockPainter
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins, own_direction
from mle_planner.ui.widgets.keys import sideways
from mle_planner.ui.widgets.text_lines import elided_text, lay_out
from tests.support.checkout import ROOT
from tests.support.languages import speaking
from tests.support.tracked_time import UTC_DAYS
from tests.translations.catalogs import po_path, read

HEBREW = "א-ת״׳־"
_LATIN = re.compile(
    rf"[^\s{HEBREW}\"“”„()\[\],;\u200e\u200f\u2066-\u2069]*[A-Za-z]"
    rf"[^\s{HEBREW}\"“”„()\[\],;\u200e\u200f\u2066-\u2069]*"
)
FONT = QFont("DejaVu Sans", 10)


@pytest.fixture(autouse=True)
def hebrew(qapp: QApplication) -> Iterator[None]:
    with speaking("he"):
        yield


def lefts(layout: QTextLayout, places: range) -> list[float]:
    """Return where the letters at places of a line begin, in their order in the text."""
    line = layout.lineAt(0)
    return [line.glyphRuns(at, 1)[0].positions()[0].x() for at in places]


def turned(text: str) -> list[str]:
    """Return the words in Latin letters of which a sign is shown at the wrong end."""
    text = re.sub(r"\{\w+[^}]*\}", "7:30", text).replace("\n", " ")
    layout = lay_out(text, FONT, 1e6, direction=Qt.LayoutDirection.RightToLeft)
    found = []
    for match in _LATIN.finditer(text):
        word = match.group().rstrip(".:!?…")
        places = lefts(layout, range(match.start(), match.start() + len(word)))
        if places != sorted(places):
            found.append(word)
    return found


def test_an_address_in_a_sentence_is_found_turned() -> None:
    assert turned("הכתובת https:// שלו") == ["https://"]
    assert turned("הכתובת \u200ehttps://\u200e שלו") == []


def test_no_text_turns_an_address_an_option_or_a_mark() -> None:
    texts = [
        text
        for message in read(po_path("he"), "he")
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]
    wrong = {
        text: found for text in texts if re.search(f"[{HEBREW}]", text) and (found := turned(text))
    }
    assert wrong == {}


def test_no_line_of_the_guide_does() -> None:
    wrong = {}
    for page in sorted((ROOT / "resources" / "guide" / "he").glob("*.md")):
        for line in page.read_text(encoding="utf-8").splitlines():
            shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*`]", r"\1", line)
            if re.search(f"[{HEBREW}]", shown) and (found := turned(shown)):
                wrong[page.name, shown] = found
    assert wrong == {}


PARTS = ("10:30–13:00", "Room 4", "6 אנשים", "Team calendar (example)")


def order_of(text: str, parts: tuple[str, ...]) -> list[str]:
    """Return the parts of a text in the order they are read in the window."""
    layout = lay_out(text, FONT, 1e6, direction=own_direction(text))
    begins = {part: min(lefts(layout, range(at, at + 1)) ) for part in parts
              if (at := text.index(part)) >= 0}  # fmt: skip
    return sorted(parts, key=lambda part: -begins[part])


def test_parts_beside_each_other_are_read_from_right_to_left() -> None:
    assert order_of(joined_words(PARTS), PARTS) == list(PARTS)
    assert order_of(" · ".join(PARTS), PARTS) != list(PARTS)


def test_a_length_is_read_after_the_times_of_a_gap() -> None:
    start = datetime(2026, 3, 3, 9, tzinfo=UTC)
    gap = Span(start, start + timedelta(minutes=30))
    for shown in (times(gap, UTC_DAYS), mark(gap, 1, UTC_DAYS)):
        assert order_of(shown, ("09:00", "30 דק׳")) == ["09:00", "30 דק׳"]


def test_one_line_inside_another_keeps_its_order() -> None:
    inner = joined_words(PARTS[1:])
    assert order_of(joined_words((PARTS[0], inner)), PARTS) == list(PARTS)


def test_a_value_in_a_sentence_keeps_its_signs() -> None:
    text = _("Nothing was changed. Your data is in {folder}.", folder="/home/me/.local/planner")
    assert turned(text) == []
    assert turned(_("Deleted {title}.", title="Fix it (again)!")) == []


def test_the_first_of_a_range_of_figures_is_on_the_left() -> None:
    """Of days as of times; a range of dates with months is read from right to left."""
    hours = phrase("Work {day} {start}–{end}", day="", start=SaidTime(540), end=SaidTime(780))
    for text in (range_text(date(2026, 11, 23), date(2026, 11, 27)), str(hours)):
        first, last = re.findall(r"\d+(?::\d+)?", text)
        assert order_of(text, (first, last)) == [last, first], text
    text = range_text(date(2026, 11, 30), date(2026, 12, 4))
    assert order_of(text, ("30", "4")) == ["30", "4"]


def test_nothing_is_marked_that_goes_from_left_to_right() -> None:
    with speaking("de"):
        assert joined_words(("Room 4", "", "6 Personen")) == "Room 4 · 6 Personen"
        assert _("Delete {title}", title="Fix it") == "Fix it löschen"


@pytest.mark.parametrize("text", ["Drift monitor: backfill job", "פועל · Fraud scoring for all"])
def test_the_sign_of_a_cut_stands_at_the_cut_word(text: str) -> None:
    cut = elided_text(text, QFontMetricsF(FONT), 110)
    at = cut.index("…")
    layout = lay_out(cut, FONT, 1e6, direction=Qt.LayoutDirection.RightToLeft)
    letter, sign = lefts(layout, range(at - 1, at + 1))
    assert sign > letter


def test_the_direction_of_a_text_is_that_of_all_its_letters() -> None:
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert own_direction("Fix it (again)!") == left
    assert own_direction("Git ו־ActivityWatch") == right
    assert own_direction("12:30") == right
    with speaking("en"):
        assert own_direction("בדיקה!") == right
        assert own_direction("Git ו־ActivityWatch") == own_direction("12:30") == left


def test_every_line_of_a_label_begins_at_its_edge(qtbot: QtBot) -> None:
    label = TextLabel("עריכה גם של הזמנים, כמו 9:30 ועוד כמה מילים", wrapped=True)
    qtbot.addWidget(label)
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    label.resize(120, label.heightForWidth(120))
    image = label.grab().toImage()
    ground = image.pixel(0, 0)
    line_px = label.fontMetrics().height()
    for top in range(0, image.height() - line_px + 1, line_px):
        rows = range(top, top + line_px)
        columns = [
            x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in rows)
        ]
        assert columns, "each line has words"
        assert columns[-1] >= image.width() - 4


def test_the_details_of_a_block_are_read_as_the_window_is() -> None:
    details = joined_words(PARTS)
    area = QRectF(0, 0, 600, 60)
    block = BlockPainter().look(area, "Model review (v3)!", details, "meeting", is_solid=False)
    directions = [words.text.textOption().textDirection() for words in block.words]
    assert directions == [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]


@pytest.mark.parametrize(("language", "on"), [("en", Qt.Key.Key_Right), ("he", Qt.Key.Key_Left)])
def test_the_arrow_that_points_onwards_goes_on(language: str, on: Qt.Key) -> None:
    back = Qt.Key.Key_Left if on == Qt.Key.Key_Right else Qt.Key.Key_Right
    with speaking(language):
        assert (sideways(on), sideways(back), sideways(Qt.Key.Key_Up)) == (1, -1, None)
        assert margins(1, 2, 3, 4) == ((3, 2, 1, 4) if language == "he" else (1, 2, 3, 4))


def test_the_keys_that_go_on_and_back_are_mirrored_like_the_days() -> None:
    on, back = Shortcuts().of("view.next"), Shortcuts().of("view.previous")
    assert (on, back) == (("J", "Ctrl+Left"), ("K", "Ctrl+Right"))
    assert Shortcuts(Shortcuts().with_keys("view.next", on)).of("view.next") == on
    assert mirrored("Alt+Right") == "Alt+Left"
