"""The plan lane: what is moved stays moved, what belongs to others stays where it is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.phrases import phrase, text_of_phrase
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    activity,
    at,
    block,
    coding,
    item,
    minutes,
    put_clock,
    stretch,
    task,
    undo_steps,
    work_sunday_to_thursday,
    write_calendar,
)
from tests.support.data_check import data_problems
from tests.support.day_picture import plan_picture
from tests.support.languages import speaking

TYPICAL = """\
09:00-09:30 Standup · series
13:00-14:00 Lunch · template
17:45-18:00 Wrap up · template"""


def test_a_reason_that_names_finished_work_is_no_longer_shown(planner: Planner) -> None:
    drift, labels = task(planner, "Fix drift 1h"), task(planner, "Label audit 1h")
    key = BlockRef(planner.blocks.create_for_task(labels.id, stretch(planner, "11:00-12:00")))
    planner.blocks.create_for_task(drift.id, stretch(planner, "10:00-11:00"))
    reason = text_of_phrase(phrase("{task} comes first.", task=drift.title))
    planner.blocks.change(key, reason=reason)
    assert item(planner, "Label audit").reason == "Fix drift comes first."
    planner.tasks.finish(drift.id)
    assert item(planner, "Label audit").reason == ""
    planner.history.undo()
    assert item(planner, "Label audit").reason == "Fix drift comes first."


def test_a_reason_stays_when_another_task_of_the_same_title_is_finished(planner: Planner) -> None:
    other = task(planner, "Review PRs 1h due today")
    task(planner, "Review PRs 1h due Thu")
    notes = task(planner, "Write notes 1h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    before = item(planner, notes.title).reason
    assert before == "Review PRs comes first: due Thu."
    planner.tasks.finish(other.id)
    assert item(planner, notes.title).reason == before


def test_an_untitled_block_is_named_after_its_activity(planner: Planner) -> None:
    planner.blocks.create(stretch(planner, "10:00-11:00"))
    planner.blocks.create(
        stretch(planner, "11:00-12:00"), activity_id=activity(planner, "Email").id
    )
    picture = plan_picture(planner, TUESDAY)
    assert "10:00-11:00 Coding" in picture
    assert "11:00-12:00 Email" in picture


def test_an_empty_day_is_the_typical_day(planner: Planner) -> None:
    assert plan_picture(planner, TUESDAY) == TYPICAL


def test_moving_lunch_makes_the_date_its_own(planner: Planner) -> None:
    planner.blocks.move(item(planner, "Lunch").key, at(planner, "12:00"))
    own = """\
09:00-09:30 Standup · series
12:00-13:00 Lunch · frame
17:45-18:00 Wrap up · frame"""
    assert plan_picture(planner, TUESDAY) == own
    for part in planner.typical_day.parts():
        planner.typical_day.delete_parts([part.id])
    assert plan_picture(planner, TUESDAY) == own
    assert plan_picture(planner, WEDNESDAY) == "09:00-09:30 Standup · series"


def test_deleting_lunch_and_wrap_up_in_one_go_is_one_step(planner: Planner) -> None:
    keys = [item(planner, title).key for title in ("Lunch", "Wrap up", "Standup")]
    planner.blocks.delete([*keys, keys[0]])
    assert plan_picture(planner, TUESDAY) == ""
    assert undo_steps(planner) == 1
    planner.history.undo()
    assert plan_picture(planner, TUESDAY) == TYPICAL


def test_several_parts_of_the_day_move_in_one_step(planner: Planner) -> None:
    key = block(planner, "14:00-15:00")
    planner.batch.move(
        {
            item(planner, "Lunch").key: stretch(planner, "12:00-12:30"),
            item(planner, "Wrap up").key: stretch(planner, "17:00-17:15"),
            key: stretch(planner, "13:00-14:00"),
        }
    )
    assert (
        plan_picture(planner, TUESDAY)
        == """\
