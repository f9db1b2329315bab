"""The command for prompts and bars: what is running and how much coding is done today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import shown
from mle_planner.cli.context import Context
from mle_planner.core.i18n.formats import clock_text, duration_text, minutes_text
from mle_planner.core.standing import Running, Standing, standing

if TYPE_CHECKING:
    import argparse
    from zoneinfo import ZoneInfo


def declare_status(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: ``status`` takes no arguments."""


def status(context: Context, _options: argparse.Namespace) -> int:
    """Say what is running and how much coding is done."""
    clock = context.clock
    now = standing(context.folder, clock)
    return context.answer(
        lambda: _status_shape(now, clock.zone),
        lambda: _status_lines(now, clock.zone),
    )


def _status_shape(now: Standing, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "running": None if now.running is None else _running_shape(now.running, zone),
        "coding_today_min": _minutes(now.coding),
        "coding_least_min": now.least_min,
        "coding_most_min": now.most_min,
        "coding_aim_min": now.aim_min,
    }


def _running_shape(running: Running, zone: ZoneInfo) -> dict[str, Any]:
    """Return what ``shapes.tracked_shape`` returns of a running entry."""
    return {
        "id": running.entry_id,
        "title": running.title,
        "task": running.task_id,
        "project": running.project,
        "activity": running.activity,
        "category": running.category,
        "start": running.start.astimezone(zone).isoformat(),
        "end": None,
        "minutes": _minutes(running.passed),
        "source": running.source,
    }


def _status_lines(now: Standing, zone: ZoneInfo) -> Iterator[str]:
    if now.running is None:
        yield "No timer is running."
    else:
        since = clock_text(now.running.start, zone)
        yield f"{shown(str(now.running.title))} since {since} ({duration_text(now.running.passed)})"
    aim = "" if now.aim_min is None else f" of {minutes_text(now.aim_min)}"
    yield f"Coding today {duration_text(now.coding)}{aim}"


def _minutes(duration: timedelta) -> int:
    return int(duration.total_seconds()) // 60
