"""A rule of weekdays alone is answered without the library, and answered the same."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr

from mle_planner.core.base.days import days_from
from mle_planner.core.base.spans import DAY
from mle_planner.core.typical_day.parts import occurs_on


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "BYDAY=TU;FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=SU,SA",
        "freq=weekly;byday=we",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "FREQ=WEEKLY;COUNT=5;BYDAY=MO,FR",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20201231",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=DAILY;BYDAY=MO,TH",
    ],
)
@pytest.mark.parametrize("first_day", [date(2020, 1, 6), date(2020, 12, 30)])
def test_a_rule_occurs_where_the_library_says(rule: str, first_day: date) -> None:
    begin = datetime.combine(first_day, time())
    days = days_from(date(2019, 12, 20), 500)
    last = datetime.combine(days[-1] + DAY, time())
    expected = {
        found.date()
        for found in rrulestr(rule.upper(), dtstart=begin).between(begin, last, inc=True)
    }
    assert [day for day in days if occurs_on(rule.upper(), first_day, day)] == sorted(
        expected & set(days)
    )
