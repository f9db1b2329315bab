"""The command for prompts and bars: what is running and how much coding is done today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.core.base.spans import ZERO, whole_minutes
from mle_planner.core.i18n.formats import (
    clock_text,
    day_and_clock_text,
    duration_text,
    minutes_text,
)

if TYPE_CHECKING:
    import argparse
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mle_planner.core.tracking.heartbeat import ClockChange, Interruption
    from mle_planner.core.tracking.status import Running, Status


def declare_status(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: ``status`` takes no arguments."""


def status(context: Context, _options: argparse.Namespace) -> int:
    """Print the running timer and today's coding, and how to answer for an interrupted timer."""
    planner, zone = context.planner, context.clock.zone
    change = planner.heartbeats.clock_change()
    cut = planner.heartbeats.interruption()
    planner.heartbeats.beat()
    now = planner.tracking.status()
    return context.answer(
        lambda: {
            **_status_shape(now, zone),
            "interrupted": None if cut is None else _interruption_shape(cut, zone),
            "clock_set": None if change is None else _clock_shape(change, zone),
        },
        lambda: [
            *_status_lines(now, planner.now(), zone),
            *(() if cut is None else _question_lines(cut, planner.now(), zone)),
            *(() if change is None else [_clock_line(change, zone)]),
        ],
    )


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


def _status_lines(now: Status, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    if now.running is None:
        yield "No timer is running."
    elif now.running.entry.start > at:
        entry = now.running.entry
        start = day_and_clock_text(entry.start, at, zone)
        yield (
            f"{printable(entry.title)} began at {start}, which is in the future: the clock was "
            "ahead then. Use stop --started TIME or discard."
        )
    else:
        entry, passed = now.running.entry, duration_text(now.running.passed)
        yield f"{printable(entry.title)} since {clock_text(entry.start, zone)} ({passed})"
    aim = "" if now.aim_min is None else f" of {minutes_text(now.aim_min)}"
    yield f"Coding today {duration_text(now.coding)}{aim}"


# -- what is asked about -----------------------------------------------------------------------


def _interruption_shape(cut: Interruption, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "last_activity": cut.last_active.astimezone(zone).isoformat(),
        "cut_off": cut.is_cut_off,
        "answers": [command for command, _meaning in _answers(cut, zone)],
    }


def _question_lines(cut: Interruption, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    last = day_and_clock_text(cut.last_active, now, zone)
    yield f"The last activity was at {last}. Is {printable(cut.entry.title)} still running?"
    answers = _answers(cut, zone)
    width = max(len(command) for command, _meaning in answers)
    for command, meaning in answers:
        yield f"  {command:{width}}  {meaning}"


def _answers(cut: Interruption, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return the commands that answer, each with what it means."""
    local = cut.last_active.astimezone(zone)
    stop = (f"mle-planner stop --at {local.isoformat()}", "no, it ended then")
    return [
        ("mle-planner keep", "yes"),
        *([stop] if cut.can_stop_there else []),
        ("mle-planner discard", "no, and it does not count"),
    ]


def _clock_shape(change: ClockChange, zone: ZoneInfo) -> dict[str, str]:
    return {
        "before": change.before.astimezone(zone).isoformat(),
        "after": change.after.astimezone(zone).isoformat(),
    }


def _clock_line(change: ClockChange, zone: ZoneInfo) -> str:
    way = "back" if change.by < ZERO else "forward"
    before = day_and_clock_text(change.before, change.after, zone)
    return (
        f"The clock was set {way} from {before} to {clock_text(change.after, zone)} while the "
        "timer ran. Its start was not changed; to correct it use stop --started TIME."
    )
