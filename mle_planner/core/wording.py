"""Durations, times and dates as the planner writes them, the same in both faces.

The words are fixed and English whatever the locale of the process, so that a report reads the
same on every machine and a test can say what it expects.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def duration_text(duration: timedelta) -> str:
    """Return hours and full minutes, such as "2:05"; a negative one as "−0:30"."""
    minutes = abs(int(duration.total_seconds())) // 60
    sign = "−" if duration < timedelta(0) and minutes else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}"


def minutes_text(minutes: int) -> str:
    """Return a number of minutes as hours and minutes, such as "2:05"."""
    return duration_text(timedelta(minutes=minutes))


def change_text(change: timedelta) -> str:
    """Return a difference with its sign, such as "+0:35" or "−1:10"; "0:00" has none."""
    text = duration_text(change)
    return f"+{text}" if change >= timedelta(minutes=1) else text


def clock_text(instant: datetime, zone: ZoneInfo) -> str:
    """Return the time on the wall in a zone, such as "09:05"."""
    local = instant.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def minute_of_day_text(minute: int) -> str:
    """Return a minute counted from midnight as a time, such as "15:00"; 1440 is "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def weekday_text(day: date) -> str:
    """Return the short name of the weekday, such as "Fri"."""
    return DAYS[day.weekday()][:3]


def short_day_text(day: date) -> str:
    """Return weekday and day of the month, such as "Fri 27"."""
    return f"{weekday_text(day)} {day.day}"


def day_text(day: date, *, today: date | None = None) -> str:
    """Return a date such as "Fri 27 Nov"; with the year where it is not ``today``'s."""
    text = f"{weekday_text(day)} {day.day} {MONTHS[day.month - 1][:3]}"
    return text if today is None or today.year == day.year else f"{text} {day.year}"


def range_text(first: date, last: date) -> str:
    """Return a range of dates such as "23–27 November" or "30 November – 4 December".

    Years are written where the two differ.
    """
    first_month, last_month = MONTHS[first.month - 1], MONTHS[last.month - 1]
    if first.year != last.year:
        return f"{first.day} {first_month} {first.year} – {last.day} {last_month} {last.year}"
    if first.month != last.month:
        return f"{first.day} {first_month} – {last.day} {last_month}"
    if first.day == last.day:
        return f"{first.day} {first_month}"
    return f"{first.day}–{last.day} {last_month}"
