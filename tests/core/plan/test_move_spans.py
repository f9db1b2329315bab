"""What a move, a stretch, a split or a merge does to a day, and what it never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span, total, union
from mle_planner.core.plan.move_spans import (
    Neighbours,
    SpanGroup,
    displace_neighbours,
    free_around,
    join_spans,
    move_inside,
    move_without_overlap,
    nearest_free,
    nearest_shift,
    place_item,
    snap_to_step,
    split_at,
)

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return MIDNIGHT + timedelta(hours=int(hours), minutes=int(minutes))


def span(text: str) -> Span:
    first, last = text.split("-")
    return Span(at(first), at(last))


def picture(spans: dict[str, Span]) -> str:
    """A day as one line, in the order of time."""
    ordered = sorted(spans.items(), key=lambda pair: (pair[1], pair[0]))
    return ", ".join(f"{key} {one.start:%H:%M}-{one.end:%H:%M}" for key, one in ordered)


DAY = span("0:00-24:00")


def after(
    items: dict[str, Span],
    key: str,
    new: str,
    neighbours: Neighbours = Neighbours.NONE,
    fixed: frozenset[str] = frozenset(),
    bounds: Span = DAY,
) -> str:
    """The whole day after an edit, as one line."""
    return picture(items | place_item(items, fixed, key, span(new), neighbours, bounds))


def test_moving_leaves_neighbours_alone_unless_asked() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00")}
    assert after(items, "a", "9:30-10:30") == "a 09:30-10:30, b 10:00-11:00"


def test_nothing_is_reported_for_a_move_to_where_it_is() -> None:
    items = {"a": span("9:00-10:00"), "b": span("9:30-11:00")}
    assert place_item(items, frozenset(), "a", items["a"], Neighbours.NONE, DAY) == {}


def test_pushing_later_moves_only_what_is_in_the_way() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00"), "c": span("11:30-12:00")}
    pushed = after(items, "a", "9:30-10:30", Neighbours.PUSH)
    assert pushed == "a 09:30-10:30, b 10:30-11:30, c 11:30-12:00"


def test_a_push_goes_on_to_the_next() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00"), "c": span("11:00-12:00")}
    pushed = after(items, "a", "9:00-10:30", Neighbours.PUSH)
    assert pushed == "a 09:00-10:30, b 10:30-11:30, c 11:30-12:30"


def test_pushing_earlier_is_the_mirror_of_pushing_later() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00"), "c": span("11:00-12:00")}
    pushed = after(items, "c", "10:30-11:30", Neighbours.PUSH)
    assert pushed == "a 08:30-09:30, b 09:30-10:30, c 10:30-11:30"


def test_a_pushed_item_jumps_over_a_fixed_one() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00"), "meeting": span("11:00-12:00")}
    pushed = after(items, "a", "9:30-10:30", Neighbours.PUSH, frozenset({"meeting"}))
    assert pushed == "a 09:30-10:30, meeting 11:00-12:00, b 12:00-13:00"


def test_what_finds_no_place_in_the_day_stays_and_overlaps() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00")}
    pushed = after(items, "a", "9:30-10:30", Neighbours.PUSH, bounds=span("9:00-11:00"))
    assert pushed == "a 09:30-10:30, b 10:00-11:00"


def test_nothing_is_pushed_out_of_the_room_there_is() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00")}
    changed = place_item(
        items, frozenset(), "b", span("9:30-10:30"), Neighbours.PUSH, DAY, room=span("9:00-24:00")
    )
    assert changed == {"b": span("9:30-10:30")}


def test_stretching_the_start_pushes_what_lies_before() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00")}
    assert after(items, "b", "9:30-11:00", Neighbours.PUSH) == "a 08:30-09:30, b 09:30-11:00"


def test_an_item_from_elsewhere_pushes_later() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00")}
    pushed = after(items, "new", "9:00-9:30", Neighbours.PUSH)
    assert pushed == "new 09:00-09:30, a 09:30-10:30, b 10:30-11:30"


def test_shrinking_cuts_off_what_is_covered() -> None:
    items = {"a": span("9:00-10:00"), "b": span("10:00-11:00")}
    assert after(items, "a", "9:00-10:20", Neighbours.SHRINK) == "a 09:00-10:20, b 10:20-11:00"


def test_shrinking_keeps_the_longer_part_and_never_less_than_five_minutes() -> None:
    items = {"a": span("9:00-12:00"), "b": span("12:00-12:30")}
    assert after(items, "new", "9:30-10:00", Neighbours.SHRINK) == (
        "new 09:30-10:00, a 10:00-12:00, b 12:00-12:30"
    )
    covered = after(items, "new", "12:00-12:28", Neighbours.SHRINK)
    assert covered == "a 09:00-12:00, new 12:00-12:28, b 12:00-12:30"


def test_fixed_items_are_not_shrunk() -> None:
    items = {"a": span("9:00-10:00"), "meeting": span("10:00-11:00")}
    shrunk = after(items, "a", "9:30-10:30", Neighbours.SHRINK, frozenset({"meeting"}))
    assert shrunk == "a 09:30-10:30, meeting 10:00-11:00"


def test_a_move_stays_inside_the_day_at_its_length_and_a_stretch_stops_there() -> None:
    items = {"a": span("9:00-10:00")}
    day = span("8:00-18:00")
    assert after(items, "a", "17:30-18:30", bounds=day) == "a 17:00-18:00"
    assert after(items, "a", "7:00-8:00", bounds=day) == "a 08:00-09:00"
    assert after(items, "a", "9:00-19:00", bounds=day) == "a 09:00-18:00"
    assert move_inside(span("1:00-23:00"), day) == day


minutes = st.integers(min_value=0, max_value=24 * 12 - 1)


@st.composite
def days(draw: st.DrawFn) -> dict[str, Span]:
    """Up to eight items that do not overlap, on five-minute steps."""
    edges = sorted(draw(st.sets(minutes, min_size=2, max_size=16)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return {
        f"i{number}": Span(
            MIDNIGHT + timedelta(minutes=5 * first), MIDNIGHT + timedelta(minutes=5 * last)
        )
        for number, (first, last) in enumerate(pairs)
    }


@st.composite
def edited_days(draw: st.DrawFn) -> tuple[dict[str, Span], frozenset[str], str, Span]:
    items = draw(days())
    key = draw(st.sampled_from([*items, "new"]))
    fixed = draw(st.sets(st.sampled_from(sorted(items))))
    first, length = draw(minutes), draw(st.integers(min_value=1, max_value=48))
    start = MIDNIGHT + timedelta(minutes=5 * first)
    return items, frozenset(fixed - {key}), key, Span(start, start + timedelta(minutes=5 * length))


@given(edited_days(), st.sampled_from(list(Neighbours)))
def test_fixed_items_never_move_and_all_stays_in_the_day(
    edit: tuple[dict[str, Span], frozenset[str], str, Span], neighbours: Neighbours
) -> None:
    items, fixed, key, new = edit
    changed = place_item(items, fixed, key, new, neighbours, DAY)
    assert not fixed & set(changed)
    assert all(one.intersection(DAY) == one for one in changed.values())
    assert all(items.get(other) != one for other, one in changed.items())


@given(edited_days())
def test_pushed_items_keep_their_length_and_meet_nothing(
    edit: tuple[dict[str, Span], frozenset[str], str, Span],
) -> None:
    items, fixed, key, new = edit
    changed = place_item(items, fixed, key, new, Neighbours.PUSH, DAY)
    result = items | changed
    pushed = [other for other in changed if other != key]
    for other in pushed:
        assert result[other].duration == items[other].duration
        clashes = [one for one in result if one != other and result[one].overlaps(result[other])]
        # Only one that found no place in the day may still be in the way.
        assert all(one in items and one not in changed and one not in fixed for one in clashes)


@given(edited_days())
def test_shrinking_only_takes_away(edit: tuple[dict[str, Span], frozenset[str], str, Span]) -> None:
    items, fixed, key, new = edit
    changed = place_item(items, fixed, key, new, Neighbours.SHRINK, DAY)
    placed = changed.get(key) or items[key]
    for other in set(changed) - {key}:
        assert changed[other].intersection(items[other]) == changed[other]
        assert not changed[other].overlaps(placed)


@st.composite
def moved_or_stretched(draw: st.DrawFn) -> tuple[dict[str, Span], str, Span]:
    items = draw(days())
    key = draw(st.sampled_from(sorted(items)))
    old, to = items[key], MIDNIGHT + timedelta(minutes=5 * draw(minutes))
    if draw(st.booleans()):
        return items, key, Span(to, to + old.duration)
    if draw(st.booleans()):
        return items, key, Span(min(to, old.end - timedelta(minutes=5)), old.end)
    return items, key, Span(old.start, max(to, old.start + timedelta(minutes=5)))


@given(moved_or_stretched(), st.sampled_from(list(Neighbours)))
def test_what_keeps_apart_never_overlaps_whatever_is_done(
    edit: tuple[dict[str, Span], str, Span], neighbours: Neighbours
) -> None:
    items, key, new = edit
    changed = move_without_overlap(items, key, new, neighbours, DAY)
    result = items | changed
    assert total(result.values()) == total(union(result.values()))
    assert all(one.intersection(DAY) == one for one in result.values())
    assert all(items[other] != one for other, one in changed.items())
    if neighbours is Neighbours.NONE:
        assert set(changed) <= {key}


def test_a_stretched_part_leaves_something_of_each_neighbour() -> None:
    items = {
        "lunch": span("13:00-14:00"),
        "focus": span("14:00-17:45"),
        "mail": span("17:45-18:00"),
    }
    changed = move_without_overlap(items, "lunch", span("13:00-19:00"), Neighbours.SHRINK, DAY)
    assert changed == {"lunch": span("13:00-17:40"), "focus": span("17:40-17:45")}
    changed = move_without_overlap(items, "mail", span("8:00-18:00"), Neighbours.SHRINK, DAY)
    assert changed == {"mail": span("14:05-18:00"), "focus": span("14:00-14:05")}


def test_a_part_that_would_swallow_another_goes_to_the_nearest_free_place() -> None:
    items = {
        "lunch": span("13:00-14:00"),
        "focus": span("14:00-17:45"),
        "mail": span("17:45-18:00"),
    }
    changed = move_without_overlap(items, "lunch", span("17:30-18:30"), Neighbours.SHRINK, DAY)
    assert changed == {"lunch": span("18:00-19:00")}


@given(days(), minutes, st.integers(min_value=1, max_value=48))
def test_a_tracked_entry_finds_the_nearest_free_place(
    items: dict[str, Span], first: int, length: int
) -> None:
    start = MIDNIGHT + timedelta(minutes=5 * first)
    wish = Span(start, start + timedelta(minutes=5 * length))
    found = nearest_free(items.values(), wish, DAY)
    free = [
        Span(moved, moved + wish.duration)
        for moved in (MIDNIGHT + timedelta(minutes=5 * step) for step in range(24 * 12))
        if moved + wish.duration <= DAY.end
        and not any(one.overlaps(Span(moved, moved + wish.duration)) for one in items.values())
    ]
    if found is None:
        assert not free
    else:
        assert not any(found.overlaps(one) for one in items.values())
        assert found.duration == wish.duration
        nearest = min(abs(place.start - wish.start) for place in free)
        assert abs(found.start - wish.start) == nearest


def test_several_push_what_is_in_the_way_of_any_of_them() -> None:
    items = {"a": span("9:00-10:00"), "b": span("11:00-12:00"), "c": span("12:00-13:00")}
    placed = {"a": span("10:30-11:30"), "c": span("13:30-14:30")}
    assert displace_neighbours(items, frozenset(), placed, Neighbours.PUSH, DAY, is_later=True) == {
        "b": span("11:30-12:30")
    }
    placed = {"a": span("10:30-11:30"), "c": span("11:45-12:45")}
    assert displace_neighbours(
        items, frozenset(), placed, Neighbours.SHRINK, DAY, is_later=True
    ) == {"b": span("11:30-11:45")}
    assert (
        displace_neighbours(items, frozenset(), placed, Neighbours.NONE, DAY, is_later=True) == {}
    )


def test_several_stop_where_the_first_of_them_meets_something() -> None:
    moving = (span("9:00-10:00"), span("11:00-11:30"))
    taken = (span("10:20-10:40"), span("12:00-12:30"))
    group = SpanGroup(moving, span("8:00-14:00"), taken)
    assert nearest_shift(timedelta(minutes=15), [group]) == timedelta(minutes=15)
    assert nearest_shift(timedelta(minutes=29), [group]) == timedelta(minutes=20)
    assert nearest_shift(timedelta(minutes=85), [group]) == timedelta(minutes=100)
    assert nearest_shift(timedelta(minutes=-90), [group]) == timedelta(minutes=-20)
    assert nearest_shift(timedelta(0), [SpanGroup(moving, span("9:30-14:00"))]) == timedelta(
        minutes=30
    )
    assert nearest_shift(timedelta(0), [SpanGroup(moving, span("9:30-10:30"))]) is None


def stretches(most: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    return st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=most)


@pytest.mark.slow
@given(
    stretches(3), stretches(4), stretches(2), st.integers(-50, 50), st.integers(0, 20),
    st.integers(40, 90),
)  # fmt: skip
def test_a_common_shift_is_the_nearest_of_all_that_are_free(
    entries: list[tuple[int, int]],
    others: list[tuple[int, int]],
    blocks: list[tuple[int, int]],
    wish: int,
    first: int,
    last: int,
) -> None:
    def spans(pairs: list[tuple[int, int]]) -> tuple[Span, ...]:
        starts = [(MIDNIGHT + timedelta(minutes=start), length) for start, length in pairs]
        return tuple(Span(start, start + timedelta(minutes=length)) for start, length in starts)

    room = Span(MIDNIGHT + timedelta(minutes=first), MIDNIGHT + timedelta(minutes=last))
    groups = [SpanGroup(spans(entries), room, spans(others)), SpanGroup(spans(blocks), DAY)]

    def is_free(shift: int) -> bool:
        return all(
            span.intersection(group.bounds) == span
            and not any(span.overlaps(taken) for taken in group.taken)
            for group in groups
            for span in (one.moved(timedelta(minutes=shift)) for one in group.spans)
        )

    found = [(abs(shift - wish), shift) for shift in range(-1500, 1500) if is_free(shift)]
    expected = timedelta(minutes=min(found)[1]) if found and (entries or blocks) else None
    assert nearest_shift(timedelta(minutes=wish), groups) == expected


def test_a_drawn_entry_stops_at_its_neighbour() -> None:
    taken = [span("9:00-10:00"), span("11:00-12:00")]
    assert free_around(taken, at("10:15"), span("10:15-11:30"), DAY) == span("10:15-11:00")
    assert free_around(taken, at("10:45"), span("8:00-10:45"), DAY) == span("10:00-10:45")
    assert free_around(taken, at("9:30"), span("9:30-10:30"), DAY) is None


def test_a_split_gives_the_same_time_in_two_parts() -> None:
    first, second = split_at(span("9:00-12:00"), at("10:00"))
    assert (first, second) == (span("9:00-10:00"), span("10:00-12:00"))
    with pytest.raises(PlannerError, match="Nothing was split"):
        split_at(span("9:00-12:00"), at("9:00"))
    with pytest.raises(PlannerError, match="a minute long"):
        split_at(span("9:00-12:00"), at("13:00"))
    almost = timedelta(seconds=59)
    for instant in (at("9:00") + almost, at("12:00") - almost):
        with pytest.raises(PlannerError, match="a minute long"):
            split_at(span("9:00-12:00"), instant)


def test_two_blocks_or_more_merge_also_over_a_gap() -> None:
    apart = [span("11:00-12:00"), span("9:00-10:00")]
    assert join_spans(apart) == span("9:00-12:00")
    with pytest.raises(PlannerError, match="two or more"):
        join_spans(apart[:1])


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/St_Johns"])
@pytest.mark.parametrize(
    ("wall", "step_min", "expected"),
    [
        ("10:22:30", 5, "10:25:00"),
        ("10:27:30", 5, "10:30:00"),
        ("10:22:29", 5, "10:20:00"),
        ("10:07:30", 15, "10:15:00"),
        ("10:22:30", 15, "10:30:00"),
        ("10:00:30", 1, "10:01:00"),
        ("10:01:30", 1, "10:02:00"),
        ("23:57:30", 5, "00:00:00"),
        ("10:22:40", 60, "10:00:00"),
    ],
)
def test_snapping_goes_to_the_nearest_step_of_the_wall_clock_and_later_from_halfway(
    zone: str, wall: str, step_min: int, expected: str
) -> None:
    here = ZoneInfo(zone)
    instant = datetime.combine(date(2026, 11, 23), time.fromisoformat(wall), here).astimezone(UTC)
    found = snap_to_step(instant, step_min, here)
    assert found.astimezone(here).strftime("%H:%M:%S") == expected


def test_snapping_where_the_clocks_change_moves_by_minutes_not_by_an_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 3, 29, 0, 58, tzinfo=UTC)  # 01:58, two minutes before the gap
    assert snap_to_step(before, 5, berlin) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    twice = datetime(2026, 10, 25, 1, 31, tzinfo=UTC)  # 02:31 for the second time
    assert snap_to_step(twice, 5, berlin) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_block_moved_over_the_change_of_clocks_keeps_its_real_length() -> None:
    days_here = PlanningDays(ZoneInfo("Europe/Berlin"))
    whole = days_here.span(date(2026, 3, 29))
    assert whole is not None
    assert whole.duration == timedelta(hours=23)
    block = Span(whole.start, whole.start + timedelta(hours=2))
    moved = place_item(
        {"a": block}, frozenset(), "a", block.moved(timedelta(hours=30)), Neighbours.NONE, whole
    )["a"]
    assert moved == Span(whole.end - timedelta(hours=2), whole.end)
