"""The rounding rule: whatever is rounded, sums stay sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.shares import nearest_s
from mle_planner.core.timesheet.rounding import rounded_seconds

MINUTE = 60
LINES = st.lists(st.integers(0, 12 * 3600), max_size=30)
STEPS = st.sampled_from([1, 60, 300, 360, 600, 900, 1800, 3600])


def minutes(lines: list[int], step_min: int) -> list[int]:
    rounded = rounded_seconds([line * MINUTE for line in lines], step_min * MINUTE)
    return [line // MINUTE for line in rounded]


def test_the_line_that_lost_most_gets_the_missing_quarter() -> None:
    """0:36 + 0:57 + 1:12 is 2:45, as the rounded lines are."""
    assert minutes([36, 57, 72], 15) == [30, 60, 75]


def test_many_short_entries_do_not_vanish() -> None:
    """Ten calls of six minutes are an hour, though each alone would round to nothing."""
    assert minutes([6] * 10, 15) == [15, 15, 15, 15, 0, 0, 0, 0, 0, 0]


def test_of_two_that_lost_the_same_the_earlier_gets_it() -> None:
    assert minutes([10, 10, 10], 15) == [15, 15, 0]


def test_half_a_step_goes_up() -> None:
    assert nearest_s(450, 900) == 900
    assert nearest_s(449, 900) == 0


def test_nothing_tracked_is_nothing() -> None:
    assert rounded_seconds([], 900) == []
    assert rounded_seconds([0, 0], 900) == [0, 0]


@pytest.mark.parametrize(("lines", "step"), [([60], 0), ([-1], 60)])
def test_nonsense_is_a_bug(lines: list[int], step: int) -> None:
    with pytest.raises(ValueError, match=r"rounding step|never negative"):
        rounded_seconds(lines, step)


@given(LINES, STEPS)
def test_lines_add_up_to_the_rounded_day(lines: list[int], step: int) -> None:
    rounded = rounded_seconds(lines, step)
    assert sum(rounded) == nearest_s(sum(lines), step)
    assert abs(sum(rounded) - sum(lines)) * 2 <= step


@given(LINES, STEPS)
def test_each_line_is_off_by_less_than_a_step(lines: list[int], step: int) -> None:
    for line, rounded in zip(lines, rounded_seconds(lines, step), strict=True):
        assert rounded % step == 0
        assert abs(rounded - line) < step
        if line % step == 0:
            assert rounded == line


@given(LINES, STEPS)
def test_rounding_twice_changes_nothing(lines: list[int], step: int) -> None:
    once = rounded_seconds(lines, step)
    assert rounded_seconds(once, step) == once
