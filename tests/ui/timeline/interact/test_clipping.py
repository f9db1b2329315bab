"""Copies by mouse and over the clipboard, and the empty time that is marked for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.interact.clipping import BLOCKS_MIME
from mle_planner.ui.timeline.interact.menu import Choices, build_menu
from mle_planner.ui.timeline.model.content import LaneKind
from tests.support.axis import (
    CTRL,
    PLANNED,
    THURSDAY,
    TRACKED,
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
from tests.support.builders import at, coding, stretch

Key = Qt.Key


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: object) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def chosen(screen: TodayScreen | WeekScreen) -> list[str]:
    """What is selected, as "Slides 16:00"."""
    days = screen.planner.days
    found = [screen.surface.content.find(key) for key in screen.surface.selection.keys]
    assert None not in found
    return sorted(
        f"{b.title} {b.span.start.astimezone(days.zone):%H:%M}" for b in found if b is not None
    )


# -- with the mouse ------------------------------------------------------------------------------


def test_ctrl_and_a_drag_copy_a_block_and_select_the_copy(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said
) -> None:
    with one_step(planner):
        hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:00")), CTRL)
        assert planned(planner) == f"{PLANNED}, Slides 16:30-17:30"
        assert chosen(today) == ["Slides 16:30"]
    assert said.messages == ["Copied."]
    planner.history.undo()
    assert planned(planner) == PLANNED


def test_the_picture_of_a_copy_follows_ctrl_and_leaves_the_block_where_it_is(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    start, end = hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:00"))
    hand.press(start)
    hand.move(end)
    assert (len(today.surface.preview.moved), len(today.surface.preview.copied)) == (1, 0)
    press_down = Qt.Key.Key_Control
    today.surface.pointer.change_modifier(press_down, Qt.KeyboardModifier.NoModifier, down=True)
    assert (len(today.surface.preview.moved), len(today.surface.preview.copied)) == (0, 1)
    assert today.surface.cursor().shape() is Qt.CursorShape.DragCopyCursor
    press_key(today.surface, Key.Key_Escape)
    hand.release(end)
    assert planned(planner) == PLANNED


def test_what_is_selected_is_copied_together_and_to_another_day(
    planner: Planner, week: WeekScreen
) -> None:
    hand = Pointer(week.surface)
    choose(week, "Slides", "Lunch")
    with one_step(planner):
        hand.drag(
            hand.spot(at(planner, "15:30")),
            hand.spot(at(planner, "15:30", THURSDAY), day=THURSDAY),
            CTRL,
        )
        assert planned(planner, THURSDAY) == "Lunch 13:00-14:00, Slides 15:00-16:00"
        assert planned(planner) == PLANNED


def test_a_copy_of_tracked_time_finds_a_free_place_in_the_past(
    planner: Planner, hand: Pointer
) -> None:
    def spot(clock: str) -> object:
        return hand.spot(at(planner, clock), LaneKind.ACTUAL)

    hand.drag(spot("10:45"), spot("11:10"), CTRL)
    assert tracked(planner) == f"{TRACKED}, Drift 11:00-11:30"
    hand.drag(spot("11:15"), spot("14:00"), CTRL)
    assert tracked(planner) == f"{TRACKED}, Drift 11:00-11:30, Drift 11:30-12:00"


def test_a_copy_dropped_where_it_was_is_none(planner: Planner, hand: Pointer) -> None:
    before = undo_depth(planner)
    start = hand.spot(at(planner, "15:30"))
    hand.press(start)
    hand.move(hand.spot(at(planner, "17:00")), CTRL)
    hand.move(start, CTRL)
    hand.release(start, CTRL)
    assert planned(planner) == PLANNED
    assert undo_depth(planner) == before


# -- over the clipboard --------------------------------------------------------------------------


def test_a_copied_block_is_pasted_behind_itself_in_the_next_free_time(
    planner: Planner, today: TodayScreen
) -> None:
    choose(today, "Drift")
    before = undo_depth(planner)
    press_key(today.surface, Key.Key_C, CTRL)
    press_key(today.surface, Key.Key_V, CTRL)
    assert planned(planner).endswith("Alerts 10:30-12:00, Drift 12:00-13:00, Slides 15:00-16:00")
    press_key(today.surface, Key.Key_V, CTRL)
    assert planned(planner).endswith("Drift 12:00-13:00, Drift 14:00-15:00, Slides 15:00-16:00")
    assert chosen(today) == ["Drift 14:00"]
    assert undo_depth(planner) == before + 2


def test_on_another_day_it_keeps_its_time(planner: Planner, today: TodayScreen) -> None:
    choose(today, "Drift", "Slides")
    press_key(today.surface, Key.Key_C, CTRL)
    today.go_to(THURSDAY)
    press_key(today.surface, Key.Key_V, CTRL)
    assert planned(planner, THURSDAY) == "Drift 09:30-10:30, Slides 15:00-16:00"


def test_in_another_week_it_keeps_its_weekday(planner: Planner, week: WeekScreen) -> None:
    choose(week, "Drift", "Slides")
    press_key(week.surface, Key.Key_C, CTRL)
    week.step(1)
    press_key(week.surface, Key.Key_V, CTRL)
    assert planned(planner, date(2026, 12, 1)) == "Drift 09:30-10:30, Slides 15:00-16:00"


def test_a_copy_of_a_pinned_block_is_pinned(planner: Planner, today: TodayScreen) -> None:
    slides = next(each.key for each in planner.day(TUESDAY).items if each.title == "Slides")
    planner.blocks.pin([slides], is_pinned=True)
    choose(today, "Slides")
    press_key(today.surface, Key.Key_D, CTRL)
    found = [each.pinned for each in planner.day(TUESDAY).items if each.title == "Slides"]
    assert found == [True, True]


def test_cut_and_paste_at_a_marked_time_move_it_there(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    choose(today, "Slides")
    press_key(today.surface, Key.Key_X, CTRL)
    assert planned(planner) == "Drift 09:30-10:30, Alerts 10:30-12:00"
    hand.click(hand.spot(at(planner, "16:20")))
    press_key(today.surface, Key.Key_V, CTRL)
    assert planned(planner).endswith("Alerts 10:30-12:00, Slides 16:15-17:15")
    assert today.surface.selection.insertion_point is None


def test_a_copy_keeps_task_project_and_activity(planner: Planner, today: TodayScreen) -> None:
    task = planner.tasks.add("Fix paging 1h #fraud @analysis")
    planner.blocks.place_task(task.id, at(planner, "16:00"))
    choose(today, "Fix paging")
    press_key(today.surface, Key.Key_C, CTRL)
    press_key(today.surface, Key.Key_V, CTRL)
    items = [item for item in planner.day(date(2026, 11, 24)).items if item.title == "Fix paging"]
    assert len(items) == 2
    assert {item.task.id if item.task else None for item in items} == {task.id}
    assert {(item.activity.name, item.project and item.project.name) for item in items} == {
        ("Analysis", "fraud")
    }
    planner.tasks.delete(task.id)
    press_key(today.surface, Key.Key_V, CTRL)
    left = [item for item in planner.day(date(2026, 11, 24)).items if item.title == "Fix paging"]
    assert [item.task for item in left] == [None], "a copy of work whose task is gone is no task's"


def test_tracked_time_is_pasted_onto_the_plan_and_back(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.click(hand.spot(at(planner, "9:15"), LaneKind.ACTUAL))
    press_key(today.surface, Key.Key_C, CTRL)
    hand.click(hand.spot(at(planner, "16:30")))
    press_key(today.surface, Key.Key_V, CTRL)
    assert planned(planner) == f"{PLANNED}, Standup 16:30-17:06"
    choose(today, "Slides")
    press_key(today.surface, Key.Key_C, CTRL)
    hand.click(hand.spot(at(planner, "9:45"), LaneKind.ACTUAL))
    press_key(today.surface, Key.Key_V, CTRL)
    assert "Slides 11:00-12:00" in tracked(planner), "there is no whole hour before"


def test_in_the_week_what_is_pasted_stays_planned_or_tracked(
    planner: Planner, week: WeekScreen
) -> None:
    hand, monday = Pointer(week.surface), date(2026, 11, 23)
    for title, is_tracked in (("Drift", False), ("Standup", True)):
        choose(week, *([] if is_tracked else [title]), tracked=[title] if is_tracked else [])
        press_key(week.surface, Key.Key_C, CTRL)
        hand.click(hand.spot(at(planner, "10:00", monday), day=monday))
        press_key(week.surface, Key.Key_V, CTRL)
        hand.click(hand.spot(at(planner, "20:00", monday), day=monday))
    assert planned(planner, monday) == "Drift 10:00-11:00"
    assert tracked(planner, monday) == "Standup 10:00-10:36"


def test_where_no_time_is_free_nothing_is_pasted_and_it_says_so(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said
) -> None:
    planner.tracking.log(stretch(planner, "0:00-9:00"), "Night", activity_id=coding(planner))
    hand.click(hand.spot(at(planner, "4:00"), LaneKind.ACTUAL))
    press_key(today.surface, Key.Key_C, CTRL)
    hand.click(hand.spot(at(planner, "9:50"), LaneKind.ACTUAL))
    before = tracked(planner)
    press_key(today.surface, Key.Key_V, CTRL)
    assert tracked(planner) == before
    assert said.errors == ["There is no free time for that here. Nothing was pasted."]


def test_ctrl_d_repeats_what_is_selected_and_leaves_the_clipboard_alone(
    planner: Planner, today: TodayScreen
) -> None:
    QGuiApplication.clipboard().setText("mine")
    choose(today, "Slides")
    press_key(today.surface, Key.Key_D, CTRL)
    assert planned(planner).endswith("Slides 15:00-16:00, Slides 16:00-17:00")
    assert QGuiApplication.clipboard().text() == "mine"


def test_other_programs_get_the_blocks_as_text(today: TodayScreen) -> None:
    choose(today, "Slides", "Drift")
    press_key(today.surface, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "09:30–10:30 Drift\n15:00–16:00 Slides"


def test_copied_text_becomes_the_title_of_a_block_at_the_mark(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    QGuiApplication.clipboard().setText("  Fix the pager \nsecond line")
    press_key(today.surface, Key.Key_V, CTRL)
    assert today.surface.titles.editor is None, "there is no place for it yet"
    hand.click(hand.spot(at(planner, "16:00")))
    press_key(today.surface, Key.Key_V, CTRL)
    type_title(today.surface, "")
    assert planned(planner) == f"{PLANNED}, Fix the pager 16:00-17:00"


def test_nonsense_under_our_name_on_the_clipboard_is_nothing(
    planner: Planner, today: TodayScreen
) -> None:
    for words in (
        "", "7", "[]", "[7]", '[{"start": "x"}]', "{", "[" * 100_000,
        '[{"start": "2026-11-24T09:00:00+00:00", "end": "2026-11-24T08:00:00+00:00", "title": "",'
        ' "activity": "", "project": "", "task": "", "task_id": null, "pinned": 0, "tracked": 0}]',
    ):  # fmt: skip
        carried = QMimeData()
        carried.setData(BLOCKS_MIME, QByteArray(words.encode()))
        QGuiApplication.clipboard().setMimeData(carried)
        press_key(today.surface, Key.Key_V, CTRL)
        assert planned(planner) == PLANNED, words[:100]


# -- the insertion point ------------------------------------------------------------------------


def test_a_mark_is_never_before_the_day_begins(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    """Given a day that begins at 4:10, between two quarters of an hour."""
    planner.set("day_border_min", 250)
    hand.click(hand.spot(at(planner, "4:13")))
    assert today.surface.selection.insertion_point.at == at(planner, "4:10")


def test_a_click_on_empty_time_marks_it_and_enter_begins_a_block_there(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    for key in (Key.Key_Return, None):
        hand.click(hand.spot(at(planner, "17:12")))
        assert today.surface.selection.insertion_point.at == at(planner, "17:00")
        if key is not None:
            press_key(today.surface, key)
        else:
            today.begin_new()
        editor = today.surface.titles.editor
        assert editor is not None
        press_key(editor, Key.Key_Escape)
    type_at = hand.spot(at(planner, "14:20"))
    hand.click(type_at)
    press_key(today.surface, Key.Key_Return)
    type_title(today.surface, "Mail")
    assert "Mail 14:15-15:00" in planned(planner), "it ends where the next block begins"
    assert chosen(today) == ["Mail 14:15"]


def test_a_block_begun_a_quarter_before_the_next_one_ends_there(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.click(hand.spot(at(planner, "14:50")))
    press_key(today.surface, Key.Key_Return)
    type_title(today.surface, "Mail")
    assert "Mail 14:45-15:00" in planned(planner)


def test_escape_and_a_selection_take_the_mark_away(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    hand.click(hand.spot(at(planner, "17:12")))
    press_key(today.surface, Key.Key_Escape)
    assert today.surface.selection.insertion_point is None
    hand.click(hand.spot(at(planner, "17:12")))
    press_key(today.surface, Key.Key_Up)
    assert today.surface.selection.insertion_point is None
    assert chosen(today)


def test_the_menu_copies_and_pastes_too(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    def trigger(clock: str, title: str) -> None:
        menu = build_menu(today.surface, hand.spot(at(planner, clock)), lambda _: None, Choices())
        next(a for a in menu.actions() if a.text().startswith(title)).trigger()

    choose(today, "Slides")
    trigger("15:30", "Copy")
    trigger("16:30", "Paste here")
    assert planned(planner) == f"{PLANNED}, Slides 16:30-17:30"
    trigger("17:00", "Cut")
    assert planned(planner) == PLANNED


def test_ctrl_a_selects_the_day(week: WeekScreen) -> None:
    choose(week, "Slides")
    press_key(week.surface, Key.Key_A, CTRL)
    lanes = {next(week.surface.axis.places_of(key)).lane for key in week.surface.selection.keys}
    assert len(lanes) == 1
    assert len(week.surface.selection.keys) > 3
