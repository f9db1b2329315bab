"""Logs of other trackers: where a day of work ends."""

from __future__ import annotations

import pytest

from mle_planner.core.tracking.importing.logs import read_gtimelog
from mle_planner.core.tracking.importing.rows import ReadTime


@pytest.mark.parametrize(
    ("stamps", "titles"),
    [
        (("05 23:00: arrived", "06 01:59: Fix"), ["Fix"]),
        (("05 23:00: arrived", "06 02:00: arrived", "06 03:00: Fix"), ["Fix"]),
        (("05 01:00: arrived", "05 01:30: Fix", "05 09:00: arrived"), ["Fix"]),
    ],
)
def test_work_until_two_at_night_belongs_to_the_day_before(
    stamps: tuple[str, ...], titles: list[str]
) -> None:
    read = list(read_gtimelog("\n".join(f"2026-05-{stamp}" for stamp in stamps)))
    assert [one.title for one in read if isinstance(one, ReadTime)] == titles
