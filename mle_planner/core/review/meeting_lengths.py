"""How long the meetings of a series were scheduled for, and how long they really were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import TrackedItem


@dataclass(frozen=True, slots=True)
class MeetingLength:
    """The meetings of a series that were tracked: how many, how long by calendar and really."""

    uid: str
    title: str
    count: int
    scheduled: timedelta
    tracked: timedelta


def meeting_lengths(tracked: Iterable[TrackedItem]) -> tuple[MeetingLength, ...]:
    """Return the lengths by series, the one that overran most first.

    Only what is still a meeting counts, and nothing that runs. Split in two it is one meeting.
    """
    by_uid: dict[str, list[TrackedItem]] = {}
    for item in tracked:
        entry = item.entry
        if entry.meeting_uid and entry.end is not None and item.category is Category.MEETING:
            by_uid.setdefault(entry.meeting_uid, []).append(item)
    found = [_length(uid, items) for uid, items in by_uid.items()]
    return tuple(sorted(found, key=lambda one: (one.scheduled - one.tracked, one.title, one.uid)))


def _length(uid: str, items: list[TrackedItem]) -> MeetingLength:
    entries = [item.entry for item in items]
    scheduled: set[tuple[datetime, datetime]] = {
        (entry.scheduled_start, entry.scheduled_end)
        for entry in entries
        if entry.scheduled_start is not None and entry.scheduled_end is not None
    }
    return MeetingLength(
        uid,
        entries[-1].title,
        len(scheduled),
        sum((end - start for start, end in scheduled), ZERO),
        sum((item.counted for item in items), ZERO),
    )
