"""Carries out the answers of the page, each as one undo step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import AwayAnswer
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.tracking.day_gaps import CoveredMeeting
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import RecordGap
from mle_planner.core.tracking.unresolved import AwayWork, Unresolved
from mle_planner.ui.screens.wrap_up.questions import AnswerChoice, Source

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.offers import WorkOffer
    from mle_planner.core.tracking.wrap_up import Unfinished
    from mle_planner.ui.services.timer import Timer


class Answers:
    """The answers about the record and about unfinished tasks; a refused one raises."""

    def __init__(
        self, planner: Planner, timer: Timer, show_message: Callable[[str, bool], object]
    ) -> None:
        self._planner = planner
        self._timer = timer
        self._show_message = show_message

    def take(self, source: Source, option: AnswerChoice) -> None:
        """Carry out an option: track a gap or a meeting, or decide about tracked time."""
        match source, option.subject:
            case RecordGap(), EntryProposal() as proposal:
                self._planner.proposals.accept(proposal)
            case CoveredMeeting(), PlannedItem() as meeting:
                self._planner.tracking.confirm(meeting.key)
            case CoveredMeeting(), _:
                self.drop(source)
            case Unresolved(), PlannedItem() as meeting:
                self._assign(source, AwayWork(meeting=meeting.key))
            case Unresolved(), AwayAnswer() as answer:
                self._planner.away.resolve(source.id, answer)

    def drop(self, source: Source) -> None:
        """Leave a gap or a meeting untracked, or cut time away out of its entry."""
        match source:
            case RecordGap():
                self._planner.proposals.drop([source.span])
            case CoveredMeeting():
                self._planner.proposals.drop([source.item.span], source.item.title)
            case Unresolved():
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

    def carry(self, one: Unfinished) -> None:
        """Plan a task where it fits on the next working day; else leave its time to planning."""
        planner, task, slot = self._planner, one.view.task, one.slot
        if slot is None:
            if one.more is None:
                self.put_off(one)
            return
        planner.blocks.create_for_task(task.id, slot)
        day = day_text(planner.days.date_of(slot.start), today=planner.today())
        self._show_message(_("{title} is on {day}.", title=task.title, day=day), True)

    def finish(self, one: Unfinished) -> None:
        self._timer.finish(one.view.task.id)

    def put_off(self, one: Unfinished) -> None:
        """Leave the time of a task to planning; give it more first if its estimate is used up."""
        planner, task, next_day = self._planner, one.view.task, one.next_day
        if one.more is not None:
            planner.planning.apply_remedy(task, one.more)
        elif next_day is not None:
            planner.tasks.put_off([task.id], next_day)
            when = day_text(next_day, today=planner.today())
            self._show_message(
                _("{title} is left to planning from {day}.", title=task.title, day=when), True
            )
