"""The state of a calendar in words: when it was read, what it holds, what is wrong."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.calendars.sources import CalendarSource
from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.calendar import CalendarKind

KIND_TITLES = {
    CalendarKind.FILE: N_("File"),
    CalendarKind.FEED: N_("Subscription"),
    CalendarKind.CALDAV: N_("CalDAV"),
    CalendarKind.OWN: N_("My plan"),
}


def state_text(source: CalendarSource, events: int, now: datetime, zone: ZoneInfo) -> str:
    """Return when a calendar was read and how many events it holds, or why it was not read."""
    if source.is_stale:
        return " ".join(part for part in (source.problem, copy_text(source, now, zone)) if part)
    if source.good_at is None:
        return _("Not read yet")
    count = plural("{count} event", "{count} events", events)
    if source.is_fetched:
        words = _("Read {when}, {events}", when=ago(now, source.good_at), events=count)
    else:
        when = day_and_clock_text(source.good_at, now, zone)
        words = _("Imported {when}, {events}", when=when, events=count)
    unread = source.sync.reported_count if source.sync is not None else 0
    if not unread:
        return words
    more = plural("{count} could not be read", "{count} could not be read", unread)
    return f"{words}, {more}"


def short_state(source: CalendarSource, now: datetime, zone: ZoneInfo) -> str:
    """Return the same in a few words, for a line of all calendars; "" where there is nothing."""
    name = source.calendar.name
    if source.good_at is None:
        return _("{calendar}: not read", calendar=name) if source.is_stale else ""
    if source.is_stale:
        when = day_and_clock_text(source.good_at, now, zone)
        return _("{calendar}: copy of {when}", calendar=name, when=when)
    if source.is_fetched:
        return _("{calendar}: read {when}", calendar=name, when=ago(now, source.good_at))
    when = day_and_clock_text(source.good_at, now, zone)
    return _("{calendar}: imported {when}", calendar=name, when=when)


def copy_text(source: CalendarSource, now: datetime, zone: ZoneInfo) -> str:
    """Return which copy is shown while the calendar cannot be read; "" where there is none."""
    if source.good_at is None:
        return ""
    return _("The copy of {when} is shown.", when=day_and_clock_text(source.good_at, now, zone))


def next_text(source: CalendarSource, now: datetime, zone: ZoneInfo) -> str:
    """Return when a calendar is read next; "" where that is not known."""
    next_at = source.sync.next_at if source.sync is not None else None
    if next_at is None or not source.calendar.refresh_min:
        return ""
    return _("Next: {when}", when=day_and_clock_text(max(next_at, now), now, zone))


def refresh_text(minutes: int) -> str:
    """Return how often a calendar is read."""
    if not minutes:
        return _("on demand only")
    if minutes < 60:
        return _("every {minutes} min", minutes=minutes)
    if minutes < MINUTES_PER_DAY:
        return plural("every hour", "every {count} hours", minutes // 60)
    return _("once a day")


def ago(now: datetime, then: datetime) -> str:
    """Return how long ago something was, in the largest unit that fits: "4 min ago"."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("{minutes} min ago", minutes=minutes)
    if minutes < 48 * 60:
        return _("{hours} h ago", hours=minutes // 60)
    return plural("{count} day ago", "{count} days ago", minutes // MINUTES_PER_DAY)
