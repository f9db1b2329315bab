"""Planning beside the window: a first plan, a better one, and nothing from earlier questions."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.planning.process import PlanningProcess
from tests.support.widgets import heard_from

pytestmark = pytest.mark.slow


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    """A planner on a Monday morning with two tasks."""
    from datetime import datetime

    berlin = ZoneInfo("Europe/Berlin")
    clock = FixedClock(datetime(2026, 11, 23, 8, 30, tzinfo=berlin), berlin)
    opened = Planner.open(tmp_path / "data", clock)
    opened.tasks.add("Fix drift alert paging 2h due fri @coding")
    opened.tasks.add("Read paper 1h @learning")
    return opened


def test_a_first_plan_is_followed_by_a_settled_one(qtbot: QtBot, planner: Planner) -> None:
    process = PlanningProcess()
    answers = heard_from(process.answered)

    number = process.ask(planner.planning.request([planner.today()]))
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=120_000)
    process.stop()

    assert [answer.is_settled for answer in answers] == [False, True]
    assert {answer.number for answer in answers} == {number}
    for answer in answers:
        titles = {item.title for item in answer.proposal.items}
        assert titles == {"Fix drift alert paging", "Read paper", "Lunch", "Wrap up"}


def test_the_child_runs_this_package_whatever_its_working_folder_holds(
    qtbot: QtBot, planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mle_planner").mkdir()
    (tmp_path / "mle_planner" / "__init__.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    process = PlanningProcess()
    answers = heard_from(process.answered)

    process.ask(planner.planning.request([planner.today()]))
    qtbot.waitUntil(lambda: bool(answers), timeout=120_000)
    process.stop()

    assert answers[0].proposal is not None


def test_answers_to_an_earlier_question_never_arrive(qtbot: QtBot, planner: Planner) -> None:
    process = PlanningProcess()
    answers = heard_from(process.answered)

    process.ask(planner.planning.request([planner.today()]))
    number = process.ask(planner.planning.request([planner.today()]))
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=120_000)
    process.stop()

    assert {answer.number for answer in answers} == {number}


@pytest.mark.parametrize("is_started", [True, False])
def test_a_process_that_dies_or_cannot_be_started_says_so_and_the_next_question_works(
    qtbot: QtBot, planner: Planner, logged_warnings: list[str], monkeypatch: pytest.MonkeyPatch,
    is_started: bool,
) -> None:  # fmt: skip
    """A Python that is replaced by a newer one while the window is open cannot be started."""
    process = PlanningProcess()
    sentences, answers = heard_from(process.failed), heard_from(process.answered)
    request = planner.planning.request([planner.today()])
    with monkeypatch.context() as patch:
        if not is_started:
            patch.setattr(sys, "executable", "/nowhere/python")
        process.ask("not a request" if is_started else request)
        qtbot.waitUntil(lambda: bool(sentences), timeout=120_000)
    process.ask(request)
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=120_000)
    process.stop()
    assert sentences == ["The plan could not be made. Nothing was changed; try again."]
    assert logged_warnings
