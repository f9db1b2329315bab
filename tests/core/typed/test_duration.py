"""One reader of lengths of time, for fields, the command line and quick add."""

from __future__ import annotations

import pytest

from mle_planner.core.typed.duration import DurationError, read_duration, read_estimate, read_words


@pytest.mark.parametrize(
    ("words", "minutes", "count"),
    [
        ("90 min", 90, 2), ("15 minutes", 15, 2), ("2 h", 120, 2), ("3 hours", 180, 2),
        ("2hrs", 120, 1), ("1 hour 30 minutes", 90, 4), ("1 hour and 30 minutes", 90, 5),
        ("half an hour", 30, 3), ("an hour and a half", 90, 5), ("quarter of an hour", 15, 4),
        ("~2h", 120, 1), ("est:2h", 120, 1), ("ca. 2h", 120, 2), ("2h.", 120, 1),
        ("2 Std", 120, 2), ("2 Std.", 120, 2), ("eine halbe Stunde", 30, 3), ("½h", 30, 1),
        ("1½ hours", 90, 2), ("2 h 15", 135, 3), ("1h 20 PRs", 60, 1),
        ("1/2 h", 30, 2), ("1 1/2h", 90, 2), ("an hour", 60, 2),
        ("1h 30 day churn", 60, 1), ("3 שעות", 180, 2), ("חצי שעה", 30, 2), ("2h, then", 120, 1),
        ("eleven hours", 660, 2), ("elf Stunden", 660, 2),
    ],
)  # fmt: skip
def test_efforts_as_people_write_them(words: str, minutes: int, count: int) -> None:
    found = read_words(words.split())
    assert found is not None
    assert (found.minutes, found.words, found.is_rough) == (minutes, count, False)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("1d", 210),
        ("2 days", 420),
        ("half a day", 105),
        ("1.5 days", 315),
        ("2-3h", 180),
        ("1h 30 debug", 90),
    ],
)
def test_days_and_ranges_are_rough(words: str, minutes: int | None) -> None:
    found = read_words(words.split())
    assert (found.minutes if found else None) == minutes
    assert found is None or found.is_rough


def test_a_day_has_as_many_hours_as_are_aimed_at() -> None:
    found = read_words(["2d"], day_min=360)
    assert found is not None
    assert (found.minutes, found.days) == (720, 2)


@pytest.mark.parametrize("words", ["2", "1h75", "h", "v2h", "5x", "2 moons", "(2h", "hours"])
def test_what_is_no_length_of_time(words: str) -> None:
    assert read_words(words.split()) is None


def test_a_third_more_is_eighty_minutes_everywhere() -> None:
    found = read_words(["1.33h"])
    assert found is not None
    assert found.minutes == 80
    assert read_duration("1.33h") == read_duration("1.33 h", is_bare_minutes=True) == 80
    assert read_estimate("1,33h") == 80


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3:30", 210), ("2h", 120), ("1.5 h", 90), ("1,5h", 90), ("1h 20", 80), ("1h20m", 80),
        ("45 min", 45), ("45m", 45), ("45", 45), ("0", 0), ("1.33h", 80), ("half an hour", 30),
        ("", None),
    ],
)  # fmt: skip
def test_a_field_in_minutes_reads(text: str, minutes: int | None) -> None:
    assert read_duration(text, is_bare_minutes=True) == minutes


@pytest.mark.parametrize("text", ["1:60", "a while", "-5"])
def test_a_field_in_minutes_refuses(text: str) -> None:
    with pytest.raises(DurationError):
        read_duration(text, is_bare_minutes=True)


def test_a_number_alone_is_no_length_where_no_field_says_so() -> None:
    with pytest.raises(DurationError, match=r"^45 is not a length of time"):
        read_duration("45")
