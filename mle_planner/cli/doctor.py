"""The command that checks the data and repairs it. It works where the planner cannot open."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context

if TYPE_CHECKING:
    from mle_planner.core.maintenance.doctor import Examination
    from mle_planner.core.maintenance.problems import DataProblem
    from mle_planner.core.maintenance.repair import Repair

SOUND, NOT_SOUND = 0, 1


@takes(
    argument(
        "--repair", metavar="ID", action="append",
        help="repair the problem of this id, or all; the current state is backed up first",
    ),
)  # fmt: skip
def doctor(context: Context, options: argparse.Namespace) -> int:
    """Check the data and the backups, and carry out the repairs that were requested."""
    from mle_planner.core.maintenance.doctor import examine

    folder, zone, now = context.folder, context.clock.zone.key, context.clock.now()
    repair = None
    if options.repair:
        from mle_planner.core.maintenance.repair import repair_problems

        wanted = None if "all" in options.repair else options.repair
        repair = repair_problems(folder, zone, now, wanted)
    found = examine(folder, zone, now)
    context.answer(lambda: _shape(context, found, repair), lambda: _lines(found, repair))
    return NOT_SOUND if found.problems else SOUND


def _shape(context: Context, found: Examination, repair: Repair | None) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "sound": not found.problems,
        "problems": [_problem_shape(each) for each in found.problems],
        "database": str(context.folder / "planner.db"),
        "backups": found.backup_count,
        "notes": list(found.notes),
    }
    if repair is not None:
        shape["repaired"] = [_problem_shape(each) for each in repair.repaired]
        shape["kept_as"] = None if repair.kept_as is None else str(repair.kept_as)
        shape["changes"] = None if repair.list_path is None else str(repair.list_path)
    return shape


def _problem_shape(problem: DataProblem) -> dict[str, str]:
    return {
        "id": problem.id,
        "where": problem.where,
        "what": problem.what,
        "repair": problem.repair,
    }


def _lines(found: Examination, repair: Repair | None) -> Iterator[str]:
    if repair is not None:
        yield from _repair_lines(repair)
    if not found.problems:
        count = found.backup_count
        backups = (
            f"backups looked at and sound: {count}."
            if count
            else "no backup yet: mle-planner backup makes one."
        )
        yield f"Database and settings are sound; {backups}"
    yield from map(printable, found.notes)
    for problem in found.problems:
        yield printable(f"{problem.where}: {problem.what}")
        if problem.repair:
            yield printable(f"  --repair {problem.id}: {problem.repair}")
    if any(problem.repair for problem in found.problems):
        yield (
            "mle-planner doctor --repair all repairs what can be repaired; the current state is "
            "backed up first."
        )


def _repair_lines(repair: Repair) -> Iterator[str]:
    if not repair.repaired:
        yield "Nothing was repaired."
    for problem in repair.repaired:
        yield printable(f"Repaired {problem.where}: {problem.repair}")
    if repair.kept_as is not None:
        yield f"The state before is kept as {printable(str(repair.kept_as))}."
    if repair.list_path is not None:
        yield f"What changed is listed in {printable(str(repair.list_path))}."
