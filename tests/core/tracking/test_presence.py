"""When the user is away, and since when: by pause, lock and sleep, whatever the clock is set to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mle_planner.core.model.tracked import AwayCause
from mle_planner.core.tracking.presence import Absence, Presence
from tests.support.away import SleepyClock
from tests.support.builders import BERLIN, local, minutes

LEAST = minutes(10)


@pytest.fixture
def clock() -> SleepyClock:
    return SleepyClock("2026-11-24 09:00", BERLIN)


class User:
    """Sits at a machine whose idle time is looked at once a minute."""

    def __init__(self, clock: SleepyClock, *, is_idle_known: bool = True) -> None:
        self.clock, self.presence = clock, Presence(clock, LEAST)
        self.is_locked, self.told = False, list[str]()
        self._typed = clock.awake() if is_idle_known else None

    def observe(self) -> None:
        """Look now, and keep what is told as "idle 09:00-09:20"."""
        idle = None if self._typed is None else self.clock.awake() - self._typed
        absence = self.presence.observe(idle, is_locked=self.is_locked)
        if absence is not None:
            self.told.append(picture(absence))

    def pass_until(self, text: str, *, types: bool) -> None:
        """Let the minutes pass until a time."""
        while self.clock.now() < at(text):
            self.clock.put(self.clock.now() + timedelta(seconds=60))
            if types:
                self.type()
            self.observe()

    def type(self) -> None:
        """Give an input."""
        if self._typed is not None:
            self._typed = self.clock.awake()


def at(text: str) -> datetime:
    return local(f"2026-11-24 {text}", BERLIN)


def picture(absence: Absence) -> str:
    zone = SleepyClock("2026-11-24 09:00", BERLIN).zone
    ends = [absence.start, *([] if absence.end is None else [absence.end])]
    times = "-".join(f"{end.astimezone(zone):%H:%M:%S}".removesuffix(":00") for end in ends)
    return f"{absence.cause} {times}"


def test_a_pause_counts_from_the_last_input_to_the_next_and_is_told_twice(
    clock: SleepyClock,
) -> None:
    user = User(clock)
    user.pass_until("09:05", types=True)
    user.pass_until("09:14", types=False)
    assert user.told == []
    user.pass_until("09:30", types=False)
    assert user.told == ["idle 09:05"]
    clock.put(at("09:30:20"))
    user.type()
    user.pass_until("09:31", types=False)
    assert user.told == ["idle 09:05", "idle 09:05-09:30:20"]
    user.pass_until("09:39", types=False)
    assert user.told[2:] == []


def test_a_short_pause_and_a_short_lock_are_not_told(clock: SleepyClock) -> None:
    user = User(clock)
    user.pass_until("09:09", types=False)
    user.pass_until("09:10", types=True)
    user.is_locked = True
    user.observe()
    user.pass_until("09:19", types=False)
    user.is_locked = False
    user.type()
    user.observe()
    user.pass_until("09:40", types=True)
    assert user.told == []
    assert not user.presence.is_away


def test_a_lock_counts_from_the_last_input_until_it_is_opened(clock: SleepyClock) -> None:
    user = User(clock)
    user.pass_until("09:05", types=True)
    user.pass_until("09:08", types=False)
    user.is_locked = True
    user.pass_until("09:30", types=False)
    user.pass_until("09:31", types=True)  # the mouse was moved on the locked screen
    user.pass_until("09:50", types=False)
    user.is_locked = False
    clock.put(at("09:50:30"))
    user.type()
    user.observe()
    assert user.told == ["locked 09:05", "locked 09:05-09:50:30"]


@pytest.mark.parametrize("is_idle_known", [True, False])
@pytest.mark.parametrize("night", [minutes(12), minutes(8 * 60)])
def test_sleep_is_found_by_the_clocks_alone_to_the_second(
    clock: SleepyClock, night: timedelta, is_idle_known: bool
) -> None:
    user = User(clock, is_idle_known=is_idle_known)
    user.pass_until("09:05", types=True)
    clock.put(clock.now() + timedelta(seconds=10))
    clock.sleep_until(clock.now() + night)
    user.type()
    user.observe()
    woken = at("09:05:10") + night
    absence = Absence(at("09:05:10"), woken, AwayCause.ASLEEP)
    assert user.told == [picture(absence)]


def test_sleep_of_a_machine_that_wakes_by_itself_lasts_until_the_next_input(
    clock: SleepyClock,
) -> None:
    """A lid that is opened, or an update at night, is no return."""
    user = User(clock)
    user.pass_until("09:05", types=True)
    clock.sleep_until(at("10:00"))
    user.observe()
    user.pass_until("10:20", types=False)
    assert user.told == ["asleep 09:05"]
    user.pass_until("10:21", types=True)
    assert user.told == ["asleep 09:05", "asleep 09:05-10:21"]


def test_idle_then_locked_then_asleep_is_one_absence(clock: SleepyClock) -> None:
    user = User(clock)
    user.pass_until("09:05", types=True)
    user.pass_until("09:16", types=False)
    user.is_locked = True
    user.pass_until("09:30", types=False)
    clock.sleep_until(at("12:00"))
    user.pass_until("12:01", types=False)
    user.is_locked = False
    user.type()
    user.observe()
    assert user.told == ["idle 09:05", "idle 09:05-12:01"]


@pytest.mark.parametrize("by", [minutes(-60), minutes(-24 * 60), minutes(365 * 24 * 60)])
def test_setting_the_clock_is_no_absence_and_does_not_change_one(
    clock: SleepyClock, by: timedelta
) -> None:
    user = User(clock)
    user.pass_until("09:05", types=True)
    clock.set_to(clock.now() + by)
    user.observe()
    assert user.told == []
    start = clock.now()
    for _minute in range(30):
        clock.put(clock.now() + minutes(1))
        user.observe()
    user.type()
    clock.set_to(clock.now() - by)
    user.observe()
    begun, ended = user.told
    assert begun == picture(Absence(start, None, AwayCause.IDLE))
    assert ended == picture(Absence(start - by, start - by + minutes(30), AwayCause.IDLE))
