"""The cost of a slot of work by its place: time of day, waiting, closeness to a due time.

All costs are sums over slots, so a task's cost on a day is one row of numbers. Tasks that have the
same row on a day share one ``CostProfile``.
"""

from __future__ import annotations

from itertools import accumulate

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Kind, Problem
from mle_planner.core.scheduling.solver.model.cost_profiles import CostProfile

Row = list[int]
"""A cost for each slot of a day."""


class SlotCosts:
    """The rows of a problem, each computed once.

    ``first`` and ``last`` are the bounds of the working slots of all days.
    """

    def __init__(self, problem: Problem, first: int, last: int) -> None:
        self._weights = problem.weights
        self._first = first
        self._last = last
        self.energy = {name: _energy_row(kind) for name, kind in problem.kinds.items()}
        """By kind, what the time of day costs."""
        self._positions = _positions(problem)
        rows: dict[tuple[int, ...], int] = {}
        self._energy_number = {
            name: rows.setdefault(tuple(row), len(rows)) for name, row in self.energy.items()
        }
        self._flow: dict[tuple[int, int], Row] = {}
        self._profiles: dict[tuple[int, int, int], CostProfile] = {}

    def flow(self, factor: int, day: int) -> Row:
        """Return the cost of waiting until each slot, for a task with that factor of ``pace``."""
        key = self._flow_key(factor, day)
        known = self._flow.get(key)
        if known is None:
            pace, half = factor * self._weights.pace, self._weights.pace_half
            row = [pace * at // (at + half) for at in self._positions[day]]
            known = self._flow[key] = row
        return known

    def slack(self, weight: int, until: int) -> Row:
        """Return the cost of the last slots before ``until``, a due time or the end of work."""
        weights = self._weights
        span = weights.slack_slots
        row = [0] * SLOTS_PER_DAY
        for slot in range(max(0, until - span), until):
            row[slot] = weight * weights.slack_rate * (slot - (until - span) + 1) // span
        return row

    def profile(self, kind: str, factor: int, day: int) -> CostProfile:
        """Return the profile of energy and flow costs, shared by tasks with the same row."""
        key = (self._energy_number[kind], *self._flow_key(factor, day))
        known = self._profiles.get(key)
        if known is None:
            known = self._profiles[key] = self.new_profile(self.base_row(kind, factor, day))
        return known

    def same_energy(self, kind: str) -> int:
        """Return a number shared by all kinds whose time of day costs the same."""
        return self._energy_number[kind]

    def base_row(self, kind: str, factor: int, day: int) -> Row:
        """Return a new row with the energy and flow costs of each slot."""
        flow = self.flow(factor, day)
        return [one + other for one, other in zip(self.energy[kind], flow, strict=True)]

    def new_profile(self, row: Row) -> CostProfile:
        """Return the profile of a row that no other task shares."""
        return CostProfile(row, self._first, self._last)

    def _flow_key(self, factor: int, day: int) -> tuple[int, int]:
        return (factor, day) if self._weights.pace else (0, 0)


def _energy_row(kind: Kind) -> Row:
    row = [0] * SLOTS_PER_DAY
    for start, cost in kind.energy:
        row[start:] = [cost] * (SLOTS_PER_DAY - start)
    return row


def _positions(problem: Problem) -> list[Row]:
    """Return, by day and slot, how many working slots lie between now and the slot."""
    positions, passed = [], 0
    for day in problem.days:
        is_open = [False] * SLOTS_PER_DAY
        for start, end in day.windows:
            is_open[start:end] = [True] * (end - start)
        over = problem.now.slot if day.date == problem.now.date else 0
        if day.date < problem.now.date:
            over = SLOTS_PER_DAY
        is_open[:over] = [False] * over
        *row, passed = accumulate(is_open, initial=passed)
        positions.append(row)
    return positions
