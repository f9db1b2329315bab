"""The focus time that a meeting takes, by what it leaves of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.work import Activity, ActivityId, Category
from mle_planner.core.plan.snapshots import CodingDay, DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.plan.sums import category_sums
from mle_planner.core.refs import EventRef
from mle_planner.core.scheduling.price.focus import (
    FocusLoss,
    MeetingPlace,
    cheaper_times,
    focus_loss,
    overlapped,
)
from tests.support.builders import TUESDAY, minutes

SHORTEST = minutes(30)
NOTHING: Sequence[Span] = ()


def span(text: str) -> Span:
    """The stretch of a text such as "9:00-10:30"."""
    start, end = (
        datetime(2026, 11, 24, *map(int, clock.split(":")), tzinfo=UTC) for clock in text.split("-")
    )
    return Span(start, end)


def day(*items: str, now: str = "6:00") -> DaySnapshot:
    """Work 9:00-17:00 and items such as "10:00-10:30 meeting" or "12:00-13:00 lunch"."""
    return DaySnapshot(
        day=TUESDAY,
        now=span(f"{now}-23:00").start,
        span=span("0:00-23:59"),
        working=span("9:00-17:00"),
        items=tuple(item(number, text) for number, text in enumerate(items, 1)),
        tracked=(),
        all_day=(),
        coding=CodingDay(ZERO, ZERO, ZERO),
        tracked_sums=category_sums([]),
    )


def item(number: int, text: str) -> PlannedItem:
    at, kind = text.split(" ")
    categories = {
        "meeting": (Category.MEETING, PlanSource.CALENDAR),
        "lunch": (Category.BREAK, PlanSource.DAY_PART),
        "coding": (Category.CODING, PlanSource.BLOCK),
    }
    category, source = categories[kind]
    return PlannedItem(
        EventRef(number),
        source,
        span(at),
        kind,
        Activity(ActivityId(1), kind, category),
        is_day_part=kind == "lunch",
    )


def parts(loss: FocusLoss) -> tuple[float, ...]:
    """The minutes of a loss: the meeting, what is kept free, fragments; in all."""
    found = (loss.meeting, loss.buffers, loss.fragments, loss.total)
    return tuple(length / timedelta(minutes=1) for length in found)


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ("10:00-11:00", (60, 0, 0, 60)),
        ("9:15-10:00", (45, 0, 15, 60)),
        ("9:00-10:00", (60, 0, 0, 60)),
        ("16:00-18:00", (60, 0, 0, 60)),
        ("18:00-19:00", (0, 0, 0, 0)),
        ("11:10-11:40", (30, 0, 20, 50)),
    ],
    ids=["free", "fragment", "start", "evening", "after work", "before lunch"],
)
def test_what_is_lost_is_the_meeting_and_the_pieces_it_leaves(
    meeting: str, expected: tuple[float, ...]
) -> None:
    here = day("12:00-13:00 lunch")
    assert parts(focus_loss(here, MeetingPlace(span(meeting)), SHORTEST, NOTHING)) == expected


def test_what_is_kept_free_around_it_counts_by_itself() -> None:
    place = MeetingPlace(span("10:00-11:00"), minutes(10), minutes(5))
    assert parts(focus_loss(day(), place, SHORTEST, NOTHING)) == (60, 15, 0, 75)
    beside = day("9:00-10:00 meeting")
    assert parts(focus_loss(beside, place, SHORTEST, NOTHING)) == (60, 5, 0, 65)


def test_a_meeting_that_fills_a_fragment_costs_less_than_it_lasts() -> None:
    here = day("10:00-11:00 meeting", "11:20-12:00 meeting")
    assert parts(focus_loss(here, MeetingPlace(span("11:00-11:20")), SHORTEST, NOTHING)) == (
        20,
        0,
        -20,
        0,
    )


def test_work_that_is_planned_there_moves_and_lunch_too() -> None:
    here = day("9:00-12:00 coding", "12:00-13:00 lunch")
    place = MeetingPlace(span("12:00-13:00"))
    assert parts(focus_loss(here, place, SHORTEST, NOTHING)) == (60, 0, 0, 60)


def test_hours_for_meetings_and_time_that_has_passed_are_no_focus_time() -> None:
    place = MeetingPlace(span("15:00-16:00"))
    assert parts(focus_loss(day(), place, SHORTEST, [span("15:00-17:00")])) == (0, 0, 0, 0)
    assert parts(focus_loss(day(now="15:30"), place, SHORTEST, NOTHING)) == (30, 0, 0, 30)


def test_cheaper_times_are_in_the_hours_for_meetings_first_and_overlap_nothing() -> None:
    here = day("15:00-15:30 meeting")
    place = MeetingPlace(span("9:15-10:00"))
    found = cheaper_times([here], lambda _day: [span("15:00-17:00")], place, SHORTEST, minutes(60))
    assert [each.span for each in found] == [
        span("15:30-16:15"), span("16:15-17:00"), span("9:00-9:45"),
    ]  # fmt: skip
    assert [each.loss.total for each in found] == [ZERO, ZERO, minutes(45)]


def test_cheaper_times_cost_least_first_then_lie_nearest_and_are_at_most_three() -> None:
    here = day("12:00-13:00 lunch")
    place = MeetingPlace(span("9:15-10:00"))
    found = cheaper_times([here], lambda _day: NOTHING, place, SHORTEST, minutes(60))
    assert [each.span for each in found] == [
        span("9:00-9:45"), span("9:45-10:30"), span("10:30-11:15"),
    ]  # fmt: skip
    assert {each.loss.total for each in found} == {minutes(45)}
    assert cheaper_times([here], lambda _day: NOTHING, place, SHORTEST, minutes(45)) == ()


def test_it_overlaps_other_meetings_and_not_what_makes_room() -> None:
    here = day("9:00-10:00 meeting", "10:00-12:00 coding", "12:00-13:00 lunch")
    found = overlapped(here, span("9:30-12:30"))
    assert [each.span for each in found] == [span("9:00-10:00")]
