"""What a date looks like before anything is planned into it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.model.typical_day import DayPart, RecurringEvent, RecurringException
from mle_planner.core.model.work import Category
from mle_planner.core.refs import PartRef
from mle_planner.core.typical_day.part_rules import RuleError, check_rule
from mle_planner.core.typical_day.parts import (
    day_parts_on,
    occurrences_on,
    occurs_on,
    working_minutes,
)
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, utc

BERLIN = PlanningDays(ZoneInfo("Europe/Berlin"))
CODING, LUNCH, MAIL = 1, 2, 3
CATEGORIES = {CODING: Category.CODING, LUNCH: Category.BREAK, MAIL: Category.ADMIN}
DAY = [
    DayPart(1, 1, 540, 780, "Focus", CODING),
    DayPart(2, 1, 780, 840, "Lunch", LUNCH),
    DayPart(3, 1, 1065, 1080, "Wrap up", MAIL),
]
STANDUP = RecurringEvent(5, "Standup", MAIL, "FREQ=WEEKLY;BYDAY=TU,TH", MONDAY, 570, 15)


def test_breaks_and_admin_stand_on_their_weekday_and_focus_does_not() -> None:
    parts = day_parts_on(TUESDAY, BERLIN, DAY, CATEGORIES)
    assert [(part.key, part.title) for part in parts] == [
        (PartRef(TUESDAY, 2), "Lunch"),
        (PartRef(TUESDAY, 3), "Wrap up"),
    ]
    assert parts[0].span.start == utc("2026-11-24 12:00")
    assert day_parts_on(MONDAY, BERLIN, DAY, CATEGORIES) == []


def test_the_working_hours_are_from_the_first_part_to_the_last() -> None:
    assert working_minutes(TUESDAY, BERLIN, DAY) == (540, 1080)
    assert working_minutes(WEDNESDAY, BERLIN, DAY) is None


def test_a_time_before_the_border_is_in_the_night_that_follows() -> None:
    late = PlanningDays(BERLIN.zone, day_start_min=4 * 60)
    rest = [*DAY, DayPart(4, 1, 120, 180, "Rest", LUNCH)]
    parts = day_parts_on(TUESDAY, late, rest, CATEGORIES)
    assert parts[-1].span.start == utc("2026-11-25 01:00")
    assert [late.date_of(part.span.start) for part in parts] == [TUESDAY] * 3
    assert working_minutes(TUESDAY, late, rest) == (540, 27 * 60)
    owl = RecurringEvent(6, "Owl", MAIL, "FREQ=WEEKLY;BYDAY=TU", MONDAY, 150, 30)
    (part,) = occurrences_on(TUESDAY, late, [owl], [])
    assert part.span.start == utc("2026-11-25 01:30")
    assert late.date_of(part.span.start) == TUESDAY
    (usual,) = occurrences_on(TUESDAY, BERLIN, [owl], [])
    assert usual.span.start == utc("2026-11-24 01:30")


def test_lunch_is_at_the_same_time_of_day_after_the_clocks_change() -> None:
    sunday = [DayPart(1, 6, 720, 780, "Lunch", LUNCH)]
    starts = [
        day_parts_on(day, BERLIN, sunday, CATEGORIES)[0].span.start
        for day in (date(2026, 10, 18), date(2026, 10, 25))
    ]
    assert starts == [utc("2026-10-18 10:00"), utc("2026-10-25 11:00")]


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        (None, ["08:30-08:45"]),
        (RecurringException(1, 5, TUESDAY), []),
        (RecurringException(1, 5, TUESDAY, 600, None), ["09:00-09:15"]),
        (RecurringException(1, 5, TUESDAY, 0, 30), ["23:00-23:30"]),
        (RecurringException(1, 5, WEDNESDAY), ["08:30-08:45"]),
        (RecurringException(1, 6, TUESDAY), ["08:30-08:45"]),
    ],
)
def test_one_occurrence_may_be_cancelled_or_elsewhere(
    exception: RecurringException | None, expected: list[str]
) -> None:
    exceptions = [exception] if exception else []
    parts = occurrences_on(TUESDAY, BERLIN, [STANDUP], exceptions)
    assert [f"{part.span.start:%H:%M}-{part.span.end:%H:%M}" for part in parts] == expected


def test_a_series_recurs_from_its_first_day_by_its_rule() -> None:
    days = [day for day in range(20, 31) if occurs_on(STANDUP.rule, MONDAY, date(2026, 11, day))]
    assert days == [24, 26]
    assert occurs_on("FREQ=MONTHLY;BYMONTHDAY=-1", MONDAY, date(2027, 2, 28))
    assert not occurs_on("FREQ=DAILY;COUNT=2", MONDAY, WEDNESDAY)
    assert occurs_on("FREQ=DAILY", date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize(
    "rule",
    [
        "", "weekly", "FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=3", "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;BYHOUR=1",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYDAY=60MO", "FREQ=DAILY;DTSTART=20260101",
        "FREQ=DAILY;UNTIL=never", "FREQ=DAILY" + ";BYDAY=MO" * 40, "FREQ=DAILY\nEXRULE:FREQ=DAILY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYWEEKNO=60",
    ],
)  # fmt: skip
def test_a_rule_that_is_none_or_never_ends_is_refused(rule: str) -> None:
    with pytest.raises(RuleError, match=r"^The rule .*Nothing was changed\.$"):
        check_rule(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "freq=weekly;byday=mo,we", "FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;UNTIL=20270101",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=3",
    ],
)  # fmt: skip
def test_a_rule_that_people_mean_is_taken(rule: str) -> None:
    assert check_rule(rule) == rule.upper()


@given(
    st.sampled_from(["DAILY", "WEEKLY"]),
    st.integers(1, 5),
    st.sampled_from(["", ";BYDAY=MO,WE", ";BYMONTH=3,11", ";UNTIL=20150101", ";COUNT=40"]),
    st.dates(date(2000, 1, 1), date(2012, 1, 1)),
    st.integers(0, 6000),
)
def test_a_date_long_after_the_first_is_found_as_if_the_rule_were_walked_from_there(
    frequency: str, interval: int, rest: str, first_day: date, later: int
) -> None:
    """Finding a date does not cost more each year, and finds the same dates."""
    rule = f"FREQ={frequency};INTERVAL={interval}{rest}"
    day = first_day + timedelta(days=later)
    start = datetime.combine(first_day, time())
    found = rrulestr(rule, dtstart=start).between(
        datetime.combine(day, time()), datetime.combine(day, time()), inc=True
    )

    assert occurs_on(rule, first_day, day) == bool(found)


@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY", "BYDAY=MO;FREQ=", None, 7])
def test_a_damaged_rule_has_no_occurrence(rule: str) -> None:
    assert not occurs_on(rule, MONDAY, TUESDAY)
