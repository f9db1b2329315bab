"""The command ``proposals``: what untracked time was probably spent on, and accepting that."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns, counted
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.cli.moments import parse_latest_date
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, duration_text
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import RecordGap, total_of


@takes(
    argument("--date", metavar="DATE", help="a day that is not ahead (default: today)"),
    argument("--accept", metavar="ID", nargs="+", help="track the time of these proposals"),
)
def proposals(context: Context, options: argparse.Namespace) -> int:
    """Accept the proposals that the options name, if any; then list those of the day."""
    planner = context.planner
    today = planner.today()
    day = parse_latest_date(options.date or today.isoformat(), today)
    accepted = planner.proposals.accept_all(day, options.accept) if options.accept else ()
    gaps, zone = planner.proposals.gaps(day), planner.days.zone
    return context.answer(
        lambda: {
            "date": day.isoformat(),
            "accepted": [entry.id for entry in accepted],
            "untracked_min": sum(whole_minutes(gap.span.duration) for gap in gaps),
            "gaps": [
                {
                    **span_json(gap.span, zone),
                    "minutes": whole_minutes(gap.span.duration),
                    "proposals": [one.id for one in gap.proposals],
                }
                for gap in gaps
            ],
            "proposals": [_shape(one, zone) for gap in gaps for one in gap.proposals],
        },
        lambda: list(_lines(planner, gaps, len(accepted))),
    )


def _shape(one: EntryProposal, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": one.id,
        **span_json(one.span, zone),
        "minutes": whole_minutes(one.span.duration),
        "title": one.title,
        "task_id": one.task.id if one.task else None,
        "task": one.task.title if one.task else None,
        "project": one.project.name if one.project else None,
        "activity": one.activity.name,
        "category": one.category.value,
        "source": one.source.value,
        "evidence": one.evidence,
        "rank": one.rank,
    }


def _lines(planner: Planner, gaps: tuple[RecordGap, ...], accepted: int) -> Iterator[str]:
    if accepted:
        yield f"Tracked {counted(accepted, 'proposal')}."
    if not gaps:
        yield "No untracked time."
        return
    yield f"Untracked {duration_text(total_of(gaps))}; --accept ID tracks a proposal:"
    yield from columns([row for gap in gaps for row in _rows(planner, gap)])


def _rows(planner: Planner, gap: RecordGap) -> Iterator[tuple[str, ...]]:
    times = clock_range_text(gap.span.start, gap.span.end, planner.days.zone)
    if not gap.proposals:
        yield times, "", "nothing is known", "", ""
    for one in gap.proposals:
        about = one.project.name if one.project else one.activity.name
        yield times if one.rank == 1 else "", one.id, one.title, about, one.evidence
