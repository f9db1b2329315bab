"""Finds the meetings to track, and tracks those of some series automatically, when they end.

When meetings were last tracked automatically is kept beside the database, so that one whose entry
was undone or deleted is not tracked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.files import SideFile
from mle_planner.core.locks import LockedError
from mle_planner.core.model.calendar import EventRule
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.plan.day import day_snapshots, running_item
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.session import Session
from mle_planner.core.tracking.day_gaps import begun_meetings
from mle_planner.core.tracking.day_signs import dropped_spans
from mle_planner.core.tracking.gap_proposals import EntryProposal, ProposalSource
from mle_planner.core.tracking.kept_moment import KeptMoment
from mle_planner.core.tracking.proposals import Proposals

_LOOK_BACK = 7 * DAY
"""Meetings that ended earlier than this before the last look are left to be proposed."""


_KEPT_EACH = timedelta(hours=1)
"""How often the time is written down while nothing is tracked."""


class Meetings:
    """Finds the meetings that may be tracked now; tracks meetings by the rules of their series."""

    def __init__(self, session: Session, proposals: Proposals) -> None:
        self._session = session
        self._proposals = proposals
        self._until = KeptMoment(session.store.path, SideFile.MEETINGS)
        self._seen: datetime | None = None

    def begun(self) -> list[PlannedItem]:
        """Return the meetings of today that have begun and may be tracked, the last one first."""
        today = self._session.today()
        (day,) = day_snapshots(self._session, today, today)
        found = begun_meetings(day, dropped_spans(self._session, today))
        running = running_item(self._session)  # in its first second it has no time on the day yet
        return [item for item in found if running is None or not running.is_for(item)]

    def track_ended(self) -> tuple[TimeEntry, ...]:
        """Track each meeting that ended since the last call and is always to be tracked.

        Each is one step. Where time of it is tracked already, only the rest is added. The first
        call ever, and one after the clock was set back, only notes the time. Locked days are
        left as they are.
        """
        now, since = self._session.now(), self._seen or self._until.read()
        self._seen = now
        found: tuple[EntryProposal, ...] = ()
        is_ruled = any(rule.is_tracked for rule in self._session.store.all(EventRule))
        if is_ruled and since is not None and since < now:
            found = tuple(self._ended(Span(max(since, now - _LOOK_BACK), now)))
        kept = self._until.read()
        if found or kept is None or not kept <= now < kept + _KEPT_EACH:
            self._until.keep(now)
        entries = []
        for one in found:
            with suppress(LockedError):
                entries.append(self._proposals.accept(one))
        return tuple(entries)

    def _ended(self, looked_at: Span) -> Iterator[EntryProposal]:
        """Yield the proposals of meetings that ended in a stretch and are always tracked."""
        for day, part in self._session.days.split(looked_at):
            for gap in self._proposals.gaps(day):
                for one in gap.proposals:
                    is_asked = one.item is not None and one.item.is_tracked is True
                    if not is_asked or one.source is not ProposalSource.CALENDAR:
                        continue
                    if one.item is not None and part.start < one.item.span.end <= part.end:
                        yield one
                        break
