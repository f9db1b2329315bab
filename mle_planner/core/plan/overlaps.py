"""Meetings of the calendars that lie over planned work."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, sharing, union
from mle_planner.core.plan.day import event_items
from mle_planner.core.plan.day_records import read_records
from mle_planner.core.session import Session

DAYS_AHEAD = 7


class MeetingOverWork(NamedTuple):
    """A coming meeting and the planned block that it overlaps.

    ``can_replan``: planning again would move the block, because it belongs to a task and is not
    pinned.
    """

    start: datetime
    meeting: str
    block: str
    can_replan: bool


def meetings_over_work(session: Session) -> tuple[MeetingOverWork, ...]:
    """Return the meetings of the coming week that overlap planned blocks, by time.

    Free and declined events take no time. Pinned blocks count too: the user decides.
    """
    today, now, days = session.today(), session.now(), session.days
    records = read_records(session, today, today + (DAYS_AHEAD - 1) * DAY)
    whole = days.range(today, today + (DAYS_AHEAD - 1) * DAY)
    blocks = [one for one in records.blocks if one.start >= whole.start and one.end > now]
    dates = [days.date_of(block.start) for block in blocks]
    placed = [
        (block, block.span, days.range(day, day).start)
        for block, day in zip(blocks, dates, strict=True)
    ]
    planned = union(span for _block, span, _day_start in placed)
    # A full calendar has thousands of events, and finding an event's meaning takes a while.
    over = [one for one in records.events if one.span and sharing(planned, one.span)]
    found = []
    for meeting in event_items(replace(records, events=tuple(over)), whole):
        if not meeting.is_busy or meeting.span.end <= now:
            continue
        for block, span, day_start in placed:
            if meeting.span.overlaps(span):
                start = max(meeting.span.start, day_start)
                can_replan = block.task_id in records.tasks and not block.pinned
                found.append(MeetingOverWork(start, meeting.title, block.title, can_replan))
    return tuple(sorted(found))
