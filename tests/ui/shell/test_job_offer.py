"""The end of a long command is told once in the window, and what waited for it is offered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.planner import Planner
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.shell.timer_question import JobOffer
from tests.support.builders import clock_at, task
from tests.support.window import Answers


def test_only_what_ends_from_now_on_is_told_with_the_task_that_waited(tmp_path: Path) -> None:
    clock = clock_at()
    with Planner.open(tmp_path, clock) as planner:
        waiting = task(planner, "Train drift model 2h")
        jobs = planner.jobs
        jobs.end(jobs.begin(["before"]), timedelta(hours=1), 0)
        answers, said = Answers(), list[str]()
        offer = JobOffer(planner, Timer(planner, answers, lambda text, _undo: said.append(text)))
        assert offer.next() is None
        job = jobs.begin(["python", "train.py"], waiting.id)
        assert offer.next() is None
        jobs.end(job, timedelta(minutes=65), 0)
        shown = offer.next()
        assert shown is not None
        sentence, answers = shown
        assert sentence == "python train.py finished after 1:05."
        assert [text for text, _act in answers] == ["Start Train drift model", "Close"]
        dict(answers)["Start Train drift model"]()
        assert offer.next() is None
        running = planner.running_entry()
        assert running is not None
        assert running.task_id == waiting.id
        assert said == ["Started Train drift model."]
        clock.put(clock.now() + timedelta(hours=2))
        jobs.end(jobs.begin(["make"]), timedelta(minutes=1), 2)
        shown = offer.next()
        assert shown is not None
        assert shown[0] == "make ended with exit code 2 after 0:01."
        assert [text for text, _act in shown[1]] == ["Close"]


@pytest.mark.parametrize(("decision", "running"), [(None, "Write report"), (0, "Train drift")])
def test_over_a_forgotten_timer_it_asks_when_that_ended(
    tmp_path: Path, decision: int | None, running: str
) -> None:
    """Without an answer nothing is done, and the task stays offered."""
    clock = clock_at()
    with Planner.open(tmp_path, clock) as planner:
        waiting = task(planner, "Train drift 2h")
        answers = Answers()
        answers.decisions = [decision]
        offer = JobOffer(planner, Timer(planner, answers, lambda _text, _undo: None))
        planner.tracking.start("Write report")
        clock.put(clock.now() + timedelta(hours=13))
        jobs = planner.jobs
        jobs.end(jobs.begin(["python", "train.py"], waiting.id), timedelta(hours=1), 0)
        shown = offer.next()
        assert shown is not None
        dict(shown[1])["Start Train drift"]()
        assert answers.asked[0] == "Write report has been running for 13:00."
        entry = planner.running_entry()
        assert entry is not None
        assert entry.title == running
        assert (offer.next() is None) is (decision is not None)
