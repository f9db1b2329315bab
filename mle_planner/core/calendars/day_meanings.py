"""What calendar events mean for a day: a day off, its lunch, or nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, Span, whole_minutes
from mle_planner.core.calendars.titles import (
    is_absence_of_another,
    is_called_off,
    is_lunch,
    is_public_holiday,
    is_working_day,
)
from mle_planner.core.declared_settings import TENTATIVE_BLOCKS, TENTATIVE_TAKES_TIME
from mle_planner.core.model.calendar import Calendar, CalendarEvent, CalendarId
from mle_planner.core.model.work import Category
from mle_planner.core.settings import Settings

_LAST_MINUTE = timedelta(minutes=1)

_MIDDAY = (11 * 60, 15 * 60)
"""Minutes of the day between which a lunch starts."""

_LUNCH_MIN = (20, 180)
"""How long an event in a calendar lasts at least, and at most, to be the lunch of the day."""


def is_declined(event: CalendarEvent, my_addresses: Iterable[str]) -> bool:
    """Whether one of the user's addresses declined it, or its title says it was called off."""
    declined_by = event.declined_by.split()
    return any(mine in declined_by for mine in my_addresses) or is_called_off(event.summary)


def is_tentative(event: CalendarEvent, my_addresses: Iterable[str]) -> bool:
    """Whether its organizer marks it as tentative, or one of the user's addresses answered so."""
    tentative_by = event.tentative_by.split()
    return event.is_tentative or any(mine in tentative_by for mine in my_addresses)


def takes_time(event: CalendarEvent, settings: Settings, people: Iterable[str]) -> bool:
    """Whether an event takes time: it is not free, declined, or tentative where those are free.

    An all-day event that is tentative takes the day only where tentative ones block. The absence of
    one of the ``people``, or of another colleague, takes no time.
    """
    addresses = settings.my_addresses()
    if not event.is_busy or is_declined(event, addresses):
        return False
    mine = (word for each in addresses for word in re.findall(r"\w+", each.partition("@")[0]))
    if is_absence_of_another(event.summary, mine, people):
        return False
    chosen = settings.word("tentative_meetings")
    blocks = TENTATIVE_BLOCKS if event.first_day is not None else TENTATIVE_TAKES_TIME
    return chosen in blocks or not is_tentative(event, addresses)


def whole_dates(event: CalendarEvent, zone: ZoneInfo) -> tuple[date, date] | None:
    """Return the first and last date that a timed event takes from midnight to midnight.

    None where there is none. An end at 23:59 counts as midnight.
    """
    if event.start is None or event.end is None:
        return None
    start = event.start.astimezone(zone)
    end = (event.end + _LAST_MINUTE).astimezone(zone)
    first = start.date() if start.time() == time() else start.date() + DAY
    last = end.date() - DAY
    return (first, last) if first <= last else None


def as_all_day(event: CalendarEvent, zone: ZoneInfo) -> CalendarEvent | None:
    """Return the part of a timed event that takes whole dates, as an all-day event."""
    dates = whole_dates(event, zone)
    if dates is None:
        return None
    return replace(event, start=None, end=None, first_day=dates[0], last_day=dates[1])


def without_whole_dates(event: CalendarEvent, zone: ZoneInfo) -> list[Span]:
    """Return what a timed event takes beside whole dates: nothing, an evening, a morning."""
    if event.span is None:
        return []
    dates = whole_dates(event, zone)
    if dates is None:
        return [event.span]
    first, last = (datetime.combine(day, time(), tzinfo=zone) for day in (dates[0], dates[1] + DAY))
    edges = ((event.span.start, first), (last, event.span.end))
    return [Span(start, end) for start, end in edges if start < end]


def day_off(
    all_day: Sequence[CalendarEvent],
    settings: Settings,
    choice: bool | None,
    people: Collection[str] = (),
) -> str | None:
    """Return the title of the event that makes a date a day off; None where it is worked.

    ``choice`` is what the user said of the date: True for off, False for worked whatever the
    calendars say. Where that alone decides the title is empty. ``people`` are other people's names.
    """
    if choice is False:
        return None
    busy = [
        event.summary
        for event in all_day
        if takes_time(event, settings, people) and not is_working_day(event.summary)
    ]
    if busy:
        return busy[0]
    return None if choice is None else ""


def open_holiday(
    all_day: Iterable[CalendarEvent], calendars: Mapping[CalendarId, Calendar], choice: bool | None
) -> str:
    """Return the title of a public holiday of which the user said nothing yet; "" without one."""
    if choice is not None:
        return ""
    found = (
        event.summary
        for event in all_day
        if is_public_holiday(event.summary, calendars[event.calendar_id].name)
    )
    return next(found, "")


def is_lunch_of_day(title: str, span: Span, days: PlanningDays, day: date) -> bool:
    """Whether a busy calendar event is the lunch of a day, by its title, time and length."""
    least, most = _LUNCH_MIN
    is_in_time = _is_midday(span, days, day) and least <= whole_minutes(span.duration) <= most
    return is_in_time and is_lunch(title)


def is_midday_break(category: Category, span: Span, days: PlanningDays, day: date) -> bool:
    """Whether a part of the typical day is its lunch, whatever it is called."""
    return category is Category.BREAK and _is_midday(span, days, day)


def _is_midday(span: Span, days: PlanningDays, day: date) -> bool:
    first, last = _MIDDAY
    return first <= days.minute_of(span.start, day) < last
