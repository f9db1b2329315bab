"""The rules of tracked time: one entry runs, none overlap, no time is added.

Every function returns changes and writes nothing. The store is asked by the caller for the
entries that share time with the new one; a refusal names the entry in the way. ``now`` is in the
zone of the user, in which refusals name times and answers to them are typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from itertools import pairwise

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, add_records, remove_records, replace_record
from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.i18n.gettext import N_, _, planner_error
from mle_planner.core.model.tracked import LONGEST_ENTRY, EntryId, TimeEntry


class ForgottenTimerError(PlannerError):
    """A start or a stop while it is doubtful how long the running timer really ran."""


class OverlongTimerError(ForgottenTimerError):
    """As above, for a timer that has run for longer than an entry can last: not all can be kept."""


class FutureStartError(PlannerError):
    """A start or a stop while the running timer begins in the future: the clock was ahead."""


class TakenTimeError(PlannerError):
    """An entry would share time with ``other``."""

    def __init__(self, message: str, other: TimeEntry) -> None:
        super().__init__(message)
        self.other = other


class Forgotten(Enum):
    """What becomes of the running entry at a start, where it is not stopped there.

    ``KEEP`` ends it after the longest time that an entry can last, or at the start if that is
    earlier.
    """

    KEEP = "keep"
    DISCARD = "discard"


def start_entry(
    new: TimeEntry,
    running: TimeEntry | None,
    now: datetime,
    forgotten: Forgotten | datetime | None = None,
) -> tuple[Change, ...]:
    """Start an entry, ending the running one at the same instant.

    ``forgotten`` ends it otherwise; an instant is when it ends. A running entry that started at
    that very instant held no time and is dropped.
    """
    _refuse_future(new.start, now, N_("start"))
    if forgotten is not None:
        return (*_end_running(running, new, now, forgotten), *add_records(new))
    if running is None:
        return add_records(new)
    _refuse_future_start(running, now)
    if running.start > new.start:
        raise planner_error(
            "{title} is running since {time}, after that start. Nothing was changed; "
            "stop it first or start later.",
            title=running.title,
            time=_at(running.start, now),
        )
    if running.start == new.start:
        return (*remove_records([running]), *add_records(new))
    if new.start - running.start > LONGEST_ENTRY:
        raise planner_error(
            "{title} has been running since {time}, longer than the {days} days that an entry "
            "can last. Nothing was changed; stop it at an earlier time, keep its first {days} "
            "days, or discard it.",
            title=running.title,
            time=_at(running.start, now),
            days=LONGEST_ENTRY.days,
            kind=OverlongTimerError,
        )
    return (*replace_record(running, replace(running, end=new.start)), *add_records(new))


def _end_running(
    running: TimeEntry | None, new: TimeEntry, now: datetime, forgotten: Forgotten | datetime
) -> tuple[Change, ...]:
    """End the running entry before another starts, as ``forgotten`` says."""
    if running is not None and forgotten is Forgotten.DISCARD:
        return remove_records([running])
    if running is not None and forgotten is Forgotten.KEEP:
        return stop_entry(running, min(new.start, running.start + LONGEST_ENTRY), now)
    if not isinstance(forgotten, datetime):
        return stop_entry(running, new.start, now)  # refuses: none is running
    if forgotten > new.start:
        raise planner_error(
            "The stop at {stop} would be after the start of {title} at {start}. Nothing was "
            "changed; choose an earlier stop.",
            stop=_at(forgotten, now),
            title=new.title,
            start=_at(new.start, now),
        )
    return stop_entry(running, forgotten, now)


def stop_entry(
    running: TimeEntry | None, at: datetime, now: datetime, began: datetime | None = None
) -> tuple[Change, ...]:
    """Stop the running entry; ``began`` corrects its start."""
    if running is None:
        raise planner_error("No timer is running, so there is nothing to stop.")
    if began is not None:
        after = replace(running, start=began, end=at)
        check_times(after, now)
        return replace_record(running, after)
    _refuse_future(at, now, N_("stop"))
    _refuse_future_start(running, now)
    if at == running.start:
        raise planner_error(
            "{title} began at {time}, so nothing would be tracked. It is still running; "
            "stop it later or discard it.",
            title=running.title,
            time=_at(running.start, now),
        )
    if at < running.start:
        raise planner_error(
            "The stop would be before the start of {title} at {time}. It is still "
            "running; stop it later or discard it.",
            title=running.title,
            time=_at(running.start, now),
        )
    if at - running.start > LONGEST_ENTRY:
        raise planner_error(
            "{title} has been running since {time}, longer than the {days} days that an entry "
            "can last. It is still running; stop it at an earlier time or discard it.",
            title=running.title,
            time=_at(running.start, now),
            days=LONGEST_ENTRY.days,
            kind=OverlongTimerError,
        )
    return replace_record(running, replace(running, end=at))


def refuse_cut_off(running: TimeEntry, last_active: datetime | None, now: datetime) -> None:
    """Refuse to end, without an answer, a timer that ran while the planner was cut off."""
    if last_active is None:
        raise planner_error(
            "{title} was running when the planner was cut off, and the last activity is not "
            "known. Nothing was changed; say when it stopped, keep it until now, or discard "
            "it.",
            title=running.title,
            kind=ForgottenTimerError,
        )
    raise planner_error(
        "{title} was running when the planner was cut off; the last activity was at {time}. "
        "Nothing was changed; stop it then, keep it until now, or discard it.",
        title=running.title,
        time=_at(last_active, now),
        kind=ForgottenTimerError,
    )


def refuse_long(running: TimeEntry, now: datetime) -> None:
    """Refuse to end, without an answer, a timer that has run for longer than a day of work."""
    raise planner_error(
        "{title} has been running since {time}. Nothing was changed; say when it stopped, "
        "keep it until now, or discard it.",
        title=running.title,
        time=_at(running.start, now),
        kind=ForgottenTimerError,
    )


def correct_entry(before: TimeEntry, after: TimeEntry, now: datetime) -> tuple[Change, ...]:
    """Change an entry; its times must stay in order and out of the future."""
    check_times(after, now)
    return replace_record(before, after)


def check_times(entry: TimeEntry, now: datetime) -> None:
    """Refuse an entry that ends before it starts, lies in the future or lasts for weeks."""
    _refuse_future(entry.start, now, N_("start"))
    if entry.end is None:
        return
    if entry.end <= entry.start:
        raise planner_error(
            "The entry would end at {end}, not after its start at {start}. Nothing was "
            "changed; choose a later end.",
            end=_at(entry.end, now),
            start=_at(entry.start, now),
        )
    _refuse_future(entry.end, now, N_("end"))
    _refuse_overlong(entry.start, entry.end)


def check_free(others: Sequence[TimeEntry], now: datetime) -> None:
    """Refuse an entry that shares time with ``others``; no minute may count twice."""
    if not others:
        return
    other = others[0]
    end = _("now") if other.end is None else _at(other.end, now)
    message = _(
        "{title} is already tracked from {start} to {end}. Nothing was changed; "
        "change that entry or choose other times.",
        title=other.title,
        start=_at(other.start, now),
        end=end,
    )
    raise TakenTimeError(message, other)


def share_time(one: TimeEntry, other: TimeEntry) -> bool:
    """Whether two entries share any time; a running one takes all that follows its start."""
    ends_late = one.end is None or one.end > other.start
    return ends_late and (other.end is None or other.end > one.start)


def split_entry(
    entry: TimeEntry, at: datetime, new_id: EntryId, now: datetime
) -> tuple[Change, ...]:
    """Cut an entry in two that together cover the same time.

    A running one runs on under its own id, so that what asked about the timer still finds it.
    """
    if not entry.start < at < (entry.end or now):
        raise planner_error(
            "An entry can only be split between its start and its end. Nothing was changed."
        )
    _refuse_overlong(entry.start, at)
    before, after = replace(entry, end=at), replace(entry, start=at)
    kept, added = (after, before) if entry.end is None else (before, after)
    return (*replace_record(entry, kept), *add_records(replace(added, id=new_id)))


def merge_entries(entries: Iterable[TimeEntry], now: datetime) -> tuple[Change, ...]:
    """Make one entry of neighbours that touch; a gap between them was not worked.

    The first one gives title, task and activity.
    """
    ordered = sorted(entries, key=lambda entry: entry.start)
    if len(ordered) < 2:
        raise planner_error("Choose two or more entries to merge. Nothing was changed.")
    for earlier, later in pairwise(ordered):
        if earlier.end != later.start:
            raise planner_error(
                "There is untracked time before {time}. Nothing was merged; move the entries "
                "together first.",
                time=_at(later.start, now),
            )
    first, last = ordered[0], ordered[-1]
    _refuse_overlong(first.start, last.end or now)
    return (*remove_records(ordered[1:]), *replace_record(first, replace(first, end=last.end)))


def _refuse_future(instant: datetime, now: datetime, what: str) -> None:
    if instant > now:
        raise planner_error(
            "The {what} lies in the future, and only time that has passed can be "
            "tracked. Nothing was changed; choose an earlier time.",
            what=_(what),
        )


def _refuse_future_start(running: TimeEntry, now: datetime) -> None:
    if running.start > now:
        raise planner_error(
            "{title} began at {time}, which is in the future: the clock was ahead then. It is "
            "still running; correct its start or discard it.",
            title=running.title,
            time=_at(running.start, now),
            kind=FutureStartError,
        )


def _refuse_overlong(start: datetime, end: datetime) -> None:
    if end - start > LONGEST_ENTRY:
        raise planner_error(
            "An entry can last {days} days at most. Nothing was changed; choose other times.",
            days=LONGEST_ENTRY.days,
        )


def _at(instant: datetime, now: datetime) -> str:
    """Return a time in the zone of ``now``, with its date where that is not today's."""
    assert now.tzinfo is not None
    return day_and_clock_text(instant, now, now.tzinfo)
