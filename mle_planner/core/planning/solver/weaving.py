"""A day in a new order: the items are given, the times are found.

Fitting a task into a full day often means that everything behind it moves along. So a
day is also seen as a sequence of blocks and events; after a change of the sequence all
start times are chosen anew, from left to right, keeping the few best ways to stand so
far (a beam search). What no longer fits is left out.
"""

from __future__ import annotations

import itertools
from random import Random
from typing import NamedTuple

from mle_planner.core.planning.problem import SLOTS_PER_DAY, Weights
from mle_planner.core.planning.solver.day_content import FAR, Block, Event
from mle_planner.core.planning.solver.draft import Draft
from mle_planner.core.planning.solver.tables import EventPlace, Tables

BEAM = 6
DROP = 0.4
RECUT = 0.3

NOBODY = -SLOTS_PER_DAY
"""No task and no event: nothing that would have to fit."""

Item = tuple[int, int]
"""A task and the length of its block; or a flexible event as ``(-1 - event, 0)``."""


class Partial(NamedTuple):
    """The items so far, standing somewhere; sorted by cost."""

    cost: int
    end: int
    """The first slot open to the next block."""
    event_from: int
    """The first slot open to the next event."""
    run_start: int
    run_end: int
    blocks: tuple[Block, ...]
    events: tuple[Event, ...]


class Weaver:
    """Changes the order of a day and finds new times for all of it."""

    def __init__(self, tables: Tables, random: Random) -> None:
        self._tables = tables
        self._random = random.random
        self._open: dict[tuple[int, int, tuple[tuple[int, int], ...]], int] = {}
        self._by_day: list[dict[int, list[tuple[int, EventPlace]]]] = []
        for places in tables.event_places:
            days: dict[int, list[tuple[int, EventPlace]]] = {}
            for index, place in enumerate(places):
                days.setdefault(place.day, []).append((index, place))
            self._by_day.append(days)

    def weave(self, draft: Draft, task: int, length: int, day: int) -> bool:
        """Put a block of the task somewhere into the day's sequence, or, with -1, only reorder.

        False if that cannot be; the draft is then spoilt and must be thrown away.
        """
        random = self._random
        sequence = self._sequence(draft, day)
        before = {owner for owner, _ in sequence if owner >= 0}
        if sequence and (task < 0 or random() < DROP):
            moved = sequence.pop(int(random() * len(sequence)))
            if task < 0 or random() < 0.3:
                sequence.insert(int(random() * (len(sequence) + 1)), moved)
        if task >= 0:
            sequence.insert(int(random() * (len(sequence) + 1)), (task, length))
        if random() < RECUT:
            self._recut(draft, sequence, task)
        best = self._timed(day, sequence, task)
        if best is None:
            return False
        draft.replace_day(day, tuple(sorted(best.blocks)), tuple(sorted(best.events)))
        return self._holds(draft, day, before)

    def _sequence(self, draft: Draft, day: int) -> list[Item]:
        """What the day holds, in the order of time."""
        content = draft.days[day]
        items: list[tuple[int, Item]] = [
            (start, (owner, end - start)) for start, end, owner in content.blocks
        ]
        for event, place in content.events:
            items.append((self._tables.event_places[event][place].start, (-1 - event, 0)))
        items.sort()
        return [item for _, item in items]

    def put_events_past_neighbours(self, draft: Draft, day: int) -> bool:
        """Let events of the day change places with what stands beside them where that gains.

        No single block can: to end the day with the wrap-up, the work after it has to begin
        where the wrap-up stood.
        """
        gained = False
        for event, _ in draft.days[day].events:
            for step in (-1, 1):
                sequence = self._sequence(draft, day)
                at = sequence.index((-1 - event, 0))
                if not 0 <= at + step < len(sequence):
                    continue
                sequence[at], sequence[at + step] = sequence[at + step], sequence[at]
                best = self._timed(day, sequence, NOBODY)
                if best is None or len(best.blocks) + len(best.events) < len(sequence):
                    continue
                trial = draft.copy()
                trial.replace_day(day, tuple(sorted(best.blocks)), tuple(sorted(best.events)))
                tasks = {owner for owner, _ in sequence if owner >= 0}
                if trial.score < draft.score and self._holds(trial, day, tasks):
                    draft.take_over(trial)
                    gained = True
        return gained

    def _recut(self, draft: Draft, sequence: list[Item], inserted: int) -> None:
        """Make one block longer or shorter, at the cost of the task's other block if it has one."""
        blocks = [at for at, (owner, _) in enumerate(sequence) if owner >= 0 and owner != inserted]
        if not blocks:
            return
        one = blocks[int(self._random() * len(blocks))]
        task, length = sequence[one]
        about = self._tables.tasks[task]
        others = [at for at in blocks if sequence[at][0] == task and at != one]
        change = 1 + int(self._random() * self._random() * 12)
        if self._random() < 0.5:
            change = -change
        if not about.least <= length + change <= about.longest:
            return
        if others:
            other = others[0]
            rest = sequence[other][1] - change
            if not about.least <= rest <= about.longest:
                return
            sequence[other] = (task, rest)
        else:
            left = draft.left[task] - change
            if left < 0 or 0 < left < about.least:
                return
        sequence[one] = (task, length + change)

    def _timed(self, day: int, sequence: list[Item], needed: int) -> Partial | None:
        beam = [Partial(0, 0, 0, -FAR, -FAR, (), ())]
        for owner, length in sequence:
            if owner < 0:
                grown = self._with_event(beam, day, -1 - owner)
            else:
                grown = self._with_block(beam, day, owner, length)
            if grown:
                grown.sort()
                beam = _pruned(grown)
            elif owner == needed:
                return None
        return beam[0]

    def _with_event(self, beam: list[Partial], day: int, event: int) -> list[Partial]:
        about = self._tables.problem.flexible[event]
        places = self._by_day[event].get(day, ())
        grown = []
        for partial in beam:
            earliest = max(partial.event_from, partial.run_end + about.buffer_before)
            kept = 0
            first_start = SLOTS_PER_DAY
            for index, place in places:
                if place.start < earliest:
                    continue
                # The cheapest place, then those that leave more of the day.
                if kept and place.end >= first_start:
                    continue
                first_start = place.end
                grown.append(
                    Partial(
                        partial.cost + place.cost,
                        max(partial.end, place.end + about.buffer_after),
                        place.end,
                        partial.run_start,
                        partial.run_end,
                        partial.blocks,
                        (*partial.events, (event, index)),
                    )
                )
                kept += 1
                if kept == 8:
                    break
        return grown

    def _with_block(self, beam: list[Partial], day: int, task: int, length: int) -> list[Partial]:
        tables = self._tables
        weights = tables.weights
        starts = self._starts(task, day, length)
        shape, _ = tables.price(task, day)
        prefix = shape.prefix
        grown = []
        for partial in beam:
            later = starts >> partial.end << partial.end
            if not later:
                continue
            tried = [(later & -later).bit_length() - 1]
            apart_from = partial.run_end + weights.break_slots
            if tried[0] < apart_from:
                apart = starts >> apart_from << apart_from
                if apart:
                    tried.append((apart & -apart).bit_length() - 1)
            for _, level in shape.levels(length):
                if level & later:
                    hit = level & later
                    tried.append((hit & -hit).bit_length() - 1)
                    break
            for start in set(tried):
                end = start + length
                run_start = partial.run_start if start < apart_from else start
                if end - run_start > weights.longest_run_slots:
                    continue
                grown.append(
                    Partial(
                        partial.cost + prefix[end] - prefix[start],
                        end,
                        end,
                        run_start,
                        end,
                        (*partial.blocks, (start, end, task)),
                        partial.events,
                    )
                )
        return grown

    def _starts(self, task: int, day: int, length: int) -> int:
        """Where a block may start in the empty day."""
        ranges = self._tables.ranges[task][day]
        key = (day, length, ranges)
        known = self._open.get(key)
        if known is None:
            table = self._tables.days[day]
            known = 0
            for start in range(self._tables.first_slot, self._tables.last_slot - length + 1):
                end = start + length
                taken = ((1 << length) - 1) << start
                if (
                    table.work & taken == taken
                    and any(a <= start and end <= b for a, b in ranges)
                    and not any(start < border < end for border in table.borders)
                ):
                    known |= 1 << start
            self._open[key] = known
        return known

    def _holds(self, draft: Draft, day: int, before: set[int]) -> bool:
        """Whether the woven day keeps the rules that reach beyond neighbours."""
        tables = self._tables
        content = draft.days[day]
        weights = tables.weights
        at = day * SLOTS_PER_DAY
        for task in before:
            if draft.left[task] and any(
                draft.places[after] for after in tables.tasks[task].successors
            ):
                return False
        seen = set()
        for start, end, task in content.blocks:
            about = tables.tasks[task]
            if task in seen and not _together(content.blocks, task, weights):
                return False
            seen.add(task)
            if about.per_day is not None and about.per_day < about.pinned_per_day[day] + sum(
                e - s for s, e, owner in content.blocks if owner == task
            ):
                return False
            if about.predecessors:
                ready = draft.ready_from(task)
                if ready is None or ready > at + start:
                    return False
            for after in about.successors:
                if any(d * SLOTS_PER_DAY + s < at + end for d, s, _ in draft.places[after]):
                    return False
        return not tables.days[day].pinned or _runs_hold(tables, day, content.blocks)


