"""The words of the planner mean one thing everywhere."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.spans import Span
from mle_planner.core.model.calendar import Calendar, CalendarEvent
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import Category, Stage
from tests.support.builders import minutes, utc

NOON = utc("2026-11-24 12:00")


def test_focus_is_coding_and_other_focus() -> None:
    assert [found for found in Category if found.is_focus] == ["coding", "other focus"]
    assert list(Stage) == ["idea", "data", "research", "analysis", "ship"]


def test_a_running_entry_lasts_until_now_and_never_less_than_nothing() -> None:
    entry = TimeEntry(1, NOON, None, "UTC", "Drift", 1)
    assert entry.is_running
    assert entry.span_at(NOON + minutes(5)) == Span(NOON, NOON + minutes(5))
    assert entry.span_at(NOON) is None
    assert entry.span_at(NOON - minutes(5)) is None
    done = TimeEntry(1, NOON, NOON + minutes(1), "UTC", "Drift", 1)
    assert done.span_at(NOON - minutes(5)) == Span(NOON, NOON + minutes(1))


def test_an_event_is_timed_or_of_whole_days() -> None:
    timed = CalendarEvent(1, 1, "u", "", "Review", NOON, NOON + minutes(30))
    assert timed.span == Span(NOON, NOON + minutes(30))
    assert CalendarEvent(1, 1, "u", "", "Reminder", NOON, NOON).span is None
    day = date(2026, 11, 24)
    offsite = CalendarEvent(1, 1, "u", "", "Offsite", first_day=day, last_day=day)
    assert offsite.span is None
    assert Calendar(1, "Team").read_at is None
