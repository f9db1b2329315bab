"""What can be set of a calendar fits beside the list of calendars."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.ui.screens.settings.calendar_details import CalendarDetails


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
