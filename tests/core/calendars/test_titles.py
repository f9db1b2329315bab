"""Titles are read as the people who wrote them meant them."""

from __future__ import annotations

import re

import pytest

from mle_planner.core.calendars.titles import (
    is_absence_of_another,
    is_called_off,
    is_focus_time,
    is_lunch,
    is_public_holiday,
    is_standup,
    is_working_day,
)


@pytest.mark.parametrize(
    "title",
    [
        "Lunch", "At lunch", "Lunch break", "Team lunch", "Lunch with Ana", "Lunch: Talia, Ben",
        "Mittagessen mit Kunden",
        "Mittag", "Teamlunch", "Mittagspause", "ארוחת צהריים", "יציאה לצהריים", "Pranzo",
        "Déjeuner d’équipe",
    ],
)  # fmt: skip
def test_a_lunch_is_told_in_several_languages(title: str) -> None:
    assert is_lunch(title)


@pytest.mark.parametrize(
    "title",
    ["Launch review", "Sync after lunch", "Post-lunch retro", "Nachmittagsrunde", "No lunch"],
)
def test_what_is_only_near_lunch_is_none(title: str) -> None:
    assert not is_lunch(title)


@pytest.mark.parametrize(
    "title",
    [
        "Vendor call over lunch", "Sync during the lunch break", "Lunch & learn", "Lunch and Learn",
        "Lunch 'n' learn: JAX", "Lunch talk: retrieval", "Lunchtime seminar", "Lunch meeting",
        "Working lunch: budget", "Brown bag lunch", "Abstimmung über Mittag",
        "Tech talk at lunch", "Lunch’n’Learn: RAG", "Lunch break talk", "Lunch hour call",
        "Meeting in Mittagspause", "Anruf beim Mittagessen", "Call in der Mittagspause",
        "Mittag-Meeting", "Lunch-Vortrag",
        "שיחה על ארוחת צהריים", "סנכרון בזמן הצהריים", "הרצאת צהריים", "סדנה אחר הצהריים",
    ],
)  # fmt: skip
def test_a_meeting_at_lunch_is_a_meeting(title: str) -> None:
    assert not is_lunch(title)


@pytest.mark.parametrize("title", ["Daily standup", "Stand-up Search", "Daily", "Team stand up"])
def test_a_standup_goes_by_many_names(title: str) -> None:
    assert is_standup(title)
    assert not is_standup("Outstanding updates")


@pytest.mark.parametrize(
    "title", ["Canceled: Guild", "Cancelled - Guild", "Abgesagt: Runde", "Declined: Sync"]
)
def test_a_title_may_say_that_the_event_was_called_off(title: str) -> None:
    assert is_called_off(title)
    assert not is_called_off("Guild: cancelled orders")


@pytest.mark.parametrize(
    "title",
    [
        "Christmas Day", "Boxing Day (substitute day)", "Thanksgiving", "Tag der Deutschen Einheit",
        "Yom Kippur", "ראש השנה", "Early May bank holiday", "New Year's Day",
    ],
)  # fmt: skip
def test_public_holidays_are_known_by_name(title: str) -> None:
    assert is_public_holiday(title)


def test_a_holiday_calendar_needs_no_known_names() -> None:
    assert is_public_holiday("Freedom Day", "Holidays in South Africa")
    assert not is_public_holiday("Freedom Day", "Team")
    assert not is_public_holiday("Christmas party planning", "Team")


@pytest.mark.parametrize(
    "title", ["WFH", "Home office", "Birthday of Ann", "On-call", "Release week", "KW 48"]
)
def test_some_all_day_events_leave_the_day_to_work(title: str) -> None:
    assert is_working_day(title)
    assert not is_working_day("Vacation")


@pytest.mark.parametrize(
    "title",
    [
        "Anna on vacation", "Anna Schmidt is out of office", "Ben - OOO", "Ben's PTO", "Mia OOO",
        "Jörg ist im Urlaub", "Tom: sick", "Vacation Kim", "Kim (vacation)", "Urlaub Kim",
    ],
)  # fmt: skip
def test_that_a_colleague_is_away_is_told_from_an_own_absence(title: str) -> None:
    assert is_absence_of_another(title, ["lea"], ["Kim Young"])
    assert not is_absence_of_another(title, re.findall(r"\w+", title.casefold()), [])


@pytest.mark.parametrize(
    "title",
    [
        "Vacation", "OOO", "On vacation", "Out of office", "OOO - back Wed", "Summer vacation",
        "Lea on vacation", "I'm on vacation", "Me: OOO", "Dentist - OOO", "NeurIPS OOO",
        "Vacation in Italy", "Sick", "Sick day", "Urlaub", "Family vacation", "Anna's review",
        "Office closed: vacation", "Urlaub Mallorca", "We are on vacation",
    ],
)  # fmt: skip
def test_an_own_absence_is_one(title: str) -> None:
    assert not is_absence_of_another(title, ["lea"], ["Kim Young"])


def test_focus_time_is_no_meeting_about_focus() -> None:
    assert all(map(is_focus_time, ["Focus time", "Focus", "Deep work", "Fokuszeit"]))
    assert not any(map(is_focus_time, ["Focus group", "Focus area review", "Outfocus"]))
