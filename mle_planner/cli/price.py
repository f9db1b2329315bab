"""The command ``price``: what a meeting would cost, or a task today."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json, span_json
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, day_text, length_words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.scheduling.price.ad_hoc import AdHocPrice
    from mle_planner.core.scheduling.price.answer import CodingEffect, LaterTask, MeetingPrice
    from mle_planner.core.scheduling.price.focus import FocusLoss


@takes(
    argument("file", nargs="?", metavar="FILE", help="an invitation (.ics)"),
    argument("--task", metavar="TEXT", help="a task as in add, to be done today"),
)
def price(context: Context, options: argparse.Namespace) -> int:
    """Say what a meeting, or a task today, would cost; nothing is stored."""
    if (options.task is None) == (options.file is None):
        raise PlannerError(
            "Name an invitation, or with --task what is to be done today. Nothing was changed."
        )
    if options.task is not None:
        return _ad_hoc(context, options.task)
    from mle_planner.core.scheduling.price.answer import meeting_price

    found = meeting_price(context.planner.planning.price_request(Path(options.file)))
    zone = context.planner.days.zone
    return context.answer(lambda: _shape(found, zone), lambda: _lines(found, context))


def _shape(found: MeetingPrice, zone: ZoneInfo) -> dict[str, Any]:
    invitation = found.invitation
    return {
        "title": invitation.title,
        **span_json(invitation.span, zone),
        "repeats": invitation.repeats,
        **_loss_shape(found.loss),
        **_coding_shape(found.coding),
        "late": [_later_shape(later, zone) for later in found.later],
        "overlaps": list(found.overlaps),
        "cheaper": [
            {**span_json(time.span, zone), **_loss_shape(time.loss)} for time in found.cheaper
        ],
        "sentences": list(found.sentences),
    }


def _ad_hoc(context: Context, text: str) -> int:
    from mle_planner.core.scheduling.price.ad_hoc import ad_hoc_price

    found = ad_hoc_price(context.planner.planning.ad_hoc_request(text))
    zone = context.planner.days.zone
    return context.answer(
        lambda: _ad_hoc_shape(found, zone), lambda: map(printable, found.sentences)
    )


def _ad_hoc_shape(found: AdHocPrice, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "title": found.task.title,
        "minutes": found.task.estimate_min,
        "placed": [span_json(span, zone) for span in found.spans],
        "blocks": [
            {
                "task": block.task.id,
                "title": block.task.title,
                **span_json(block.span, zone),
                "lost_min": whole_minutes(block.lost),
            }
            for block in found.blocks
        ],
        **_coding_shape(found.coding),
        "late": [_later_shape(later, zone) for later in found.later],
        "sentences": list(found.sentences),
    }


def _coding_shape(coding: CodingEffect) -> dict[str, int]:
    return {
        "coding_without_min": whole_minutes(coding.without),
        "coding_with_min": whole_minutes(coding.with_meeting),
        "coding_least_min": whole_minutes(coding.least),
    }


def _later_shape(later: LaterTask, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "task": later.task.id,
        "title": later.task.title,
        "due": later.task.due.isoformat() if later.task.due else None,
        "late_without_min": whole_minutes(later.before),
        "late_with_min": whole_minutes(later.after),
        "finished": moment_json(later.finished, zone),
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
