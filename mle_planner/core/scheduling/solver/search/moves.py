"""One random change of a draft: what to remove or displace, and how to fill up again."""

from __future__ import annotations

from random import Random

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.ejection import Ejector
from mle_planner.core.scheduling.solver.search.recreate import RecreateStyle, Recreator
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer
from mle_planner.core.scheduling.solver.search.ruin import Ruiner

MOVE_EVENT = 0.1
WEAVE = 0.37
EJECT = 0.6
MOVE_CHAIN = 0.08
"""The probability of each kind of change, if none of the kinds before was chosen."""

UNHAPPY = 0.5
"""The probability that the task to move is a late or not fully placed one."""

FILL_GAP = 0.3
ANY_LENGTH = 0.15
"""The probability that a block of a task that may be split is as long as a gap, or of any
length."""

LONGEST = (30, 30, 30, 24, 18, 12, 9, 6)
REST = (15, 30, 60, 100)
BLINK = 0.03
MOST_TAKEN = 6

TRY_AGAIN = 0.5
"""The probability that a task that found no place before is tried again."""

GO_DEEPER = 0.6
"""The probability that an ejected task ejects others in turn, if there are other days."""

CHAIN_DAYS = 7
"""Over more days moving whole chains has not paid off."""

SKIP_DAY = 0.15
HALVE = 0.4
"""The probability that a chain skips a day that could take it, and that it is split in halves."""


