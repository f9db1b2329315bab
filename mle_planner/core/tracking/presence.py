"""Finds out from the desktop since when the user is away.

An absence begins with the last input before a long pause, with the lock, or with the sleep of the
machine, whichever comes first, and its cause is what it began with. It ends with the first input
after that, or with the unlocking. The sleep of the machine is known without any service: a clock
that counts it runs ahead of one that does not. Spans are measured by clocks that setting the time
does not change.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.tracked import AwayCause

_LEAST_SLEEP = timedelta(seconds=5)
"""Two clocks that are read one after the other differ by less."""

_SAME_INPUT = timedelta(seconds=1)
"""Two observations report the same last input if their times of it differ by less."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Time away from the computer; ``end`` is None while it lasts."""

    start: datetime
    end: datetime | None
    cause: AwayCause


@dataclass(frozen=True, slots=True)
class _Observation:
    """Two clocks, with and without the sleep of the machine, and the last input.

    ``input_at`` is on the clock without sleep, None where it is not known.
    """

    elapsed: timedelta
    awake: timedelta
    input_at: timedelta | None


@dataclass(frozen=True, slots=True)
class _Leaving:
    """When and by what the user was seen leaving, and the last input before."""

    at: timedelta
    cause: AwayCause
    input_at: timedelta | None


class Presence:
    """Follows whether the user is there; ``least`` is the shortest absence that counts."""

    def __init__(self, clock: Clock, least: timedelta) -> None:
        """Begin with the user present."""
        self.least = least
        self._clock = clock
        self._last = _Observation(clock.elapsed(), clock.awake(), None)
        self._leaving: _Leaving | None = None
        self._is_told = False

    @property
    def is_away(self) -> bool:
        """Whether the user is away, even for less than what counts."""
        return self._leaving is not None

    def observe(self, idle: timedelta | None, *, is_locked: bool) -> Absence | None:
        """Return the absence that has just begun to count, or has just ended; else None.

        ``idle`` is the time since the last input, None where that cannot be known.
        """
        awake = self._clock.awake()
        now = _Observation(self._clock.elapsed(), awake, None if idle is None else awake - idle)
        last, self._last = self._last, now
        slept = (now.elapsed - last.elapsed) - (now.awake - last.awake)
        has_slept = slept >= _LEAST_SLEEP
        if self._leaving is None:
            self._leaving = self._leaving_of(
                now, last, idle, slept if has_slept else ZERO, is_locked
            )
        if self._leaving is None:
            return None
        if is_locked or not _has_input_since(self._leaving, now):
            return self._tell_begin(now, self._leaving)
        returned = now.elapsed if slept or idle is None else now.elapsed - idle
        return self._tell_end(now, self._leaving, max(returned, last.elapsed, self._leaving.at))

    def _leaving_of(
        self,
        now: _Observation,
        last: _Observation,
        idle: timedelta | None,
        slept: timedelta,
        is_locked: bool,
    ) -> _Leaving | None:
        """Return since when the user is away, where something says so."""
        signs = []
        if slept:
            signs.append(_Leaving(now.elapsed - slept, AwayCause.ASLEEP, last.input_at))
        if is_locked:
            signs.append(_Leaving(now.elapsed - (idle or ZERO), AwayCause.LOCKED, now.input_at))
        if idle is not None and idle >= self.least:
            signs.append(_Leaving(now.elapsed - idle, AwayCause.IDLE, now.input_at))
        return min(signs, key=lambda sign: sign.at, default=None)

    def _tell_begin(self, now: _Observation, leaving: _Leaving) -> Absence | None:
        if self._is_told or now.elapsed - leaving.at < self.least:
            return None
        self._is_told = True
        return Absence(self._wall(now, leaving.at), None, leaving.cause)

    def _tell_end(
        self, now: _Observation, leaving: _Leaving, returned: timedelta
    ) -> Absence | None:
        is_told, self._is_told, self._leaving = self._is_told, False, None
        if not is_told and returned - leaving.at < self.least:
            return None
        return Absence(self._wall(now, leaving.at), self._wall(now, returned), leaving.cause)

    def _wall(self, now: _Observation, elapsed: timedelta) -> datetime:
        """Return what the clock would have shown then, as it is set now."""
        return self._clock.now() - (now.elapsed - elapsed)


def _has_input_since(leaving: _Leaving, now: _Observation) -> bool:
    if now.input_at is None or leaving.input_at is None:
        return True
    return now.input_at > leaving.input_at + _SAME_INPUT
