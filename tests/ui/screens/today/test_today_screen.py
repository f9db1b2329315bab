"""What Today shows of a day, and how a plan is proposed, accepted and dropped."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import day_with
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef
from mle_planner.ui.screens.today.coding_words import coding_lines
from mle_planner.ui.screens.today.ring import coding_color
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.today.words import NextLine, NowWords, next_lines, now_words
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.model.requests import Rename
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.theme import ThemeName, theme_named
from tests.support.axis import TUESDAY, Said, context_for, press_key, shown, tracked
from tests.support.builders import activity, at, clock_at, coding, stretch
from tests.support.screens import apply_theme, opened
from tests.support.window import Answers
from tests.ui.widgets.test_theme import contrast


def words_on(screen: TodayScreen) -> str:
    """Everything that the visible cards say."""
    labels = screen.side.widget().findChildren(TextLabel)
    return " | ".join(label.text() for label in labels if label.isVisible() and label.text())


def test_it_opens_on_the_planning_day_with_its_name(today: TodayScreen) -> None:
    assert today.title == "Tuesday 24 November"
    assert [lane.kind for lane in today.surface.content.lanes] == [LaneKind.PLAN, LaneKind.ACTUAL]


def test_it_steps_and_goes_to_days(today: TodayScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(today.title_changed):
        today.step(1)
    assert today.title == "Wednesday 25 November"
    today.go_to(date(2025, 3, 1))
    assert (today.title, today.subtitle) == ("Saturday 1 March", "2025")


def test_a_day_in_words(planner: Planner) -> None:
    day = planner.day(TUESDAY)
    lines = [f"{line.figure} {line.words}" for line in coding_lines(day, planner.days)]
    assert lines == [
        "2:24 to go: 1:00 planned 15:00–16:00",
        "0:36 longest stretch",
        "0:00 in meetings (plan 0:30)",
    ]


def test_what_cannot_be_reached_is_said_once(planner: Planner) -> None:
    """Given meetings that leave less than the goal, then no other shortfall stands beside it."""
    meeting = activity(planner, "meeting").id
    for times in ("9:00-15:00", "15:30-18:00"):
        planner.blocks.create(stretch(planner, times), "Workshop", activity_id=meeting)
    lines = coding_lines(planner.day(TUESDAY), planner.days, timedelta(minutes=5))
    texts = [f"{line.figure} {line.words}" for line in lines]
    assert texts[0] == "2:24 to go: 0:30 planned 15:00–15:30", "not what the meeting takes"
    assert texts[1] == "0:05 of it in question"
    assert re.fullmatch(r"\d:\d\d reachable with the day's meetings and hours", texts[2])
    assert len(texts) == 3


def test_blocks_that_touch_are_counted_one_by_one(planner: Planner) -> None:
    """Given coding from 15:00 to 16:00 and from then to 16:30, then two blocks are planned."""
    planner.blocks.create(stretch(planner, "16:00-16:30"), "Next", activity_id=coding(planner))
    first = coding_lines(planner.day(TUESDAY), planner.days)[0]
    assert first.words.startswith("to go: 1:30 planned in 2 blocks")


def test_blocks_of_work_that_is_done_are_no_planned_coding(planner: Planner) -> None:
    """Given two blocks of a task beside the one of 15:00, when it is done, then one is planned."""
    task = planner.tasks.add("Loader 2h @coding")
    for span in ("16:30-17:00", "17:00-17:30"):
        planner.blocks.create_for_task(task.id, stretch(planner, span))
    planner.tasks.finish(task.id)
    first = coding_lines(planner.day(TUESDAY), planner.days)[0]
    assert first.words.startswith("to go: 1:00 planned 15:00–16:00")


def test_the_band_is_judged_by_what_the_day_will_hold(planner: Planner) -> None:
    planner.blocks.create(stretch(planner, "16:00-20:30"), "Too much", activity_id=coding(planner))
    lines = coding_lines(planner.day(TUESDAY), planner.days)
    assert any(
        "planned over the maximum of 4:00" in line.words and line.is_warning for line in lines
    )


def test_what_could_be_reached_is_not_said_of_a_day_that_is_over(planner: Planner) -> None:
    """Given an hour of coding yesterday, then the card says what is missing and nothing ahead."""
    monday = TUESDAY - timedelta(days=1)
    planner.tracking.log(
        stretch(planner, "9:00-10:00", monday), "Alerts", activity_id=coding(planner)
    )
    words = [line.words for line in coding_lines(planner.day(monday), planner.days)]
    assert words[:2] == ["short of the goal", "longest stretch"]


def test_a_day_off_is_never_short_of_coding(planner: Planner) -> None:
    sunday = date(2026, 11, 29)
    planner.blocks.create(
        stretch(planner, "10:00-11:00", sunday), "Fun", activity_id=coding(planner)
    )
    lines = coding_lines(planner.day(sunday), planner.days)
    assert not any(line.is_warning for line in lines)


def test_meetings_are_counted_beside_their_plan(planner: Planner) -> None:
    planner.tracking.log(
        stretch(planner, "11:00-11:45"), "Sync", activity_id=activity(planner, "meeting").id
    )
    lines = coding_lines(planner.day(TUESDAY), planner.days)
    meeting = next(line for line in lines if "in meetings" in line.words)
    assert meeting.figure == "0:45"


def _lines(planner: Planner) -> list[NextLine]:
    return next_lines(planner.switching.present(), planner.day(TUESDAY), planner.days)


def _words_now(planner: Planner, tracked: timedelta | None) -> NowWords:
    words = now_words(planner.switching.present(), planner.day(TUESDAY), planner.days, tracked)
    assert words is not None
    return words


def test_the_card_about_now_counts_the_task_and_the_block(
    planner: Planner, clock: FixedClock
) -> None:
    task = planner.tasks.add("Backfill job 4h due fri")
    planner.blocks.place_task(task.id, at(planner, "11:30"))
    planner.tracking.start(task_id=task.id, at=at(planner, "11:30"))
    clock.put(at(planner, "12:30"))
    words = _words_now(planner, timedelta(hours=1))
    assert (words.heading, words.title) == ("Now", "Backfill job")
    assert words.left == "1:00 of 4:00 done"
    assert words.right == "1:30 h left in block"
    assert words.share == 0.25
    assert "due Fri" in words.about


def test_with_nothing_now_the_card_says_what_comes_next(
    planner: Planner, clock: FixedClock
) -> None:
    clock.put(at(planner, "14:20"))
    words = _words_now(planner, None)
    assert (words.heading, words.aside, words.title) == ("Next", "in 40 min", "Slides")


def test_what_comes_after_is_listed_once(planner: Planner, clock: FixedClock) -> None:
    clock.put(at(planner, "14:20"))
    idle = _lines(planner)
    planner.tracking.start("Reading", at=at(planner, "14:15"))
    busy = _lines(planner)
    assert busy[0][:2] == ("15:00", "Slides")
    assert busy[1:] == idle


def test_the_next_block_of_the_running_task_has_no_button(
    planner: Planner, clock: FixedClock
) -> None:
    task = planner.tasks.add("Drift")
    planner.blocks.create_for_task(task.id, stretch(planner, "16:00-17:00"))
    clock.put(at(planner, "14:20"))
    planner.tracking.start(task_id=task.id, at=at(planner, "14:15"))
    lines = _lines(planner)
    assert {line.title: line.can_start for line in lines[:2]} == {"Slides": True, "Drift": False}


def test_what_is_due_while_something_else_runs_on_comes_next(
    planner: Planner, clock: FixedClock
) -> None:
    """Reading runs on into Slides, which the card about the present does not name then."""
    clock.put(at(planner, "15:10"))
    idle = _lines(planner)
    assert "Slides" not in [line.title for line in idle]
    planner.tracking.start("Reading", at=at(planner, "14:15"))
    (slides, *after) = _lines(planner)
    assert slides[:2] == ("15:00", "Slides")
    assert after == idle[:2]
    planner.tracking.stop()
    item = next(found for found in planner.day(TUESDAY).items if found.title == "Slides")
    planner.tracking.start_item(item.key)
    assert _lines(planner) == idle


def test_a_break_has_no_start_button_anywhere(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    clock.put(at(planner, "11:30"))
    today.refresh()
    lines = _lines(planner)
    shown = {line.title: today.next_card.buttons[row].isVisible() for row, line in enumerate(lines)}
    assert shown["Lunch"] is False
    assert True in shown.values()
    lunch = next(one for one in today.surface.axis.placed if one.block.title == "Lunch")
    assert today.surface.axis.start_of(lunch) is None

    clock.put(at(planner, "13:15"))
    today.refresh()
    assert not today.now_card.button.isVisible()
    planner.tracking.start("Lunch", activity_id=activity(planner, "Lunch").id)
    today.refresh()
    assert today.now_card.button.isVisible(), "one that runs can be stopped"


def test_the_cards_say_their_words(planner: Planner, today: TodayScreen, clock: FixedClock) -> None:
    clock.put(at(planner, "14:20"))
    today.refresh()
    assert "Next | in 40 min | Slides | 15:00–16:00 · Coding" in words_on(today)
    block = next(b for _, b in today.surface.content.blocks() if b.is_tracked)
    today.surface.select(block.key)
    assert "Tracked | 09:00–09:36 | Standup | Added by hand." in words_on(today)


def test_the_running_entry_grows_with_each_minute(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    planner.tracking.start("Deploy")
    clock.put(at(planner, "12:25"))
    today.context.ticks.minute_ticked.emit()
    block = next(b for _, b in today.surface.content.blocks() if b.is_running)
    assert block.shown.end == at(planner, "12:25")
    assert block.details.startswith("running")


def test_a_hidden_screen_catches_up_when_it_is_shown(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    today.hide()
    clock.put(at(planner, "13:00"))
    today.context.ticks.minute_ticked.emit()
    assert today.surface.content.now == at(planner, "12:00"), "no work while hidden"
    today.show()
    assert today.surface.content.now == at(planner, "13:00")


def test_past_midnight_the_screen_goes_with_the_day(
    planner: Planner, today: TodayScreen, clock: FixedClock, qtbot: QtBot
) -> None:
    """Given the evening in sight, then the new day is shown from the start of its work."""
    bar = today.view.scroll_area.verticalScrollBar()
    today.resize(1100, 420)
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(0)
    today.view.scroll_to_day()
    opened_at = bar.value()
    bar.setValue(bar.maximum())
    clock.put(at(planner, "24:01"))
    today.context.ticks.minute_ticked.emit()
    assert today.day == date(2026, 11, 25)
    assert bar.value() <= opened_at < bar.maximum()


def test_why_here_tells_the_truth_about_what_is_selected(today: TodayScreen) -> None:
    for title, words in (("Slides", "You put it here."), ("Lunch", "part of your typical day")):
        block = next(b for _, b in today.surface.content.blocks() if b.title == title)
        today.surface.select(block.key)
        assert today.why_card.isVisible()
        assert words in words_on(today)


def test_an_empty_day_says_the_next_thing_to_do(planner: Planner, today: TodayScreen) -> None:
    assert not today.empty_card.isVisible()
    friday = date(2026, 11, 27)
    today.go_to(friday)
    assert today.empty_card.isVisible()
    planner.day_rules.choose(friday, friday, is_off=True)
    assert not today.empty_card.isVisible(), "a day off has nothing to plan"
    today.go_to(date(2026, 11, 13))
    assert not today.empty_card.isVisible(), "a past day cannot be planned"


def test_an_actual_lane_without_anything_says_how_it_begins(
    planner: Planner, today: TodayScreen
) -> None:
    assert today.head.hint == ""
    planner.tracking.delete([item.entry.id for item in planner.day(TUESDAY).tracked])
    assert today.head.hint == "S starts the timer"
    planner.set("shortcuts", '{"timer.toggle": ["Ctrl+S"]}')
    assert today.head.hint == "Ctrl S starts the timer"
    planner.set("shortcuts", '{"timer.toggle": []}')
    assert today.head.hint == ""
    planner.set("shortcuts", "")
    planner.tracking.start("Deploy")
    assert today.head.hint == ""
    today.step(1)
    assert today.head.hint == "", "tomorrow cannot be tracked"


def with_tasks(planner: Planner) -> None:
    planner.tasks.add("Drift monitor 2h due fri")
    planner.tasks.add("Feature store client 1h30 due thu")


def test_a_proposal_is_made_again_after_an_edit_and_after_its_undo(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    with_tasks(planner)
    today.propose()
    before = today.proposal
    new = stretch(planner, "13:30-14:00")
    planner.blocks.create(new, "New", activity_id=coding(planner))
    assert not any(item.span.overlaps(new) for item in today.proposal.items)
    planner.history.undo()
    assert today.proposal.items == before.items
    today.bar.accept_button.click()
    assert said.errors == []


def test_what_has_no_estimate_is_listed_as_that_and_the_rest_counted(
    planner: Planner, today: TodayScreen, qtbot: QtBot
) -> None:
    for number in range(9):
        planner.tasks.add(f"Task {number}")  # without an estimate none of them can be planned
    today.propose()
    assert today.to_estimate_card.isVisible()
    qtbot.waitUntil(lambda: "Needs an estimate | 9 | Task 0" in words_on(today))
    assert "and 4 more" in words_on(today)
    assert today.bar.text == "Nothing to plan. 9 tasks need an estimate."
    assert not today.unplaced_card.isVisible(), "it is no failure"
    press_key(today.surface, Qt.Key.Key_Escape)
    assert not today.to_estimate_card.isVisible()


def test_what_is_late_is_still_shown_after_a_restart_until_it_is_done(
    planner: Planner, today: TodayScreen, said: Said, qtbot: QtBot
) -> None:
    task = planner.tasks.add("Feature store 14h due today")
    today.propose()
    today.answer(True)
    before = [row.accessibleName() for row in today.late_card.rows]
    assert len(before) == 1
    assert not today.unplaced_card.isVisible()
    again = TodayScreen(planner, context_for(said))
    shown(again, qtbot)
    assert again.late_card.isVisible()
    assert [row.accessibleName() for row in again.late_card.rows] == before
    planner.tasks.finish(task.id)
    assert not again.late_card.isVisible()


def test_why_a_day_is_short_of_coding_is_said_of_the_plan_accepted_or_not(
    planner: Planner, today: TodayScreen, said: Said, qtbot: QtBot
) -> None:
    planner.tasks.add("Deck 8h due today @presentation")
    planner.tasks.add("Refactor 5h @coding")
    today.propose()
    day = day_with(planner.day(TUESDAY), today.proposal)
    waits = planner.stored_plan.why_coding_waits(day, today.proposal.later)
    assert waits.startswith("Refactor, ")
    assert f" | {waits}" in words_on(today)
    today.answer(True)
    verdict = planner.day(TUESDAY).coding.verdict
    assert f"{verdict}. {waits}" in words_on(today)
    week = WeekScreen(planner, context_for(said))
    shown(week, qtbot)
    assert waits in week.head.accessibleName()


def test_days_that_are_over_are_not_planned(today: TodayScreen, said: Said) -> None:
    today.go_to(date(2026, 11, 20))
    today.propose()
    assert today.proposal is None
    assert said.errors == ["These days are in the past. Nothing to plan."]


def test_the_key_s_starts_what_is_selected_and_not_what_runs_already(
    today: TodayScreen, clock: FixedClock
) -> None:
    assert today.startable() is None
    block = next(b for _, b in today.surface.content.blocks() if b.title == "Slides")
    today.surface.select(block.key)
    assert today.startable() == block.key
    today.start_selected()
    assert today.startable() is None
    clock.put(clock.now() + timedelta(seconds=1))
    today.context.ticks.second_ticked.emit()
    running = next(b for _, b in today.surface.content.blocks() if b.is_running)
    today.surface.select(running.key)
    assert today.startable() is None


def test_the_key_s_does_not_start_a_meeting_again_that_is_over(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    entry = planner.tracking.start("Sync", activity_id=activity(planner, "Meeting").id)
    clock.put(clock.now() + timedelta(minutes=30))
    planner.tracking.stop()
    today.refresh()
    block = next(b for _, b in today.surface.content.blocks() if b.key == EntryRef(entry.id))
    today.surface.select(block.key)
    assert today.startable() is None


def test_the_key_s_does_not_start_a_planned_meeting_that_is_over(
    today: TodayScreen, clock: FixedClock
) -> None:
    standup = next(b for _, b in today.surface.content.blocks() if b.title == "Standup")
    today.surface.select(standup.key)
    clock.put(standup.span.end - timedelta(minutes=1))
    today.refresh()
    assert today.startable() == standup.key
    clock.put(standup.span.end)
    today.refresh()
    assert today.startable() is None


def test_another_day_is_not_read_each_second_of_a_timer(
    planner: Planner, today: TodayScreen, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner.tracking.start("Drift")
    clock.put(clock.now() + timedelta(seconds=1))
    today.go_to(date(2026, 11, 25))
    read: list[None] = []
    monkeypatch.setattr(today, "refresh", lambda: read.append(None))
    today.context.ticks.second_ticked.emit()
    assert read == []


def test_coding_that_a_forgotten_timer_counted_is_shown_as_in_question(
    planner: Planner, today: TodayScreen, week: WeekScreen, clock: FixedClock
) -> None:
    """Given a coding timer of yesterday evening, then today's coding is told to be in question."""
    clock.put(planner.days.instant(date(2026, 11, 24), 18 * 60))
    code = next(one for one in planner.catalog.activities() if one.category is Category.CODING)
    planner.tracking.start("Drift", activity_id=code.id)
    clock.put(planner.days.instant(date(2026, 11, 25), 9 * 60))
    today.go_to(date(2026, 11, 25))
    week.refresh()
    doubtful = planner.time_in_question(date(2026, 11, 25)).coding
    assert doubtful == planner.day(date(2026, 11, 25)).coding.done > timedelta(hours=4)
    words = today.coding_card._lines.accessibleName()
    assert f"{duration_text(doubtful)} of it in question" in words
    assert "goal reached" not in words, "not by time that is certain"
    head = next(each for each in week.head.heads if each.day == date(2026, 11, 25))
    assert head.words.endswith(f", {duration_text(doubtful)} of it in question")
    assert "?" in head.fitting_words[-2]


