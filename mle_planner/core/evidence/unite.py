"""Coding time as a function of its evidence: lanes of time that never overlap.

Heartbeats become stretches: a pause no longer than the threshold counts to the heartbeat before
it; a longer pause and the time after the last heartbeat count as nothing. Stretches, timers and
entries typed afterwards are united on one axis, so that no second counts twice. So are signs that
tell how long they last. A commit books no time: it supports the stretch that led to it, of at most
two hours.

What an agent does has separate lanes. Where you work too, the time is yours; shortly after a
sign of yours you steer; the rest is the agent's alone and never counts.

Everything here is in whole seconds since 1970.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import compress, pairwise, repeat
from operator import gt, ne, or_, sub
from typing import Any, NamedTuple

EDITOR, GIT, ACTIVITYWATCH = "editor", "git", "activitywatch"
"""The sources that this module reads; signs of any other source are stored only."""

HEARTBEATS = frozenset({EDITOR, ACTIVITYWATCH})
"""Sources whose points are heartbeats, which become stretches of time."""

TIMER, TYPED = "timer", "typed"
"""The origin of an entry: a running timer, or typed in afterwards."""

TRACKED = frozenset({TIMER, TYPED})
"""Sources that are the user's own statement."""

COMMIT_REACH_S = 2 * 3600
"""A commit supports no more than this of the work before it."""

AUTOMATIC = frozenset({EDITOR, GIT, ACTIVITYWATCH})
"""Sources that count as automatic evidence of coding."""
_HAND, _AGENT, _PRESENCE = range(3)

Streams = Mapping[tuple[str, int], Mapping[int, str]]
"""Points in time, by source and whether an agent made them: the project by second, in order. Of two
points in one second the one with the alphabetically last project counts."""

SpanRow = tuple[int, int, str, str]
"""A sign with a length, as read from the database: start, end, source, project."""


class Lane(StrEnum):
    """Who worked."""

    HANDS_ON = "hands-on"
    STEERING = "steering"
    AGENT_ALONE = "agent alone"


class Grade(StrEnum):
    """How well time is evidenced.

    Proved: two automatic sources, or a timer and one. Supported: one automatic source. Claimed:
    a timer or a typed entry, and nothing else.
    """

    PROVED = "proved"
    SUPPORTED = "supported"
    CLAIMED = "claimed"


class EntryClaim(NamedTuple):
    """An entry: ``source`` is ``TIMER`` or ``TYPED``."""

    start: int
    end: int
    source: str
    project: str = ""


class EvidenceRules(NamedTuple):
    """The user's choices: the longest pause, and whether steering an agent counts."""

    longest_pause_s: int
    counts_steering: bool = False


class LanePart(NamedTuple):
    """Time in one lane with the same evidence throughout; time of an agent alone has no grade."""

    start: int
    end: int
    lane: Lane
    sources: tuple[str, ...]
    grade: Grade | None
    project: str


class _Run(NamedTuple):
    start: int
    end: int
    source: str
    project: str
    role: int = _HAND


def reach_s(rules: EvidenceRules) -> int:
    """Return how far outside a range evidence may affect it, in seconds."""
    return COMMIT_REACH_S + rules.longest_pause_s


def unite(
    streams: Streams,
    spans: Iterable[SpanRow],
    claims: Iterable[EntryClaim],
    rules: EvidenceRules,
    within: tuple[int, int],
    project_of: Callable[[str], str] = str,
) -> tuple[LanePart, ...]:
    """Return the lanes of a range, in order; spans and claims may be in any order.

    ``project_of`` returns the project for a name in signs. The evidence should reach ``reach_s``
    beyond the range on both sides: then a range has the same parts as its days together.
    """
    spans, pause_s = tuple(spans), rules.longest_pause_s
    told = {_Run(claim.start, claim.end, claim.source, claim.project) for claim in claims}
    runs = [*told, *{_Run(*span) for span in spans}]
    for (source, by_agent), stream in streams.items():
        if source in HEARTBEATS:
            runs += _stretches(stream, source, _AGENT if by_agent else _HAND, pause_s)
    if any(run.role == _AGENT for run in runs):
        runs += _presence(streams, spans, pause_s)
    commits = streams.get((GIT, 0))
    if commits:
        runs += set(_supported_spans(runs, list(commits), pause_s))
    return tuple(_sweep(sorted(runs), rules, within, project_of))


def by_grade(parts: Iterable[LanePart], rules: EvidenceRules) -> dict[Grade, int]:
    """Return the seconds that count, by grade."""
    sums = dict.fromkeys(Grade, 0)
    for part in parts:
        if part.grade is not None and counts(part, rules):
            sums[part.grade] += part.end - part.start
    return sums


def counts(part: LanePart, rules: EvidenceRules) -> bool:
    """Whether time counts as coding."""
    return part.lane is Lane.HANDS_ON or (part.lane is Lane.STEERING and rules.counts_steering)


