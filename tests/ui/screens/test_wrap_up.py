"""The wrap-up page: time away beside the gaps, a proposal that no longer holds, an empty day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY
from mle_planner.core.model.tracked import AwayCause
from mle_planner.core.model.work import TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.gap_proposals import EntryProposal, ProposalSource
from mle_planner.core.tracking.presence import Absence
from mle_planner.ui.screens.wrap_up.questions import meetings_of
from mle_planner.ui.screens.wrap_up.screen import WrapUpScreen
from mle_planner.ui.screens.wrap_up.words import about_proposal, about_unfinished, open_time, times
from tests.support.builders import TUESDAY, clock_at, put_clock, stretch, write_calendar
from tests.support.day_picture import tracked_picture
from tests.support.screens import Told, opened
from tests.support.tracked_time import CODING, FRAUD, MONDAY, span
from tests.support.window import Answers, hold


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 09:00")


def shown(planner: Planner, qtbot: QtBot, answers: Answers) -> tuple[WrapUpScreen, Told]:
    screen, told = opened(WrapUpScreen, planner, qtbot, answers)
    qtbot.waitUntil(lambda: screen.focusWidget() is not screen)
    return screen, told


def done_at(planner: Planner, task_id: TaskId) -> datetime | None:
    return planner.task(task_id).done_at


def press(qtbot: QtBot, screen: WrapUpScreen, key: Qt.Key) -> None:
    qtbot.keyClick(screen.focusWidget(), key)  # type: ignore[no-untyped-call]


def test_time_away_is_listed_with_its_meeting_first_and_answered_by_one_key(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    """Given a sleep of two hours while a timer ran, with a meeting in it, then both are asked."""
    events = ["a 20261124T100000Z 20261124T103000Z Demo"]
    planner.calendars.import_file(write_calendar(tmp_path / "t.ics", events))
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 18:00")
    span = stretch(planner, "11:00-13:00")
    planner.away.record(Absence(span.start, span.end, AwayCause.ASLEEP))
    screen, told = shown(planner, qtbot, answers)
    (row,) = screen.gap_card.rows
    assert row.accessibleName() == "11:00–13:00, 2 h: Demo"
    assert [option.title for option in row.question.options] == ["Demo", "Write report", "Away"]
    assert screen.page.closing_card.sums.text().endswith(" · 2:00 of it in question")
    notes = [note.text() for note in screen.page.tiles.notes if not note.isHidden()]
    assert notes == ["2:00 of it in question", "2:00 of it tracked"]
    assert "Write report 7:00\n" in screen.page.record.accessibleName()

    press(qtbot, screen, Qt.Key.Key_Return)
    assert [one.accessibleName() for one in screen.gap_card.rows] == [
        "11:30–13:00, 1 h 30 min: Write report"
    ]
    press(qtbot, screen, Qt.Key.Key_X)
    assert screen.questions == (), "what was removed is not asked about again as a gap"
    picture = tracked_picture(planner, TUESDAY).replace("\n", ", ")
    assert picture == "09:00-11:00 Write report, 11:00-11:30 Demo, 13:00-… Write report"
    assert all(may_undo for _text, may_undo in told.messages)


def test_a_meeting_under_a_timer_is_cut_out_or_left_as_tracked(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    events = [
        "a 20261124T100000Z 20261124T103000Z Demo",
        "b 20261124T123000Z 20261124T130000Z Retro",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "t.ics", events))
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.log(stretch(planner, "9:00-10:00"), "Standup")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 18:00")
    screen, told = shown(planner, qtbot, answers)
    assert [row.accessibleName() for row in screen.gap_card.rows] == [
        "11:00–11:30, 30 min: Demo", "13:30–14:00, 30 min: Retro",
    ]  # fmt: skip
    demo = screen.questions[0]
    assert demo.neighbours == "in the calendar while Write report was tracked"
    assert [(one.title, one.about) for one in demo.options] == [
        ("Demo", "calendar 11:00–11:30, cut out of Write report"),
        ("Write report", "as tracked"),
    ]
    for key in (Qt.Key.Key_S, Qt.Key.Key_O):
        press(qtbot, screen, key)
    assert screen.gap_card.rows[0].field is None
    press(qtbot, screen, Qt.Key.Key_Return)
    press(qtbot, screen, Qt.Key.Key_2)
    press(qtbot, screen, Qt.Key.Key_Return)
    assert screen.questions == ()
    assert told.messages[-1] == ("Done: Leave Retro untracked", True)
    picture = tracked_picture(planner, TUESDAY).replace("\n", ", ")
    assert picture.endswith("10:00-11:00 Write report, 11:00-11:30 Demo, 11:30-… Write report")
    planner.history.undo()
    assert [question.options[0].title for question in screen.questions] == ["Retro"]
    press(qtbot, screen, Qt.Key.Key_X)
    assert screen.questions == ()
    planner.history.undo()
    screen.drop_all()
    assert screen.questions == ()


def test_a_gap_that_was_filled_elsewhere_is_no_longer_asked_about(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    put_clock(clock, "2026-11-24 09:40")
    screen, told = shown(planner, qtbot, answers)
    row = screen.gap_card.rows[0]
    planner.tracking.log(stretch(planner, "9:00-9:40"), "Incident")
    assert screen.questions == ()
    screen.accept(row)
    assert told.errors[-1].startswith("Incident is already tracked from 09:00 to 09:40.")
    assert screen.page.foot.finish.isEnabled()


def test_an_empty_weekend_can_be_finished_at_once(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    put_clock(clock, "2026-11-28 18:00")
    screen, told = shown(planner, qtbot, answers)
    assert screen.page.closing_card.sums.text() == "Nothing is tracked yet."
    screen.go_to(date(2026, 11, 22))
    assert screen.page.closing_card.sums.text() == "Nothing was tracked."
    screen.go_to(planner.today())
    assert not screen.unfinished_card.isVisible()
    press(qtbot, screen, Qt.Key.Key_Return)
    assert told.messages == [("Day finished, 0:00 tracked. Mon: 09:00 Standup", False)]


def test_what_was_dropped_stays_dropped_and_undo_brings_it_back(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    put_clock(clock, "2026-11-24 09:40")
    screen, told = shown(planner, qtbot, answers)
    (first, *others) = [row.accessibleName() for row in screen.gap_card.rows]
    press(qtbot, screen, Qt.Key.Key_X)
    assert told.messages == [(f"Left untracked: {screen_times(first)}", True)]
    again, _told = opened(WrapUpScreen, planner, qtbot, answers)
    assert [row.accessibleName() for row in again.gap_card.rows] == others
    planner.history.undo()
    again.refresh()
    assert [row.accessibleName() for row in again.gap_card.rows] == [first, *others]


def test_an_earlier_day_is_wrapped_up_and_left_for_that_day(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    for day in ("today", "tomorrow"):
        planner.tasks.add(f"Loader 1h due {day}")
    put_clock(clock, "2026-11-25 08:00")
    screen, told = shown(planner, qtbot, answers)
    assert screen.questions == ()
    assert screen.focusWidget() is screen.unfinished_card.rows[0]
    screen.step(-1)
    assert (screen.day, screen.subtitle) == (TUESDAY, "Tuesday 24 November")
    row = screen.gap_card.rows[0]
    assert row.accessibleName() == "09:00–09:30, 30 min: Standup"
    assert screen.focusWidget() is row
    press(qtbot, screen, Qt.Key.Key_Return)
    assert tracked_picture(planner, TUESDAY).startswith("09:00-09:30 Standup")
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert told.went_to[-1] == ("today", TUESDAY)
    screen.step(1)
    screen.step(1)
    assert screen.day == planner.today(), "a day to come has nothing to wrap up"


def screen_times(name: str) -> str:
    """The times in the words of a row, such as "09:00–09:30, 30 min"."""
    return name.rpartition(": ")[0]


def test_a_finished_day_leaves_no_timer_running(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given work until the evening, when the day is finished, then its timer has stopped."""
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 18:00")
    planner.heartbeats.keep()  # the computer was on all the time
    screen, told = shown(planner, qtbot, answers)
    screen.finish()
    assert planner.running_entry() is None
    said = "Day finished, 9:00 tracked. Stopped Write report. Tomorrow: 09:00 Standup"
    assert told.messages == [(said, True)]


