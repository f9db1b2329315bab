"""Finds the rows of a stretch of time."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.spans import Span

LONGEST = timedelta(days=31)
"""No row, unless its kind says otherwise, is looked for further before a range than this.

It keeps look-ups inside the index: a row that starts earlier and still reaches into the range
would otherwise need the whole past to be read. Longer ones are refused when written.
"""


def seconds(span: Span) -> tuple[int, int]:
    """Return start and end as they are stored: seconds since 1970."""
    return int(span.start.timestamp()), int(span.end.timestamp())


def sharing(
    span: Span, longest: timedelta = LONGEST, test: str = ""
) -> tuple[str, tuple[int, int, int]]:
    """Return the WHERE clause for rows that share time with a stretch, and its values."""
    start, end = seconds(span)
    clause = f'WHERE start < ? AND start > ? AND "end" > ? {test} ORDER BY start, id'
    return clause, (end, start - int(longest.total_seconds()), start)
