"""Whether the user has finished the day; then nothing asks for more."""

from __future__ import annotations

from mle_planner.core.session import Domain, Session
from mle_planner.core.tracking.kept_moment import KeptMoment

FILE_NAME = "day.finished"


class DayEnd(Domain):
    """The end of today, as the user said it; it is kept beside the database."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._finished = KeptMoment(session.store.path, FILE_NAME)

    def finish(self) -> None:
        """Remember that today is finished."""
        if not self._session.store.read_only:
            self._finished.keep(self._session.now())

    @property
    def is_finished(self) -> bool:
        """Whether today was finished and no timer runs."""
        session, at = self._session, self._finished.read()
        if at is None or session.days.date_of(at) != session.today():
            return False
        return session.store.running_entry() is None
