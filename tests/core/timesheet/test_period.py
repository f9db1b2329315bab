"""Which days a timesheet covers, and how they become columns."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.timesheet.period import Period, PeriodKind, day_columns

ISO = PlanningDays(ZoneInfo("UTC"))
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def days_of(period: Period) -> list[date]:
    return [
        period.first + timedelta(days=at) for at in range((period.last - period.first).days + 1)
    ]


@given(DAYS)
def test_a_step_forward_and_back_is_where_one_was(day: date) -> None:
    custom = Period(PeriodKind.CUSTOM, day, day + timedelta(days=9))
    for period in (Period.week_of(day, ISO), Period.month_of(day), custom):
        later = period.stepped(1)
        assert later.first == period.last + timedelta(days=1)
        assert later.stepped(-1) == period


def test_a_sprint_is_whole_weeks_and_the_next_begins_the_day_after() -> None:
    """Given sprints of two weeks from a Wednesday, then each day is in one of them."""
    start = date(2026, 11, 4)
    sprint = Period.sprint_of(date(2026, 11, 25), start, 2)
    assert (sprint.first, sprint.last) == (date(2026, 11, 18), date(2026, 12, 1))
    assert Period.sprint_of(date(2026, 11, 17), start, 2) == sprint.stepped(-1)
    assert sprint.latest(date(2026, 12, 2), ISO) == sprint
    earlier = Period.sprint_of(date(2026, 11, 3), start, 2)
    assert (earlier.first, earlier.last) == (date(2026, 10, 21), date(2026, 11, 3))


def test_names() -> None:
    assert Period.week_of(date(2026, 11, 25), ISO).title == "23–29 November"
    assert Period.week_of(date(2026, 12, 30), ISO).title == "28 December 2026 – 3 January 2027"
    assert Period.month_of(date(2026, 2, 5)).title == "February 2026"


def test_a_weekend_has_a_column_only_when_it_holds_time() -> None:
    days = days_of(Period.week_of(date(2026, 11, 25), ISO))
    titles = [column.title for column in day_columns(days, [0] * 5 + [30, 0], ISO)]
    assert titles == ["Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28"]


def test_the_columns_are_the_days_of_the_users_workdays() -> None:
    """Given work from Sunday to Thursday, then Friday has a column only when it holds time."""
    worked = PlanningDays(ZoneInfo("UTC"), 0, 1, frozenset({6, 0, 1, 2, 3}))
    days = days_of(Period.week_of(date(2026, 11, 25), worked))
    expected = ["Sun 22", "Mon 23", "Tue 24", "Wed 25", "Thu 26"]
    assert [column.title for column in day_columns(days, [0] * 7, worked)] == expected
    with_friday = day_columns(days, [0] * 5 + [30, 0], worked)
    assert [column.title for column in with_friday] == [*expected, "Fri 27"]
    month = days_of(Period.month_of(date(2026, 11, 1)))
    assert [column.title for column in day_columns(month, [0] * 30, worked)] == [
        "1–5", "8–12", "15–19", "22–26", "29–30"
    ]  # fmt: skip


def test_a_month_has_weeks_and_a_year_months() -> None:
    month = days_of(Period.month_of(date(2026, 11, 1)))
    assert [column.title for column in day_columns(month, [0] * 30, ISO)] == [
        "2–6", "9–13", "16–20", "23–27", "30"
    ]  # fmt: skip
    year = days_of(Period(PeriodKind.CUSTOM, date(2026, 1, 1), date(2026, 12, 31)))
    titles = [column.title for column in day_columns(year, [0] * 365, ISO)]
    assert (titles[0], titles[-1], len(titles)) == ("Jan 2026", "Dec 2026", 12)


@given(DAYS, st.integers(0, 500), st.data())
def test_no_minute_falls_between_columns(first: date, length: int, data: st.DataObject) -> None:
    days = [first + timedelta(days=at) for at in range(length + 1)]
    totals = [data.draw(st.integers(0, 600)) for _ in days[:8]] + [1] * max(0, len(days) - 8)
    columns = day_columns(days, totals, ISO)
    places = [place for column in columns for place in column.places]
    assert len(places) == len(set(places))
    assert sum(totals[place] for place in places) == sum(totals)
