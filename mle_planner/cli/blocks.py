"""Commands for planned blocks: pin, unpin, and move with its neighbours as in the window."""

from __future__ import annotations

import argparse
from datetime import datetime

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.cli.lookup import task_numbered
from mle_planner.cli.moments import parse_moment
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text, clock_text, day_text
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.neighbours import change_times, day_plan
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef, PlannedRef, RefError, parse_planned_ref

_WHAT = argument(
    "what", metavar="ID|KEY", help="a task's number, or the key of a block, such as block:12"
)


@takes(_WHAT)
def pin(context: Context, options: argparse.Namespace) -> int:
    """Pin a block, or the blocks of a task from now on."""
    return _set_pinned(context, options.what, is_pinned=True)


@takes(_WHAT)
def unpin(context: Context, options: argparse.Namespace) -> int:
    """Let the planner move a block, or the blocks of a task, again."""
    return _set_pinned(context, options.what, is_pinned=False)


def _set_pinned(context: Context, what: str, *, is_pinned: bool) -> int:
    planner = context.planner
    blocks = planner.blocks.pin(planned_refs(planner, what.strip()), is_pinned=is_pinned)
    verb, zone = "Pinned" if is_pinned else "Unpinned", planner.days.zone
    return context.answer(
        lambda: [
            {
                "key": str(BlockRef(block.id)),
                "title": block.title,
                **span_json(block.span, zone),
                "pinned": block.pinned,
            }
            for block in blocks
        ],
        lambda: [
            printable(
                f"{verb} {block.title}, {day_text(block.start.astimezone(zone).date())} "
                f"{clock_range_text(block.start, block.end, zone)}"
            )
            for block in blocks
        ],
    )


def planned_refs(planner: Planner, what: str) -> list[PlannedRef]:
    """Return what an ID or KEY means: the item of the key, or a task's blocks from now on."""
    if ":" in what:
        return [ref_of_key(what)]
    task = task_numbered(planner, what)
    keys: list[PlannedRef] = [BlockRef(block.id) for block in planner.blocks.ahead_of(task.id)]
    if not keys:
        raise PlannerError(
            f"Nothing is planned for {task.title} from now on. Nothing was changed; plan it first."
        )
    return keys


def ref_of_key(key: str) -> PlannedRef:
    """Return the reference that a key is; raises ``PlannerError`` for text that is not one."""
    try:
        return parse_planned_ref(key)
    except RefError as error:
        raise PlannerError(
            f"{key} is not the key of a block. Nothing was changed; mle-planner today --json "
            "lists the keys."
        ) from error


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
                {"key": str(ref), "title": title, **span_json(span, zone)}
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
