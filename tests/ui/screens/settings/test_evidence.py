"""The part of the settings about evidence, and the service that listens to editors."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QSlider

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.evidence.editors import config_path
from mle_planner.core.evidence.store import Sign
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.evidence import EvidenceSection
from mle_planner.ui.services.editors import EditorListener
from mle_planner.ui.services.feeds import Job
from tests.support.axis import Said, context_for
from tests.support.git_repository import repository
from tests.support.widgets import heard_from
from tests.support.window import Answers


@pytest.fixture
def section(qapp: QApplication, planner: Planner) -> EvidenceSection:
    now = planner.now()
    planner.evidence.record(
        Sign("editor", now - timedelta(minutes=minutes), f"beat {minutes}", detail="vim")
        for minutes in (0, 8, 16, 31)
    )
    planner.editors.switch(is_on=True)
    made = EvidenceSection(planner, context_for(Said()))
    made.refresh()
    return made


def test_the_field_of_the_pause_is_the_only_one_and_the_week_follows_it(
    section: EvidenceSection, planner: Planner
) -> None:
    """Given pauses of 8, 8 and 15 minutes, when the pause is 15, then the week counts them."""
    assert section.findChildren(QSlider) == []
    assert section.trial.total.text() == "0:16"
    planner.set("longest_pause_min", 15)
    section.refresh()
    assert section.trial.total.text() == "0:31"
    assert "vim" in section.last.text()


def test_the_lines_are_copied_and_written(section: EvidenceSection, planner: Planner) -> None:
    section.copy_button.click()
    copied = QApplication.clipboard().text().splitlines()
    assert tuple(copied) == planner.editors.config_lines()
    section.write_button.click()
    assert config_path().read_text().splitlines()[1:] == copied


def test_a_folder_is_watched_paused_and_removed(planner: Planner, tmp_path: Path) -> None:
    """Given a repository with a rule, when it is added, then its line tells of the last commit."""

    def at_once(job: Job, done: Callable[[Any], None], failed: Callable[..., None]) -> None:
        try:
            done(job(planner, lambda: False))
        except PlannerError as error:
            failed(error)

    said, ask = Said(), Answers(paths=[tmp_path / "none", repository(tmp_path / "fraud", "06:30")])
    context = replace(context_for(said), ask=ask, run_on_calendars=at_once)
    planner.repositories.set("fraud", planner.catalog.add_project("Fraud detection").id)
    sources = EvidenceSection(planner, context).sources
    sources.refresh()
    sources.git_button.click()
    assert "no folder" in said.errors[-1]
    sources.git_button.click()
    (row,) = sources.rows.rows.values()
    (rule,) = sources.rules.rows.values()
    assert row.place.text() == f"Git: \u200e{tmp_path / 'fraud'}\u200e"
    assert row.state.text().startswith("Last sign: ")
    assert row.state.text().endswith("fraud")
    assert rule.words.text() == "fraud: Fraud detection"
    row.pause.click()
    assert (row.state.text(), row.pause.text()) == ("Paused", "Resume")
    row.remove.click()
    rule.forget.click()
    assert (planner.evidence_sources.all(), planner.repositories.all()) == ((), ())
    ask.texts += ["/none/export.json", None]
    sources.watch_button.click()
    assert len(said.errors) == 2
    sources.watch_button.click()
    assert ask.given == "/none/export.json", "the refused place can be corrected"


@pytest.fixture
def listener(qapp: QApplication, planner: Planner) -> Iterator[EditorListener]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        planner.set("editor_port", free.getsockname()[1])
    made = EditorListener(planner)
    yield made
    made.close()


def status(planner: Planner) -> int:
    found = planner.editors.status()
    connection = HTTPConnection("127.0.0.1", found.port, timeout=5)
    headers = {"Authorization": f"Bearer {found.key}"}
    connection.request("GET", "/api/v1/users/current/statusbar/today", headers=headers)
    code = connection.getresponse().status
    connection.close()
    return code


def test_editors_are_listened_to_while_that_is_switched_on(
    listener: EditorListener, planner: Planner
) -> None:
    listener.start()
    with pytest.raises(ConnectionRefusedError):
        status(planner)
    planner.set("editor_capture", True)  # as the checkbox does; the key is made with it
    listener.follow()
    assert status(planner) == 200
    planner.editors.switch(is_on=False)
    listener.follow()
    with pytest.raises(ConnectionRefusedError):
        status(planner)


def test_a_port_in_use_is_told(listener: EditorListener, planner: Planner) -> None:
    told = heard_from(listener.failed)
    planner.editors.switch(is_on=True)
    with socket.socket() as other:
        other.bind(("127.0.0.1", planner.settings.number("editor_port")))
        other.listen()
        listener.start()
    assert "cannot be used" in told[0]
