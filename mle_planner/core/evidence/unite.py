"""Coding time as a function of its evidence: lanes of time that never overlap.

Heartbeats become stretches: a pause no longer than the threshold counts to the heartbeat before
it, a longer one counts nothing, and nor does the last heartbeat. Stretches, timers and entries
typed afterwards are united on one axis, so that no second counts twice. A commit books no time:
it supports the stretch that led to it, of at most two hours.

What an agent does has lanes of its own. Where you work too, the time is yours; shortly after a
sign of yours you steer; the rest is the agent's alone and never counts.

Everything here is in whole seconds since 1970.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

EDITOR, GIT, ACTIVITYWATCH = "editor", "git", "activitywatch"
"""Sources of signs. Signs of any other source are kept, and are no evidence of coding."""

TIMER, TYPED = "timer", "typed"
"""Where an entry comes from: a timer that ran, or words typed afterwards."""

COMMIT_REACH_S = 2 * 3600
"""A commit supports no more of the work before it."""

_AUTOMATIC = frozenset({EDITOR, GIT, ACTIVITYWATCH})
_HAND, _AGENT, _PRESENCE = range(3)

SignRow = tuple[int, str, str, int]
"""A sign as it is read from the database: second, source, project, whether an agent made it."""


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
    """What the user may choose: the longest pause, and whether steering an agent counts."""

    longest_pause_s: int
    counts_steering: bool = False


class LanePart(NamedTuple):
    """Time in one lane with the same evidence throughout; an agent's own has no grade."""

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
    """Return how far outside a range evidence may change what is inside."""
    return COMMIT_REACH_S + rules.longest_pause_s


def unite(
    signs: Iterable[SignRow],
    claims: Iterable[EntryClaim],
    rules: EvidenceRules,
    within: tuple[int, int],
) -> tuple[LanePart, ...]:
    """Return the lanes of a range, in order; the evidence may come in any.

    The evidence should reach ``reach_s`` beyond the range on both sides: then the parts of a
    range are those of its days, put together.
    """
    streams, commits = _streams(signs)
    runs = {_Run(claim.start, claim.end, claim.source, claim.project) for claim in claims}
    for (source, by_agent), stream in streams.items():
        role = _AGENT if by_agent else _HAND
        runs.update(_stretches(stream, source, role, rules.longest_pause_s))
        if not by_agent:
            runs.update(_presence(stream, rules.longest_pause_s))
    runs.update(_supported(runs, commits, rules.longest_pause_s))
    return tuple(_joined(_sweep(runs, rules, within)))


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


def _streams(
    signs: Iterable[SignRow],
) -> tuple[dict[tuple[str, int], list[tuple[int, str]]], list[int]]:
    """Return the seconds and projects of each source's heartbeats, in order, and of commits."""
    streams: defaultdict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    commits = []
    for at, source, project, by_agent in signs:
        if source != GIT:
            streams[source, by_agent].append((at, project))
        elif not by_agent:
            commits.append(at)
    kept = {key: sorted(set(stream)) for key, stream in streams.items() if key[0] in _AUTOMATIC}
    return kept, sorted(set(commits))


def _stretches(
    stream: Sequence[tuple[int, str]], source: str, role: int, longest_pause_s: int
) -> Iterator[_Run]:
    """Yield a run for each project of each stretch without a longer pause."""
    start, end, current = 0, 0, ""
    for (at, project), (following, _project) in pairwise(stream):
        if following - at > longest_pause_s or following == at:
            continue
        if at == end and project == current:
            end = following
            continue
        if end > start:
            yield _Run(start, end, source, current, role)
        start, end, current = at, following, project
    if end > start:
        yield _Run(start, end, source, current, role)


def _presence(stream: Sequence[tuple[int, str]], longest_pause_s: int) -> Iterator[_Run]:
    """Yield the time that is not longer after a sign of the user's than a pause may be."""
    if not stream:
        return
    start = end = stream[0][0]
    for at, _project in stream:
        if at > end:
            yield _Run(start, end, "", "", _PRESENCE)
            start = at
        end = at + longest_pause_s
    yield _Run(start, end, "", "", _PRESENCE)


def _supported(
    runs: Iterable[_Run], commits: Sequence[int], longest_pause_s: int
) -> Iterator[_Run]:
    """Yield what commits support: the end of the work that they follow within a pause."""
    for start, end in _blocks(run for run in runs if run.role == _HAND):
        first = bisect_left(commits, start + 1)
        last = bisect_left(commits, end + longest_pause_s + 1)
        for commit in commits[first:last]:
            begin, finish = max(start, commit - COMMIT_REACH_S), min(end, commit)
            if begin < finish:
                yield _Run(begin, finish, GIT, "")


def _blocks(runs: Iterable[_Run]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of time that runs cover, in order."""
    start = end = 0
    for run in sorted(runs, key=itemgetter(0)):
        if run.start > end:
            if end > start:
                yield start, end
            start = run.start
        end = max(end, run.end)
    if end > start:
        yield start, end


def _sweep(
    runs: Iterable[_Run], rules: EvidenceRules, within: tuple[int, int]
) -> Iterator[LanePart]:
    """Yield the part between each two instants at which evidence begins or ends."""
    begins: defaultdict[int, list[_Run]] = defaultdict(list)
    ends: defaultdict[int, list[_Run]] = defaultdict(list)
    for run in runs:
        start, end = max(run.start, within[0]), min(run.end, within[1])
        if start < end:
            begins[start].append(run)
            ends[end].append(run)
    active: set[_Run] = set()
    for start, end in pairwise(sorted(begins.keys() | ends.keys())):
        active.difference_update(ends.get(start, ()))
        active.update(begins.get(start, ()))
        part = _part(start, end, active, rules)
        if part is not None:
            yield part


def _part(start: int, end: int, active: Iterable[_Run], rules: EvidenceRules) -> LanePart | None:
    hand = [run for run in active if run.role == _HAND]
    agent = [run for run in active if run.role == _AGENT]
    is_steered = any(run.role == _PRESENCE for run in active)
    if hand:
        # Where steering counts, what an agent does under the user's eyes supports an entry too.
        supporting = agent if is_steered and rules.counts_steering else []
        sources = _sources([*hand, *supporting])
        return LanePart(start, end, Lane.HANDS_ON, sources, _grade(sources), _project(hand))
    if not agent:
        return None
    lane, grade = (Lane.STEERING, Grade.SUPPORTED) if is_steered else (Lane.AGENT_ALONE, None)
    return LanePart(start, end, lane, _sources(agent), grade, _project(agent))


def _sources(runs: Iterable[_Run]) -> tuple[str, ...]:
    return tuple(sorted({run.source for run in runs}))


def _grade(sources: Iterable[str]) -> Grade:
    automatic = sum(source in _AUTOMATIC for source in sources)
    if automatic > 1 or (automatic and TIMER in sources):
        return Grade.PROVED
    return Grade.SUPPORTED if automatic else Grade.CLAIMED


def _project(runs: Iterable[_Run]) -> str:
    """Return the project of an entry before that of a heartbeat, of a later start before others."""
    named = [run for run in runs if run.project]
    if not named:
        return ""
    return max(named, key=lambda run: (run.source in (TIMER, TYPED), *run)).project


def _joined(parts: Iterable[LanePart]) -> Iterator[LanePart]:
    """Yield parts with neighbors of the same evidence as one."""
    held: LanePart | None = None
    for part in parts:
        if held is not None and (held.end, *held[2:]) == (part.start, *part[2:]):
            held = held._replace(end=part.end)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held