@pytest.mark.parametrize(
    ("decision", "is_running", "said"),
    [
        (0, False, "Day finished, 10:00 tracked. Stopped Write report. Tomorrow: 09:00 Standup"),
        (2, False, "Day finished, 0:00 tracked. Tomorrow: 09:00 Standup"),
        (None, True, None),
    ],
)
def test_finishing_a_day_asks_about_a_timer_that_seems_forgotten(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers,
    decision: int | None, is_running: bool, said: str | None,
) -> None:  # fmt: skip
    put_clock(clock, "2026-11-24 08:00")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 20:30")
    answers.decisions = [decision]
    screen, told = shown(planner, qtbot, answers)
    press(qtbot, screen, Qt.Key.Key_2)  # the standup lies under the timer: as tracked
    press(qtbot, screen, Qt.Key.Key_Return)
    told.messages.clear()
    screen.finish()
    assert (planner.running_entry() is not None) is is_running
    assert [words for words, _can_undo in told.messages] == ([] if said is None else [said])


def test_an_earlier_day_that_is_finished_leaves_the_timer_of_today(
    qtbot: QtBot, planner: Planner, answers: Answers
) -> None:
    planner.tracking.start("Write report")
    screen, _told = shown(planner, qtbot, answers)
    screen.go_to(date(2026, 11, 22))
    screen.finish()
    assert planner.running_entry() is not None


