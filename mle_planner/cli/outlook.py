"""The command that says which due dates of the next four weeks will not hold."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from mle_planner.cli.columns import columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.planned_lines import due_shape, late_json
from mle_planner.core.plan.proposal import LateTask
from mle_planner.core.scheduling.notes import no_estimate_sentence


def outlook(context: Context, _options: argparse.Namespace) -> int:
    """Name the tasks that will not be finished when they are due, or that are not planned."""
    planner = context.planner
    late, zone = planner.planning.outlook(), planner.days.zone
    missing = [
        (task, no_estimate_sentence(task, planner.days, planner.today()))
        for task in planner.planning.due_without_estimate()
    ]
    return context.answer(
        lambda: {
            "late": [late_json(one, zone) for one in late],
            "without_estimate": [
                {"task": task.id, "title": task.title, "due": due_shape(task), "sentence": sentence}
                for task, sentence in missing
            ],
        },
        lambda: _lines(late, [sentence for _task, sentence in missing]),
    )


def _lines(late: Sequence[LateTask], missing: Sequence[str]) -> Iterator[str]:
    yield from columns([(f"{one.task.title} ({one.task.id})", one.sentence) for one in late])
    yield from map(printable, missing)
    if not late:
        yield (
            "Every other due date of the next four weeks can be met."
            if missing
            else "Every due date of the next four weeks can be met."
        )
