"""Everything a hand does, by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.frozen import replace
from mle_planner.core.planner import Planner
from mle_planner.core.refs import OccurrenceRef
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.interact.peek import Peek
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.model.requests import Create
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.axis import (
    ALT,
    CTRL,
    PLANNED,
    SHIFT,
    TUESDAY,
    Pointer,
    Said,
    choose,
    one_step,
    planned,
    press_key,
    tracked,
    type_title,
    undo_depth,
)
from tests.support.builders import stretch
from tests.support.window import hold

Key = Qt.Key


def current_title(screen: TodayScreen | WeekScreen) -> str:
    block = screen.surface.current_block()
    assert block is not None, "nothing is selected"
    return block.title


def test_arrows_go_from_block_to_block_and_to_the_other_lane(today: TodayScreen) -> None:
    choose(today, "Drift")
    press_key(today.surface, Key.Key_Down)
    assert current_title(today) == "Alerts"
    press_key(today.surface, Key.Key_Right)
    block = today.surface.current_block()
    assert block.is_tracked
    press_key(today.surface, Key.Key_Up)
    assert current_title(today) == "Standup"
    press_key(today.surface, Key.Key_Left)
    block = today.surface.current_block()
    assert not block.is_tracked


def test_the_first_arrow_goes_to_the_present(today: TodayScreen) -> None:
    press_key(today.surface, Key.Key_Down)
    assert current_title(today) == "Lunch"


def test_alt_and_arrows_move_by_five_minutes_in_one_undo_step(
    planner: Planner, today: TodayScreen
) -> None:
    with one_step(planner):
        choose(today, "Slides")
        for _ in range(3):
            press_key(today.surface, Key.Key_Down, ALT)
        press_key(today.surface, Key.Key_Up, ALT)
        assert planned(planner).endswith("Slides 15:10-16:10")
    planner.history.undo()
    assert planned(planner) == PLANNED


def test_shift_alt_and_arrows_stretch_both_ends(planner: Planner, today: TodayScreen) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_Down, ALT | SHIFT)
    assert planned(planner).endswith("Slides 15:00-16:05")
    press_key(today.surface, Key.Key_Left, ALT | SHIFT)
    assert planned(planner).endswith("Slides 14:55-16:05")
    press_key(today.surface, Key.Key_Up, ALT | SHIFT)
    press_key(today.surface, Key.Key_Right, ALT | SHIFT)
    assert planned(planner).endswith("Slides 15:00-16:00")


def test_alt_and_a_sideways_arrow_take_a_block_to_the_next_day(
    planner: Planner, week: WeekScreen
) -> None:
    choose(week, "Slides")
    press_key(week.surface, Key.Key_Right, ALT)
    assert planned(planner, date(2026, 11, 25)) == "Slides 15:00-16:00"
    assert current_title(week) == "Slides"


def test_tracked_time_stops_at_its_neighbour(planner: Planner, today: TodayScreen) -> None:
    block = next(b for _, b in today.surface.content.blocks() if b.is_tracked)
    today.surface.select(block.key)
    for _ in range(12):
        press_key(today.surface, Key.Key_Down, ALT | SHIFT)
    assert tracked(planner).startswith("Standup 09:00-10:30, Drift 10:30-11:00")


def test_enter_edits_the_title_in_place(planner: Planner, today: TodayScreen) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_Return)
    type_title(today.surface, "Demo slides")
    assert planned(planner).endswith("Demo slides 15:00-16:00")
    assert today.surface.hasFocus()


def test_delete_removes_all_that_are_chosen_in_one_step(
    planner: Planner, today: TodayScreen
) -> None:
    with one_step(planner):
        choose(today, "Drift")
        press_key(today.surface, Key.Key_Down, SHIFT)
        press_key(today.surface, Key.Key_Delete)
        assert planned(planner) == "Slides 15:00-16:00"


def test_a_key_that_is_held_down_acts_once_and_an_arrow_is_repeated(
    planner: Planner, today: TodayScreen
) -> None:
    choose(today, "Drift")
    with one_step(planner):
        hold(Key.Key_Delete, lambda: today.surface)
    assert planned(planner) == "Alerts 10:30-12:00, Slides 15:00-16:00"
    press_key(today.surface, Key.Key_Home)
    hold(Key.Key_Down, lambda: today.surface)
    held = current_title(today)
    press_key(today.surface, Key.Key_Home)
    for _press in range(3):
        press_key(today.surface, Key.Key_Down)
    assert current_title(today) == held


def test_while_a_plan_waits_a_key_that_is_held_down_answers_once(today: TodayScreen) -> None:
    answered: list[bool] = []
    today.surface.answer_by = lambda _event: lambda: answered.append(True)
    hold(Key.Key_Return, lambda: today.surface)
    assert answered == [True]


def test_s_starts_the_selected_block_and_stops_what_runs(
    planner: Planner, clock: FixedClock, today: TodayScreen
) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_S)
    assert planner.running().entry.title == "Slides"
    clock.put(clock.now() + timedelta(minutes=5))
    today.refresh()
    press_key(today.surface, Key.Key_S)
    assert planner.running() is None
    assert tracked(planner).endswith("Slides 12:00-12:05")


def test_s_on_tracked_time_goes_on_with_the_same_work(planner: Planner, today: TodayScreen) -> None:
    mail = planner.catalog.activities()[-1].id
    before = planner.tracking.log(
        stretch(planner, "8:00-8:30"), "Report", activity_id=mail, new_project="Fraud"
    )
    choose(today, tracked=["Report"])
    press_key(today.surface, Key.Key_S)
    again = planner.running_entry()
    assert again.project_id is not None
    assert (again.title, again.activity_id, again.project_id) == (
        "Report", before.activity_id, before.project_id
    )  # fmt: skip


def test_c_confirms_what_was_planned(planner: Planner, today: TodayScreen) -> None:
    planner.tracking.delete([item.entry.id for item in planner.day(TUESDAY).tracked])
    choose(today, "Drift")
    press_key(today.surface, Key.Key_C)
    assert tracked(planner) == "Drift 09:30-10:30"


def test_a_refusal_is_said_in_place(today: TodayScreen, said: Said) -> None:
    choose(today, "Slides")  # it lies in the future
    press_key(today.surface, Key.Key_C)
    assert len(said.errors) == 1
    assert "future" in said.errors[0]


def test_space_shows_a_closer_look_and_any_key_closes_it(today: TodayScreen) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_Space)
    peeks = [w for w in QApplication.topLevelWidgets() if isinstance(w, Peek) and w.isVisible()]
    assert len(peeks) == 1
    assert "15:00–16:00" in peeks[0].accessibleName()
    press_key(peeks[0], Key.Key_Space)
    assert not any(w.isVisible() for w in QApplication.topLevelWidgets() if isinstance(w, Peek))


def test_a_closer_look_says_what_is_late(planner: Planner, today: TodayScreen) -> None:
    task = planner.tasks.add("Report 1h due today 10:00")
    planner.blocks.create_for_task(task.id, stretch(planner, "16:00-17:00"))
    choose(today, "Report")
    block = today.surface.current_block()
    assert block is not None
    late = today.surface.content.late_task(block)
    press_key(today.surface, Key.Key_Space)
    (peek,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, Peek) and w.isVisible()]
    assert late.sentence in peek.accessibleName()
    assert late.sentence in [label.text() for label in peek.findChildren(TextLabel)]
    peek.close()


def test_a_closer_look_shows_every_line_whole_and_cuts_what_is_endless(
    planner: Planner, today: TodayScreen
) -> None:
    choose(today, "Slides")
    block = today.surface.current_block()
    assert block.item is not None
    for count in range(1, 60):
        item = replace(block.item, note="a word " * count, details="x" * 100 * count)
        peek = Peek(today.surface, replace(block, item=item), planner.days, item.reason)
        peek.show_beside(QPoint(0, 0))
        for label in peek.findChildren(TextLabel):
            assert label.height() >= label.heightForWidth(label.width())
            assert len(label.text()) <= 501
        peek.close()


def test_escape_takes_the_selection_back(today: TodayScreen) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_Escape)
    assert today.surface.current_block() is None


def test_without_a_place_something_new_begins_on_the_capture_line(
    today: TodayScreen, said: Said
) -> None:
    today.begin_new()
    assert said.opened == ["capture"]
    assert today.surface.titles.editor is None


def test_keys_that_mean_nothing_here_are_left_to_the_window(
    planner: Planner, today: TodayScreen
) -> None:
    before = planned(planner)
    for key in (Key.Key_J, Key.Key_K, Key.Key_P, Key.Key_1):
        press_key(today.surface, key)
    assert planned(planner) == before


def test_without_a_selection_every_key_of_a_block_says_what_is_missing(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    """Those of the sheet that change, show or copy the selected block."""
    plain = (
        Key.Key_C, Key.Key_L, Key.Key_D, Key.Key_X, Key.Key_M, Key.Key_Delete, Key.Key_Backspace,
        Key.Key_Space, Key.Key_Return, Key.Key_F2,
    )  # fmt: skip
    arrows = (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right)
    pressed = [
        *((key, Qt.KeyboardModifier.NoModifier) for key in plain),
        (Key.Key_Return, SHIFT),
        *((key, modifiers) for key in arrows for modifiers in (ALT, ALT | SHIFT)),
        *((key, CTRL) for key in (Key.Key_C, Key.Key_X, Key.Key_D)),
    ]
    sentence = "Nothing is selected. Click a block or press an arrow key first."
    before = undo_depth(planner)
    today.surface.select(None)
    for key, modifiers in pressed:
        said.errors.clear()
        press_key(today.surface, key, modifiers)
        assert said.errors == [sentence], (key, modifiers)
    assert undo_depth(planner) == before


def test_a_letter_that_the_selected_block_does_not_take_says_why(
    today: TodayScreen, said: Said
) -> None:
    tracked_key = next(b.key for _, b in today.surface.content.blocks() if b.is_tracked)
    today.surface.select(tracked_key)
    for key in (Key.Key_C, Key.Key_D):
        press_key(today.surface, key)
    assert said.errors == [
        "This is tracked already.",
        "This block has no task to finish. L assigns it to one.",
    ]


def test_two_parts_of_the_typical_day_can_go_in_one_step(
    planner: Planner, today: TodayScreen
) -> None:
    with one_step(planner):
        blocks = [block for _, block in today.surface.content.blocks() if block.item is not None]
        keys = [block.key for block in blocks if block.item.is_day_part]
        assert len(keys) == 2
        today.surface.select_all(keys)
        press_key(today.surface, Key.Key_Delete)
        assert not {"Lunch", "Wrap up"} & {item.title for item in planner.day(TUESDAY).items}
    planner.history.undo()
    assert {"Lunch", "Wrap up"} <= {item.title for item in planner.day(TUESDAY).items}


def test_x_splits_and_m_merges_with_the_next(planner: Planner, today: TodayScreen) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_X)
    assert planned(planner).endswith("Slides 15:00-15:30, Slides 15:30-16:00")
    press_key(today.surface, Key.Key_M)
    assert planned(planner).endswith("Slides 15:00-16:00")


def test_x_splits_what_is_under_way_now(
    planner: Planner, clock: FixedClock, today: TodayScreen
) -> None:
    clock.put(stretch(planner, "11:40-12:00").start)
    today.refresh()
    choose(today, "Alerts")
    press_key(today.surface, Key.Key_X)
    assert "Alerts 10:30-11:40, Alerts 11:40-12:00" in planned(planner)


def test_m_merges_a_block_of_the_week_with_the_next_planned_one(
    planner: Planner, week: WeekScreen, said: Said
) -> None:
    """Given tracked time between two blocks, then it is left as it is."""
    before = tracked(planner)
    drift = next(b for _, b in week.surface.content.blocks() if b.span.start.hour == 9 and b.item
                 and b.title == "Drift")  # fmt: skip
    week.surface.select(drift.key)
    press_key(week.surface, Key.Key_M)
    assert said.errors == []
    assert planned(planner).startswith("Drift 09:30-12:00, Slides")
    assert tracked(planner) == before


def test_m_never_invents_tracked_time(planner: Planner, today: TodayScreen, said: Said) -> None:
    before = tracked(planner)
    block = next(b for _, b in today.surface.content.blocks() if b.title == "Standup")
    tracked_block = next(b for _, b in today.surface.content.blocks() if b.is_tracked)
    assert block.title == tracked_block.title
    today.surface.select(tracked_block.key)
    press_key(today.surface, Key.Key_M)
    assert tracked(planner) == before
    assert len(said.errors) == 1


def test_a_new_title_may_change_activity_too_but_keeps_other_words(
    planner: Planner, today: TodayScreen
) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_Return)
    type_title(today.surface, "Demo rehearsal @presentation")
    item = next(i for i in planner.day(TUESDAY).items if i.title == "Demo rehearsal")
    assert item.activity.name == "Presentation"
    choose(today, "Demo rehearsal")
    press_key(today.surface, Key.Key_Return)
    type_title(today.surface, "The 2h talk due friday")
    assert planned(planner).endswith("The 2h talk due friday 15:00-16:00")


def test_the_start_of_the_running_entry_can_be_corrected(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    planner.tracking.start("Deploy")
    clock.put(clock.now() + timedelta(minutes=30))
    today.refresh()
    choose(today, tracked=["Deploy"])
    press_key(today.surface, Key.Key_Left, ALT | SHIFT)
    assert planner.running().entry.start == stretch(planner, "11:55-12:00").start
    press_key(today.surface, Key.Key_Down, ALT | SHIFT)
    assert planner.running() is not None, "its end is the present and nothing else"


def test_the_end_of_the_running_entry_is_not_dragged(
    planner: Planner, today: TodayScreen, clock: FixedClock, hand: Pointer
) -> None:
    planner.tracking.start("Deploy")
    clock.put(clock.now() + timedelta(hours=2))
    today.refresh()
    before = tracked(planner), planner.running_entry()
    end = hand.spot(clock.now(), LaneKind.ACTUAL) - QPointF(0, 3)
    hand.press(end)
    hand.move(end - QPointF(0, 60))
    assert today.surface.preview.moved == {}
    hand.release(end - QPointF(0, 60))
    assert (tracked(planner), planner.running_entry()) == before


def test_a_new_entry_begins_where_the_selected_one_ends(
    planner: Planner, today: TodayScreen
) -> None:
    block = next(b for _, b in today.surface.content.blocks() if b.is_tracked)
    today.surface.select(block.key)
    today.begin_new()
    type_title(today.surface, "Reading")
    assert tracked(planner).startswith("Standup 09:00-09:36, Reading 09:36-10:30, Drift")


# -- typed times ---------------------------------------------------------------------------------


def retype(screen: TodayScreen | WeekScreen, text: str) -> None:
    """Open the editor with the times and type something else."""
    press_key(screen.surface, Key.Key_Return, SHIFT)
    screen.surface.titles.editor.selectAll()
    type_title(screen.surface, text)


def test_shift_and_enter_edit_the_times_with_the_title_in_one_step(
    planner: Planner, today: TodayScreen
) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_Return, SHIFT)
    editor = today.surface.titles.editor
    assert (editor.text(), editor.selectedText()) == ("15:00–16:00 Slides", "15:00–16:00")
    before = undo_depth(planner)
    type_title(today.surface, "15:07-16:21")
    assert planned(planner).endswith("Slides 15:07-16:21")
    assert current_title(today) == "Slides"
    retype(today, "14:30 Demo slides @analysis")
    assert planned(planner).endswith("Demo slides 14:30-15:44")
    assert undo_depth(planner) == before + 2
    planner.history.undo()
    assert planned(planner).endswith("Slides 15:07-16:21")


def test_typed_times_of_tracked_work_keep_its_rules(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    entry = next(b for _, b in today.surface.content.blocks() if b.is_tracked)
    today.surface.select(entry.key)
    retype(today, "8:55-9:33 Standup")
    assert tracked(planner).startswith("Standup 08:55-09:33")
    retype(today, "8:55-10:45 Standup")
    assert tracked(planner).startswith("Standup 08:55-09:33")
    assert said.errors[-1].startswith("Drift is already tracked from 10:30 to 11:00.")
    retype(today, "8:55-13:00 Standup")
    assert "lies in the future" in said.errors[-1]


def test_the_start_of_what_runs_can_be_typed(planner: Planner, today: TodayScreen) -> None:
    planner.tracking.start("Review", at=planner.now() - timedelta(minutes=20))
    key = next(b.key for _, b in today.surface.content.blocks() if b.is_running)
    today.surface.select(key)
    press_key(today.surface, Key.Key_Return, SHIFT)
    assert today.surface.titles.editor.text() == "11:40 Review"
    type_title(today.surface, "11:15")
    assert tracked(planner).endswith("Review 11:15-12:00")
    assert planner.running() is not None


def test_an_own_recurring_event_takes_other_times_and_keeps_its_words(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    key = next(b.key for _, b in today.surface.content.blocks() if isinstance(b.key, OccurrenceRef))
    today.surface.select(key)
    retype(today, "9:10-9:25 Standup")
    standup = next(i for i in planner.day(TUESDAY).items if i.key == key)
    assert standup.span == stretch(planner, "9:10-9:25")
    retype(today, "9:15-9:25 Daily")
    assert "change the event in Settings" in said.errors[-1]
    standup = next(i for i in planner.day(TUESDAY).items if i.key == key)
    assert standup.span == stretch(planner, "9:10-9:25")


def test_a_new_block_goes_where_its_typed_times_say(planner: Planner, today: TodayScreen) -> None:
    draft = Create(LaneKind.PLAN, stretch(planner, "12:00-12:30"))
    today.surface.titles.draft(draft)
    type_title(today.surface, "16:20-16:50 Call Ana")
    assert planned(planner).endswith("Call Ana 16:20-16:50")
    assert current_title(today) == "Call Ana"


def test_d_without_a_selection_finishes_the_running_task(
    planner: Planner, clock: FixedClock, today: TodayScreen, said: Said
) -> None:
    task = planner.tasks.add("Probe")
    planner.tracking.start(task_id=task.id)
    clock.put(clock.now() + timedelta(minutes=5))
    today.refresh()
    today.surface.select(None)
    press_key(today.surface, Key.Key_D)
    assert planner.task(task.id).done_at is not None
    assert planner.running_entry() is None
    assert said.messages[-1].startswith("Done: Probe")
