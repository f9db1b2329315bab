"""The morning page: what is late and what would help, and a plan that cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import ENGLISH, LocaleStyle
from mle_planner.core.i18n.phrases import phrase
from mle_planner.core.model.work import Task
from mle_planner.core.plan.proposal import (
    LateTask,
    NoteKind,
    PlanNote,
    Proposal,
    ProposedItem,
    Remedy,
    ShorterBlocks,
    UnplacedTask,
    day_with,
)
from mle_planner.core.plan.snapshots import CodingDay
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.morning import AWAY_DAYS, LeftOver
from mle_planner.core.topics import PLAN_TOPICS
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.morning.day_cards import TimedRow
from mle_planner.ui.screens.morning.left_card import LeftChoice
from mle_planner.ui.screens.morning.screen import MorningScreen
from mle_planner.ui.screens.morning.words import (
    away_text,
    coding_text,
    left_about,
    left_sum,
    meetings_sum,
    moves_text,
    near_day_text,
    total_about,
    work_about,
)
from mle_planner.ui.screens.today.coding_words import sum_sentence
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.builders import activity, at, stretch
from tests.support.screens import Told, opened
from tests.support.window import Answers

SPLIT = Remedy("Split into blocks of 30 min", "finished today 17:00", action=ShorterBlocks(30))


@dataclass
class Asked:
    """Stands in for the planning process: it holds what a screen waits for."""

    shown: Callable[[Proposal], None]
    refused: Callable[[str], None]


@pytest.fixture
def asked() -> list[Asked]:
    return []


@pytest.fixture
def page(
    planner: Planner, qtbot: QtBot, answers: Answers, asked: list[Asked]
) -> tuple[MorningScreen, Told]:
    """The page on a day with one task, before its plan has come."""
    planner.tasks.add("Risk report 2h due today 17:00")

    def ask(_request: Any, shown: Any, _better: Any, *, refused: Any, **_how: Any) -> None:
        asked.append(Asked(shown, refused))

    def make(planner: Planner, context: ScreenContext) -> MorningScreen:
        plans: Any = SimpleNamespace(ask=ask, drop=asked.clear)
        return MorningScreen(planner, replace(context, plans=plans))

    return opened(make, planner, qtbot, answers)


def test_a_task_whose_estimate_is_used_up_is_named_and_was_not_missed(
    planner: Planner, page: tuple[MorningScreen, Told]
) -> None:
    screen, _told = page
    monday = planner.today() - DAY
    loader = planner.tasks.add("Loader 1h @coding")
    planner.blocks.create_for_task(loader.id, stretch(planner, "10:00-11:00", monday))
    planner.tracking.log(stretch(planner, "10:00-11:00", monday), task_id=loader.id)
    screen.refresh()
    row = screen.left_card.rows[loader.id]
    assert row.about.text() == "Coding · its estimate of 1 h is used up"
    assert row.moves.text() == ""
    today, later = row.buttons[LeftChoice.TODAY], row.buttons[LeftChoice.LATER]
    assert not any(button.isChecked() for button in row.buttons.values()), "nothing gets planned"
    assert "+30 min" in today.toolTip()
    later.click()
    screen.refresh()
    assert later.isChecked()
    today.setFocus()
    today.click()
    assert screen.focusWidget() is screen, "Enter accepts; the next button may be Skip"
    screen.refresh()
    assert not any(button.isChecked() for button in row.buttons.values())
    assert away_text(planner.mornings.read()).startswith("0 tasks with 0:00 of planned work")
    today.click()
    assert planner.task(loader.id).estimate_min == 90
    assert loader.id not in {
        one.view.task.id for one in planner.mornings.read().left_over if one.more
    }


def test_what_was_done_since_is_not_counted_as_left(planner: Planner) -> None:
    yesterday = planner.today() - DAY
    for title, text in (("Loader 1h", "10:00-11:00"), ("Alerts 2h", "11:00-13:00")):
        task = planner.tasks.add(title)
        planner.blocks.create_for_task(task.id, stretch(planner, text, yesterday))
    assert left_sum(planner.mornings.read()) == "2 tasks, 3:00 planned and not done"
    assert away_text(planner.mornings.read()).startswith("2 tasks with 3:00 of planned work were")
    planner.tasks.finish(task.id)
    morning = planner.mornings.read()
    assert left_sum(morning) == "1 task, 1:00 planned and not done"
    assert away_text(morning) == (
        "1 task with 1:00 of planned work was missed. It is open again; nothing is lost."
    )
    about = {one.view.task.title: left_about(one, planner.today()) for one in morning.left_over}
    assert about == {"Loader": "Coding · 1:00 planned and not done", "Alerts": "Coding · done"}


def test_what_is_left_of_a_task_is_told_apart_from_what_was_planned_and_not_done(
    planner: Planner,
) -> None:
    task = planner.tasks.add("Loader 5h due today")
    slot = stretch(planner, "10:00-11:00", planner.today() - DAY)
    planner.blocks.create_for_task(task.id, slot)
    morning = planner.mornings.read()
    (one,) = morning.left_over
    about = left_about(one, planner.today())
    assert about == "Coding · 5:00 left, 1:00 of it planned and not done · due today"


def test_a_few_minutes_that_were_not_done_are_not_named_beside_the_rest(planner: Planner) -> None:
    task = planner.tasks.add("Loader 30m")
    slot = stretch(planner, "10:00-10:14", planner.today() - DAY)
    planner.blocks.create_for_task(task.id, slot)
    (one,) = planner.mornings.read().left_over
    assert left_about(one, planner.today()) == "Coding · 0:30 left"


def test_the_plan_says_what_it_moves_and_cuts_before_it_is_accepted(
    planner: Planner, page: tuple[MorningScreen, Told], asked: list[Asked]
) -> None:
    screen, _told = page
    notes = (
        PlanNote(NoteKind.LUNCH_SHORT, planner.today(), "Lunch is 0:45."),
        PlanNote(NoteKind.BAND_EXCEEDED, planner.today(), "More coding."),
    )
    plan = Proposal(
        (planner.today(),), (), (), (), timedelta(0), planner.revisions(PLAN_TOPICS), notes=notes
    )
    asked[-1].shown(plan)
    assert screen.plan_card.notes.text() == "Lunch is 0:45."
    assert not screen.plan_card.notes.isHidden()


def test_a_day_short_of_its_goal_says_why_coding_waits(
    planner: Planner, page: tuple[MorningScreen, Told], asked: list[Asked]
) -> None:
    screen, _told = page
    task = planner.tasks.add("Refactor 5h @coding")
    today = planner.today()
    reason = "Analysis comes first, because it is due sooner."
    later = (UnplacedTask(task, 300, reason, day=today + DAY),)
    plan = Proposal((today,), (), (), (), timedelta(0), planner.revisions(PLAN_TOPICS), later=later)
    asked[-1].shown(plan)
    assert screen.plan_card.notes.text() == f"Refactor, tomorrow: {reason}"
    day = day_with(planner.day(today), plan)
    assert day.coding.short_by > timedelta(0)
    why = planner.stored_plan.why_coding_waits
    assert why(day, later) == f"Refactor, tomorrow: {reason}"
    assert why(day, [replace(one, explanation="") for one in later]) == ""
    assert why(replace(day, coding=CodingDay.of_band(None)), later) == ""
    no_room = replace(day.coding, reachable=day.coding.least - timedelta(hours=1))
    assert why(replace(day, coding=no_room), later) == ""
    slides = planner.tasks.add("Slides 5h @presentation")
    assert why(day, [replace(one, task=slides) for one in later]) == ""
    other = phrase("{task} comes first: {because}.", task="Parser", because="due today")
    assert why(day, [replace(one, explanation=other) for one in later])
    planner.blocks.create(stretch(planner, "15:00-15:30", today), "Parser")
    day = day_with(planner.day(today), plan)
    assert why(day, [replace(one, explanation=other) for one in later]) == "", "coding itself"


def with_late(task: Task, planner: Planner) -> Proposal:
    late = LateTask(task, timedelta(minutes=90), planner.now(), "Due today 17:00.", (SPLIT,))
    today = (planner.today(),)
    return Proposal(today, (), (), (), timedelta(0), planner.revisions(PLAN_TOPICS), late=(late,))


def test_a_late_task_shows_what_would_help_and_does_it(
    planner: Planner, page: tuple[MorningScreen, Told], asked: list[Asked]
) -> None:
    """Given a late task, when its remedy is pressed, then it is stored and planned again."""
    screen, told = page
    task = planner.open_tasks()[0]
    asked[-1].shown(with_late(task, planner))
    (row,) = screen.late_card.rows

    row.buttons[0].setFocus()
    row.buttons[0].click()

    assert screen.focusWidget() is screen, "Enter accepts; it does not press the next button"
    assert planner.task(task.id).min_chunk_min == 30
    assert told.messages[-1] == ("Shorter blocks for Risk report. Planned again.", True)
    QApplication.processEvents()
    assert len(asked) == 2


def test_what_a_plan_moves_says_where_it_stood_and_why(
    planner: Planner, page: tuple[MorningScreen, Told], asked: list[Asked]
) -> None:
    """Given tasks placed yesterday for today, when the plan moves them, then it says so."""
    screen, _told = page
    today = planner.today()
    slides, loader, alerts = (
        planner.tasks.add(each) for each in ("Slides 1h", "Loader 1h", "Alerts 1h due today")
    )
    for task, times in (
        (slides, "14:00-15:00"),
        (loader, "15:00-15:30"),
        (loader, "15:30-16:00"),
        (alerts, "16:00-17:00"),
    ):
        planner.blocks.create_for_task(task.id, stretch(planner, times, today))
    keys = tuple(item.key for item in planner.day(today).items if item.task is not None)
    moved = ProposedItem(
        1, stretch(planner, "16:00-17:00", today), "Slides", activity(planner, "Coding"),
        task=slides, explanation="Risk report is due today.",
    )  # fmt: skip
    later = UnplacedTask(loader, 60, "Today has no open time.", day=today + DAY)
    done = stretch(planner, "10:00-11:00", today + DAY).end
    late = LateTask(alerts, timedelta(hours=1), done, "It misses today.")
    based_on = planner.revisions(PLAN_TOPICS)
    asked[-1].shown(
        Proposal((today,), (moved,), keys, (), timedelta(0), based_on, (later,), late=(late,))
    )
    rows = screen.plan_card.rows
    shown = [rows.itemAt(place).widget() for place in range(rows.count())]
    about = [row.findChildren(TextLabel)[2] for row in shown]
    assert [each.text() for each in about] == [
        "Coding, Analysis",
        "moves to tomorrow",
        "done Tue 11:00",
    ]
    QApplication.processEvents()  # lays the new rows out
    assert about[0].x() == about[1].x()
    assert [row.accessibleName() for row in shown if isinstance(row, TimedRow)] == [
        "16:00–17:00, Slides, Coding, Analysis, 1:00, From 14:00. Risk report is due today.",
        "Loader, moves to tomorrow, Was 15:00–15:30. Today has no open time.",
        "Alerts, done Tue 11:00, Was 16:00–17:00. It misses today.",
    ]


def test_a_plan_that_cannot_be_made_is_said_and_asked_for_again(
    page: tuple[MorningScreen, Told], asked: list[Asked]
) -> None:
    screen, _told = page
    card = screen.plan_card
    assert card._aside.text() == "Planning…"
    assert not card.again_button.isVisible()

    asked[-1].refused("The plan could not be made.")

    assert (card.refusal.text(), card._aside.text()) == (
        "The plan could not be made.",
        "as it is now",
    )
    card.again_button.click()
    assert (card.refusal.isVisible(), card._aside.text()) == (False, "Planning…")
    assert len(asked) == 1, "the page comes first: the request takes as long"
    QApplication.processEvents()
    assert len(asked) == 2


def test_a_late_task_that_is_put_off_says_when_the_plan_finishes_it(planner: Planner) -> None:
    task = planner.tasks.add("Risk report 2h due today 17:00")
    (view,) = planner.open_task_views()
    day = planner.today()
    left = LeftOver(view, timedelta(hours=2), day - timedelta(days=1))
    proposal = with_late(task, planner)
    (late,) = proposal.late
    for finished, said in (
        (planner.now() + timedelta(days=1), "done Tue 12:35"),
        (None, "no place in the next days"),
    ):
        shown = replace(proposal, late=(replace(late, finished=finished),))
        assert moves_text(left, planner.day(day), shown, planner.days).startswith(said)


def test_a_day_a_week_from_now_is_not_taken_for_today() -> None:
    monday = date(2026, 11, 23)
    assert near_day_text(monday + timedelta(days=6), monday) == "Sun"
    assert near_day_text(monday + timedelta(days=7), monday) == "Mon 30 Nov"


def test_meetings_at_the_same_time_are_said_only_where_there_are_any(planner: Planner) -> None:
    day = planner.today()
    planner.blocks.create(stretch(planner, "16:00-17:00", day), "Demo",
                          activity_id=activity(planner, "Meeting").id)  # fmt: skip
    assert meetings_sum(planner.day(day)) == "2 meetings, 1:30"
    planner.blocks.create(stretch(planner, "16:30-17:30", day), "Sync",
                          activity_id=activity(planner, "Meeting").id)  # fmt: skip
    assert meetings_sum(planner.day(day)) == "3 meetings, 2:00 (0:30 at the same time)"


@pytest.mark.usefixtures("qapp")
def test_all_lines_have_the_same_columns_with_a_clock_of_twelve_hours() -> None:
    gettext.use(LocaleStyle("en", has_12_hours=True))
    try:
        times = ("9:00–9:30 am", "10:30 am–12:35 pm", "")
        rows = [TimedRow(each, "Drift", "fraud", "0:30") for each in times]
    finally:
        gettext.use(ENGLISH)
    for row in rows:
        row.resize(600, row.sizeHint().height())
        row.layout().activate()
    starts = {row.findChildren(TextLabel)[1].x() for row in rows}
    assert len(starts) == 1


def test_the_total_names_due_work_that_needs_an_estimate(planner: Planner) -> None:
    planner.tasks.add("Sync report 1h due today @analysis")
    planner.tasks.add("Fix tokenizer due today")
    today = planner.today()
    proposal = planner.planning.propose([today])
    day = day_with(planner.day(today), proposal)

    told = total_about(planner.mornings.read(), day, proposal, planner.days)

    assert told == "1 due task needs an estimate"
    (report,) = [item for item in day.items if item.task is not None]
    assert work_about(report) == "Analysis", "activity and stage are of one name"


def test_the_morning_and_today_judge_coding_alike() -> None:
    hours = [timedelta(hours=count) for count in (3, 4)]
    short = CodingDay(hours[0], hours[1], timedelta(minutes=210), planned=timedelta(hours=2))
    assert coding_text(short) == "coding 2:00, 1:00 short of the goal"
    assert sum_sentence(short).endswith("make 2:00, 1:00 short of the goal.")
    over = replace(short, planned=timedelta(hours=5))
    assert coding_text(over) == "coding 5:00, 1:00 over the goal"
    assert coding_text(replace(short, planned=hours[0])) == "coding 3:00, within the goal"
    assert coding_text(replace(CodingDay.of_band(None), planned=hours[0])) == "coding 3:00"


def test_a_plan_that_comes_after_it_was_skipped_is_not_shown(
    planner: Planner, page: tuple[MorningScreen, Told], asked: list[Asked], qtbot: QtBot
) -> None:
    screen, told = page
    qtbot.waitUntil(lambda: bool(asked))
    screen.skip()
    assert asked == [], "it is no longer waited for"
    assert told.went_to == [("today", planner.today())]


@pytest.mark.parametrize("choice", [LeftChoice.TODAY, LeftChoice.LATER])
def test_a_task_marked_done_by_mistake_is_open_again_by_another_choice(
    planner: Planner, page: tuple[MorningScreen, Told], choice: LeftChoice
) -> None:
    screen, _told = page
    loader = planner.tasks.add("Loader 1h @coding").id
    planner.blocks.create_for_task(loader, stretch(planner, "10:00-11:00", planner.today() - DAY))
    screen.refresh()
    buttons = screen.left_card.rows[loader].buttons
    buttons[LeftChoice.DONE].click()
    assert planner.task(loader).done_at is not None
    screen.refresh()
    screen.left_card.rows[loader].buttons[choice].click()
    assert planner.task(loader).done_at is None


def test_after_days_away_nothing_is_asked_where_nothing_was_missed(
    planner: Planner, page: tuple[MorningScreen, Told], clock: FixedClock
) -> None:
    """Given a task whose estimate is used up, which is named all the same."""
    screen, _told = page
    today = planner.today()
    loader = planner.tasks.add("Loader 1h @coding").id
    planner.blocks.create_for_task(loader, stretch(planner, "10:00-11:00", today))
    clock.put(at(planner, "11:00", today))
    planner.tracking.log(stretch(planner, "10:00-11:00", today), task_id=loader)
    clock.put(at(planner, "8:00", today + 7 * DAY))
    screen.refresh()
    assert planner.mornings.working_days_away() >= AWAY_DAYS
    assert loader in screen.left_card.rows
    assert screen.away_card.isHidden()
    assert not screen.left_card.isHidden()
