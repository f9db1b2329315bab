"""The heading of the top bar, in whatever room there is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from mle_planner.ui.shell.date_title import DateTitle


def test_the_dates_stay_where_the_whole_heading_has_no_room(qtbot: QtBot) -> None:
    title = DateTitle()
    qtbot.addWidget(title)
    title.setText("23–27 November")
    dates_px = title.sizeHint().width()
    title.setText("Week 48 · 23–27 November")
    assert title.text_in(title.sizeHint().width()) == "Week 48 · 23–27 November"
    assert title.text_in(dates_px) == "23–27 November"
    assert title.text_in(dates_px - 20).endswith("…")


def test_a_short_heading_asks_for_the_room_of_its_dates(qtbot: QtBot) -> None:
    """Its sign then stands beside the dates, and the room is left to what runs."""
    title = DateTitle()
    qtbot.addWidget(title)
    title.setText("23–27 November")
    dates_px = title.sizeHint().width()
    title.setText("Week 48 · 23–27 November")
    title.shorten(True)
    assert title.sizeHint().width() == dates_px
    title.shorten(False)
    assert title.sizeHint().width() > dates_px
