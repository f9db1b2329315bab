"""One clock for everything, in the zone it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock, SystemClock
from tests.support.builders import utc


def test_a_fixed_clock_stands_until_it_is_put() -> None:
    clock = FixedClock(datetime(2026, 11, 24, 9, 0, 0, 700, ZoneInfo("Asia/Kolkata")),
                       ZoneInfo("Asia/Kolkata"))  # fmt: skip
    assert clock.now() == utc("2026-11-24 03:30")
    assert clock.now().tzinfo is UTC
    clock.put(clock.now() + timedelta(hours=1))
    assert clock.now() == utc("2026-11-24 04:30")


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2026, 11, 24, 9), ZoneInfo("UTC"))  # noqa: DTZ001


def test_the_machines_clock_tells_whole_seconds_in_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.now().microsecond == 0


@pytest.mark.parametrize("name", ["UTC", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe"])
def test_the_machines_zone_is_the_one_it_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", name)
    assert SystemClock().zone.key == name
