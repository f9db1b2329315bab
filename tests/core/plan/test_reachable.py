"""The most coding a day can still hold: as much as any placement of blocks, and never too much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.spans import Span, total
from mle_planner.core.plan.reachable import stretches_for_coding
from tests.support.amounts import examples

SLOTS = 8
SLOT = timedelta(minutes=5)
START = datetime(2026, 11, 24, 9, tzinfo=UTC)

Bits = tuple[bool, ...]
bits = st.lists(st.booleans(), min_size=SLOTS, max_size=SLOTS).map(tuple)
shortest = st.integers(1, 5)
under_way = st.integers(0, 4)


def spans(held: Sequence[bool]) -> list[Span]:
    """The stretches of slots that are held."""
    return [Span(START + SLOT * run[0], START + SLOT * (run[-1] + 1)) for run in runs(held)]


def runs(held: Sequence[bool]) -> list[list[int]]:
    """The slots that are held, those side by side together."""
    groups = groupby(range(SLOTS), key=lambda slot: held[slot])
    return [list(group) for is_held, group in groups if is_held]


def most(room: Bits, standing: Bits, planned: Bits, least: int, begun: int) -> int:
    """What is found, in slots."""
    found = stretches_for_coding(
        spans(room), spans(standing), spans(planned), SLOT * least, goes_on=(START, SLOT * begun)
    )
    return total(found) // SLOT


def most_of_all(room: Bits, standing: Bits, planned: Bits, least: int, begun: int) -> int:
    """The same by trying every placement: a run of coding is long enough, or planned as it is."""
    best = 0
    for chosen in range(1 << SLOTS):
        held = [bool(chosen >> slot & 1) for slot in range(SLOTS)]
        is_free = all(
            (room[slot] or planned[slot]) and not standing[slot]
            for slot in range(SLOTS)
            if held[slot]
        )
        is_long_enough = is_free and all(
            len(run) + (begun if run[0] == 0 else 0) >= least or all(planned[s] for s in run)
            for run in runs(held)
        )
        if is_long_enough:
            best = max(best, sum(held))
    return best


@examples(200)
@given(bits, bits, bits, shortest, under_way)
def test_no_placement_holds_more_or_less(
    room: Bits, standing: Bits, planned: Bits, least: int, begun: int
) -> None:
    assert most(room, standing, planned, least, begun) == most_of_all(
        room, standing, planned, least, begun
    )


@examples(200)
@given(bits, bits, bits, bits, shortest, under_way)
def test_another_meeting_never_raises_it(
    room: Bits, standing: Bits, meeting: Bits, planned: Bits, least: int, begun: int
) -> None:
    more = tuple(one or other for one, other in zip(standing, meeting, strict=True))
    before = most(room, standing, planned, least, begun)
    assert most(room, more, planned, least, begun) <= before
