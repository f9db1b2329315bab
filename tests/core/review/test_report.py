"""The review as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.review.report.markdown import report_markdown
from mle_planner.core.review.report.week_report import week_report
from mle_planner.core.review.week import week_review
from mle_planner.core.review.words import (
    band_text,
    coding_sentence,
    kept_sentence,
    meeting_sentence,
    other_focus_sentence,
    week_title,
)
from tests.support.tracked_time import (
    CODING,
    EMAIL,
    FRAUD,
    FRIDAY,
    MONDAY,
    STANDUP,
    UTC_DAYS,
    instant,
    planned,
    span,
    tracked,
    week,
)

OVER = instant(FRIDAY, "71:00")
ITEMS = [planned(span(MONDAY, "10:00", "13:00"), CODING, FRAUD)]
ENTRIES = [
    tracked(1, span(MONDAY, "9:00", "10:00"), STANDUP, title="Standup"),
    tracked(2, span(MONDAY, "10:00", "13:15"), CODING, FRAUD),
]
EARLIER = [CategorySums(other_focus=timedelta(hours=2), meeting=timedelta(hours=2))]


def test_the_total_of_the_days_is_their_sum_and_the_mean_below_it_is_not() -> None:
    review = week_review(week(ITEMS, ENTRIES, now=OVER), UTC_DAYS, earlier=EARLIER)
    (table,) = week_report(review, UTC_DAYS).sections[0].tables
    assert [row.cells[0] for row in table.rows if row.is_sum] == ["Total"]
    assert table.rows[-1].cells[0] == "Mean of the weeks before"


def test_the_whole_report() -> None:
    hit = tracked(3, span(MONDAY, "9:50", "10:20"), EMAIL, title="Incident | *big* [x](y)")
    entries = [hit, tracked(2, span(MONDAY, "10:20", "13:15"), CODING, FRAUD)]
    review = week_review(week(ITEMS, entries, now=OVER), UTC_DAYS, earlier=EARLIER)
    report = week_report(review, UTC_DAYS, note="Ask for **quiet** afternoons.\n")
    assert report_markdown(report) == (
        """# Week 48 · 23–27 November

- **Coding**: 2:55 (2:55 a day on 1 day that is over, 0 inside 3–4 h)
- **Other focus**: 0:00 (−2:00 on your 1-week average)
- **Meetings**: 0:00 (0% of tracked time, −50 points)
- **Email and ad hoc**: 0:30
- **Longest focus**: 2:55 (Mon 10:20–13:15)
- **Plan kept**: 89% (of planned focus was kept)

## By day

| Day | Coding | Other focus | Meetings | Email, ad hoc | Total | Coding is |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| Mon 23 | 2:55 | 0:00 | 0:00 | 0:30 | 3:25 | under the goal |
| Tue 24 | 0:00 | 0:00 | 0:00 | 0:00 | 0:00 |  |
| Wed 25 | 0:00 | 0:00 | 0:00 | 0:00 | 0:00 |  |
| Thu 26 | 0:00 | 0:00 | 0:00 | 0:00 | 0:00 |  |
| Fri 27 | 0:00 | 0:00 | 0:00 | 0:00 | 0:00 |  |
| Total | 2:55 | 0:00 | 0:00 | 0:30 | 3:25 |  |
| Mean of the weeks before | 0:00 | 2:00 | 2:00 | 0:00 | 4:00 |  |

## Planned against actual

| Project | Planned | Actual | Difference |
| --- | ---: | ---: | ---: |
| Fraud scoring | 3:00 | 2:55 | −0:05 |
| Email and ad hoc | 0:00 | 0:30 | +0:30 |

## Focus by stage

| Stage | Planned | Actual | Difference |
| --- | ---: | ---: | ---: |
| Without a task | 3:00 | 2:55 | −0:05 |

## By activity

| Activity | Planned | Actual | Difference |
| --- | ---: | ---: | ---: |
| coding | 3:00 | 2:55 | −0:05 |
| email | 0:00 | 0:30 | +0:30 |

