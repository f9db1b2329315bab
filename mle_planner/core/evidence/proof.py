"""How well the tracked coding of a day is evidenced, and what editors show beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.evidence.coding import CodingTime, share_minutes
from mle_planner.core.evidence.unite import TRACKED, Grade, Lane, by_grade, counts


@dataclass(frozen=True, slots=True)
class CodingProof:
    """Tracked coding by grade, and coding that automatic sources show outside of it.

    Whole minutes: the grades add up to the tracked coding as it is shown everywhere, and with
    ``untracked`` to the coding time of the evidence. What an agent did alone is not in them, nor
    what it did while steered unless that counts.
    """

    by_grade: Mapping[Grade, timedelta]
    untracked: timedelta
    agent_alone: timedelta = ZERO
    uncounted_steering: timedelta = ZERO

    @property
    def tracked(self) -> timedelta:
        """The tracked coding."""
        return sum(self.by_grade.values(), ZERO)


def proof_of(found: CodingTime) -> CodingProof | None:
    """Return how well tracked coding is evidenced; None where no automatic source shows any."""
    counted = [part for part in found.parts if counts(part, found.rules)]
    lengths = dict.fromkeys(Lane, 0)
    for part in found.parts:
        lengths[part.lane] += part.end - part.start
    alone, steering = _minutes(lengths[Lane.AGENT_ALONE]), _minutes(lengths[Lane.STEERING])
    if found.rules.counts_steering:
        steering = ZERO
    is_tracked_only = all(TRACKED.issuperset(part.sources) for part in counted)
    if is_tracked_only and alone == steering == ZERO:
        return None
    tracked = [part for part in counted if not TRACKED.isdisjoint(part.sources)]
    minutes = share_minutes(by_grade(tracked, found.rules))
    total_min = int(found.total.total_seconds()) // 60
    return CodingProof(
        {grade: timedelta(minutes=count) for grade, count in minutes.items()},
        timedelta(minutes=total_min - sum(minutes.values())),
        alone,
        steering,
    )


def _minutes(seconds: int) -> timedelta:
    return timedelta(minutes=seconds // 60)
