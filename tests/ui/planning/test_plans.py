"""Who is told of which plan: the first is shown, the settled one offered, quiet wishes wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.topics import PLAN_TOPICS
from mle_planner.ui.planning.plans import Plans
from tests.support.widgets import heard_from

LONG_MS = 120_000


@pytest.fixture
def plans(qapp: object) -> Iterator[Plans]:
    made = Plans()
    yield made
    made.close()


@pytest.fixture
def busy(planner: Planner) -> Planner:
    """A planner with three tasks."""
    for line in ("Drift alert 2h due fri", "Label audit 90m", "Read paper 1h"):
        planner.tasks.add(line)
    return planner


def ask(plans: Plans, request: PlanningRequest, told: list[str], *, pushes: bool = False) -> None:
    """Ask for a plan, and note what is told of it."""
    shown, better = lambda _plan: told.append("shown"), lambda _plan: told.append("better")
    plans.ask(request, shown, better, pushes=pushes)


@pytest.mark.slow
def test_the_first_plan_is_shown_and_the_settled_one_offered(
    plans: Plans, busy: Planner, qtbot: QtBot
) -> None:
    told: list[tuple[str, Proposal]] = []
    plans.ask(
        busy.planning.request([busy.today()]),
        lambda plan: told.append(("shown", plan)),
        lambda plan: told.append(("better", plan)),
    )
    qtbot.waitUntil(lambda: not plans.is_waiting, timeout=LONG_MS)
    assert [name for name, _ in told] == ["shown", "better"]
    assert all(plan.based_on == busy.revisions(PLAN_TOPICS) for _, plan in told)


def test_a_push_has_one_answer(plans: Plans, busy: Planner, qtbot: QtBot) -> None:
    told: list[str] = []
    ask(plans, busy.planning.request([busy.today()]), told, pushes=True)
    qtbot.waitUntil(lambda: not plans.is_waiting, timeout=LONG_MS)
    assert told == ["shown"]


@pytest.mark.slow
def test_a_quiet_request_waits_for_the_plan_on_screen(
    plans: Plans, busy: Planner, qtbot: QtBot
) -> None:
    told: list[str] = []
    request = busy.planning.request([busy.today()])
    ask(plans, request, told)
    plans.ask_quietly(request, lambda _plan: False, lambda _plan: told.append("quiet"))
    qtbot.waitUntil(lambda: "quiet" in told, timeout=LONG_MS)
    assert told == ["shown", "better", "quiet"]


@pytest.mark.slow
def test_a_plan_asked_for_goes_before_a_quiet_wish_under_way(
    plans: Plans, busy: Planner, qtbot: QtBot
) -> None:
    told: list[str] = []
    request = busy.planning.request([busy.today()])
    plans.ask_quietly(request, lambda _plan: False, lambda _plan: told.append("quiet"))
    ask(plans, request, told)
    qtbot.waitUntil(lambda: "quiet" in told, timeout=LONG_MS)
    assert told == ["shown", "better", "quiet"]


@pytest.mark.slow
def test_dropping_a_plan_lets_the_quiet_wish_go_on(
    plans: Plans, busy: Planner, qtbot: QtBot
) -> None:
    told: list[str] = []
    request = busy.planning.request([busy.today()])
    ask(plans, request, told)
    plans.ask_quietly(request, lambda _plan: True, lambda _plan: told.append("quiet"))
    plans.drop()
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert told == ["quiet"]


def test_another_question_ends_the_one_before_unless_the_same_screen_asks(
    plans: Plans, busy: Planner
) -> None:
    told: list[str] = []
    request = busy.planning.request([busy.today()])

    today, week = lambda: told.append("today"), lambda: told.append("week")
    for replaced in (today, today, week):
        plans.ask(request, lambda _plan: None, lambda _plan: None, replaced=replaced)
    assert told == ["today"]
    plans.resume(lambda _plan: None, lambda _plan: None, today)
    plans.ask(request, lambda _plan: None, lambda _plan: None, replaced=week)
    assert told == ["today", "today"]


def test_a_plan_that_cannot_be_made_is_told_to_the_screen_that_asked(
    plans: Plans, busy: Planner, qtbot: QtBot
) -> None:
    """Given a process that answers with a refusal, then the asker is told, and only once."""
    told: list[str] = []
    said = heard_from(plans.refused)
    request = busy.planning.request([busy.today()])
    plans.ask(request, lambda _plan: None, lambda _plan: None, refused=told.append)

    plans._on_failure("No plan could be made.")
    plans._on_failure("No plan could be made.")

    assert told == said == ["No plan could be made."]
    assert not plans.is_waiting
