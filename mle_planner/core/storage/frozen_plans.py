"""Reads the plans of days as they were frozen."""

from __future__ import annotations

from datetime import date

from mle_planner.core.model.plan import FrozenBlock, FrozenUnplaced, PlanVersion
from mle_planner.core.storage.record_reader import RecordReader


class FrozenPlans:
    """The versions of each day's plan, with their lines."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def versions(self, first: date, last: date) -> list[PlanVersion]:
        """Return the versions of a range of dates, both included, by day and number."""
        return self._reader.select(
            PlanVersion,
            "WHERE day >= ? AND day <= ? ORDER BY day, number",
            (first.isoformat(), last.isoformat()),
        )

    def blocks(self, version: PlanVersion) -> list[FrozenBlock]:
        """Return the blocks of a version, by start."""
        return self._reader.select(
            FrozenBlock, "WHERE version_id = ? ORDER BY start, id", (version.id,)
        )

    def unplaced(self, version: PlanVersion) -> list[FrozenUnplaced]:
        """Return what a version had no place for, in its order."""
        return self._reader.select(
            FrozenUnplaced, "WHERE version_id = ? ORDER BY id", (version.id,)
        )
