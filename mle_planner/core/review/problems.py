"""What to check before a timesheet is sent: one list for the screen and the command."""

from __future__ import annotations

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.review.read import read_untracked
from mle_planner.core.session import Session
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet, UntrackedTime
from mle_planner.core.tracking.unresolved import TimeAway, Unresolved


@dataclass(frozen=True, slots=True)
class SheetProblems:
    """Working time without an entry, time counted twice or in doubt, time without a project.

    ``gaps`` and ``unresolved`` are those of the sheet's days, whatever of them is on the sheet;
    ``overlong`` entries are forgotten timers of any day, which no sheet shows.
    """

    gaps: tuple[UntrackedTime, ...]
    overlaps: tuple[tuple[SheetLine, SheetLine], ...]
    unresolved: tuple[Unresolved, ...]
    without_project: tuple[SheetLine, ...]
    overlong: tuple[TimeEntry, ...]
    running_title: str | None

    @property
    def count(self) -> int:
        """How many things there are to look at; all time without a project is one."""
        single = (bool(self.without_project), self.running_title is not None)
        lists = (self.gaps, self.overlaps, self.unresolved, self.overlong)
        return sum(map(len, lists)) + sum(single)


def read_problems(session: Session, sheet: Timesheet) -> SheetProblems:
    """Return what to check before a sheet is sent."""
    date_of = session.days.date_of
    return SheetProblems(
        read_untracked(session, sheet.first, sheet.last),
        sheet.overlaps,
        tuple(each for each in TimeAway(session).unresolved()
              if sheet.first <= date_of(each.span.start) <= sheet.last),
        sheet.without_project(),
        tuple(session.store.overlong_entries()),
        sheet.running_title,
    )  # fmt: skip
