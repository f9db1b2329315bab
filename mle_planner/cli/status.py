"""The command for prompts and bars: what is running and how much coding is done today."""

from __future__ import annotations

import argparse

from mle_planner.cli.context import Context


def declare_status(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: ``status`` takes no arguments."""


def status(context: Context, _options: argparse.Namespace) -> int:
    """Say what is running and how much coding is done."""
    from mle_planner.cli.shapes import tracked_shape
    from mle_planner.core.timespan import whole_minutes
    from mle_planner.core.wording import clock_text, duration_text

    planner = context.planner
    running, zone = planner.running(), planner.days.zone
    coding = planner.day(planner.today()).coding
    line = "No timer is running."
    if running is not None:
        line = (
            f"{running.entry.title} since {clock_text(running.entry.start, zone)} "
            f"({duration_text(running.span.duration)})"
        )
    return context.answer(
        lambda: {
            "running": None if running is None else tracked_shape(running, zone),
            "coding_today_min": whole_minutes(coding.done),
            "coding_least_min": whole_minutes(coding.least),
            "coding_most_min": whole_minutes(coding.most),
            "coding_aim_min": whole_minutes(coding.aim),
        },
        lambda: [line, f"Coding today {duration_text(coding.done)} of {duration_text(coding.aim)}"],
    )
