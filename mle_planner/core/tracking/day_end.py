"""Whether the user has finished the day; then nothing asks for more."""

from __future__ import annotations

from mle_planner.core.base.spans import Span, difference
from mle_planner.core.edits import Edit, add_records
from mle_planner.core.files import SideFile
from mle_planner.core.model.tracked import DroppedGap
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tracking.entry_changes import whole_second
from mle_planner.core.tracking.kept_moment import KeptMoment


class DayEnd(Domain):
    """The end of today, as the user said it; it is kept beside the database."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._finished = KeptMoment(session.store.path, SideFile.DAY_END)

    def finish(self) -> None:
        """Remember that today is finished: the rest of its working hours stays untracked."""
        if not self._session.store.read_only:
            self._finished.keep(self._session.now())
            self._drop_rest()

    @property
    def is_finished(self) -> bool:
        """Whether today was finished and no timer runs."""
        session, at = self._session, self._finished.read()
        if at is None or session.days.date_of(at) != session.today():
            return False
        return session.store.running_entry() is None

    @carried_out
    def _drop_rest(self) -> Edit:
        session, today = self._session, self._session.today()
        (day,) = day_snapshots(session, today, today)
        now, left = whole_second(session.now()), list[Span]()
        if day.working is not None and now < day.working.end:
            rest = Span(now, day.working.end)
            known = session.store.dropped_gaps_in(rest)
            left = difference(rest, (Span(one.start, one.end) for one in known))
        dropped = (DroppedGap(session.store.new_id(DroppedGap), at.start, at.end) for at in left)
        return Edit(
            Summary(Operation.DROP_GAP, count=len(left)), add_records(*dropped), is_undoable=False
        )
