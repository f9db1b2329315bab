"""The evidence of a day: its lanes, and the raw signs for its picture."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.evidence.coding import CodingTime, evidence_rules, read_evidence
from mle_planner.core.evidence.proof import CodingProof, proof_of
from mle_planner.core.evidence.unite import GIT, HEARTBEATS, Grade, Lane, LanePart
from mle_planner.core.session import Session


class Commit(NamedTuple):
    """A commit of the user's."""

    at: datetime
    repository: str
    subject: str


@dataclass(frozen=True)
class DayEvidence:
    """The evidence of a planning day, up to now.

    ``beats`` are the instants of heartbeats made by hand, ``spans`` the time in editors that
    ActivityWatch saw.
    """

    coding: CodingTime
    beats: tuple[datetime, ...]
    spans: tuple[Span, ...]
    commits: tuple[Commit, ...]

    def proof(self, done: timedelta) -> CodingProof | None:
        """Return how well the day's tracked coding is evidenced; None without any evidence."""
        return proof_of(self.coding, done)

    def parts_in(self, span: Span) -> tuple[LanePart, ...]:
        """Return the parts of the lanes within a stretch, cut to it."""
        first, last = int(span.start.timestamp()), int(span.end.timestamp())
        return tuple(
            part._replace(start=max(part.start, first), end=min(part.end, last))
            for part in self.coding.parts
            if part.start < last and first < part.end
        )

    def grades_in(self, span: Span) -> dict[Grade, timedelta]:
        """Return the length of the user's own work in a stretch by grade, without zeros."""
        lengths: dict[Grade, timedelta] = {}
        for part in self.parts_in(span):
            if part.lane is Lane.HANDS_ON and part.grade is not None:
                length = timedelta(seconds=part.end - part.start)
                lengths[part.grade] = lengths.get(part.grade, timedelta()) + length
        return {grade: lengths[grade] for grade in Grade if grade in lengths}

    def sources_in(self, span: Span) -> tuple[str, ...]:
        """Return the names of the sources that show work in a stretch, in order."""
        found = {
            source
            for part in self.parts_in(span)
            if part.lane is Lane.HANDS_ON
            for source in part.sources
        }
        return tuple(sorted(found))


def read_day(session: Session, day: date) -> DayEvidence | None:
    """Return the evidence of a planning day; None if no source has any."""
    whole = session.days.span(day)
    if whole is None or not session.store.evidence.has_any(
        Span(whole.start - DAY, whole.end + DAY)
    ):
        return None
    reading = read_evidence(session, day, day)
    first, last = reading.within
    commits = session.store.evidence.of(GIT, whole)
    return DayEvidence(
        reading.coding(evidence_rules(session.settings)),
        tuple(
            datetime.fromtimestamp(at, UTC)
            for source in sorted(HEARTBEATS)
            for at in reading.streams.get((source, 0), ())
            if first <= at < last
        ),
        tuple(
            Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
            for start, end, _source, _project in reading.spans
            if first <= start < last
        ),
        tuple(
            Commit(sign.at, reading.project_of(sign.project), sign.detail)
            for sign in commits
            if not sign.by_agent and sign.at <= session.now()
        ),
    )
