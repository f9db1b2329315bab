"""A snapshot of the rules of a time zone.

Countries change them at short notice. Work planned for nine o'clock stays at nine, so the rules by
which its instant was computed are stored.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_YEARS_BACK, _YEARS_AHEAD = 1, 10
_WEEK_S = 7 * 86_400
"""The interval at which the offset is sampled: no country changes its clock and back in a week."""


class ZoneRules(NamedTuple):
    """The offsets of a zone up to ``until``, all in seconds, the instants since 1970 in UTC.

    ``onsets`` are the instants at which the offset changes; ``offsets`` has one more: the first
    applies before any of them.
    """

    until: int
    onsets: tuple[int, ...]
    offsets: tuple[int, ...]

    def wall_clock(self, instant: datetime) -> datetime:
        """Return the local time at an instant, with ``fold`` set for the second of equal times."""
        second = int(instant.timestamp())
        place = bisect_right(self.onsets, second)
        offset = self.offsets[place]
        is_again = place > 0 and second - self.onsets[place - 1] < self.offsets[place - 1] - offset
        local = instant.astimezone(UTC).replace(tzinfo=None) + timedelta(seconds=offset)
        return local.replace(fold=int(is_again))


def rules_known_now(zone: ZoneInfo, now: datetime) -> ZoneRules:
    """Return the rules of a zone for the years around now."""
    second = int((now - timedelta(days=365 * _YEARS_BACK)).timestamp())
    until = int((now + timedelta(days=365 * _YEARS_AHEAD)).timestamp())
    onsets: list[int] = []
    offsets = [_offset_s(zone, second)]
    while second < until:
        later = second + _WEEK_S
        offset = _offset_s(zone, later)
        if offset != offsets[-1]:
            onsets.append(_onset(zone, second, later, offsets[-1]))
            offsets.append(offset)
        second = later
    return ZoneRules(until, tuple(onsets), tuple(offsets))


def at_same_wall_clock(instant: datetime, known: ZoneRules, zone: ZoneInfo) -> datetime:
    """Return the instant with the same local time under today's rules as under the known ones.

    An instant after the known years stays.
    """
    if instant.timestamp() >= known.until:
        return instant
    return known.wall_clock(instant).replace(tzinfo=zone).astimezone(UTC)


def _offset_s(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset() or timedelta(0)
    return int(offset.total_seconds())


def _onset(zone: ZoneInfo, before: int, after: int, offset: int) -> int:
    """Return the first second between two at which a zone no longer has an offset."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset_s(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after
