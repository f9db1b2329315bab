"""Formats of durations, times and dates, for window and command line.

They are English with a 24-hour clock unless the window chooses another style (``gettext.use``): a
report reads the same on every machine, whatever the locale of the process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from mle_planner.core.i18n.gettext import N_, _, is_right_to_left, locale_style

DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
"""English names, for typed and stored text; ``day_name`` and ``month_name`` return the shown
ones."""

_SHORT_DAYS = (
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
)  # fmt: skip
_WEEK = 7
_TWO_LETTERS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_SHORT_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
    N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def duration_text(duration: timedelta) -> str:
    """Return hours and full minutes, such as "2:05"; a negative one as "−0:30"."""
    minutes = abs(int(duration.total_seconds())) // 60
    sign = "−" if duration < timedelta(0) and minutes else ""
    return f"{_left_to_right(sign)}{minutes // 60}:{minutes % 60:02}"


def minutes_text(minutes: int) -> str:
    """Return a number of minutes as hours and minutes, such as "2:05"."""
    return duration_text(timedelta(minutes=minutes))


def difference_text(minutes: int) -> str:
    """Return a difference with its sign, such as "+0:21" or "−0:06"; "0:00" for none."""
    return change_text(timedelta(minutes=minutes))


def length_words(minutes: int) -> str:
    """Return a number of minutes in words, such as "45 min", "2 h" or "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min", minutes=rest)
    if not rest:
        return _("{hours} h", hours=hours)
    return _("{hours} h {minutes} min", hours=hours, minutes=rest)


def short_length_text(minutes: int) -> str:
    """Return a number of minutes in few characters, such as "25 min" or "1:40 h"."""
    if minutes < 60:
        return _("{minutes} min", minutes=minutes)
    return _("{time} h", time=minutes_text(minutes))


