"""Gaps of a day and what they were probably spent on: ranked, with evidence, never overlapping."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, Span, difference
from mle_planner.core.evidence.store import Sign
from mle_planner.core.model.calendar import CalendarId
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.day_gaps import covered_meetings, gap_spans
from mle_planner.core.tracking.proposals import RecordGap
from tests.support.builders import (
    TUESDAY,
    activity,
    at,
    block,
    clock_at,
    local,
    put_clock,
    stretch,
    undo_steps,
    write_calendar,
)
from tests.support.tracked_time import CODING, MONDAY, STANDUP, instant, span, tracked, week
from tests.support.tracked_time import planned as planned_item


def shown(planner: Planner, gap: RecordGap) -> tuple[str, list[tuple[str, str]]]:
    """The times of a gap by the local clock, and its proposals with their evidence."""
    start, end = (one.astimezone(planner.days.zone) for one in (gap.span.start, gap.span.end))
    found = [(one.title, one.evidence) for one in gap.proposals]
    return f"{start:%H:%M}-{end:%H:%M}", found


def gaps(planner: Planner) -> list[tuple[str, list[tuple[str, str]]]]:
    return [shown(planner, gap) for gap in planner.proposals.gaps(TUESDAY)]


def heartbeats(planner: Planner, text: str, project: str, source: str = "editor") -> list[Sign]:
    """A heartbeat every two minutes of a stretch."""
    whole = stretch(planner, text)
    count = int(whole.duration / timedelta(minutes=2))
    return [
        Sign(source, whole.start + timedelta(minutes=2 * n), f"{project} {text} {n}", project)
        for n in range(count + 1)
    ]


@pytest.fixture
def meeting(planner: Planner, tmp_path: Path) -> None:
    """Two meetings of a team calendar: 9:30 to 10:15 and 15:00 to 16:00."""
    events = [
        "sync 20261124T083000Z 20261124T091500Z Sync",
        "demo 20261124T140000Z 20261124T150000Z Demo",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))


def test_each_source_is_named_and_ranked(
    planner: Planner, clock: FixedClock, meeting: None
) -> None:
    """Given a day with meetings, heartbeats, commits and a plan, each gap says what it knows."""
    task = planner.tasks.add("Backfill job #drift @coding 2h")
    planner.blocks.create_for_task(task.id, stretch(planner, "10:30-13:00"))
    signs = heartbeats(planner, "10:30-12:50", "Drift")
    signs.append(Sign("git", at(planner, "12:20"), "c1", "Drift"))
    signs.append(Sign("git", at(planner, "14:30"), "c2", "infra"))
    planner.evidence.record(signs)
    put_clock(clock, "2026-11-24 15:30")
    found = gaps(planner)
    assert found[1:] == [
        ("09:30-10:15", [("Sync", "calendar 09:30–10:15")]),
        ("10:15-10:30", []),
        ("10:30-12:50", [("Backfill job", "editor 2 h 20 min, 1 commit, planned 10:30–13:00")]),
        ("12:50-13:00", [("Backfill job", "planned 10:30–13:00")]),
        ("13:00-14:00", [("Lunch", "planned 13:00–14:00")]),
        ("14:00-15:00", [("infra", "1 commit")]),
        ("15:00-15:30", [("Demo", "calendar 15:00–16:00")]),
    ]
    coding = planner.proposals.gaps(TUESDAY)[3].proposals[0]
    assert (coding.task, coding.source.value, coding.rank) == (task, "editor", 1)


def test_work_on_another_project_right_after_is_a_gap_of_its_own(
    planner: Planner, clock: FixedClock
) -> None:
    """Given two projects in an afternoon, then the one does not get the time of the other.

    The short pause between them counts to the first, as it would with no second.
    """
    planner.evidence.record(
        [*heartbeats(planner, "14:00-14:40", "Drift"), *heartbeats(planner, "14:50-15:30", "infra")]
    )
    put_clock(clock, "2026-11-24 15:30")
    named = [(times, found[0][0]) for times, found in gaps(planner) if found and times > "14:00"]
    assert named == [("14:00-14:50", "Drift"), ("14:50-15:30", "infra")]


def test_accepting_writes_one_entry_and_undo_brings_the_proposal_back(
    planner: Planner, clock: FixedClock, meeting: None
) -> None:
    put_clock(clock, "2026-11-24 12:00")
    before, steps = gaps(planner), undo_steps(planner)
    sync = next(
        one
        for gap in planner.proposals.gaps(TUESDAY)
        for one in gap.proposals
        if one.title == "Sync"
    )
    assert undo_steps(planner) == steps
    (entry,) = planner.proposals.accept_all(TUESDAY, [sync.id])
    assert (entry.start, entry.end) == (at(planner, "9:30"), at(planner, "10:15"))
    assert (entry.source, entry.meeting_uid) == (EntrySource.CALENDAR, "sync")
    assert undo_steps(planner) == steps + 1
    assert [one for one in before if one not in gaps(planner)] == [
        ("09:30-10:15", [("Sync", "calendar 09:30–10:15")])
    ]
    with pytest.raises(PlannerError, match=f"has the id {sync.id}"):
        planner.proposals.accept_all(TUESDAY, [sync.id])
    planner.history.undo()
    assert gaps(planner) == before
    assert planner.proposals.gaps(TUESDAY)[1].proposals[0].id == sync.id


def test_two_proposals_for_one_gap_are_refused_together(
    planner: Planner, clock: FixedClock, meeting: None
) -> None:
    block(planner, "9:30-10:15", "Ticket")
    put_clock(clock, "2026-11-24 12:00")
    (gap,) = [one for one in planner.proposals.gaps(TUESDAY) if len(one.proposals) > 1]
    assert [one.title for one in gap.proposals] == ["Sync", "Ticket"]
    with pytest.raises(PlannerError, match="for the same time"):
        planner.proposals.accept_all(TUESDAY, [one.id for one in gap.proposals])
    assert not planner.day(TUESDAY).tracked


def test_what_was_seen_comes_before_a_meeting_that_was_never_agreed_to(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    path = write_calendar(tmp_path / "maybe.ics", ["a 20261124T090000Z 20261124T100000Z Talk"])
    path.write_text(path.read_text().replace("END:VEVENT", "STATUS:TENTATIVE\r\nEND:VEVENT"))
    planner.calendars.import_file(path)
    planner.evidence.record(heartbeats(planner, "10:00-10:40", "infra"))
    put_clock(clock, "2026-11-24 11:00")
    gap = planner.proposals.gaps(TUESDAY)[-1]
    assert [one.title for one in gap.proposals] == ["infra", "Talk"]


def test_what_is_done_at_this_time_each_week_is_proposed(
    planner: Planner, clock: FixedClock
) -> None:
    admin = activity(planner, "Email").id
    for weeks in (1, 2, 3):
        day = TUESDAY - 7 * weeks * DAY
        planner.tracking.log(stretch(planner, "9:00-9:40", day), "Inbox", activity_id=admin)
    put_clock(clock, "2026-11-24 09:35")
    (gap,) = planner.proposals.gaps(TUESDAY)
    assert (gap.proposals[-1].title, gap.proposals[-1].evidence) == (
        "Inbox",
        "at this time in 3 of the last 4 weeks",
    )


@pytest.mark.parametrize(("committed", "is_proposed"), [("9:50", True), ("9:51", False)])
def test_a_commit_soon_after_a_gap_speaks_of_it(
    planner: Planner, clock: FixedClock, committed: str, is_proposed: bool
) -> None:
    put_clock(clock, "2026-11-24 10:30")
    planner.tracking.log(stretch(planner, "9:40-10:30"), "Review")
    planner.evidence.record([Sign("git", at(planner, committed), "c1", "infra")])
    assert (("09:30-09:40", [("infra", "1 commit")]) in gaps(planner)) is is_proposed


@pytest.mark.parametrize(("until", "is_proposed"), [("9:50", True), ("9:49", False)])
def test_what_took_half_of_this_time_in_two_weeks_is_a_habit(
    planner: Planner, clock: FixedClock, until: str, is_proposed: bool
) -> None:
    for weeks in (1, 2):
        day = TUESDAY - 7 * weeks * DAY
        planner.tracking.log(stretch(planner, f"9:30-{until}", day), "Inbox")
    put_clock(clock, "2026-11-24 10:10")
    gap = planner.proposals.gaps(TUESDAY)[-1]
    found = [(one.title, one.evidence) for one in gap.proposals]
    assert (("Inbox", "at this time in 2 of the last 4 weeks") in found) is is_proposed


def test_a_meeting_that_ended_early_is_not_proposed_for_the_rest(
    planner: Planner, clock: FixedClock, meeting: None
) -> None:
    put_clock(clock, "2026-11-24 09:30")
    planner.tracking.start_item(
        next(item.key for item in planner.day(TUESDAY).items if item.title == "Sync")
    )
    put_clock(clock, "2026-11-24 09:50")
    planner.tracking.stop()
    put_clock(clock, "2026-11-24 10:15")
    assert gaps(planner)[1:] == [("09:50-10:15", [])]


def test_a_series_that_is_never_tracked_is_not_proposed(
    planner: Planner, clock: FixedClock, meeting: None
) -> None:
    put_clock(clock, "2026-11-24 15:20")
    assert "Demo" in [one.title for one in planner.meetings.begun()]
    planner.event_rules.set(CalendarId(1), "demo", {"is_tracked": False})
    assert "Demo" not in [one.title for one in planner.meetings.begun()]
    found = [one.title for gap in planner.proposals.gaps(TUESDAY) for one in gap.proposals]
    assert "Sync" in found
    assert "Demo" not in found


def test_a_day_off_holds_only_what_is_known_of_it(planner: Planner, clock: FixedClock) -> None:
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    put_clock(clock, "2026-11-24 18:00")
    assert gaps(planner) == []
    planner.evidence.record(heartbeats(planner, "11:00-11:30", ""))
    assert gaps(planner) == [("11:00-11:30", [("Coding", "editor 30 min")])]


def test_a_night_on_which_the_clocks_go_back_has_gaps_of_real_length(tmp_path: Path) -> None:
    clock = clock_at("2026-10-24 20:00")
    with Planner.open(tmp_path, clock) as planner:
        planner.set("day_border_min", 240)
        start = local("2026-10-25 01:30", "Europe/Berlin")
        planner.evidence.record(
            Sign("editor", start + timedelta(minutes=5 * n), f"h{n}", "Night") for n in range(25)
        )
        put_clock(clock, "2026-10-25 03:45")
        (gap,) = planner.proposals.gaps(planner.today())
        assert gap.span.duration == timedelta(hours=2)
        (entry,) = planner.proposals.accept_all(planner.today(), [gap.proposals[0].id])
        assert entry.end is not None
        assert entry.end - entry.start == timedelta(hours=2)
        assert planner.proposals.gaps(planner.today()) == ()


def test_fifteen_meetings_are_fifteen_gaps_and_fifteen_steps(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    times = [(8 * 60 + 35 * number, 8 * 60 + 35 * number + 30) for number in range(15)]
    events = [
        f"m{start} 20261124T{start // 60:02}{start % 60:02}00Z "
        f"20261124T{end // 60:02}{end % 60:02}00Z Meeting {start}"
        for start, end in times
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "full.ics", events))
    put_clock(clock, "2026-11-24 18:10")
    found = [gap.proposals[0] for gap in planner.proposals.gaps(TUESDAY)]
    meetings = [one.id for one in found if one.source.value == "calendar"]
    steps = undo_steps(planner)
    assert len(planner.proposals.accept_all(TUESDAY, meetings)) == 15
    assert undo_steps(planner) == steps + 15
    assert [gap.proposals[0].title for gap in planner.proposals.gaps(TUESDAY)] == ["Wrap up"]


MINUTES = st.integers(8 * 60, 19 * 60)


@given(
    st.lists(st.tuples(MINUTES, st.integers(1, 180)), max_size=5),
    st.lists(st.tuples(MINUTES, st.integers(1, 180)), max_size=5),
    MINUTES,
)
def test_gaps_never_overlap_entries_each_other_or_the_future(
    planned: list[tuple[int, int]], done: list[tuple[int, int]], now: int
) -> None:
    """Whatever is planned and tracked, all untracked working time of ten minutes is in a gap."""

    def times(start: int, length: int) -> tuple[str, str]:
        end = start + length
        return f"{start // 60}:{start % 60}", f"{end // 60}:{end % 60}"

    at_now = span(TUESDAY, *times(now, 1)).start
    entries, taken = [], now
    for start, length in sorted(done, reverse=True):
        if start + length <= taken:
            entries.append(tracked(start, span(TUESDAY, *times(start, length))))
            taken = start
    items = [planned_item(span(TUESDAY, *times(*one))) for one in planned]
    day = week(items, entries, now=at_now).days[1]
    found = gap_spans(day, ())
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.end <= at_now for one in found)
    assert not any(one.overlaps(entry.span) for one in found for entry in entries)
    assert day.working is not None
    hours = day.working.intersection(Span(day.working.start - DAY, at_now))
    left = difference(hours, [*found, *(entry.span for entry in entries)]) if hours else []
    assert all(part.duration < timedelta(minutes=10) for part in left)


def test_a_lunch_that_is_tracked_is_not_proposed_again(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 18:00")
    found = dict(gaps(planner))
    assert [title for title, _why in found["13:00-14:00"]] == ["Lunch"]
    lunch = activity(planner, "Lunch").id
    planner.tracking.log(stretch(planner, "12:00-13:20"), "Lunch", activity_id=lunch)
    assert dict(gaps(planner))["13:20-14:00"] == []


@pytest.mark.parametrize(
    ("entry", "is_named"),
    [
        ({}, True),
        ({"source": EntrySource.MANUAL}, False),
        ({"start": "10:00"}, False),  # begun at the meeting's start, so in its place
        ({"end": "10:30"}, False),  # the rest of the meeting is a gap
        ({"title": "Sync"}, False),
        ({"activity": STANDUP}, False),
    ],
)
def test_a_meeting_under_a_timer_that_ran_into_it_is_named(
    entry: dict[str, Any], is_named: bool
) -> None:
    values = {"start": "9:30", "end": "12:00", "title": "Loader", "activity": CODING, **entry}
    times = span(MONDAY, values["start"], values["end"])
    one = tracked(1, times, values["activity"], title=values["title"])
    source = values.get("source", EntrySource.TIMER)
    one = replace(one, entry=replace(one.entry, source=source))
    sync = planned_item(span(MONDAY, "10:00", "11:00"), STANDUP, title="Sync")
    (day, *_rest) = week([sync], [one], now=instant(MONDAY, "18:00")).days
    assert [found.item.title for found in covered_meetings(day)] == ["Sync"] * is_named
    assert covered_meetings(day, [sync.span]) == []
    (day, *_rest) = week([sync], [one], now=instant(MONDAY, "10:30")).days
    assert covered_meetings(day) == []
