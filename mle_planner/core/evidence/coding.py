"""Reads the evidence of a range of days and derives coding time from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import share_out
from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.declared_settings import setting_named
from mle_planner.core.evidence.repositories import project_namer
from mle_planner.core.evidence.unite import (
    AUTOMATIC,
    TIMER,
    TRACKED,
    TYPED,
    EntryClaim,
    EvidenceRules,
    Grade,
    LanePart,
    SpanRow,
    Streams,
    by_grade,
    reach_s,
    unite,
)
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.model.work import Category
from mle_planner.core.plan.tracked_parts import tracked_sums
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EvidenceReading:
    """The evidence of a range, read once, for any threshold.

    ``tracked_min`` is the counted minutes of tracked coding in the range.
    """

    streams: Streams
    spans: tuple[SpanRow, ...]
    claims: tuple[EntryClaim, ...]
    within: tuple[int, int]
    project_of: Callable[[str], str]
    tracked_min: int

    def coding(self, rules: EvidenceRules) -> CodingTime:
        """Return the coding time of the range."""
        parts = unite(self.streams, self.spans, self.claims, rules, self.within, self.project_of)
        return CodingTime(parts, rules, self.tracked_min)


@dataclass(frozen=True)
class CodingTime:
    """The lanes of a range, under given rules."""

    parts: tuple[LanePart, ...]
    rules: EvidenceRules
    tracked_min: int

    @cached_property
    def by_grade(self) -> dict[Grade, timedelta]:
        """The time that counts, by grade."""
        sums = by_grade(self.parts, self.rules)
        return {grade: timedelta(seconds=sums[grade]) for grade in Grade}

    @property
    def total(self) -> timedelta:
        """The time that counts."""
        return sum(self.by_grade.values(), timedelta())

    @property
    def minutes(self) -> dict[Grade, int]:
        """Return the whole minutes of each grade.

        Those of tracked time add up to its counted minutes, the others are rounded.
        """
        tracked, beyond = self.tracked_and_beyond
        whole = share_out(
            [count * self.tracked_min for count in tracked.values()], max(1, sum(tracked.values()))
        )
        more = share_out(list(beyond.values()), 60)
        return {grade: sum(both) for grade, *both in zip(tracked, whole, more, strict=True)}

    @cached_property
    def tracked_and_beyond(self) -> tuple[dict[Grade, int], dict[Grade, int]]:
        """Return the seconds that count, by grade: those tracked, and those not tracked."""
        kinds: tuple[list[LanePart], list[LanePart]] = ([], [])
        for part in self.parts:
            kinds[TRACKED.isdisjoint(part.sources)].append(part)
        tracked, beyond = (by_grade(kind, self.rules) for kind in kinds)
        return tracked, beyond

    @property
    def total_min(self) -> int:
        """The minutes of the time that counts."""
        return sum(self.minutes.values())


def evidence_rules(settings: Settings) -> EvidenceRules:
    """Return the evidence rules of the settings."""
    return EvidenceRules(settings.number("longest_pause_min") * 60, settings.flag("count_steering"))


def coding_time(session: Session, first: date, last: date) -> CodingTime:
    """Return the coding time of a range of planning days, both included."""
    return read_evidence(session, first, last).coding(evidence_rules(session.settings))


def read_evidence(session: Session, first: date, last: date) -> EvidenceReading:
    """Read the evidence of a range of planning days, up to now.

    A margin is read on both sides, so that the parts of a day are the same in any range.
    """
    whole = session.days.range(first, last)
    longest = EvidenceRules(setting_named("longest_pause_min").most * 60)
    reach = timedelta(seconds=reach_s(longest))
    read = Span(whole.start - reach, whole.end + reach)
    now = int(session.now().timestamp())
    start = int(whole.start.timestamp())
    known = read.intersection(Span(_LONG_AGO, session.now() + timedelta(seconds=1)))
    return EvidenceReading(
        session.store.evidence.streams(known, AUTOMATIC) if known is not None else {},
        tuple(session.store.evidence.spans(known)) if known is not None else (),
        tuple(_claims(session, read)),
        (start, max(start, min(int(whole.end.timestamp()), now))),
        project_namer(session),
        whole_minutes(tracked_sums(session, first, last).coding),
    )


def _claims(session: Session, span: Span) -> Iterator[EntryClaim]:
    """Yield the coding entries, the running one while it counts."""
    categories, projects = session.categories(), session.projects()
    until = session.store.tracked_until(session.now())
    for entry in session.store.entries_in(span):
        worked = entry.span_at(until)
        if worked is None or categories.get(entry.activity_id) is not Category.CODING:
            continue
        project = projects.get(entry.project_id) if entry.project_id is not None else None
        yield EntryClaim(
            int(worked.start.timestamp()),
            int(worked.end.timestamp()),
            TIMER if entry.source is EntrySource.TIMER else TYPED,
            project.name if project is not None else "",
        )
