"""What can be set of a calendar fits beside the list of calendars."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.frozen import replace
from mle_planner.core.calendars.sources import CalendarSource
from mle_planner.core.model.calendar import (
    Calendar,
    CalendarId,
    CalendarKind,
    CalendarSync,
    SyncState,
)
from mle_planner.ui.screens.settings.calendar_details import CalendarDetails
from mle_planner.ui.screens.settings.calendar_line import CalendarLine
from mle_planner.ui.widgets.layouts import STRETCH, column_of


def test_a_calendar_of_an_account_needs_no_more_width_than_another(qtbot: QtBot) -> None:
    """Its password is asked for in the row of the address, which is shortened for that."""
    details = CalendarDetails()
    qtbot.addWidget(details)
    details.address.setText("https://a.example/calendars/of/somewhat/greater/length/")
    details.show()
    with_password = details.minimumSizeHint().width()
    details.password.hide()
    QApplication.processEvents()
    assert with_password == details.minimumSizeHint().width()


def test_a_line_of_the_list_is_as_tall_as_its_state(qtbot: QtBot) -> None:
    beside, line = QWidget(), CalendarLine()
    qtbot.addWidget(beside)
    column_of(line, STRETCH, inside=beside)
    calendar = Calendar(CalendarId(1), "Team", "https://a.example/", kind=CalendarKind.FEED)
    sync = CalendarSync(1, calendar.id)
    line.show_source(CalendarSource(calendar, sync), "Read just now, 1 event")
    beside.setFixedSize(280, 400)
    beside.show()
    failed = CalendarSource(calendar, replace(sync, state=SyncState.FAILED))
    for count in range(5, 40):
        line.show_source(failed, "words " * count)
        for _layout in (beside, line, line.state):  # each is laid out after the one around it
            QApplication.processEvents()
        assert line.state.height() >= line.state.heightForWidth(line.state.width())
