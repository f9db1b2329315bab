"""Which neighbours of a moved item make room, and which stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mle_planner.core.base.spans import Span
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.neighbours import DayPlan, add_item, change_times, make_room

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def span(first: float, last: float) -> Span:
    """A stretch in hours of the day."""
    return Span(MIDNIGHT + timedelta(hours=first), MIDNIGHT + timedelta(hours=last))


def lane(now: float = 0, fixed: frozenset[str] = frozenset(), **items: Span) -> DayPlan[str]:
    return DayPlan(items, fixed, span(0, 24), MIDNIGHT + timedelta(hours=now))


def test_neighbours_ahead_are_pushed_and_fixed_ones_are_jumped() -> None:
    day = lane(a=span(9, 10), b=span(10, 11), c=span(11, 12), fixed=frozenset({"c"}))
    changes = change_times(day, "a", span(9, 10), span(10, 11), Neighbours.PUSH)
    assert changes == {"a": span(10, 11), "b": span(12, 13)}


def test_neighbours_are_left_unless_asked() -> None:
    day = lane(a=span(9, 10), b=span(10, 11))
    assert change_times(day, "a", span(9, 10), span(10, 11), Neighbours.NONE) == {"a": span(10, 11)}


def test_what_has_begun_stays_and_nothing_is_pushed_into_the_past() -> None:
    day = lane(now=9.5, a=span(14, 15), b=span(9, 10.5), c=span(10.5, 11))
    changes = change_times(day, "a", span(14, 15), span(10, 11), Neighbours.PUSH)
    assert changes == {"a": span(10, 11)}
    assert change_times(day, "a", span(14, 15), span(10, 11), Neighbours.SHRINK) == {
        "a": span(10, 11)
    }


def test_what_has_begun_stays_where_an_item_is_moved_to_this_very_moment() -> None:
    day = lane(now=9.5, a=span(14, 15), b=span(9, 10))
    changes = change_times(day, "a", span(14, 15), span(9.5, 10.5), Neighbours.PUSH)
    assert changes == {"a": span(9.5, 10.5)}


def test_a_change_of_the_past_moves_the_past() -> None:
    day = lane(now=20, a=span(9, 10), b=span(10, 11))
    changes = change_times(day, "a", span(9, 10), span(10, 11), Neighbours.PUSH)
    assert changes == {"a": span(10, 11), "b": span(11, 12)}


def test_an_item_from_another_day_arrives_inside_the_day() -> None:
    day = lane(b=span(10, 11))
    changes = change_times(day, "a", span(33, 34), span(23.5, 24.5), Neighbours.PUSH)
    assert changes == {"a": span(23, 24)}


def test_an_item_that_crosses_the_night_may_keep_doing_so() -> None:
    day = lane(a=span(23, 25))
    changes = change_times(day, "a", span(23, 25), span(22.5, 24.5), Neighbours.PUSH)
    assert changes == {"a": span(22.5, 24.5)}


def test_new_items_and_several_at_once_make_the_same_room() -> None:
    day = lane(b=span(10, 11), c=span(12, 13))
    assert add_item(day, "new", span(9.5, 10.5), Neighbours.SHRINK) == {
        "new": span(9.5, 10.5),
        "b": span(10.5, 11),
    }
    placed = {"x": span(10, 10.5), "y": span(12, 12.5)}
    made = make_room(day, placed, Neighbours.PUSH, is_later=True)
    assert made == {"b": span(10.5, 11.5), "c": span(12.5, 13.5)}


def test_what_begins_at_this_very_moment_is_still_pushed() -> None:
    day = lane(now=10, b=span(10, 11))
    changes = add_item(day, "new", span(10, 11), Neighbours.PUSH)
    assert changes == {"new": span(10, 11), "b": span(11, 12)}
