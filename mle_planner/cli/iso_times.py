"""Reads ISO 8601 times; imports little, because ``--now`` may come with the fastest command."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import YEARS


def parse_now(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant of ``--now``: ISO 8601, in the user's zone where it names no offset."""
    try:
        instant = in_utc(datetime.fromisoformat(text.strip()), zone)
    except (ValueError, OverflowError):
        instant = None
    if instant is None:
        raise PlannerError(
            f"{text.strip() or 'Nothing'} is not a date and time for --now. Nothing was changed; "
            "write it like 2026-11-23T09:30 or 2026-11-23T09:30+01:00."
        )
    return instant


def in_utc(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """Return a time in UTC and whole seconds; one without an offset is read in ``zone``.

    None if its year is out of range.
    """
    if moment.year not in YEARS:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).replace(microsecond=0)
