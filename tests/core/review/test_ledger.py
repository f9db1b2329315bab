"""The focus ledger: planned focus = done + lost, each lost minute with one cause.

The golden days are worked out by hand: what is planned, what happened, and the lines that must
come of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY, ZERO, Span, whole_minutes
from mle_planner.core.model.work import Activity, ActivityId, Category, Task, TaskId
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.review.ledger import PlanRecord, day_ledger
from mle_planner.core.review.ledger_sums import DayLedger, FocusLedger, Loss, LossCause, cause_name
from mle_planner.core.review.variances import PlannedPart
from mle_planner.core.review.words import ledger_rows
from tests.support.amounts import examples
from tests.support.tracked_time import (
    ANALYSIS,
    CODING,
    EMAIL,
    LUNCH,
    MONDAY,
    STANDUP,
    UTC_DAYS,
    instant,
    span,
    tracked,
)

AD_HOC = Activity(ActivityId(6), "Ad hoc", Category.ADMIN, key="ad-hoc")
FROZEN = instant(MONDAY, "8:50")
EVENING = instant(MONDAY, "20:00")


def block(start: str, end: str, title: str = "Drift", kind: Activity = CODING) -> PlannedPart:
    return PlannedPart(span(MONDAY, start, end), kind.category, title=title)


def entry(start: str, end: str, title: str = "Drift", kind: Activity = CODING) -> TrackedItem:
    when = span(MONDAY, start, end)
    return tracked(int(when.start.timestamp()), when, kind, title=title)


MORNING = (
    block("9:00", "9:30", "Standup", STANDUP),
    block("10:00", "12:00", "Drift"),
    block("13:00", "15:00", "Label audit", ANALYSIS),
)
"""4:00 of focus: 2:00 of coding and 2:00 of analysis."""


def held(
    entries: list[TrackedItem],
    *,
    frozen: tuple[PlannedPart, ...] = MORNING,
    later: list[PlanRecord] | None = None,
    present: tuple[PlannedPart, ...] | None = None,
    idle: list[Span] | None = None,
    now: datetime = EVENING,
) -> DayLedger:
    plans = [
        PlanRecord(FROZEN, frozen),
        *(later or []),
        PlanRecord(now, frozen if present is None else present),
    ]
    whole = UTC_DAYS.span(MONDAY)
    assert whole is not None
    return day_ledger(MONDAY, whole, plans, entries, until=now, is_frozen=True, idle=idle or ())


def lines(ledger: DayLedger) -> dict[str, tuple[int, list[str]]]:
    return {
        line.cause.value: (whole_minutes(line.lost), [one.text for one in line.examples])
        for line in FocusLedger((ledger,)).causes
    }


def figures(ledger: DayLedger) -> tuple[int, int, int]:
    week = FocusLedger((ledger,))
    return whole_minutes(week.planned), whole_minutes(week.done), whole_minutes(week.lost)


KEPT = [entry("10:00", "12:00"), entry("13:00", "15:00", "Label audit", ANALYSIS)]


def test_a_day_that_went_as_planned_lost_nothing() -> None:
    ledger = held(KEPT)
    assert figures(ledger) == (240, 240, 0)
    assert (ledger.coding, ledger.other_focus) == (timedelta(hours=2), timedelta(hours=2))
    assert lines(ledger) == {}


def test_a_meeting_that_came_into_the_calendar_after_the_freeze() -> None:
    """Tracked or not, it is a meeting that was added; focus in its time is done all the same."""
    present = (
        *MORNING,
        block("11:00", "11:40", "Incident review", STANDUP),
        block("14:00", "15:00", "Sync", STANDUP),
    )
    entries = [
        entry("10:00", "11:00"),
        entry("11:00", "11:40", "Incident review", STANDUP),
        entry("11:40", "12:00"),
        entry("13:00", "14:20", "Label audit", ANALYSIS),
    ]
    ledger = held(entries, present=present)
    assert figures(ledger) == (240, 160, 80)
    assert lines(ledger) == {"meeting added": (80, ["Incident review on Monday", "Sync on Monday"])}
    assert lines(held(entries)) == {"meeting added": (40, ["Incident review on Monday"]),
                                    "away": (40, ["Label audit on Monday"])}  # fmt: skip


def test_a_meeting_of_the_plan_that_ran_over() -> None:
    """31 minutes of the standup fall in no focus, 17 in the block after it."""
    entries = [entry("9:00", "10:17", "standup ", STANDUP), entry("10:17", "12:00"), KEPT[1]]
    ledger = held(entries)
    assert figures(ledger) == (240, 223, 17)
    assert lines(ledger) == {"meeting overrun": (17, ["standup  on Monday"])}
    other_title = [entry("9:00", "10:17", "Daily", STANDUP), *entries[1:]]
    assert lines(held(other_title)) == {"meeting overrun": (17, ["Daily on Monday"])}


def test_a_meeting_that_the_calendar_moved_into_focus_was_added_and_may_still_run_over() -> None:
    present = (*MORNING[1:], block("11:00", "11:30", "Standup", STANDUP))
    entries = [
        entry("10:00", "11:00"),
        entry("11:00", "11:40", "Standup", STANDUP),
        entry("11:40", "12:00"),
        KEPT[1],
    ]
    assert lines(held(entries, present=present)) == {
        "meeting added": (30, ["Standup on Monday"]),
        "meeting overrun": (10, ["Standup on Monday"]),
    }


def test_a_late_start_is_what_lies_before_the_first_focus_of_a_stretch() -> None:
    entries = [entry("10:09", "12:00"), entry("13:25", "15:00", "Label audit", ANALYSIS)]
    ledger = held(entries)
    assert figures(ledger) == (240, 206, 34)
    assert lines(ledger) == {"late start": (34, ["Label audit on Monday", "Drift on Monday"])}


def test_an_ad_hoc_request_is_known_by_its_activity_or_by_a_task_of_after_the_freeze() -> None:
    task = Task(TaskId(1), "Incident 482", ActivityId(4), instant(MONDAY, "10:25"))
    entries = [
        entry("10:00", "10:30"),
        replace(entry("10:30", "11:00", "Incident 482", EMAIL), task=task),
        entry("11:00", "11:20", "Question of sales", AD_HOC),
        entry("11:20", "12:00"),
        KEPT[1],
    ]
    ledger = held(entries)
    assert figures(ledger) == (240, 190, 50)
    assert lines(ledger) == {
        "ad-hoc request": (50, ["Incident 482 on Monday", "Question of sales on Monday"])
    }


def test_what_the_frozen_plan_has_is_no_ad_hoc_request() -> None:
    """Planned for later and done in a focus block, it is other work, whatever its activity."""
    frozen = (*MORNING, block("16:00", "16:30", "Expenses", AD_HOC))
    entries = [entry("10:00", "11:30"), entry("11:30", "12:00", "Expenses", AD_HOC), KEPT[1]]
    assert lines(held(entries, frozen=frozen)) == {"other work": (30, ["Expenses on Monday"])}


def test_an_entry_without_a_title_is_known_by_its_activity() -> None:
    """Not by the planned work it took the time of: that was no request."""
    entries = [entry("10:00", "11:30"), entry("11:30", "12:00", "", AD_HOC), KEPT[1]]
    assert lines(held(entries)) == {"ad-hoc request": (30, ["Ad hoc on Monday"])}


def test_other_work_is_admin_that_no_request_asked_for() -> None:
    """A task that was there before the freeze is no request."""
    task = Task(TaskId(1), "Expenses", ActivityId(4), instant(MONDAY, "8:00"))
    entries = [
        entry("10:00", "11:30"),
        entry("11:30", "11:50", "Email", EMAIL),
        replace(entry("11:50", "12:00", "Expenses", EMAIL), task=task),
        KEPT[1],
    ]
    ledger = held(entries)
    assert figures(ledger) == (240, 210, 30)
    assert lines(ledger) == {"other work": (30, ["Email on Monday", "Expenses on Monday"])}


def test_the_plan_was_moved() -> None:
    """The audit goes to another day; with it the time that would have been away."""
    ledger = held(KEPT[:1], present=MORNING[:2])
    assert figures(ledger) == (240, 120, 120)
    assert lines(ledger) == {"plan moved": (120, ["Label audit on Monday"])}


def test_idle_only_where_something_says_so() -> None:
    entries = [entry("10:00", "11:00"), KEPT[1]]
    assert lines(held(entries)) == {"away": (60, ["Drift on Monday"])}
    ledger = held(entries, idle=[span(MONDAY, "11:10", "11:45"), span(MONDAY, "14:00", "14:30")])
    assert figures(ledger) == (240, 180, 60)
    assert lines(ledger) == {"idle": (35, ["Drift on Monday"]), "away": (25, ["Drift on Monday"])}


def test_away_is_time_of_which_nothing_is_known_and_not_a_tracked_break() -> None:
    entries = [entry("10:00", "11:00"), entry("11:00", "11:30", "Dentist", LUNCH), KEPT[1]]
    ledger = held(entries)
    assert figures(ledger) == (240, 180, 60)
    assert lines(ledger) == {
        "break": (30, ["Dentist on Monday"]),
        "away": (30, ["Drift on Monday"]),
    }


def test_one_day_with_five_causes() -> None:
    """10:00 late by 5, 20 of ad hoc, 10 of email, 40 of an added meeting, a break of 15."""
    present = (*MORNING, block("13:20", "14:00", "Sync", STANDUP))
    entries = [
        entry("10:05", "10:50"),
        entry("10:50", "11:10", "Chat", AD_HOC),
        entry("11:10", "11:20", "Email", EMAIL),
        entry("11:20", "12:00"),
        entry("13:00", "13:20", "Label audit", ANALYSIS),
        entry("13:20", "14:00", "Sync", STANDUP),
        entry("14:00", "14:45", "Label audit", ANALYSIS),
        entry("14:45", "15:00", "Walk", LUNCH),
    ]
    ledger = held(entries, present=present)
    assert figures(ledger) == (240, 150, 90)
    assert {cause: minutes for cause, (minutes, _titles) in lines(ledger).items()} == {
        "meeting added": 40,
        "ad-hoc request": 20,
        "break": 15,
        "other work": 10,
        "late start": 5,
    }


def test_the_night_in_which_the_clocks_go_back_has_an_hour_more() -> None:
    """In Berlin from 23:00 on 24 October to 03:30 are 5:30; 00:00 to 02:40 (first) were coded."""
    days = PlanningDays(ZoneInfo("Europe/Berlin"), day_start_min=240)
    day = date(2026, 10, 24)
    whole = days.span(day)
    assert whole is not None
    assert whole.duration == timedelta(hours=25)
    night = Span(days.instant(day, 23 * 60), days.instant(day, 27 * 60 + 30))
    coded = Span(days.instant(day, 24 * 60), datetime(2026, 10, 25, 0, 40, tzinfo=UTC))
    plan = PlanRecord(whole.start, (PlannedPart(night, Category.CODING, title="Migration"),))
    ledger = day_ledger(
        day, whole, [plan, plan], [tracked(1, coded)], until=whole.end, is_frozen=True
    )
    assert figures(ledger) == (330, 160, 170)
    assert lines(ledger) == {
        "away": (110, ["Migration on Saturday"]),
        "late start": (60, ["Migration on Saturday"]),
    }


def test_an_entry_says_more_than_the_plan_that_was_moved() -> None:
    """The audit was moved because of email, and of the rest of its time nothing is known."""
    entries = [KEPT[0], entry("13:00", "13:30", "Email", EMAIL)]
    assert lines(held(entries, present=MORNING[:2])) == {
        "plan moved": (90, ["Label audit on Monday"]),
        "other work": (30, ["Email on Monday"]),
    }


def test_a_later_version_proves_that_a_block_was_moved_only_after_its_time() -> None:
    """At 15:30 the audit still stood where it was missed; later it was dragged to Friday."""
    still = [PlanRecord(instant(MONDAY, "15:30"), MORNING)]
    assert lines(held(KEPT[:1], later=still, present=MORNING[:2])) == {
        "away": (120, ["Label audit on Monday"])
    }
    gone = [PlanRecord(instant(MONDAY, "9:40"), MORNING[:2]), *still]
    assert lines(held(KEPT[:1], later=gone)) == {"plan moved": (120, ["Label audit on Monday"])}


def test_a_plan_made_again_during_a_block_moves_none_of_its_beginning() -> None:
    again = (*MORNING[:1], block("10:40", "12:00"), MORNING[2])
    later = [PlanRecord(instant(MONDAY, "10:40"), again)]
    ledger = held([entry("10:40", "12:00"), KEPT[1]], later=later, present=again)
    assert lines(ledger) == {"late start": (40, ["Drift on Monday"])}


def test_focus_and_a_meeting_planned_at_once_is_no_planned_focus() -> None:
    frozen = (*MORNING, block("11:00", "11:30", "Sync", STANDUP))
    entries = [entry("10:00", "11:00"), entry("11:00", "11:40", "Sync", STANDUP),
               entry("11:40", "12:00"), KEPT[1]]  # fmt: skip
    ledger = held(entries, frozen=frozen)
    assert figures(ledger) == (210, 200, 10)
    assert lines(ledger) == {"meeting overrun": (10, ["Sync on Monday"])}


def test_only_what_has_passed_counts() -> None:
    ledger = held([entry("10:00", "10:30:40")], now=instant(MONDAY, "10:30:40"))
    assert figures(ledger) == (30, 30, 0)
    assert figures(held([], now=FROZEN)) == (0, 0, 0)


def test_seconds_are_cut_so_that_the_minutes_add_up() -> None:
    entries = [
        entry("10:00:50", "10:40:50"),
        entry("10:40:50", "11:00:20", "Email", EMAIL),
        entry("11:00:20", "12:00"),
        KEPT[1],
    ]
    assert figures(held(entries)) == (240, 220, 20)
    assert lines(held(entries)) == {"other work": (20, ["Email on Monday"])}


def test_every_cause_has_a_name() -> None:
    assert len({cause_name(cause) for cause in LossCause}) == len(LossCause)


@st.composite
def _day(draw: st.DrawFn) -> tuple[list[PlanRecord], list[TrackedItem], list[Span], datetime]:
    kinds = st.sampled_from([CODING, ANALYSIS, STANDUP, EMAIL, LUNCH, AD_HOC])
    titles = st.sampled_from(["Drift", "Sync", "Standup"])
    start = instant(MONDAY, "-2:00")

    def spans(most: int) -> list[Span]:
        second = st.tuples(st.sampled_from(range(0, 60_000, 1_730)), st.integers(1, 12_000))
        return [
            Span(start + timedelta(seconds=at), start + timedelta(seconds=at + length))
            for at, length in draw(st.lists(second, max_size=most))
        ]

    plans = [
        PlanRecord(
            start + timedelta(hours=6 * at),
            tuple(PlannedPart(one, draw(kinds).category, title=draw(titles)) for one in spans(6)),
        )
        for at in range(draw(st.integers(1, 3)))
    ]
    entries: list[TrackedItem] = []
    free = start
    for at, one in enumerate(sorted(spans(8))):  # entries never overlap: push each behind the last
        moved = one.moved(max(ZERO, free - one.start))
        free = moved.end
        entries.append(tracked(at, moved, draw(kinds), title=draw(titles)))
    return plans, entries, spans(2), start + timedelta(seconds=draw(st.integers(30_000, 110_000)))


@given(_day())
@examples(150)
def test_each_planned_minute_is_done_or_lost_exactly_once(
    case: tuple[list[PlanRecord], list[TrackedItem], list[Span], datetime],
) -> None:
    plans, entries, idle, now = case
    whole = UTC_DAYS.span(MONDAY)
    assert whole is not None
    ledger = day_ledger(MONDAY, whole, plans, entries, until=now, is_frozen=True, idle=idle)
    begun = now.replace(second=0, microsecond=0)
    planned = {at for at in _focus_minutes(plans[0]) if whole.start <= at < min(begun, whole.end)}
    lost = [at for loss in ledger.losses for at in _minutes(loss.span)]
    assert len(lost) == len(set(lost))
    assert set(lost) <= planned
    week = FocusLedger((ledger,))
    assert whole_minutes(week.planned) == len(planned)
    assert whole_minutes(week.done) == len(planned) - len(lost)
    assert sum((line.lost for line in week.causes), ZERO) == week.lost
    for line in week.causes:
        assert sum((one.lost for one in line.examples), ZERO) == line.lost > ZERO


def _minutes(stretch: Span) -> list[datetime]:
    return [stretch.start + timedelta(minutes=at) for at in range(whole_minutes(stretch.duration))]


def _focus_minutes(plan: PlanRecord) -> set[datetime]:
    """The minutes of focus that are of no meeting; blocks begin and end on full minutes."""
    focus: set[datetime] = set()
    meetings: set[datetime] = set()
    for part in plan.parts:
        if part.category is Category.MEETING or part.category.is_focus:
            held = meetings if part.category is Category.MEETING else focus
            at = part.span.start.replace(second=0)
            while at < part.span.end.replace(second=0):
                held.add(at)
                at += timedelta(minutes=1)
    return focus - meetings


def test_an_average_of_late_starts_says_on_how_many_days() -> None:
    days = []
    for at in range(5):
        day = MONDAY + at * DAY
        until = {0: "9:41", 3: "9:42"}.get(at, "9:01")
        late = Loss(LossCause.LATE_START, "Drift", day, span(day, "9:00", until))
        lost = (late,) if at in (0, 3) else ()
        length = timedelta(minutes=60)
        done = length - sum((loss.span.duration for loss in lost), ZERO)
        days.append(DayLedger(day, True, 1, length, done, ZERO, lost))
    _planned, late_start, _done = ledger_rows(FocusLedger(tuple(days)))
    assert late_start == ("Late start", "−1:23", "on 2 days, 0:42 on average")
