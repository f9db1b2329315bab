"""Meetings that come over planned work."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from tests.support.calendar_text import write_meetings

TUESDAY = date(2026, 11, 24)


def test_what_a_change_brought_is_told_for_each_block(planner: Planner, tmp_path: Path) -> None:
    # Given a task from 14:30 to 16:00 and a pinned block to 17:00, with one meeting over the task.
    task = planner.tasks.add("Drift monitor 3h")
    start = planner.days.instant(TUESDAY, 14 * 60 + 30)
    end = start + timedelta(minutes=90)
    planner.blocks.create_for_task(task.id, Span(start, end))
    planner.blocks.create(Span(end, end + timedelta(hours=1)), "Interview", pinned=True)
    path = tmp_path / "team.ics"
    write_meetings(path, "Sync", "20261124T143000")
    planner.calendars.import_file(path)
    planner.stored_plan.answer_overlaps(planner.stored_plan.open_overlaps())
    # When the calendar is read with two more: one between the blocks, one beside them.
    write_meetings(path, "Sync", "20261124T143000", "20261124T154500", "20261124T190000")
    planner.calendars.import_file(path)
    # Then it is told once for each block that it overlaps.
    brought = planner.stored_plan.open_overlaps()
    found = [(overlap.block, overlap.can_replan) for overlap in brought]
    assert found == [("Drift monitor", True), ("Interview", False)]
    assert {overlap.start for overlap in brought} == {end - timedelta(minutes=15)}
    # And a task that is finished needs its block no more.
    planner.tasks.finish(task.id)
    assert {each.block for each in planner.stored_plan.open_overlaps()} == {"Interview"}


def test_a_meeting_of_which_only_the_place_changed_is_not_asked_about_again(
    planner: Planner, tmp_path: Path
) -> None:
    start = planner.days.instant(TUESDAY, 14 * 60 + 30)
    planner.blocks.create(Span(start, start + timedelta(hours=1)), "Interview", pinned=True)
    path = write_meetings(tmp_path / "team.ics", "Sync", "20261124T143000")
    planner.calendars.import_file(path)
    planner.stored_plan.answer_overlaps(planner.stored_plan.open_overlaps())
    path.write_text(path.read_text().replace("SUMMARY", "LOCATION:Room 2\r\nSUMMARY"))
    planner.calendars.import_file(path)
    (event,) = planner.everything()["calendar_event"]
    assert event["location"] == "Room 2"
    assert planner.stored_plan.open_overlaps() == ()
