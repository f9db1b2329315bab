"""The WHERE clauses that find the rows of a stretch of time by index."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.spans import Span

LONGEST = timedelta(days=31)
"""No block or entry is looked for further before a range than this.

It keeps look-ups inside the index: a row that starts earlier and still reaches into the range
would otherwise need the whole past to be read. Longer ones are refused when written.
"""

LONGEST_EVENT = timedelta(days=400)
"""The same for calendar events, which others write: some stand for a year of leave."""


def seconds_of(span: Span) -> tuple[int, int]:
    """Return start and end as they are stored, in whole seconds since 1970."""
    return int(span.start.timestamp()), int(span.end.timestamp())


def sharing(
    span: Span, longest: timedelta = LONGEST, test: str = ""
) -> tuple[str, tuple[int, int, int]]:
    """Return the WHERE clause for rows that share time with a stretch, and its values."""
    start, end = seconds_of(span)
    clause = f'WHERE start < ? AND start > ? AND "end" > ? {test} ORDER BY start, id'
    return clause, (end, start - int(longest.total_seconds()), start)
