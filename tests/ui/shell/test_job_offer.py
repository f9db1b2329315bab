"""The end of a long command is told once in the window, and what waited for it is offered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mle_planner.core.planner import Planner
from mle_planner.ui.shell.timer_question import JobOffer
from tests.support.builders import clock_at, task


def test_only_what_ends_from_now_on_is_told_with_the_task_that_waited(tmp_path: Path) -> None:
    clock = clock_at()
    with Planner.open(tmp_path, clock) as planner:
        waiting = task(planner, "Train drift model 2h")
        jobs = planner.jobs
        jobs.end(jobs.begin(["before"]), timedelta(hours=1), 0)
        offer = JobOffer(planner)
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
        clock.put(clock.now() + timedelta(hours=2))
        jobs.end(jobs.begin(["make"]), timedelta(minutes=1), 2)
        shown = offer.next()
        assert shown is not None
        assert shown[0] == "make ended with exit code 2 after 0:01."
        assert [text for text, _act in shown[1]] == ["Close"]
