"""The command ``price``: what a meeting would cost."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, day_text, length_words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.scheduling.price.answer import MeetingPrice
    from mle_planner.core.scheduling.price.focus import FocusLoss


def declare_price(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``price``."""
    parser.add_argument("file", metavar="FILE", help="an invitation (.ics)")


def price(context: Context, options: argparse.Namespace) -> int:
    """Say what a meeting would cost; nothing is stored."""
    from mle_planner.core.scheduling.price.answer import meeting_price

    found = meeting_price(context.planner.price_request(Path(options.file)))
    zone = context.planner.days.zone
    return context.answer(lambda: _shape(found, zone), lambda: _lines(found, context))


def _shape(found: MeetingPrice, zone: ZoneInfo) -> dict[str, Any]:
    invitation = found.invitation
    return {
        "title": invitation.title,
        "start": moment_json(invitation.span.start, zone),
        "end": moment_json(invitation.span.end, zone),
        "repeats": invitation.repeats,
        **_loss_shape(found.loss),
        "coding_without_min": whole_minutes(found.coding.without),
        "coding_with_min": whole_minutes(found.coding.with_meeting),
        "coding_least_min": whole_minutes(found.coding.least),
        "late": [
            {
                "task": later.task.id,
                "title": later.task.title,
                "due": later.task.due.isoformat() if later.task.due else None,
                "late_without_min": whole_minutes(later.before),
                "late_with_min": whole_minutes(later.after),
                "finished": moment_json(later.finished, zone),
            }
            for later in found.later
        ],
        "overlaps": list(found.overlaps),
        "cheaper": [
            {
                "start": moment_json(time.span.start, zone),
                "end": moment_json(time.span.end, zone),
                **_loss_shape(time.loss),
            }
            for time in found.cheaper
        ],
        "sentences": list(found.sentences),
    }


def _loss_shape(loss: FocusLoss) -> dict[str, int]:
    return {
        "focus_lost_min": whole_minutes(loss.total),
        "meeting_min": whole_minutes(loss.meeting),
        "buffers_min": whole_minutes(loss.buffers),
        "fragments_min": whole_minutes(loss.fragments),
    }


def _lines(found: MeetingPrice, context: Context) -> list[str]:
    from mle_planner.core.scheduling.price.answer import cheaper_heading, loss_parts

    first, *others = found.sentences
    days, today = context.planner.days, context.planner.today()
    times = [
        (
            day_text(days.date_of(time.span.start), today=today),
            clock_range_text(time.span.start, time.span.end, days.zone),
            length_words(whole_minutes(time.loss.total)),
        )
        for time in found.cheaper
    ]
    return [
        printable(first),
        *columns([(words, f"{minutes} min") for words, minutes in loss_parts(found.loss)],
                 indent="  "),
        *map(printable, others),
        cheaper_heading(found) + (":" if times else ""),
        *columns(times, indent="  "),
    ]  # fmt: skip