## Fragmentation of focus

| Focus | This week |
| --- | ---: |
| Stretches of focus | 1 |
| Longest focus | 2:55 |
| Median stretch | 2:55 |
| Focus in stretches of an hour or more | 2:55 |
| Focus in shorter stretches | 0:00 |
| Switches between tasks | 1 |
| Switches on a day | 1.0 |
| More long focus without ad\\-hoc work | 0:00 |

## Focus ledger

Planned focus 3:00 = done 2:40 + lost 0:20

| Cause | What it was | Time |
| --- | --- | ---: |
| Planned focus | 1 block begun, current plan | 3:00 |
| Other work | Incident \\| \\*big\\* \\[x\\]\\(y\\) on Monday | −0:20 |
| Done | coding 2:40, other focus 0:00 | 2:40 |

| Day | Planned | Done | Lost |
| --- | ---: | ---: | ---: |
| Mon 23 | 3:00 | 2:40 | 0:20 |

## Notes

Ask for **quiet** afternoons.
"""
    )


def test_a_week_of_nothing_is_a_short_report() -> None:
    text = report_markdown(week_report(week_review(week(now=OVER), UTC_DAYS), UTC_DAYS))
    assert "Planned against actual" not in text
    assert "Notes" not in text
    assert "nothing tracked on working days that are over" in text


def test_a_week_says_why_it_has_no_figure() -> None:
    """Given no entries, then neither a day that is over nor a plan ahead is denied."""
    monday = week_review(week(now=instant(MONDAY, "8:00")), UTC_DAYS)
    assert coding_sentence(monday) == "no working day is over yet"
    assert kept_sentence(monday) == "no focus was planned yet"
    ahead = week_review(week(ITEMS, now=instant(MONDAY, "8:00")), UTC_DAYS)
    assert kept_sentence(ahead) == "no planned focus has passed yet"


def test_plans_from_before_the_first_entry_are_not_compared() -> None:
    before = week_review(week(ITEMS, now=OVER), UTC_DAYS, since=MONDAY + timedelta(weeks=1))
    assert before.variances == ()
    assert not before.ledger.planned
    assert kept_sentence(before) == "nothing was tracked"


def test_comparisons_wait_until_the_week_is_over() -> None:
    """On Monday every week is below its average; saying so would be true and useless."""
    running = week_review(
        week(ITEMS, ENTRIES, now=instant(MONDAY, "20:00")), UTC_DAYS, earlier=EARLIER
    )
    assert other_focus_sentence(running) == ""
    assert meeting_sentence(running) == "24% of tracked time"
    over = week_review(week(ITEMS, ENTRIES, now=OVER), UTC_DAYS, earlier=EARLIER)
    assert other_focus_sentence(over) == "−2:00 on your 1-week average"
    assert meeting_sentence(over) == "24% of tracked time, −26 points"
    assert coding_sentence(over) == "3:15 a day on 1 day that is over, 1 inside 3–4 h"


def test_the_band_in_words() -> None:
    review = week_review(week(now=OVER), UTC_DAYS)
    assert band_text(review) == "3–4 h"
    assert band_text(replace(review, coding_most=timedelta(hours=4, minutes=30))) == "3:00–4:30"


def test_the_title_reaches_to_the_weekend_when_that_holds_something() -> None:
    saturday = tracked(1, span(MONDAY + timedelta(days=5), "10:00", "11:00"))
    review = week_review(week([], [saturday], now=OVER), UTC_DAYS)
    assert week_title(review, UTC_DAYS) == "Week 48 · 23–28 November"


def test_the_title_ends_on_the_last_workday() -> None:
    days = replace(UTC_DAYS, workdays=frozenset({0, 1, 2, 3}))
    review = week_review(week([], [], now=OVER), UTC_DAYS)
    nothing = tuple(replace(day, is_shown=False) for day in review.days)
    assert week_title(replace(review, days=nothing), days) == "Week 48 · 23–26 November"
