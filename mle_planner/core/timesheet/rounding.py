"""Rounds the lines of a timesheet so that all sums still add up.

A rule names a step, a mode (nearest, up, down), a unit (entry, day or period) and a minimum. The
lines of one unit are rounded together, by the largest-remainder method (Hamilton's
apportionment):

1. The unit's tracked seconds are rounded to a multiple of the step, half upwards where the mode
   is nearest, and are at least the minimum. That is the unit's total.
2. Each line gets its own time rounded down to a multiple of the step.
3. The steps that are then missing to the total go, one each, to the lines that lost most in
   step 2; of two that lost the same the earlier line gets it. Only a minimum can leave more
   steps than lines; they are dealt out again in the same order.

So each line is off by less than a step unless a minimum lifts it, and each sum on the sheet, of
a project, a day or everything, is the plain sum of the lines in it. Decimal hours and amounts
are whole hundredths found by the same method, so that they add up too.
"""

from __future__ import annotations

from collections.abc import Sequence

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import most_first, nearest_s
from mle_planner.core.model.work import Project, RoundingMode, RoundingUnit
from mle_planner.core.settings import Settings


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """How tracked time is rounded: in minutes, where a step of 0 means whole minutes."""

    step_min: int = 0
    mode: RoundingMode = RoundingMode.NEAREST
    unit: RoundingUnit = RoundingUnit.DAY
    least_min: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it does no more than count in minutes, as tracked time is counted anyway."""
        return (
            self.step_min <= 1
            and not self.least_min
            and (self.mode, self.unit) == (RoundingMode.NEAREST, RoundingUnit.DAY)
        )

    @property
    def step_s(self) -> int:
        """The step in seconds."""
        return max(1, self.step_min) * 60

    def round_lines(self, lines_s: Sequence[int]) -> list[int]:
        """Return the seconds of the lines of one unit, rounded."""
        return rounded_seconds(lines_s, self.step_s, self.mode, self.least_min * 60)


def general_rule(settings: Settings, step_min: int | None) -> RoundingRule:
    """Return the rule of what has no other rule, with another step where one is given."""
    return RoundingRule(
        settings.number("rounding_min") if step_min is None else step_min,
        RoundingMode(settings.word("rounding_mode")),
        RoundingUnit(settings.word("rounding_unit")),
        settings.number("rounding_least_min"),
    )


def rule_of(project: Project | None) -> RoundingRule | None:
    """Return a project's own rule; None where the general one holds."""
    if project is None or project.rounding_min is None:
        return None
    return RoundingRule(
        project.rounding_min, project.rounding_mode, project.rounding_unit, project.least_min
    )


def rounded_seconds(
    lines_s: Sequence[int], step_s: int, mode: RoundingMode = RoundingMode.NEAREST, least_s: int = 0
) -> list[int]:
    """Return one unit's lines as multiples of the step whose sum is the rounded unit.

    ``lines_s`` are the tracked seconds in their order, none negative. A line that is a multiple
    already stays what it is. A unit without tracked time has no minimum. Where the minimum is no
    multiple of the step, one line gets the rest of it.
    """
    if step_s < 1:
        raise ValueError("a rounding step is at least a second")
    if any(line_s < 0 for line_s in lines_s):
        raise ValueError("tracked time is never negative")
    tracked_s = sum(lines_s)
    rounded = [line_s - line_s % step_s for line_s in lines_s]
    total_s = max(least_s, _rounded(tracked_s, step_s, mode)) if tracked_s else 0
    missing, rest_s = divmod(total_s - sum(rounded), step_s)
    most_lost_first = most_first([line_s % step_s for line_s in lines_s])
    for turn in range(missing):
        rounded[most_lost_first[turn % len(rounded)]] += step_s
    if rest_s:
        rounded[most_lost_first[missing % len(rounded)]] += rest_s
    return rounded


def _rounded(seconds: int, step_s: int, mode: RoundingMode) -> int:
    if mode is RoundingMode.UP:
        return -(-seconds // step_s) * step_s
    if mode is RoundingMode.DOWN:
        return seconds - seconds % step_s
    return nearest_s(seconds, step_s)
