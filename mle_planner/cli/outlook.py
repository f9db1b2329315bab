"""The command that says which tasks of the next four weeks will be late."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.planned_lines import late_json

if TYPE_CHECKING:
    from mle_planner.core.plan.proposal import LateTask


def declare_outlook(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: the outlook always covers the same four weeks."""


def outlook(context: Context, _options: argparse.Namespace) -> int:
    """Name the tasks that will not be finished when they are due."""
    late, zone = context.planner.outlook(), context.planner.days.zone
    return context.answer(
        lambda: {"late": [late_json(one, zone) for one in late]}, lambda: _lines(late)
    )


def _lines(late: Sequence[LateTask]) -> Iterator[str]:
    if not late:
        yield "Every due date of the next four weeks can hold."
        return
    yield from columns([(f"{one.task.title} ({one.task.id})", one.sentence) for one in late])
