"""Tracked coding by grade adds up to what is tracked, and to what the lanes hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.evidence.coding import CodingTime
from mle_planner.core.evidence.proof import CodingProof, proof_of
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import (
    EDITOR,
    GIT,
    TIMER,
    TYPED,
    EntryClaim,
    EvidenceRules,
    Grade,
    unite,
)
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, activity, at, coding, put_clock, stretch
from tests.support.evidence import SignRow, streams_of

RULES = EvidenceRules(600)


def proof(signs: list[SignRow], claims: list[EntryClaim]) -> CodingProof | None:
    tracked = sum(claim.end - claim.start for claim in claims)
    parts = unite(streams_of(signs), (), claims, RULES, (0, 86400))
    return proof_of(CodingTime(parts, RULES, (tracked + 30) // 60))


def figures(signs: list[SignRow], claims: list[EntryClaim]) -> list[int]:
    """Minutes proved, supported, claimed, and not tracked."""
    found = proof(signs, claims)
    assert found is not None
    return [int(one.total_seconds() // 60) for one in (*found.by_grade.values(), found.untracked)]


def beats(start: int, end: int, source: str = EDITOR, by_agent: int = 0) -> list[SignRow]:
    """Signs every minute, in seconds; the last one at the end."""
    return [(second, source, "", by_agent) for second in (*range(start, end, 60), end)]


def test_what_is_tracked_has_its_grades_and_the_rest_is_told_apart() -> None:
    """Given a timer half watched, a typed hour half watched and an hour of an editor alone."""
    claims = [EntryClaim(0, 3600, TIMER), EntryClaim(7200, 10800, TYPED)]
    signs = [*beats(0, 1800), *beats(7200, 9000), *beats(20000, 23600)]
    assert figures(signs, claims) == [30, 30, 60, 60]


def test_without_automatic_evidence_of_ones_own_there_is_nothing_to_say() -> None:
    claims = [EntryClaim(0, 3600, TIMER)]
    assert proof([], claims) is None
    assert proof([(86000, GIT, "", 0)], claims) is None


@pytest.mark.parametrize(
    ("proved", "claimed", "shown"),
    [(1240, 1235, [21, 0, 20, 0]), (1235, 1240, [20, 0, 21, 0]), (1200, 1229, [20, 0, 20, 0])],
)
def test_rounded_minutes_still_add_up(proved: int, claimed: int, shown: list[int]) -> None:
    """Given seconds beyond full minutes, then the larger rest has the minute that is missing."""
    assert figures(beats(0, proved), [EntryClaim(0, proved + claimed, TIMER)]) == shown


def test_the_grades_add_up_to_what_the_day_shows_as_done(
    planner: Planner, clock: FixedClock
) -> None:
    """Given typed coding, a running timer and heartbeats about both, on a real day."""
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.log(stretch(planner, "9:00-10:00"), "Drift", activity_id=coding(planner))
    planner.tracking.start(title="Drift", activity_id=coding(planner), at=at(planner, "11:00"))
    assert planner.evidence.day(TUESDAY) is None
    seconds = [*range(0, 3900, 300), *range(9000, 10800, 300)]
    start = at(planner, "9:00")
    planner.evidence.record(
        Sign(EDITOR, start + timedelta(seconds=second), str(second)) for second in seconds
    )
    evidence = planner.evidence.day(TUESDAY)
    done = planner.day(TUESDAY).coding.done
    found = evidence.proof(done) if evidence is not None else None
    assert found is not None
    total = planner.evidence.coding_time(TUESDAY, TUESDAY).total
    assert found.tracked == done == timedelta(hours=2)
    assert found.untracked == total - done
    assert found.by_grade[Grade.PROVED] == timedelta(minutes=25)


def test_coding_time_counts_tracked_coding_as_the_day_does(
    planner: Planner, clock: FixedClock
) -> None:
    """Given coding of 90 and a meeting of 50 seconds: two minutes, of which the meeting has one."""
    put_clock(clock, "2026-11-24 12:00")
    start = at(planner, "9:00")
    planner.tracking.log(Span(start, start + timedelta(seconds=90)), "Drift",
                         activity_id=coding(planner))  # fmt: skip
    planner.tracking.log(
        Span(start + timedelta(seconds=90), start + timedelta(seconds=140)),
        "Call",
        activity_id=activity(planner, "Meeting").id,
    )
    found = planner.evidence.coding_time(TUESDAY - timedelta(days=3), TUESDAY)
    assert found.total_min == 1
    assert timedelta(minutes=found.total_min) == planner.day(TUESDAY).coding.done


def test_what_an_agent_did_is_told_beside_the_sums_and_never_in_them() -> None:
    """Given an agent that works an hour at night, then the tracked hour stays an hour."""
    claims = [EntryClaim(0, 3600, TIMER)]
    found = proof(beats(20000, 23600, by_agent=1), claims)
    assert found is not None
    assert (found.tracked, found.untracked) == (timedelta(hours=1), timedelta())
    assert (found.agent_alone, found.uncounted_steering) == (timedelta(hours=1), timedelta())
