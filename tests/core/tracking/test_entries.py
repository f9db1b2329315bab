"""Tracked time as the user meets it: on days, over midnight, over clock changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.timer import FutureStartError
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    activity,
    at,
    block,
    clock_at,
    item,
    local,
    minutes,
    put_clock,
    stretch,
    task,
    undo_steps,
    utc,
    write_calendar,
)
from tests.support.day_picture import tracked_picture


def test_a_switch_leaves_no_gap_and_one_entry_running(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 09:10")
    planner.tracking.start("Mail")
    put_clock(clock, "2026-11-24 09:40")
    stopped = planner.tracking.stop()
    assert stopped.end == planner.now()
    assert tracked_picture(planner, TUESDAY) == "08:00-09:10 Drift\n09:10-09:40 Mail"
    assert planner.running() is None


def test_starting_twice_in_a_second_leaves_one_entry(planner: Planner) -> None:
    planner.tracking.start("Drift")
    planner.tracking.start("Mail")
    running = planner.running()
    assert running is not None
    assert running.entry.title == "Mail"
    assert len(planner.everything()["time_entry"]) == 1


def test_what_begins_in_the_minute_in_which_another_ended_begins_at_that_end(
    planner: Planner, clock: FixedClock
) -> None:
    """Clocks show minutes: what is tracked until 08:34 leaves 08:34 free."""
    planner.tracking.start("Standup")
    clock.put(at(planner, "08:34") + timedelta(seconds=7))
    end = planner.tracking.stop().end
    put_clock(clock, "2026-11-24 10:00")
    late = planner.tracking.start("Sync")
    shown = at(planner, "08:34")
    planner.tracking.change(late.id, span=Span(shown, planner.now()))
    assert planner.entry(late.id) == replace(late, start=end)
    planner.tracking.discard()
    logged = planner.tracking.log(Span(shown, at(planner, "09:00")), "Sync")
    assert (logged.start, logged.end) == (end, at(planner, "09:00"))
    planner.tracking.delete([logged.id])
    assert planner.tracking.start("Sync", at=shown).start == end
    with pytest.raises(PlannerError, match=r"Standup is already tracked from 08:00 to 08:34\."):
        planner.tracking.log(Span(at(planner, "08:33"), shown), "Mail")


def test_a_task_is_tracked_for_the_minutes_its_entries_show(
    planner: Planner, clock: FixedClock
) -> None:
    """Two seconds short of an hour leave no minute of it to be planned."""
    drift = task(planner, "Drift 2h")
    planner.tracking.start(task_id=drift.id)
    clock.put(at(planner, "08:59") + timedelta(seconds=58))
    planner.tracking.stop()
    assert planner.tasks.tracked_on(drift.id) == minutes(60)
    planner.tracking.start(task_id=drift.id)
    clock.put(clock.now() + timedelta(seconds=50))
    assert planner.tasks.tracked_on(drift.id) == minutes(60) + timedelta(seconds=50)


def test_a_task_gives_its_name_activity_and_project(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h #fraud @data")
    entry = planner.tracking.start(task_id=drift.id)
    assert (entry.title, entry.activity_id, entry.project_id) == (
        "Drift alert", drift.activity_id, drift.project_id,
    )  # fmt: skip
    assert planner.board().tasks[0].is_running


def test_an_overlap_with_the_past_is_refused_naming_it(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.log(stretch(planner, "6:00-7:00"), "Early")
    planner.tracking.start("Drift", at=at(planner, "7:30"))
    with pytest.raises(PlannerError, match="Early is already tracked from 06:00 to 07:00"):
        planner.tracking.log(stretch(planner, "6:59-7:10"), "Mail")
    with pytest.raises(PlannerError, match="Drift is already tracked from 07:30 to now"):
        planner.tracking.log(stretch(planner, "7:20-7:31"), "Mail")
    planner.tracking.log(stretch(planner, "7:00-7:30"), "Between")
    early = planner.day(TUESDAY).tracked[0].entry.id
    with pytest.raises(PlannerError, match="Between is already"):
        planner.tracking.change(early, span=stretch(planner, "6:00-7:05"))
    assert tracked_picture(planner, TUESDAY) == (
        "06:00-07:00 Early\n07:00-07:30 Between\n07:30-… Drift"
    )


def test_a_start_back_in_time_over_a_finished_entry_is_refused(planner: Planner) -> None:
    planner.tracking.log(stretch(planner, "6:00-7:00"), "Early")
    with pytest.raises(PlannerError, match="Early is already tracked"):
        planner.tracking.start("Drift", at=at(planner, "5:00"))
    assert planner.running() is None


def test_a_timer_forgotten_for_months_is_seen_and_nothing_overlaps_it(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Drift")
    put_clock(clock, "2027-02-01 10:00")
    day = planner.today()
    assert tracked_picture(planner, day).endswith("-… Drift")
    with pytest.raises(PlannerError, match="Drift is already tracked"):
        planner.tracking.log(stretch(planner, "8:00-9:00", day), "Mail")
    with pytest.raises(PlannerError, match="longer than the 7 days"):
        planner.tracking.stop()
    planner.tracking.stop(at=at(planner, "9:30"))
    assert tracked_picture(planner, TUESDAY) == "08:00-09:30 Drift"
    assert tracked_picture(planner, day) == ""


@pytest.mark.parametrize("moved_to", ["2026-11-24 07:00", "2026-11-23 08:00"])
def test_a_clock_that_is_set_back_makes_no_negative_time(
    planner: Planner, clock: FixedClock, moved_to: str
) -> None:
    planner.tracking.start("Drift")
    put_clock(clock, moved_to)
    running = planner.running()
    assert running is not None
    assert running.span.duration < minutes(1)
    for day in (MONDAY, TUESDAY):
        assert planner.day(day).tracked == ()
    with pytest.raises(PlannerError, match=r"still running"):
        planner.tracking.stop()
    with pytest.raises(PlannerError, match=r"Drift began at (Tue 24 Nov )?08:00, which is in"):
        planner.tracking.start("Mail")
    put_clock(clock, "2026-11-24 08:30")
    planner.tracking.stop()
    assert tracked_picture(planner, TUESDAY) == "08:00-08:30 Drift"


def test_a_timer_of_a_fast_clock_is_stopped_with_its_start_corrected(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.log(stretch(planner, "7:00-7:20", TUESDAY), "Mail")
    put_clock(clock, "2026-11-25 18:00")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 09:00")
    with pytest.raises(FutureStartError, match=r"Drift began at Wed 25 Nov 18:00"):
        planner.tracking.stop()
    began = planner.tracking.likely_start()
    assert began == at(planner, "7:20")
    planner.tracking.stop(began=began)
    assert tracked_picture(planner, TUESDAY) == "07:00-07:20 Mail\n07:20-09:00 Drift"
    planner.history.undo()
    assert planner.running_entry() is not None


def test_an_entry_in_the_future_blocks_no_start_and_is_never_overlapped(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-25 18:00")
    planner.tracking.log(stretch(planner, "17:00-18:00", WEDNESDAY), "Fast clock")
    put_clock(clock, "2026-11-25 09:00")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-25 17:30")
    planner.heartbeats.keep()
    with pytest.raises(PlannerError, match=r"Fast clock is already tracked from 17:00 to 18:00"):
        planner.tracking.stop()
    with pytest.raises(PlannerError, match=r"Fast clock is already tracked"):
        planner.tracking.start("Mail")
    planner.tracking.stop(at(planner, "17:00", WEDNESDAY))
    assert tracked_picture(planner, WEDNESDAY).endswith("17:00-18:00 Fast clock")


@pytest.mark.parametrize(
    ("started", "offered"),
    [("2026-11-24 09:00", "18:00"), ("2026-11-24 21:00", "22:00"), ("2026-11-28 10:00", "11:00")],
)
def test_a_forgotten_timer_is_offered_the_end_of_its_working_day(
    planner: Planner, clock: FixedClock, started: str, offered: str
) -> None:
    put_clock(clock, started)
    running = planner.tracking.start("Drift")
    put_clock(clock, "2026-12-03 09:00")
    day = planner.days.date_of(running.start)
    assert planner.tracking.likely_stop(running) == at(planner, offered, day)


def test_a_day_off_has_no_working_hours_for_a_forgotten_timer_to_end_with(
    planner: Planner, clock: FixedClock
) -> None:
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    put_clock(clock, "2026-11-24 09:00")
    running = planner.tracking.start("Hotfix")
    put_clock(clock, "2026-11-25 09:00")
    assert planner.tracking.likely_stop(running) == at(planner, "10:00")


def test_work_over_midnight_is_one_entry_on_two_days(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 23:50")
    planner.tracking.start("Incident")
    put_clock(clock, "2026-11-25 00:20")
    planner.tracking.stop()
    assert tracked_picture(planner, TUESDAY) == "23:50-24:00 Incident"
    assert tracked_picture(planner, WEDNESDAY) == "00:00-00:20 Incident"
    sums = [planner.day(day).tracked_sums.everything for day in (TUESDAY, WEDNESDAY)]
    assert sums == [minutes(10), minutes(20)]


def test_the_night_belongs_to_the_day_before_its_border(
    planner: Planner, clock: FixedClock
) -> None:
    planner.set("day_border_min", 4 * 60)
    put_clock(clock, "2026-11-25 01:00")
    assert planner.today() == TUESDAY
    planner.tracking.log(stretch(planner, "23:00-24:40"), "Incident")
    assert tracked_picture(planner, TUESDAY) == "23:00-24:40 Incident"
    assert tracked_picture(planner, WEDNESDAY) == ""


@pytest.mark.parametrize(
    ("start", "stop", "worked_min"),
    [("2026-03-29 00:30", "2026-03-29 04:30", 180), ("2026-10-25 00:30", "2026-10-25 04:30", 300)],
)
def test_a_night_of_work_while_the_clocks_change_is_as_long_as_it_was(
    tmp_path: Path, start: str, stop: str, worked_min: int
) -> None:
    clock = clock_at(start)
    with Planner.open(tmp_path, clock) as planner:
        planner.tracking.start("Incident")
        put_clock(clock, stop)
        planner.tracking.stop()
        day = planner.today()
        assert planner.day(day).tracked_sums.everything == minutes(worked_min)
        entry = planner.day(day).tracked[0].entry
        planner.tracking.change(entry.id, span=Span(entry.start, entry.end or entry.start))
        assert undo_steps(planner) == 2, "saving an entry unchanged changes nothing"


def test_travelling_changes_no_duration_and_an_entry_keeps_its_zone(tmp_path: Path) -> None:
    clock = clock_at("2026-11-24 08:00", "Europe/Berlin")
    with Planner.open(tmp_path, clock) as planner:
        planner.tracking.start("Drift")
    tokyo = clock_at("2026-11-24 18:00", "Asia/Tokyo")
    with Planner.open(tmp_path, tokyo) as planner:
        entry = planner.tracking.stop()
        assert entry.zone == "Europe/Berlin"
        assert planner.day(TUESDAY).tracked_sums.everything == minutes(120)
        assert tracked_picture(planner, TUESDAY) == "16:00-18:00 Drift"


def test_fractions_of_a_second_are_cut_before_any_rule_is_held(planner: Planner) -> None:
    start = at(planner, "7:00")
    with pytest.raises(PlannerError):
        planner.tracking.log(
            Span(start.replace(microsecond=1), start.replace(microsecond=9)), "Blink"
        )
    with pytest.raises(PlannerError):
        planner.blocks.create(
            Span(start.replace(microsecond=1), start.replace(microsecond=9)), "Blink", activity_id=1
        )
    entry = planner.tracking.start("Drift", at=start.replace(microsecond=5))
    assert entry.start == start
    assert planner.tracking.stop(at=at(planner, "7:30").replace(microsecond=9)).end == at(
        planner, "7:30"
    )


def test_split_merge_delete_and_undo(planner: Planner) -> None:
    entry = planner.tracking.log(stretch(planner, "6:00-7:00"), "Early")
    planner.tracking.split(entry.id, at(planner, "6:20"))
    assert tracked_picture(planner, TUESDAY) == "06:00-06:20 Early\n06:20-07:00 Early"
    ids = [found.entry.id for found in planner.day(TUESDAY).tracked]
    planner.tracking.merge(ids)
    assert tracked_picture(planner, TUESDAY) == "06:00-07:00 Early"
    planner.tracking.delete([entry.id])
    assert tracked_picture(planner, TUESDAY) == ""
    planner.history.undo()
    assert tracked_picture(planner, TUESDAY) == "06:00-07:00 Early"


def test_a_running_entry_keeps_running_when_it_is_corrected(planner: Planner) -> None:
    entry = planner.tracking.start("Drift")
    planner.tracking.change(entry.id, title="Drift alert", note="a\r\nb",
                            span=stretch(planner, "7:45-7:50"))  # fmt: skip
    running = planner.running()
    assert running is not None
    assert (running.entry.title, running.entry.note) == ("Drift alert", "a\nb")
    assert running.entry.start == at(planner, "7:45")
    planner.tracking.discard()
    assert planner.running() is None
    assert planner.history.undo() == "Discard Drift alert"
    assert planner.running() is not None


def test_a_planned_block_is_confirmed_as_it_was_planned(
    planner: Planner, clock: FixedClock
) -> None:
    key = block(planner, "8:10-9:00", "Drift")
    with pytest.raises(PlannerError, match="future"):
        planner.tracking.confirm(key)
    put_clock(clock, "2026-11-24 12:00")
    entry = planner.tracking.confirm(key)
    assert entry.source is EntrySource.PLAN
    assert tracked_picture(planner, TUESDAY) == "08:10-09:00 Drift"
    with pytest.raises(PlannerError, match="Drift is already tracked"):
        planner.tracking.confirm(key)
    standup = planner.tracking.confirm(item(planner, "Standup").key)
    assert (standup.title, standup.start) == ("Standup", at(planner, "9:00"))


def test_a_block_is_confirmed_beside_what_took_its_edges(
    planner: Planner, clock: FixedClock
) -> None:
    key = block(planner, "8:10-9:00", "Drift")
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.log(stretch(planner, "8:00-8:11"), "Inbox")
    planner.tracking.log(stretch(planner, "8:55-9:30"), "Standup")
    planner.tracking.confirm(key)
    assert (
        tracked_picture(planner, TUESDAY)
        == "08:00-08:11 Inbox\n08:11-08:55 Drift\n08:55-09:30 Standup"
    )
    planner.history.undo()
    planner.tracking.log(stretch(planner, "8:30-8:40"), "Call")
    with pytest.raises(PlannerError, match="Inbox is already tracked"):
        planner.tracking.confirm(key)


def test_untitled_time_is_what_was_planned_most_of_it_else_the_usual_activity(
    planner: Planner, clock: FixedClock
) -> None:
    block(planner, "9:30-10:00", "Drift")
    block(planner, "10:00-12:00", "Review")
    put_clock(clock, "2026-11-24 15:00")
    entry = planner.tracking.log_untitled(stretch(planner, "9:45-10:45"))
    assert (entry.title, entry.source) == ("Review", EntrySource.MANUAL)
    assert planner.tracking.log_untitled(stretch(planner, "14:00-14:30")).title == "Coding"
    named = planner.tracking.log_untitled(
        stretch(planner, "14:30-15:00"), activity_id=activity(planner, "Email").id
    )
    assert named.title == "Email"


def test_a_meeting_is_confirmed_from_the_calendar(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T100000Z 20261124T110000Z Review"])
    planner.calendars.import_file(path)
    put_clock(clock, "2026-11-24 12:30")
    entry = planner.tracking.confirm(item(planner, "Review").key)
    assert (entry.source, entry.start) == (EntrySource.CALENDAR, utc("2026-11-24 10:00"))


def test_the_first_start_of_a_day_freezes_its_plan_and_later_ones_do_not(
    planner: Planner, clock: FixedClock
) -> None:
    key = block(planner, "9:30-11:00", "Drift")
    assert planner.day(TUESDAY).version == 0
    planner.tracking.start_item(key)
    assert planner.day(TUESDAY).version == 1
    frozen = planner.everything()["frozen_block"]
    assert {line["title"] for line in frozen} == {"Standup", "Drift", "Lunch", "Wrap up"}
    planner.blocks.move(key, at(planner, "14:00"))
    put_clock(clock, "2026-11-24 08:20")
    planner.tracking.start("Mail")
    assert planner.day(TUESDAY).version == 1
    assert planner.everything()["frozen_block"] == frozen


def test_a_start_on_a_day_without_a_plan_freezes_nothing(planner: Planner) -> None:
    planner.tracking.start("Mail")
    assert planner.day(TUESDAY).version == 0


def test_a_new_project_comes_with_the_entry_and_an_old_one_is_used(planner: Planner) -> None:
    routing = planner.catalog.add_project("Routing")
    planner.catalog.change_project(routing.id, archived=True)
    entry = planner.tracking.start("Drift", new_project=" routing ")
    assert entry.project_id == routing.id
    assert [project.archived for project in planner.catalog.projects()] == [False]
    planner.tracking.log(stretch(planner, "6:00-7:00"), "Labels", new_project="Labels")
    assert [project.name for project in planner.catalog.projects()] == ["Routing", "Labels"]
    planner.history.undo()
    assert [project.name for project in planner.catalog.projects()] == ["Routing"]


def test_local_times_in_the_second_hour_of_the_fold_are_kept(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at("2026-10-25 12:00")) as planner:
        first = local("2026-10-25 02:30", "Europe/Berlin", fold=0)
        second = local("2026-10-25 02:30", "Europe/Berlin", fold=1)
        entry = planner.tracking.log(Span(first, second), "Incident")
        planner.tracking.change(entry.id, span=Span(first, second + minutes(10)))
        (shown,) = planner.day(planner.today()).tracked
        assert (shown.entry.start, shown.span.duration) == (first, minutes(70))


def test_a_refusal_names_times_as_the_clock_of_today_shows_them(tmp_path: Path) -> None:
    """Given time tracked in Berlin, in Tokyo it lies where Today shows it, eight hours later."""
    with Planner.open(tmp_path, clock_at("2026-11-24 11:00")) as planner:
        planner.tracking.start("Drift", at=at(planner, "9:00"))
        planner.heartbeats.beat()
    with Planner.open(tmp_path, clock_at("2026-11-25 06:00", "Asia/Tokyo")) as planner:
        with pytest.raises(PlannerError, match="Drift has been running since Tue 24 Nov 17:00"):
            planner.tracking.stop()
        planner.tracking.stop(at(planner, "18:00"))
        with pytest.raises(PlannerError, match="tracked from Tue 24 Nov 17:00 to Tue 24 Nov 18:00"):
            planner.tracking.log(stretch(planner, "17:30-18:30"), "Report")
