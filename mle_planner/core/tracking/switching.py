"""What runs now, and what one may switch to: planned work, open tasks, what was tracked today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import clock_text, near_day_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.day import day_snapshots, running_item
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.refs import PlannedRef
from mle_planner.core.session import Domain
from mle_planner.core.tracking.entries import Tracking
from mle_planner.core.tracking.offers import soonest_first
from mle_planner.core.tracking.present import Present, present_of
from mle_planner.core.tracking.timer import Forgotten

_NEAR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SwitchOffer:
    """Work to switch to. ``aside`` says when it is planned, due, or was tracked last.

    It is a planned item, a task, or like an entry of today.
    """

    title: str
    aside: str
    item: PlannedRef | None = None
    task_id: TaskId | None = None
    entry: TimeEntry | None = None


class Switching(Domain):
    """Reads the present, and starts what is switched to."""

    def days(self) -> list[DaySnapshot]:
        """Return today, and tomorrow where it is near."""
        today = self._session.today()
        last = self._session.days.date_of(self._session.now() + _NEAR)
        return list(day_snapshots(self._session, today, max(today, last)))

    def present(self, shown: DaySnapshot | None = None) -> Present:
        """Return what runs now and comes next; ``shown`` is today with a plan on offer."""
        today, *later = self.days()
        running = running_item(self._session)
        return present_of(shown or today, running, (item for day in later for item in day.items))

    def start_next(self, forgotten: Forgotten | datetime | None = None) -> TimeEntry:
        """Start the work that is due or next; ``forgotten`` says how a forgotten timer ends."""
        following = self.present().next_work
        if following is None:
            raise planner_error("Nothing else is planned today. Nothing was changed.")
        return Tracking(self._session).start_item(following.key, forgotten)

    def start(self, offer: SwitchOffer, forgotten: Forgotten | datetime | None = None) -> TimeEntry:
        """Start an offer; ``forgotten`` says what becomes of a forgotten timer."""
        tracking = Tracking(self._session)
        if offer.item is not None:
            return tracking.start_item(offer.item, forgotten)
        if offer.task_id is not None:
            return tracking.start(task_id=offer.task_id, forgotten=forgotten)
        assert offer.entry is not None
        entry = offer.entry
        return tracking.start(
            entry.title, activity_id=entry.activity_id, project_id=entry.project_id,
            forgotten=forgotten,
        )  # fmt: skip

    def offers(self) -> tuple[SwitchOffer, ...]:
        """Return what to switch to: planned first, then tasks by due date, then today's entries.

        What runs is left out, and each task and title comes once.
        """
        today = self.days()[0]
        running = running_item(self._session)
        seen: set[str | TaskId] = set()
        if running is not None:
            seen.add(running.task.id if running.task else running.entry.title)
        found = []
        for offer in self._all(today):
            same = offer.title if offer.task_id is None else offer.task_id
            if same not in seen:
                seen.add(same)
                found.append(offer)
        return tuple(found)

    def _all(self, day: DaySnapshot) -> Iterator[SwitchOffer]:
        zone, session = self._session.clock.zone, self._session
        for item in sorted(day.items, key=lambda item: (item.span.start, item.key)):
            if _is_ahead(item, day):
                time = clock_text(item.span.start, zone)
                task_id = None if item.task is None else item.task.id
                yield SwitchOffer(item.title, _("planned {time}", time=time), item.key, task_id)
        for task in sorted(session.store.open_tasks(), key=soonest_first):
            yield SwitchOffer(task.title, _due(task, day.day), task_id=task.id)
        for tracked in reversed(day.tracked):
            if tracked.entry.title and tracked.task is None:
                time = clock_text(tracked.entry.start, zone)
                yield SwitchOffer(tracked.entry.title, time, entry=tracked.entry)


def _is_ahead(item: PlannedItem, day: DaySnapshot) -> bool:
    is_work = item.is_busy and item.category is not Category.BREAK
    return is_work and not item.is_done and item.span.end > day.now


def _due(task: Task, today: date) -> str:
    return "" if task.due is None else _("due {when}", when=near_day_text(task.due, today))
