"""The parts of the typical day: what each edit makes of them, and that it is one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.model.work import ActivityId
from mle_planner.core.planner import Planner
from tests.support.builders import (
    TUESDAY,
    activity,
    at,
    coding,
    item,
    undo_steps,
    work_sunday_to_thursday,
)
from tests.support.day_picture import plan_picture

USUAL = (
    "Meetings 9:00-10:30, Focus 10:30-13:00, Lunch 13:00-14:00, Long focus 14:00-17:45, "
    "Wrap up 17:45-18:00"
)


def parts(planner: Planner, weekday: int = 1) -> str:
    """A weekday's parts as one line."""
    return ", ".join(
        f"{part.title} {_clock(part.start_min)}-{_clock(part.end_min)}"
        for part in planner.typical_day.parts()
        if part.weekday == weekday
    )


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def part_id(planner: Planner, title: str, weekday: int = 1) -> int:
    """A part by its title."""
    return next(
        part.id
        for part in planner.typical_day.parts()
        if (part.title, part.weekday) == (title, weekday)
    )


def lunch(planner: Planner) -> ActivityId:
    return activity(planner, "Lunch").id


def test_parts_change_places_in_one_step(planner: Planner) -> None:
    first, second = part_id(planner, "Lunch"), part_id(planner, "Focus")
    planner.typical_day.rearrange({first: (630, 690), second: (690, 840)})
    assert "Lunch 10:30-11:30, Focus 11:30-14:00" in parts(planner)
    assert planner.history.undo() == "Move 2 parts in the typical day"
    assert parts(planner) == USUAL


def test_nudges_of_one_part_are_one_step_and_those_of_another_a_second(planner: Planner) -> None:
    first, second = part_id(planner, "Wrap up"), part_id(planner, "Meetings")
    for minute in (5, 10, 15):
        planner.typical_day.rearrange({first: (1065 + minute, 1080 + minute)}, nudged=first)
    planner.typical_day.rearrange({second: (535, 625)}, nudged=second)
    assert undo_steps(planner) == 2
    planner.history.undo()
    planner.history.undo()
    assert parts(planner) == USUAL


def test_a_part_is_put_into_the_middle_of_another(planner: Planner) -> None:
    planner.typical_day.insert_part(1, 15 * 60, 15 * 60 + 15, "Tea", lunch(planner))
    assert "Long focus 14:00-15:00, Tea 15:00-15:15, Long focus 15:15-17:45" in parts(planner)
    assert undo_steps(planner) == 1
    planner.history.undo()
    assert parts(planner) == USUAL


def test_a_part_takes_the_place_of_what_it_covers(planner: Planner) -> None:
    planner.typical_day.insert_part(1, 12 * 60, 14 * 60 + 30, "Gym", lunch(planner))
    assert parts(planner) == (
        "Meetings 9:00-10:30, Focus 10:30-12:00, Gym 12:00-14:30, Long focus 14:30-17:45, "
        "Wrap up 17:45-18:00"
    )


def test_several_parts_are_put_in_together_in_one_step(planner: Planner) -> None:
    """The second takes all that the first has left of Long focus before it."""
    pause = lunch(planner)
    wanted = [
        DayPart(0, 1, 15 * 60, 15 * 60 + 15, "Tea", pause),
        DayPart(0, 1, 14 * 60, 15 * 60, "Walk", pause),
    ]
    made = planner.typical_day.insert_parts(wanted)
    assert [part.title for part in made] == ["Tea", "Walk"]
    assert "Lunch 13:00-14:00, Walk 14:00-15:00, Tea 15:00-15:15, Long focus 15:15-17:45" in parts(
        planner
    )
    assert planner.history.undo() == "Add 2 parts to the typical day"
    assert parts(planner) == USUAL


def test_parts_that_overlap_each_other_are_not_put_in(planner: Planner) -> None:
    wanted = [DayPart(0, 6, start, 660, "Tea", lunch(planner)) for start in (600, 630)]
    with pytest.raises(PlannerError, match="Tea already has"):
        planner.typical_day.insert_parts(wanted)
    assert parts(planner, 6) == ""


def test_a_split_part_is_two_and_merged_again_one(planner: Planner) -> None:
    focus = part_id(planner, "Focus")
    planner.typical_day.split_part(focus, 11 * 60)
    assert "Focus 10:30-11:00, Focus 11:00-13:00" in parts(planner)
    halves = [part.id for part in planner.typical_day.parts()
              if (part.title, part.weekday) == ("Focus", 1)]  # fmt: skip
    planner.typical_day.merge_parts(halves)
    assert parts(planner) == USUAL
    assert undo_steps(planner) == 2


