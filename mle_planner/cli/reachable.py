"""The command that says how much coding today can still hold, and what would save its band."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import coding_words, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import coding_json, moment_json, span_json
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import duration_text

if TYPE_CHECKING:
    import argparse
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    from mle_planner.core.plan.snapshots import CodingDay
    from mle_planner.core.tracking.coding_notice import CodingNotice


def reachable(context: Context, _options: argparse.Namespace) -> int:
    """Print today's coding done, planned, to go and reachable, and the notice if it is due."""
    planner, zone = context.planner, context.clock.zone
    coding = planner.day(planner.today()).coding
    doubtful = planner.time_in_question(planner.today()).coding
    notice = planner.coding_notices.give()
    given_at = planner.coding_notices.given_at()
    return context.answer(
        lambda: {
            **coding_json(coding),
            "in_question_min": whole_minutes(doubtful),
            "planned_min": whole_minutes(coding.planned),
            "reachable_min": whole_minutes(coding.reachable),
            "notice": None if notice is None else _notice_shape(notice, zone),
            "notice_given_at": moment_json(given_at, zone),
        },
        lambda: _lines(coding, doubtful, notice),
    )


def _notice_shape(notice: CodingNotice, zone: ZoneInfo) -> dict[str, Any]:
    action = notice.action
    return {
        "sentence": notice.sentence,
        "action": {
            "kind": action.kind.value,
            "key": None if action.item is None else str(action.item.key),
            "title": None if action.item is None else action.item.title,
            **span_json(action.span, zone),
            "reachable_min": whole_minutes(action.reachable),
        },
    }


def _lines(coding: CodingDay, doubtful: timedelta, notice: CodingNotice | None) -> Iterator[str]:
    to_go = f"{duration_text(coding.to_go)} to go" if coding.has_band else "no goal on this day"
    yield (
        f"Coding {coding_words(coding, doubtful)}, {to_go}; {duration_text(coding.reachable)} "
        "reachable at most"
    )
    if notice is not None:
        yield printable(notice.sentence)
