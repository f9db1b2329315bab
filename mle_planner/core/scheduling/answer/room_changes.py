"""The single changes to try so that a late task is finished on time or sooner."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mle_planner.core.i18n.phrases import Phrase, SaidDay, SaidLength, SaidTime, phrase
from mle_planner.core.scheduling.answer.reasons.causes import with_task
from mle_planner.core.scheduling.problem import (
    SLOT_MIN,
    SLOTS_PER_DAY,
    FixedEvent,
    FlexibleEvent,
    Moment,
    Problem,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import Schedule

LONGER_SLOTS = (6, 12, 18, 24)
"""By how many slots a day is made longer on trial: half an hour to two hours."""

LOWEST_PRIORITY = 4

_MOST_WAITING = 8
"""How many other tasks are tried as the one that waits, the earliest first."""


class RoomKind(StrEnum):
    """What kind of change makes room, in the order in which they are offered.

    What changes only the user's own work and hours comes first, then a meeting that the user may
    move; a meeting left out comes last.
    """

    SHORTER_PIECES = "shorter pieces"
    ANY_HOUR = "any hour"
    LONGER_DAY = "longer day"
    MOVE = "move"
    EXTRA_DAY = "extra day"
    SHORTEN = "shorten"
    SKIP = "skip"
    OTHER_WAITS = "other waits"
    LEAVE_OUT = "leave out"


@dataclass(frozen=True, slots=True)
class RoomChange:
    """One change.

    ``event`` is left out, or moved to slot ``slots`` of ``day``. ``slots`` alone is the new
    shortest piece, ``day`` alone the longer day, ``other`` the task that waits. It must be made
    before ``begins``, when the event or the other task begins: the number of a day and a slot.
    """

    kind: RoomKind
    event: str | None = None
    slots: int | None = None
    day: int | None = None
    other: str | None = None
    begins: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Possible:
    """What may be changed besides the plan itself.

    ``own_events`` are fixed events that the user may move. ``extra_days`` are days without working
    time on which the user would work, each with its window. ``boxes`` are small tasks that are
    planned as one.
    """

    own_events: Collection[str] = frozenset()
    extra_days: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    boxes: Collection[str] = frozenset()


Change = tuple[Phrase, Problem, RoomChange]
"""A change in words, the changed problem, and the change."""


def changes(
    problem: Problem,
    schedule: Schedule,
    task: ProblemTask,
    until: Moment | None,
    possible: Possible,
) -> Iterator[Change]:
    """Yield the changes that may help to finish a task by ``until``, by the order of kinds."""
    yield from _of_the_task(problem, task, possible)
    last = len(problem.days) - 1
    if until is not None:  # later blocks and events make no room
        last = max((n for n, d in enumerate(problem.days) if d.date <= until.date), default=last)
    yield from _longer_days(problem, last)
    ahead = [e for e in problem.fixed if e.day <= last and not problem.is_past(e.day, e.start)]
    movable = [e for e in ahead if e.id in possible.own_events and not e.coding_slots]
    for event in movable:
        yield from _moved(problem, event, last)
    yield from _extra_days(problem, last, possible)
    yield from _shortened(problem, schedule, last)
    yield from _skipped(problem, schedule, last)
    for other in _that_could_wait(problem, schedule, task, last):
        words = phrase("Let {task} wait", task=other.name)
        waiting = replace(other, priority=LOWEST_PRIORITY)
        first = min(schedule.of_task(other.id))
        change = RoomChange(RoomKind.OTHER_WAITS, other=other.id, begins=(first.day, first.start))
        yield words, with_task(problem, waiting), change
    for event in ahead:
        if event not in movable:
            words = phrase(
                "Without {event} {when}",
                event=event.title or phrase("the meeting"),
                when=_when(problem, event.day, event.start),
            )
            change = RoomChange(RoomKind.LEAVE_OUT, event.id, begins=(event.day, event.start))
            yield words, _without(problem, event), change


def _that_could_wait(
    problem: Problem, schedule: Schedule, task: ProblemTask, last: int
) -> list[ProblemTask]:
    """Return the other tasks that come before a task is due and could have a lower priority.

    Tasks of at least equal priority that are due no later are left out; for an overdue task, those
    due no later than today.
    """
    found = {block.task: None for block in schedule.blocks if block.day <= last}
    others = [problem.task(each) for each in found if each != task.id]
    return [
        each
        for each in others
        if each.priority < LOWEST_PRIORITY and not _is_as_pressing(each, task, problem.now)
    ][:_MOST_WAITING]


def _is_as_pressing(other: ProblemTask, task: ProblemTask, now: Moment) -> bool:
    if other.due is None or task.due is None:
        return False
    until = max(task.due, Moment(now.date, SLOTS_PER_DAY))
    return other.priority <= task.priority and other.due <= until


def _when(problem: Problem, day: int, start: int) -> Phrase:
    return phrase("{day} {time}", day=_day(problem, day), time=_clock(start))


def _day(problem: Problem, day: int) -> SaidDay:
    return SaidDay(problem.days[day].date, problem.now.date)


def _clock(slot: int) -> SaidTime:
    return SaidTime(slot * SLOT_MIN)


def _moved(problem: Problem, event: FixedEvent, last: int) -> Iterator[Change]:
    """Yield the change that moves an own event to its hour on the first later free day."""
    for day in range(last + 1, len(problem.days)):
        is_open = any(
            start <= event.start and event.end <= end for start, end in problem.days[day].windows
        )
        is_taken = any(
            other.day == day and other.start < event.end and event.start < other.end
            for other in problem.fixed
        )
        if is_open and not is_taken:
            words = phrase(
                "Move {event} to {when}",
                event=event.title or phrase("the meeting"),
                when=_when(problem, day, event.start),
            )
            gone = _without(problem, event)
            moved = (*gone.fixed, replace(event, day=day))
            change = RoomChange(
                RoomKind.MOVE, event.id, event.start, day, begins=(event.day, event.start)
            )
            yield words, replace(gone, fixed=moved), change
            return


def _skipped(problem: Problem, schedule: Schedule, last: int) -> Iterator[Change]:
    """Yield the change that drops a flexible event, such as lunch."""
    names = {event.id: event.title or event.id for event in problem.flexible}
    for placed in schedule.flexible:
        if placed.day > last:
            continue
        when = _day(problem, placed.day)
        words = phrase("Skip {event} {when}", event=names[placed.event], when=when)
        flexible = tuple(each for each in problem.flexible if each.id != placed.event)
        change = RoomChange(RoomKind.SKIP, placed.event, begins=(placed.day, placed.start))
        yield words, replace(problem, flexible=flexible), change


def _shortened(problem: Problem, schedule: Schedule, last: int) -> Iterator[Change]:
    """Yield the change that gives a flexible event its shortest allowed length."""
    events = {event.id: event for event in problem.flexible}
    for placed in schedule.flexible:
        event = events[placed.event]
        length = min(event.durations)
        if placed.day > last or placed.end - placed.start <= length:
            continue
        words = phrase(
            "Shorten {event} {when} to {length}",
            event=event.title or event.id,
            when=_day(problem, placed.day),
            length=SaidLength(length * SLOT_MIN),
        )
        shorter = replace(event, durations=(length,), shrink_costs=(0,))
        flexible = tuple(shorter if each.id == event.id else each for each in problem.flexible)
        change = RoomChange(RoomKind.SHORTEN, placed.event, begins=(placed.day, placed.start))
        yield words, replace(problem, flexible=flexible), change


def _of_the_task(problem: Problem, task: ProblemTask, possible: Possible) -> Iterator[Change]:
    """Yield the changes to the task itself; a box is not split."""
    for least in (6, 3):
        if task.min_chunk > least and task.id not in possible.boxes:
            words = phrase("Split into blocks of {least}", least=SaidLength(least * SLOT_MIN))
            change = RoomChange(RoomKind.SHORTER_PIECES, slots=least)
            yield words, with_task(problem, replace(task, min_chunk=least)), change
    if task.windows is not None:
        changed = with_task(problem, replace(task, windows=None))
        yield phrase("Allow any hour"), changed, RoomChange(RoomKind.ANY_HOUR)


def _longer_days(problem: Problem, last: int) -> Iterator[Change]:
    """Yield the changes that make one day longer."""
    today = problem.now.date
    for slots in LONGER_SLOTS:
        for number, day in enumerate(problem.days[: last + 1]):
            if not day.windows or day.date < today:
                continue
            start, end = day.windows[-1]
            until = min(SLOTS_PER_DAY, end + slots)
            longer = replace(day, windows=(*day.windows[:-1], (start, until)))
            days = (*problem.days[:number], longer, *problem.days[number + 1 :])
            day_words = _day(problem, number)
            words = phrase("Work until {time} {day}", time=_clock(until), day=day_words)
            flexible = tuple(_moved_on(each, number, end, until) for each in problem.flexible)
            changed = replace(problem, days=days, flexible=flexible)
            yield words, changed, RoomChange(RoomKind.LONGER_DAY, day=number)


def _moved_on(event: FlexibleEvent, day: int, end: int, until: int) -> FlexibleEvent:
    """Return an event as it is on a longer day; the last event of the day moves with its end."""
    closes = [window.day == day and window.end == end for window in event.windows]
    if event.ideal is None or not all(closes):
        return event
    longer = until - end
    windows = tuple(each._replace(start=each.start + longer, end=until) for each in event.windows)
    return replace(event, windows=windows, ideal=event.ideal + longer)


def _extra_days(problem: Problem, last: int, possible: Possible) -> Iterator[Change]:
    """Yield the changes that add working time on a day that has none."""
    for number, (start, end) in sorted(possible.extra_days.items()):
        day = problem.days[number] if number <= last else None
        if day is None or day.windows or problem.is_past(number, end - 1):
            continue
        days = list(problem.days)
        days[number] = replace(day, windows=((start, end),))
        is_today = day.date == problem.now.date
        words = phrase(
            "Work {day} {start}–{end}",
            day=_day(problem, number),
            start=_clock(max(start, problem.now.slot) if is_today else start),
            end=_clock(end),
        )
        change = RoomChange(RoomKind.EXTRA_DAY, day=number)
        yield words, replace(problem, days=tuple(days)), change


def _without(problem: Problem, event: FixedEvent) -> Problem:
    """Return the problem without a fixed event and its share of the day's coding."""
    days = tuple(
        replace(day, coding_done=day.coding_done - event.coding_slots)
        if number == event.day
        else day
        for number, day in enumerate(problem.days)
    )
    fixed = tuple(each for each in problem.fixed if each.id != event.id)
    return replace(problem, fixed=fixed, days=days)
