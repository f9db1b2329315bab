"""Words on blocks: never outside of them, and as look and size allow."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from mle_planner.ui.timeline.paint import painting
from mle_planner.ui.timeline.paint.painting import BlockPainter, PreparedBlock
from mle_planner.ui.widgets import direction as reading_direction

TITLE = "Model review with stakeholders about the roadmap"
DETAILS = "09:30–10:30 · Room 4 · Team calendar"


@pytest.fixture
def painter(qapp: QApplication) -> BlockPainter:
    return BlockPainter()


def look(painter: BlockPainter, width: float, height: float, **more: str) -> PreparedBlock:
    area = QRectF(0, 0, width, height)
    words = {"title": TITLE, "details": DETAILS} | more
    return painter.look(area, words["title"], words["details"], "coding", is_solid=False)


def texts(block: PreparedBlock) -> list[str]:
    return [words.text.text() for words in block.words]


def test_no_word_leaves_its_block(painter: BlockPainter) -> None:
    sizes = product((30, 45, 75, 90, 140, 300, 900), (9, 12, 15, 20, 25, 32, 44, 60, 90, 200))
    for width, height in sizes:
        for words in look(painter, width, height).words:
            metrics = QFontMetricsF(words.font)
            right = words.at.x() + metrics.horizontalAdvance(words.text.text())
            top = words.at.y() + metrics.ascent() - metrics.capHeight()
            bottom = words.at.y() + metrics.ascent()
            assert right <= width + 0.5, (width, height, words.text.text())
            assert top >= -0.5, (width, height)
            assert bottom <= height + 0.5, (width, height)


def test_a_tall_block_has_two_lines_a_short_one_one_and_a_flat_one_its_title_only(
    painter: BlockPainter,
) -> None:
    tall = look(painter, 600, 60)
    assert texts(tall) == [TITLE, DETAILS]
    assert tall.words[1].at.y() > tall.words[0].at.y() + 10
    short = look(painter, 700, 20)
    assert texts(short) == [TITLE, DETAILS]
    assert abs(short.words[1].at.y() - short.words[0].at.y()) < 4
    assert texts(look(painter, 600, 12)) == [TITLE]
    assert texts(look(painter, 600, 6)) == []


def test_type_gets_smaller_under_22_pixels(painter: BlockPainter) -> None:
    usual, small = look(painter, 600, 30).words[0], look(painter, 600, 20).words[0]
    assert small.font.pointSizeF() < usual.font.pointSizeF()


def test_details_that_would_be_cut_in_their_first_word_are_left_out(painter: BlockPainter) -> None:
    assert len(look(painter, 130, 30, title="Standup").words) == 1
    assert len(look(painter, 190, 30, title="Standup").words) == 2


@pytest.mark.parametrize(("width", "height"), [(54, 60), (54, 36), (70, 90)])
def test_a_narrow_block_wraps_its_title_between_words(
    painter: BlockPainter, width: float, height: float
) -> None:
    title = "Quarterly review of risk"
    lines = texts(look(painter, width, height, title=title))

    begun = 0
    for line in lines[:-1]:  # each a whole word, or the beginning of one with "…"
        word = title.split()[begun]
        assert line.rstrip("…") == word[: len(line.rstrip("…"))]
        assert line == " ".join(title.split()[begun : begun + len(line.split())]) or "…" in line
        begun += len(line.split())
    assert len(lines) > 1
    assert lines[0].startswith("Qu")


def test_a_long_title_takes_more_lines_in_a_tall_block(painter: BlockPainter) -> None:
    tall = look(painter, 180, 120)

    *title, details = texts(tall)
    assert " ".join(title) == TITLE
    assert details.startswith("09:30")
    tops = [words.at.y() for words in tall.words]
    assert tops == sorted(tops)
    assert len(texts(look(painter, 180, 50))) == 2
    assert texts(look(painter, 180, 50))[0].endswith("…")


def test_words_begin_where_the_window_is_read_from(
    painter: BlockPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painting, "is_right_to_left", lambda: True)
    for title in ("Standup", "סטטוס"):
        for words in look(painter, 600, 50, title=title).words:
            width = QFontMetricsF(words.font).horizontalAdvance(words.text.text())
            assert words.at.x() + width == pytest.approx(600 - painting.TEXT_LEFT_PLANNED_PX, abs=1)


def test_a_struck_title_is_struck_in_every_line_and_no_further(painter: BlockPainter) -> None:
    block, area = look(painter, 180, 120), QRectF(0, 0, 180, 120)
    title = block.words[:-1]
    picture = QImage(180, 120, QImage.Format.Format_ARGB32)
    picture.fill(0)
    canvas = QPainter(picture)
    painter.draw_strike(canvas, area, block)
    canvas.end()

    veil = picture.pixel(170, 110)
    for words in title:
        metrics = QFontMetricsF(words.font)
        end = words.at.x() + metrics.horizontalAdvance(words.text.text())
        rows = range(int(words.at.y()), int(words.at.y() + metrics.height()))
        assert any(picture.pixel(int(words.at.x()) + 4, y) != veil for y in rows)
        assert all(picture.pixel(int(end) + 4, y) == veil for y in rows)


def test_a_length_is_whole_or_left_out(painter: BlockPainter) -> None:
    for width in range(60, 300):
        shown = texts(look(painter, width, 32, title="Fix drift", details="0:26 · Fraud"))
        assert shown[1:] == [] or shown[1].startswith("0:26")


def test_markup_in_a_title_is_shown_as_it_is_typed(painter: BlockPainter) -> None:
    assert texts(look(painter, 600, 60, title="<b>bold</b> & co"))[0] == "<b>bold</b> & co"


def test_zooming_measures_words_once(painter: BlockPainter) -> None:
    assert look(painter, 600, 80) is look(painter, 600, 200)
    assert look(painter, 600, 42) is look(painter, 600, 52)
    assert look(painter, 600, 30) is look(painter, 600, 33)


def test_a_block_with_room_for_no_word_shows_one_beginning(painter: BlockPainter) -> None:
    assert len(texts(look(painter, 38, 90, title="Quarterly review of risk"))) == 1


@pytest.mark.parametrize("is_rtl", [False, True])
@pytest.mark.parametrize("size", [(600, 50), (700, 20), (600, 60)])
def test_times_are_read_in_the_direction_of_the_window_whatever_place_follows(
    painter: BlockPainter, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], is_rtl: bool
) -> None:
    for module in (painting, reading_direction):
        monkeypatch.setattr(module, "is_right_to_left", lambda: is_rtl)
    direction = Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
    for late in ("", "1 day late"):
        area = QRectF(0, 0, *size)
        block = painter.look(
            area, "Standup", "12:00–13:00 · חדר", "coding", is_solid=False, late=late
        )
        details = [each for each in block.words if each.text.text().startswith("12:00")]
        assert details or (late and size[1] < 50)
        for each in details:
            assert each.text.textOption().textDirection() == direction
