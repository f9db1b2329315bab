"""Which days the outlook looks at: it is the late tasks of one plan of them all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mle_planner.core.base.days import days_from

OUTLOOK_DAYS = 28


def outlook_dates(today: date) -> Sequence[date]:
    """Return the days the outlook looks at."""
    return days_from(today, OUTLOOK_DAYS)
