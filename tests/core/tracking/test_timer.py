"""The rules of tracked time: one entry runs, none overlap, no time is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.edits import Change
from mle_planner.core.model.tracked import LONGEST_ENTRY, TimeEntry
from mle_planner.core.tracking import timer
from tests.support.builders import minutes, utc

NOW = utc("2026-11-24 12:00")


def entry(number: int, start: str, end: str | None, title: str = "Drift") -> TimeEntry:
    def instant(clock: str) -> datetime:
        return utc(f"2026-11-24 {clock}")

    return TimeEntry(number, instant(start), instant(end) if end else None, "UTC", title, 1)


RUNNING = entry(1, "10:00", None)


def test_a_start_ends_the_running_entry_at_the_same_instant() -> None:
    new = entry(2, "11:00", None, "Review")
    assert timer.start_entry(new, RUNNING, NOW) == (
        Change(RUNNING, replace(RUNNING, end=new.start)),
        Change(None, new),
    )
    assert timer.start_entry(new, None, NOW) == (Change(None, new),)


def test_an_entry_that_held_no_time_is_dropped() -> None:
    new = entry(2, "10:00", None, "Review")
    assert timer.start_entry(new, RUNNING, NOW) == (Change(RUNNING, None), Change(None, new))


def test_a_start_before_the_running_one_is_refused_naming_it() -> None:
    with pytest.raises(PlannerError, match=r"Drift is running since 10:00"):
        timer.start_entry(entry(2, "09:59", None), RUNNING, NOW)


def test_a_stop_at_the_start_is_refused_as_nothing_would_be_tracked() -> None:
    with pytest.raises(PlannerError, match=r"Drift began at 10:00, so nothing would be.*running"):
        timer.stop_entry(RUNNING, RUNNING.start, NOW)


@pytest.mark.parametrize("at", ["2026-11-24 09:59", "2026-11-23 12:00"])
def test_a_stop_before_the_start_is_refused_and_it_runs_on(at: str) -> None:
    with pytest.raises(PlannerError, match=r"before the start of Drift at 10:00.*still running"):
        timer.stop_entry(RUNNING, utc(at), NOW)


def test_the_future_cannot_be_tracked() -> None:
    later = utc("2026-11-24 12:00:01")
    for attempt in (
        lambda: timer.stop_entry(RUNNING, later, NOW),
        lambda: timer.start_entry(replace(RUNNING, start=later), None, NOW),
        lambda: timer.check_times(replace(RUNNING, end=later), NOW),
        lambda: timer.correct_entry(RUNNING, replace(RUNNING, start=later), NOW),
    ):
        with pytest.raises(PlannerError, match="lies in the future"):
            attempt()
    assert timer.stop_entry(RUNNING, NOW, NOW)


def test_a_timer_forgotten_for_weeks_is_not_taken_for_work() -> None:
    week = replace(RUNNING, start=NOW - LONGEST_ENTRY)
    assert timer.stop_entry(week, NOW, NOW)
    with pytest.raises(
        PlannerError, match=r"since Tue 17 Nov 11:59, longer than the 7 days.*still running"
    ):
        timer.stop_entry(replace(week, start=week.start - minutes(1)), NOW, NOW)
    with pytest.raises(PlannerError, match="7 days at most"):
        timer.check_times(replace(week, start=week.start - minutes(1), end=NOW), NOW)


WEEKS = replace(RUNNING, start=NOW - LONGEST_ENTRY - minutes(90))


def test_a_start_never_ends_a_forgotten_timer_as_an_entry_of_weeks() -> None:
    """Given a timer that runs for longer than 7 days, a start names the three ways to go on."""
    new = entry(2, "11:00", None, "Review")
    with pytest.raises(timer.ForgottenTimerError) as refused:
        timer.start_entry(new, replace(WEEKS, start=WEEKS.start - minutes(60)), NOW)
    assert str(refused.value) == (
        "Drift has been running since Tue 17 Nov 09:30, longer than the 7 days that an entry can "
        "last. Nothing was changed; stop it at an earlier time, keep its first 7 days, or discard "
        "it."
    )


@pytest.mark.parametrize(
    ("forgotten", "end"),
    [
        (utc("2026-11-17 18:00"), utc("2026-11-17 18:00")),
        (timer.Forgotten.KEEP, utc("2026-11-24 10:30")),
    ],
)
def test_a_forgotten_timer_ends_as_answered(
    forgotten: timer.Forgotten | datetime, end: datetime
) -> None:
    new = entry(2, "11:00", None, "Review")
    assert timer.start_entry(new, WEEKS, NOW, forgotten) == (
        Change(WEEKS, replace(WEEKS, end=end)),
        Change(None, new),
    )


def test_a_forgotten_timer_is_discarded_as_answered() -> None:
    new = entry(2, "11:00", None, "Review")
    discard = timer.Forgotten.DISCARD
    assert timer.start_entry(new, WEEKS, NOW, discard) == (Change(WEEKS, None), Change(None, new))


def test_an_answer_about_a_forgotten_timer_that_cannot_be_is_refused() -> None:
    new = entry(2, "11:00", None, "Review")
    for running, forgotten, sentence in (
        (None, timer.Forgotten.KEEP, "No timer is running"),
        (None, timer.Forgotten.DISCARD, "No timer is running"),
        (
            RUNNING,
            utc("2026-11-24 11:01"),
            "The stop at 11:01 would be after the start of Review at 11:00",
        ),
        (RUNNING, utc("2026-11-24 09:00"), "before the start of Drift"),
        (WEEKS, utc("2026-11-24 10:31"), "longer than the 7 days"),
    ):
        with pytest.raises(PlannerError, match=sentence):
            timer.start_entry(new, running, NOW, forgotten)


def test_entries_merge_and_split_into_none_longer_than_a_week() -> None:
    start = utc("2026-10-01 00:00")
    weeks = [
        replace(RUNNING, id=n, start=start + n * LONGEST_ENTRY, end=start + (n + 1) * LONGEST_ENTRY)
        for n in range(6)
    ]
    with pytest.raises(PlannerError, match="7 days at most"):
        timer.merge_entries(weeks, NOW)
    with pytest.raises(PlannerError, match="7 days at most"):
        timer.split_entry(WEEKS, NOW - minutes(1), 9, NOW)


def test_what_is_in_the_way_on_another_day_is_named_with_its_date() -> None:
    later = replace(entry(3, "10:00", None, "Mail"), start=utc("2027-02-01 10:00"))
    later = replace(later, end=later.start + minutes(30))
    with pytest.raises(PlannerError, match=r"from Mon 1 Feb 2027 10:00 to Mon 1 Feb 2027 10:30"):
        timer.check_free([later], NOW)


def test_an_overlap_is_refused_naming_the_entry_in_the_way() -> None:
    timer.check_free([], NOW)
    with pytest.raises(PlannerError, match=r"Mail is already tracked from 09:00 to 10:30"):
        timer.check_free([entry(3, "09:00", "10:30", "Mail")], NOW)
    with pytest.raises(PlannerError, match=r"Mail is already tracked from 09:00 to now"):
        timer.check_free([entry(3, "09:00", None, "Mail")], NOW)


def test_times_are_told_on_the_clock_by_which_they_are_answered() -> None:
    """Given a timer begun in another zone, then not the clock of that zone is meant."""
    london = replace(RUNNING, zone="Europe/London")
    with pytest.raises(PlannerError, match="at 15:30"):
        timer.stop_entry(london, RUNNING.start, NOW.astimezone(ZoneInfo("Asia/Kolkata")))


def test_the_parts_of_a_split_cover_the_same_time() -> None:
    whole = entry(1, "10:00", "11:00")
    first, second = timer.split_entry(whole, utc("2026-11-24 10:20"), 2, NOW)
    assert isinstance(first.after, TimeEntry)
    assert isinstance(second.after, TimeEntry)
    assert (first.after.start, first.after.end) == (whole.start, second.after.start)
    assert second.after.end == whole.end
    at = utc("2026-11-24 11:00")
    runs_on, earlier = timer.split_entry(RUNNING, at, 2, NOW)
    assert runs_on.after == replace(RUNNING, start=at), "the timer keeps its number"
    assert earlier.after == replace(RUNNING, id=2, end=at)


@pytest.mark.parametrize("at", ["10:00", "11:00", "09:00", "11:30"])
def test_a_split_at_an_end_or_outside_is_refused(at: str) -> None:
    with pytest.raises(PlannerError, match="between its start and its end"):
        timer.split_entry(entry(1, "10:00", "11:00"), utc(f"2026-11-24 {at}"), 2, NOW)


def test_neighbours_that_touch_become_one_with_the_name_of_the_first() -> None:
    one, two, three = entry(1, "9:00".zfill(5), "10:00"), entry(2, "10:00", "10:30"), entry(
        3, "10:30", None, "Other")  # fmt: skip
    changes = timer.merge_entries([three, one, two], NOW)
    assert changes == (Change(two, None), Change(three, None), Change(one, replace(one, end=None)))


def test_a_gap_is_never_filled() -> None:
    with pytest.raises(PlannerError, match=r"untracked time before 10:31"):
        timer.merge_entries([entry(1, "10:00", "10:30"), entry(2, "10:31", "11:00")], NOW)
    with pytest.raises(PlannerError, match="two or more"):
        timer.merge_entries([entry(1, "10:00", "10:30")], NOW)
    with pytest.raises(PlannerError):
        timer.merge_entries([entry(1, "10:00", "10:30")] * 2, NOW)
