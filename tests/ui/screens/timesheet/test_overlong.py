"""An entry beyond the limit, as older programs wrote them, is shown and repaired in place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from tests.support.main_window import go_to, screen_of
from tests.ui.conftest import OpenWindow


def test_an_entry_of_85_days_is_found_from_the_timesheet_and_its_times_corrected(
    qtbot: QtBot, open_window: OpenWindow, planner: Planner, clock: FixedClock, folder: Path
) -> None:
    start = planner.days.instant(planner.today(), 9 * 60)
    entry = planner.tracking.log(
        Span(start, planner.days.instant(planner.today(), 10 * 60)), "Forgotten"
    )
    with closing(sqlite3.connect(folder / "planner.db", isolation_level=None)) as connection:
        connection.execute('UPDATE time_entry SET "end" = start + 85 * 86400')
    began_on = planner.today()
    clock.put(planner.days.instant(began_on.replace(year=2027, month=3), 12 * 60))

    window = open_window()
    screen = go_to(window, "timesheet")
    line = screen.notices.lines[0]
    assert "Forgotten lasts longer than 7 days." in line.text()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)

    today = screen_of(window, TodayScreen)
    (key,) = [block.key for _lane, block in today.surface.content.blocks()
              if block.title == "Forgotten"]  # fmt: skip
    today.surface.titles.edit(key, with_times=True)
    editor = today.surface.titles.editor
    editor.setText("9:00-17:30 Forgotten")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert planner.entry(entry.id).end == planner.days.instant(began_on, 17 * 60 + 30)
