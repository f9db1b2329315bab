"""Reads ISO 8601 times; imports little, because ``--now`` may come with the fastest command."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import YEARS


def parse_now(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant of ``--now``: ISO 8601, in the user's zone where it names no offset."""
    instant = read_iso(text, zone)
    if instant is None:
        raise PlannerError(
            f"{text.strip() or 'Nothing'} is not a date and time for --now. Nothing was changed; "
            "write it like 2026-11-23T09:30 or 2026-11-23T09:30+01:00."
        )
    return instant


def read_iso(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant of an ISO 8601 time in whole seconds; without an offset in ``zone``.

    None for anything else, and for a year that is out of range.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        is_known = moment.year in YEARS
        return moment.astimezone(UTC).replace(microsecond=0) if is_known else None
    except (ValueError, OverflowError):
        return None
