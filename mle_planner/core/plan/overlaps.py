"""Meetings of the calendars that lie over planned work.

Those that a calendar brought and the user has not answered yet are kept beside the database, so
that a restart does not forget the question.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, sharing, union
from mle_planner.core.edits import Change
from mle_planner.core.files import ExportError, SideFile, read_side_json, write_atomically
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.model.plan import BlockId
from mle_planner.core.plan.day import event_items
from mle_planner.core.plan.day_records import DayRecords, read_records
from mle_planner.core.session import Session

DAYS_AHEAD = 7


class MeetingOverWork(NamedTuple):
    """A coming meeting and the planned block that it overlaps.

    ``can_replan``: planning again may move the block, because it is that of a task or a part of the
    typical day such as lunch, and not pinned.
    """

    start: datetime
    meeting: str
    block: str
    can_replan: bool
    block_id: BlockId

    @property
    def key(self) -> list[str | int]:
        """What it is kept by beside the database, without titles."""
        return [self.start.isoformat(), self.block_id]


def keep_brought(session: Session, changes: Collection[Change]) -> None:
    """Keep open the meetings that stored changes of events newly bring over planned blocks.

    Called inside the transaction, so that who sees the events finds the question too.
    """
    stored = {change.after.id for change in changes if change.after is not None}
    records = _records_ahead(session)
    came = replace(records, events=tuple(one for one in records.events if one.id in stored))
    gone = tuple(
        one.before for one in changes
        if isinstance(one.before, CalendarEvent) and one.before.calendar_id in records.calendars
    )  # fmt: skip
    brought = set(_over_work(came)) - set(_over_work(replace(records, events=gone)))
    if brought:
        keep_open(session, sorted({*open_overlaps(session), *brought}))


def _records_ahead(session: Session) -> DayRecords:
    today = session.today()
    return read_records(session, today, today + (DAYS_AHEAD - 1) * DAY)


def _over_work(records: DayRecords) -> tuple[MeetingOverWork, ...]:
    """Return the meetings of the coming week that overlap planned blocks, by time.

    Free and declined events take no time, and a finished task needs none. Pinned blocks count too:
    the user decides.
    """
    now, days = records.now, records.days
    today = days.date_of(now)
    whole = days.range(today, today + (DAYS_AHEAD - 1) * DAY)
    done = {task.id for task in records.tasks.values() if task.done_at is not None}
    blocks = [
        one for one in records.blocks
        if one.start >= whole.start and one.end > now and one.task_id not in done
    ]  # fmt: skip
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
                is_planned = block.task_id in records.tasks or bool(block.day_part)
                can_replan = is_planned and not block.pinned
                found.append(
                    MeetingOverWork(start, meeting.title, block.title, can_replan, block.id)
                )
    return tuple(sorted(found))


def open_overlaps(session: Session) -> tuple[MeetingOverWork, ...]:
    """Return the meetings over planned work that were kept as unanswered and still lie there."""
    kept = read_side_json(session.store.path.with_name(SideFile.OVERLAPS))
    if not isinstance(kept, list) or not kept:
        return ()
    return tuple(one for one in _over_work(_records_ahead(session)) if one.key in kept)


def keep_open(session: Session, overlaps: Iterable[MeetingOverWork]) -> None:
    """Keep the unanswered ones in place of those kept before."""
    if session.store.read_only:
        return
    text = json.dumps([one.key for one in overlaps])
    with contextlib.suppress(ExportError):  # the next saved change reports a full disk
        write_atomically(session.store.path.with_name(SideFile.OVERLAPS), text.encode())
