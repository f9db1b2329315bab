"""The words of the cards of Today, from days that are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
)
from mle_planner.core.tracking.present import Present, present_of
from mle_planner.ui.companions.words import glance
from mle_planner.ui.screens.today.coding_words import band_text
from mle_planner.ui.screens.today.ring import goal_arc
from mle_planner.ui.screens.today.words import NowWords, about, next_lines, now_words, why_words
from mle_planner.ui.timeline.model.snapshot_content import day_content
from tests.support.tracked_time import (
    CODING,
    MONDAY,
    UTC_DAYS,
    instant,
    planned,
    span,
    tracked,
    week,
)

HOUR = timedelta(hours=1)
CREATED = datetime(2026, 11, 2, tzinfo=UTC)


def monday(items: list[PlannedItem], entries: list[TrackedItem], now: str) -> DaySnapshot:
    return week(items, entries, now=instant(MONDAY, now)).days[0]


def present(day: DaySnapshot) -> Present:
    return present_of(day, next((one for one in day.tracked if one.entry.is_running), None), ())


def words_now(day: DaySnapshot, tracked_on_task: timedelta | None = None) -> NowWords:
    words = now_words(present(day), day, UTC_DAYS, tracked_on_task)
    assert words is not None
    return words


def running(since: str, until: str, title: str) -> TrackedItem:
    return tracked(1, span(MONDAY, since, until), CODING, title=title, is_running=True)


def task(number: int, *, is_done: bool = False, estimate_min: int | None = None) -> Task:
    done_at = CREATED if is_done else None
    return Task(
        TaskId(number), f"Task {number}", CODING.id, CREATED, done_at=done_at,
        estimate_min=estimate_min,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(3.0, 4.0, "goal 3–4 h"), (2.5, 4.0, "goal 2:30–4 h"), (3.5, 3.5, "goal 3:30 h")],
)
def test_the_goal_is_told_in_hours_and_their_minutes(least: float, most: float, words: str) -> None:
    assert band_text(CodingDay(least * HOUR, most * HOUR, most * HOUR)) == words


def test_a_box_ahead_counts_the_small_tasks_that_are_open() -> None:
    box = [
        replace(
            planned(span(MONDAY, f"14:{at}0", f"14:{at + 1}0"), title=f"Task {at}"),
            task=task(at, is_done=at == 2),
            box=1,
        )
        for at in range(4)
    ]
    day = monday(box, [running("10:00", "12:00", "Mail")], "12:00")
    lines = next_lines(present(day), day, UTC_DAYS)
    assert [(line.time, line.title) for line in lines] == [("14:00", "3 small tasks")]


def test_progress_is_that_of_the_work_that_runs_and_never_more_than_all() -> None:
    block = planned(span(MONDAY, "10:00", "12:00"), title="Drift")
    own = words_now(monday([block], [running("10:00", "10:30", "Drift")], "10:30"))
    other = words_now(monday([block], [running("10:00", "10:30", "Mail")], "10:30"))
    assert (own.share, own.right, other.share, other.right) == (0.25, "1:30 h left", None, "")
    estimated = replace(block, task=task(1, estimate_min=60))
    over = words_now(monday([estimated], [], "10:30"), 2 * HOUR)
    assert (over.share, over.left) == (1.0, "2:00 of 1:00 done")


@pytest.mark.parametrize(("now", "over"), [("10:30", "0 min over"), ("11:40", "1:10 h over")])
def test_work_is_over_from_the_end_of_its_block_on_as_the_mini_timer_says_it(
    now: str, over: str
) -> None:
    block = planned(span(MONDAY, "09:30", "10:30"), title="Drift")
    day = monday([block], [running("09:30", now, "Drift")], now)
    words = words_now(day)
    assert (words.aside, words.right, words.share) == ("block ended 10:30", over, 1.0)
    assert glance(present(day), UTC_DAYS.zone).about == f"block ended 10:30, {over}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "You put it here."),
        ({"pinned": True}, "You put it here. It is pinned."),
        ({"pinned": True, "movable": False, "source": PlanSource.CALENDAR},
         "It comes from a calendar and stays where it is."),
        ({"reason": "Due today."}, "Due today."),
        ({"is_day_part": True}, "It is part of your typical day."),
    ],
)  # fmt: skip
def test_why_a_block_is_where_it_is(changes: dict[str, Any], words: str) -> None:
    item = replace(planned(span(MONDAY, "10:00", "12:00")), **changes)
    (block,) = day_content(monday([item], [], "9:00"), UTC_DAYS).lanes[0].blocks
    assert why_words(block) == ("Why here?", words)
    assert ("typical day" in block.spoken) is item.is_day_part


def test_the_task_of_work_with_another_title_is_named_beside_it() -> None:
    item = replace(planned(span(MONDAY, "14:00", "15:00"), title="Talk"), task=task(1))
    entry = replace(running("10:00", "10:30", "Chat"), task=task(2))
    lanes = day_content(monday([item], [entry], "10:30"), UTC_DAYS).lanes
    blocks = {block.title: block for lane in lanes for block in lane.blocks}
    noon = instant(MONDAY, "12:00")
    for title, thing, name in (("Talk", item, "Task 1"), ("Chat", entry, "Task 2")):
        assert name in blocks[title].details
        assert blocks[title].spoken.startswith(f"{title}, {name}, ")
        assert about(thing, noon, UTC_DAYS).startswith(f"{name} · ")
    assert "Task 1" not in about(replace(item, title="Task 1"), noon, UTC_DAYS)


def test_a_due_time_that_has_passed_is_said_to_be_past() -> None:
    due = replace(task(1), due=MONDAY, due_min=12 * 60)
    item = replace(planned(span(MONDAY, "11:00", "13:00")), task=due)
    for now, words in (("11:30", "due today 12:00"), ("12:30", "was due today 12:00")):
        assert about(item, instant(MONDAY, now), UTC_DAYS).endswith(f" · {words}")


def test_a_goal_of_one_figure_has_an_arc_that_can_be_seen() -> None:
    start, end = goal_arc(CodingDay(3 * HOUR, 3 * HOUR, 3 * HOUR))
    assert end - start > 0.01
    assert goal_arc(CodingDay(2 * HOUR, 4 * HOUR, 3 * HOUR)) == (0.4, 0.8)
