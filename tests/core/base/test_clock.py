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


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":America/New_York", "America/New_York"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("UTC0", "UTC"),
        ("GMT+1", "Etc/GMT+1"),
        ("JST-9", "Etc/GMT-9"),
        ("CET-1CEST", "CET"),
        ("EST5EDT,M3.2.0,M11.1.0", "EST5EDT"),
    ],
)
def test_every_form_of_tz_names_a_zone(
    variable: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", variable)
    assert SystemClock().zone.key == name


@pytest.mark.parametrize(
    "variable", ["/etc/passwd", "../../etc/passwd", "no zone", "Europe", "\x01"]
)
def test_a_tz_that_names_no_zone_is_not_opened(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The zone of the machine is used, UTC where that is unknown."""
    monkeypatch.setenv("TZ", variable)
    assert SystemClock().zone.key
