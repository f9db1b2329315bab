"""Which zone the user lives in, and a clock that stands where it is put."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.clock import FixedClock, SystemClock, named_zone


@pytest.mark.parametrize("variable", ["Asia/Kolkata", ":Asia/Kolkata"])
def test_the_environment_names_the_zone(variable: str) -> None:
    assert named_zone(variable, Path("/nowhere")) == ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(
    "link", ["/usr/share/zoneinfo/Europe/Berlin", "../x/zoneinfo/Europe/Berlin"]
)
def test_else_the_link_of_the_system_names_it(tmp_path: Path, link: str) -> None:
    (tmp_path / "localtime").symlink_to(link)
    assert named_zone("", tmp_path / "localtime") == ZoneInfo("Europe/Berlin")
    assert named_zone("UTC", tmp_path / "localtime") == ZoneInfo("UTC")


@pytest.mark.parametrize("variable", ["CET-1CEST", "/etc/localtime", "../secret", "No/Where", "\0"])
def test_what_names_no_zone_is_left_to_the_library_that_knows_every_way(variable: str) -> None:
    assert named_zone(variable, Path("/nowhere")) is None


def test_a_system_without_a_link_is_left_to_it_too(tmp_path: Path) -> None:
    (tmp_path / "localtime").write_bytes(b"TZif2")
    assert named_zone("", tmp_path / "localtime") is None


def test_the_zone_of_the_machine_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/St_Johns")
    assert SystemClock().zone.key == "America/St_Johns"


def test_a_fixed_clock_stands_in_whole_seconds_of_utc() -> None:
    clock = FixedClock(
        datetime(2026, 11, 23, 9, 0, 1, 999, tzinfo=ZoneInfo("Europe/Berlin")), ZoneInfo("UTC")
    )
    assert clock.now() == datetime(2026, 11, 23, 8, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime.fromisoformat("2026-11-23"), ZoneInfo("UTC"))
