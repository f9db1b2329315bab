"""The same entries of odd seconds have the same total on every screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.planner import Planner
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.screens.review.screen import ReviewScreen
from mle_planner.ui.screens.timesheet.screen import TimesheetScreen
from mle_planner.ui.screens.today.cards import FigureLines
from mle_planner.ui.screens.today.ring import CodingRing
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.frame import Frame
from tests.support.builders import activity, clock_at
from tests.support.no_window import context_without_window
from tests.support.screens import opened
from tests.support.widgets import cells, words_in
from tests.support.window import Answers

MONDAY = date(2026, 11, 23)


@pytest.fixture
def tracked(planner: Planner, clock: FixedClock) -> None:
    """Monday and Tuesday in odd seconds, looked at on Tuesday evening."""
    clock.put(clock_at("2026-11-24T20:00").now())
    fraud = planner.catalog.add_project("Fraud scoring", "Northbank").id
    for day in (0, 1):
        at = planner.days.instant(MONDAY + timedelta(days=day), 9 * 60)
        for seconds, kind in (
            (3640, "Coding"), (1825, "Meeting"), (2999, "Lunch"), (6700, "Coding"),
            (4999, "Analysis"), (733, "Email"),
        ):  # fmt: skip
            end = at + timedelta(seconds=seconds)
            project = fraud if kind == "Coding" else None
            planner.tracking.log(
                Span(at, end), kind, activity_id=activity(planner, kind).id,
                project_id=project,
            )  # fmt: skip
            at = end + timedelta(seconds=17)


def test_screens_and_status_bar_say_the_same(
    planner: Planner, tracked: None, qtbot: QtBot, answers: Answers
) -> None:
    sheet_screen, _told = opened(TimesheetScreen, planner, qtbot, answers)
    sheet = planner.reviews.timesheet(MONDAY, MONDAY + timedelta(days=6))
    days = [planner.day(MONDAY + timedelta(days=day)) for day in (0, 1)]
    # 17,897 seconds without lunch are 298.3 minutes; both days together 596.6.
    assert [duration_text(day.tracked_sums.worked) for day in days] == ["4:58", "4:58"]
    assert sheet.tracked_min == sheet.total_min == 2 * 298
    assert sheet_screen.figures.tracked.figure.text() == "9:56"
    assert sheet_screen.figures.rounded.figure.text() == "9:56"
    (total,) = [row for row in cells(sheet_screen.rows) if row[0] == "Total"]
    assert total[-3:] == ["9:56", "9:56", "0:00"]

    coding = duration_text(2 * days[0].tracked_sums.coding)
    meetings = duration_text(2 * days[0].tracked_sums.meeting)
    focus = duration_text(2 * days[0].tracked_sums.focus)
    review, _told = opened(ReviewScreen, planner, qtbot, answers)
    assert review.coding.figure.text() == coding
    assert review.meetings.figure.text() == meetings
    frame = Frame(Shortcuts(), planner, context_without_window())
    qtbot.addWidget(frame)
    frame.show_foot(published=())
    assert frame.status_bar.week.text() == f"Week so far: focus {focus} · meetings {meetings}"

    today, _told = opened(TodayScreen, planner, qtbot, answers)
    done = duration_text(days[1].coding.done)
    assert done == duration_text(days[1].tracked_sums.coding)
    (ring,) = today.findChildren(CodingRing)
    assert ring.accessibleName().startswith(f"Coding {done} of ")


def test_a_running_timer_over_a_later_entry_has_one_total_within_the_time_that_passed(
    planner: Planner, clock: FixedClock, qtbot: QtBot, answers: Answers
) -> None:
    coding = activity(planner, "Coding").id
    clock.put(clock_at("2026-11-23T12:00").now())
    at = planner.days.instant(MONDAY, 9 * 60)
    planner.tracking.log(Span(at, at + timedelta(hours=1)), "Loader", activity_id=coding)
    clock.put(at - timedelta(hours=1))
    planner.tracking.start("Drift", activity_id=coding)
    clock.put(at + timedelta(minutes=90))  # 2:30 have passed

    assert planner.evidence.coding_time(MONDAY, MONDAY).total == timedelta(hours=2)
    review, _told = opened(ReviewScreen, planner, qtbot, answers)
    assert review.coding.figure.text() == "2:00"
    assert review.longest.figure.text() == "2:00"
    today, _told = opened(TodayScreen, planner, qtbot, answers)
    (ring,) = today.findChildren(CodingRing)
    assert ring.accessibleName().startswith("Coding 2:00 of ")
    assert "counts until 09:00" in words_in(today)


def test_a_forgotten_timer_is_in_question_in_the_review_as_on_today(
    planner: Planner, clock: FixedClock, qtbot: QtBot, answers: Answers
) -> None:
    at = planner.days.instant(MONDAY, 8 * 60)
    clock.put(at)
    planner.tracking.start("Drift", activity_id=activity(planner, "Coding").id)
    clock.put(at + timedelta(hours=14))
    planner.heartbeats.keep()  # the computer was on all the time

    review, _told = opened(ReviewScreen, planner, qtbot, answers)
    assert review.coding.words.text().startswith("4:00 of it in question")
    frame = Frame(Shortcuts(), planner, context_without_window())
    qtbot.addWidget(frame)
    frame.show_foot(published=())
    assert frame.status_bar.week.text() == (
        "Week so far: focus 14:00, 4:00 of it in question · meetings 0:00"
    )
    today, _told = opened(TodayScreen, planner, qtbot, answers)
    said = [lines.accessibleName() for lines in today.findChildren(FigureLines)]
    assert any("4:00 of it in question" in words for words in said)
