"""What is selected moves and goes together, and neighbours make room as the setting says."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt

from mle_planner.core.base.spans import DAY, ZERO
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.model.changes import move_together
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.widgets.task_drag import carried_task
from tests.support.axis import (
    ALT,
    CTRL,
    NONE,
    PLANNED,
    SHIFT,
    THURSDAY,
    TRACKED,
    TUESDAY,
    Pointer,
    Said,
    choose,
    context_for,
    one_step,
    planned,
    press_key,
    shown,
    tracked,
    type_title,
)
from tests.support.builders import at, coding, stretch
from tests.support.widgets import drop, hold

Key = Qt.Key


# -- together ------------------------------------------------------------------------------------


def test_presses_that_move_several_blocks_are_one_step(
    planner: Planner, today: TodayScreen
) -> None:
    choose(today, "Drift", "Slides")
    with one_step(planner):
        for _ in range(3):
            press_key(today.surface, Key.Key_Down, ALT)
        assert planned(planner) == "Drift 09:45-10:45, Alerts 10:30-12:00, Slides 15:15-16:15"
    planner.history.undo()
    assert planned(planner) == PLANNED


def test_parts_of_the_typical_day_stay_selected_while_they_move(
    planner: Planner, today: TodayScreen
) -> None:
    for titles, expected in (
        (["Lunch"], "Lunch 13:15-14:15"),
        (["Lunch", "Wrap up", "Slides"], "Lunch 13:15-14:15, Slides 15:15-16:15, Wrap up 18:00"),
    ):
        choose(today, *titles)
        with one_step(planner):
            for _ in range(3):
                press_key(today.surface, Key.Key_Down, ALT)
            assert len(today.surface.selection.keys) == len(titles)
            assert expected in planned(planner)
        planner.history.undo()
        assert planned(planner) == PLANNED
        today.surface.select(None)


def test_planned_and_tracked_move_together_as_far_as_the_past_reaches(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    choose(today, "Slides", tracked=["Drift"])
    with one_step(planner):
        hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "18:30")))
        assert planned(planner).endswith("Slides 16:00-17:00"), "the entry reaches now, at 12:00"
        assert tracked(planner) == "Standup 09:00-09:36, Drift 11:30-12:00"
    planner.history.undo()
    assert (planned(planner), tracked(planner)) == (PLANNED, TRACKED)


def test_tracked_entries_move_together_and_over_no_other(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    planner.tracking.log(stretch(planner, "9:40-9:55"), "Mail", activity_id=coding(planner))
    choose(today, tracked=["Standup", "Drift"])
    spot = hand.spot(at(planner, "9:15"), LaneKind.ACTUAL)
    hand.drag(spot, hand.spot(at(planner, "9:25"), LaneKind.ACTUAL))
    assert tracked(planner) == "Standup 09:04-09:40, Mail 09:40-09:55, Drift 10:34-11:04"
    choose(today, tracked=["Standup", "Drift"])
    spot = hand.spot(at(planner, "9:15"), LaneKind.ACTUAL)
    hand.drag(spot, hand.spot(at(planner, "10:10"), LaneKind.ACTUAL))
    assert tracked(planner) == "Mail 09:40-09:55, Standup 10:00-10:36, Drift 11:30-12:00"


@pytest.mark.parametrize("titles", [("Standup", "Mail"), ("Mail", "Standup")])
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key.Key_Down, "Standup 09:05-09:41, Mail 09:41-10:05, Drift 10:30-11:00"),
        (Key.Key_Up, "Standup 08:55-09:31, Mail 09:31-09:55, Drift 10:30-11:00"),
    ],
)
def test_tracked_entries_that_touch_are_pushed_together(
    planner: Planner, today: TodayScreen, titles: tuple[str, str], key: Qt.Key, expected: str
) -> None:
    planner.tracking.log(stretch(planner, "9:36-10:00"), "Mail", activity_id=coding(planner))
    choose(today, tracked=titles[:1])
    choose(today, tracked=titles)
    press_key(today.surface, key, ALT)
    assert tracked(planner) == expected


def test_the_picture_of_several_is_what_is_stored(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    choose(today, "Drift", "Slides", tracked=["Standup"])
    start, end = hand.spot(at(planner, "15:30")), hand.spot(at(planner, "15:52"))
    hand.press(start)
    hand.move(end, SHIFT)
    pictured = {(lane, span) for lane, span in today.surface.preview.moved.values()}
    assert (planned(planner), tracked(planner)) == (PLANNED, TRACKED), "a drag writes nothing"
    hand.release(end, SHIFT)
    day = planner.day(TUESDAY)
    stored = {(0, item.span) for item in day.items} | {(1, item.span) for item in day.tracked}
    assert len(pictured) == 4, "Alerts is pushed too"
    assert pictured <= stored


def test_alt_and_a_sideways_arrow_take_all_that_is_selected_to_the_next_day(
    planner: Planner, week: WeekScreen
) -> None:
    choose(week, "Slides", "Alerts")
    with one_step(planner):
        press_key(week.surface, Key.Key_Right, ALT)
        press_key(week.surface, Key.Key_Right, ALT)
        assert planned(planner, THURSDAY) == "Alerts 10:30-12:00, Slides 15:00-16:00"
    for _ in range(9):
        press_key(week.surface, Key.Key_Right, ALT)
    friday = date(2026, 11, 27)
    assert planned(planner, friday) == "Alerts 10:30-12:00, Slides 15:00-16:00"


def test_over_the_change_of_clocks_they_keep_their_times_on_the_wall(
    planner: Planner, said: Said, qtbot: object, clock: object
) -> None:
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    saturday, sunday = date(2026, 10, 24), date(2026, 10, 25)
    clock.zone = berlin  # type: ignore[attr-defined]
    for text, title in (("9:00-10:00", "One"), ("11:00-12:30", "Two")):
        span = stretch(planner, text, saturday)
        planner.blocks.create(span, title, activity_id=coding(planner))
    planner.blocks.create(stretch(planner, "8:00-8:30", sunday), "Sun", activity_id=coding(planner))
    screen = WeekScreen(planner, context_for(said))
    surface = shown(screen, qtbot)
    screen.go_to(saturday)
    surface.select_all(b.key for _, b in surface.content.blocks() if b.title in ("One", "Two"))
    press_key(surface, Key.Key_Right, ALT)
    assert planned(planner, sunday) == "Sun 08:00-08:30, One 09:00-10:00, Two 11:00-12:30"


def test_from_today_they_go_to_the_day_beside_though_it_is_not_shown(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    wednesday = date(2026, 11, 25)
    choose(today, "Slides", "Alerts", tracked=["Standup"])
    with one_step(planner):
        press_key(today.surface, Key.Key_Right, ALT)
        assert planned(planner, wednesday) == "Alerts 10:30-12:00, Slides 15:00-16:00"
        assert planned(planner) == "Drift 09:30-10:30"
        assert tracked(planner) == TRACKED, "what happened stays on its day"
        assert said.messages == ["Moved to Wed 25 Nov."]
    planner.history.undo()
    assert planned(planner) == PLANNED


def test_deleting_what_is_selected_on_both_lanes_is_one_step(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    choose(today, "Slides", "Drift", tracked=["Standup"])
    with one_step(planner):
        press_key(today.surface, Key.Key_Delete)
        assert (planned(planner), tracked(planner)) == ("Alerts 10:30-12:00", "Drift 10:30-11:00")
    assert said.messages == ["3 blocks were deleted."]
    planner.history.undo()
    assert (planned(planner), tracked(planner)) == (PLANNED, TRACKED)


def test_after_a_deletion_the_next_key_is_for_the_block_that_follows(
    planner: Planner, today: TodayScreen
) -> None:
    def current() -> str:
        block = today.surface.current_block()
        return block.title if block is not None else ""

    choose(today, "Alerts")
    press_key(today.surface, Key.Key_Delete)
    assert current() == "Lunch"
    today.surface.select(None)
    choose(today, "Wrap up", "Slides")
    press_key(today.surface, Key.Key_Delete)
    assert current() == "Lunch", "which has become a block of the date meanwhile"
    planner.history.undo()
    assert current() == "Lunch"
    today.surface.select(None)
    planner.history.redo()
    assert current() == "", "nothing is chosen by what others do"


# -- neighbours ----------------------------------------------------------------------------------

LEFT_ALONE = "Drift 10:00-11:00, Alerts 10:30-12:00, Slides 15:00-16:00"
PUSHED = "Drift 10:00-11:00, Alerts 11:00-12:30, Slides 15:00-16:00"
SHRUNK = "Drift 10:00-11:00, Alerts 11:00-12:00, Slides 15:00-16:00"


@pytest.mark.parametrize(
    ("setting", "keys", "expected"),
    [
        ("leave", NONE, LEFT_ALONE), ("leave", SHIFT, PUSHED), ("leave", CTRL | SHIFT, SHRUNK),
        ("push", NONE, PUSHED), ("push", SHIFT, LEFT_ALONE), ("push", CTRL | SHIFT, SHRUNK),
        ("shrink", NONE, SHRUNK), ("shrink", SHIFT, PUSHED), ("shrink", CTRL | SHIFT, LEFT_ALONE),
    ],
)  # fmt: skip
def test_neighbours_do_what_the_setting_says_and_for_one_drag_what_keys_say(
    planner: Planner, hand: Pointer, setting: str, keys: Qt.KeyboardModifier, expected: str
) -> None:
    planner.set("neighbours", setting)
    with one_step(planner):
        hand.drag(hand.spot(at(planner, "10:00")), hand.spot(at(planner, "10:30")), keys)
    assert planned(planner) == expected
    planner.history.undo()
    edge = hand.spot(at(planner, "10:30")) - QPointF(0, 5)
    hand.drag(edge, hand.spot(at(planner, "11:00")), keys)
    assert planned(planner) == expected.replace("Drift 10:00", "Drift 09:30")


def test_arrow_keys_follow_the_setting_in_one_step(planner: Planner, today: TodayScreen) -> None:
    planner.set("neighbours", "push")
    choose(today, "Drift")
    with one_step(planner):
        for _ in range(6):
            press_key(today.surface, Key.Key_Down, ALT)
        assert planned(planner) == PUSHED
    planner.history.undo()
    press_key(today.surface, Key.Key_Down, ALT | SHIFT)
    assert planned(planner).startswith("Drift 09:30-10:35, Alerts 10:35-12:05")


def test_a_dropped_task_is_as_long_as_its_picture_and_pushes_as_the_setting_says(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    planner.set("neighbours", "push")
    task = planner.tasks.add("Fix paging 45m")
    point = hand.spot(at(planner, "14:30"))
    carried = carried_task(task.id, task.title)
    with one_step(planner):
        assert hold(today.surface, carried, point)
        assert today.surface.preview.draft[1] == stretch(planner, "14:30-15:15")
        pushed = {span for _, span in today.surface.preview.moved.values()}
        assert pushed == {stretch(planner, "15:15-16:15")}
        drop(today.surface, carried, point)
        assert planned(planner).endswith("Fix paging 14:30-15:15, Slides 15:15-16:15")
    assert today.surface.preview.is_empty


def test_a_new_block_pushes_too_in_the_picture_and_in_one_step(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    start, end = hand.spot(at(planner, "14:30")), hand.spot(at(planner, "15:20"))
    with one_step(planner):
        hand.press(start)
        hand.move(end, SHIFT)
        hand.release(end, SHIFT)
        pictured = {span for _, span in today.surface.preview.moved.values()}
        assert pictured == {stretch(planner, "15:20-16:20")}, "it stays while the title is typed"
        assert planned(planner) == PLANNED
        type_title(today.surface, "Mail")
        assert planned(planner).endswith("Mail 14:30-15:20, Slides 15:20-16:20")
    planner.history.undo()
    assert planned(planner) == PLANNED
    hand.drag(start, end)
    type_title(today.surface, "Mail")
    assert planned(planner).endswith("Mail 14:30-15:20, Slides 15:00-16:00")


def test_a_new_block_with_typed_times_leaves_the_others_where_they_are(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    planner.set("neighbours", "push")
    hand.drag(hand.spot(at(planner, "14:30")), hand.spot(at(planner, "15:20")))
    type_title(today.surface, "17:00-17:30 Mail")
    assert planned(planner).endswith("Slides 15:00-16:00, Mail 17:00-17:30")


def test_several_push_on_the_day_they_come_to(planner: Planner, week: WeekScreen) -> None:
    planner.blocks.create(
        stretch(planner, "10:00-11:00", THURSDAY), "Other", activity_id=coding(planner)
    )
    choose(week, "Alerts", "Slides")
    hand = Pointer(week.surface)
    there = hand.spot(at(planner, "15:30", THURSDAY), day=THURSDAY)
    hand.drag(hand.spot(at(planner, "15:30")), there, SHIFT)
    assert planned(planner, THURSDAY) == (
        "Alerts 10:30-12:00, Other 12:00-13:00, Slides 15:00-16:00"
    )


def test_several_blocks_moved_by_keys_say_nothing(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    """Each press shows where they are; a drag says how many were moved."""
    choose(today, "Drift", "Alerts")
    press_key(today.surface, Key.Key_Down, ALT)
    assert planned(planner).startswith("Drift 09:35-10:35, Alerts 10:35-12:05")
    assert said.messages == []


def test_blocks_of_two_days_move_to_the_days_after_them_though_neighbours_are_pushed(
    planner: Planner, week: WeekScreen
) -> None:
    """Given both at the same time: the first one comes where the other one was."""
    wednesday = TUESDAY + DAY
    planner.blocks.create(stretch(planner, "9:30-10:30", wednesday), "Retries")
    content = week.surface.content
    blocks = {b.title: b for _, b in content.blocks() if not b.is_tracked}
    keys = {blocks[title].key for title in ("Drift", "Retries")}
    moved = move_together(content, keys, ZERO, by_days=1, neighbours=Neighbours.PUSH)
    assert moved == {
        blocks["Drift"].key: stretch(planner, "9:30-10:30", wednesday),
        blocks["Retries"].key: stretch(planner, "9:30-10:30", THURSDAY),
    }
