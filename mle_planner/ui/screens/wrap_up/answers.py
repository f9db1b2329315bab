"""Carries out the answers of the page, each as one undo step."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mle_planner.core.base.spans import MINUTES_PER_DAY, Span
from mle_planner.core.model.tracked import AwayAnswer
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import RecordGap
from mle_planner.core.tracking.unresolved import AwayWork, Unresolved
from mle_planner.core.typed.clock import read_clock
from mle_planner.ui.screens.wrap_up.questions import AnswerChoice

if TYPE_CHECKING:
    from mle_planner.core.base.days import PlanningDays
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.offers import WorkOffer


class Answers:
    """The answers to gaps and to time away."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    def take(self, source: RecordGap | Unresolved, option: AnswerChoice) -> None:
        """Carry out an option: track a gap, or decide about time away."""
        subject = option.subject
        if isinstance(subject, EntryProposal):
            self._planner.proposals.accept(subject)
        elif isinstance(source, Unresolved):
            if isinstance(subject, PlannedItem):
                self._assign(source, AwayWork(meeting=subject.key))
            else:
                self._planner.away.resolve(source.id, subject)

    def drop(self, source: RecordGap | Unresolved) -> None:
        """Leave a gap untracked, or cut time away out of its entry."""
        if isinstance(source, RecordGap):
            self._planner.proposals.drop([source.span])
        else:
            self._planner.away.resolve(source.id, AwayAnswer.DROP)

    def describe(self, source: RecordGap | Unresolved, text: str) -> None:
        """Track a stretch as described in words, such as "Talk with Mia @one-to-one"."""
        if isinstance(source, RecordGap):
            self._planner.proposals.describe(source.span, text)
            return
        said = self._planner.tasks.parse_block_title(text)
        activity = said.activity.id if said.activity else None
        project = said.project.id if said.project else None
        self._assign(source, AwayWork(said.title, activity_id=activity, project_id=project))

    def take_offer(self, source: RecordGap | Unresolved, offer: WorkOffer) -> None:
        """Track a stretch as a task, or as the item planned then."""
        if isinstance(source, Unresolved):
            work = AwayWork(offer.title, offer.task_id, offer.activity_id, offer.project_id)
            self._assign(source, work)
        elif offer.task_id is not None:
            self._planner.tracking.log(source.span, offer.title, task_id=offer.task_id)
        else:
            self._planner.tracking.log_untitled(source.span)

    def _assign(self, source: Unresolved, work: AwayWork) -> None:
        self._planner.away.resolve(source.id, AwayAnswer.ASSIGN, work)


def instant_in(span: Span, typed: str, days: PlanningDays) -> datetime | None:
    """Return the instant inside a stretch for a typed time; None if it has none."""
    minute = read_clock(typed)
    if minute is None:
        return None
    day = days.date_of(span.start)
    found = (one for past in (0, MINUTES_PER_DAY) for one in days.instants(day, minute + past))
    return next((one for one in found if span.start < one < span.end), None)
