"""Raw signs of work, recorded as they arrive: heartbeats of an editor, commits, samples."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.edits import Change
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import LONGEST_SIGN_S, Evidence
from mle_planner.core.session import Domain
from mle_planner.core.typed.title import one_line

if TYPE_CHECKING:
    from mle_planner.core.evidence.coding import CodingTime, EvidenceReading
    from mle_planner.core.evidence.day import DayEvidence


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of work as a source sends it.

    ``identity`` is permanent: a sign sent twice has the same one and is stored once. ``at`` is an
    aware instant. ``length`` is how long it lasts from there, if the source gives that;
    ``LONGEST_SIGN_S`` at most.
    """

    source: str
    at: datetime
    identity: str
    project: str = ""
    by_agent: bool = False
    detail: str = ""
    length: timedelta = ZERO


class EvidenceLog(Domain):
    """The recorded signs of work; none is ever edited."""

    def record(self, signs: Iterable[Sign]) -> int:
        """Store the signs that are not known yet and return their number.

        It is no undo step. Send many at once: each call is one write to the disk. Raises
        ``PlannerError``, with none of them stored, for a sign without source, identity or zone.
        """
        by_identity = {sign.identity: _check(sign) for sign in signs}

        def facts() -> list[Change]:
            store = self._session.store
            known = store.evidence.known(by_identity)
            return [
                Change(None, _evidence(store.new_id(Evidence), sign))
                for identity, sign in by_identity.items()
                if identity not in known
            ]

        return self._session.record(facts)

    def coding_time(self, first: date, last: date) -> CodingTime:
        """Return the coding time of a range of planning days, both included."""
        from mle_planner.core.evidence.coding import coding_time

        return coding_time(self._session, first, last)

    def day(self, day: date) -> DayEvidence | None:
        """Return the evidence of a planning day; None if no source has any."""
        from mle_planner.core.evidence.day import read_day

        return read_day(self._session, day)

    def reading(self, first: date, last: date) -> EvidenceReading:
        """Return the evidence of a range of planning days, for trying out other rules."""
        from mle_planner.core.evidence.coding import read_evidence

        return read_evidence(self._session, first, last)


def _check(sign: Sign) -> Sign:
    if not sign.source or not sign.identity or sign.at.tzinfo is None:
        raise planner_error(
            "A sign of work needs a source, an identity and a time with its zone. None was kept."
        )
    if not ZERO <= sign.length <= timedelta(seconds=LONGEST_SIGN_S):
        raise ValueError("a sign is no longer than an hour")
    return sign


def _evidence(number: int, sign: Sign) -> Evidence:
    return Evidence(
        id=number,
        source=sign.source,
        at=sign.at.replace(microsecond=0),
        identity=sign.identity,
        project=one_line(sign.project),
        by_agent=sign.by_agent,
        detail=one_line(sign.detail),
        length_s=int(sign.length.total_seconds()),
    )
