"""Recurrence rules: checked strictly and walked within bounds (RFC 5545 section 3.3.10).

A rule can ask for every second until the year 9999, or for a day that never comes, with no
end to the search. So each is read strictly, and refused where a bounded walk cannot answer it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo

from mle_planner.core.base.days import WEEKDAY_CODES
from mle_planner.core.calendars.ical.property_values import (
    Moment,
    UnreadableError,
    plain_moment,
    quotable,
    unreadable,
)
from mle_planner.core.calendars.ical.values import ReadingLimits

_SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86400, "WEEKLY": 604800}
_FREQUENCIES = frozenset([*_SECONDS, "MONTHLY", "YEARLY"])
_RANGES = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_MAY_BE_ZERO = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR"})
_OTHERS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"})
#: RFC 7529 parts that only spell out what holds without them.
_SAY_NOTHING = frozenset({("RSCALE", "GREGORIAN"), ("SKIP", "OMIT")})
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,40}", re.ASCII)
_NO_MARKS = str.maketrans("", "", "-:")
_MOST_TIMES_A_DAY = 1440
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: The Gregorian calendar, weekdays included, repeats after so many years.
_CYCLE_YEARS = 400
_LONGEST_INTERVAL = 1_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was found sound. ``parts`` holds its BY lists and WKST as written."""

    frequency: str
    interval: int
    count: int | None
    until: Moment | None
    parts: dict[str, str]

    @property
    def times_a_day(self) -> int:
        """How many times of day the BY lists name at most, 1 where they name none."""
        return _product_of_times(self.parts)

    @property
    def is_within_days(self) -> bool:
        """Whether its steps are shorter than a day."""
        return self.frequency in ("SECONDLY", "MINUTELY", "HOURLY")

    def text(self, until: datetime) -> str:
        """The rule as an RRULE value that ends with ``until`` and has no count."""
        parts = [f"FREQ={self.frequency}", f"INTERVAL={self.interval}"]
        parts += [f"{name}={value}" for name, value in self.parts.items()]
        return ";".join([*parts, f"UNTIL={_compact(until)}"])


def read_rule(text: str) -> Rule:
    """Check an RRULE value. Raises UnreadableError with the reason to report."""
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise unreadable("its rule does not say how often it repeats")
    interval = _number(parts.pop("INTERVAL", "1"), "INTERVAL")
    if not 1 <= interval <= _LONGEST_INTERVAL:
        raise unreadable("its rule repeats at an interval of {interval}", interval=interval)
    count = _number(parts.pop("COUNT"), "COUNT") if "COUNT" in parts else None
    if count == 0:
        raise unreadable("its rule repeats no times")
    if count is not None and count < 0:
        raise unreadable(
            "its rule has {name}={text}, which does not exist", name="COUNT", text=str(count)
        )
    until = _until(parts.pop("UNTIL")) if "UNTIL" in parts else None
    for name, value in parts.items():
        _check_part(name, value)
    _check_some_day_exists(parts)
    if _product_of_times(parts) > _MOST_TIMES_A_DAY:
        raise unreadable("its rule names more times of day than there are minutes")
    return Rule(frequency, interval, count, until, parts)


def _parts(text: str) -> dict[str, str]:
    if len(text) > 4000:
        raise unreadable("its rule is too long")
    parts: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        name, equals, value = ("".join(piece.split()) for piece in part.partition("="))
        if not part.strip() or name.startswith("X-") or (name, value) in _SAY_NOTHING:
            continue
        if not equals or (name not in _RANGES and name not in _OTHERS):
            raise unreadable("its rule has a part “{text}” that is not known", text=quotable(part))
        if parts.setdefault(name, value) != value:
            raise unreadable("its rule says {name} twice", name=name)
    return parts


def _until(text: str) -> Moment:
    try:
        return plain_moment(text)
    except UnreadableError as problem:
        raise unreadable("its rule has no proper end, {problem}", problem=problem) from None


