"""Whatever is typed into a field, its reader answers or refuses with a sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.typed.block_text import block_words, edited_words, stated_span
from mle_planner.core.typed.clock import read_clock, read_clock_seconds
from mle_planner.core.typed.date import parse_day, parse_due, read_day
from mle_planner.core.typed.duration import read_duration, read_estimate
from mle_planner.core.typed.past_time import read_past_time
from mle_planner.core.typed.rate import read_rate
from tests.support.builders import clock_at
from tests.support.languages import speaking

TODAY = date(2026, 11, 24)
CLOCK: FixedClock = clock_at("2026-11-24 10:00")
DAYS = PlanningDays(CLOCK.zone, 240, 0)
WORDS = (
    "due by on before next last this in the end of day week month fri mar today at to ago half an "
    "3 12 99 30m 1h30 1.5h 1/2 9-10:30 15:00 3pm 24:00 2026-12-04 31.2. 4.12. 99:99 1e9 , ; . - – "
    "vor nach nächsten Uhr halb KW 50 Stunde Tagen עד לפני שעה הבא ימים יום מ- ׳ "
    "\0 \u202e ³ ² ½ ٣ İ"
).split(" ")
READERS: tuple[Callable[[str], Any], ...] = (
    lambda text: parse_due(text, TODAY),
    lambda text: parse_day(text, TODAY),
    lambda text: read_day(text, TODAY),
    lambda text: read_past_time(text, DAYS, CLOCK.now()),
    lambda text: stated_span(block_words(text), Span(CLOCK.now(), HOUR_ON), DAYS),
    lambda text: stated_span(edited_words(text), Span(CLOCK.now(), HOUR_ON), DAYS),
    read_clock,
    read_clock_seconds,
    read_duration,
    read_estimate,
    read_rate,
)
HOUR_ON = CLOCK.now() + timedelta(hours=1)


@pytest.mark.parametrize("language", ["en", "de", "he"])
@given(
    words=st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=6),
    gap=st.sampled_from((" ", "")),
)
def test_a_field_is_read_or_refused(language: str, words: list[str], gap: str) -> None:
    text = gap.join(words)
    with speaking(language):
        for read in READERS:
            with contextlib.suppress(PlannerError):
                read(text)
