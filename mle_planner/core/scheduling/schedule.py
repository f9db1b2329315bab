"""The result of the solver: a plan, its score, and what is unplaced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PlacedBlock:
    """A stretch of work on a task: slots ``[start, end)`` of a day of the problem."""

    day: int
    start: int
    end: int
    task: str
    pinned: bool = False


@dataclass(frozen=True, slots=True, order=True)
class PlacedFlexible:
    """Where a flexible event stands: slots ``[start, end)`` of a day of the problem."""

    day: int
    start: int
    end: int
    event: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The part of a task without a place in the plan, in slots."""

    task: str
    slots: int


@dataclass(frozen=True, slots=True)
class Tiers:
    """The score by kind of cost; less is better, the first weighs most."""

    due: int = 0
    flow: int = 0
    coding: int = 0
    focus: int = 0
    preferences: int = 0
    stability: int = 0

    @property
    def total(self) -> int:
        """The score: all tiers together."""
        return self.due + self.flow + self.coding + self.focus + self.preferences + self.stability


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan for all days of a problem.

    ``blocks`` and ``flexible`` are in the order of time, pinned blocks included; ``steps`` says
    how much work the solver had spent when it found this plan.
    """

    blocks: tuple[PlacedBlock, ...] = ()
    flexible: tuple[PlacedFlexible, ...] = ()
    tiers: Tiers = Tiers()
    unplaced: tuple[Unplaced, ...] = ()
    steps: int = 0

    @property
    def score(self) -> int:
        """What the plan costs in all; less is better."""
        return self.tiers.total

    def of_task(self, task_id: str) -> tuple[PlacedBlock, ...]:
        """The task's blocks in the order of time."""
        return tuple(block for block in self.blocks if block.task == task_id)

    def end_of(self, task_id: str) -> tuple[int, int]:
        """Return the day and slot at which the task's last block ends; (-1, 0) without blocks."""
        return max(((block.day, block.end) for block in self.of_task(task_id)), default=(-1, 0))
