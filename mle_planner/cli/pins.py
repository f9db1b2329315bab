"""Commands that fix planned blocks in place, or release them: pin and unpin."""

from __future__ import annotations

import argparse

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.cli.lookup import task_numbered
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import clock_range_text, day_text
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
