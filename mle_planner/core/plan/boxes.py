"""Boxes: consecutive small tasks of one kind are shown as one block.

Boxes are not stored. Each task keeps its own planned block, so that it can be started, tracked and
finished separately; adjacent blocks of small tasks of one activity form a box. Moving a block away
takes it out of the box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from mle_planner.core.base.frozen import replace
from mle_planner.core.model.work import Activity, Task
from mle_planner.core.plan.snapshots import PlannedItem

if TYPE_CHECKING:
    from mle_planner.core.plan.proposal import ProposedItem

SMALL_BELOW_MIN = 20
"""A task with an estimate below this is small."""

LEAST_REST_MIN = 15
"""The least time planned for a task with less than this left, unless its estimate is shorter."""

Item = TypeVar("Item", PlannedItem, "ProposedItem")


def is_small(task: Task, activity: Activity) -> bool:
    """Whether a task goes into a box: little work, and not deep work."""
    estimate = task.estimate_min
    return estimate is not None and estimate < SMALL_BELOW_MIN and not activity.deep


def numbered(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items in order, each item of a box with the number of its box, from 1 on."""
    boxes = [box for box in _runs(items) if len(box) > 1]
    number_of = {id(item): number for number, box in enumerate(boxes, 1) for item in box}
    return tuple(
        replace(item, box=number_of[id(item)]) if id(item) in number_of else item for item in items
    )


def _runs(items: Sequence[Item]) -> list[list[Item]]:
    """Return the small tasks in groups that are adjacent and of one kind."""
    found: list[list[Item]] = []
    small = (item for item in items if item.task and is_small(item.task, item.activity))
    for item in sorted(small, key=lambda item: item.span):
        if found and _goes_on(found[-1][-1], item):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _goes_on(last: Item, item: Item) -> bool:
    is_same_kind = (last.activity.id, last.pinned) == (item.activity.id, item.pinned)
    return is_same_kind and last.span.end == item.span.start and last.task != item.task
