"""The columns of overlapping blocks."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import is_right_to_left


class Share(NamedTuple):
    """The part of a lane's width that a block takes, from its left at 0 to 1 at its right.

    Neighbours meet exactly. The earlier one is where reading begins.
    """

    left: float
    right: float


WHOLE = Share(0.0, 1.0)
SLIGHT_OVERLAP = timedelta(minutes=5)
INDENT = 0.06
"""How much of the width the later of two that overlap slightly leaves of the earlier one."""


def side_by_side(spans: Sequence[Span]) -> list[Share]:
    """Return the share of the width for each span, in the order given.

    Spans connected by overlaps form a group and divide the width into as many equal
    columns as the group ever needs at once; one that nothing beside it hinders widens to the
    right. A span alone in its time takes the whole width. Sorting makes it n log n; the longer
    of two that start together stands first. Where an end passes the next start by less than
    ``SLIGHT_OVERLAP``, and by no more than a quarter of either, the later span lies over the
    earlier one, a little indented.
    """
    order = sorted(range(len(spans)), key=lambda at: (spans[at].start, -spans[at].duration, at))
    result = [WHOLE] * len(spans)
    slight = list(_slight_overlaps(spans, order))
    spans = list(spans)
    for earlier, later in slight:
        spans[earlier] = Span(spans[earlier].start, spans[later].start)
    group: list[int] = []
    group_end: datetime | None = None
    for at in order:
        span = spans[at]
        if group_end is not None and span.start >= group_end:
            _place_group(spans, group, result)
            group, group_end = [], None
        group.append(at)
        group_end = span.end if group_end is None else max(group_end, span.end)
    _place_group(spans, group, result)
    for earlier, later in slight:
        (left, _), (start, end) = result[earlier], result[later]
        if left == start:
            result[later] = Share(start + INDENT * (end - start), end)
    if is_right_to_left():
        return [Share(1 - right, 1 - left) for left, right in result]
    return result


def _slight_overlaps(spans: Sequence[Span], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield what ends a little after the next begins, with that; most of both is to be seen."""
    starts = [spans[at].start for at in order]
    for at in order:
        span = spans[at]
        first = bisect_right(starts, max(span.start, span.end - SLIGHT_OVERLAP))
        if first < bisect_left(starts, span.end):
            other = spans[order[first]]
            shared = span.end - other.start
            if other.end >= span.end and 4 * shared <= min(span.duration, other.duration):
                yield at, order[first]


def _place_group(spans: Sequence[Span], group: list[int], result: list[Share]) -> None:
    if len(group) < 2:
        return
    column_of = _columns(spans, group)
    count = max(column_of.values()) + 1
    in_column: list[list[int]] = [[] for _ in range(count)]
    for at in group:
        in_column[column_of[at]].append(at)
    for at in group:
        right = column_of[at] + 1
        while right < count and not any(spans[at].overlaps(spans[o]) for o in in_column[right]):
            right += 1
        result[at] = Share(column_of[at] / count, right / count)


def _columns(spans: Sequence[Span], group: list[int]) -> dict[int, int]:
    """Give each of a group, in the order of starts, the leftmost column that is free then."""
    busy: list[tuple[datetime, int]] = []
    free: list[int] = []
    used = 0
    column_of: dict[int, int] = {}
    for at in group:
        while busy and busy[0][0] <= spans[at].start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            column = heapq.heappop(free)
        else:
            column, used = used, used + 1
        column_of[at] = column
        heapq.heappush(busy, (spans[at].end, column))
    return column_of
