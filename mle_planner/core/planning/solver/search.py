"""Ruin and recreate: take a part out, put it back otherwise, keep what is good enough."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from random import Random

from mle_planner.core.planning.solver.day_content import DayContents
from mle_planner.core.planning.solver.draft import Draft
from mle_planner.core.planning.solver.ejection import Ejector
from mle_planner.core.planning.solver.recreate import Manner, Recreator
from mle_planner.core.planning.solver.ruin import Ruiner
from mle_planner.core.planning.solver.weaving import Weaver
from mle_planner.core.planning.solver.tables import Tables

GREEDY = Manner(longest=30, edges=True, rest=30, blink=0.0)

WARM = 300.0
COLD = 3.0
PART = 0.0
WEAVE = 0.3
ROUNDS = 1
EJECT = 0.6
MOVE_EVENT = 0.1
UNHAPPY = 0.5
BLINKS = (0.03,)
EBLINKS = (0.03,)
LONGEST = (30, 30, 30, 24, 18, 12)
REST = (15, 30, 60, 100)


class Search:
    """One run on one problem. ``best`` is the best plan so far."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._random = Random(tables.seed())
        self._recreator = Recreator(self._random)
        self._ruiner = Ruiner(self._random)
        self._ejector = Ejector(self._random)
        self._weaver = Weaver(tables, self._random)
        self._spoilt = False
        self._order = _by_urgency(tables)
        self.moves = 0
        self.round = 0
        self.current = Draft(tables, DayContents(tables))
        self._fill(self.current)
        self.best = self.current.copy()

    @property
    def steps(self) -> int:
        """The work done so far."""
        return self._recreator.steps + 2 * self.moves

    def _fill(self, draft: Draft) -> None:
        days = range(len(draft.days))
        for event in range(len(draft.event_at)):
            if draft.event_at[event] < 0:
                self._recreator.place_event(draft, event, 0.0)
        self._recreate(draft, self._order, days, set(), GREEDY)

    def run(
        self,
        most_steps: int,
        cancelled: Callable[[], bool] | None = None,
        improved: Callable[[Draft], None] | None = None,
    ) -> None:
        """Search until the steps are spent or it is cancelled."""
        begun = self.steps
        hot = WARM + PART * self.best.score
        cooling = log((COLD + PART * self.best.score / 50) / hot)
        trial = self.current.copy()
        random = self._random.random
        while self.steps < most_steps:
            if cancelled is not None and self.moves % 16 == 0 and cancelled():
                return
            part = (self.steps - begun) / max(1, most_steps - begun)
            if ROUNDS > 1:
                r = int(part * ROUNDS)
                if r != self.round:
                    self.round = r
                    if r == ROUNDS - 1:
                        self.current.take_over(self.best)
                    else:
                        self.current = Draft(self.tables, self.current.contents)
                        self._fill(self.current)
                    trial.take_over(self.current)
                part = part * ROUNDS - r
            if hasattr(self, "deadline"):
                t0, secs, clk = self.deadline
                part = (clk() - t0) / secs
            warmth = hot * 2.718281828459045 ** (cooling * part)
            self._change(trial)
            self.moves += 1
            limit = self.current.score - warmth * log(max(random(), 1e-12))
            if trial.score < limit and not self._spoilt:
                self.current.take_over(trial)
                if trial.score < self.best.score:
                    self.best.take_over(trial)
                    if improved is not None:
                        improved(self.best)
            else:
                trial.take_over(self.current)

    def _change(self, draft: Draft) -> None:
        before = draft.days.copy()
        self._spoilt = False
        self._ruin(draft)
        if self._spoilt:
            return
        random = self._random.random
        changed = [day for day, content in enumerate(draft.days) if content is not before[day]]
        manner = Manner(
            longest=LONGEST[int(random() * len(LONGEST))],
            edges=random() < 0.7,
            rest=REST[int(random() * len(REST))],
            blink=BLINKS[int(random() * len(BLINKS))],
        )
        events_first = random() < 0.7
        if events_first:
            self._place_events(draft)
        self._recreate(draft, self._shuffled(draft), changed, self._ruiner.tasks, manner)
        if not events_first:
            self._place_events(draft)

    def _place_events(self, draft: Draft) -> None:
        for event in range(len(draft.event_at)):
            if draft.event_at[event] < 0:
                self._recreator.place_event(draft, event, EBLINKS[int(self._random.random() * len(EBLINKS))])

    def _ruin(self, draft: Draft) -> None:
        ruiner = self._ruiner
        ruiner.begin()
        random = self._random.random
        most = 6
        unhappy = [
            task
            for task, left in enumerate(draft.left)
            if (left or draft.late[task]) and self.tables.tasks[task].open
        ]
        kind = random()
        self._wanted = -1
        if draft.event_at and random() < MOVE_EVENT:
            event = int(random() * len(draft.event_at))
            self._ejector.move_event(draft, event, ruiner.tasks, ruiner.events)
            return
        if random() < WEAVE:
            self._spoilt = not self._weave(draft, unhappy)
            return
        if random() < EJECT:
            self._eject(draft, unhappy)
            return
        if unhappy and kind < 0.25:
            self._wanted = unhappy[int(random() * len(unhappy))]
            ruiner.room_for(draft, self._wanted, most)
        elif kind < 0.5:
            ruiner.stretch(draft, most + 2)
        elif kind < 0.75:
            ruiner.two_days(draft, most + 2)
        else:
            ruiner.tasks_anywhere(draft, most)

    def _weave(self, draft: Draft, unhappy: list[int]) -> bool:
        random = self._random.random
        tables = self.tables
        if random() < 0.25:
            return self._weaver.weave(draft, -1, 0, int(random() * len(draft.days)))
        if unhappy and random() < UNHAPPY:
            task = unhappy[int(random() * len(unhappy))]
        else:
            task = int(random() * len(tables.tasks))
        about = tables.tasks[task]
        if not about.open:
            return False
        places = draft.places[task]
        if places and (not draft.left[task] or random() < 0.5):
            gone = (places[int(random() * len(places))],) if random() < 0.5 else places
            draft.remove_with_successors(task, gone, self._ruiner.tasks)
        self._ruiner.tasks.add(task)
        ready = draft.ready_from(task)
        if ready is None:
            return False
        last = min(len(draft.days) - 1, about.due_day)
        days = [
            day
            for day in range(ready // 288, last + 1)
            if tables.ranges[task][day] and tables.days[day].work
        ]
        if not days:
            return False
        left = draft.left[task]
        length = min(left, about.longest, LONGEST[int(random() * len(LONGEST))])
        if 0 < left - length < about.least:
            length = left - about.least
        if length < about.least:
            return False
        return self._weaver.weave(draft, task, length, days[int(random() * random() * len(days))])

    def _eject(self, draft: Draft, unhappy: list[int]) -> None:
        random = self._random.random
        ruiner = self._ruiner
        tables = self.tables
        if unhappy and random() < UNHAPPY:
            task = unhappy[int(random() * len(unhappy))]
        else:
            task = int(random() * len(tables.tasks))
        about = tables.tasks[task]
        if not about.open:
            return
        if draft.places[task]:
            draft.remove_with_successors(task, draft.places[task], ruiner.tasks)
        ruiner.tasks.add(task)
        last = min(len(draft.days) - 1, about.due_day)
        days = [
            day
            for day in range(last + 1)
            if tables.ranges[task][day] and tables.days[day].work
        ]
        for _ in range(2):
            left = draft.left[task]
            length = min(left, about.longest, LONGEST[int(random() * len(LONGEST))])
            if 0 < left - length < about.least:
                length = left - about.least
            if length < max(1, about.least) or not days:
                return
            day = days[int(random() * random() * len(days))]
            if not self._ejector.give_place(
                draft, task, day, length, ruiner.tasks, ruiner.events
            ) or random() < 0.5:
                return

    def _shuffled(self, draft: Draft) -> list[int]:
        random = self._random.random
        tasks = self.tables.tasks
        pending = [task for task, left in enumerate(draft.left) if left]
        kind = random()
        keyed: list[tuple[float, int]]
        if kind < 0.3:
            keyed = [(random(), task) for task in pending]
        elif kind < 0.6:
            keyed = [(-self._density(draft, task) * (0.5 + random()), task) for task in pending]
        elif kind < 0.8:
            keyed = [(-draft.left[task] * (0.7 + 0.6 * random()), task) for task in pending]
        else:
            keyed = [
                (tasks[task].due_day - tasks[task].weight * random(), task) for task in pending
            ]
        keyed.sort()
        order = [task for _, task in keyed]
        if self._wanted in order:
            order.remove(self._wanted)
            order.insert(0, self._wanted)
        return order

    def _density(self, draft: Draft, task: int) -> float:
        about = self.tables.tasks[task]
        return about.gain + about.flag / draft.left[task]

    def _recreate(
        self, draft: Draft, order: list[int], changed: object, taken: set[int], manner: Manner
    ) -> None:
        every = range(len(draft.days))
        changed = tuple(changed)  # type: ignore[arg-type,var-annotated]
        waiting = order
        while waiting:
            later = []
            for task in waiting:
                about = self.tables.tasks[task]
                if about.predecessors:
                    if any(draft.left[before] for before in about.predecessors):
                        later.append(task)
                        continue
                    days: object = every
                else:
                    days = every if task in taken else changed
                self._recreator.place_task(draft, task, days, manner)  # type: ignore[arg-type]
            if len(later) == len(waiting):
                return
            waiting = later


def _by_urgency(tables: Tables) -> list[int]:
    return sorted(
        range(len(tables.tasks)),
        key=lambda task: (
            -tables.tasks[task].gain - tables.tasks[task].flag / max(1, tables.tasks[task].open),
            tables.tasks[task].due_day,
            tables.tasks[task].due_slot,
            -tables.tasks[task].open,
            task,
        ),
    )
