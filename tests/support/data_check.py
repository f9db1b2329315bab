"""The check of the data, as the doctor makes it."""

from __future__ import annotations

from mle_planner.core.maintenance.doctor import find_problems
from mle_planner.core.planner import Planner


def data_problems(planner: Planner) -> list[str]:
    """What is wrong with the planner's database; nothing when all is well."""
    folder = planner._session.store.path.parent
    return [found.what for found in find_problems(folder, planner.days.zone.key, planner.now())]