def test_merging_fills_the_gap_between(planner: Planner) -> None:
    planner.typical_day.delete_parts([part_id(planner, "Lunch")])
    keys = [part_id(planner, "Long focus"), part_id(planner, "Focus")]
    planner.typical_day.merge_parts(keys)
    assert "Focus 10:30-17:45, Wrap up" in parts(planner)


def test_a_weekday_is_copied_to_others_in_one_step(planner: Planner) -> None:
    planner.typical_day.delete_parts([part_id(planner, "Lunch"), part_id(planner, "Wrap up")])
    before = {weekday: parts(planner, weekday) for weekday in range(7)}
    planner.typical_day.copy_weekday(1, range(5))
    assert {parts(planner, weekday) for weekday in range(5)} == {before[1]}
    assert [parts(planner, weekday) for weekday in (5, 6)] == [before[5], before[6]]
    assert planner.history.undo() == "Copy Tuesday to other days"
    assert {weekday: parts(planner, weekday) for weekday in range(7)} == before


def test_a_copy_of_what_is_there_already_is_no_step(planner: Planner) -> None:
    planner.typical_day.copy_weekday(0, range(5))
    planner.typical_day.copy_weekday(0, [0])
    assert undo_steps(planner) == 0


def test_an_empty_weekday_makes_another_a_day_off(planner: Planner) -> None:
    planner.typical_day.copy_weekday(6, [1])
    assert parts(planner) == ""
    assert planner.day(TUESDAY).working is None


