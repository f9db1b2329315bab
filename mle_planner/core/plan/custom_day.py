"""Custom days: dates that no longer follow the typical day, with its parts as their own blocks."""

from __future__ import annotations

from datetime import date

from mle_planner.core.edits import Change, add_records
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.plan import BlockId, CustomDay, TimeBlock
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.plan.day import parts_of_day
from mle_planner.core.plan.day_records import DayRecords, day_off_of, read_records
from mle_planner.core.refs import PartRef
from mle_planner.core.session import Session

OpenedDays = dict[date, tuple[Change, ...]]
"""The dates that an edit has made custom so far, with the changes that made them so."""


def custom_day_changes(
    session: Session, day: date, records: DayRecords | None = None
) -> tuple[Change, ...]:
    """Return the changes that make a date custom, its parts as blocks; none if it is already.

    Later changes of the typical day then leave the date as it is. A day off has no parts; it
    follows the typical day again when it is made a working day. ``records`` are those of the
    date, if they were read already.
    """
    store = session.store
    if records is None:
        records = read_records(session, day, day)
    if day in records.custom_days or day_off_of(records, day) is not None:
        return ()
    parts = parts_of_day(records, day)
    blocks = [
        TimeBlock(
            id=BlockId(store.new_id(TimeBlock)),
            start=part.span.start,
            end=part.span.end,
            zone=session.clock.zone.key,
            title=part.title,
            activity_id=part.activity_id,
            day_part=part.title,
        )
        for part in parts
    ]
    return add_records(CustomDay(store.new_id(CustomDay), day), *blocks)


def block_of_part(
    session: Session, key: PartRef, opened: OpenedDays
) -> tuple[TimeBlock, tuple[Change, ...]]:
    """Return the block that replaces a part on a date, and the changes that make the date custom.

    ``opened`` is shared by the items of one edit: a date becomes custom with the first of them.
    Raises ``PlannerError`` if the part is gone.
    """
    part = session.store.get(DayPart, key.part_id)
    if part is not None:
        before = () if key.day in opened else custom_day_changes(session, key.day)
        opened.setdefault(key.day, before)
        days = session.days
        wanted = (part.title, days.instant(key.day, days.minute_within(part.start_min)))
        for change in opened[key.day]:
            block = change.after
            if isinstance(block, TimeBlock) and (block.day_part, block.start) == wanted:
                return block, before
    raise planner_error("That part of the day is gone. Nothing was changed.")
