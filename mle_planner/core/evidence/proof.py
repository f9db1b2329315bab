"""How well the tracked coding of a day is evidenced, and what editors show beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import nearest_s, share_out
from mle_planner.core.base.spans import ZERO, whole_minutes
from mle_planner.core.evidence.coding import CodingTime
from mle_planner.core.evidence.unite import TRACKED, Grade, Lane, by_grade, counts


@dataclass(frozen=True, slots=True)
class CodingProof:
    """Tracked coding by grade, and coding that automatic sources show outside of it.

    Whole minutes: the grades add up to the tracked coding as it is shown everywhere. What an
    agent did alone is not in them, nor what it did while steered unless that counts.
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
    """Return how well tracked coding is evidenced; None where no automatic source shows any.

    ``done`` is what that coding counts for on its day; of several days it is the nearest minute.
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
    tracked = [part for part in counted if not TRACKED.isdisjoint(part.sources)]
    seconds = by_grade(tracked, found.rules)
    tracked_s = sum(seconds.values())
    done_min = whole_minutes(done) if done is not None else nearest_s(tracked_s, 60) // 60
    shares = share_out([count * done_min for count in seconds.values()], max(1, tracked_s))
    return CodingProof(
        {grade: timedelta(minutes=count) for grade, count in zip(seconds, shares, strict=True)},
        _minutes(int(found.total.total_seconds()) - tracked_s),
        alone,
        steering,
    )


def _minutes(seconds: int) -> timedelta:
    return timedelta(seconds=nearest_s(seconds, 60))
