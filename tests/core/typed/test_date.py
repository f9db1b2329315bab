"""Days as they are typed into a field, in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mle_planner.core.i18n import gettext
from mle_planner.core.typed.calendar_date import DueError
from mle_planner.core.typed.date import parse_day

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "the day after tomorrow", "2026-12-02"),
        ("en", "2 days ago", "2026-11-28"),
        ("en", "a week ago", "2026-11-23"),
        ("en", "3 months ago", "2026-08-30"),
        ("en", "fri next week", "2026-12-11"),
        ("en", "next week friday", "2026-12-11"),
        ("de", "vor 2 Tagen", "2026-11-28"),
        ("de", "vor einer Woche", "2026-11-23"),
        ("de", "Freitag nächste Woche", "2026-12-11"),
        ("de", "kommenden Freitag", "2026-12-04"),
        ("de", "kommende Woche", "2026-12-11"),
        ("de", "kommenden Montag", "2026-12-07"),
        ("de", "kommendes Wochenende", "2026-12-06"),
        ("en", "coming mon", "2026-12-07"),
        ("en", "this monday", "2026-11-30"),
        ("en", "in a year", "2027-11-30"),
        ("en", "eleven days ago", "2026-11-19"),
        ("de", "in elf Tagen", "2026-12-11"),
        ("de", "vor einem Jahr", "2025-11-30"),
        ("he", "בעוד שנה", "2027-11-30"),
        ("he", "לפני 2 ימים", "2026-11-28"),
        ("he", "בעוד שבוע", "2026-12-07"),
    ],
)
def test_a_day_is_read_as_it_is_typed(language: str, text: str, day: str) -> None:
    gettext.use(replace(gettext.ENGLISH, language=language))
    assert parse_day(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("thu 15:00", "thu 15:00 has a time."),
        ("04/12", "04/12 can be read in two ways."),
        ("30.2.", "30.2 is not a date."),
        ("9999 months ago", "9999 months is too far away."),
        ("in 9999 years", "9999 years is too far away."),
        ("coming soon", "not a day"),
        ("", "Write a day"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(DueError, match=reason):
        parse_day(text, MONDAY)
