"""The timer in a window: a forgotten one, one from a wrong clock, and what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import LONGEST_ENTRY
from mle_planner.core.planner import Planner
from mle_planner.ui.actions.table import action_named
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.window import Answers


def move(clock: FixedClock, **by: float) -> None:
    """Let time pass, or set the clock back."""
    clock.put(clock.now() + timedelta(**by))


def titles(planner: Planner) -> list[str]:
    """The titles of all entries, by id."""
    return [entry["title"] for entry in planner.everything()["time_entry"]]


@pytest.mark.parametrize(
    ("decision", "length"),
    [(0, timedelta(hours=5, minutes=25)), (1, timedelta(hours=68)), (2, None)],
)
def test_a_timer_from_days_ago_is_asked_about_at_the_next_start(
    window: MainWindow,
    planner: Planner,
    clock: FixedClock,
    answers: Answers,
    decision: int,
    length: timedelta | None,
) -> None:
    old = planner.tracking.start("Drift")
    move(clock, hours=68)
    answers.decisions = [decision]

    window.commands.start_captured("Mail")

    assert answers.asked == [
        "Drift has been running for 2 days.",
        "Stop it at Mon 23 Nov 18:00",
        "Keep all 68:00",
        "Discard it",
    ]
    entry = planner.entry(old.id)
    ended = None if entry is None or entry.end is None else entry.end - entry.start
    assert ended == length
    what_became = "" if decision == 2 else " Drift was stopped."
    assert window.messages.text == f"Started Mail.{what_became}"
    assert window.messages.button.text() == "Undo"


@pytest.mark.parametrize("decision", [0, 1, 2, None])
def test_an_interruption_of_a_forgotten_timer_asks_about_that_first(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers, decision: int | None
) -> None:
    """Ended by the answer, there is nothing to pause: what interrupts is started by its name."""
    planner.tracking.start("Drift")
    move(clock, hours=20)
    answers.decisions = [decision]

    window.commands.handlers["timer.interrupt"]()

    assert answers.asked[0] == "Drift has been running for 20:00."
    assert (planner.running_entry() is None) == (decision is not None)
    palette = window.overlays.palette
    assert (palette is not None and palette.line.text() == "start ") == (decision is not None)


def test_the_return_from_a_forgotten_interruption_asks_when_it_ended(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tracking.start("Drift")
    move(clock, minutes=2)
    call = planner.interruptions.begin("Ana")
    move(clock, hours=20)
    answers.decisions = [None, 0]

    window.commands.handlers["timer.interrupt"]()
    assert planner.running_entry() == call, "no answer changes nothing"
    window.commands.handlers["timer.interrupt"]()

    assert answers.asked[:2] == ["Ana has been running for 20:00.", "Stop it at Mon 23 Nov 18:00"]
    ended, running = planner.entry(call.id), planner.running_entry()
    assert ended.end == planner.days.instant(planner.days.date_of(call.start), 18 * 60)
    assert running.title == "Drift"


def test_cancel_leaves_the_forgotten_timer_as_it_is(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tracking.start("Drift")
    move(clock, hours=30)
    answers.decisions = [None, None]

    window.commands.start_captured("Mail")
    window.commands.run(action_named("timer.stop"))

    assert planner.running_entry().title == "Drift"
    assert titles(planner) == ["Drift"]


@pytest.mark.parametrize("decision", [None, 0, 2])
def test_a_finished_task_asks_about_its_forgotten_timer(
    planner: Planner, clock: FixedClock, answers: Answers, decision: int | None
) -> None:
    """Without an answer the task stays open; with one its timer ends as it says."""
    task = planner.tasks.add("Drift 1h")
    old = planner.tracking.start(task_id=task.id)
    move(clock, hours=30)
    answers.decisions = [decision]

    said: list[str] = []
    timer = Timer(planner, answers, lambda text, _undo: said.append(text))
    timer.finish(task.id)

    assert answers.asked[0] == "Drift has been running for 30:00."
    stored, entry = planner.task(task.id), planner.entry(old.id)
    assert stored is not None
    if decision is None:
        assert stored.done_at is None
        assert planner.running_entry() == old
    else:
        assert stored.done_at is not None
        assert planner.running_entry() is None
        assert (entry is None) is (decision == 2)
        assert said[-1] == "Done: Drift"


@pytest.mark.parametrize("decision", [0, 1, 2])
def test_no_answer_makes_an_entry_beyond_the_limit(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers, decision: int
) -> None:
    old = planner.tracking.start("Drift")
    move(clock, days=85)
    answers.decisions = [decision]

    window.commands.run(action_named("timer.stop"))

    assert answers.asked[2] == "Keep its first 7 days"
    assert planner.running_entry() is None
    entry = planner.entry(old.id)
    assert (entry is None) is (decision == 2)
    if entry is not None and entry.end is not None:
        assert entry.end - entry.start <= LONGEST_ENTRY


def test_a_timer_under_way_is_not_asked_about(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tracking.start("Drift")
    move(clock, minutes=2)

    window.commands.start_captured("Mail")

    assert answers.asked == []
    assert window.messages.text == "Started Mail. Drift was stopped."


def test_a_timer_that_was_cut_off_is_offered_its_last_activity(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tracking.start("Drift")
    move(clock, minutes=2)
    planner.heartbeats.beat(is_app_open=True)
    move(clock, hours=3)
    answers.decisions = [0]

    window.commands.start_captured("Mail")

    assert answers.asked[1] == "Stop it at 12:37"
    assert window.messages.text == "Started Mail. Drift was stopped."


def test_a_timer_from_a_fast_clock_is_stopped_with_its_start_corrected(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    old = planner.tracking.start("Drift")
    move(clock, hours=-2)
    answers.decisions = [0]

    window.commands.start_captured("Mail")

    assert answers.asked == [
        "Drift began in the future.", "Stop it, started at 09:35", "Discard it",
    ]  # fmt: skip
    entry = planner.entry(old.id)
    assert entry.end == planner.now()
    assert entry.start == planner.now() - timedelta(hours=1)
    assert planner.running_entry().title == "Mail"


def test_a_timer_from_a_fast_clock_is_offered_no_start_that_another_entry_holds(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tracking.log(Span(planner.now() - timedelta(hours=1), planner.now()), "Mail")
    planner.tracking.start("Drift")
    move(clock, minutes=-1)
    answers.decisions = [0]

    assert window.commands._timer.stop()

    assert answers.asked == ["Drift began in the future.", "Discard it"]
    assert titles(planner) == ["Mail"]


@pytest.mark.parametrize("decision", [0, 1])
def test_a_timer_over_a_later_entry_is_stopped_where_that_begins_or_discarded(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers, decision: int
) -> None:
    move(clock, hours=2)
    planner.tracking.log(Span(planner.now() - timedelta(hours=1), planner.now()), "Mail")
    move(clock, hours=-2)
    old = planner.tracking.start("Drift")
    move(clock, hours=2, minutes=30)
    answers.decisions = [decision]

    window.commands.start_captured("Report")

    start = old.start + timedelta(hours=1)
    assert answers.asked == [
        "Drift runs over another entry.", "Stop it at 13:35", "Discard it",
    ]  # fmt: skip
    entry = planner.entry(old.id)
    assert (None if entry is None else entry.end) == (None if decision else start)
    assert planner.running_entry() is not None
    assert "Report" in titles(planner)


class AnswersLate(Answers):
    """Answers a question after something was done elsewhere."""

    def __init__(self, answer: int, meanwhile: Callable[[], object]) -> None:
        super().__init__(decisions=[answer])
        self._meanwhile = meanwhile

    def decision(self, question: str, details: str, answers: Sequence[str]) -> int | None:
        self._meanwhile()
        return super().decision(question, details, answers)


@pytest.mark.parametrize(("hours", "answer"), [(30, 0), (30, 1), (30, 2), (-1, 0), (-1, 1)])
def test_an_answer_about_a_timer_that_a_command_ended_meanwhile_does_nothing_to_the_next(
    planner: Planner, clock: FixedClock, hours: int, answer: int
) -> None:
    """Given a forgotten timer, or one that begins in the future, and another that runs by now."""
    planner.tracking.start("Drift")
    move(clock, hours=hours)

    def meanwhile() -> None:
        planner.tracking.discard()
        planner.tracking.start("Mail")

    timer = Timer(planner, AnswersLate(answer, meanwhile), lambda _sentence, _can_undo: None)
    with pytest.raises(PlannerError, match="That timer has stopped"):
        timer.stop()
    assert planner.running_entry() is not None
    assert titles(planner) == ["Mail"]


def test_a_timer_that_a_command_renamed_meanwhile_is_still_the_one_that_was_asked_about(
    planner: Planner, clock: FixedClock
) -> None:
    entry = planner.tracking.start("Drift")
    move(clock, hours=30)
    ask = AnswersLate(0, lambda: planner.tracking.change(entry.id, title="Drift alert"))
    assert Timer(planner, ask, lambda _sentence, _can_undo: None).stop()
    assert planner.running_entry() is None
    assert titles(planner) == ["Drift alert"]
