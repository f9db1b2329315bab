"""Single property values of RFC 5545 section 3.3: dates, times, durations, periods."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeAlias

from mle_planner.core.base.spans import YEARS
from mle_planner.core.calendars.ical.content_lines import clean_text
from mle_planner.core.i18n.gettext import _

#: A date (all-day), a datetime without zone (floating) or an aware datetime.
Moment: TypeAlias = datetime | date

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)


class UnreadableError(ValueError):
    """A value that is not what its property asks for; the text says why, for the report."""


def unreadable(text: str, /, **values: object) -> UnreadableError:
    """Return the error that reports a value, with its words in the current language."""
    return UnreadableError(_(text, **values))


def plain_moment(text: str) -> Moment:
    """A DATE or DATE-TIME value; UTC where it ends in Z, else without zone.

    A leap second is read as the second before it.
    """
    match = _MOMENT.fullmatch(text.strip().upper())
    if match is None:
        raise unreadable("“{text}” is not a date or time", text=quotable(text))
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        found = date(int(year), int(month), int(day))
        if hour is None:
            return found
        clock = time(
            int(hour), int(minute), min(int(second), 59) if second == "60" else int(second)
        )
    except ValueError:
        raise unreadable("“{text}” does not exist as a date or time", text=quotable(text)) from None
    return datetime.combine(found, clock, UTC if utc else None)


class Length(NamedTuple):
    """A DURATION value: days on the calendar, and exact time that is added after them."""

    days: timedelta
    time: timedelta

    def after(self, start: Moment) -> Moment:
        """The end of what begins at ``start``; a date must not be followed by exact time."""
        later = start + self.days
        if not isinstance(later, datetime) or later.tzinfo is None or not self.time:
            return later + self.time
        return (later.astimezone(UTC) + self.time).astimezone(later.tzinfo)


def duration(text: str) -> Length:
    """A DURATION value, negative where it is written so."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()[1:]):
        raise unreadable("“{text}” is not a duration", text=quotable(text))
    sign, *numbers = match.groups()
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    try:
        length = Length(
            timedelta(weeks=weeks, days=days),
            timedelta(hours=hours, minutes=minutes, seconds=seconds),
        )
    except OverflowError:
        raise unreadable(
            "“{text}” is longer than any calendar allows", text=quotable(text)
        ) from None
    return Length(-length.days, -length.time) if sign == "-" else length


def outside_years() -> UnreadableError:
    """Return the refusal of an event that takes place outside the years of the planner."""
    return unreadable(
        "it begins or ends outside the years {first} to {last}", first=YEARS[0], last=YEARS[-1]
    )


def quotable(text: str) -> str:
    """A value of the file fit to be quoted in a sentence."""
    return clean_text(text, length=60)
