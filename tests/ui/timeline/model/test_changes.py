"""Where moved and copied blocks go: pure functions of what is on the axis."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.spans import Span
from mle_planner.ui.timeline.model.changes import on_day, stretch_span
from mle_planner.ui.timeline.model.content import BlockPart
from tests.support.tracked_time import MONDAY, UTC_DAYS, instant


def test_blocks_that_touch_on_a_second_touch_on_another_day() -> None:
    one = Span(instant(MONDAY, "9:00:10"), instant(MONDAY, "9:30:20"))
    other = Span(one.end, instant(MONDAY, "10:00"))
    moved = [on_day(UTC_DAYS, each, 2) for each in (one, other)]
    assert moved == [each.moved(timedelta(days=2)) for each in (one, other)]


def test_a_block_shorter_than_a_step_stays_as_long_as_it_is() -> None:
    short, step = Span(instant(MONDAY, "9:00"), instant(MONDAY, "9:03")), timedelta(minutes=5)
    for part, to in ((BlockPart.START, short.end), (BlockPart.END, short.start)):
        assert stretch_span(short, part, to, step) == short
