"""An invitation that is dropped on the window tells its price before anything is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.price.answer import meeting_price
from mle_planner.core.scheduling.price.request import PriceRequest
from mle_planner.ui.planning.prices import Refused, Shown
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.price_panel import PricePanel
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.builders import write_calendar
from tests.support.window import Answers

IMPORT, PRICE = 0, 1


@pytest.fixture(autouse=True)
def prices_at_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell prices without a process."""

    def ask(request: PriceRequest, shown: Shown, _refused: Refused) -> None:
        shown(meeting_price(request))

    monkeypatch.setattr(services.prices, "ask", ask)


def drop(window: MainWindow, path: Path) -> bool:
    """Drop a file on the window; return whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setAccepted(False)
    QApplication.sendEvent(window, event)
    QApplication.processEvents()
    return event.isAccepted()


def panel(window: MainWindow) -> PricePanel:
    (found,) = window.findChildren(PricePanel)
    return found


def test_the_price_is_shown_and_the_meeting_stored_only_by_import(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, tmp_path: Path
) -> None:
    day = planner.today().strftime("%Y%m%d")
    path = write_calendar(tmp_path / "invite.ics", [f"a1 {day}T140000Z {day}T150000Z Vendor demo"])
    answers.decisions.append(PRICE)
    assert drop(window, path)
    qtbot.waitUntil(lambda: bool(window.findChildren(PricePanel)))
    texts = [label.text() for label in panel(window).findChildren(TextLabel)]
    assert texts[0].startswith("Vendor demo, ")
    assert planner.calendars.all() == ()
    panel(window).import_button.click()
    qtbot.waitUntil(lambda: [each.name for each in planner.calendars.all()] == ["Team"])


def test_a_file_that_is_no_invitation_is_said_to_be_none(
    qtbot: QtBot, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    path = write_calendar(
        tmp_path / "team.ics",
        ["a 29991124T140000Z 29991124T150000Z One", "b 20260101T140000Z 20260101T150000Z Two"],
    )
    answers.decisions.append(PRICE)
    drop(window, path)
    sentence = "The file holds no meeting ahead. Nothing was imported."
    qtbot.waitUntil(lambda: window.messages.text == sentence)
    assert not drop(window, tmp_path / "photo.png")
