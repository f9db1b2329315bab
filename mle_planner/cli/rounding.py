"""The rounding of a project, and of a timesheet, on the command line."""

from __future__ import annotations

import argparse
from typing import Any

from mle_planner.cli.arguments import argument, whole_number
from mle_planner.cli.columns import printable
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import Project, RoundingMode, RoundingUnit

_LONGEST_STEP_MIN, _MOST_LEAST_MIN = 60, 240


ROUNDING = (
    argument(
        "--round", metavar="MINUTES", help="its own step, 0 to 60; usual: the rule of the settings"
    ),
    argument("--mode", choices=[each.value for each in RoundingMode],
                        help="which way it is rounded"),
    argument("--per", choices=[each.value for each in RoundingUnit], help="what is rounded as one"),
    argument("--minimum", metavar="MINUTES", help="the least that each counts for"),
)  # fmt: skip


def read_step(text: str | None, undone: str) -> int | None:
    """Return the step of ``--round``; raises ``PlannerError``, saying what was not done."""
    step = None if text is None else whole_number(text, 0, _LONGEST_STEP_MIN)
    if text is None or step is not None:
        return step
    raise PlannerError(
        f"{printable(text)} is not a rounding from 0 to {_LONGEST_STEP_MIN} minutes. "
        f"Nothing was {undone}; choose one such as 6 or 15."
    )


def read_rounding(options: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of a project that the options change."""
    fields: dict[str, Any] = {}
    if options.round is not None:
        is_usual = options.round.strip().lower() == "usual"
        fields["rounding_min"] = None if is_usual else _minutes(options.round, _LONGEST_STEP_MIN)
    if options.mode is not None:
        fields["rounding_mode"] = RoundingMode(options.mode)
    if options.per is not None:
        fields["rounding_unit"] = RoundingUnit(options.per)
    if options.minimum is not None:
        fields["least_min"] = _minutes(options.minimum, _MOST_LEAST_MIN)
    return fields


def rounding_json(project: Project) -> dict[str, Any]:
    """Return a project's own rule as ``rounding``; nothing where that of the settings holds."""
    if project.rounding_min is None:
        return {}
    rule = {
        "step_min": project.rounding_min,
        "mode": project.rounding_mode.value,
        "per": project.rounding_unit.value,
        "minimum_min": project.least_min,
    }
    return {"rounding": rule}


def rounding_text(project: Project) -> str:
    """Return a project's own rule in words; empty where the rule of the settings holds."""
    if project.rounding_min is None:
        return ""
    least = f", at least {project.least_min} min" if project.least_min else ""
    return (
        f"rounded {project.rounding_mode.value} to {project.rounding_min or 1} min per "
        f"{project.rounding_unit.value}{least}"
    )


def _minutes(text: str, most: int) -> int:
    minutes = whole_number(text, 0, most)
    if minutes is not None:
        return minutes
    raise PlannerError(
        f"{printable(text)} is not from 0 to {most} minutes. Nothing was changed; choose one "
        "such as 6 or 15."
    )
