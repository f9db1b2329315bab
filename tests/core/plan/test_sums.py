"""Sums count no minute twice and leave none out."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.spans import Span, total, union
from mle_planner.core.model.work import Category
from mle_planner.core.plan.sums import CategorySums, category_sums
from tests.support.builders import minutes, utc

MORNING = utc("2026-11-24 08:00")


def _span(start: int, length: int) -> Span:
    return Span(MORNING + minutes(start), MORNING + minutes(start + length))


_lines = st.lists(
    st.tuples(st.sampled_from(Category), st.builds(_span, st.integers(0, 600), st.integers(1, 99))),
    max_size=12,
)


@given(_lines)
def test_each_category_is_the_time_it_covers(lines: list[tuple[Category, Span]]) -> None:
    sums = category_sums(lines)
    for category in Category:
        parts = union(span for found, span in lines if found is category)
        assert sums.of(category) == total(parts)
    assert sums.everything == sum((sums.of(found) for found in Category), timedelta(0))
    assert sums.focus == sums.coding + sums.other_focus
    assert sums.worked == sums.everything - sums.pause


def test_two_meetings_at_once_are_one_hour_and_a_day_adds_up() -> None:
    at_once = [(Category.MEETING, _span(0, 60)), (Category.MEETING, _span(30, 60))]
    day = category_sums([*at_once, (Category.BREAK, _span(200, 15))])
    assert day == CategorySums(meeting=minutes(90), pause=minutes(15))
    assert (day + day).everything == minutes(210)
    assert category_sums([]) == CategorySums()
