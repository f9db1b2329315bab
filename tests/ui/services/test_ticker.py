"""The minute tick: once for each minute, also after a sleep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mle_planner.ui.services.ticker import Ticker


def test_a_machine_that_wakes_catches_up_from_the_very_minute() -> None:
    """Given half a minute to the next, when the window is looked at then, then it has ticked."""
    now = [datetime(2026, 11, 23, 12, 35, 30, tzinfo=UTC)]
    ticker, ticked = Ticker(lambda: now[0]), []
    ticker.minute_ticked.connect(lambda: ticked.append(now[0]))
    ticker.start()
    now[0] += timedelta(seconds=29)
    ticker.catch_up()
    assert ticked == []
    now[0] += timedelta(seconds=1)
    ticker.catch_up()
    assert ticked == [now[0]]
    ticker.stop()
