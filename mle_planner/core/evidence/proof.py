"""How well the tracked coding of a day is evidenced, and what editors show beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.evidence.coding import CodingTime
from mle_planner.core.evidence.unite import TIMER, TYPED, Grade, by_grade, counts

_TRACKED = frozenset({TIMER, TYPED})


@dataclass(frozen=True, slots=True)
class CodingProof:
    """Tracked coding by grade, and coding that automatic sources show outside of it.

    Whole minutes: the grades add up to the tracked coding as it is shown everywhere, and with
    ``untracked`` to the coding time of the evidence.
    """

    by_grade: Mapping[Grade, timedelta]
    untracked: timedelta

    @property
    def tracked(self) -> timedelta:
        """The tracked coding."""
        return sum(self.by_grade.values(), ZERO)


def proof_of(found: CodingTime) -> CodingProof | None:
    """Return how well tracked coding is evidenced; None where no automatic source shows any."""
    counted = [part for part in found.parts if counts(part, found.rules)]
    if all(_TRACKED.issuperset(part.sources) for part in counted):
        return None
    tracked = [part for part in counted if not _TRACKED.isdisjoint(part.sources)]
    minutes = _whole_minutes(by_grade(tracked, found.rules))
    total_min = int(found.total.total_seconds()) // 60
    return CodingProof(
        {grade: timedelta(minutes=count) for grade, count in minutes.items()},
        timedelta(minutes=total_min - sum(minutes.values())),
    )


def _whole_minutes(seconds: Mapping[Grade, int]) -> dict[Grade, int]:
    """Return minutes that add up to the whole minutes of the sum, by largest remainder."""
    minutes = {grade: count // 60 for grade, count in seconds.items()}
    missing = sum(seconds.values()) // 60 - sum(minutes.values())
    for grade in sorted(seconds, key=lambda grade: -(seconds[grade] % 60))[:missing]:
        minutes[grade] += 1
    return minutes
