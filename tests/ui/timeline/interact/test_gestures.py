"""What a mouse does to the plan and to tracked time, seen in what the planner stores."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.widgets.theme import theme_named
from tests.support.axis import (
    ALT,
    PLANNED,
    SHIFT,
    Pointer,
    one_step,
    planned,
    press_key,
    tracked,
    type_title,
    undo_depth,
)
from tests.support.builders import at, coding, stretch

DOWN = QPointF(0, 30)


def test_dragging_on_empty_time_creates_a_block_with_the_title_typed_next(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    with one_step(planner):
        hand.drag(hand.spot(at(planner, "16:01")), hand.spot(at(planner, "17:28")))
        assert planned(planner) == PLANNED, "nothing is stored before it has a title"
        type_title(today.surface, "Write the report")
        assert planned(planner) == f"{PLANNED}, Write the report 16:00-17:30"
    planner.history.undo()
    assert planned(planner) == PLANNED


def test_the_title_may_name_an_activity(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.drag(hand.spot(at(planner, "16:00")), hand.spot(at(planner, "17:00")))
    type_title(today.surface, "Holdout numbers @analysis")
    item = next(item for item in planner.day(date(2026, 11, 24)).items if "Holdout" in item.title)
    assert (item.title, item.activity.name) == ("Holdout numbers", "Analysis")


def test_escape_in_the_title_leaves_no_trace(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    before = undo_depth(planner)
    hand.drag(hand.spot(at(planner, "16:00")), hand.spot(at(planner, "17:00")))
    editor = today.surface.titles.editor
    QTest.keyClicks(editor, "Nothing")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert planned(planner) == PLANNED
    assert undo_depth(planner) == before
    assert today.surface.preview.draft is None
    assert today.surface.hasFocus()


def test_a_drag_moves_a_block_in_steps_of_five_minutes(planner: Planner, hand: Pointer) -> None:
    with one_step(planner):
        hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "16:37")))
        assert planned(planner) == "Drift 09:30-10:30, Alerts 10:30-12:00, Slides 16:05-17:05"


def test_alt_moves_by_the_minute(planner: Planner, hand: Pointer) -> None:
    hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "16:37")), ALT)
    assert planned(planner).endswith("Slides 16:07-17:07")


def test_alt_draws_by_the_minute_from_where_it_was_pressed(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.drag(hand.spot(at(planner, "16:02")), hand.spot(at(planner, "16:28")), ALT)
    type_title(today.surface, "Mail")
    assert planned(planner) == f"{PLANNED}, Mail 16:02-16:28"


def test_both_edges_can_be_dragged(planner: Planner, hand: Pointer) -> None:
    end = hand.spot(at(planner, "16:00")) - QPointF(0, 5)
    hand.drag(end, hand.spot(at(planner, "17:00")))
    assert planned(planner).endswith("Slides 15:00-17:00")
    start = hand.spot(at(planner, "15:00")) + QPointF(0, 4)
    hand.drag(start, hand.spot(at(planner, "14:30")))
    assert planned(planner).endswith("Slides 14:30-17:00")


def test_an_edge_dragged_past_the_other_leaves_one_step(planner: Planner, hand: Pointer) -> None:
    end = hand.spot(at(planner, "16:00")) - QPointF(0, 5)
    hand.drag(end, hand.spot(at(planner, "13:00")))
    assert planned(planner).endswith("Slides 15:00-15:05")


def test_a_push_of_what_lies_ahead_never_goes_into_the_past(
    planner: Planner, hand: Pointer
) -> None:
    planner.blocks.create(stretch(planner, "14:00-15:00"), "Call", activity_id=coding(planner))
    planner.blocks.create(stretch(planner, "12:00-12:30"), "Mail", activity_id=coding(planner))
    hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "12:50")), SHIFT)
    assert "Alerts 10:30-12:00" in planned(planner)
    assert "Mail 12:00-12:30" in planned(planner), "there is no room before it"


def test_escape_another_button_and_lost_focus_give_a_drag_up(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    before = undo_depth(planner)
    start, end = hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:00"))

    def give_up_by_key() -> None:
        press_key(today.surface, Qt.Key.Key_Escape)

    def give_up_by_button() -> None:
        hand.send(QEvent.Type.MouseButtonPress, end, Qt.MouseButton.RightButton)

    def give_up_by_focus() -> None:
        today.surface.clearFocus()

    for give_up in (give_up_by_key, give_up_by_button, give_up_by_focus):
        today.surface.setFocus()
        hand.press(start)
        hand.move(end)
        assert today.surface.preview.moved
        give_up()
        assert not today.surface.preview.moved
        hand.release(end)
        assert planned(planner) == PLANNED
    assert undo_depth(planner) == before


def test_a_click_selects_and_moves_nothing(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.click(hand.spot(at(planner, "15:30")))
    assert today.surface.current_block().title == "Slides"
    assert today.why_card.isVisible()
    hand.click(hand.spot(at(planner, "20:00")))
    assert today.surface.current_block() is None
    assert not today.why_card.isVisible()


def test_a_part_of_the_typical_day_can_be_moved_and_stays_selected(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.drag(hand.spot(at(planner, "13:30")), hand.spot(at(planner, "13:00")))
    lunch = next(item for item in planner.day(date(2026, 11, 24)).items if item.title == "Lunch")
    assert lunch.span.start == at(planner, "12:30")
    assert today.surface.current_block().title == "Lunch"


def test_tracked_time_is_drawn_moved_and_stretched_but_never_overlaps(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    def spot(clock: str) -> QPointF:
        return hand.spot(at(planner, clock), LaneKind.ACTUAL)

    hand.drag(spot("10:00"), spot("11:20"))
    type_title(today.surface, "Email")
    assert tracked(planner) == "Standup 09:00-09:36, Email 10:00-10:30, Drift 10:30-11:00"
    hand.drag(spot("10:45"), spot("11:45"))
    assert tracked(planner).endswith("Drift 11:30-12:00")
    hand.drag(spot("10:15"), spot("9:40"))
    assert tracked(planner) == "Standup 09:00-09:36, Email 09:36-10:06, Drift 11:30-12:00"
    hand.drag(spot("10:06") - QPointF(0, 5), spot("11:50"))
    assert tracked(planner) == "Standup 09:00-09:36, Email 09:36-11:30, Drift 11:30-12:00"


def test_nothing_can_be_tracked_in_the_future(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    before = tracked(planner)
    hand.drag(
        hand.spot(at(planner, "13:00"), LaneKind.ACTUAL),
        hand.spot(at(planner, "14:00"), LaneKind.ACTUAL),
    )
    assert today.surface.titles.editor is None
    assert tracked(planner) == before


def test_a_block_is_dragged_to_another_day(planner: Planner, week: WeekScreen) -> None:
    hand = Pointer(week.surface)
    thursday = date(2026, 11, 26)
    start = hand.spot(at(planner, "15:30"))
    hand.drag(start, hand.spot(at(planner, "16:30", thursday), day=thursday))
    assert planned(planner) == "Drift 09:30-10:30, Alerts 10:30-12:00"
    assert planned(planner, thursday) == "Slides 16:00-17:00"


def test_a_double_click_on_empty_time_makes_an_hour(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.send(QEvent.Type.MouseButtonDblClick, hand.spot(at(planner, "18:00")))
    type_title(today.surface, "Reading")
    assert planned(planner).endswith("Reading 18:00-19:00")


def test_a_double_click_on_a_block_edits_its_title(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.send(QEvent.Type.MouseButtonDblClick, hand.spot(at(planner, "15:30")))
    type_title(today.surface, "Slides for the demo")
    assert planned(planner).endswith("Slides for the demo 15:00-16:00")


def test_a_modifier_counts_at_once_with_the_pointer_at_rest(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    start, end = hand.spot(at(planner, "10:00")), hand.spot(at(planner, "10:30"))
    hand.press(start)
    hand.move(end)
    assert len(today.surface.preview.moved) == 1
    QTest.keyPress(today.surface, Qt.Key.Key_Shift)
    assert len(today.surface.preview.moved) == 2
    QTest.keyRelease(today.surface, Qt.Key.Key_Shift)
    assert len(today.surface.preview.moved) == 1


def test_what_changes_elsewhere_waits_until_the_hand_lets_go(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    start, end = hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:30"))
    hand.press(start)
    hand.move(end)
    planner.blocks.create(stretch(planner, "18:00-19:00"), "Other", activity_id=coding(planner))
    assert "Other" not in {b.title for _, b in today.surface.content.blocks()}
    hand.release(end)
    titles = {b.title for _, b in today.surface.content.blocks()}
    assert {"Other", "Slides"} <= titles
    assert planned(planner).endswith("Slides 17:00-18:00, Other 18:00-19:00")


def test_tracked_time_is_never_dragged_onto_the_plan_nor_the_plan_onto_it(
    planner: Planner, hand: Pointer
) -> None:
    hand.drag(hand.spot(at(planner, "10:45"), LaneKind.ACTUAL), hand.spot(at(planner, "10:50")))
    hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "11:30"), LaneKind.ACTUAL))
    assert planned(planner) == "Drift 09:30-10:30, Alerts 10:30-12:00, Slides 11:00-12:00"
    assert tracked(planner) == "Standup 09:00-09:36, Drift 10:35-11:05"


def test_the_times_of_a_block_too_low_for_them_stand_beside_it_while_it_is_dragged(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    accent = theme_named("light").color("coding").rgb()
    surface = today.surface

    def is_labelled() -> bool:
        lane, span = surface.preview.draft or next(iter(surface.preview.moved.values()))
        area = surface.axis.area_of(lane, span)
        below = surface.grab().toImage().pixel(round(area.left()) + 9, round(area.bottom()) + 12)
        return below == accent

    start = hand.spot(at(planner, "17:00"))
    hand.press(start)
    for end, is_low in (("18:00", False), ("17:05", True), ("17:10", True)):
        hand.move(hand.spot(at(planner, end)))
        assert is_labelled() is is_low
    surface.pointer.end(accept=False)
    hand.press(hand.spot(at(planner, "15:30")))
    hand.move(hand.spot(at(planner, "17:30")))
    assert not is_labelled(), "an hour has room for its times"
    surface.pointer.end(accept=False)
