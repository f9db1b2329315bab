"""The rules of tracked time: one entry runs, none overlap, nothing is invented.

Every function returns changes and writes nothing. The store is asked by the caller for the
entries that share time with the new one; a refusal names the entry in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.records import replace
from mle_planner.core.edits import Change, added, removed, replaced
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.tracked import EntryId, TimeEntry

LONGEST_ENTRY = timedelta(days=7)
"""A stop later than this after the start is a forgotten timer, not work."""


class TrackingError(PlannerError):
    """A start, stop or correction that the rules of tracked time do not allow."""


def started(new: TimeEntry, running: TimeEntry | None, now: datetime) -> tuple[Change, ...]:
    """Start an entry, ending the running one at the same instant.

    A running entry that started at that very instant held no time and is dropped.
    """
    _refuse_future(new.start, now, N_("start"))
    if running is None:
        return added(new)
    if running.start > new.start:
        raise TrackingError(
            _(
                "{title} is running since {time}, after that start. Nothing was changed; "
                "stop it first or start later.",
                title=running.title,
                time=_at(running.start, new),
            )
        )
    if running.start == new.start:
        return (*removed([running]), *added(new))
    return (*replaced(running, replace(running, end=new.start)), *added(new))


def stopped(running: TimeEntry | None, at: datetime, now: datetime) -> tuple[Change, ...]:
    """Stop the running entry."""
    if running is None:
        raise TrackingError(_("No timer is running, so there is nothing to stop."))
    _refuse_future(at, now, N_("stop"))
    if at <= running.start:
        raise TrackingError(
            _(
                "The stop would be before the start of {title} at {time}. It is still "
                "running; stop it later or discard it.",
                title=running.title,
                time=_at(running.start, running),
            )
        )
    if at - running.start > LONGEST_ENTRY:
        raise TrackingError(
            _(
                "{title} has been running for more than {days} days. It is still "
                "running; stop it at an earlier time.",
                title=running.title,
                days=LONGEST_ENTRY.days,
            )
        )
    return replaced(running, replace(running, end=at))


def corrected(before: TimeEntry, after: TimeEntry, now: datetime) -> tuple[Change, ...]:
    """Change an entry; its times must stay in order and out of the future."""
    check_times(after, now)
    return replaced(before, after)


def check_times(entry: TimeEntry, now: datetime) -> None:
    """Refuse an entry that ends before it starts, lies in the future or lasts for weeks."""
    _refuse_future(entry.start, now, N_("start"))
    if entry.end is None:
        return
    if entry.end <= entry.start:
        raise TrackingError(
            _(
                "The entry would end at {end}, not after its start at {start}. Nothing was "
                "changed; choose a later end.",
                end=_at(entry.end, entry),
                start=_at(entry.start, entry),
            )
        )
    _refuse_future(entry.end, now, N_("end"))
    if entry.end - entry.start > LONGEST_ENTRY:
        raise TrackingError(
            _(
                "An entry can last {days} days at most. Nothing was changed; choose other times.",
                days=LONGEST_ENTRY.days,
            )
        )


def check_free(entry: TimeEntry, others: Sequence[TimeEntry]) -> None:
    """Refuse an entry that shares time with another; no minute may count twice."""
    if not others:
        return
    other = others[0]
    end = _("now") if other.end is None else _at(other.end, entry)
    raise TrackingError(
        _(
            "{title} is already tracked from {start} to {end}. Nothing was changed; "
            "change that entry or choose other times.",
            title=other.title,
            start=_at(other.start, entry),
            end=end,
        )
    )


def share_time(one: TimeEntry, other: TimeEntry) -> bool:
    """Whether two entries share any time; a running one takes all that follows its start."""
    ends_late = one.end is None or one.end > other.start
    return ends_late and (other.end is None or other.end > one.start)


def split(entry: TimeEntry, at: datetime, new_id: EntryId, now: datetime) -> tuple[Change, ...]:
    """Cut an entry in two that together cover the same time; a running one runs on."""
    if not entry.start < at < (entry.end or now):
        raise TrackingError(
            _("An entry can only be split between its start and its end. Nothing was changed.")
        )
    return (
        *replaced(entry, replace(entry, end=at)),
        *added(replace(entry, id=new_id, start=at)),
    )


def merged(entries: Iterable[TimeEntry]) -> tuple[Change, ...]:
    """Make one entry of neighbours that touch; a gap between them was not worked.

    The first one gives title, task and activity.
    """
    ordered = sorted(entries, key=lambda entry: entry.start)
    if len(ordered) < 2:
        raise TrackingError(_("Choose two or more entries to merge. Nothing was changed."))
    for earlier, later in pairwise(ordered):
        if earlier.end != later.start:
            raise TrackingError(
                _(
                    "There is untracked time before {time}, and merging would invent it. "
                    "Nothing was changed; move the ends together first.",
                    time=_at(later.start, later),
                )
            )
    first, last = ordered[0], ordered[-1]
    return (*removed(ordered[1:]), *replaced(first, replace(first, end=last.end)))


def _refuse_future(instant: datetime, now: datetime, what: str) -> None:
    if instant > now:
        raise TrackingError(
            _(
                "The {what} lies in the future, and only time that has passed can be "
                "tracked. Nothing was changed; choose an earlier time.",
                what=_(what),
            )
        )


def _at(instant: datetime, entry: TimeEntry) -> str:
    return clock_text(instant, ZoneInfo(entry.zone))
