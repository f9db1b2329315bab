"""An account is added by clicks, and the plan published, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.calendars import passwords
from mle_planner.core.calendars.accounts import AccountRequest
from mle_planner.core.calendars.addresses import host_of
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings import screen as settings
from mle_planner.ui.screens.settings.calendars import CalendarsSection
from mle_planner.ui.screens.settings.publishing import PublishSection
from mle_planner.ui.screens.settings.section import Section
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import go_to
from tests.support.radicale_server import PASSWORD, USER, RadicaleServer, server_without_keyring
from tests.support.window import Answers


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RadicaleServer]:
    with server_without_keyring(tmp_path / "radicale", monkeypatch) as opened:
        yield opened


def section_of(window: MainWindow, monkeypatch: pytest.MonkeyPatch, kind: type[Section]) -> Section:
    monkeypatch.setattr(settings, "_parts", lambda: [("Part", kind)])
    return go_to(window, "settings").sections[0]


def test_an_account_is_signed_in_to_chosen_from_read_and_asked_again(
    qtbot: QtBot,
    window: MainWindow,
    services: Services,
    answers: Answers,
    server: RadicaleServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    section = section_of(window, monkeypatch, CalendarsSection)
    section.open_account()
    dialog = section.account_dialog
    assert dialog.secret.echoMode() is QLineEdit.EchoMode.Password
    dialog.address.setText(server.root)
    dialog.user.setText(USER)
    dialog.secret.setText("wrong")
    dialog.act.click()
    qtbot.waitUntil(lambda: "refused" in dialog.about.text())
    dialog.secret.setText(PASSWORD)
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert len(answers.asked) == 1  # whether it may be of this computer
    assert [box.text() for box, _remote in dialog.boxes] == ["Home", "Work"]
    dialog.boxes[0][0].setChecked(False)
    with qtbot.waitSignal(services.feeds.ended):
        dialog.act.click()
    QApplication.processEvents()
    (line,) = section.lines.values()
    assert (line.name.text(), line.state.text()) == ("Work", "Read just now, 1 event")
    assert "until the planner ends" in window.messages.text
    passwords._FOR_THIS_RUN.clear()  # as the next run begins
    with qtbot.waitSignal(services.feeds.ended):
        section.read_now()
    QApplication.processEvents()
    assert "enter it again" in line.state.text()
    assert ".." not in section.details.state.text()
    assert "Next:" in section.details.state.text()
    answers.texts.append(PASSWORD)
    with qtbot.waitSignal(services.feeds.ended):
        section.details.password.click()
    QApplication.processEvents()
    assert line.state.text() == "Read just now, 1 event"


def test_what_was_found_is_forgotten_when_the_words_change(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = section_of(window, monkeypatch, CalendarsSection)
    section.open_account()
    dialog = section.account_dialog
    dialog.source.setCurrentIndex(1)
    dialog.source.activated.emit(1)
    assert dialog.secret.echoMode() is QLineEdit.EchoMode.Normal
    assert dialog.secret.accessibleName() == "Command"
    dialog.address.setText("https://a.example/")
    dialog.secret.setText("no-such-command-here")
    dialog.act.click()
    qtbot.waitUntil(dialog.act.isEnabled)
    assert "cannot be run" in dialog.about.text()


def test_a_plan_is_previewed_published_and_follows_until_it_is_stopped(
    qtbot: QtBot,
    window: MainWindow,
    services: Services,
    planner: Planner,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.publisher.settle.setInterval(0)
    path = tmp_path / "plan.ics"
    section = section_of(window, monkeypatch, PublishSection)
    answers.paths.append(path)
    section.level.setCurrentText("Full titles")
    section.choose_file()
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: bool(section.rows.rows))
    assert "Publish the plan to plan.ics?" in answers.asked
    start = planner.now() + timedelta(hours=1)
    planner.blocks.create(Span(start, start + timedelta(hours=1)), "Ship it")
    qtbot.waitUntil(lambda: b"SUMMARY:Ship it" in path.read_bytes())
    (row,) = section.rows.rows.values()
    row.stop.click()  # type: ignore[attr-defined]
    assert planner.publications.all() == ()
    assert path.exists()


def test_a_change_on_the_server_is_shown_and_taken_over_by_a_click(
    qtbot: QtBot,
    window: MainWindow,
    services: Services,
    planner: Planner,
    clock: FixedClock,
    answers: Answers,
    server: RadicaleServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.publisher.settle.setInterval(0)
    services.publisher.update()
    request = AccountRequest(f"{server.root}{USER}/home/", USER, PASSWORD, allows_private=True)
    found = planner.accounts.find(request)
    (home,) = planner.accounts.add(found, found.calendars)
    start = planner.now() + timedelta(hours=1)
    planner.blocks.create(Span(start, start + timedelta(hours=1)), "Ship it")
    section = section_of(window, monkeypatch, PublishSection)
    section.level.setCurrentText("Full titles")
    answers.choices.append(0)
    section.choose_calendar()
    qtbot.waitUntil(lambda: bool(section.rows.rows))
    text = server.get(home.address)
    uid = next(line[4:] for line in text.split("\r\n") if line.startswith("UID:"))
    own = f"{home.address}{uid.replace('@', '%40')}.ics"
    server.request("PUT", own, server.get(own).replace("Ship it", "Ship it well"))
    assert f"Publish the plan to {home.name} · " in answers.asked[-1]
    clock.put(clock.now() + timedelta(minutes=1))
    services.feeds.refresh(home.id)
    status = window.status_bar.stale
    qtbot.waitUntil(lambda: "1 change by others" in status.text())
    row = next(iter(section.rows.rows.values()))
    qtbot.waitUntil(lambda: bool(row.conflicts.rows))
    assert row.target.text().strip("\u200e") == f"{home.name} · {host_of(home.address)}"
    (conflict,) = row.conflicts.rows
    assert "is now" in conflict.words.text()
    conflict.take_over.click()
    assert row.conflicts.rows == []
    titles = {item.title for item in planner.day(planner.today()).items}
    assert "Ship it well" in titles
    qtbot.waitUntil(lambda: not status.text())


def test_what_could_not_be_published_is_tried_again_after_half_an_hour(
    qtbot: QtBot, services: Services, planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    planner.publications.publish(planner.publications.preview(folder / "plan.ics"))
    start = planner.now() + timedelta(hours=1)
    planner.blocks.create(Span(start, start + timedelta(hours=1)), "Ship it")
    folder.rename(tmp_path / "away")
    with qtbot.waitSignal(services.feeds.threads.finished):
        services.publisher.update()
    assert services.publisher.states == ["Published plan: not up to date"]
    (tmp_path / "away").rename(folder)
    services.publisher.update_if_due()
    assert b"Busy" not in (folder / "plan.ics").read_bytes()
    clock.put(clock.now() + timedelta(minutes=30))
    with qtbot.waitSignal(services.feeds.threads.finished):
        services.publisher.update_if_due()
    assert b"Busy" in (folder / "plan.ics").read_bytes()
    assert services.publisher.states == []


def test_a_published_calendar_asks_for_its_password_where_that_is_not_known(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    answers: Answers,
    server: RadicaleServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = AccountRequest(f"{server.root}{USER}/home/", USER, PASSWORD, allows_private=True)
    planner.publications.publish(planner.publications.preview_calendar(request))
    section = section_of(window, monkeypatch, PublishSection)
    (row,) = section.rows.rows.values()  # type: ignore[attr-defined]
    assert row.password.isHidden()
    passwords._FOR_THIS_RUN.clear()  # as the next run begins
    planner.publications.update_all()
    section.refresh()
    assert "enter it again" in row.state.text()
    assert not row.password.isHidden()
    answers.texts.append(PASSWORD)
    row.password.click()
    qtbot.waitUntil(row.password.isHidden)
    assert row.state.text().startswith("Published")
