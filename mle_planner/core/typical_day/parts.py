"""The parts of the typical day on a date.

A date has the typical day's lunch and wrap-up, the user's own recurring events, and working hours
from the typical day's first minute to its last. Focus and meeting parts of the typical day are not
drawn: they only set what that time is best used for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from mle_planner.core.base.days import WEEKDAY_CODES, PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import MINUTES_PER_DAY, Span
from mle_planner.core.model.typical_day import DayPart, RecurringEvent, RecurringException
from mle_planner.core.model.work import ActivityId, Category
from mle_planner.core.refs import OccurrenceRef, PartRef

RESERVED = (Category.BREAK, Category.ADMIN)
"""Categories whose parts of the typical day keep their time."""


@dataclass(frozen=True, slots=True)
class DatedPart:
    """A part of the typical day or a recurring event on a date."""

    key: PartRef | OccurrenceRef
    span: Span
    title: str
    activity_id: ActivityId


def part_minutes(part: DayPart, days: PlanningDays) -> tuple[int, int]:
    """Return the start and end of a part, counted from midnight of its date.

    A time before the start of the day is in the following night, and so past 1440.
    """
    start = days.minute_within(part.start_min)
    return start, start + part.end_min - part.start_min


def on_the_wall(start: int, end: int) -> tuple[int, int]:
    """Return minutes counted from midnight as a part stores them: the start as clock time."""
    return start % MINUTES_PER_DAY, start % MINUTES_PER_DAY + end - start


def working_minutes(
    day: date, days: PlanningDays, day_parts: Iterable[DayPart]
) -> tuple[int, int] | None:
    """Return first and last minute of the typical day on a date; None on days off."""
    parts = [part_minutes(part, days) for part in day_parts if part.weekday == day.weekday()]
    if not parts:
        return None
    return min(start for start, _ in parts), max(end for _, end in parts)


def day_parts_on(
    day: date,
    days: PlanningDays,
    day_parts: Iterable[DayPart],
    categories: dict[ActivityId, Category],
) -> list[DatedPart]:
    """Return the parts of the typical day with reserved time on a date, such as lunch."""
    return [
        DatedPart(PartRef(day, part.id), span, part.title, part.activity_id)
        for part in day_parts
        if part.weekday == day.weekday() and categories[part.activity_id] in RESERVED
        if (span := _span(days, day, part.start_min, part.end_min)) is not None
    ]


def occurrences_on(
    day: date,
    days: PlanningDays,
    recurring_events: Iterable[RecurringEvent],
    exceptions: Sequence[RecurringException],
) -> list[DatedPart]:
    """Return the occurrences of the user's own recurring events on a date."""
    changed = {found.recurring_id: found for found in exceptions if found.day == day}
    parts = []
    for event in recurring_events:
        exception = changed.get(event.id)
        if exception is not None and exception.start_min is None:
            continue
        if not occurs_on(event.rule, event.first_day, day):
            continue
        start_min, duration_min = event.start_min, event.duration_min
        if exception is not None and exception.start_min is not None:
            start_min = exception.start_min
            duration_min = exception.duration_min or duration_min
        span = _span(days, day, start_min, start_min + duration_min)
        if span is not None:
            key = OccurrenceRef(event.id, day)
            parts.append(DatedPart(key, span, event.title, event.activity_id))
    return parts


def occurs_on(rule: str, first_day: date, day: date) -> bool:
    """Whether a rule that begins on ``first_day`` has an occurrence on a date.

    A damaged rule has none; the check of the data finds it.
    """
    if day < first_day:
        return False
    try:
        weekdays = _plain_weekdays(rule)
        if weekdays is not None:
            return day.weekday() in weekdays
        return day in _dates_of_year(rule, first_day, day.year)
    except (ValueError, TypeError, AttributeError):
        return False


@lru_cache(maxsize=256)
def _plain_weekdays(rule: str) -> frozenset[int] | None:
    """Return the weekdays of a rule that has nothing else; None for every other rule.

    Most rules are such. The library would count from their first day in each process, and longer
    every year.
    """
    parts = [part.partition("=") for part in rule.upper().split(";")]
    if sorted(name for name, _, _ in parts) != ["BYDAY", "FREQ"]:
        return None
    values = {name: value for name, _, value in parts}
    names = values["BYDAY"].split(",")
    if values["FREQ"] != "WEEKLY" or not set(names) <= set(WEEKDAY_CODES):
        return None
    return frozenset(WEEKDAY_CODES.index(name) for name in names)


@lru_cache(maxsize=256)
def _dates_of_year(rule: str, first_day: date, year: int) -> frozenset[date]:
    from dateutil.rrule import rrulestr

    # without a zone on purpose: a rule has dates, and no date is ever skipped here
    before, after = (datetime.combine(date(edge, 1, 1), time()) for edge in (year, year + 1))
    start = datetime.combine(_near_start(rule, first_day, before.date()), time())
    found = rrulestr(rule, dtstart=start).between(before - timedelta(days=1), after)
    return frozenset(instant.date() for instant in found)


def _near_start(rule: str, first_day: date, wanted: date) -> date:
    """Return a later first day with the same occurrences from ``wanted`` on.

    A rule is expanded from its beginning, so without this a standup would cost more each year. A
    daily or weekly rule repeats itself after its interval; one with a count must be expanded from
    its start.
    """
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    period = {"DAILY": 1, "WEEKLY": 7}.get(parts.get("FREQ", ""))
    if period is None or "COUNT" in parts or wanted <= first_day:
        return first_day
    step = period * int(parts.get("INTERVAL", "1"))
    steps = max(0, (wanted - first_day).days // step - 1)
    return first_day + timedelta(days=steps * step)


def _span(days: PlanningDays, day: date, start_min: int, end_min: int) -> Span | None:
    """Return the stretch between two times of a planning day; None if the zone skips it."""
    shift = days.minute_within(start_min) - start_min
    start, end = days.instant(day, start_min + shift), days.instant(day, end_min + shift)
    return Span(start, end) if start < end else None
