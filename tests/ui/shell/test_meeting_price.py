"""An invitation that is dropped on the window tells its price before anything is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.price.answer import meeting_price
from mle_planner.core.scheduling.price.request import PriceRequest
from mle_planner.ui.planning.what_if import Refused, Shown
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.price_panel import PricePanel
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.builders import write_calendar
from tests.support.widgets import drop_file
from tests.support.window import Answers

IMPORT, PRICE = 0, 1


@pytest.fixture(autouse=True)
def prices_at_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell prices without a process."""

    def ask(request: PriceRequest, shown: Shown, _refused: Refused) -> None:
        shown(meeting_price(request))

    monkeypatch.setattr(services.what_if["price"], "ask", ask)


def panel(window: MainWindow) -> PricePanel:
    (found,) = window.findChildren(PricePanel)
    return found


def test_the_price_is_shown_and_the_meeting_stored_only_by_import(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, tmp_path: Path
) -> None:
    day = planner.today().strftime("%Y%m%d")
    path = write_calendar(tmp_path / "invite.ics", [f"a1 {day}T140000Z {day}T150000Z Vendor demo"])
    answers.decisions.append(PRICE)
    assert drop_file(window, path)
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
    drop_file(window, path)
    sentence = "The file holds no meeting ahead. Nothing was imported."
    qtbot.waitUntil(lambda: window.messages.text == sentence)
    assert not drop_file(window, tmp_path / "photo.png")
