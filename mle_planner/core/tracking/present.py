"""The present in a few values: what runs, the block it belongs to, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.model.work import Category, Task
from mle_planner.core.plan.snapshots import CodingDay, DaySnapshot, PlannedItem, TrackedItem

LATE_AFTER = timedelta(minutes=5)
"""Work that is planned and not started is late after this."""

_STARTED_BY_THEMSELVES = (Category.MEETING, Category.BREAK)


class State(StrEnum):
    """How the present is shown at a glance."""

    RUNNING = "running"
    IDLE = "idle"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Present:
    """What runs now and comes next.

    ``block`` is the planned item that the running entry works on; it may have ended already.
    ``due`` is what the plan holds now, ``ahead`` what it holds after that, in order of time; of a
    box only the first open task.
    """

    now: datetime
    running: TrackedItem | None
    block: PlannedItem | None
    due: PlannedItem | None
    ahead: tuple[PlannedItem, ...]
    coding: CodingDay

    @property
    def state(self) -> State:
        """Late from the end of the block on, or where planned work is not started."""
        if self.running is not None:
            return State.LATE if self.has_ended else State.RUNNING
        due = self.due
        is_work = due is not None and due.category not in _STARTED_BY_THEMSELVES
        if due is not None and is_work and self.now - due.span.start >= LATE_AFTER:
            return State.LATE
        return State.IDLE

    @property
    def task(self) -> Task | None:
        """The task that runs, or that is due if nothing runs."""
        thing = self.running or self.due
        return thing.task if thing is not None else None

    @property
    def waiting(self) -> PlannedItem | None:
        """What is due while nothing or other work runs."""
        is_worked_on = self.running is not None and self.running.is_for(self.due)
        return None if is_worked_on else self.due

    @property
    def following(self) -> PlannedItem | None:
        """The first planned item that has not begun."""
        return next(iter(self.ahead), None)

    @property
    def elapsed(self) -> timedelta:
        """The time of the running entry, as far as it counts; zero where nothing runs."""
        return ZERO if self.running is None else self.running.span.duration

    @property
    def left(self) -> timedelta:
        """The remaining time of the block; zero without one and past its end."""
        return ZERO if self.block is None else max(ZERO, self.block.span.end - self.now)

    @property
    def has_ended(self) -> bool:
        """Whether the block that the running entry works on has ended."""
        return self.block is not None and self.now >= self.block.span.end

    @property
    def over(self) -> timedelta:
        """How far the running entry is past the end of its block."""
        return max(ZERO, self.now - self.block.span.end) if self.block is not None else ZERO

    @property
    def share(self) -> float:
        """How much of the block has passed, from 0 to 1."""
        if self.block is None:
            return 0.0
        span = self.block.span
        return min(1.0, max(0.0, (self.now - span.start) / span.duration))

    @property
    def next_work(self) -> PlannedItem | None:
        """What to switch to: work that is due and does not run yet, else the work that follows."""
        for item in (self.waiting, self.following):
            if item is None or item.category is Category.BREAK:
                continue
            if self.running is None or not self.running.is_for(item):
                return item
        return None


def present_of(
    day: DaySnapshot, running: TrackedItem | None, later: Iterable[PlannedItem]
) -> Present:
    """Return the present of a day; ``later`` is what the plan holds after it."""
    now, later = day.now, tuple(later)
    items = (*day.items, *later)
    block = None if running is None else _block_of(running, day.tracked, items, now)
    ahead = (*_ahead(day.items, now), *_ahead(later, now))
    return Present(now, running, block, day.item_at(now), ahead, day.coding)


def _ahead(items: Iterable[PlannedItem], now: datetime) -> list[PlannedItem]:
    found = [item for item in items if item.is_busy and not item.is_done and item.span.start > now]
    found.sort(key=lambda item: (item.span.start, item.key))
    boxes = [item.box for item in found]
    return [item for at, item in enumerate(found) if not item.box or item.box not in boxes[:at]]


def _begun(running: TrackedItem, tracked: Iterable[TrackedItem]) -> datetime:
    """Return when the running work began, before the meetings that were cut out of its timer."""
    before = {one.entry.end: one.entry for one in tracked}
    begun = at = running.entry.start
    while (entry := before.pop(at, None)) is not None:
        is_same = (entry.title, entry.task_id) == (running.entry.title, running.entry.task_id)
        if not is_same and entry.source is EntrySource.TIMER:
            break
        at = entry.start
        begun = at if is_same else begun
    return begun


def _block_of(
    running: TrackedItem,
    tracked: Iterable[TrackedItem],
    items: Iterable[PlannedItem],
    now: datetime,
) -> PlannedItem | None:
    """Return the last block of the running work that began by now; it may have ended since then."""
    begun = _begun(running, tracked)
    found = [
        item
        for item in items
        if item.span.start <= now and item.span.end > begun and running.is_for(item)
    ]
    return max(found, key=lambda item: (item.span.start, item.key), default=None)
