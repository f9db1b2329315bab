"""The command for prompts and bars: what is running and how much coding is done today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import clock_text, duration_text, minutes_text

if TYPE_CHECKING:
    import argparse
    from zoneinfo import ZoneInfo

    from mle_planner.core.tracking.status import Running, Status


def declare_status(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: ``status`` takes no arguments."""


def status(context: Context, _options: argparse.Namespace) -> int:
    """Say what is running and how much coding is done."""
    now, zone = context.planner.status(), context.clock.zone
    return context.answer(lambda: _status_shape(now, zone), lambda: _status_lines(now, zone))


def _status_shape(now: Status, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "running": None if now.running is None else _running_shape(now.running, zone),
        "coding_today_min": whole_minutes(now.coding),
        "coding_least_min": now.least_min,
        "coding_most_min": now.most_min,
        "coding_aim_min": now.aim_min,
    }


def _running_shape(running: Running, zone: ZoneInfo) -> dict[str, Any]:
    from mle_planner.cli.json_values import entry_json

    return entry_json(running.entry, running.activity, running.project, running.passed, zone)


def _status_lines(now: Status, zone: ZoneInfo) -> Iterator[str]:
    if now.running is None:
        yield "No timer is running."
    else:
        entry, passed = now.running.entry, duration_text(now.running.passed)
        yield f"{printable(entry.title)} since {clock_text(entry.start, zone)} ({passed})"
    aim = "" if now.aim_min is None else f" of {minutes_text(now.aim_min)}"
    yield f"Coding today {duration_text(now.coding)}{aim}"
