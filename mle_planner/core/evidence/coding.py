"""Reads the evidence of a range of days and makes coding time of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import share_out
from mle_planner.core.base.spans import Span
from mle_planner.core.declared_settings import setting_named
from mle_planner.core.evidence.repositories import project_namer
from mle_planner.core.evidence.unite import (
    AUTOMATIC,
    TIMER,
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
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EvidenceReading:
    """The evidence of a range, read once, for any threshold."""

    streams: Streams
    spans: tuple[SpanRow, ...]
    claims: tuple[EntryClaim, ...]
    within: tuple[int, int]
    project_of: Callable[[str], str]

    def parts(self, rules: EvidenceRules) -> tuple[LanePart, ...]:
        """Return the lanes of the range."""
        return unite(self.streams, self.spans, self.claims, rules, self.within, self.project_of)


@dataclass(frozen=True)
class CodingTime:
    """The lanes of a range under the rules in force."""

    parts: tuple[LanePart, ...]
    rules: EvidenceRules

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
        """The whole minutes of each grade; together they are the nearest of the total."""
        seconds = by_grade(self.parts, self.rules)
        return dict(zip(seconds, share_out(list(seconds.values()), 60), strict=True))

    @property
    def total_min(self) -> int:
        """The nearest minutes of the time that counts."""
        return sum(self.minutes.values())


def evidence_rules(settings: Settings) -> EvidenceRules:
    """Return the rules that the user chose."""
    return EvidenceRules(settings.number("longest_pause_min") * 60, settings.flag("count_steering"))


def coding_time(session: Session, first: date, last: date) -> CodingTime:
    """Return the coding time of a range of planning days, both included."""
    rules = evidence_rules(session.settings)
    return CodingTime(read_evidence(session, first, last).parts(rules), rules)


def read_evidence(session: Session, first: date, last: date) -> EvidenceReading:
    """Read the evidence of a range of planning days, no later than now.

    A little more is read on both sides, so that the parts of a day are the same within any range.
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
    )


def _claims(session: Session, span: Span) -> Iterator[EntryClaim]:
    """Yield the entries of coding, the running one up to now."""
    categories, projects = session.categories(), session.projects()
    for entry in session.store.entries_in(span):
        worked = entry.span_at(session.now())
        if worked is None or categories.get(entry.activity_id) is not Category.CODING:
            continue
        project = projects.get(entry.project_id) if entry.project_id is not None else None
        yield EntryClaim(
            int(worked.start.timestamp()),
            int(worked.end.timestamp()),
            TIMER if entry.source is EntrySource.TIMER else TYPED,
            project.name if project is not None else "",
        )
