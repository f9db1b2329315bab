"""Machine time on a day: ended, running, killed, across midnight."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.jobs import FOLDER
from tests.support.builders import TUESDAY, WEDNESDAY, at, put_clock, stretch


def test_the_machine_time_of_a_day_is_cut_to_it(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 22:00")
    task = planner.tasks.add("Sweep 60m")
    job = planner.jobs.begin(["make", "sweep"], task.id)
    planner.jobs.end(job, timedelta(hours=10), 2)
    whole = planner.days.span(WEDNESDAY)
    assert whole is not None
    (evening,), (night,) = planner.jobs.on(TUESDAY), planner.jobs.on(WEDNESDAY)
    assert (evening.title, evening.job.exit_code, evening.is_running) == ("Sweep", 2, False)
    assert (evening.span.start, evening.span.end) == (at(planner, "22:00", TUESDAY), whole.start)
    assert (night.span.start, night.span.end) == (whole.start, at(planner, "8:00", WEDNESDAY))
    assert planner.day(WEDNESDAY).tracked == ()


def test_a_job_that_a_restore_made_unknown_is_stored_at_its_end(
    planner: Planner, clock: FixedClock
) -> None:
    task_id = planner.tasks.add("Train").id
    job = planner.jobs.begin(["train"], task_id)
    planner.jobs.forget(job)
    planner.tasks.delete(task_id)
    other = planner.jobs.begin(["eval"])
    clock.put(clock.now() + timedelta(minutes=5))
    planner.jobs.end(replace(job, id=other.id), timedelta(minutes=5), 3)
    ended = planner.jobs.last_ended()
    assert ended is not None
    assert (ended.title, ended.exit_code, ended.task_id) == ("train", 3, None)
    assert [running.job.title for running in planner.jobs.running()] == ["eval"]


def test_a_running_job_lasts_up_to_now(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 10:00")
    planner.jobs.begin(["make"])
    assert planner.jobs.on(TUESDAY) == (), "no time has passed"
    put_clock(clock, "2026-11-24 11:30")
    (running,) = planner.jobs.on(TUESDAY)
    assert running.is_running
    assert running.span == stretch(planner, "10:00-11:30")


def test_a_killed_job_lasts_up_to_its_last_sign_and_no_longer(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 10:00")
    job = planner.jobs.begin(["make"])
    sign = planner.database_path.with_name(FOLDER) / str(job.id)
    last = at(planner, "10:40", TUESDAY).timestamp()
    os.utime(sign, (last, last))
    put_clock(clock, "2026-11-24 18:00")
    (killed,) = planner.jobs.on(TUESDAY)
    assert (killed.span, killed.is_running) == (stretch(planner, "10:00-10:40"), False)
    sign.unlink()
    assert planner.jobs.on(TUESDAY) == (), "its length is not known, so none is shown"
