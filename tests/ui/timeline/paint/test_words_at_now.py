"""The line at the present and the words it meets."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from mle_planner.ui.timeline.paint.painting import BlockPainter


def test_words_under_the_line_are_left_free_and_a_button_keeps_its_room(qtbot: QtBot) -> None:
    # Given a block with two lines of words, the second one too long for it.
    painter, area = BlockPainter(), QRectF(100, 200, 300, 120)
    details = "10:15–13:00 · Fraud scoring, Ship · due Wednesday, and much more than fits"
    plain = painter.look(area, "Drift monitor", details, "coding", is_solid=False)
    first, second = (painter.lines_at(area, plain, 200 + y) for y in (12, 29))
    # Then a line through either leaves that one free, and one below leaves nothing.
    assert len(first) == len(second) == 1
    assert first[0].right() < second[0].right()
    assert painter.lines_at(area, plain, 290) == []
    # And a button of 30 pixels at the end is not written over.
    beside = painter.look(area, "Drift monitor", details, "coding", is_solid=False, taken=30)
    (line,) = painter.lines_at(area, beside, 229)
    assert line.right() <= area.right() - 30
