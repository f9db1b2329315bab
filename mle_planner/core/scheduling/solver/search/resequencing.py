"""Resequencing: changes the order of a day's items and finds the best times for it.

Fitting a task into a full day often means that everything after it moves along. So a day is also
treated as a sequence of blocks and events; after a change of the sequence all start times are
chosen again, from left to right, keeping the few best partial results (a beam search). What no
longer fits is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Weights
from mle_planner.core.scheduling.solver.model.day_content import Event
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.gaps import FAR, Block
from mle_planner.core.scheduling.solver.model.openings import cheapest_start
from mle_planner.core.scheduling.solver.model.tables import Tables

BEAM = 6
DROP = 0.4
RECUT = 0.3

_NOTHING_NEW = -SLOTS_PER_DAY
"""The number of no task and no event: the order holds nothing new that must fit."""

Item = tuple[int, int]
"""A task and the length of its block; or a flexible event as ``(-1 - event, 0)``."""


Partial = tuple[int, int, int, int, int, tuple[Block, ...], tuple[Event, ...]]
"""The items so far with times: their cost, the first slot open to the next block, the first slot
open to the next event, start and end of the last run of work, the blocks and the events. A plain
tuple, because so many are made."""


class Resequencer:
    """Changes the order of a day and finds new times for all of it."""

    def __init__(self, tables: Tables, random: Random) -> None:
        self._tables = tables
        self._random = random.random

    def resequence(self, draft: Draft, task: int, length: int, day: int) -> bool:
        """Put a block of the task somewhere into the day's sequence; if -1, only reorder it.

        Returns False if that is not possible; the draft is then unusable and must be discarded.
        """
        random = self._random
        sequence = self.sequence(draft, day)
        before = {owner for owner, _ in sequence if owner >= 0}
        if sequence and (task < 0 or random() < DROP):
            moved = sequence.pop(int(random() * len(sequence)))
            if task < 0 or random() < 0.3:
                sequence.insert(int(random() * (len(sequence) + 1)), moved)
        if task >= 0:
            sequence.insert(int(random() * (len(sequence) + 1)), (task, length))
        if random() < RECUT:
            self._resize_block(draft, sequence, task)
        best = self._assign_times(day, sequence, task)
        if best is None:
            return False
        draft.replace_day(day, *best)
        return self.holds(draft, day, before)

    def sequence(self, draft: Draft, day: int) -> list[Item]:
        """Return the day's items in order of time."""
        content = draft.days[day]
        items: list[tuple[int, Item]] = [
            (start, (owner, end - start)) for start, end, owner in content.blocks
        ]
        for event, place in content.events:
            items.append((self._tables.event_places[event][place].start, (-1 - event, 0)))
        items.sort()
        return [item for _, item in items]

    def settle(self, draft: Draft, day: int) -> bool:
        """Give a day better times, and better orders that differ in one thing; False if none.

        An event changes places with a neighbour, which no single block can bring about: to end the
        day with the wrap-up, the work after it must begin where the wrap-up was. Two blocks of one
        task become one where either was.
        """
        gained = False
        sequence = self.sequence(draft, day)
        for other in (sequence, *_with_events_moved(sequence), *self._with_blocks_joined(sequence)):
            trial = self.in_order(draft, day, other)
            if trial is not None and trial.score < draft.score:
                draft.take_over(trial)
                gained = True
        return gained

    def in_best_order(self, draft: Draft, day: int, orders: Iterable[list[Item]]) -> Draft | None:
        """Return the cheapest plan with the day in one of these orders; None if none fits.

        Events are tried at new places and at their present ones: beside a shortened lunch
        everything may fit only if lunch stays.
        """
        trials = [
            trial
            for order in dict.fromkeys(map(tuple, orders))
            for stand in (None, draft.event_at)
            if (trial := self.in_order(draft, day, order, stand)) is not None
        ]
        return min(trials, key=lambda trial: trial.score, default=None)

    def in_order(
        self, draft: Draft, day: int, sequence: Sequence[Item], stand: Sequence[int] | None = None
    ) -> Draft | None:
        """Return the plan with the day in that order; None if not all of it fits or is allowed.

        ``stand`` is the place of each event; without it events take the best places.
        """
        best = self._assign_times(day, sequence, _NOTHING_NEW, stand)
        if best is None or len(best[0]) + len(best[1]) < len(sequence):
            return None
        trial = draft.copy()
        trial.replace_day(day, *best)
        tasks = {owner for owner, _ in sequence if owner >= 0}
        return trial if self.holds(trial, day, tasks) else None

    def _with_blocks_joined(self, sequence: list[Item]) -> Iterator[list[Item]]:
        """Yield the orders in which two blocks of one task are joined."""
        for one, other in itertools.combinations(range(len(sequence)), 2):
            task, length = sequence[one]
            whole = length + sequence[other][1]
            if task != sequence[other][0] or whole > self._tables.tasks[task].longest:
                continue
            for kept, gone in ((one, other), (other, one)):
                joined = sequence.copy()
                joined[kept] = (task, whole)
                del joined[gone]
                yield joined

    def _resize_block(self, draft: Draft, sequence: list[Item], inserted: int) -> None:
        """Make one block longer or shorter, and the task's other block the opposite, if any."""
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

    def _assign_times(
        self, day: int, sequence: Sequence[Item], needed: int, stand: Sequence[int] | None = None
    ) -> tuple[tuple[Block, ...], tuple[Event, ...]] | None:
        """Return the cheapest blocks and events in that order; None without the needed task."""
        beam: list[Partial] = [(0, 0, 0, -FAR, -FAR, (), ())]
        for owner, length in sequence:
            if owner < 0:
                grown = self._with_event(beam, day, -1 - owner, stand)
            else:
                grown = self._with_block(beam, day, owner, length)
            if grown:
                grown.sort()
                beam = _prune(grown)
            elif owner == needed:
                return None
        *_, blocks, events = beam[0]
        return blocks, tuple(sorted(events))

    def _with_event(
        self, beam: list[Partial], day: int, event: int, stand: Sequence[int] | None
    ) -> list[Partial]:
        about = self._tables.problem.flexible[event]
        places = self._tables.places_by_day[event].get(day, [])
        if stand is not None:
            places = [place for place in places if place[3] == stand[event]]
        grown: list[Partial] = []
        for cost, end, event_from, run_start, run_end, blocks, events in beam:
            earliest = max(event_from, run_end + about.buffer_before)
            kept = 0
            first_end = SLOTS_PER_DAY
            for place_cost, since, until, index in places:
                # The cheapest place, then those that leave more of the day.
                if since < earliest or (kept and until >= first_end):
                    continue
                first_end = until
                open_from = max(end, until + about.buffer_after)
                placed = (*events, (event, index))
                grown.append(
                    (cost + place_cost, open_from, until, run_start, run_end, blocks, placed)
                )
                kept += 1
                if kept == 8:
                    break
        return grown

    def _with_block(self, beam: list[Partial], day: int, task: int, length: int) -> list[Partial]:
        weights = self._tables.weights
        break_slots, longest_run = weights.break_slots, weights.longest_run_slots
        on_day = self._tables.on_days(task)[day]
        starts = on_day.starts_in_one_window(length)
        profile = on_day.profile
        rises, prefix = profile.rises(length), profile.prefix
        grown: list[Partial] = []
        for cost, open_from, _, run_start, run_end, blocks, events in beam:
            later = starts >> open_from << open_from
            if not later:
                continue
            first = (later & -later).bit_length() - 1
            tried = {first}
            apart_from = run_end + break_slots
            if first < apart_from:
                apart = starts >> apart_from << apart_from
                if apart:
                    tried.add((apart & -apart).bit_length() - 1)
            if len(rises) > 1:
                tried.add(cheapest_start(rises, later, prefix, length)[0])
            for start in tried:
                end = start + length
                since = run_start if start < apart_from else start
                if end - since <= longest_run:
                    dearer = cost + prefix[end] - prefix[start]
                    placed = (*blocks, (start, end, task))
                    grown.append((dearer, end, end, since, end, placed, events))
        return grown

    def holds(self, draft: Draft, day: int, before: set[int]) -> bool:
        """Whether the changed day keeps the rules that reach beyond neighbouring items."""
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