def _together(blocks: tuple[Block, ...], task: int, weights: Weights) -> bool:
    """Whether the task's blocks of a day are few enough and a break apart."""
    own = [(start, end) for start, end, owner in blocks if owner == task]
    return len(own) <= weights.blocks_per_task_day and all(
        later[0] - earlier[1] >= weights.break_slots for earlier, later in itertools.pairwise(own)
    )


def _runs_hold(tables: Tables, day: int, blocks: tuple[Block, ...]) -> bool:
    """Whether no run of work with a movable block in it is too long, nor one too near its pin."""
    weights = tables.weights
    pinned = {(s, e, t) for s, e, t in tables.days[day].pinned}
    run_start = run_end = -FAR
    movable = False
    last: dict[int, tuple[int, bool]] = {}
    for start, end, task in sorted((*blocks, *pinned)):
        moves = (start, end, task) not in pinned
        before, moved_before = last.get(task, (-FAR, False))
        if start - before < weights.break_slots and (moves or moved_before):
            return False
        last[task] = (end, moves)
        if start - run_end < weights.break_slots:
            run_end = max(run_end, end)
            movable = movable or moves
        else:
            run_start, run_end, movable = start, end, moves
        if movable and run_end - run_start > weights.longest_run_slots:
            return False
    return True


def _pruned(grown: list[Partial]) -> list[Partial]:
    """The cheapest, then each that ends earlier than all cheaper ones."""
    kept: list[Partial] = []
    earliest = FAR
    for partial in grown:
        if partial.end < earliest or (partial.end == earliest and len(kept) < 2):
            kept.append(partial)
            earliest = min(earliest, partial.end)
            if len(kept) == BEAM:
                break
    return kept
