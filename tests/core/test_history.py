"""One intention is one edit, one transaction, one undo step and one notice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import Priority
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.topics import Changes, Origin, Topic
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    activity,
    at,
    block,
    coding,
    item,
    put_clock,
    stretch,
    task,
    undo_steps,
)
from tests.support.data_check import data_problems
from tests.support.day_picture import plan_picture, tracked_picture


def _tables(planner: Planner) -> object:
    return planner.everything()


INTENTIONS: dict[str, Callable[[Planner], object]] = {
    "add a block": lambda p: block(p, "15:00-16:00"),
    "move": lambda p: p.blocks.move(item(p, "Deep work").key, at(p, "11:00")),
    "resize": lambda p: p.blocks.resize(item(p, "Deep work").key, stretch(p, "9:00-12:00")),
    "split": lambda p: p.blocks.split(item(p, "Deep work").key, at(p, "10:30")),
    "delete": lambda p: p.blocks.delete([item(p, "Deep work").key, item(p, "Lunch").key]),
    "pin": lambda p: p.blocks.change(item(p, "Deep work").key, pinned=True),
    "move lunch": lambda p: p.blocks.move(item(p, "Lunch").key, at(p, "12:30")),
    "skip the standup": lambda p: p.blocks.delete([item(p, "Standup").key]),
    "start": lambda p: p.tracking.start("Drift"),
    "log": lambda p: p.tracking.log(stretch(p, "7:00-7:30"), "Mail"),
    "confirm nothing but the past": lambda p: p.tracking.log(stretch(p, "6:00-7:00"), "Early"),
    "add a task and its project": lambda p: p.tasks.add("Label audit 1h #labels"),
    "finish": lambda p: p.tasks.finish(p.board().tasks[0].task.id),
    "delete a task": lambda p: p.tasks.delete(p.board().tasks[0].task.id),
    "accept": lambda p: p.planning.accept(p.planning.propose([TUESDAY])),
    "choose a day": lambda p: p.typical_day.choose("Manager"),
    "series": lambda p: p.typical_day.delete_recurring_event(
        p.typical_day.recurring_events()[0].id
    ),
    "note": lambda p: p.reviews.set_note(MONDAY, "Quiet"),
    "example": lambda p: p.load_example_week(),
    "project": lambda p: p.catalog.add_project("Routing"),
    "activity": lambda p: p.catalog.change_activity(coding(p), name="Building"),
}


@pytest.mark.parametrize("name", INTENTIONS)
def test_an_intention_is_one_undo_step_and_one_notice(planner: Planner, name: str) -> None:
    """Undo gives back every table as it was, redo as it became."""
    block(planner, "10:00-11:00")
    task(planner, "Drift alert 2h due fri #fraud")
    before, steps = _tables(planner), undo_steps(planner)
    notices: list[Changes] = []
    planner.listen(notices.append)
    INTENTIONS[name](planner)
    after = _tables(planner)
    assert after != before
    assert undo_steps(planner) == steps + 1
    assert len(notices) == 1
    assert planner.history.undo_label == planner.history.undo()
    assert _tables(planner) == before
    assert planner.history.redo() == planner.history.undo_label
    assert _tables(planner) == after
    assert data_problems(planner) == []
    assert len({notice.topics for notice in notices}) == 1
    assert len(notices) == 3


REFUSED: dict[str, Callable[[Planner], object]] = {
    "a block without a title": lambda p: block(p, "15:00-16:00", " \x00 "),
    "a block for two days": lambda p: p.blocks.resize(BlockRef(1), stretch(p, "9:00-57:00")),
    "a block that is gone": lambda p: p.blocks.move(BlockRef(99), at(p, "9:00")),
    "a split outside": lambda p: p.blocks.split(BlockRef(1), at(p, "15:00")),
    "a merge of one": lambda p: p.blocks.merge([BlockRef(1), BlockRef(1)]),
    "a stop of nothing": lambda p: p.tracking.stop(),
    "a discard of nothing": lambda p: p.tracking.discard(),
    "a start in the future": lambda p: p.tracking.start("x", at=at(p, "9:00")),
    "a start without a title": lambda p: p.tracking.start("  "),
    "an entry that is gone": lambda p: p.tracking.delete([99]),
    "a task that is gone": lambda p: p.tasks.finish(99),
    "a task of no time": lambda p: p.tasks.change(p.board().tasks[0].task.id, estimate_min=0),
    "a block of a task that is gone": lambda p: p.blocks.create(
        stretch(p, "15:00-16:00"), "x", activity_id=coding(p), task_id=99),
    "a task that is gone, for a block": lambda p: p.blocks.change(BlockRef(1), task_id=99),
    "an entry of a task that is gone": lambda p: p.tracking.start("x", task_id=99),
    "a predecessor that is gone": lambda p: p.tasks.set_predecessors(
        p.board().tasks[0].task.id, [99]),
    "a project twice": lambda p: p.catalog.add_project("FRAUD"),
    "an activity without a name": lambda p: p.catalog.change_activity(coding(p), name=" "),
    "an unknown setting": lambda p: p.set("colour", 3),
    "a setting out of range": lambda p: p.set("coding_aim_min", 10_000),
    "a setting of the wrong kind": lambda p: p.set("coding_aim_min", True),
    "an unknown typical day": lambda p: p.typical_day.choose("Astronaut"),
    "a part over another": lambda p: p.typical_day.change_part(
        p.typical_day.parts()[0].id, end_min=1080),
    "a rule without end": lambda p: p.typical_day.add_recurring_event(
        "Bell", coding(p), "FREQ=SECONDLY", TUESDAY, 60, 5),
    "a rule of no day": lambda p: p.typical_day.add_recurring_event(
        "Bell", coding(p), "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", TUESDAY, 60, 5),
    "a plan for yesterday": lambda p: p.planning.propose([MONDAY]),
    "a calendar that is gone": lambda p: p.calendars.remove(99),
    "undo of nothing more": lambda p: [p.history.undo() for _ in range(99)],
    "redo of nothing": lambda p: p.history.redo(),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_changes_nothing_and_says_so_in_a_sentence(
    planner: Planner, name: str
) -> None:
    block(planner, "10:00-11:00")
    task(planner, "Drift alert 2h due fri #fraud")
    before, steps = _tables(planner), undo_steps(planner)
    notices: list[Changes] = []
    planner.listen(notices.append)
    with pytest.raises(PlannerError) as refusal:
        REFUSED[name](planner)
    sentence = str(refusal.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    if name != "undo of nothing more":
        assert (_tables(planner), undo_steps(planner), notices) == (before, steps, [])
    assert data_problems(planner) == []


def test_undo_and_redo_go_on_after_closing(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "again"
    with Planner.open(folder, clock) as planner:
        first = _tables(planner)
        block(planner, "10:00-11:00", "One")
        block(planner, "11:00-12:00", "Two")
        last = _tables(planner)
        assert planner.history.undo() == "Add Two"
    with Planner.open(folder, clock) as planner:
        assert planner.history.redo_label == "Add Two"
        assert planner.history.undo() == "Add One"
        assert _tables(planner) == first
    with Planner.open(folder, clock) as planner:
        assert (planner.history.redo(), planner.history.redo()) == ("Add One", "Add Two")
        assert _tables(planner) == last
        assert [planner.history.describe(line) for line in planner.history.lines()] == [
            "Add Two",
            "Add One",
        ]


def test_undo_says_what_moved_and_to_where(planner: Planner) -> None:
    key = block(planner, "10:00-11:00", "Ship v3")
    planner.blocks.move(key, at(planner, "14:00"))
    planner.blocks.resize(key, stretch(planner, "14:00-15:30"))
    entry = planner.tracking.log(stretch(planner, "6:00-7:00"), "Mail")
    planner.tracking.change(entry.id, span=stretch(planner, "5:00-6:00"))
    said = [planner.history.undo() for _ in range(5)]
    assert said == [
        "Move Mail to 05:00",
        "Track Mail",
        "Resize Ship v3 to 14:00–15:30",
        "Move Ship v3 to 14:00",
        "Add Ship v3",
    ]


def test_a_new_edit_cuts_off_what_was_undone(planner: Planner) -> None:
    block(planner, "10:00-11:00", "One")
    block(planner, "11:00-12:00", "Two")
    planner.history.undo()
    block(planner, "13:00-14:00", "Three")
    assert planner.history.redo_label is None
    with pytest.raises(PlannerError, match="nothing to redo"):
        planner.history.redo()
    assert [planner.history.undo(), planner.history.undo()] == ["Add Three", "Add One"]


def test_presses_of_an_arrow_key_are_one_step(planner: Planner) -> None:
    key = block(planner, "10:00-11:00")
    for minute in range(5, 30, 5):
        planner.blocks.move(key, at(planner, f"10:{minute:02}"), is_nudge=True)
    assert "10:25-11:25 Deep work" in plan_picture(planner, TUESDAY)
    assert undo_steps(planner) == 2
    assert planner.history.undo() == "Move Deep work to 10:25"
    assert "10:00-11:00 Deep work" in plan_picture(planner, TUESDAY)
    planner.history.redo()
    assert "10:25-11:25 Deep work" in plan_picture(planner, TUESDAY)


def test_presses_that_end_where_they_began_leave_no_step(planner: Planner) -> None:
    key = block(planner, "10:00-11:00")
    planner.blocks.move(key, at(planner, "10:05"), is_nudge=True)
    planner.blocks.move(key, at(planner, "10:00"), is_nudge=True)
    assert planner.history.undo() == "Add Deep work"


def test_a_press_on_another_block_or_after_undo_is_a_step_of_its_own(planner: Planner) -> None:
    one, two = block(planner, "10:00-11:00"), block(planner, "13:00-14:00")
    planner.blocks.move(one, at(planner, "10:05"), is_nudge=True)
    planner.blocks.move(two, at(planner, "13:05"), is_nudge=True)
    assert undo_steps(planner) == 4
    planner.history.undo()
    planner.blocks.move(one, at(planner, "10:10"), is_nudge=True)
    assert undo_steps(planner) == 4


def test_what_changes_nothing_is_no_step(planner: Planner) -> None:
    key = block(planner, "10:00-11:00")
    notices: list[Changes] = []
    planner.listen(notices.append)
    planner.blocks.move(key, at(planner, "10:00"))
    planner.set("coding_aim_min", planner.settings.number("coding_aim_min"))
    planner.reviews.set_note(MONDAY, "   ")
    assert undo_steps(planner) == 1
    assert notices == []


def test_who_stopped_listening_is_told_no_more(planner: Planner) -> None:
    notices: list[Changes] = []
    stop = planner.listen(notices.append)
    block(planner, "10:00-11:00")
    stop()
    block(planner, "11:00-12:00")
    assert notices == [Changes(frozenset({Topic.BLOCKS}), Origin.HERE)]


def test_a_change_by_another_process_is_noticed_once(
    tmp_path: Path, planner: Planner, clock: FixedClock
) -> None:
    notices: list[Changes] = []
    planner.listen(notices.append)
    assert not planner.notice_foreign_changes()
    with Planner.open(tmp_path / "planner", clock) as other:
        assert not other.notice_foreign_changes()
        other.set("coding_aim_min", 200)
        block(other, "10:00-11:00", "From elsewhere")
    assert planner.notice_foreign_changes()
    assert [notice.origin for notice in notices] == ["elsewhere"]
    assert planner.settings.number("coding_aim_min") == 200
    assert not planner.notice_foreign_changes()
    planner.set("coding_aim_min", 190)
    assert not planner.notice_foreign_changes()
    assert planner.history.undo() == "Add From elsewhere"


def test_settings_are_no_undo_steps(planner: Planner) -> None:
    steps = undo_steps(planner)
    block(planner, "10:00-11:00", "Drift")
    planner.set("theme", "dark")
    assert undo_steps(planner) == steps + 1
    assert planner.history.undo() == "Add Drift"
    assert planner.settings.word("theme") == "dark"
    planner.set("theme", "light")
    assert planner.history.redo() == "Add Drift"
    planner.reset("theme")
    assert planner.settings.word("theme") == "system"


def test_what_an_older_program_logged_of_settings_is_never_undone(
    planner: Planner, tmp_path: Path
) -> None:
    block(planner, "10:00-11:00", "Drift")
    planner.set("theme", "dark")
    database = sqlite3.connect(tmp_path / "planner" / "planner.db", isolation_level=None)
    database.execute(
        "INSERT INTO edit (operation, subject, count, detail, at, merge_key, is_undone, changes) "
        "SELECT 'change setting', 'theme', 1, '', at, '', 0, changes FROM edit"
    )
    database.close()
    assert planner.history.undo() == "Add Drift"
    assert planner.history.undo_label is None


def test_undoing_a_typical_day_leaves_settings_that_were_set_since(planner: Planner) -> None:
    planner.typical_day.choose("Manager")
    planner.set("coding_aim_min", 45)
    assert planner.history.undo() == "Set the typical day to Manager"
    assert planner.settings.number("coding_aim_min") == 45
    planner.history.redo()
    assert planner.settings.number("coding_aim_min") == 45


def test_what_was_done_before_the_last_start_is_told_apart(
    planner: Planner, tmp_path: Path, clock: FixedClock
) -> None:
    block(planner, "10:00-11:00", "Drift")
    assert not planner.history.is_from_before()
    put_clock(clock, "2026-11-24 09:00")
    with Planner.open(tmp_path / "planner", clock) as later:
        assert later.history.is_from_before()
        block(later, "11:00-12:00", "Mail")
        assert not later.history.is_from_before()
        later.history.undo()
        assert later.history.is_from_before()
        assert not later.history.is_from_before(for_redo=True)


def test_undo_names_what_was_changed(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h")
    planner.tasks.change(drift.id, title="Drift alarm")
    assert planner.history.undo_label == "Rename Drift alert to Drift alarm"
    planner.tasks.change(drift.id, priority=Priority.HIGH, estimate_min=90)
    assert planner.history.undo_label == "Change Drift alarm: estimate, priority"
    block(planner, "13:00-14:00", "Ship v3")
    block(planner, "14:00-15:00", "Mail")
    spans = {
        item(planner, "Ship v3").key: stretch(planner, "14:00-15:00"),
        item(planner, "Mail").key: stretch(planner, "15:00-16:00"),
    }
    planner.batch.move(spans, lead=item(planner, "Ship v3").key)
    assert planner.history.undo() == "Move Ship v3 and 1 more to 14:00"


def test_a_setting_changed_elsewhere_can_be_set_back_here(
    tmp_path: Path, planner: Planner, clock: FixedClock
) -> None:
    default = planner.settings.number("coding_aim_min")
    with Planner.open(tmp_path / "planner", clock) as other:
        other.set("coding_aim_min", 200)
    planner.set("coding_aim_min", default)
    assert planner.settings.number("coding_aim_min") == default


def test_a_planner_is_untouched_until_something_is_done(planner: Planner) -> None:
    assert planner.is_untouched
    planner.day(TUESDAY)
    planner.board()
    assert planner.is_untouched
    block(planner, "10:00-11:00")
    assert not planner.is_untouched


def test_undoing_a_start_takes_back_the_switch_it_was(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 09:00")
    planner.tracking.start("Review")
    assert tracked_picture(planner, TUESDAY) == "08:00-09:00 Drift"
    put_clock(clock, "2026-11-24 09:30")
    assert tracked_picture(planner, TUESDAY) == "08:00-09:00 Drift\n09:00-… Review"
    planner.history.undo()
    assert tracked_picture(planner, TUESDAY) == "08:00-… Drift"
    assert activity(planner, "Coding").id == coding(planner)


def test_an_edit_does_not_read_the_one_before_it(planner: Planner) -> None:
    """Given a last edit that cannot be read, or takes seconds, then the next one is made."""
    block(planner, "10:00-11:00", "Drift alert")
    with closing(sqlite3.connect(planner.database_path)) as connection:
        connection.execute("UPDATE edit SET changes = x'00'")
        connection.commit()
    planner.reviews.set_note(TUESDAY, "went well")
    block(planner, "14:00-15:00", "Feature store")
    assert undo_steps(planner) == 3


def test_several_edits_are_one_step_one_notice_and_all_or_none(planner: Planner) -> None:
    told: list[Changes] = []
    planner.listen(told.append)
    with planner.history.one_step():
        first = planner.tasks.add("Ship v3")
        planner.tasks.change(first.id, estimate_min=60)
        planner.tasks.add("Slides")
    assert len(told) == 1
    assert [task.title for task in planner.open_tasks()] == ["Ship v3", "Slides"]
    planner.history.undo()
    assert not planner.open_tasks()
    planner.history.redo()
    assert [task.estimate_min for task in planner.open_tasks()] == [60, None]

    def half() -> None:
        with planner.history.one_step():
            planner.tasks.add("Half")
            planner.tasks.add("  ")

    told.clear()
    with pytest.raises(PlannerError):
        half()
    assert told == []
    assert len(planner.open_tasks()) == 2
    planner.tasks.add("Whole")
    assert planner.history.undo_label == "Add Whole"