def _with_events_moved(sequence: list[Item]) -> Iterator[list[Item]]:
    """Yield the orders in which one event has changed places with a neighbour."""
    for at in range(len(sequence) - 1):
        if sequence[at][0] < 0 or sequence[at + 1][0] < 0:
            moved = sequence.copy()
            moved[at], moved[at + 1] = moved[at + 1], moved[at]
            yield moved


def _together(blocks: tuple[Block, ...], task: int, weights: Weights) -> bool:
    """Whether the task's blocks of a day are few enough and a break apart."""
    own = [(start, end) for start, end, owner in blocks if owner == task]
    return len(own) <= weights.blocks_per_task_day and all(
        later[0] - earlier[1] >= weights.break_slots for earlier, later in itertools.pairwise(own)
    )


def _runs_hold(tables: Tables, day: int, blocks: tuple[Block, ...]) -> bool:
    """Whether no run of work with a movable block is too long, and none too near its own pin."""
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


def _prune(grown: list[Partial]) -> list[Partial]:
    """Return the cheapest, then each that ends earlier than all cheaper ones."""
    kept: list[Partial] = []
    earliest = FAR
    for partial in grown:
        end = partial[1]
        if end < earliest or (end == earliest and len(kept) < 2):
            kept.append(partial)
            earliest = end
            if len(kept) == BEAM:
                break
    return kept
