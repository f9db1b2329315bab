"""The sentence below the sums: a reader can work the sheet out again from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.model.work import Project, RoundingMode, RoundingUnit
from mle_planner.core.timesheet.rounding import RoundingRule
from mle_planner.core.timesheet.rule_words import rule_words
from mle_planner.core.timesheet.sheet import timesheet
from tests.support.tracked_time import CODING, FRAUD, MONDAY, UTC_DAYS, span, tracked

NEAREST_15 = RoundingRule(15)
RISK = replace(
    FRAUD, id=2, name="Risk", rounding_min=6, rounding_mode=RoundingMode.UP,
    rounding_unit=RoundingUnit.ENTRY, least_min=30,
)  # fmt: skip
SEARCH = replace(FRAUD, id=3, name="Search", rounding_min=15)
CHURN = replace(SEARCH, id=4, name="Churn")


def words(
    *projects: Project, rule: RoundingRule = NEAREST_15, seconds: tuple[int, int] = (0, 0)
) -> str:
    """Return the sentence of a sheet with 52 minutes of each project, a day each."""
    entries = []
    for at, project in enumerate(projects):
        whole = span(MONDAY + at * DAY, "9:00", "9:52")
        start, end = (timedelta(seconds=second) for second in seconds)
        entries.append(tracked(at + 1, Span(whole.start + start, whole.end + end), CODING, project))
    return rule_words(timesheet(entries, UTC_DAYS, MONDAY, MONDAY + 4 * DAY, rule))


def test_the_general_rule_and_how_much_there_is() -> None:
    assert words(FRAUD) == (
        "Each day is rounded to the nearest 15 min and shared out to its entries. 1 day, 1 entry."
    )
    assert words(FRAUD, rule=RoundingRule(0, RoundingMode.UP, RoundingUnit.ENTRY, 30)).startswith(
        "Each entry is rounded up to the full minute; days and totals add the rounded entries. "
        "Each counts for at least 30 min."
    )


def test_where_all_projects_have_one_rule_the_general_one_is_not_named() -> None:
    assert words(SEARCH, CHURN, rule=RoundingRule(0)).startswith(
        "Each day is rounded to the nearest 15 min and shared out to its entries. 2 days"
    )


def test_projects_with_rules_of_their_own_are_named_with_them() -> None:
    assert words(FRAUD, RISK, SEARCH, CHURN, rule=RoundingRule(0)) == (
        "Each day is rounded to the nearest minute and shared out to its entries. "
        "Churn, Search: each day to the nearest 15 min. "
        "Risk: each entry up to full 6 min. Each counts for at least 30 min. 4 days, 4 entries."
    )
    assert words(RISK, SEARCH).startswith("Risk: each entry up to full 6 min.")


def test_clock_times_that_differ_from_the_minutes_by_their_seconds_are_explained() -> None:
    why = "Times are shown without seconds, which are counted: a row may be a minute off."
    assert words(FRAUD, seconds=(50, 10)).endswith(why)  # 9:00:50 to 9:52:10
    assert why not in words(FRAUD, seconds=(10, 10))


def test_decimal_hours_that_were_shared_out_are_explained_once() -> None:
    """Three entries of 0:20 are 1.00 hours together: one of them is written 0.34."""
    why = "Decimal hours are rounded so that they add up: a row may be 0.01 off."
    entries = [
        tracked(at + 1, span(MONDAY, f"{9 + at}:00", f"{9 + at}:20"), CODING, FRAUD)
        for at in range(3)
    ]
    sheet = timesheet(entries, UTC_DAYS, MONDAY, MONDAY, RoundingRule(0))
    assert [line.hundredths for line in sheet.lines].count(34) == 1
    assert rule_words(sheet).count(why) == 1
    assert why not in words(FRAUD, rule=RoundingRule(0))
