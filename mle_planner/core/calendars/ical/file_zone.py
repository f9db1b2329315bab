"""A time zone as a file describes it in a VTIMEZONE (RFC 5545 section 3.6.5).

Written out as a table of the moments at which its offset changes: the library's own zone
walks its rules again for each conversion, and cannot tell the two halves of an hour that comes
twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from mle_planner.core.calendars.ical.calendar_text import ObservanceText, ZoneText
from mle_planner.core.calendars.ical.property_values import plain_moment, unreadable
from mle_planner.core.calendars.ical.rules import Rule, read_rule, rule_starts, wall_clock
from mle_planner.core.calendars.ical.values import ReadingLimits

_OFFSET = re.compile(r"([+-]?)(\d\d)(\d\d)(\d\d)?", re.ASCII)
_OBSERVANCES_READ = 400
#: Rules are written out from so long before the window to so long after it.
_YEARS_BEFORE, _YEARS_AFTER = 40, 3


class Onset(NamedTuple):
    """A change of offset: when, in UTC without zone, from what, to what."""

    moment: datetime
    before: timedelta
    after: timedelta


class FileZone(tzinfo):
    """A zone that changes its offset at the given onsets, and only there.

    Follows PEP 495: ``fold`` 1 means the second of two equal wall clocks.
    """

    def __init__(self, onsets: list[Onset]) -> None:
        self._onsets = sorted(onsets)
        # A change shows on the wall clock at two times, the later one for fold 0.
        walls = [(one.moment + one.before, one.moment + one.after) for one in self._onsets]
        self._moments = [one.moment for one in self._onsets]
        self._for_fold = ([max(pair) for pair in walls], [min(pair) for pair in walls])
        self._last: tuple[datetime, int, timedelta] | None = None

    def _offset_after(self, passed: int) -> timedelta:
        return self._onsets[passed - 1].after if passed else self._onsets[0].before

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset at a wall clock; before the first onset the one that it changes from."""
        if moment is None:
            return None
        wall, fold = moment.replace(tzinfo=None, fold=0), moment.fold
        last = self._last  # the same moment is converted again and again
        if last is not None and last[0] == wall and last[1] == fold:
            return last[2]
        offset = self._offset_after(bisect_right(self._for_fold[fold], wall))
        self._last = (wall, fold, offset)
        return offset

    def fromutc(self, moment: datetime) -> datetime:
        """The wall clock of a UTC moment."""
        offset = self._offset_after(bisect_right(self._moments, moment.replace(tzinfo=None)))
        local = (moment + offset).replace(fold=0)
        return local if local.utcoffset() == offset else local.replace(fold=1)

    def dst(self, moment: datetime | None) -> timedelta | None:  # noqa: ARG002
        """Unknown: only the whole offset matters here."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:  # noqa: ARG002
        """None: the names in files mean nothing elsewhere."""
        return None


def read_file_zone(text: ZoneText, first: date, last: date) -> FileZone:
    """The zone a VTIMEZONE describes, for days around those from ``first`` to ``last``.

    Raises UnreadableError where it does not say all it must, and for a rule that is not
    yearly or monthly: no real zone has one.
    """
    onsets: list[Onset] = []
    for observance in text.observances[:_OBSERVANCES_READ]:
        try:
            onsets += _onsets(observance, first, last)
        except OverflowError:
            raise unreadable("it changes outside any calendar") from None
    if not onsets:
        raise unreadable("it says nothing about its offset")
    return FileZone(onsets)


def _onsets(text: ObservanceText, first: date, last: date) -> list[Onset]:
    written: dict[str, list[str]] = {}
    for name, _line, value in text.properties:
        written.setdefault(name, []).append(value.strip())
    if not {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"} <= written.keys():
        raise unreadable("it leaves out when or by how much it changes")
    before, after = _offset(written["TZOFFSETFROM"][0]), _offset(written["TZOFFSETTO"][0])
    start = wall_clock(plain_moment(written["DTSTART"][0]))
    walls = {start}
    for added in written.get("RDATE", ()):
        walls |= {wall_clock(plain_moment(value)) for value in added.split(",")}
    last_wall = datetime(min(last.year + _YEARS_AFTER, 9998), 1, 1)  # noqa: DTZ001
    for value in written.get("RRULE", ()):
        rule = _zone_rule(value, before)
        begin = _begin_near(rule, start, first.year - _YEARS_BEFORE)
        walls.update(rule_starts(rule, begin, begin, last_wall, ReadingLimits()))
    return [Onset(wall - before, before, after) for wall in walls]


def _zone_rule(value: str, offset: timedelta) -> Rule:
    """The rule with its UNTIL, which is in UTC, on the wall clock before the change."""
    rule = read_rule(value)
    if rule.frequency not in ("YEARLY", "MONTHLY") or rule.times_a_day > 1:
        raise unreadable("its rule is not that of a time zone")
    if isinstance(rule.until, datetime) and rule.until.tzinfo and rule.until.year < 9999:
        return replace(rule, until=wall_clock(rule.until) + offset)
    return rule


def _begin_near(rule: Rule, start: datetime, year: int) -> datetime:
    """A start not before ``year`` from which a yearly rule has the same starts as from ``start``.

    Many writers begin in 1601; the centuries between are not needed.
    """
    is_leap_day = (start.month, start.day) == (2, 29)
    if rule.frequency != "YEARLY" or rule.count is not None or is_leap_day:
        return start
    skipped = max(year - start.year, 0) // rule.interval * rule.interval
    return start.replace(year=start.year + skipped)


def _offset(value: str) -> timedelta:
    match = _OFFSET.fullmatch(value)
    if match is None:
        raise unreadable("its offset cannot be read")
    sign, hours, minutes, seconds = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if offset >= timedelta(days=1):
        raise unreadable("its offset is longer than a day")
    return -offset if sign == "-" else offset
