"""Meetings of the calendars that lie over planned work."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from mle_planner.core.base.spans import DAY
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.snapshots import PlanSource
from mle_planner.core.session import Session

DAYS_AHEAD = 7


class MeetingOverWork(NamedTuple):
    """A meeting to come and the block that it overlaps.

    ``can_replan`` tells whether planning again would move the block: it is one of a task and not
    pinned.
    """

    start: datetime
    meeting: str
    block: str
    can_replan: bool


def meetings_over_work(session: Session) -> tuple[MeetingOverWork, ...]:
    """Return the meetings of the week to come that lie over planned blocks, by time.

    Free and declined events take no time; pinned blocks count too: the user decides.
    """
    today, now = session.today(), session.now()
    found = []
    for day in day_snapshots(session, today, today + (DAYS_AHEAD - 1) * DAY):
        busy = [item for item in day.items if item.is_busy and item.span.end > now]
        meetings = [item for item in busy if item.source is PlanSource.CALENDAR]
        blocks = [item for item in busy if item.source is PlanSource.BLOCK]
        found += [
            MeetingOverWork(
                meeting.span.start,
                meeting.title,
                block.title,
                block.task is not None and not block.pinned,
            )
            for meeting in meetings
            for block in blocks
            if meeting.span.overlaps(block.span)
        ]
    return tuple(sorted(found))
