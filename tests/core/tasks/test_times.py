"""When a task is planned and was tracked: of a long past the latest, and the sum of all."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.planner import Planner
from tests.support.builders import at, minutes, task

HOUR = timedelta(hours=1)


def test_of_a_long_past_the_latest_is_read_and_all_is_counted(planner: Planner) -> None:
    job, now = task(planner, "Backfill 20h"), planner.now()
    starts = [now - days * DAY - 2 * HOUR for days in range(1, 6)]
    for start in starts:
        planner.tracking.log(Span(start, start + HOUR), task_id=job.id)
        planner.blocks.create(Span(start, start + HOUR), task_id=job.id)
    planner.blocks.create(Span(now - minutes(30), now + minutes(30)), task_id=job.id)
    planner.tracking.start(task_id=job.id, at=now - minutes(15))

    times = planner.tasks.times(job.id, 2)

    assert [entry.start for entry in times.entries] == [now - minutes(15), starts[0]]
    assert times.entry_count == 6
    assert times.tracked == 5 * HOUR + minutes(15)
    assert [block.start for block in times.past] == starts[:2]
    assert times.past_count == 5
    assert [block.start for block in times.ahead] == [now - minutes(30)]
    assert times.planned == minutes(30)


def test_a_task_without_a_past_has_no_times(planner: Planner) -> None:
    job = task(planner, "Backfill 2h")
    planner.blocks.create(Span(at(planner, "14:00"), at(planner, "15:00")), task_id=job.id)
    times = planner.tasks.times(job.id, 4)
    assert (times.entry_count, times.past_count, times.tracked) == (0, 0, timedelta())
    assert times.planned == HOUR


def test_the_board_takes_one_done_task_beside_the_open_ones(planner: Planner) -> None:
    job, done, other = (task(planner, f"{name} 1h") for name in ("Train", "Ship", "Label"))
    for finished in (done, other):
        planner.tasks.finish(finished.id)

    def titles(**asked: bool | int) -> list[str]:
        return [view.task.title for view in planner.board(**asked).tasks]  # type: ignore[arg-type]

    assert titles() == ["Train"]
    assert titles(also=done.id) == ["Train", "Ship"]
    assert titles(also=job.id) == ["Train"]
    assert titles(include_done=True, also=done.id) == titles(include_done=True)
