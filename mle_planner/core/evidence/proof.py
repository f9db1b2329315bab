"""How well the tracked coding of a day is evidenced, and what editors show beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import nearest_s, share_out
from mle_planner.core.base.spans import ZERO, whole_minutes
from mle_planner.core.evidence.coding import CodingTime
from mle_planner.core.evidence.unite import TRACKED, Grade, Lane, counts


@dataclass(frozen=True, slots=True)
class CodingProof:
    """Tracked coding by grade, and coding that automatic sources show outside of it.

    Whole minutes: the grades add up to the tracked coding as shown elsewhere. What an agent did
    alone is left out, and so is what it did while steered, unless the rules count that.
    """

    by_grade: Mapping[Grade, timedelta]
    untracked: timedelta
    agent_alone: timedelta = ZERO
    uncounted_steering: timedelta = ZERO

    @property
    def tracked(self) -> timedelta:
        """The tracked coding."""
        return sum(self.by_grade.values(), ZERO)


def proof_of(found: CodingTime, done: timedelta | None = None) -> CodingProof | None:
    """Return how well tracked coding is evidenced; None if no automatic source shows any.

    ``done`` is the counted tracked coding, if it is shown beside this and was read at another
    moment.
    """
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
    seconds, beyond = found.tracked_and_beyond
    done_min = found.tracked_min if done is None else whole_minutes(done)
    shares = share_out(
        [count * done_min for count in seconds.values()], max(1, sum(seconds.values()))
    )
    return CodingProof(
        {grade: timedelta(minutes=count) for grade, count in zip(seconds, shares, strict=True)},
        _minutes(sum(beyond.values())),
        alone,
        steering,
    )


def _minutes(seconds: int) -> timedelta:
    return timedelta(seconds=nearest_s(seconds, 60))