09:00-09:30 Standup · series
12:00-12:30 Lunch · frame
13:00-14:00 Deep work
17:00-17:15 Wrap up · frame"""
    )
    assert planner.history.undo() == "Move 3 blocks"
    assert "13:00-14:00 Lunch · template" in plan_picture(planner, TUESDAY)


def test_one_standup_moves_and_the_others_stay(planner: Planner) -> None:
    key = item(planner, "Standup").key
    planner.blocks.move(key, at(planner, "9:30"))
    planner.blocks.resize(key, stretch(planner, "9:30-9:45"))
    assert "09:30-09:45 Standup · series" in plan_picture(planner, TUESDAY)
    assert "09:00-09:30 Standup · series" in plan_picture(planner, WEDNESDAY)
    planner.blocks.delete([key])
    assert "Standup" not in plan_picture(planner, TUESDAY)
    for _ in range(3):
        planner.history.undo()
    assert plan_picture(planner, TUESDAY) == TYPICAL


def test_a_standup_moved_to_midnight_is_moved_on_from_there(planner: Planner) -> None:
    key = item(planner, "Standup").key
    planner.blocks.move(key, at(planner, "0:00"))
    planner.blocks.move(key, at(planner, "0:00"))
    assert undo_steps(planner) == 1
    planner.batch.move({key: stretch(planner, "0:10-0:40")})
    assert "00:10-00:40 Standup · series" in plan_picture(planner, TUESDAY)


def test_a_standup_stays_on_its_day_and_its_words_are_in_settings(planner: Planner) -> None:
    key = item(planner, "Standup").key
    for attempt in (
        lambda: planner.blocks.move(key, at(planner, "9:00", WEDNESDAY)),
        lambda: planner.blocks.change(key, title="Daily"),
        lambda: planner.blocks.split(key, at(planner, "9:10")),
    ):
        with pytest.raises(PlannerError, match=r"recur.*Nothing was changed"):
            attempt()
    assert undo_steps(planner) == 0


def test_calendar_events_refuse_every_edit(planner: Planner, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T100000Z 20261124T110000Z Review"])
    planner.calendars.import_file(path)
    key, own = item(planner, "Review").key, block(planner, "15:00-16:00")
    steps = undo_steps(planner)
    for attempt in (
        lambda: planner.blocks.move(key, at(planner, "12:00")),
        lambda: planner.blocks.resize(key, stretch(planner, "12:00-13:00")),
        lambda: planner.blocks.change(key, title="Mine"),
        lambda: planner.blocks.delete([own, key]),
        lambda: planner.blocks.split(key, at(planner, "11:30")),
        lambda: planner.blocks.merge([own, key]),
        lambda: planner.batch.move({key: stretch(planner, "12:00-13:00")}),
    ):
        with pytest.raises(PlannerError, match=r"belong to their calendar\. Nothing was changed"):
            attempt()
    assert undo_steps(planner) == steps
    assert "15:00-16:00 Deep work" in plan_picture(planner, TUESDAY)


def test_an_event_that_takes_no_time_counts_for_nothing(planner: Planner, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T100000Z 20261124T120000Z Offsite"])
    path.write_bytes(path.read_bytes().replace(b"END:VEVENT", b"TRANSP:TRANSPARENT\r\nEND:VEVENT"))
    before = planner.day(TUESDAY).planned_sums
    planner.calendars.import_file(path)
    assert "11:00-13:00 Offsite · calendar · free" in plan_picture(planner, TUESDAY)
    assert planner.day(TUESDAY).planned_sums == before
    planner.tracking.start_item(block(planner, "15:00-16:00"))
    assert "Offsite" not in {line["title"] for line in planner.everything()["frozen_block"]}


def test_split_and_merge_give_the_block_back(planner: Planner) -> None:
    key = block(planner, "10:00-12:00")
    planner.blocks.split(key, at(planner, "11:00"))
    keys = [found.key for found in planner.day(TUESDAY).items if found.title == "Deep work"]
    assert len(keys) == 2
    planner.blocks.delete(keys[1:])
    second = block(planner, "11:30-12:00", "Labels")
    planner.blocks.merge([second, key])
    assert "10:00-12:00 Deep work" in plan_picture(planner, TUESDAY)
    assert "Labels" not in plan_picture(planner, TUESDAY)
    for _ in range(4):
        planner.history.undo()
    assert "10:00-12:00 Deep work" in plan_picture(planner, TUESDAY)


def test_a_split_block_loses_the_reason_of_the_whole(planner: Planner) -> None:
    key = block(planner, "10:00-12:00")
    planner.blocks.change(
        key, reason=text_of_phrase(phrase("The earliest open {length}.", length=2))
    )
    planner.blocks.split(key, at(planner, "11:00"))
    reasons = [found.reason for found in planner.day(TUESDAY).items if found.title == "Deep work"]
    assert reasons == ["", ""]


def test_blocks_on_different_days_are_not_merged_into_one_of_days(planner: Planner) -> None:
    keys = [block(planner, "10:00-11:00"), block(planner, "12:00-13:00", day=WEDNESDAY)]
    with pytest.raises(PlannerError, match="a day at most"):
        planner.blocks.merge(keys)


def test_a_placed_task_takes_its_remaining_time(planner: Planner, clock: FixedClock) -> None:
    drift = task(planner, "Drift alert 2h")
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.log(stretch(planner, "10:00-11:17"), task_id=drift.id)
    planner.blocks.place_task(drift.id, at(planner, "15:00"))
    assert "15:00-15:45 Drift alert" in plan_picture(planner, TUESDAY)
    long, vague = task(planner, "Migration 20h"), task(planner, "Look around")
    planner.blocks.place_task(long.id, at(planner, "8:00", WEDNESDAY))
    planner.blocks.place_task(vague.id, at(planner, "14:00", WEDNESDAY))
    lengths = {found.title: found.span.duration for found in planner.day(WEDNESDAY).items}
    assert lengths["Migration"] == minutes(150)
    assert lengths["Look around"] == minutes(30), "as a captured line without a length"
    planner.tasks.delete(vague.id)
    with pytest.raises(PlannerError, match="task is gone"):
        planner.blocks.place_task(vague.id, at(planner, "15:00"))
    with speaking("de"), pytest.raises(PlannerError, match="Diese Aufgabe gibt es nicht mehr"):
        planner.blocks.place_task(vague.id, at(planner, "15:00"))


def test_a_block_keeps_its_time_of_day_when_it_is_pinned_and_changed(planner: Planner) -> None:
    key = block(planner, "10:00-11:00")
    planner.blocks.change(key, title="  Drift   alert ", pinned=True)
    assert "10:00-11:00 Drift alert · pinned" in plan_picture(planner, TUESDAY)


def test_a_meeting_over_midnight_is_on_both_days_and_a_block_on_its_first(
    planner: Planner, tmp_path: Path
) -> None:
    path = write_calendar(tmp_path / "x.ics", ["a 20261124T220000Z 20261125T000000Z Release"])
    planner.calendars.import_file(path)
    block(planner, "23:30-24:30", "Watch")
    assert "23:00-24:00 Release · calendar\n23:30-24:30 Watch" in plan_picture(planner, TUESDAY)
    assert plan_picture(planner, WEDNESDAY).startswith("00:00-01:00 Release · calendar\n09:00")


def test_all_day_events_stand_on_their_dates(planner: Planner, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "x.ics", ["a 20261124 20261126 Offsite"])
    planner.calendars.import_file(path)
    shown = [
        day
        for day in (TUESDAY + timedelta(days=offset) for offset in range(-1, 4))
        if planner.day(day).all_day
    ]
    assert shown == [TUESDAY, WEDNESDAY]


def test_a_standup_that_the_calendar_has_too_is_shown_once(
    planner: Planner, tmp_path: Path
) -> None:
    path = write_calendar(tmp_path / "x.ics", ["a 20261124T080000Z 20261124T083000Z STANDUP"])
    planner.calendars.import_file(path)
    assert plan_picture(planner, TUESDAY).count("tandup") == 0
    assert "09:00-09:30 STANDUP · calendar" in plan_picture(planner, TUESDAY)
    assert "09:00-09:30 Standup · series" in plan_picture(planner, WEDNESDAY)


def test_own_recurring_events_come_and_go(planner: Planner) -> None:
    journal = planner.typical_day.add_recurring_event(
        "Journal club", coding(planner), "freq=weekly;byday=we", date(2026, 11, 1), 15 * 60, 60
    )
    assert "15:00-16:00 Journal club · series" in plan_picture(planner, WEDNESDAY)
    planner.blocks.delete([item(planner, "Journal club", WEDNESDAY).key])
    planner.typical_day.change_recurring_event(journal.id, start_min=16 * 60)
    later = WEDNESDAY + timedelta(days=7)
    assert "Journal" not in plan_picture(planner, WEDNESDAY)
    assert "16:00-17:00 Journal club" in plan_picture(planner, later)
    planner.typical_day.delete_recurring_event(journal.id)
    assert "Journal" not in plan_picture(planner, later)
    planner.history.undo()
    assert "Journal" not in plan_picture(planner, WEDNESDAY)
    assert "16:00-17:00 Journal club" in plan_picture(planner, later)


def test_another_typical_day_keeps_the_users_own_recurring_events(planner: Planner) -> None:
    planner.typical_day.add_recurring_event(
        "Journal club", coding(planner), "FREQ=DAILY", TUESDAY, 15 * 60, 60
    )
    for name in planner.typical_day.ready_made_names():
        planner.typical_day.choose(name)
        assert "15:00-16:00 Journal club · series" in plan_picture(planner, TUESDAY)
    for found in planner.catalog.activities():
        if found.category == "admin":
            planner.catalog.change_activity(found.id, category="break", name=f"My {found.name}")
    planner.typical_day.choose("Manager")
    assert data_problems(planner) == []


def test_the_example_week_is_marked_in_the_language_of_the_window(planner: Planner) -> None:
    with speaking("de"):
        planner.load_example_week()
        names = [project.name for project in planner.catalog.projects()]
        assert "Fraud scoring (Beispiel)" in names
        tracked = {entry["title"] for entry in planner.everything()["time_entry"]}
        assert "Stand-up" in tracked, "as the typical day names it"
        assert "Standup" not in tracked
        with pytest.raises(PlannerError, match="schon"):
            planner.load_example_week()


def test_the_example_week_is_loaded_once_and_goes_with_one_undo(planner: Planner) -> None:
    before = planner.everything()
    planner.load_example_week()
    assert data_problems(planner) == []
    assert all(project.name.endswith(" (example)") for project in planner.catalog.projects())
    with pytest.raises(PlannerError, match="already"):
        planner.load_example_week()
    planner.history.undo()
    assert planner.everything() == before


def test_an_example_week_that_lies_ahead_has_no_tracked_time(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-22 12:35")
    planner.set("week_starts", "sunday")
    planner.load_example_week()
    stored = planner.everything()
    assert stored["time_entry"] == []
    assert min(found["start"] for found in stored["calendar_event"]).startswith("2026-11-23")


def test_a_block_that_is_moved_is_no_longer_where_the_plan_had_a_reason_for_it(
    planner: Planner,
) -> None:
    drift = task(planner, "Drift monitor 2h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    (placed,) = planner.blocks.ahead_of(drift.id)
    assert placed.reason
    longer = Span(placed.start, placed.end + timedelta(minutes=15))
    planner.blocks.resize(BlockRef(placed.id), longer)
    (placed,) = planner.blocks.ahead_of(drift.id)
    assert placed.reason, "it still begins where the plan put it"
    planner.blocks.move(BlockRef(placed.id), placed.start + timedelta(hours=4))
    (placed,) = planner.blocks.ahead_of(drift.id)
    assert placed.reason == ""


def test_the_example_week_is_on_the_workdays(planner: Planner) -> None:
    work_sunday_to_thursday(planner)
    planner.load_example_week()
    week = planner.week(TUESDAY)
    worked = {day.day.weekday() for day in week.days if day.tracked or day.items}
    assert worked == {6, 0, 1, 2, 3}
    due = {task.due for task in planner.open_tasks() if task.title == "Optimiser: warm start"}
    assert due == {date(2026, 11, 26)}, "on the last workday"
