"""The review screen on a week with known figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Task
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.scheduling.price.coming_week import ComingWeek, MovedMeeting
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.review.screen import ReviewScreen
from tests.support.builders import MONDAY, activity, clock_at, stretch
from tests.support.screens import Told, opened
from tests.support.widgets import cells, words_in
from tests.support.window import Answers


@pytest.fixture
def task(planner: Planner, clock: FixedClock) -> Task:
    """A week that is over: 3:30 planned and 3:10 coded on Monday, a long meeting on Tuesday."""
    task = planner.tasks.add("Backfill job 3h #Fraud @coding")
    coding, meeting = activity(planner, "coding").id, activity(planner, "meeting").id
    project = task.project_id
    for offset, start, end in ((0, "10:30", "13:00"), (0, "14:00", "15:00"), (1, "10:30", "12:30")):
        planner.blocks.create(
            stretch(planner, f"{start}-{end}", MONDAY + timedelta(offset)),
            "Backfill job",
            activity_id=coding,
            task_id=task.id,
            project_id=project,
        )
    clock.put(clock_at("2026-11-30T08:00").now())
    log = planner.tracking.log
    log(
        stretch(planner, "10:30-13:40", MONDAY), "Backfill job",
        activity_id=coding, project_id=project, task_id=task.id,
    )  # fmt: skip
    log(
        stretch(planner, "10:30-12:15", MONDAY + timedelta(1)),
        "Incident review",
        activity_id=meeting,
    )
    return task


@pytest.fixture
def shown(
    planner: Planner, task: Task, qtbot: QtBot, answers: Answers
) -> tuple[ReviewScreen, Told]:
    screen, told = opened(ReviewScreen, planner, qtbot, answers)
    screen.go_to(MONDAY)
    return screen, told


def test_the_figures_and_what_they_mean(screen: ReviewScreen) -> None:
    assert screen.title == "Week 48 · 23–27 November"
    cards = (screen.coding, screen.other_focus, screen.meetings, screen.longest, screen.kept)
    assert [(card.figure.text(), card.words.text()) for card in cards] == [
        ("3:10", "1:35 a day on 2 days that are over, 1 inside 3–4 h"),
        ("0:00", ""),
        ("1:45", "36% of tracked time"),
        ("3:10", "Mon 10:30–13:40"),
        ("45%", "of planned focus was kept as planned"),
    ]


def test_planned_against_actual(screen: ReviewScreen) -> None:
    assert cells(screen.variances.table)[0] == ["Fraud", "5:30", "3:10", "−2:20"]
    model = screen.variances.table.rows
    found = [model.cell(model.index(row, 0)) for row in range(model.rowCount())]
    tags = {cell.text: cell.tag for cell in found}
    assert (tags["Fraud"], tags["Meetings"]) == ("", "no project"), "not a project of that name"


def test_the_same_by_stage_of_the_pipeline(qtbot: QtBot, screen: ReviewScreen) -> None:
    qtbot.mouseClick(screen.variances.switch, Qt.MouseButton.LeftButton)
    assert cells(screen.variances.table)[0] == ["Ship", "5:30", "3:10", "−2:20"]
    assert screen.variances.switch.text() == "By activity"
    for _turn in range(4):
        qtbot.mouseClick(screen.variances.switch, Qt.MouseButton.LeftButton)
    assert cells(screen.variances.table)[0][0] == "Fraud"


def test_the_weeks_before_are_read_a_few_at_a_time(qtbot: QtBot, screen: ReviewScreen) -> None:
    qtbot.waitUntil(lambda: screen.trends.coding.figure.text() == "1:35")
    words = screen.trends.coding.chart.accessibleDescription().split("; ")
    assert (len(words), words[-1]) == (12, "week 48: 1:35")
    qtbot.mouseClick(screen.trends.switch, Qt.MouseButton.LeftButton)
    chart = screen.trends.longest.chart
    qtbot.waitUntil(lambda: chart.accessibleDescription().count(";") == 51)


def test_a_report_tells_no_more_than_is_chosen(
    screen: ReviewScreen, told: Told, answers: Answers, tmp_path: Path
) -> None:
    screen.sharing.forms.setCurrentIndex(1)
    screen.sharing.contents.setCurrentIndex(3)
    answers.paths.append(tmp_path / "week.html")
    screen.export()
    text = (tmp_path / "week.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "Fraud" not in text
    assert told.messages == [("The review was written to week.html.", False)]


def test_the_standup_is_asked_for(qtbot: QtBot, screen: ReviewScreen, told: Told) -> None:
    qtbot.mouseClick(screen.sharing.copy, Qt.MouseButton.LeftButton)
    assert told.acted == ["view.copy_standup"]


def test_a_frozen_plan_knows_the_stage_of_its_tasks(
    screen: ReviewScreen, planner: Planner, clock: FixedClock
) -> None:
    """The first start of a timer freezes the day; what was planned stays planned at its stage."""
    clock.put(clock_at("2026-12-01T09:00").now())
    task = planner.board().tasks[0].task
    planner.blocks.create(
        stretch(planner, "10:00-11:00", MONDAY + timedelta(8)),
        task.title,
        activity_id=task.activity_id,
        task_id=task.id,
    )
    planner.tracking.start(task_id=task.id)
    clock.put(clock_at("2026-12-01T12:00").now())
    planner.planning.accept(planner.planning.propose([date(2026, 12, 2)]))
    review = planner.reviews.week(date(2026, 12, 1))
    assert [day.day for day in review.ledger.days if day.is_frozen] == [date(2026, 12, 1)]
    assert [(line.name, line.planned) for line in review.stages] == [("Ship", timedelta(hours=1))]


def test_the_ledger_adds_up_for_the_week_and_for_a_day(qtbot: QtBot, screen: ReviewScreen) -> None:
    card = screen.ledger
    assert card.sentence.text() == "Planned focus 5:30 = done 2:30 + lost 3:00"
    assert card.chart.accessibleDescription() == (
        "Planned focus 5:30: 3 blocks begun, current plan; "
        "Meeting added −1:45: Incident review on Tuesday; "
        "Away or not tracked −1:15: Backfill job on 2 days; "
        "Done 2:30: coding 2:30, other focus 0:00"
    )
    assert [card.days.itemText(at) for at in range(card.days.count())] == [
        "Whole week", "Mon 23", "Tue 24",
    ]  # fmt: skip
    card.days.setFocus()
    qtbot.keyClick(card.days, Qt.Key.Key_Down)
    assert card.sentence.text() == "Planned focus 3:30 = done 2:30 + lost 1:00"
    place = QPointF(4, 27 * 1.5)
    assert card.chart.words_at(place) == "Away or not tracked −1:00: Backfill job on Monday"
    screen.step(1)
    assert card.words.text() == "No planned focus has passed yet."
    assert card.chart.isHidden()


def test_the_charts_say_their_figures(screen: ReviewScreen) -> None:
    assert screen.bars.accessibleDescription().startswith(
        "Mon: coding 3:10; Tue: meeting 1:45; Wed: nothing tracked"
    )
    assert screen.grid.accessibleDescription().startswith("Mon: 3:10 coded; Tue: 0:00 coded")
    left = screen.grid.words_at(QPointF(40, 4))
    assert left == "Mon 09:00–09:30: 0 min coded"
    width = (screen.grid.width() - 40) / 18
    assert screen.grid.words_at(QPointF(36 + width * 9.5, 4)) == "Mon 13:30–14:00: 10 min coded"
    assert screen.bars.words_at(QPointF(0, 4)) == ""


def test_the_week_ahead_shows_its_plan_only_as_plan(screen: ReviewScreen, planner: Planner) -> None:
    planner.blocks.create(
        stretch(planner, "10:00-12:00", MONDAY + timedelta(8)),
        "Later",
        activity_id=activity(planner, "coding").id,
    )
    screen.step(1)
    assert "coding 2:00 planned" in screen.bars.accessibleDescription()
    assert screen.kept.figure.text() == "–"
    assert words_in(screen.suggestions) == [
        "Nothing was tracked in this week. S on Today starts the timer."
    ]


def test_proposals_are_applied_with_one_press_and_undone_with_one(
    qtbot: QtBot, screen: ReviewScreen, told: Told, planner: Planner
) -> None:
    """Given a meeting that was added on Tuesday, then time is held at that time of the next."""
    hold = "Hold Tuesday 10:30–13:00 for Fraud"
    assert words_in(screen.suggestions) == [
        hold, "of time for Fraud; meetings added there took 1:45 of focus", "+2:30",
        "Estimate Backfill job at 3:30 h, not 3:00 h", "it took 3:10 so far", "+0:30",
    ]  # fmt: skip
    qtbot.mouseClick(screen.suggestions.buttons[1], Qt.MouseButton.LeftButton)
    assert planner.board().tasks[0].task.estimate_min == 210
    assert words_in(screen.suggestions)[0] == hold
    assert screen.focusWidget() is screen.suggestions.buttons[0], "the keyboard stays there"
    qtbot.mouseClick(screen.suggestions.buttons[0], Qt.MouseButton.LeftButton)
    assert screen.focusWidget() is screen.suggestions, "no other button has got the keyboard"
    items = planner.day(date(2026, 12, 1)).items
    held = [item for item in items if item.task is not None]
    assert [item.span for item in held] == [stretch(planner, "10:30-13:00", MONDAY + timedelta(8))]
    assert words_in(screen.suggestions) == ["No suggestions for next week."]
    assert [undo for _, undo in told.messages] == [True, True]
    planner.history.undo()
    assert words_in(screen.suggestions)[0] == hold


def test_a_recurring_event_gets_the_length_it_had(
    qtbot: QtBot, screen: ReviewScreen, planner: Planner
) -> None:
    """Given 40 minutes of a half hour on three days, then one press plans it at 40."""
    event = planner.typical_day.add_recurring_event(
        "Sync", activity(planner, "meeting").id, "FREQ=DAILY", MONDAY, 17 * 60, 30
    )
    for day in (0, 1, 2):
        planner.tracking.log(
            stretch(planner, "17:00-17:40", MONDAY + timedelta(day)),
            "Sync",
            activity_id=activity(planner, "meeting").id,
        )
    text = "Plan Sync at 0:40, not 0:30"
    words = words_in(screen.suggestions)
    at = words.index(text)
    assert words[at + 1 : at + 3] == ["3 meetings took 2:00", "+0:30"]
    qtbot.mouseClick(screen.suggestions.buttons[at // 3], Qt.MouseButton.LeftButton)
    assert planner.typical_day.recurring_events()[-1] == replace(event, duration_min=40)
    assert text not in words_in(screen.suggestions)
    planner.history.undo()
    assert planner.typical_day.recurring_events()[-1] == event
    assert text in words_in(screen.suggestions)


def test_the_note_is_kept_with_its_week(
    qtbot: QtBot, screen: ReviewScreen, planner: Planner
) -> None:
    screen.note.setFocus()
    qtbot.keyClicks(screen.note, "Quiet afternoons helped")
    assert planner.reviews.note(MONDAY) == ""
    screen.step(1)
    assert planner.reviews.note(MONDAY) == "Quiet afternoons helped"
    assert screen.note.toPlainText() == ""
    screen.step(-1)
    assert screen.note.toPlainText() == "Quiet afternoons helped"


def test_a_note_is_stored_when_the_screen_is_left(
    qtbot: QtBot, screen: ReviewScreen, planner: Planner
) -> None:
    screen.note.setFocus()
    qtbot.keyClicks(screen.note, "abc")
    screen.hide()
    assert planner.reviews.note(MONDAY) == "abc"


def test_a_notice_does_not_take_away_a_note_that_is_being_typed(
    qtbot: QtBot, screen: ReviewScreen, planner: Planner
) -> None:
    screen.note.setFocus()
    qtbot.keyClicks(screen.note, "half a sent")
    planner.tasks.add("Something else")
    assert screen.note.toPlainText() == "half a sent"


def test_export_writes_markdown_with_the_note(
    screen: ReviewScreen, told: Told, planner: Planner, answers: Answers, tmp_path: Path
) -> None:
    planner.reviews.set_note(MONDAY, "Well.")
    path = tmp_path / "week.md"
    answers.paths.append(path)
    screen.export()
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Week 48 · 23–27 November\n")
    assert "| Fraud | 5:30 | 3:10 | −2:20 |" in text
    assert text.endswith("## Notes\n\nWell.\n")
    assert answers.asked == ["Export the review review-2026-W48.md"]
    assert told.messages == [("The review was written to week.md.", False)]


def test_an_export_that_fails_says_why(
    screen: ReviewScreen, told: Told, answers: Answers, tmp_path: Path
) -> None:
    answers.paths += [tmp_path / "nowhere" / "week.md", None]
    screen.export()
    screen.export()
    assert told.errors == [
        "The folder nowhere does not exist. Nothing was exported; choose another folder."
    ]
    assert told.messages == []


def test_a_meeting_of_the_users_own_is_moved_with_one_press(
    planner: Planner, task: Task, qtbot: QtBot, answers: Answers
) -> None:
    key = BlockRef(
        planner.blocks.create(
            stretch(planner, "14:45-15:15", MONDAY + timedelta(9)), "Sync",
            activity_id=activity(planner, "meeting").id, pinned=True,
        )
    )  # fmt: skip
    there = stretch(planner, "15:00-15:30", MONDAY + timedelta(9))
    day, text = date(2026, 12, 2), "Move Sync on Wednesday to 15:00"
    move = MovedMeeting(key, "Sync", day, there, text, timedelta(minutes=45))

    def made(on: Planner, context: ScreenContext) -> ReviewScreen:
        def ask(_job: object, told: Callable[[object], None], _refused: object) -> None:
            told(ComingWeek((move,), (timedelta(0),)))

        return ReviewScreen(on, replace(context, coming_week=ask))

    screen, told = opened(made, planner, qtbot, answers)
    screen.go_to(MONDAY)
    assert words_in(screen.suggestions)[:3] == [text, "of focus in long blocks", "+0:45"]
    button = screen.suggestions.buttons[0]
    assert button.accessibleName() == f"Apply: {text}, +0:45 of focus in long blocks"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def where() -> Span:
        return next(item.span for item in planner.day(day).items if item.key == key)

    assert where() == there
    assert told.messages == [(f"{text}: done.", True)]
    planner.history.undo()
    assert where() == stretch(planner, "14:45-15:15", MONDAY + timedelta(9))


def test_next_week_is_planned_once_for_each_state_of_the_plan(
    planner: Planner, task: Task, qtbot: QtBot, answers: Answers
) -> None:
    asked: list[object] = []

    def made(on: Planner, context: ScreenContext) -> ReviewScreen:
        def ask(job: object, told: Callable[[object], None], _refused: object) -> None:
            asked.append(job)
            told(ComingWeek((), (timedelta(0),)))

        return ReviewScreen(on, replace(context, coming_week=ask))

    screen, told = opened(made, planner, qtbot, answers)
    screen.go_to(MONDAY)
    count = len(asked)
    assert count
    told.ticks.minute_ticked.emit()
    screen.refresh()
    screen.hide()
    planner.tasks.change(task.id, title="Backfill")
    assert len(asked) == count
    screen.show()
    qtbot.waitUntil(lambda: len(asked) == count + 1)
    screen.go_to(MONDAY - timedelta(weeks=2))  # nothing was tracked, and the week after it is past
    assert len(asked) == count + 1


def test_a_week_is_planned_again_without_what_is_chosen(
    screen: ReviewScreen, planner: Planner
) -> None:
    card = screen.without
    texts = [card.choice.itemText(at) for at in range(card.choice.count())]
    assert texts == ["Choose…", "Ad-hoc work", "Incident review"]
    for number in range(5):
        planner.tasks.add(f"Text {number} 9h @writing")
    choose(card.choice, 2)
    # Tasks of today were not there in that week; the three hours of coding had room enough.
    assert card.words.text() == "Without Incident review: no extra focus in long blocks."
    choose(card.choice, 1)
    assert card.words.text() == "No ad-hoc work was tracked on a working day of that week."
    screen.step(1)
    assert card.choice.currentText() == "Choose…"
    assert card.words.text() == "The week is planned again without what you choose."


def choose(box: QComboBox, at: int) -> None:
    """Choose as a click in the list does."""
    box.setCurrentIndex(at)
    box.activated.emit(at)
