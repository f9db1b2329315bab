"""The command that says which due dates of the next four weeks cannot hold."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.core.base.timespan import whole_minutes

if TYPE_CHECKING:
    from mle_planner.core.scheduling.outlook import BrokenDueDate


def declare_outlook(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: the outlook always covers the same four weeks."""


def outlook(context: Context, _options: argparse.Namespace) -> int:
    """Name the tasks that will not be finished when they are due."""
    broken = context.planner.outlook()
    return context.answer(lambda: _shape(broken), lambda: _lines(broken))


def _shape(broken: Sequence[BrokenDueDate]) -> dict[str, Any]:
    return {
        "broken": [
            {
                "task": line.task.id,
                "title": line.task.title,
                "due": None if line.task.due is None else line.task.due.isoformat(),
                "missing_min": whole_minutes(line.missing),
                "finished": None if line.finished is None else line.finished.isoformat(),
                "sentence": line.sentence,
            }
            for line in broken
        ]
    }


def _lines(broken: Sequence[BrokenDueDate]) -> Iterator[str]:
    if not broken:
        yield "Every due date of the next four weeks can hold."
        return
    yield from columns([(f"{line.task.title} ({line.task.id})", line.sentence) for line in broken])