def test_in_a_narrow_card_one_line_about_coding_is_beside_the_ring_and_the_rest_below(
    planner: Planner, today: TodayScreen
) -> None:
    card = today.coding_card
    for width, is_below in (1300, False), (900, True):
        today.resize(width, 600)
        QApplication.processEvents()
        assert card._lines.x() > card._ring.geometry().right()
        assert card._lines.y() < card._ring.geometry().bottom()
        assert card._below.isVisible() == is_below
        assert ("in meetings" in card._lines.accessibleName()) != is_below
    assert "in meetings" in card._below.accessibleName()
    assert card._below.width() > card.width() * 3 / 4
    # With a plan there are its sums in their place.
    card.show_with_plan(planner.day(today.day).coding)
    assert not card._below.isVisible()


def test_the_time_left_stands_below_the_time_done_in_a_narrow_card(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    clock.put(at(planner, "13:15"))
    today.refresh()
    card = today.now_card
    for width, is_below in (1300, False), (900, True):
        today.resize(width, 600)
        QApplication.processEvents()
        assert (card._right.y() > card._left.y()) == is_below


def test_on_a_narrow_window_the_cards_fold_behind_a_button(today: TodayScreen) -> None:
    assert today.side.isVisible()
    today.resize(700, 520)
    assert not today.side.isVisible()
    button = today.head.fold_button
    assert button.isVisible()
    button.click()
    assert today.side.isVisible()
    today.resize(1200, 800)
    assert today.side.isVisible()
    assert not button.isVisible()


def test_a_day_of_fifteen_meetings_side_by_side_stays_on_its_lane(
    planner: Planner, said: Said, qtbot: QtBot
) -> None:
    for number in range(15):
        span = stretch(planner, f"14:{number:02}-15:{number:02}")
        title = f"Meeting {number} with a title that is much longer than its place"
        planner.blocks.create(span, title, activity_id=activity(planner, "meeting").id)
    screen = TodayScreen(planner, context_for(said))
    surface = shown(screen, qtbot, (900, 520))
    place = surface.axis.places[0]
    areas = [one.area for one in surface.axis.placed if one.block.title.startswith("Meeting")]
    assert len(areas) == 15
    assert all(place.left - 1 <= area.left() for area in areas)
    assert all(area.right() <= place.left + place.width + 1 for area in areas)
    assert not any(
        first.intersects(second) for n, first in enumerate(areas) for second in areas[:n]
    )
    assert tracked(planner).startswith("Standup")


def test_a_date_that_the_zone_skipped_is_an_empty_axis(
    tmp_path: Path, said: Said, qtbot: QtBot
) -> None:
    clock = clock_at("2011-12-29 12:00", "Pacific/Apia")
    with Planner.open(tmp_path, clock) as planner:
        screen = TodayScreen(planner, context_for(said))
        surface = shown(screen, qtbot)
        screen.step(1)
        assert surface.content.lanes == ()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return):
            press_key(surface, key)
        screen.begin_new()
        screen.grab()
        week = WeekScreen(planner, context_for(said))
        shown(week, qtbot)
        week.grab()
        days = [lane.day.day for lane in week.surface.content.lanes]
        assert days == [26, 27, 28, 29]
        assert len(week.head.heads) == len(days)


