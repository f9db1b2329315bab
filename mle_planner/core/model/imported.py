"""What was imported from other time trackers."""

from __future__ import annotations

from datetime import date
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import ProjectId

DayTotalId = NewType("DayTotalId", int)


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A length of time on a day that another tracker kept without times.

    It is not tracked time: it has no place on the day, and no sum of the user's time holds it.
    """

    id: DayTotalId
    day: date
    length_s: int
    title: str
    project_id: ProjectId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of another tracker's file that was imported; the same row has the same ``identity``."""

    id: int
    identity: str
