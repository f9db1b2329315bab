"""Data imported from other time trackers."""

from __future__ import annotations

from datetime import date
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import ProjectId

DayTotalId = NewType("DayTotalId", int)


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A length of time on a day, imported from a tracker without start and end.

    It is not tracked time: it has no place on the day, and no sum of the user's time includes it.
    """

    id: DayTotalId
    day: date
    length_s: int
    title: str
    project_id: ProjectId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """An imported row of another tracker's file; the same row has the same ``identity``."""

    id: int
    identity: str
