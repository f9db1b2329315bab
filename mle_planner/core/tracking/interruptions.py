"""Interruptions: the work pauses for a person or a thing, and continues afterwards.

An interruption is a separate entry, with a source that tells it from other work. What it
interrupted is the entry that ended when it began.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.tracked import EntrySource, TimeEntry
from mle_planner.core.model.work import Activity, Task, usual_activity
from mle_planner.core.session import Session
from mle_planner.core.tracking.entries import Tracking
from mle_planner.core.tracking.timer import Forgotten

_AD_HOC = "ad-hoc"
_LOOK_BACK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ResumedWork:
    """Work that continues after an interruption; ``note`` is the last line of its note."""

    entry: TimeEntry
    interruption: TimeEntry
    note: str


class Interruptions:
    """Begins interruptions of what runs, and returns to it."""

    def __init__(self, session: Session, tracking: Tracking) -> None:
        self._session = session
        self._tracking = tracking

    @property
    def running(self) -> TimeEntry | None:
        """The interruption that runs."""
        entry = self._session.store.running_entry()
        is_one = entry is not None and entry.source is EntrySource.INTERRUPTION
        return entry if is_one else None

    def begin(self, about: str, at: datetime | None = None) -> TimeEntry:
        """Pause what runs for a person or a thing, now or at an earlier instant."""
        if self._session.store.running_entry() is None:
            raise planner_error("No timer is running, so there is nothing to interrupt.")
        activities = self._session.store.all(Activity)
        ad_hoc = next(
            (each for each in activities if each.key == _AD_HOC and not each.archived), None
        )
        activity = ad_hoc or usual_activity(activities)
        return self._tracking.start_interruption(
            about.strip() or _("Interruption"), activity.id, at
        )

    def end(self, forgotten: Forgotten | datetime | None = None) -> ResumedWork:
        """Resume what was interrupted; ``forgotten`` is that of ``Tracking.start``."""
        interruption = self.running
        if interruption is None:
            raise planner_error("No interruption is running, so there is nothing to return to.")
        before = self._interrupted(interruption)
        if before is None:
            raise planner_error(
                "What was interrupted is gone. Nothing was changed; start other work instead."
            )
        task = self._session.store.get(Task, before.task_id)
        entry = self._tracking.start(
            before.title,
            task_id=None if task is None else task.id,
            activity_id=before.activity_id,
            project_id=before.project_id,
            forgotten=forgotten,
        )
        lines = (before.note or (task.note if task is not None else "")).strip().splitlines()
        return ResumedWork(entry, interruption, lines[-1] if lines else "")

    def _interrupted(self, interruption: TimeEntry) -> TimeEntry | None:
        """Return the work that ended where an interruption began, past other interruptions."""
        found: TimeEntry | None = interruption
        while found is not None and found.source is EntrySource.INTERRUPTION:
            start = found.start
            just_before = Span(start - _LOOK_BACK, start)
            found = next(iter(self._session.store.entries_in(just_before)), None)
        return found
