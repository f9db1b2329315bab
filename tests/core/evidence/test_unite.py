"""Coding time is what its evidence covers: nothing counts twice, nothing is invented."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from mle_planner.core.evidence.unite import (
    ACTIVITYWATCH,
    EDITOR,
    GIT,
    TIMER,
    TYPED,
    EntryClaim,
    EvidenceRules,
    Grade,
    Lane,
    LanePart,
    by_grade,
    unite,
)
from tests.support.evidence import SignRow, streams_of

MINUTE, HOUR = 60, 3600
DAY = (0, 24 * HOUR)
TEN = EvidenceRules(10 * MINUTE)
STEERED = EvidenceRules(10 * MINUTE, counts_steering=True)


def beats(first_min: int, last_min: int, step: int = 5, by_agent: int = 0) -> list[SignRow]:
    """Heartbeats of an editor every few minutes, both ends included."""
    return [
        (minute * MINUTE, EDITOR, "fraud", by_agent)
        for minute in range(first_min, last_min + 1, step)
    ]


def shown(signs: list[SignRow], claims: list[EntryClaim], rules: EvidenceRules = TEN) -> list[str]:
    """The lanes in words, in minutes."""
    return [
        f"{part.start // 60}-{part.end // 60} {part.lane} {part.grade} {'+'.join(part.sources)}"
        for part in unite(streams_of(signs), (), claims, rules, DAY)
    ]


def total(signs: list[SignRow], claims: list[EntryClaim], rules: EvidenceRules = TEN) -> int:
    return sum(by_grade(unite(streams_of(signs), (), claims, rules, DAY), rules).values())


def test_a_pause_of_the_threshold_counts_and_a_longer_one_ends_the_stretch() -> None:
    signs = [(at, EDITOR, "", 0) for at in (0, 600, 1201, 1300)]
    assert shown(signs, []) == ["0-10 hands-on supported editor", "20-21 hands-on supported editor"]
    assert total(signs, [], EvidenceRules(601)) == 1300
    assert total(signs[:1], []) == 0


def test_time_is_proved_supported_or_claimed() -> None:
    """Given an editor, a timer over its middle and a typed hour, then each has its grade."""
    claims = [
        EntryClaim(30 * MINUTE, 60 * MINUTE, TIMER),
        EntryClaim(100 * MINUTE, 160 * MINUTE, TYPED),
    ]
    assert shown([*beats(0, 90), *beats(150, 170)], claims) == [
        "0-30 hands-on supported editor",
        "30-60 hands-on proved editor+timer",
        "60-90 hands-on supported editor",
        "100-150 hands-on claimed typed",
        "150-160 hands-on supported editor+typed",
        "160-170 hands-on supported editor",
    ]


def test_a_commit_supports_the_work_before_it_and_books_none() -> None:
    assert shown([(50 * MINUTE, GIT, "fraud", 0)], []) == []
    commit = [(65 * MINUTE, GIT, "fraud", 0)]
    assert shown([*beats(0, 60), *commit], []) == ["0-60 hands-on proved editor+git"]
    late = [(71 * MINUTE, GIT, "fraud", 0)]
    assert shown([*beats(0, 60), *late], []) == ["0-60 hands-on supported editor"]
    long_after = [(240 * MINUTE, GIT, "fraud", 0)]
    assert shown(long_after, [EntryClaim(0, 300 * MINUTE, TYPED)]) == [
        "0-120 hands-on claimed typed",
        "120-240 hands-on supported git+typed",
        "240-300 hands-on claimed typed",
    ]


def test_a_night_of_agent_edits_adds_nothing() -> None:
    night = beats(60, 420, by_agent=1)
    assert shown(night, []) == ["60-420 agent alone None editor"]
    for rules in (TEN, STEERED):
        assert total(night, [], rules) == 0


def test_steering_is_what_an_agent_does_shortly_after_a_sign_of_the_user() -> None:
    signs = [*beats(0, 20), *beats(15, 60, by_agent=1)]
    assert shown(signs, []) == [
        "0-20 hands-on supported editor",
        "20-30 steering supported editor",
        "30-60 agent alone None editor",
    ]
    assert (total(signs, []), total(signs, [], STEERED)) == (20 * MINUTE, 30 * MINUTE)


def test_of_two_projects_at_once_the_one_begun_later_counts() -> None:
    spans = [(0, 1800, ACTIVITYWATCH, "fraud"), (600, 1200, ACTIVITYWATCH, "ads")]
    found = unite({}, spans, [], TEN, DAY)
    assert [(part.start, part.end, part.project) for part in found] == [
        (0, 600, "fraud"), (600, 1200, "ads"), (1200, 1800, "fraud")
    ]  # fmt: skip


def test_a_pause_counts_to_the_project_before_it_and_an_entry_names_its_own() -> None:
    signs = [(0, EDITOR, "fraud", 0), (300, EDITOR, "ads", 0), (600, EDITOR, "fraud", 0)]
    claims = [EntryClaim(450, 600, TIMER, "Routing")]
    found = unite(streams_of(signs), (), claims, TEN, DAY)
    assert [(part.start, part.project) for part in found] == [
        (0, "fraud"), (300, "ads"), (450, "Routing"),
    ]  # fmt: skip


def test_what_is_not_about_coding_is_no_evidence() -> None:
    assert shown([(minute * MINUTE, "program", "", 0) for minute in range(60)], []) == []


def test_time_that_a_source_saw_is_not_bridged_and_makes_the_user_present() -> None:
    """Given editor time with five minutes away, then those do not count, nor the agent's later."""
    spans = [(0, 600, ACTIVITYWATCH, "web"), (900, 1200, ACTIVITYWATCH, "web")]
    found = unite(streams_of(beats(20, 40, by_agent=1)), spans, [], STEERED, DAY, str.upper)
    assert [(part.start // 60, part.end // 60, part.lane, part.project) for part in found] == [
        (0, 10, Lane.HANDS_ON, "WEB"),
        (15, 20, Lane.HANDS_ON, "WEB"),
        (20, 30, Lane.STEERING, "FRAUD"),
        (30, 40, Lane.AGENT_ALONE, "FRAUD"),
    ]


SECONDS = st.integers(0, 12).map(lambda number: number * 290)
SIGNS = st.lists(
    st.tuples(
        SECONDS,
        st.sampled_from([EDITOR, GIT, "activitywatch", "program"]),
        st.sampled_from(["", "ads", "fraud"]),
        st.integers(0, 1),
    ),
    max_size=14,
)
CLAIMS = st.lists(
    st.builds(
        lambda start, length, source, project: EntryClaim(start, start + length, source, project),
        SECONDS, SECONDS.filter(bool), st.sampled_from([TIMER, TYPED, ACTIVITYWATCH]),
        st.sampled_from(["", "Routing"]),
    ),
    max_size=3,
)  # fmt: skip
RULES = st.builds(EvidenceRules, st.sampled_from([60, 600, 900]), st.booleans())


def lanes(
    signs: list[SignRow], claims: list[EntryClaim], rules: EvidenceRules, within: tuple[int, int]
) -> tuple[LanePart, ...]:
    """The lanes, with what ActivityWatch tells among the claims as signs that last."""
    entries = [claim for claim in claims if claim.source != ACTIVITYWATCH]
    spans = [tuple(claim) for claim in claims if claim.source == ACTIVITYWATCH]
    return unite(streams_of(signs), spans, entries, rules, within)


RANK = {Grade.PROVED: 3, Grade.SUPPORTED: 2, Grade.CLAIMED: 1}


@given(SIGNS, CLAIMS, RULES, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing_and_lanes_never_overlap(
    signs: list[SignRow], claims: list[EntryClaim], rules: EvidenceRules, chance: object
) -> None:
    found = lanes(signs, claims, rules, DAY)
    again, entries = [*signs, *signs], [*claims, *claims]
    chance.shuffle(again)  # type: ignore[attr-defined]
    chance.shuffle(entries)  # type: ignore[attr-defined]
    assert lanes(again, entries, rules, DAY) == found
    assert all(one.end <= other.start for one, other in pairwise(found))
    counted = sum(by_grade(found, rules).values())
    instants = [at for at, *_rest in signs] + [at for claim in claims for at in claim[:2]]
    assert 0 <= counted <= (max(instants) - min(instants) if instants else 0)


@given(SIGNS, CLAIMS, SIGNS, CLAIMS, RULES)
@example([(0, EDITOR, "", 0)], [], [(290, EDITOR, "", 1), (580, EDITOR, "", 1)], [], STEERED)
def test_more_evidence_never_lowers_the_total_or_a_grade(
    signs: list[SignRow],
    claims: list[EntryClaim],
    more_signs: list[SignRow],
    more_claims: list[EntryClaim],
    rules: EvidenceRules,
) -> None:
    before = lanes(signs, claims, rules, DAY)
    after = lanes([*signs, *more_signs], [*claims, *more_claims], rules, DAY)
    for least in RANK.values():
        kept = [
            sum(length for grade, length in by_grade(parts, rules).items() if RANK[grade] >= least)
            for parts in (before, after)
        ]
        assert kept[0] <= kept[1]


@given(SIGNS, CLAIMS, RULES, st.integers(1, 4000))
def test_a_range_is_its_days_put_together(
    signs: list[SignRow], claims: list[EntryClaim], rules: EvidenceRules, border: int
) -> None:
    parts = [lanes(signs, claims, rules, within) for within in ((0, border), (border, DAY[1]), DAY)]
    sums = [by_grade(each, rules) for each in parts]
    assert {grade: sums[0][grade] + sums[1][grade] for grade in Grade} == sums[2]
    alone = [sum(p.end - p.start for p in each if p.lane is Lane.AGENT_ALONE) for each in parts]
    assert alone[0] + alone[1] == alone[2]


def test_what_an_agent_does_supports_an_entry_only_where_steering_counts() -> None:
    """Given an agent that works under a timer, shortly after a sign of the user."""
    signs = [(0, EDITOR, "fraud", 0), *beats(0, 8, 2, by_agent=1)]
    timer = [EntryClaim(0, 8 * MINUTE, TIMER)]
    assert shown(signs, timer) == ["0-8 hands-on claimed timer"]
    assert shown(signs, timer, STEERED) == ["0-8 hands-on proved editor+timer"]
