"""The parts of tracked time inside a span, such as a day, and their sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.plan.sums import CategorySums, category_sums
from mle_planner.core.session import Session


def tracked_parts(
    entries: Iterable[TimeEntry], whole: Span, now: datetime
) -> Iterator[tuple[TimeEntry, Span]]:
    """Yield each entry that shares time with a stretch, and that part; a running one up to now."""
    for entry in entries:
        # Compared before a span is made of it: a year's timesheet asks this a million times.
        if entry.start >= whole.end or (entry.end is not None and entry.end <= whole.start):
            continue
        span = entry.span_at(now)
        part = span.intersection(whole) if span else None
        if part is not None:
            yield entry, part


def tracked_sums(session: Session, first: date, last: date) -> CategorySums:
    """Return the tracked time of a range of days by category, the running entry up to now."""
    whole, categories = session.days.range(first, last), session.categories()
    parts = tracked_parts(session.store.entries_in(whole), whole, session.now())
    return category_sums((categories[entry.activity_id], part) for entry, part in parts)
