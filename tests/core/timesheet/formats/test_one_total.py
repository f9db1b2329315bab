"""For the same entries Today, the review and every file say the same total, and their rows too."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.spans import ZERO, Span, whole_minutes
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.review.week import week_review
from mle_planner.core.timesheet.groups import GroupBy, group_lines
from mle_planner.core.timesheet.rounding import RoundingRule
from mle_planner.core.timesheet.sheet import timesheet
from tests.core.timesheet.formats.test_read_back import READERS
from tests.support.amounts import examples
from tests.support.sheets import written
from tests.support.tracked_time import (
    ANALYSIS,
    CODING,
    EMAIL,
    FRAUD,
    LUNCH,
    MONDAY,
    PLATFORM,
    STANDUP,
    UTC_DAYS,
    instant,
    tracked,
    week,
)

LATER = instant(MONDAY + timedelta(days=7), "9:00")


@st.composite
def entries_of_a_week(draw: st.DrawFn) -> list[TrackedItem]:
    """Entries one after another from Monday on, of any number of seconds, some past midnight."""
    found, at = [], instant(MONDAY, "9:00")
    seconds = st.integers(1, 7300)
    for number in range(1, draw(st.integers(0, 30)) + 1):
        start = at + timedelta(seconds=draw(st.one_of(st.just(0), seconds, st.just(40_000))))
        at = start + timedelta(seconds=draw(seconds))
        if at > LATER - timedelta(hours=10):
            break
        kind = draw(st.sampled_from((CODING, ANALYSIS, STANDUP, EMAIL, LUNCH)))
        project = draw(st.sampled_from((FRAUD, PLATFORM, None)))
        found.append(tracked(number, Span(start, at), kind, project, f"Work {number % 3}"))
    return found


@given(entries_of_a_week())
def test_every_sum_of_the_same_entries_is_the_same(entries: list[TrackedItem]) -> None:
    snapshot = week([], entries, now=LATER)
    review = week_review(snapshot, UTC_DAYS)
    sheet = timesheet(entries, UTC_DAYS, MONDAY, MONDAY + timedelta(days=6), RoundingRule())
    total = sheet.tracked_min

    assert sheet.breaks_min == whole_minutes(review.tracked.pause)
    of_review = [whole_minutes(day.tracked.worked) for day in review.days]
    of_today = [whole_minutes(day.tracked_sums.worked) for day in snapshot.days]
    of_sheet = dict.fromkeys(sheet.days, 0)
    for line in sheet.lines:
        of_sheet[line.day] += line.tracked_min
    assert of_today == of_review == list(of_sheet.values())
    for day in snapshot.days:
        seconds = sum(item.span.duration.total_seconds() for item in day.tracked
                      if item.activity is not LUNCH)  # fmt: skip
        assert whole_minutes(day.tracked_sums.worked) == int(seconds + 30) // 60

    assert timedelta(minutes=total) == review.tracked.worked
    for lines in (review.variances, review.activities):
        assert sum((line.tracked for line in lines), ZERO) == review.tracked.worked
    shape = review.shape
    assert shape.in_long + shape.in_short == sum((line.tracked for line in review.stages), ZERO)
    assert shape.focus == review.tracked.focus
    assert sheet.total_min == total == sum(row.rounded_min for row in sheet.rows)
    for by in GroupBy:
        groups = group_lines(sheet.lines, [by])
        assert sum(group.tracked_min for group in groups) == total


@examples(10)
@given(entries_of_a_week(), st.sampled_from(sorted(READERS)))
def test_every_file_of_the_same_entries_says_that_total(
    entries: list[TrackedItem], name: str
) -> None:
    sheet = timesheet(entries, UTC_DAYS, MONDAY, MONDAY + timedelta(days=6), RoundingRule())
    in_file, _hours, _amounts = READERS[name](written(name, sheet))
    assert in_file in (None, sheet.tracked_min * 60)