def time_left_text(left: timedelta) -> str:
    """Return the time that something still takes, rounded up to minutes; at least "1 min"."""
    return short_length_text(max(1, -(-left // timedelta(minutes=1))))


def time_over_text(over: timedelta) -> str:
    """Return how far something is past its end, in full minutes."""
    return short_length_text(over // timedelta(minutes=1))


def change_text(change: timedelta) -> str:
    """Return a difference with its sign, such as "+0:35" or "−1:10"; "0:00" has none."""
    text = duration_text(change)
    return f"{_left_to_right('+')}{text}" if change >= timedelta(minutes=1) else text


def _left_to_right(figures: str) -> str:
    """Return figures that keep their order within right-to-left text."""
    return f"\u200e{figures}" if figures and is_right_to_left() else figures


def percent_text(share: float) -> str:
    """Return a fraction as a percentage, such as "85%"."""
    return _("{percent}%", percent=f"{share * 100:.0f}")


def decimal_text(number: float) -> str:
    """Return a number to one decimal place, such as "9.3"."""
    whole, tenth = f"{number:.1f}".split(".")
    # For translators: a number with its decimal point.
    return _("{whole}.{tenth}", whole=whole, tenth=tenth)


def clock_text(instant: datetime, zone: tzinfo) -> str:
    """Return the clock time in a zone, such as "09:05" or "9:05 am".

    A time that the clock shows twice, as when summer time ends, has its offset: "02:05 +01:00".
    """
    local = instant.astimezone(zone)
    text = minute_of_day_text(local.hour * 60 + local.minute)
    if not _comes_twice(local):
        return text
    return _left_to_right(f"{text} {offset_text(local.utcoffset() or timedelta(0))}")


def clock_range_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return a range of clock times, such as "10:30–13:00" or "9:00–9:30 am"."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    is_of_one_half = locale_style().has_12_hours and (first.hour < 12) == (last.hour < 12)
    is_brief = is_of_one_half and not _comes_twice(first)
    text = clock_face_text(start, zone) if is_brief else clock_text(start, zone)
    return figures_range_text(text, clock_text(end, zone))


def longest_clock_range() -> str:
    """Return the longest range of clock times, for the width of a column of them."""
    start = datetime(2026, 1, 1, 10, 30, tzinfo=UTC)
    return clock_range_text(start, start + timedelta(hours=12), ZoneInfo("UTC"))


def figures_range_text(first: str, last: str) -> str:
    """Return two figures as a range; the first is on the left in Hebrew text too."""
    return f"{_left_to_right(first)}{_left_to_right('–')}{_left_to_right(last)}"


def clock_face_text(instant: datetime, zone: tzinfo) -> str:
    """Return the clock time without am or pm, for places where that is clear."""
    local = instant.astimezone(zone)
    if locale_style().has_12_hours:
        return f"{(local.hour - 1) % 12 + 1}:{local.minute:02}"
    return f"{local.hour:02}:{local.minute:02}"


def day_and_clock_text(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """Return a time, with its date unless it is today: "09:30", "Fri 27 Nov 09:30"."""
    day, today = instant.astimezone(zone).date(), now.astimezone(zone).date()
    time = clock_text(instant, zone)
    if day == today:
        return time
    return _("{day} {time}", day=day_text(day, today=today), time=time)


def day_and_clock_range_text(start: datetime, end: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return a range of times; its dates as in ``day_and_clock_texts``."""
    return "–".join(day_and_clock_texts(start, end, now, zone))


def day_and_clock_texts(
    start: datetime, end: datetime, now: datetime, zone: ZoneInfo
) -> tuple[str, str]:
    """Return two times, the first with its date unless it is today, and a later last date."""
    return day_and_clock_text(start, now, zone), day_and_clock_text(end, start, zone)


def _comes_twice(local: datetime) -> bool:
    """Whether the clock shows this time twice, as when it is set back."""
    return local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()


def offset_text(offset: timedelta) -> str:
    """Return a clock's offset from UTC, such as "+01:00" or "−03:30"."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'−' if offset < timedelta(0) else '+'}{hours:02}:{minutes:02}"


def minute_of_day_text(minute: int) -> str:
    """Return a minute counted from midnight as a time, such as "15:00" or "3:00 pm".

    1440 is the end of the day: "24:00", or "12:00 am" in a 12-hour clock.
    """
    hour, past = divmod(minute, 60)
    if not locale_style().has_12_hours:
        return f"{hour:02}:{past:02}"
    time = f"{(hour - 1) % 12 + 1}:{past:02}"
    return _("{time} pm", time=time) if hour % 24 >= 12 else _("{time} am", time=time)


def hour_text(hour: int) -> str:
    """Return a full hour in the short form for a scale of hours: "15:00" or "3 pm"."""
    if not locale_style().has_12_hours:
        return f"{hour:02}:00"
    time = _left_to_right(f"{(hour - 1) % 12 + 1}")
    return _("{time} pm", time=time) if hour % 24 >= 12 else _("{time} am", time=time)


def day_name(weekday: int) -> str:
    """Return the name of a weekday, 0 for Monday."""
    return _(DAYS[weekday])


def short_day_name(weekday: int) -> str:
    """Return the short name of a weekday, 0 for Monday, such as "Fri"."""
    return _(_SHORT_DAYS[weekday])


def weekdays_text(weekdays: Collection[int], name: Callable[[int], str]) -> str:
    """Return weekdays by their names, 0 for Monday: "Mon–Fri", "Monday to Friday", "Mon, Thu".

    ``name`` is ``short_day_name`` or ``day_name``.
    """
    first = next((day for day in sorted(weekdays) if (day - 1) % 7 not in weekdays), 0)
    in_a_row = [(first + place) % 7 for place in range(len(weekdays))]
    if len(weekdays) < 3 or set(in_a_row) != set(weekdays):
        return ", ".join(name(day) for day in sorted(weekdays))
    ends = name(in_a_row[0]), name(in_a_row[-1])
    if name is short_day_name:
        return "–".join(ends)
    return _("{first} to {last}", first=ends[0], last=ends[1])


def two_letters(weekday: int) -> str:
    """Return a weekday in two letters for tight places, 0 for Monday, such as "Fr"."""
    return _(_TWO_LETTERS[weekday])


def month_name(month: int) -> str:
    """Return the name of a month, 1 for January."""
    return _(MONTHS[month - 1])


def weekday_text(day: date) -> str:
    """Return the short name of the weekday, such as "Fri"."""
    return short_day_name(day.weekday())


def short_day_text(day: date) -> str:
    """Return weekday and day of the month, such as "Fri 27"."""
    return _("{weekday} {day}", weekday=weekday_text(day), day=day.day)


def day_text(day: date, *, today: date | None = None) -> str:
    """Return a date such as "Fri 27 Nov", with the year if it differs from ``today``'s."""
    return _of_weekday(weekday_text(day), day_and_month_text(day, today=today))


def day_and_month_text(day: date, *, today: date | None = None) -> str:
    """Return a date such as "27 Nov", with the year if it differs from ``today``'s."""
    month = _(_SHORT_MONTHS[day.month - 1])
    if today is not None and today.year != day.year:
        return _date_with_year(N_("{day} {month} {year}"), N_("{month} {day}, {year}"), day, month)
    return _date_with_year(N_("{day} {month}"), N_("{month} {day}"), day, month)


def near_day_text(day: date, today: date) -> str:
    """Return a date as seen from ``today``, for the middle of a sentence.

    That is "yesterday", "today", "tomorrow", "Fri" within a week ahead, else "Fri 6 Mar".
    """
    near = {-1: N_("yesterday"), 0: N_("today"), 1: N_("tomorrow")}.get((day - today).days)
    return lasting_day_text(day, today) if near is None else _(near)


def near_time_text(day: date, today: date, time: str) -> str:
    """Return a day and a time as seen from ``today``: "today 14:00" or "Fri 6 Mar 14:00"."""
    return f"{_('today') if day == today else lasting_day_text(day, today)} {time}"


def lasting_day_text(day: date, today: date) -> str:
    """Return a date in words that stay true until it has come: "Fri" within a week ahead."""
    return weekday_text(day) if 0 <= (day - today).days < _WEEK else day_text(day, today=today)


def day_field_text(day: date) -> str:
    """Return a date as shown in a field, which reads it back unchanged: "Fri 27 Nov 2026"."""
    if locale_style().language == "en":
        return f"{day_text(day)} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def long_day_text(day: date) -> str:
    """Return a date in full except for the year, such as "27 November"."""
    return _date_with_year(N_("{day} {month}"), N_("{month} {day}"), day, month_name(day.month))


def whole_day_text(day: date) -> str:
    """Return a date with its weekday, in full except for the year: "Friday 27 November"."""
    return _of_weekday(day_name(day.weekday()), long_day_text(day))


def _of_weekday(weekday: str, date_text: str) -> str:
    if locale_style().is_month_first:
        return _("{weekday}, {date}", weekday=weekday, date=date_text)
    return _("{weekday} {date}", weekday=weekday, date=date_text)


def month_text(day: date) -> str:
    """Return the month of a date with its year, such as "November 2026"."""
    return _("{month} {year}", month=month_name(day.month), year=day.year)


def short_month_text(day: date) -> str:
    """Return the month of a date with its year, such as "Nov 2026"."""
    return _("{month} {year}", month=_(_SHORT_MONTHS[day.month - 1]), year=day.year)


def short_range_text(first: date, last: date) -> str:
    """Return days of one month, such as "23–27 Nov"."""
    return _days_text(first, last, _(_SHORT_MONTHS[last.month - 1]))


def range_text(first: date, last: date) -> str:
    """Return a range of dates such as "23–27 November" or "30 November – 4 December".

    Years are added if the two differ.
    """
    if first.year != last.year:
        return f"{_full_date(first)} – {_full_date(last)}"
    if first.month != last.month:
        return f"{long_day_text(first)} – {long_day_text(last)}"
    if first.day == last.day:
        return long_day_text(first)
    return _days_text(first, last, month_name(last.month))


def _days_text(first: date, last: date, month: str) -> str:
    if locale_style().is_month_first:
        return _("{month} {first}–{day}", first=first.day, day=last.day, month=month)
    return _("{first}–{day} {month}", first=first.day, day=last.day, month=month)


def _full_date(day: date) -> str:
    return _date_with_year(
        N_("{day} {month} {year}"), N_("{month} {day}, {year}"), day, month_name(day.month)
    )


def _date_with_year(day_first: str, month_first: str, day: date, month: str) -> str:
    form = month_first if locale_style().is_month_first else day_first
    return _(form, day=day.day, month=month, year=day.year)
