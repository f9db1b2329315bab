"""What was done to locked days, in words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import clock_range_text, clock_text, day_text, range_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.locks import LockAction
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.timesheet.locks import TrailLine

_DETAILS = (
    ("activity_id", N_("activity")), ("project_id", N_("project")), ("task_id", N_("task")),
    ("person_id", N_("person")), ("note", N_("note")),
)  # fmt: skip
"""What an entry has besides its title and times, with its name."""


class TrailRow(NamedTuple):
    """A line of the trail: when, what was done, to which days, and the entry before and after."""

    at: str
    what: str
    days: str
    entry: str


def trail_row(line: TrailLine, days: PlanningDays, today: date) -> TrailRow:
    """Return a line of the trail in words; locking and unlocking are about no ``entry``."""
    at = f"{day_text(days.date_of(line.at), today=today)} {clock_text(line.at, days.zone)}"
    actions = {
        LockAction.LOCK: _("locked"), LockAction.UNLOCK: _("unlocked"), None: _("corrected"),
    }  # fmt: skip
    entry = "" if line.action is not None else _change(line.before, line.after, days)
    return TrailRow(at, actions[line.action], range_text(line.first_day, line.last_day), entry)


def _change(before: TimeEntry | None, after: TimeEntry | None, days: PlanningDays) -> str:
    if before is not None and after is not None:
        return _correction(before, after, days)
    if after is not None:
        return _("{entry} was added", entry=_entry(after, days))
    return "" if before is None else _("{entry} was deleted", entry=_entry(before, days))


def _correction(before: TimeEntry, after: TimeEntry, days: PlanningDays) -> str:
    """Return title and times where they changed, and the names of what else did."""
    told = _times if before.title == after.title else _entry
    now, day = told(after, days), days.date_of(after.start)
    if day != days.date_of(before.start):
        now = f"{day_text(day)} {now}"
    text = _entry(before, days)
    if now != told(before, days):
        text = _("{before} became {after}", before=text, after=now)
    details = [
        _(name) for field, name in _DETAILS if getattr(before, field) != getattr(after, field)
    ]
    if not details:
        return text
    return _("{entry}: {details} changed", entry=text, details=", ".join(details))


def _entry(entry: TimeEntry, days: PlanningDays) -> str:
    return f"{entry.title} {_times(entry, days)}"


def _times(entry: TimeEntry, days: PlanningDays) -> str:
    if entry.end is None:
        return clock_text(entry.start, days.zone)
    return clock_range_text(entry.start, entry.end, days.zone)
