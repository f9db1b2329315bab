"""A day with more due than it can take: planned, accepted, worked; every number adds up.

The sentences about a plan are the same before and after it is accepted, in Today and in Week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.cards import CodingSum, FigureLines
from mle_planner.ui.screens.today.ring import CodingRing
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.axis import Said, context_for, shown
from tests.support.builders import at, clock_at

WEDNESDAY = date(2026, 11, 25)
TASKS = (
    "Backfill 6h due today @coding !high",
    "Churn numbers 2h due today @analysis",
    "Refactor 3h due fri @coding",
    "Reading 1h @learning",
    "Fix tokenizer due fri @coding",
)


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-25 08:40", "UTC")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock, qapp: object) -> Iterator[Planner]:
    with Planner.open(tmp_path, clock) as opened:
        for line in TASKS:
            opened.tasks.add(line)
        yield opened


def minutes_of(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def figures(today: TodayScreen) -> list[int]:
    """Done and planned, in minutes, as the coding card has them beside the plan."""
    (card,) = today.coding_card.findChildren(CodingSum)
    texts = [label.text() for label in card.findChildren(TextLabel)]
    return [minutes_of(text) for text in texts if re.fullmatch(r"\d+:\d\d", text)]


def coding_words(today: TodayScreen) -> str:
    lines = today.coding_card.findChildren(FigureLines)
    return ", ".join(each.accessibleName() for each in lines if each.accessibleName())


def late_words(today: TodayScreen) -> list[str]:
    return [row.accessibleName() for row in today.late_card.rows]


def heads(week: WeekScreen) -> dict[date, str]:
    return {head.day: head.words for head in week.head.heads}


def test_an_overfull_day_says_the_same_before_and_after_accepting(
    planner: Planner, qtbot: object
) -> None:
    today = TodayScreen(planner, context_for(Said()))
    shown(today, qtbot)

    today.propose()

    plan = today.proposal
    coding = planner.day(WEDNESDAY).coding
    assert figures(today) == [0, 6 * 60]
    assert "6:00 planned make 6:00, 2:00 over the goal" in today.coding_card.accessibleName()
    (late,) = plan.late
    assert late.task.title == "Churn numbers"
    before = late_words(today)
    assert before == [f"Churn numbers 1 day late {late.sentence}"]
    assert "will be late, finished Thu " in late.sentence
    assert {line.task.title for line in plan.later} == {"Refactor", "Reading"}
    assert all("comes first: due today." in line.reason for line in plan.later)
    next_up = today.next_card.accessibleName()
    assert next_up.startswith("09:30 Backfill"), "what comes next is that of the plan on screen"
    assert today.later_card.accessibleName() == "Later: 2 tasks, all in time"

    today.answer(True)

    blocks = len([item for item in plan.items if item.title == "Backfill"])
    assert late_words(today) == before
    assert today.later_card.accessibleName() == "Later: 2 tasks", "new work may take their days"
    assert today.next_card.accessibleName() == next_up
    assert coding_words(today).startswith(
        f"3:30 to go: 6:00 planned in {blocks} blocks, 2:00 planned over the maximum of 4:00"
    )
    assert coding.aim == timedelta(minutes=minutes_of("3:30"))


def test_half_minutes_never_make_the_coding_card_wrong(
    planner: Planner, clock: FixedClock, qtbot: object
) -> None:
    """Given a timer that runs for half a minute, then done and to go are still the goal."""
    today = TodayScreen(planner, context_for(Said()))
    shown(today, qtbot)
    today.propose()
    today.answer(True)
    backfill = planner.open_tasks()[0]
    clock.put(at(planner, "9:30", WEDNESDAY))
    planner.tracking.start(task_id=backfill.id)
    for seconds in (30, 90, 3601):
        clock.put(at(planner, "9:30", WEDNESDAY) + timedelta(seconds=seconds))
        today.refresh()
        (ring,) = today.coding_card.findChildren(CodingRing)
        done, aim = re.findall(r"\d+:\d\d", ring.accessibleName())[:2]
        to_go, planned = re.findall(r"\d+:\d\d", coding_words(today))[:2]
        assert minutes_of(done) + minutes_of(to_go) == minutes_of(aim)
        assert minutes_of(done) + minutes_of(planned) == 6 * 60


def test_the_heads_of_the_week_speak_of_the_plan_that_is_shown(
    planner: Planner, qtbot: object
) -> None:
    week = WeekScreen(planner, context_for(Said()))
    shown(week, qtbot)
    assert heads(week)[WEDNESDAY] == "coding 0:00, short 3:00"

    week.propose()

    plan = week.proposal
    of_plan = heads(week)
    assert of_plan[WEDNESDAY] == "coding 6:00, over 2:00 planned · 1 late"
    sums = [re.findall(r"coding (\d+:\d\d)", words)[0] for words in of_plan.values()]
    assert sum(map(minutes_of, sums)) * 60 == plan.coding.total_seconds()
    assert week.bar.unplaced_button.text() == "What is late"

    week.answer(True)

    assert heads(week) == of_plan
    assert planner.week(WEDNESDAY).days[2].coding.planned == timedelta(hours=6)


def test_plan_and_outlook_name_what_has_no_estimate(planner: Planner) -> None:
    plan = planner.planning.propose(days_from(WEDNESDAY, 3))
    assert plan.notes[0].sentence.startswith("Fix tokenizer is due Fri and has no estimate")
    assert [task.title for task in planner.planning.due_without_estimate()] == ["Fix tokenizer"]
