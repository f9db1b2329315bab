"""The one notice of a day that its coding band is about to be missed, and what saves it.

It is given at the last moment: within ``LEAD`` the change that costs least would no longer do.
When it was given is stored beside the database, so that it is given once, whatever restarts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.edits import Edit
from mle_planner.core.files import SideFile
from mle_planner.core.i18n.formats import clock_range_text, clock_text, duration_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.model.work import Category, Predecessor, Task, usual_activity
from mle_planner.core.operations import Operation, Summary, summary_of_new_times
from mle_planner.core.plan.coding_actions import ActionKind, CodingAction, costs_more, saving_action
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.day_rules import DayRules
from mle_planner.core.plan.edits import Blocks
from mle_planner.core.plan.late_words import due_instant
from mle_planner.core.plan.reachable import rest_of
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.refs import OccurrenceRef, PlannedRef
from mle_planner.core.session import Session
from mle_planner.core.tracking.day_end import DayEnd
from mle_planner.core.tracking.entries import Tracking
from mle_planner.core.tracking.kept_moment import KeptMoment
from mle_planner.core.tracking.timer import Forgotten

LEAD = timedelta(minutes=5)

_ACTION_WORDS = {
    ActionKind.START: N_("Start coding now: {reachable} reachable."),
    ActionKind.MOVE: N_("Move {title} to {time}: {reachable} reachable."),
    ActionKind.SHORTEN: N_("Shorten {title} to {times}: {reachable} reachable."),
    ActionKind.SKIP: N_("Skip {title}: {reachable} reachable."),
    ActionKind.LONGER_DAY: N_("Work until {time}: {reachable} reachable."),
}
_START_WORDS = {
    (False, False): _ACTION_WORDS[ActionKind.START],
    (False, True): N_("Start coding at {time}: {reachable} reachable."),
    (True, False): N_("Start {title} now: {reachable} reachable."),
    (True, True): N_("Start {title} at {time}: {reachable} reachable."),
}
"""The words by whether the work has a title, and whether it starts later."""


@dataclass(frozen=True, slots=True)
class CodingNotice:
    """The sentence of the notice and the change it offers."""

    sentence: str
    action: CodingAction


class CodingNotices:
    """The notice of today, and the change that it offers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._given = KeptMoment(session.store.path, SideFile.CODING)
        self.given_here_at: datetime | None = None

    def give(self) -> CodingNotice | None:
        """Return the notice that is due; None after the first time on a day."""
        if self.given_at() is not None:
            return None
        notice = self.current()
        if notice is None:
            return None
        store = self._session.store
        # The write lock is for one process at a time; without it nothing can be kept anyway.
        with contextlib.nullcontext() if store.read_only else store.transaction():
            if self.given_at() is not None:
                return None
            self.given_here_at = self._session.now()
            self._given.keep(self.given_here_at)
        return notice

    def current(self) -> CodingNotice | None:
        """Return what there is to say at this moment, given already or not.

        Nothing on a day without a band or once it is finished, once the least of the band is done,
        where nothing helps, or where the change can wait.
        """
        session = self._session
        day = self._today()
        least, rest = day.coding.least, rest_of(day, session.settings)
        if rest is None or not day.coding.has_band or rest.done >= least:
            return None
        activity = usual_activity(session.activities().values())
        if activity.category is not Category.CODING:  # one may archive them all
            return None
        if DayEnd(session).is_finished:
            return None
        movable, zone = frozenset(self._movable(day)), session.clock.zone
        action = saving_action(rest, least, movable, zone)
        if action is None:
            return None
        next_one = saving_action(rest.later(LEAD), least, movable, zone)
        if next_one is not None and not costs_more(next_one, action):
            return None
        return CodingNotice(self._sentence(action, least), action)

    def given_at(self) -> datetime | None:
        """Return when the notice of today was given."""
        at = self._given.read()
        is_today = at is not None and self._session.days.date_of(at) == self._session.today()
        return at if is_today else None

    def carry_out(
        self, action: CodingAction, forgotten: Forgotten | datetime | None = None
    ) -> TimeEntry | None:
        """Make the change as one edit; return the entry of a start, as `start_coding` does.

        Raises ``PlannerError`` where the change can no longer be made.
        """
        if action.kind is ActionKind.START:
            return self.start_coding(forgotten)
        if action.kind is ActionKind.LONGER_DAY:
            today, minute_of = self._session.today(), self._session.days.minute_of
            hours = (minute_of(at, today) for at in (action.span.start, action.span.end))
            DayRules(self._session).set_hours(today, *hours)
        else:
            self._session.carry_out(lambda: self._edit(action))
        return None

    def start_coding(self, forgotten: Forgotten | datetime | None) -> TimeEntry:
        """Start a timer on the coding that is due or comes next, else on the most pressing task.

        Without either, on coding in general. ``forgotten`` as in `Tracking.start`.
        """
        tracking, item = Tracking(self._session), _coding_item(self._today())
        if item is not None:
            return tracking.start_item(item.key, forgotten)
        task = self._pressing_task()
        if task is not None:
            return tracking.start(task_id=task.id, forgotten=forgotten)
        activity = usual_activity(self._session.activities().values())
        return tracking.start(activity.name, activity_id=activity.id, forgotten=forgotten)

    # -- finding -----------------------------------------------------------------------------

    def _today(self) -> DaySnapshot:
        today = self._session.today()
        return day_snapshots(self._session, today, today)[0]

    def _movable(self, day: DaySnapshot) -> Iterator[PlannedRef]:
        """Yield the user's own meetings: planned ones, and recurring ones that may move."""
        events = {event.id: event for event in self._session.store.all(RecurringEvent)}
        for item in day.items:
            if isinstance(item.key, OccurrenceRef):
                is_own = events[item.key.recurring_id].movable
            else:
                is_meeting = item.category is Category.MEETING
                is_own = item.source is PlanSource.BLOCK and is_meeting and not item.pinned
            if is_own:
                yield item.key

    def _sentence(self, action: CodingAction, least: timedelta) -> str:
        last = _("Last chance to reach {least} of coding today.", least=duration_text(least))
        return f"{last} {self._action_words(action)}"

    def _action_words(self, action: CodingAction) -> str:
        zone, span = self._session.clock.zone, action.span
        text, title = _ACTION_WORDS[action.kind], action.item.title if action.item else ""
        if action.kind is ActionKind.START:
            work = _coding_item(self._today()) or self._pressing_task()
            title = "" if work is None else work.title
            text = _START_WORDS[bool(title), span.start > self._session.now()]
        at = span.end if action.kind is ActionKind.LONGER_DAY else span.start
        return _(
            text,
            title=title,
            time=clock_text(at, zone),
            times=clock_range_text(span.start, span.end, zone),
            reachable=duration_text(action.reachable),
        )

    # -- acting ------------------------------------------------------------------------------

    def _pressing_task(self) -> Task | None:
        """Return the coding task that may begin today and is due first, if any has time left."""
        session, store, today = self._session, self._session.store, self._session.today()
        categories, open_tasks = session.categories(), store.open_tasks()
        coding = [one for one in open_tasks if categories[one.activity_id] is Category.CODING]
        tracked = tracked_on(session, {one.id for one in coding})
        open_ids = {one.id for one in open_tasks}
        links = store.all(Predecessor)
        waiting = {one.task_id for one in links if one.predecessor_id in open_ids}

        def order(task: Task) -> tuple[bool, datetime, int, int]:
            due = session.now() if task.due is None else due_instant(session.days, task)
            return task.due is None, due, int(task.priority), task.id

        found = (
            one
            for one in coding
            if (one.earliest is None or one.earliest <= today) and one.id not in waiting
            if one.estimate_min is None
            or tracked.get(one.id, ZERO) < timedelta(minutes=one.estimate_min)
        )
        return min(found, key=order, default=None)

    def _edit(self, action: CodingAction) -> Edit:
        blocks, item = Blocks(self._session), action.item
        assert item is not None
        if action.kind is ActionKind.SKIP:
            changes, _titles = blocks.deletion([item.key])
            return Edit(Summary(Operation.DELETE, item.title), changes)
        spans = {item.key: action.span, **dict(action.displaced)}
        changes, _titles = blocks.rearrangement(spans)
        return Edit(summary_of_new_times(item.title, item.span, action.span), changes)


def _coding_item(day: DaySnapshot) -> PlannedItem | None:
    ahead = [
        item
        for item in day.items
        if item.category is Category.CODING
        and item.is_busy
        and item.span.end > day.now
        and not item.is_done
    ]
    return min(ahead, key=lambda item: item.span, default=None)