def test_one_button_is_filled_once_the_gaps_are_answered(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    task = planner.tasks.add("Loader 1h due today")
    put_clock(clock, "2026-11-24 09:00")
    planner.blocks.create_for_task(task.id, stretch(planner, "8:00-9:00"))
    screen, _told = shown(planner, qtbot, answers)
    for gap in list(screen.gap_card.rows):
        screen.drop(gap)
    (row,) = screen.unfinished_card.rows
    assert screen.focusWidget() is row
    filled = [each.text() for each in screen.findChildren(QPushButton)
              if each.property("kind") == "primary" and each.isVisible()]  # fmt: skip
    assert filled == ["Finish day"]
    keys = screen.unfinished_card.keys
    assert keys.text() == "Done  D · Tomorrow  Enter · Leave it to planning  L"
    press(qtbot, screen, Qt.Key.Key_X)
    assert done_at(planner, task.id) is None, "the key of a gap does nothing to a task"
    press(qtbot, screen, Qt.Key.Key_L)
    assert planner.task(task.id) == replace(task, earliest=TUESDAY + DAY)
    planner.history.undo()
    screen.refresh()
    (row,) = screen.unfinished_card.rows
    qtbot.mouseClick(row.finish, Qt.MouseButton.LeftButton)
    assert done_at(planner, task.id) is not None


def test_a_task_whose_estimate_is_used_up_is_asked_whether_it_is_done(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given all of the estimate tracked, then the row names the time that Enter would take."""
    task = planner.tasks.add("Loader 1h due today")
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.log(stretch(planner, "9:00-10:00"), task_id=task.id)
    screen, _told = shown(planner, qtbot, answers)
    (row,) = screen.unfinished_card.rows
    assert screen.focusWidget() is row
    assert screen.unfinished_card.keys.text() == "Done  D · Tomorrow  Enter · +30 min  M"
    assert row.accessibleName() == "Loader, tomorrow 09:30–10:00 is free"
    press(qtbot, screen, Qt.Key.Key_L)
    assert planner.task(task.id) == task, "nothing would be planned for it"
    press(qtbot, screen, Qt.Key.Key_M)
    screen.refresh()
    (row,) = screen.unfinished_card.rows
    assert row.one.left == timedelta(minutes=30)
    assert row.leave.text() == "Leave it to planning"


def test_a_task_without_open_time_tomorrow_is_left_to_planning_and_one_without_work_is_not_carried(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    loader, report = planner.tasks.add("Loader 1h due today"), planner.tasks.add("Report due today")
    put_clock(clock, "2026-11-24 10:00")
    planner.blocks.create(stretch(planner, "9:00-18:00", TUESDAY + DAY), "Offsite")
    planner.tracking.log(stretch(planner, "9:00-10:00"), task_id=loader.id)
    screen, told = shown(planner, qtbot, answers)
    open_row, used_up = screen.unfinished_card.rows
    assert [used_up.carry.isHidden(), open_row.carry.isHidden()] == [True, False]
    assert used_up.accessibleName() == "Loader, no open time"
    screen.answer_task(screen.day_answers.carry, used_up)
    assert planner.task(loader.id) == loader
    screen.answer_task(screen.day_answers.carry, open_row)
    assert planner.task(report.id) == replace(report, earliest=TUESDAY + DAY)
    assert told.messages[-1][0] == "Report is left to planning from Wed 25 Nov."


def test_after_a_task_is_answered_the_next_one_has_the_keyboard_and_no_gap(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given an open gap, then a key for the second task does not answer the gap."""
    for title in ("Alerts", "Loader", "Report"):
        planner.tasks.add(f"{title} 1h due today")
    put_clock(clock, "2026-11-24 09:40")
    screen, _told = shown(planner, qtbot, answers)
    gap = screen.gap_card.rows[0]
    screen.unfinished_card.rows[1].setFocus()
    for following in 2, 0:
        press(qtbot, screen, Qt.Key.Key_D)
        screen.refresh()
        assert screen.focusWidget() is screen.unfinished_card.rows[following]
    press(qtbot, screen, Qt.Key.Key_D)
    screen.refresh()
    assert screen.focusWidget() is gap


def test_a_task_that_continues_tomorrow_can_only_be_finished(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given a task that Enter has carried over, then "Finish day" has the keyboard."""
    alerts, loader = (planner.tasks.add(f"{one} 1h due today") for one in ("Alerts", "Loader"))
    put_clock(clock, "2026-11-24 18:00")
    planner.tracking.log(stretch(planner, "9:00-17:45"), "Offsite")
    planner.tracking.log(stretch(planner, "17:45-18:00"), task_id=alerts.id)
    planner.blocks.create_for_task(alerts.id, stretch(planner, "14:00-15:00", TUESDAY + DAY))
    screen, _told = shown(planner, qtbot, answers)
    open_row, settled = screen.unfinished_card.rows
    assert (open_row.one.view.task.id, settled.one.view.task.id) == (loader.id, alerts.id)
    assert settled.accessibleName() == "Alerts, continues tomorrow 14:00–15:00"
    buttons = (settled.finish, settled.carry, settled.leave)
    assert [each.isHidden() for each in buttons] == [False, True, True]
    press(qtbot, screen, Qt.Key.Key_Return)
    screen.refresh()
    assert screen.focusWidget() is screen.page.foot.finish
    assert screen.unfinished_card.keys.isHidden()
    assert [row.one.is_settled for row in screen.unfinished_card.rows] == [True, True]
    screen.unfinished_card.rows[1].setFocus()
    press(qtbot, screen, Qt.Key.Key_D)
    screen.refresh()
    assert [row.is_done for row in screen.unfinished_card.rows] == [False, True]
    press(qtbot, screen, Qt.Key.Key_D)
    screen.hide()
    screen.show()
    assert [row.one.view.task.id for row in screen.unfinished_card.rows] == [loader.id]


def test_the_buttons_of_a_task_stay_in_their_places_while_they_are_pressed(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given a row without the keyboard, which a press gives it, then the button is clicked."""
    for title in ("Alerts", "Loader"):
        planner.tasks.add(f"{title} 1h due today")
    put_clock(clock, "2026-11-24 18:00")
    screen, _told = shown(planner, qtbot, answers)
    row = screen.unfinished_card.rows[1]
    places = [each.geometry() for each in (row.finish, row.carry, row.leave)]
    row.setFocus()
    screen.refresh()
    qtbot.wait(20)
    assert [each.geometry() for each in (row.finish, row.carry, row.leave)] == places


def test_what_is_answered_stays_in_its_place_until_the_page_is_opened_again(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given a click too many at the same place, then no other row is answered."""
    for title in ("Alerts", "Loader", "Report"):
        planner.tasks.add(f"{title} 1h due today")
    put_clock(clock, "2026-11-24 18:00")
    planner.tracking.log(stretch(planner, "10:00-11:00"), "Offsite")
    screen, _told = shown(planner, qtbot, answers)
    screen.resize(1300, 1000)
    qtbot.wait(20)
    for button in ("finish", "leave"):
        open_row = screen.unfinished_card.open_rows[0]
        answer = getattr(open_row, button)
        at = answer.mapTo(screen, answer.rect().bottomRight() - QPoint(9, 9))
        for _click in range(2):
            pressed = screen.childAt(at)
            qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
            screen.refresh()
            qtbot.wait(20)
    assert [row.is_done for row in screen.unfinished_card.rows] == [True, False, False]
    assert [row.is_open for row in screen.unfinished_card.rows] == [False, False, True]
    first, *others = screen.gap_card.rows
    place = first.y()
    screen.drop(first)
    screen.refresh()
    qtbot.waitUntil(lambda: others[0].y() > place)
    assert screen.gap_card.rows == others
    planner.history.undo()
    screen.refresh()
    assert [row.question for row in screen.gap_card.rows] == [
        row.question for row in (first, *others)
    ]
    screen.hide()
    screen.show()
    assert len(screen.unfinished_card.rows) == 2


def test_the_arrow_keys_go_through_the_options_and_the_rows(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 18:00")
    asleep = stretch(planner, "11:00-13:00")
    planner.away.record(Absence(asleep.start, asleep.end, AwayCause.ASLEEP))
    planner.tasks.add("Loader 1h due today")
    screen, _told = shown(planner, qtbot, answers)
    (gap,), (task,) = screen.gap_card.rows, screen.unfinished_card.rows
    assert len(gap.question.options) == 2
    press(qtbot, screen, Qt.Key.Key_Down)
    assert gap.choice == 1
    press(qtbot, screen, Qt.Key.Key_Down)
    assert screen.focusWidget() is task
    press(qtbot, screen, Qt.Key.Key_Down)
    assert screen.focusWidget() is task, "it is the last row"
    press(qtbot, screen, Qt.Key.Key_Up)
    assert screen.focusWidget() is gap
    press(qtbot, screen, Qt.Key.Key_Up)
    assert gap.choice == 0
    press(qtbot, screen, Qt.Key.Key_O)
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.focusWidget() is gap, "it was left unanswered"


def test_enter_that_is_held_down_accepts_one_gap(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    events = [
        "a 20261124T083000Z 20261124T090000Z Sync",
        "b 20261124T100000Z 20261124T103000Z Demo",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    put_clock(clock, "2026-11-24 12:00")
    screen, _told = shown(planner, qtbot, answers)
    count = len(screen.questions)
    hold(Qt.Key.Key_Return, screen.focusWidget)
    assert len(screen.questions) == count - 1
    assert len(planner.day(TUESDAY).tracked) == 1


def test_all_gaps_are_dropped_by_one_button_as_one_step(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    put_clock(clock, "2026-11-24 10:40")
    screen, told = shown(planner, qtbot, answers)
    first, second = (row.question for row in screen.gap_card.rows)
    qtbot.mouseClick(screen.page.foot.drop_all, Qt.MouseButton.LeftButton)
    assert screen.questions == ()
    assert told.messages[-1] == ("2 gaps left untracked.", True)
    assert planner.history.undo() == "Leave 2 gaps untracked"
    screen.refresh()
    assert [row.question for row in screen.gap_card.rows] == [first, second]
    screen.drop(screen.gap_card.rows[0])
    record = screen.page.record.accessibleName()
    assert "\n2  " in f"\n{record}", "its number is that over the answers, in the record too"


def test_all_meetings_are_accepted_by_one_button_as_one_step(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    """Given two meetings and an hour between them, then one press tracks the meetings."""
    events = [
        "a 20261124T083000Z 20261124T090000Z Sync",
        "b 20261124T100000Z 20261124T103000Z Demo",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    planner.tracking.log(stretch(planner, "8:00-8:30"), "Email")
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.log(stretch(planner, "9:00-9:30"), "Standup")
    screen, told = shown(planner, qtbot, answers)
    button = screen.page.foot.accept_meetings
    assert button.text() == "Accept 2 meetings"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    titles = [entry.entry.title for entry in planner.day(TUESDAY).tracked]
    assert titles == ["Email", "Standup", "Sync", "Demo"]
    assert told.messages[-1] == ("2 meetings tracked.", True)
    screen.refresh()
    assert not button.isVisible()
    assert screen.gap_card.rows
    assert planner.history.undo() == "Track 2 entries"


def test_a_refused_answer_to_several_questions_leaves_them_all_open(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    """Given a meeting in two gaps, which another program fills, then nothing was answered."""
    events = [
        "a 20261124T104000Z 20261124T114000Z Sync",
        "b 20261124T100000Z 20261124T103000Z Demo",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    put_clock(clock, "2026-11-24 13:00")
    planner.tracking.log(stretch(planner, "9:00-9:30"), "Standup")
    planner.tracking.log(stretch(planner, "12:00-12:10"), "Call")
    screen, told = shown(planner, qtbot, answers)
    button = screen.page.foot.accept_meetings
    assert button.text() == "Accept 2 meetings"
    assert len(meetings_of(screen.questions)) == 3
    with Planner.open(planner.database_path.parent, clock) as other:
        other.tracking.log(stretch(planner, "9:30-11:20"), "Call")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Nothing was changed" in told.errors[-1]
    assert (screen.gap_card.first_number, len(screen.gap_card.rows)) == (1, len(screen.questions))
    assert screen.questions[0].span.start == stretch(planner, "11:20-11:30").start
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.messages[-1] == ("2 meetings tracked.", True)


def test_a_refused_answer_about_a_task_marks_nothing_as_answered(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given a task that another program deletes, then its row goes instead of looking done."""
    task = planner.tasks.add("Loader 1h due today")
    put_clock(clock, "2026-11-24 09:00")
    planner.blocks.create_for_task(task.id, stretch(planner, "8:00-9:00"))
    screen, told = shown(planner, qtbot, answers)
    (row,) = screen.unfinished_card.rows
    with Planner.open(planner.database_path.parent, clock) as other:
        other.tasks.delete(task.id)
    qtbot.mouseClick(row.finish, Qt.MouseButton.LeftButton)
    assert len(told.errors) == 1
    planner.notice_foreign_changes()
    screen.refresh()
    assert screen.unfinished_card.rows == []


def test_what_is_due_and_stays_open_stands_beside_finish_day(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    report, later = planner.tasks.add("Report 1h due today"), planner.tasks.add("Loader 1h")
    for task in (report, later):
        planner.blocks.create_for_task(task.id, stretch(planner, "16:00-17:00"))
    put_clock(clock, "2026-11-24 15:20")
    screen, _told = shown(planner, qtbot, answers)
    assert "gap" in screen.page.foot.hint.text()
    screen.drop_all()
    assert screen.page.foot.hint.text() == "Due and still open: Report."
    assert screen.page.foot.finish.isEnabled()
    planner.tasks.finish(report.id)
    screen.refresh()
    assert screen.page.foot.hint.text() == ""


def test_a_page_that_becomes_narrow_cuts_nothing(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tasks.add("Loader 1h due today")
    put_clock(clock, "2026-11-24 18:00")
    screen, _told = shown(planner, qtbot, answers)
    screen.resize(1300, 800)
    foot, (task,) = screen.page.foot, screen.unfinished_card.rows
    qtbot.waitUntil(lambda: task.title.geometry().right() < task.finish.x())
    qtbot.waitUntil(lambda: foot.hint.geometry().right() < foot.finish.x())
    screen.resize(840, 600)
    qtbot.waitUntil(lambda: foot.hint.geometry().bottom() < foot.finish.y())
    qtbot.waitUntil(lambda: task.title.geometry().bottom() < task.finish.y())
    inside = screen.page.area.widget()
    qtbot.waitUntil(lambda: inside.width() <= screen.page.area.viewport().width())


def test_a_finished_day_offers_no_wrap_up_until_a_timer_runs_again(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    put_clock(clock, "2026-11-24 18:00")
    screen, _told = shown(planner, qtbot, answers)
    screen.drop_all()
    screen.finish()
    assert planner.day_end.is_finished
    planner.tracking.start("Incident")
    assert not planner.day_end.is_finished


@pytest.mark.parametrize(
    ("title", "words"),
    [("Fraud scoring", "editor 20 min"), ("Retries", "editor 20 min · Fraud scoring")],
)
def test_a_proposal_names_its_project_once(title: str, words: str) -> None:
    gap, source = span(MONDAY, "9:00", "9:20"), ProposalSource.EDITOR
    found = EntryProposal("id", gap, title, CODING, FRAUD, None, source, "editor 20 min", 1)
    assert about_proposal(found) == words


def test_a_task_of_unknown_length_says_so(planner: Planner, clock: FixedClock) -> None:
    loader = planner.tasks.add("Loader 45m due today")
    planner.tasks.add("Dashboard due today")
    put_clock(clock, "2026-11-24 17:50")
    planner.tracking.log(stretch(planner, "9:00-9:45"), task_id=loader.id)
    found = planner.wrap_up.read(TUESDAY).unfinished
    about = {
        one.view.task.title: about_unfinished(one, TUESDAY, planner.days).split(" · ")[1]
        for one in found
    }
    assert about == {"Loader": "its estimate of 45 min is used up", "Dashboard": "no estimate"}


def test_a_stretch_is_as_long_as_its_clock_times_say(planner: Planner) -> None:
    whole, second = stretch(planner, "13:00-13:50"), timedelta(seconds=1)
    gap = replace(whole, start=whole.start + 31 * second, end=whole.end + 7 * second)
    assert times(gap, planner.days) == "13:00–13:50, 50 min"
    assert open_time([gap]) == timedelta(minutes=50)


@pytest.mark.parametrize(
    ("day", "after"), [(TUESDAY, TUESDAY + DAY), (TUESDAY - DAY, TUESDAY - DAY)]
)
def test_past_midnight_the_page_of_today_turns_and_that_of_an_earlier_day_stays(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers, day: date, after: date
) -> None:
    put_clock(clock, "2026-11-24 23:55")
    screen, told = shown(planner, qtbot, answers)
    screen.go_to(day)
    put_clock(clock, "2026-11-25 00:05")
    told.ticks.minute_ticked.emit()
    assert screen.day == after


@pytest.mark.parametrize(("ahead_min", "is_named"), [(3, False), (5, True)])
def test_less_than_five_planned_minutes_of_a_task_are_not_named(
    planner: Planner, ahead_min: int, is_named: bool
) -> None:
    planner.tasks.add("Loader 45m due today")
    (found,) = planner.wrap_up.read(TUESDAY).unfinished
    one = replace(found, left=timedelta(minutes=45 - ahead_min))
    assert ("planned" in about_unfinished(one, TUESDAY, planner.days)) == is_named
