"""The command that moves a planned block, with its neighbours as in the window."""

from __future__ import annotations

import argparse
from datetime import datetime

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.cli.moments import parse_moment
from mle_planner.cli.pins import planned_refs
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text, clock_text, day_text
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.neighbours import change_times, day_plan
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.planner import Planner
from mle_planner.core.refs import PlannedRef


@takes(
    argument(
        "what",
        metavar="ID|KEY",
        help="a task's number, for its next block, or the key of a block, such as block:12",
    ),
    argument("to", metavar="TIME", help="when it starts; a weekday is the next one"),
    argument(
        "--neighbours",
        choices=[choice.value for choice in Neighbours],
        help="what blocks do that it comes to lie on (otherwise as in the settings)",
    ),
)
def move(context: Context, options: argparse.Namespace) -> int:
    """Move a block to start at a time, its length kept, and say everything that moved."""
    planner = context.planner
    zone = planner.days.zone
    item = planner.stored_plan.item(planned_refs(planner, options.what.strip())[0])
    start = parse_moment(options.to, planner.days, planner.now(), is_ahead=True)
    asked = options.neighbours or planner.settings.word("neighbours")
    changes = _changes(planner, item, start, Neighbours(asked))
    titles = {key: planner.stored_plan.item(key).title for key in changes}
    refs = planner.batch.move(dict(changes.items())) if changes else ()
    moved = list(zip(refs, titles.values(), changes.values(), strict=True))
    return context.answer(
        lambda: {
            "moved": [
                {
                    "key": str(ref),
                    "title": title,
                    **span_json(span, zone),
                }
                for ref, title, span in moved
            ]
        },
        lambda: (
            columns(
                (
                    title,
                    day_text(planner.days.date_of(span.start)),
                    clock_range_text(span.start, span.end, zone),
                )
                for _ref, title, span in moved
            )
            if moved
            else [f"{item.title} starts at {clock_text(start, zone)} already. Nothing was changed."]
        ),
    )


def _changes(
    planner: Planner, item: PlannedItem, start: datetime, neighbours: Neighbours
) -> dict[PlannedRef, Span]:
    """Return the new spans of the item, first, and of its neighbours.

    Raises ``PlannerError`` for an item or a time that cannot be moved, or moved to.
    """
    if not item.movable:
        raise PlannerError(
            f"{item.title} belongs to its calendar. Nothing was changed; change it where it was "
            "made."
        )
    zone = planner.days.zone
    if start < planner.now():
        raise PlannerError(
            f"{day_text(start.astimezone(zone).date())} {clock_text(start, zone)} has passed. "
            "Nothing was changed; choose a time from now on."
        )
    new = Span(start, start + item.span.duration)
    lane = day_plan(planner.day(planner.days.date_of(start)))
    changes = {} if lane is None else change_times(lane, item.key, item.span, new, neighbours)
    if changes.get(item.key, item.span) != new:
        raise PlannerError(
            f"{item.title} would end after the day does. Nothing was changed; choose an earlier "
            "time."
        )
    return changes