def _stretches(
    stream: Mapping[int, str], source: str, role: int, longest_pause_s: int
) -> Iterator[_Run]:
    """Yield a run for each project of each stretch of heartbeats without a longer pause.

    A year has a hundred thousand heartbeats, so only those that end a run are visited one by one.
    """
    instants, projects = list(stream), list(stream.values())
    pauses = list(map(sub, instants[1:], instants))
    is_last = map(or_, map(gt, pauses, repeat(longest_pause_s)), map(ne, projects, projects[1:]))
    first = 0
    for last in compress(range(len(pauses)), is_last):
        end = instants[last if pauses[last] > longest_pause_s else last + 1]
        if end > instants[first]:
            yield _Run(instants[first], end, source, projects[first], role)
        first = last + 1
    if instants and instants[-1] > instants[first]:
        yield _Run(instants[first], instants[-1], source, projects[first], role)


def _presence(streams: Streams, spans: Iterable[SpanRow], pause_s: int) -> Iterator[_Run]:
    """Yield the time within a pause after each sign of the user's."""
    seen = [(start, end + pause_s) for start, end, *_what in spans]
    for (source, by_agent), stream in streams.items():
        if source in HEARTBEATS and not by_agent:
            seen += [(at, at + pause_s) for at in stream]
    for start, end in blocks(seen):
        yield _Run(start, end, "", "", _PRESENCE)


def _supported_spans(
    runs: Iterable[_Run], commits: Sequence[int], longest_pause_s: int
) -> Iterator[_Run]:
    """Yield the time that commits support: the end of the work that they follow within a pause."""
    for start, end in blocks(run[:2] for run in runs if run.role == _HAND):
        first = bisect_left(commits, start)
        last = bisect_left(commits, end + longest_pause_s + 1)
        for commit in commits[first:last]:
            begin, finish = max(start, commit - COMMIT_REACH_S), min(end, commit)
            if begin < finish:
                yield _Run(begin, finish, GIT, "")


def blocks(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the times that spans cover, without overlap, in order."""
    start = end = 0
    for begin, finish in sorted(spans):
        if begin > end:
            if end > start:
                yield start, end
            start = begin
        end = max(end, finish)
    if end > start:
        yield start, end


def _sweep(
    runs: Sequence[_Run],
    rules: EvidenceRules,
    within: tuple[int, int],
    project_of: Callable[[str], str],
) -> Iterator[LanePart]:
    """Yield the parts between instants at which evidence begins or ends.

    ``runs`` are in order. Each combination of evidence is graded once, and adjacent parts
    with the same result are joined.
    """
    first, last = within
    inside = [run for run in runs if run.end > first and run.start < last]
    instants = {max(run.start, first) for run in inside}
    instants.update([min(run.end, last) for run in inside])
    kinds_of = [run[2:] for run in inside]
    known: dict[tuple[Any, ...], tuple[Any, ...] | None] = {}
    active: list[int] = []
    begun, until, entering = 0, -1, 0
    held: tuple[Any, ...] | None = None
    for start, end in pairwise(sorted(instants)):
        active = [at for at in active if inside[at][1] > start]
        while entering < len(inside) and inside[entering][0] <= start:
            active.append(entering)
            entering += 1
        kinds = tuple([kinds_of[at] for at in active])
        if kinds not in known:
            known[kinds] = _judge([inside[at] for at in active], rules, project_of)
        found = known[kinds]
        if held is not None and (until != start or found != held):
            yield LanePart(begun, until, *held)
            held = None
        if found is not None:
            begun, held = (start, found) if held is None else (begun, held)
            until = end
    if held is not None:
        yield LanePart(begun, until, *held)


def _judge(
    active: Sequence[_Run], rules: EvidenceRules, project_of: Callable[[str], str]
) -> tuple[Any, ...] | None:
    """Return lane, sources, grade and project of simultaneous runs; None for no work."""
    hand = [run for run in active if run.role == _HAND]
    agent = [run for run in active if run.role == _AGENT]
    is_steered = any(run.role == _PRESENCE for run in active)
    if hand:
        # If steering counts, what an agent does while the user is present supports an entry too.
        supporting = agent if is_steered and rules.counts_steering else []
        sources = _sources([*hand, *supporting])
        return Lane.HANDS_ON, sources, _grade(sources), _project(hand, project_of)
    if not agent:
        return None
    lane, grade = (Lane.STEERING, Grade.SUPPORTED) if is_steered else (Lane.AGENT_ALONE, None)
    return lane, _sources(agent), grade, _project(agent, project_of)


def _sources(runs: Iterable[_Run]) -> tuple[str, ...]:
    return tuple(sorted({run.source for run in runs}))


def _grade(sources: Iterable[str]) -> Grade:
    automatic = sum(source in AUTOMATIC for source in sources)
    if automatic > 1 or (automatic and TIMER in sources):
        return Grade.PROVED
    return Grade.SUPPORTED if automatic else Grade.CLAIMED


def _project(runs: Iterable[_Run], project_of: Callable[[str], str]) -> str:
    """Return the project of an entry rather than a sign, and of a later start rather than others.

    ``runs`` are in order.
    """
    entry, other = "", ""
    for run in runs:
        if run.source in (TIMER, TYPED):
            entry = run.project or entry
        else:
            other = project_of(run.project) or other
    return entry or other
