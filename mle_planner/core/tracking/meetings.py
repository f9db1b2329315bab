"""Meetings of the calendar as tracked time: those of some series by themselves, and their length.

When meetings were last tracked by themselves is kept beside the database, so that one whose entry
was undone or deleted is not tracked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import Category
from mle_planner.core.plan.tracked_parts import tracked_parts
from mle_planner.core.session import Session
from mle_planner.core.tracking.gap_proposals import EntryProposal, ProposalSource
from mle_planner.core.tracking.kept_moment import KeptMoment
from mle_planner.core.tracking.proposals import Proposals

FILE_NAME = "meetings.tracked"

_LOOK_BACK = 7 * DAY
"""Meetings that ended earlier than this before the last look are left to be proposed."""


@dataclass(frozen=True, slots=True)
class MeetingLength:
    """How long the tracked meetings of a series were scheduled for, and how long they were."""

    uid: str
    title: str
    count: int
    scheduled: timedelta
    real: timedelta


class Meetings:
    """Tracks meetings by the rules of their series, and compares their lengths."""

    def __init__(self, session: Session, proposals: Proposals) -> None:
        """Work on an open planner."""
        self._session = session
        self._proposals = proposals
        self._until = KeptMoment(session.store.path, FILE_NAME)

    def track_ended(self) -> tuple[TimeEntry, ...]:
        """Track each meeting that ended since the last call and is always to be tracked.

        Each is one step. Where time of it is tracked already, only the rest is added.
        """
        now, since = self._session.now(), self._until.read()
        if since is None or since < now:
            self._until.keep(now)
        if since is None or since >= now:
            return ()
        looked_at = Span(max(since, now - _LOOK_BACK), now)
        return tuple(self._proposals.accept(one) for one in self._ended(looked_at))

    def lengths(self, first: date, last: date) -> tuple[MeetingLength, ...]:
        """Return the lengths by series of a range of days, the one that overran most first.

        Only entries that are still meetings count; a running one is left out.
        """
        whole, categories = self._session.days.range(first, last), self._session.categories()
        by_series: dict[str, list[TimeEntry]] = {}
        for entry, _part in tracked_parts(
            self._session.store.entries_in(whole), whole, self._session.now()
        ):
            is_meeting = categories.get(entry.activity_id) is Category.MEETING
            if entry.meeting_uid and entry.end is not None and is_meeting:
                by_series.setdefault(entry.meeting_uid, []).append(entry)
        found = [_length(uid, entries) for uid, entries in by_series.items()]
        return tuple(sorted(found, key=lambda one: (one.scheduled - one.real, one.title, one.uid)))

    def _ended(self, looked_at: Span) -> Iterator[EntryProposal]:
        """Yield the proposals of meetings that ended in a stretch and are always tracked."""
        days = self._session.days
        for day, part in days.split(looked_at):
            for gap in self._proposals.gaps(day):
                for one in gap.proposals:
                    is_asked = one.item is not None and one.item.is_tracked is True
                    if not is_asked or one.source is not ProposalSource.CALENDAR:
                        continue
                    if one.item is not None and part.start < one.item.span.end <= part.end:
                        yield one
                        break


def _length(uid: str, entries: list[TimeEntry]) -> MeetingLength:
    scheduled = {
        (entry.scheduled_start, entry.scheduled_end)
        for entry in entries
        if entry.scheduled_start is not None and entry.scheduled_end is not None
    }
    return MeetingLength(
        uid,
        entries[-1].title,
        len(scheduled),
        sum((end - start for start, end in scheduled), ZERO),
        sum((entry.end - entry.start for entry in entries if entry.end is not None), ZERO),
    )