class Moves:
    """Changes drafts at random, by kinds of change that have proved useful."""

    def __init__(self, tables: Tables, recreator: Recreator, random: Random) -> None:
        self._tables = tables
        self._random = random.random
        self._recreator = recreator
        self._ruiner = Ruiner(random)
        self._ejector = Ejector(random)
        self._resequencer = Resequencer(tables, random)
        self._days_in_time = [self._on_time(task) for task in range(len(tables.tasks))]
        few_days = len(tables.days) <= CHAIN_DAYS
        self._chained = [n for n, each in enumerate(tables.tasks) if each.predecessors and few_days]

    def _one_of(self, items: tuple[int, ...] | list[int]) -> int:
        return items[int(self._random() * len(items))]

    def change(self, draft: Draft, *, patient: bool = True) -> bool:
        """Change the draft; False if that failed and the draft must be discarded.

        A ``patient`` search, one with steps to spare, also moves whole chains of tasks, and leaves
        some of the tasks that found no place before to later changes.
        """
        before = draft.days.copy()
        wanted = self._take_out(draft, patient=patient)
        if wanted is None:
            return False
        changed = [day for day, content in enumerate(draft.days) if content is not before[day]]
        random = self._random
        style = RecreateStyle(
            longest=self._one_of(LONGEST),
            edges=random() < 0.7,
            rest=self._one_of(REST),
            blink=BLINK,
        )
        events_first = random() < 0.7
        if events_first:
            self._recreator.place_events(draft, BLINK)
        order = self._order(draft, wanted, TRY_AGAIN if patient else 1.0)
        self._recreator.place_tasks(draft, order, changed, self._ruiner.tasks, style)
        if not events_first:
            self._recreator.place_events(draft, BLINK)
        return True

    def _take_out(self, draft: Draft, *, patient: bool) -> int | None:
        """Make room; return the task to place first, -1 if there is none, None if it failed."""
        ruiner = self._ruiner
        ruiner.begin()
        random = self._random
        tasks = self._tables.tasks
        late = draft.late
        unhappy = [task for task, left in enumerate(draft.left) if left or late[task]]
        if draft.event_at and random() < MOVE_EVENT:
            self._ejector.move_event(draft, int(random() * len(draft.event_at)), ruiner.tasks)
            return -1
        if patient and self._chained and random() < MOVE_CHAIN:
            self._move_chain(draft, unhappy)
            return -1
        if tasks and random() < WEAVE:
            return -1 if self._resequence(draft, unhappy) else None
        if tasks and random() < EJECT:
            self._eject(draft, unhappy)
            return -1
        kind = random()
        if unhappy and kind < 0.25:
            wanted = self._one_of(unhappy)
            ruiner.room_for(draft, wanted, MOST_TAKEN)
            return wanted
        if kind < 0.5:
            ruiner.stretch(draft, MOST_TAKEN + 2)
        elif kind < 0.75:
            ruiner.two_days(draft, MOST_TAKEN + 2)
        else:
            ruiner.tasks_anywhere(draft, MOST_TAKEN)
        return -1

    def _task_to_move(self, draft: Draft, unhappy: list[int]) -> int:
        if unhappy and self._random() < UNHAPPY:
            one, other = self._one_of(unhappy), self._one_of(unhappy)
            if self._at_stake(draft, other) > self._at_stake(draft, one):
                return other
            return one
        return int(self._random() * len(self._tables.tasks))

    def _at_stake(self, draft: Draft, task: int) -> int:
        """Return the cost of a task's unplaced slots and of its being late."""
        about = self._tables.tasks[task]
        return about.flag + about.gain * (draft.left[task] + draft.late[task] // 2)

    def _on_time(self, task: int) -> list[int]:
        """Return the days on which the task would be in time; the first day in any case."""
        tables = self._tables
        last = max(0, min(len(tables.days) - 1, tables.waiting.wanted_by[task]))
        return [
            day for day in range(last + 1) if tables.ranges[task][day] and tables.days[day].work
        ]

    def _day_for(self, task: int, first: int) -> int | None:
        """Return a random day on which the task would be in time, more likely an early one."""
        days = self._days_in_time[task]
        if first:
            days = [day for day in days if day >= first]
        if not days:
            return None
        return days[int(self._random() * self._random() * len(days))]

    def _length_for(self, draft: Draft, task: int, day: int) -> int:
        """Return a length for the next block of the task; 0 if none is allowed.

        Sometimes it is the length of a gap, or a random one: a task is worth splitting if a piece
        fills a gap that nothing else fills.
        """
        about = self._tables.tasks[task]
        left = draft.left[task]
        most = min(left, about.longest)
        length = min(most, self._one_of(LONGEST))
        if left >= 2 * about.least > 0:
            kind = self._random()
            gaps = draft.days[day].gaps
            if kind < FILL_GAP and gaps:
                length = min(most, gaps[int(self._random() * len(gaps))].longest)
            elif kind < FILL_GAP + ANY_LENGTH:
                length = about.least + int(self._random() * (most - about.least + 1))
        if 0 < left - length < about.least:
            length = left - about.least
        return length if length >= about.least else 0

    def _resequence(self, draft: Draft, unhappy: list[int]) -> bool:
        random = self._random
        if random() < 0.25:
            return self._resequencer.resequence(draft, -1, 0, int(random() * len(draft.days)))
        task = self._task_to_move(draft, unhappy)
        if not self._tables.tasks[task].open:
            return False
        places = draft.places[task]
        if places and (not draft.left[task] or random() < 0.5):
            gone = (places[int(random() * len(places))],) if random() < 0.5 else places
            draft.remove_with_successors(task, gone, self._ruiner.tasks)
        self._ruiner.tasks.add(task)
        ready = draft.ready_from(task)
        if ready is None:
            return False
        day = self._day_for(task, ready // SLOTS_PER_DAY)
        length = 0 if day is None else self._length_for(draft, task, day)
        if day is None or not length:
            return False
        return self._resequencer.resequence(draft, task, length, day)

    def _eject(self, draft: Draft, unhappy: list[int]) -> None:
        task = self._task_to_move(draft, unhappy)
        if not self._tables.tasks[task].open:
            return
        if draft.places[task]:
            draft.remove_with_successors(task, draft.places[task], self._ruiner.tasks)
        self._ruiner.tasks.add(task)
        for _ in range(2):
            day = self._day_for(task, 0)
            length = 0 if day is None else self._length_for(draft, task, day)
            if day is None or not length:
                return
            if not self._ejector.eject_for(draft, task, day, length, self._ruiner.tasks):
                return
            if self._random() < 0.5:
                break
        if len(draft.days) > 1:
            self._eject_in_turn(draft, task)

    def _eject_in_turn(self, draft: Draft, first: int) -> None:
        """Place the displaced tasks by displacing others in turn, no task twice."""
        gone = self._ruiner.tasks
        self._ejector.kept = {first}
        while self._random() < GO_DEEPER:
            out = [
                each for each in sorted(gone) if draft.left[each] and each not in self._ejector.kept
            ]
            if not out:
                break
            task = max(
                self._one_of(out), self._one_of(out), key=lambda each: self._lacks(draft, each)
            )
            self._ejector.kept.add(task)
            for _ in range(2):
                day = self._day_for(task, (draft.ready_from(task) or 0) // SLOTS_PER_DAY)
                length = 0 if day is None else self._length_for(draft, task, day)
                if day is None or not length:
                    break
                self._ejector.eject_for(draft, task, day, length, gone)
        self._ejector.kept = set()

    def _lacks(self, draft: Draft, task: int) -> float:
        """Return the worth of the task's slots without a place."""
        return self._tables.waiting.worth[task] * draft.left[task]

    def _move_chain(self, draft: Draft, unhappy: list[int]) -> None:
        """Place a task and all of its predecessors again, early, by displacing others.

        One by one they would not move: the first alone gains nothing from going early, and the last
        cannot go before it.
        """
        waiting = [task for task in unhappy if self._tables.tasks[task].predecessors]
        task = self._one_of(waiting or self._chained)
        gone = self._ruiner.tasks
        chain = self._chain(task)
        for each in chain:
            draft.remove_with_successors(each, draft.places[each], gone)
            gone.add(each)
        for each in chain:
            ready = draft.ready_from(each)
            if ready is None:
                return
            day = ready // SLOTS_PER_DAY
            while draft.left[each] and day < len(draft.days):
                length = self._long_length_for(draft, each)
                if (
                    not length
                    or self._random() < SKIP_DAY
                    or not self._ejector.eject_for(draft, each, day, length, gone)
                ):
                    day += 1

    def _long_length_for(self, draft: Draft, task: int) -> int:
        """Return as much remaining work as one block may hold, sometimes half of it."""
        about = self._tables.tasks[task]
        left = draft.left[task]
        length = min(left, about.longest)
        if left >= 2 * about.least and self._random() < HALVE:
            length = max(about.least, length // 2)
        if 0 < left - length < about.least:
            length = left - about.least
        return length if length >= about.least else 0

    def _chain(self, task: int) -> list[int]:
        """Return the task and all of its predecessors, in an order in which they can be done."""
        chain: list[int] = []
        for before in self._tables.tasks[task].predecessors:
            chain += [each for each in self._chain(before) if each not in chain]
        return [*chain, task]

    def _order(self, draft: Draft, wanted: int, try_again: float) -> list[int]:
        """Return the tasks with something left to place, in the order to try them.

        Tasks that were not removed just now are included only with the probability ``try_again``:
        with too much to do, most of them would find no place in every change.
        """
        random = self._random
        tasks = self._tables.tasks
        taken = self._ruiner.tasks
        pending = [
            task
            for task, left in enumerate(draft.left)
            if left and (task in taken or random() < try_again)
        ]
        kind = random()
        keyed: list[tuple[float, int]]
        if kind < 0.3:
            keyed = [(random(), task) for task in pending]
        elif kind < 0.6:
            keyed = [
                (-self._tables.waiting.worth[task] * (0.5 + random()), task) for task in pending
            ]
        elif kind < 0.8:
            keyed = [(-draft.left[task] * (0.7 + 0.6 * random()), task) for task in pending]
        else:
            keyed = [
                (self._tables.waiting.wanted_by[task] - tasks[task].weight * random(), task)
                for task in pending
            ]
        keyed.sort()
        order = [task for _, task in keyed]
        if wanted in order:
            order.remove(wanted)
            order.insert(0, wanted)
        return order
