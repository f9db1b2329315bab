"""Lengths of days that were imported without times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mle_planner.core.edits import Edit, remove_records
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import DayTotal, DayTotalId
from mle_planner.core.operations import Operation, summary_of
from mle_planner.core.session import Domain, carried_out


class DayTotals(Domain):
    """What another tracker knew only as a length on a day; no sum holds it."""

    def between(self, first: date, last: date) -> tuple[DayTotal, ...]:
        """Return what was imported of a range of days without times."""
        return tuple(self._session.store.on_dates(DayTotal, first, last))

    @carried_out
    def delete(self, ids: Sequence[DayTotalId]) -> Edit:
        """Delete some as one edit; the same row of a file is not imported again."""
        found = [self._session.store.get(DayTotal, number) for number in ids]
        there = [total for total in found if total is not None]
        if len(there) < len(found):
            missing = next(n for n, total in zip(ids, found, strict=True) if total is None)
            raise planner_error("There is no total {number}. Nothing was changed.", number=missing)
        titles = [total.title for total in there]
        return Edit(summary_of(Operation.DELETE, titles), remove_records(there))
