"""What a stretch was probably spent on, and what makes an entry or a block one of a task."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef, EntryRef
from tests.support.builders import activity, at, block, put_clock, stretch, write_calendar


def test_what_was_planned_comes_first_then_the_tasks_that_are_due_soonest(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Later")
    planner.tasks.add("Slides due 30 nov")
    drift = planner.tasks.add("Drift due 27 nov")
    audit = planner.tasks.add("Audit due 26 nov")
    key = block(planner, "9:30-11:00", "Drift: alerts")
    planner.blocks.change(key, task_id=drift.id)
    offers = planner.tracking.offers(stretch(planner, "9:45-10:15"))
    assert [one.title for one in offers] == ["Drift: alerts", "Audit", "Slides", "Later"]
    assert (offers[0].is_planned, offers[0].task_id) == (True, drift.id)
    assert (offers[1].is_planned, offers[1].task_id) == (False, audit.id)


def test_an_event_that_takes_no_time_is_not_what_was_worked_on(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "team.ics"
    write_calendar(path, ["a1 20261124T130000Z 20261124T150000Z Hold"])
    free = path.read_text().replace("END:VEVENT", "TRANSP:TRANSPARENT\r\nEND:VEVENT")
    path.write_text(free)
    planner.calendars.import_file(path)
    block(planner, "14:00-14:20", "Review")
    put_clock(clock, "2026-11-24 16:00")
    entry = planner.tracking.log_untitled(stretch(planner, "14:10-14:40"))
    assert entry.title == "Review"


def test_what_is_planned_for_a_small_part_of_a_stretch_is_not_what_was_worked_on(
    planner: Planner, clock: FixedClock
) -> None:
    block(planner, "14:00-14:20", "Review")
    put_clock(clock, "2026-11-24 16:00")
    span = stretch(planner, "14:19-14:35")
    assert not any(offer.is_planned for offer in planner.tracking.offers(span))
    assert planner.tracking.log_untitled(span).title == "Coding"


def test_an_entry_named_after_its_activity_takes_the_title_of_its_task(planner: Planner) -> None:
    task = planner.tasks.add("Label audit #fraud @data")
    plain = planner.tracking.log(stretch(planner, "7:00-7:30"), "Coding")
    own = planner.tracking.log(stretch(planner, "7:30-8:00"), "Chat about labels")
    planner.batch.assign([EntryRef(plain.id), EntryRef(own.id)], task.id)
    first, second = planner.entry(plain.id), planner.entry(own.id)
    assert first is not None
    assert second is not None
    assert (first.title, second.title) == ("Label audit", "Chat about labels")
    assert {one.project_id for one in (first, second)} == {task.project_id}
    assert {one.activity_id for one in (first, second)} == {activity(planner, "Data").id}
    planner.batch.assign([EntryRef(own.id)], None)
    none = planner.entry(own.id)
    assert none is not None
    assert (none.task_id, none.project_id) == (None, task.project_id)


def test_an_entry_named_after_a_meeting_of_its_day_takes_the_title_of_its_task(
    planner: Planner, tmp_path: Path
) -> None:
    path = tmp_path / "team.ics"
    write_calendar(path, ["a1 20261124T093000Z 20261124T103000Z Roadmap"])
    planner.calendars.import_file(path)
    task = planner.tasks.add("Drift alerts @coding")
    entry = planner.tracking.log(stretch(planner, "7:00-7:30"), "Roadmap")
    planner.batch.assign([EntryRef(entry.id)], task.id)
    stored = planner.entry(entry.id)
    assert stored is not None
    assert stored.title == "Drift alerts"


def test_the_task_of_an_entry_with_another_title_is_named_beside_it(planner: Planner) -> None:
    task = planner.tasks.add("Label audit #fraud @data")
    own = planner.tracking.log(stretch(planner, "7:30-8:00"), "Chat about labels")
    planner.batch.assign([EntryRef(own.id)], task.id)
    (tracked,) = planner.day(planner.today()).tracked
    assert tracked.task_beside == "Label audit"
    planner.tracking.change(own.id, title="Label audit")
    (tracked,) = planner.day(planner.today()).tracked
    assert tracked.task_beside == ""


def test_an_interruption_without_words_takes_the_title_of_its_task(planner: Planner) -> None:
    task = planner.tasks.add("Drift")
    planner.tracking.start("Alerts", at=planner.now() - timedelta(minutes=20))
    plain = planner.interruptions.begin("", planner.now() - timedelta(minutes=10))
    named = planner.interruptions.begin("Ana", planner.now() - timedelta(minutes=5))
    planner.batch.assign([EntryRef(plain.id), EntryRef(named.id)], task.id)
    stored = [planner.entry(entry.id) for entry in (plain, named)]
    assert [entry.title for entry in stored if entry] == ["Drift", "Ana"]


def test_blocks_and_entries_are_assigned_together_as_one_step(planner: Planner) -> None:
    task = planner.tasks.add("Label audit")
    key = block(planner, "14:00-15:00", "Coding")
    entry = planner.tracking.log(stretch(planner, "7:00-7:30"), "Chat")
    planner.batch.assign([key, EntryRef(entry.id)], task.id)
    item = planner.stored_plan.item(key)
    assert item.task is not None
    assert item.title == "Label audit"
    planner.history.undo()
    assert planner.stored_plan.item(key).task is None
    stored = planner.entry(entry.id)
    assert stored is not None
    assert stored.task_id is None


def test_a_task_that_is_gone_is_refused_and_nothing_changes(planner: Planner) -> None:
    key = block(planner, "14:00-15:00", "Coding")
    assert isinstance(key, BlockRef)
    with pytest.raises(PlannerError, match="That task is gone"):
        planner.batch.assign([key], TaskId(999))
    assert planner.stored_plan.item(key).title == "Coding"


def test_what_goes_on_is_confirmed_until_now(planner: Planner, clock: FixedClock) -> None:
    key = block(planner, "9:30-11:00", "Drift")
    put_clock(clock, "2026-11-24 10:10")
    entry = planner.tracking.confirm(key)
    assert (entry.start, entry.end) == (at(planner, "9:30"), planner.now())
