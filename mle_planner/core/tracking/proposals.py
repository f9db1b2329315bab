"""The gaps in a day's record with their proposals, read and accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.edits import Edit, add_records
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import DroppedGap, EntrySource, TimeEntry
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.edits import Tasks
from mle_planner.core.tracking.day_gaps import gap_spans
from mle_planner.core.tracking.day_signs import read_signs
from mle_planner.core.tracking.entries import Tracking
from mle_planner.core.tracking.gap_proposals import EntryProposal, ProposalSource, gap_proposals

_SOURCES = {ProposalSource.CALENDAR: EntrySource.CALENDAR, ProposalSource.PLAN: EntrySource.PLAN}
"""Where an accepted entry comes from; what was only inferred counts as typed afterwards."""


@dataclass(frozen=True, slots=True)
class RecordGap:
    """An untracked stretch, between the entries before and after it."""

    span: Span
    proposals: tuple[EntryProposal, ...]
    after: str = ""
    before: str = ""


def read_gaps(
    session: Session, day: DaySnapshot, cuts: Iterable[datetime] = ()
) -> tuple[RecordGap, ...]:
    """Return the gaps of a day; ``cuts`` are instants that split them."""
    signs = read_signs(session, day.day)
    return tuple(
        RecordGap(span, gap_proposals(span, day, signs, session.days.zone), *_around(day, span))
        for span in gap_spans(day, signs.stretches, cuts, signs.dropped)
    )


def _around(day: DaySnapshot, gap: Span) -> tuple[str, str]:
    earlier = [item for item in day.tracked if item.span.end <= gap.start]
    later = [item for item in day.tracked if item.span.start >= gap.end]
    last = max(earlier, key=lambda item: item.span.end, default=None)
    following = min(later, key=lambda item: item.span.start, default=None)
    return last.entry.title if last else "", following.entry.title if following else ""


def total_of(gaps: Iterable[RecordGap]) -> timedelta:
    """Return the total length of gaps."""
    return sum((gap.span.duration for gap in gaps), ZERO)


class Proposals(Domain):
    """What the untracked time of a day was probably spent on."""

    def __init__(self, session: Session, tracking: Tracking) -> None:
        super().__init__(session)
        self._tracking = tracking

    def gaps(self, day: date) -> tuple[RecordGap, ...]:
        """Return the gaps of a planning day up to now, in order; nothing is changed."""
        with self._session.store.one_reading():
            (snapshot,) = day_snapshots(self._session, day, day)
            return read_gaps(self._session, snapshot)

    def accept(self, proposal: EntryProposal) -> TimeEntry:
        """Track the time of a gap as proposed, as one step."""
        source = _SOURCES.get(proposal.source, EntrySource.MANUAL)
        if proposal.item is not None:
            return self._tracking.log_item(proposal.item, proposal.span, source)
        return self._tracking.log(
            proposal.span,
            proposal.title,
            task_id=proposal.task.id if proposal.task else None,
            activity_id=proposal.activity.id,
            project_id=proposal.project.id if proposal.project else None,
            source=source,
        )

    def accept_items(self, proposals: Iterable[EntryProposal]) -> None:
        """Track the time of several gaps as proposed, as one step; each is a planned item."""
        self._tracking.log_items(
            (one.item, one.span, _SOURCES.get(one.source, EntrySource.MANUAL))
            for one in proposals
            if one.item is not None
        )

    def describe(self, span: Span, text: str) -> TimeEntry:
        """Track the time of a gap as the words say, such as "Talk with Mia @one-to-one"."""
        words = Tasks(self._session).parse_block_title(text)
        return self._tracking.log(
            span,
            words.title,
            activity_id=words.activity.id if words.activity else None,
            project_id=words.project.id if words.project else None,
        )

    @carried_out
    def drop(self, gaps: Iterable[Span], title: str = "") -> Edit:
        """Leave gaps untracked: they are not asked about again.

        ``title`` names the meeting whose time it is, where it is not a gap.
        """
        new_id = self._session.store.new_id
        dropped = [DroppedGap(new_id(DroppedGap), gap.start, gap.end) for gap in gaps]
        return Edit(Summary(Operation.DROP_GAP, title, len(dropped)), add_records(*dropped))

    def accept_all(self, day: date, ids: Iterable[str]) -> tuple[TimeEntry, ...]:
        """Accept the proposals of these ids, one step each; raises ``PlannerError``.

        Nothing is changed where one of them is unknown or two are of the same time.
        """
        known = {one.id: one for gap in self.gaps(day) for one in gap.proposals}
        wanted = list(dict.fromkeys(ids))
        for one in wanted:
            if one not in known:
                raise planner_error(
                    "No proposal of this day has the id {id}. Nothing was changed.", id=one
                )
        chosen = [known[one] for one in wanted]
        if len({one.span for one in chosen}) < len(chosen):
            raise planner_error(
                "Two of these proposals are for the same time. Nothing was changed."
            )
        return tuple(self.accept(one) for one in chosen)