@pytest.mark.parametrize("name", ["high contrast light", "high contrast dark"])
def test_in_high_contrast_planned_coding_is_told_from_the_ground(
    qapp: QApplication, name: ThemeName
) -> None:
    apply_theme(qapp, name)
    planned, ground = coding_color(is_planned=True), theme_named(name).color("surface")
    share = planned.alphaF()
    seen = QColor.fromRgbF(
        *(
            share * over + (1 - share) * under
            for over, under in zip(planned.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
        )
    )
    assert contrast(seen.name(), ground.name()) >= 3
    assert coding_color(is_planned=False).name() == theme_named(name).color("coding").name()


def test_an_entry_of_a_locked_day_is_changed_as_a_correction_once_that_is_confirmed(
    planner: Planner, qtbot: QtBot
) -> None:
    entry = planner.tracking.log(stretch(planner, "8:00-8:30"), "Incident")
    planner.locks.lock(TUESDAY, TUESDAY)
    answers = Answers(agrees=False)
    screen, _told = opened(TodayScreen, planner, qtbot, answers)
    assert screen.subtitle == "locked"
    screen.surface.ask(Rename(EntryRef(entry.id), "Outage"))
    assert answers.asked == ["Correct what was sent?"]
    assert tracked(planner).startswith("Incident 08:00")
    answers.agrees = True
    screen.surface.ask(Rename(EntryRef(entry.id), "Outage"))
    assert tracked(planner).startswith("Outage 08:00")
