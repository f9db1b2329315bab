"""Recurrence rules, checked and bounded before anything expands them (RFC 5545 3.3.10).

A rule can ask for every second until the year 9999, or for the thirtieth of February with no
end to the search. So each is read strictly, refused where a bounded walk cannot answer it,
and handed on with an end at the window's end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mle_planner.core.calendars.property_values import (
    Moment,
    UnreadableError,
    plain_moment,
    shown,
)

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
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NO_MARKS = str.maketrans("", "", "-:")
_MOST_TIMES_A_DAY = 1440
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


def read_rule(text: str) -> Rule:
    """Check an RRULE value. Raises UnreadableError with the reason to report."""
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise UnreadableError("its rule does not say how often it repeats")
    interval = _number(parts.pop("INTERVAL", "1"), "INTERVAL")
    if not 1 <= interval <= _LONGEST_INTERVAL:
        raise UnreadableError(f"its rule repeats at an interval of {interval}")
    count = _number(parts.pop("COUNT"), "COUNT") if "COUNT" in parts else None
    if count == 0:
        raise UnreadableError("its rule repeats no times")
    if count is not None and count < 0:
        # Some writers put -1 for "without end".
        count = None
    until_text = parts.pop("UNTIL", None)
    until = plain_moment(until_text) if until_text is not None else None
    for name, value in parts.items():
        _check_part(name, value)
    if _product_of_times(parts) > _MOST_TIMES_A_DAY:
        raise UnreadableError("its rule names more times of day than there are minutes")
    return Rule(frequency, interval, count, until, parts)


def _parts(text: str) -> dict[str, str]:
    if len(text) > 4000:
        raise UnreadableError("its rule is too long")
    parts: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not part.strip() or name.startswith("X-"):
            continue
        if not equals or (name not in _RANGES and name not in _OTHERS):
            raise UnreadableError(f"its rule has a part “{shown(part)}” that is not known")
        if parts.setdefault(name, value) != value:
            raise UnreadableError(f"its rule says {name} twice")
    return parts


def _number(text: str, name: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise UnreadableError(f"its rule has {name}={shown(text)}, which is not a number")
    return int(text)


def _check_part(name: str, value: str) -> None:
    if name == "WKST":
        if value not in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"):
            raise UnreadableError(f"its rule has WKST={shown(value)}, which is not a weekday")
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
            raise UnreadableError(f"its rule has {name}={shown(item)}, which does not exist")


def _product_of_times(parts: dict[str, str]) -> int:
    product = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if name in parts:
            product *= len(set(parts[name].split(",")))
    return product


@dataclass(frozen=True, slots=True)
class BoundedRule:
    """A rule as text for the library, and the start it may be counted from."""

    text: str
    start: Moment


def bounded(rule: Rule, start: Moment, first: datetime, last: datetime, steps: int) -> BoundedRule:
    """The rule with an end at ``last`` and, where nothing changes by it, a start near ``first``.

    ``first`` and ``last`` are wall-clock times around everything asked for. Counting from a
    later start is the same only for a rule without COUNT whose period is a fixed stretch of
    the wall clock, which is days, weeks and anything shorter.
    Raises UnreadableError where more than ``steps`` steps would be needed.
    """
    local_start = _local(start)
    until = _until_local(rule.until, start)
    step_s = _SECONDS.get(rule.frequency)
    if step_s is not None and rule.count is None:
        period = timedelta(seconds=step_s * rule.interval)
        skipped = max((first - local_start) // period - 1, 0)
        local_start += skipped * period
    end = last if until is None else min(until, last)
    days = max((end - local_start).days + 1, 0)
    if rule.frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        taken = days * 86400 // ((step_s or 1) * rule.interval)
        if rule.count is not None and rule.parts.keys() <= {"WKST"}:
            taken = min(taken, rule.count)
    else:
        # A long list of times costs even on the days it is not asked for.
        taken = days * rule.times_a_day // _days_skipped(rule)
    if taken > max(steps, days):
        raise UnreadableError("its rule repeats too often to be planned with")
    parts = [f"FREQ={rule.frequency}", f"INTERVAL={rule.interval}"]
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    parts += [f"{name}={value}" for name, value in rule.parts.items()]
    is_cut = until is None or end < until
    parts.append(f"UNTIL={_until_text(end, start, None if is_cut else rule.until)}")
    moved = start
    if isinstance(start, datetime):
        moved = local_start.replace(tzinfo=start.tzinfo)
    elif local_start != _local(start):
        moved = local_start.date()
    return BoundedRule(";".join(parts), moved)


def _days_skipped(rule: Rule) -> int:
    """Of how many days about one is named; low for months and years, whose lists vary."""
    return {"DAILY": rule.interval, "WEEKLY": rule.interval}.get(rule.frequency, 7)


def _local(moment: Moment) -> datetime:
    """The wall clock of a moment; midnight of a date."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001


def _until_local(until: Moment | None, start: Moment) -> datetime | None:
    """UNTIL on the wall clock of ``start``; a date means its first moment."""
    if isinstance(until, datetime) and until.tzinfo and isinstance(start, datetime):
        if start.tzinfo is not None:
            try:
                until = until.astimezone(start.tzinfo)
            except OverflowError:
                # UNTIL=99991231T235959Z is how some write "without end".
                return datetime.max  # noqa: DTZ901
        return until.replace(tzinfo=None)
    if until is None:
        return None
    local = _local(until)
    return local if isinstance(start, datetime) else local.replace(hour=0, minute=0, second=0)


def _until_text(end: datetime, start: Moment, written: Moment | None) -> str:
    """UNTIL in the form the type of ``start`` asks for.

    An aware UNTIL is passed on as ``written``: the wall clock cannot tell the two halves of
    the hour that comes twice when summer time ends.
    """
    if not isinstance(start, datetime):
        return _compact(end)[:8]
    if start.tzinfo is None:
        return _compact(end)
    if isinstance(written, datetime) and written.tzinfo is not None:
        return _compact(written.astimezone(UTC)) + "Z"
    return _compact(end.replace(tzinfo=start.tzinfo).astimezone(UTC)) + "Z"


def _compact(moment: datetime) -> str:
    # Not strftime, which writes the year 900 with three digits on some systems.
    return moment.replace(tzinfo=None, microsecond=0).isoformat().translate(_NO_MARKS)
