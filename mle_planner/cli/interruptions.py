"""The commands ``interrupt`` and ``resume``: pause the work for a person or thing, and return."""

from __future__ import annotations

import argparse

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.context import Context
from mle_planner.core.i18n.formats import day_and_clock_text, duration_text


@takes(argument("about", nargs="*", metavar="WHO or WHAT", help="what it is about"))
def interrupt(context: Context, options: argparse.Namespace) -> int:
    """Pause what runs for a person or a thing."""
    planner = context.planner
    paused = planner.running_entry()
    entry = planner.interruptions.begin(" ".join(options.about))
    planner.heartbeats.beat()
    assert paused is not None, "else there was nothing to interrupt"
    return context.answer(
        lambda: {"id": entry.id, "title": entry.title, "paused": paused.title},
        f"Paused {paused.title} at "
        f"{day_and_clock_text(entry.start, planner.now(), planner.days.zone)} for "
        f"{entry.title}. To go on: mle-planner resume",
    )


def resume(context: Context, _options: argparse.Namespace) -> int:
    """Go on with what was interrupted."""
    planner = context.planner
    back = planner.interruptions.end()
    planner.heartbeats.beat()
    passed = duration_text(back.entry.start - back.interruption.start)
    where = f" You were at: {back.note}" if back.note else ""
    return context.answer(
        lambda: {
            "id": back.entry.id,
            "title": back.entry.title,
            "interruption": back.interruption.title,
            "note": back.note or None,
        },
        f"Back to {back.entry.title} after {passed} of {back.interruption.title}.{where}",
    )