REFUSED: dict[str, tuple[Callable[[Planner], object], str]] = {
    "over another": (
        lambda p: p.typical_day.rearrange({part_id(p, "Lunch"): (600, 660)}), "already has",
    ),
    "two over each other": (
        lambda p: p.typical_day.rearrange(
            {part_id(p, "Meetings"): (1100, 1160), part_id(p, "Lunch"): (1130, 1190)}
        ),
        "already has",
    ),
    "out of the day": (
        lambda p: p.typical_day.rearrange({part_id(p, "Wrap up"): (1430, 1450)}), "the same day",
    ),
    "before it": (
        lambda p: p.typical_day.rearrange({part_id(p, "Meetings"): (-10, 60)}), "the same day",
    ),
    "a part that is gone": (lambda p: p.typical_day.rearrange({99_999: (0, 60)}), "is gone"),
    "a split at an edge": (
        lambda p: p.typical_day.split_part(part_id(p, "Lunch"), 13 * 60), "Nothing was split",
    ),
    "merging one": (
        lambda p: p.typical_day.merge_parts([part_id(p, "Lunch")]), "two or more",
    ),
    "merging two weekdays": (
        lambda p: p.typical_day.merge_parts([part_id(p, "Lunch"), part_id(p, "Lunch", 2)]),
        "two or more",
    ),
    "merging around another": (
        lambda p: p.typical_day.merge_parts([part_id(p, "Focus"), part_id(p, "Long focus")]),
        "Lunch already has",
    ),
    "a part without a title": (
        lambda p: p.typical_day.insert_part(1, 0, 60, "  ", lunch(p)), "needs a title",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_changed(planner: Planner, name: str) -> None:
    deed, words = REFUSED[name]
    before = planner.typical_day.parts()
    with pytest.raises(PlannerError, match=words):
        deed(planner)
    assert planner.typical_day.parts() == before
    assert undo_steps(planner) == 0


# -- days that go on after midnight --------------------------------------------------------------


@pytest.fixture
def night_owl(planner: Planner) -> Planner:
    """A planner whose days begin at four."""
    planner.set("day_border_min", 4 * 60)
    return planner


def test_a_part_after_midnight_belongs_to_the_evening_before(night_owl: Planner) -> None:
    night_owl.typical_day.insert_part(1, 2 * 60, 3 * 60, "Rest", lunch(night_owl))
    night_owl.typical_day.insert_part(1, 23 * 60, 25 * 60, "Walk", lunch(night_owl))
    picture = plan_picture(night_owl, TUESDAY)
    assert "23:00-25:00 Walk" in picture
    assert "26:00-27:00 Rest" in picture
    day = night_owl.day(TUESDAY)
    assert day.span is not None
    assert all(day.span.contains(found.span.start) for found in day.items)
    assert day.working is not None
    assert day.working.end == at(night_owl, "27:00")


def test_an_end_after_midnight_may_be_given_as_the_time_on_the_wall(night_owl: Planner) -> None:
    walk = night_owl.typical_day.insert_part(1, 23 * 60, 60, "Walk", lunch(night_owl))
    assert (walk.start_min, walk.end_min) == (23 * 60, 25 * 60)
    night_owl.typical_day.change_part(walk.id, start_min=30)
    assert "Walk 0:30-1:00" in parts(night_owl)
    for times in ((23 * 60, 5 * 60), (3 * 60, 5 * 60), (12 * 60, 11 * 60)):
        with pytest.raises(PlannerError, match="on the same day"):
            night_owl.typical_day.insert_part(6, *times, "Long", lunch(night_owl))


def test_parts_on_both_sides_of_midnight_cannot_overlap(night_owl: Planner) -> None:
    night_owl.typical_day.insert_part(1, 23 * 60, 25 * 60, "Walk", lunch(night_owl))
    tea = night_owl.typical_day.insert_part(1, 2 * 60, 3 * 60, "Tea", lunch(night_owl))
    with pytest.raises(PlannerError, match="Walk already has"):
        night_owl.typical_day.change_part(tea.id, start_min=30, end_min=60)


def test_a_part_of_the_night_can_be_moved_on_a_date_and_then_is_its_own(night_owl: Planner) -> None:
    night_owl.typical_day.insert_part(1, 2 * 60, 3 * 60, "Rest", lunch(night_owl))
    night_owl.blocks.move(item(night_owl, "Rest").key, at(night_owl, "25:30"))
    assert "25:30-26:30 Rest" in plan_picture(night_owl, TUESDAY)


def test_an_own_event_of_the_night_moves_within_its_day(night_owl: Planner) -> None:
    night_owl.typical_day.add_recurring_event(
        "On call", coding(night_owl), "FREQ=WEEKLY;BYDAY=TU", TUESDAY, 150, 30
    )
    assert "26:30-27:00 On call" in plan_picture(night_owl, TUESDAY)
    night_owl.blocks.move(item(night_owl, "On call").key, at(night_owl, "25:00"))
    assert "25:00-25:30 On call" in plan_picture(night_owl, TUESDAY)
    with pytest.raises(PlannerError, match="can only move within one"):
        night_owl.blocks.move(item(night_owl, "On call").key, at(night_owl, "29:00"))


def test_planning_leaves_the_night_as_it_is(night_owl: Planner) -> None:
    night_owl.typical_day.insert_part(1, 2 * 60, 3 * 60, "Rest", lunch(night_owl))
    night_owl.typical_day.add_recurring_event(
        "On call", coding(night_owl), "FREQ=WEEKLY;BYDAY=TU", TUESDAY, 90, 30, movable=True
    )
    night_owl.tasks.add("Drift alert 3h")
    night_owl.planning.accept(night_owl.planning.propose([TUESDAY]))
    picture = plan_picture(night_owl, TUESDAY)
    assert "26:00-27:00 Rest" in picture
    assert "25:30-26:00 On call" in picture
    assert "Drift alert" in picture


def test_the_workdays_are_those_of_the_typical_day(planner: Planner) -> None:
    assert planner.days.workdays == {0, 1, 2, 3, 4}
    work_sunday_to_thursday(planner)
    assert planner.days.workdays == {6, 0, 1, 2, 3}
    planner.typical_day.delete_parts([part.id for part in planner.typical_day.parts()])
    assert planner.days.workdays == {0, 1, 2, 3, 4}, "an empty typical day says nothing"
    planner.history.undo()
    assert planner.days.workdays == {6, 0, 1, 2, 3}


def test_a_ready_made_day_keeps_the_workdays(planner: Planner) -> None:
    work_sunday_to_thursday(planner)
    planner.typical_day.choose("Senior")
    assert planner.days.workdays == {6, 0, 1, 2, 3}
    assert {event.rule for event in planner.typical_day.recurring_events()} == {
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"
    }
    assert parts(planner, 4) == ""


def test_a_task_of_every_weekday_is_one_of_every_workday(planner: Planner, tmp_path: Path) -> None:
    work_sunday_to_thursday(planner)
    file = tmp_path / "tasks.csv"
    file.write_text("title,repeats\nWatch alerts,every weekday\n")
    typed = planner.tasks.add("Tidy inbox every weekday 30m")
    (read,) = planner.task_imports.read_file(file).tasks
    assert typed.repeats == read.repeats == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"