def _number(text: str, name: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise unreadable(
            "its rule has {name}={text}, which is not a number", name=name, text=quotable(text)
        )
    return int(text)


def _check_part(name: str, value: str) -> None:
    if name == "WKST":
        if value not in WEEKDAY_CODES:
            raise unreadable(
                "its rule has WKST={text}, which is not a weekday", text=quotable(value)
            )
        return
    for item in value.split(","):
        if name == "BYDAY":
            day = _DAY.fullmatch(item.strip())
            ordinal = abs(int(day.group(1) or "1")) if day else 0
            is_possible = 1 <= ordinal <= 53
        else:
            number = _number(item.strip(), name)
            low, high = _RANGES[name]
            is_possible = low <= number <= high and (number != 0 or name in _MAY_BE_ZERO)
        if not is_possible:
            raise unreadable(
                "its rule has {name}={text}, which does not exist", name=name, text=quotable(item)
            )


def _check_some_day_exists(parts: dict[str, str]) -> None:
    """Refuse the thirtieth of February, which would be looked for until the year 9999."""
    if "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return
    months = [int(month) for month in parts["BYMONTH"].split(",")]
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    if min(days) > max(_LONGEST_MONTHS[month - 1] for month in months):
        raise unreadable("its rule names a day that no month has")


def _product_of_times(parts: dict[str, str]) -> int:
    product = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if name in parts:
            product *= len(set(parts[name].split(",")))
    return product


def rule_starts(
    rule: Rule, start: Moment, first: datetime, last: datetime, limits: ReadingLimits
) -> list[datetime]:
    """The rule's starts between the wall clocks ``first`` and ``last``, as wall clocks.

    Raises UnreadableError where it takes more steps or gives more starts than the limits allow.
    """
    until = _until_beside(rule.until, start)
    begin, count = _start_near(rule, wall_clock(start), first)
    end = last if until is None else min(_wall_clock_after(until), last)
    reached = _reached_in_steps(rule, begin, end, limits.rule_steps)
    starts: list[datetime] = []
    for counted, moment in enumerate(_walk(rule, begin, min(end, reached)), start=1):
        if moment >= first and not _is_after(moment, start, until):
            starts.append(moment)
        check_count(len(starts), limits)
        if counted == count:
            return starts
    if reached < end:
        raise unreadable("its rule repeats too often to be planned with")
    return starts


def check_count(count: int, limits: ReadingLimits) -> None:
    """Refuse an event with more occurrences than the limits allow; raises UnreadableError."""
    if count > limits.occurrences_per_event:
        raise unreadable("it repeats more than {most:,} times", most=limits.occurrences_per_event)


def _start_near(rule: Rule, begin: datetime, first: datetime) -> tuple[datetime, int | None]:
    """A start before ``first`` from which the rule runs on as from ``begin``, and its COUNT there.

    Only a rule whose period is a fixed stretch of the wall clock has one: days, weeks and anything
    shorter. With a COUNT each period is to have one start, which it has without BY lists.
    """
    length_s = _SECONDS.get(rule.frequency)
    count = rule.count
    if length_s is None or (count is not None and rule.parts.keys() - {"WKST"}):
        return begin, count
    period = timedelta(seconds=length_s * rule.interval)
    skipped = max((first - begin) // period - 1, 0)
    if count is not None:
        skipped = min(skipped, count - 1)
        count -= skipped
    return begin + skipped * period, count


def _reached_in_steps(rule: Rule, begin: datetime, end: datetime, steps: int) -> datetime:
    """How far a walk of some steps gets; refuses what is too dense to walk at all."""
    if rule.is_within_days:
        period = timedelta(seconds=_SECONDS[rule.frequency] * rule.interval)
        return end if (end - begin) // period <= steps else begin + steps * period
    if rule.times_a_day > 1:
        # Of how many days about one is named; low for months and years, whose lists vary.
        share = {"DAILY": rule.interval, "WEEKLY": rule.interval}.get(rule.frequency, 7)
        if (end - begin).days * rule.times_a_day // share > steps:
            raise unreadable("its rule repeats too often to be planned with")
    return end


def _walk(rule: Rule, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Walk the rule from ``begin`` to ``end``, COUNT left aside.

    The library looks for the next match until the year 9999, past any UNTIL. So the walk is moved
    ahead by whole cycles of the calendar, to the last one before that year: the days are the same,
    and a rule that never matches is given up soon.
    """
    from dateutil.rrule import rrulestr

    ahead = (MAXYEAR - end.year) // _CYCLE_YEARS * _CYCLE_YEARS
    try:
        moved = begin.replace(year=begin.year + ahead)
        for moment in rrulestr(rule.text(end.replace(year=end.year + ahead)), dtstart=moved):
            yield moment.replace(year=moment.year - ahead)
    except ValueError as error:
        # Such as every 24 hours from nine o'clock, but only at three.
        raise unreadable("its rule contradicts itself") from error


def wall_clock(moment: Moment) -> datetime:
    """The wall clock of a moment; midnight of a date."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001


def ends_before_start(rules: Sequence[Rule], start: Moment) -> bool:
    """Whether every end the rules give lies before ``start``, so that nothing ever happens."""
    untils = [_until_beside(rule.until, start) for rule in rules]
    ends = [until for until in untils if until is not None]
    return bool(ends) and all(_is_after(wall_clock(start), start, until) for until in ends)


def last_day(until: Moment, zone: tzinfo) -> date:
    """The last day that UNTIL includes beside a start that is a date.

    An instant at midnight in the reader's ``zone`` means the day that begins then, which is what
    programs write that convert the date. Any other means the date as it is written.
    """
    if isinstance(until, datetime) and until.tzinfo is not None:
        local = until.astimezone(zone)
        if local.time() == time():
            return local.date()
    return date(until.year, until.month, until.day)


def _until_beside(until: Moment | None, start: Moment) -> datetime | None:
    """UNTIL as it is compared with ``start``: an instant where both are, else a wall clock.

    Beside a zone the standard allows only UTC, so a time without zone there is one in UTC, as other
    programs read it. A date includes its whole day, so that the last day is not lost.
    """
    if until is None:
        return None
    if not isinstance(start, datetime):
        return wall_clock(date(until.year, until.month, until.day))
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    if start.tzinfo is None:
        return wall_clock(until)
    return until if until.tzinfo is not None else until.replace(tzinfo=UTC)


def _wall_clock_after(until: datetime) -> datetime:
    """A wall clock surely not before ``until`` in any zone."""
    try:
        return wall_clock(until) + (timedelta(days=2) if until.tzinfo else timedelta(0))
    except OverflowError:
        # UNTIL=99991231T235959Z is how some write "without end".
        return datetime.max  # noqa: DTZ901


def _is_after(moment: datetime, start: Moment, until: datetime | None) -> bool:
    """Whether the wall clock ``moment``, read where ``start`` is, is past ``until``."""
    if until is None:
        return False
    if until.tzinfo is None or not isinstance(start, datetime):
        return moment > wall_clock(until)
    return moment.replace(tzinfo=start.tzinfo).astimezone(UTC) > until


def _compact(moment: datetime) -> str:
    # Not strftime, which writes the year 900 with three digits on some systems.
    return moment.replace(tzinfo=None, microsecond=0).isoformat().translate(_NO_MARKS)
