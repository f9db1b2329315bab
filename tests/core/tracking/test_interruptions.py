"""Work pauses for a person or a thing and continues where it was."""

from __future__ import annotations

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, at, put_clock, task, undo_steps
from tests.support.day_picture import tracked_picture


@pytest.fixture
def working(planner: Planner, clock: FixedClock) -> Planner:
    """A task runs since 9:00; now it is 10:05."""
    found = task(planner, "Drift alert 3h #fraud @coding")
    put_clock(clock, "2026-11-24 09:00")
    entry = planner.tracking.start(task_id=found.id)
    planner.tracking.change(entry.id, note="thresholds read\nnext: the window of seven days")
    put_clock(clock, "2026-11-24 10:05")
    return planner


def test_the_work_goes_on_as_it_was_with_the_last_line_written_down(
    working: Planner, clock: FixedClock
) -> None:
    steps = undo_steps(working)
    asked = working.interruptions.begin(" deploy question ", at(working, "10:00"))
    assert working.interruptions.running == asked
    assert asked.source is EntrySource.INTERRUPTION
    assert undo_steps(working) == steps + 1
    put_clock(clock, "2026-11-24 10:20")
    back = working.interruptions.end()
    assert (back.interruption, back.note) == (asked, "next: the window of seven days")
    assert working.interruptions.running is None
    put_clock(clock, "2026-11-24 10:21")
    assert tracked_picture(working, TUESDAY).splitlines() == [
        "09:00-10:00 Drift alert", "10:00-10:20 deploy question", "10:20-… Drift alert"
    ]  # fmt: skip
    first, interruption, last = (item.entry for item in working.day(TUESDAY).tracked)
    assert (last.task_id, last.project_id, last.activity_id) == (
        first.task_id, first.project_id, first.activity_id
    )  # fmt: skip
    assert working.day(TUESDAY).tracked[1].activity.key == "ad-hoc"
    assert interruption.task_id is None


def test_work_without_a_task_goes_on_for_its_project(planner: Planner, clock: FixedClock) -> None:
    entry = planner.tracking.start("Read logs", new_project="Fraud")
    put_clock(clock, "2026-11-24 09:00")
    planner.interruptions.begin("build is red")
    put_clock(clock, "2026-11-24 09:10")
    back = planner.interruptions.end().entry
    assert (back.title, back.project_id) == ("Read logs", entry.project_id)
    assert back.project_id is not None


def test_an_interrupted_interruption_leads_back_to_the_work(
    working: Planner, clock: FixedClock
) -> None:
    working.interruptions.begin("build is red")
    put_clock(clock, "2026-11-24 10:10")
    assert working.interruptions.begin("").title == "Interruption"
    put_clock(clock, "2026-11-24 10:15")
    assert working.interruptions.end().entry.title == "Drift alert"


def test_without_work_or_without_an_interruption_there_is_one_sentence(
    planner: Planner, clock: FixedClock
) -> None:
    with pytest.raises(PlannerError, match="nothing to interrupt"):
        planner.interruptions.begin("build is red")
    with pytest.raises(PlannerError, match="nothing to return to"):
        planner.interruptions.end()
    entry = planner.tracking.start("Mail")
    put_clock(clock, "2026-11-24 10:10")
    planner.interruptions.begin("build is red")
    put_clock(clock, "2026-11-24 10:20")
    planner.tracking.delete([entry.id])
    with pytest.raises(PlannerError, match="What was interrupted is gone"):
        planner.interruptions.end()
    assert planner.running_entry() is not None


def test_an_archived_activity_is_not_tracked_for_an_interruption(
    working: Planner, clock: FixedClock
) -> None:
    ad_hoc = next(each for each in working.catalog.activities() if each.key == "ad-hoc")
    working.catalog.change_activity(ad_hoc.id, archived=True)
    asked = working.interruptions.begin("deploy question")
    assert asked.activity_id == working.catalog.usual_activity().id != ad_hoc.id
