"""Plans that are fit to be shown: early, in order, and late only where it cannot be helped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from benchmarks.schedule_baseline import earliest_due_first
from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.base.spans import Span
from mle_planner.core.plan.proposal import LowestPriority, Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer.late import late_tasks
from mle_planner.core.scheduling.due_first import late_slots
from mle_planner.core.scheduling.weeks import plan_weeks
from tests.support.amounts import first
from tests.support.builders import WEDNESDAY, activity, at, put_clock, stretch

pytestmark = pytest.mark.usefixtures("few_steps")

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2026, 11, 25, 8, 40, tzinfo=LONDON)


@pytest.fixture
def clock() -> FixedClock:
    """A clock on a Wednesday morning."""
    return FixedClock(MORNING, LONDON)


def plan(planner: Planner, days: int = 1) -> Proposal:
    return planner.planning.propose(days_from(planner.today(), days))


def starts(proposal: Proposal) -> list[tuple[str, str]]:
    """What the plan holds, by the time it starts on the wall clock."""
    return [(item.title, f"{item.span.start.astimezone(LONDON):%H:%M}") for item in proposal.items]


def work(proposal: Proposal) -> list[str]:
    return [item.title for item in proposal.items if item.task is not None]


# -- due tomorrow --------------------------------------------------------------------------------


def test_undated_work_does_not_put_due_work_off_to_another_day(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    """Also where the first look at the order leaves due work behind undated work."""
    put_clock(clock, "2026-11-23 08:50")
    planner.tasks.add("Fix paging 2h due today @coding !high")
    planner.tasks.add("Slides 90m due wed @presentation")
    planner.tasks.add("Review PR 30m due today @coding")
    planner.tasks.add("Harness 6h due thu @coding")
    planner.tasks.add("Read paper 1h @learning")
    assert [title for title in work(plan(planner)) if title in ("Slides", "Read paper")] == [
        "Slides"
    ]


@pytest.mark.parametrize("now", ["2026-11-23 09:00", "2026-11-24 09:00"])
@pytest.mark.parametrize("kind", ["learning", "research"])
def test_what_is_due_sooner_goes_first_whatever_kind_of_work_it_is(
    planner: Planner, clock: FixedClock, usual_steps: None, now: str, kind: str
) -> None:
    """Over the days too, beside coding that is enough for each day; undated work is last."""
    put_clock(clock, now)
    planner.tasks.add("Ranking 10h due thu @coding")
    planner.tasks.add("Deck 3h due fri @presentation")
    planner.tasks.add(f"Paper 8h @{kind}")

    items = [item for item in plan(planner, 5).items if item.task is not None]

    days = [
        [title for title, _blocks in groupby(item.title for item in of_day)]
        for _day, of_day in groupby(items, key=lambda item: item.span.start.date())
    ]
    assert days[0][0] == "Ranking"
    assert all(day == sorted(day, key=["Ranking", "Deck", "Paper"].index) for day in days)
    order = [title for day in days for title in day if title != "Ranking"]
    assert order == sorted(order), "the deck before the paper"


def test_what_fits_a_morning_exactly_does_not_go_before_what_is_due_sooner(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    put_clock(clock, "2026-11-30 09:00")
    for line in ("Ranking 10h due thu @coding", "Deck 3h due fri", "Paper 4h", "Report 3h due wed"):
        planner.tasks.add(line)
    order = [title for title in work(plan(planner, 2)) if title in ("Ranking", "Deck")]
    assert order == sorted(order, reverse=True), "the deck does not fill Tuesday's morning"


def test_undated_work_does_not_interrupt_what_is_due(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    put_clock(clock, "2026-11-23 13:25")
    for line in (
        "Slides 5h30 due thu @presentation",
        "Mails 4h45 due wed @email",
        "Tidy 2h15 @coding",
    ):
        planner.tasks.add(line)
    order = [title for title, _blocks in groupby(work(plan(planner, 5)))]
    assert order == ["Mails", "Slides", "Tidy"]


def test_a_task_is_not_interrupted_for_one_that_fills_the_time_exactly(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    put_clock(clock, "2026-11-23 13:25")
    for line in (
        "Train 5h45 due wed @coding",
        "Deck 3h @presentation",
        "Mail 30m due tue @email",
        "Fix 1h due thu @coding",
    ):
        planner.tasks.add(line)
    order = [title for title, _blocks in groupby(work(plan(planner, 5)))]
    assert len(order) == len(set(order)), order


@pytest.mark.parametrize(
    ("before", "added", "noon"),
    [
        (["Serving 6h due fri @coding", "Data card 3h due tue @writing"], [], "13:30"),
        (["Serving 8h due fri @coding", "Tidy 5h @analysis"], ["Data card 3h due tue @writing"],
         "12:00"),
    ],
    ids=["a morning missed", "new work"],
)  # fmt: skip
def test_work_due_tomorrow_goes_before_accepted_work_due_later(
    planner: Planner,
    clock: FixedClock,
    usual_steps: None,
    before: list[str],
    added: list[str],
    noon: str,
) -> None:
    put_clock(clock, "2026-11-30 09:00")
    for line in before:
        planner.tasks.add(line)
    planner.planning.accept(plan(planner, 5))
    put_clock(clock, f"2026-11-30 {noon}")
    for line in added:
        planner.tasks.add(line)
    afternoon = [
        item.title
        for item in plan(planner, 5).items
        if item.task is not None and f"{item.span.start.astimezone(LONDON):%a %H}" >= "Mon 13"
    ]
    card = [at for at, title in enumerate(afternoon) if title == "Data card"]
    assert card == list(range(len(card))), afternoon


@pytest.mark.parametrize(
    "others",
    [
        ("Eval 3h due wed @analysis", "Slides 4h due thu @presentation",
         "Retrain 2h30 due fri @research"),
        ("Model card 6h due thu @writing", "Retrain 2h30 due tue @research"),
    ],
)  # fmt: skip
def test_the_only_coding_of_a_day_does_not_wait_for_what_has_time_to_spare(
    planner: Planner, clock: FixedClock, usual_steps: None, others: tuple[str, ...]
) -> None:
    put_clock(clock, "2026-11-30 09:00")
    for line in ("Review PR 30m @coding", *others):
        planner.tasks.add(line)
    (found,) = [item for item in plan(planner, 5).items if item.title == "Review PR"]
    assert f"{found.span.start.astimezone(LONDON):%a}" == "Mon"


def test_what_cannot_be_in_time_is_not_put_off_for_longer_work(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    """The paper would be in time behind nothing else, but eight hours would be late for that."""
    put_clock(clock, "2026-11-30 09:00")
    planner.tasks.add("Train 8h due today @coding !urgent")
    planner.tasks.add("Paper 8h due tue @writing")
    assert set(work(plan(planner))) == {"Train"}


def test_work_due_tomorrow_begins_before_undated_coding_of_today(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    """Else it would end shortly before it is due, although today had room for it."""
    put_clock(clock, "2026-11-25 13:55")
    planner.tasks.add("Refactor loader 10h @coding")
    planner.tasks.add("Report 4h due thu @writing")
    proposal = plan(planner, 2)
    assert work(proposal)[0] == "Report"
    ends = max(item.span.end for item in proposal.items if item.title == "Report")
    assert f"{ends.astimezone(LONDON):%a %H:%M}" <= "Thu 13:00"


def test_lunch_does_not_move_so_that_late_work_ends_a_quarter_of_an_hour_sooner(
    planner: Planner, usual_steps: None
) -> None:
    planner.tasks.add("Train model 8h due thu #fraud @coding !high")
    planner.tasks.add("Quarterly deck 3h due thu @presentation")
    planner.tasks.add("Churn analysis 4h due thu @analysis !high")
    lunches = [at for title, at in starts(plan(planner, 2)) if title == "Lunch"]
    assert len(lunches) == 2
    assert all(at >= "12:30" for at in lunches)


# -- early -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["@learning", "@coding", "@email", "@writing !low"])
def test_the_only_task_starts_when_the_day_is_open(planner: Planner, kind: str) -> None:
    """Whatever hours suit it best: it keeps no better time free for anything else."""
    planner.tasks.add(f"Alone 1h {kind}")

    assert ("Alone", "09:30") in starts(plan(planner))


def test_the_hours_still_decide_what_comes_first(planner: Planner) -> None:
    """The typical morning starts with meetings and talk, and deep work follows."""
    planner.tasks.add("Model 2h @coding")
    planner.tasks.add("Mail 30m @email")

    assert work(plan(planner)) == ["Mail", "Model"]


def test_work_without_a_due_date_leaves_lunch_where_it_is(planner: Planner) -> None:
    planner.tasks.add("Pipeline 5h @coding")
    planner.tasks.add("Extra tests 1h @coding")

    assert ("Lunch", "13:00") in starts(plan(planner))


# -- in order ----------------------------------------------------------------------------------


def test_twelve_equal_tasks_stand_in_the_order_of_entry(planner: Planner) -> None:
    titles = [f"Small {number:02}" for number in range(1, 13)]
    for title in titles:
        planner.tasks.add(f"{title} 15m @coding")

    assert work(plan(planner)) == titles


def test_equals_of_other_lengths_stand_in_the_order_of_entry(planner: Planner) -> None:
    titles = ["Alpha", "Beta", "Gamma", "Delta"]
    for title, minutes in zip(titles, (30, 60, 30, 90), strict=True):
        planner.tasks.add(f"{title} {minutes}m @analysis")

    assert work(plan(planner)) == titles


# -- the frame of the day ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "tasks",
    [
        ("Train 5h due today @coding !high", "Deck 2h due today @presentation !high",
         "Numbers 90m due today @analysis !urgent", "Mail 30m due today @email"),
        ("Train 6h due today @coding !high", "Deck 3h due today @presentation !high",
         "Numbers 2h due today @analysis"),
    ],
)  # fmt: skip
def test_nothing_comes_after_the_wrap_up_of_an_overfull_day(
    planner: Planner, tasks: tuple[str, ...]
) -> None:
    for line in tasks:
        planner.tasks.add(line)

    proposal = plan(planner)

    wraps = [item.span for item in proposal.items if item.title == "Wrap up"]
    ends = max(item.span.end for item in proposal.items)
    assert wraps == [] or wraps[0].end == ends
    lunch = next(item.span for item in proposal.items if item.title == "Lunch")
    assert all(lunch.end <= wrap.start for wrap in wraps)


def test_the_wrap_up_is_not_left_out_if_another_lunch_leaves_room_for_it(
    planner: Planner, usual_steps: None
) -> None:
    planner.tasks.add("Report 7h due today @writing")
    found = plan(planner)
    assert (starts(found)[-1], found.late) == (("Wrap up", "17:45"), ())


def test_the_wrap_up_stands_before_a_meeting_that_ends_the_day(planner: Planner) -> None:
    meeting = activity(planner, "Meeting").id
    span = Span(at(planner, "17:00", WEDNESDAY), at(planner, "18:00", WEDNESDAY))
    planner.blocks.create(span, "All hands", activity_id=meeting, pinned=True)
    planner.tasks.add("Train 8h due today @coding !high")

    assert starts(plan(planner))[-1] == ("Wrap up", "16:45")


# -- the band ----------------------------------------------------------------------------------


def test_coding_that_is_due_goes_over_the_band_whatever_its_priority(planner: Planner) -> None:
    planner.tasks.add("Migration 7h due today @coding !low")

    proposal = plan(planner)

    assert proposal.late == ()
    assert proposal.coding == timedelta(hours=7)


def test_a_day_with_a_little_room_for_coding_is_not_said_to_be_full(planner: Planner) -> None:
    """Three and a half hours of four are planned; the hour that is done in one piece waits."""
    planner.tasks.add("Pipeline 3h30m @coding !high")
    planner.tasks.add("Extra tests 1h @coding")

    reasons = {
        item.reason for item in plan(planner, 2).items if planner.days.date_of(item.span.start)
        > planner.today() and item.task is not None
    }  # fmt: skip

    assert reasons == {"Coding Wed has room for only 30 min more."}


def test_a_task_goes_on_today_for_as_long_as_the_band_has_room(planner: Planner) -> None:
    planner.tasks.add("Pipeline 5h @coding")
    planner.tasks.add("Extra tests 1h @coding")

    assert plan(planner).coding == timedelta(hours=4)


def test_coding_does_not_wait_for_tomorrow_while_today_is_open(planner: Planner) -> None:
    for line in ("Big 3h #a @coding", "Small 1h #b @coding", "Read 1h @learning"):
        planner.tasks.add(line)

    assert set(work(plan(planner))) == {"Big", "Small", "Read"}


def test_more_undated_work_than_a_week_holds_comes_later_and_is_no_failure(
    planner: Planner,
) -> None:
    for number in range(9):
        planner.tasks.add(f"Work {number} 5h @analysis")

    proposal = plan(planner)

    assert proposal.unplaced == ()
    assert proposal.later[-1].day is None, "after the week that was looked at"


def test_two_tasks_that_fill_a_day_do_not_take_turns(planner: Planner, usual_steps: None) -> None:
    """What is due today does not fit, so that one of them goes on tomorrow."""
    planner.tasks.add("Refactor store 6h due today #p @coding")
    planner.tasks.add("Sync report 4h due today @analysis !high")
    planner.tasks.add("Eval harness 200h @coding")

    titles = [title for title, _blocks in groupby(work(plan(planner)))]

    assert titles == ["Sync report", "Refactor store"]


# -- late --------------------------------------------------------------------------------------


def forty(planner: Planner, seed: int, load: float) -> None:
    """Forty tasks of all sizes, most of them due within two weeks."""
    random = Random(f"forty {seed}")
    for number in range(40):
        day = date(2026, 11, 25) + timedelta(
            days=random.choice([0, 1, 2, 2, 5, 5, 6, 7, 8, 9, 9, 12, 13])
        )
        minutes = int(random.choice([15, 30, 30, 45, 60, 60, 90, 120, 180, 240]) * load) // 5 * 5
        planner.tasks.add(
            " ".join(
                (
                    f"Task {number} {minutes}m",
                    f"due {day.isoformat()}" if random.random() < 0.85 else "",
                    random.choice(["@coding", "@writing", "@analysis", "@email", "@learning"]),
                    random.choice(["!urgent", "!high", "!low", "", "", ""]),
                )
            )
        )


@pytest.mark.parametrize(("seed", "load"), first(1, [(12, 1.5), (6, 1.15), (11, 1.15)]))
def test_nothing_is_late_where_planning_earliest_due_first_has_nothing_late(
    planner: Planner, seed: int, load: float
) -> None:
    forty(planner, seed, load)
    problem = planner.planning.request(days_from(planner.today(), 14)).problem
    assert late_slots(problem, earliest_due_first(problem)) == 0, "not a case of that kind"

    assert late_tasks(problem, plan_weeks(problem, 13), 13) == []


def test_of_two_tasks_due_on_a_full_day_the_less_important_one_is_late(planner: Planner) -> None:
    """Seven hours just fit when lunch is a quarter of an hour shorter."""
    planner.tasks.add("Backfill 7h due today @coding !high")
    planner.tasks.add("Churn numbers 90m due today @analysis")

    assert [late.task.title for late in plan(planner).late] == ["Churn numbers"]


@pytest.mark.parametrize("parts", [("7h15",), ("5h", "2h15")])
def test_a_day_that_only_an_earlier_and_shorter_lunch_makes_long_enough_holds(
    planner: Planner, parts: tuple[str, ...]
) -> None:
    for part in parts:
        planner.tasks.add(f"Backfill {part} due today @coding")

    assert plan(planner).late == ()


def test_the_order_of_entry_leaves_no_open_hour_between_the_blocks_of_a_task(
    planner: Planner,
) -> None:
    for line in ("Slides 3h @presentation", "Report 2h @writing", "Interview prep 1h @meeting"):
        planner.tasks.add(line)

    work = [item for item in plan(planner).items if item.task is not None]

    assert [item.title for item in work][:2] == ["Slides", "Slides"]
    assert work[1].span.start - work[0].span.end == timedelta(minutes=15)


def test_short_due_work_is_saved_behind_work_that_is_late_anyway(planner: Planner) -> None:
    planner.tasks.add("Migration 14h due today @coding !high")
    planner.tasks.add("Memo 1h due today @writing")
    planner.tasks.add("Numbers 45m due today @analysis")

    assert [late.task.title for late in plan(planner).late] == ["Migration"]


def test_small_work_of_a_week_is_in_time_behind_a_big_task_that_is_late_anyway(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    clock.put(MORNING - timedelta(days=2))
    planner.tasks.add("Monster 40h due fri !high @coding")
    planner.tasks.add("Small 1h due fri @writing")

    assert [late.task.title for late in plan(planner, 7).late] == ["Monster"]


def test_work_that_is_due_later_is_done_one_by_one(planner: Planner, usual_steps: None) -> None:
    for line in ("Charlie 4h due 30 nov", "Alpha 4h due 27 nov", "Beta 4h due 29 nov"):
        planner.tasks.add(f"{line} @research")

    order = [title for title, _blocks in groupby(work(plan(planner, 9)))]

    assert order == ["Alpha", "Beta", "Charlie"]


def test_work_that_is_due_sooner_is_finished_first(planner: Planner, usual_steps: None) -> None:
    """Both fit in time; what is due a week later took the time before lunch."""
    planner.tasks.add("Handover 2h due thu !high @writing")
    planner.tasks.add("Quantize 5h due fri @coding")
    planner.tasks.add("Backfill 4h due 2 dec @coding")
    planner.day_rules.choose(date(2026, 11, 27), date(2026, 12, 1), is_off=True)
    order = [title for title in work(plan(planner, 8)) if title != "Handover"]
    assert order == sorted(order, reverse=True)


def test_the_plan_is_the_same_at_each_minute_before_the_day_begins(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    for line in ("Train 12h due fri @coding !high", "Deck 6h due thu", "Ablation 5h", "Paper 3h"):
        planner.tasks.add(line)
    plans = []
    for minute in (2, 40, 42, 58):
        clock.put(MORNING.replace(minute=minute))
        plans.append([(item.title, item.span) for item in plan(planner, 3).items])

    assert plans == plans[:1] * 4


def test_the_first_of_two_equal_tasks_begins_in_the_time_before_lunch(
    planner: Planner, clock: FixedClock
) -> None:
    """Neither fits there whole, and the second has more of its work tomorrow."""
    clock.put(MORNING.replace(hour=12, minute=10))
    for line in ("Alpha 150m @writing", "Beta 150m @writing"):
        planner.tasks.add(line)

    assert [title for title, _blocks in groupby(work(plan(planner, 3)))] == ["Alpha", "Beta"]


def test_equal_work_that_is_added_goes_behind_an_accepted_plan(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    for line in ("Alpha 2h @research", "Beta 2h @research"):
        planner.tasks.add(line)
    accepted = plan(planner, 2)
    planner.planning.accept(accepted)
    for line in ("Gamma 1h @research", "Delta 1h @research"):
        planner.tasks.add(line)
    clock.put(MORNING + timedelta(minutes=6))

    again = plan(planner, 2)

    before = {item.span: item.title for item in accepted.items if item.task is not None}
    assert before.items() <= {item.span: item.title for item in again.items}.items()
    order = [title for title, _blocks in groupby(work(again))]
    assert order == ["Alpha", "Beta", "Gamma", "Delta"]


def test_urgent_work_that_is_added_goes_before_an_accepted_plan(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    for line in ("Refactor 3h @coding", "Study 3h @research"):
        planner.tasks.add(line)
    planner.planning.accept(plan(planner, 2))
    planner.tasks.add("Outage 1h !urgent @ad-hoc")
    clock.put(MORNING + timedelta(minutes=6))

    assert work(plan(planner, 2))[0] == "Outage"


def test_what_matters_more_does_not_wait_for_what_is_due_no_sooner(planner: Planner) -> None:
    planner.tasks.add("Migration 7h due today @coding !urgent")
    planner.tasks.add("Memo 1h due today @writing !low")

    late = {one.task.title: one for one in plan(planner, 2).late}

    assert late["Memo"].late
    assert not any(isinstance(each.action, LowestPriority) for each in late["Memo"].remedies)


def test_what_is_late_anyway_waits_for_late_work_that_is_more_pressing(
    planner: Planner, clock: FixedClock
) -> None:
    clock.put(MORNING + timedelta(hours=9))
    planner.tasks.add("Churn model 20h due tomorrow @coding")
    planner.tasks.add("Hotfix 2h due today @coding !high")

    found = plan(planner, 5)

    assert {one.task.title for one in found.late} == {"Churn model", "Hotfix"}
    tomorrow = [each for each in found.items if each.span.start > MORNING + timedelta(hours=12)]
    first_work = next(each for each in tomorrow if not each.day_part)
    assert first_work.title == "Hotfix"


def test_what_was_due_first_is_finished_in_its_week_and_tasks_of_a_day_take_no_turns(
    planner: Planner, clock: FixedClock
) -> None:
    """Though lunch is short on each day, and less of another task would be late without it."""
    clock.put(MORNING - timedelta(days=1))
    for line in (
        "Feature pipeline 14h due thu @coding !high",
        "Tokenizer regression 5h due wed @coding !urgent",
        "Serving plan 4h due fri @writing",
        "Eval dashboards 6h due fri @coding",
        "Demo slides 2h due thu 14:00 @presentation !high",
        "Cost report 90m due wed @email",
        "Refactor loaders 8h @coding !low",
    ):
        planner.tasks.add(line)

    found = plan(planner, 4)

    report = [item.span.end for item in found.items if item.title == "Cost report"]
    assert max(report, default=MORNING + timedelta(days=9)) < MORNING + timedelta(days=3)
    friday = [item for item in found.items if item.span.start > MORNING + timedelta(days=2)]
    titles = [title for title, _ in groupby(item.title for item in friday if item.task)]
    assert len(titles) == len(set(titles))


def test_what_is_due_later_is_cut_where_in_one_piece_it_would_make_another_task_late(
    planner: Planner, clock: FixedClock
) -> None:
    clock.put(MORNING + timedelta(hours=8, minutes=10))
    planner.tasks.add("Send numbers 20m due today @data")
    planner.tasks.add("Figures 1h due tomorrow 10:00 @presentation !high")

    assert plan(planner, 2).late == ()


def test_overdue_work_is_cut_so_that_it_is_done_before_what_can_wait(
    planner: Planner, clock: FixedClock
) -> None:
    clock.put(MORNING - timedelta(days=6))
    planner.tasks.add("Memo 90m due 20 nov @writing !low")
    clock.put(MORNING)
    planner.tasks.add("Numbers 1h @analysis")
    meeting = activity(planner, "Meeting").id
    for start, end in (("10:30", "11:30"), ("13:00", "15:00"), ("16:00", "17:45")):
        span = Span(at(planner, start, WEDNESDAY), at(planner, end, WEDNESDAY))
        planner.blocks.create(span, "Sync", activity_id=meeting, pinned=True)

    assert work(plan(planner)) == ["Memo", "Memo", "Numbers"]


def test_what_comes_next_moves_up_when_a_task_is_done_early(
    planner: Planner, clock: FixedClock
) -> None:
    """Planning again moves it up; pushing brings nothing forward."""
    model = planner.tasks.add("Model 2h @coding !high")
    planner.tasks.add("Memo 1h @writing")
    planner.planning.accept(plan(planner))
    clock.put(MORNING + timedelta(minutes=100))
    planner.tasks.finish(model.id)

    proposal = plan(planner)
    assert ("Memo", "10:20") in starts(proposal)
    assert [item.reason for item in proposal.items if item.task] == ["The earliest open 1 h."]
    assert ("Memo", "11:45") in starts(planner.planning.propose_push())


def test_work_that_is_due_comes_before_undated_work_of_an_earlier_day(
    planner: Planner, usual_steps: None
) -> None:
    """Though the hours of the earlier day suit the other better."""
    planner.tasks.add("Ranking eval 10h due thu @coding !high")
    planner.tasks.add("Deck 3h due fri @presentation")
    planner.tasks.add("Paper 2h @learning")

    order = work(plan(planner, 3))
    assert order.index("Paper") > max(at for at, title in enumerate(order) if title == "Deck")


def test_a_chain_has_no_open_time_between_its_tasks(planner: Planner) -> None:
    """Also where the first part of one was moved into an open hour."""
    first = planner.tasks.add("Label set 2h @data")
    second = planner.tasks.add(f"Train 2h @coding after {first.id}")
    planner.tasks.add(f"Evaluate 1h @analysis after {second.id}")

    spans = [item.span for item in plan(planner).items if item.task is not None]
    waits = [after.start - before.end for before, after in pairwise(spans)]
    assert sum(waits, timedelta()) <= timedelta(minutes=15 + 60), "a break, and lunch"


def test_work_that_others_wait_for_is_as_pressing_as_they_are(planner: Planner) -> None:
    """And the reason of what stands behind it names what waits."""
    planner.tasks.add("Refactor 2h @coding")
    sweep = planner.tasks.add("Prepare sweep 1h30 @coding")
    launch = planner.tasks.add(f"Launch training 20m @coding after {sweep.id}")
    planner.tasks.add(f"Analyse sweep 2h @analysis !high due fri after {launch.id} from thu")
    planner.tasks.add("Read paper 1h @learning")

    made = plan(planner)
    order = list(dict.fromkeys(work(made)))
    assert order.index("Refactor") > order.index("Launch training") > order.index("Prepare sweep")
    reasons = {item.reason for item in made.items}
    assert "Launch training comes first: Analyse sweep waits for it." in reasons


def test_undated_work_does_not_shorten_lunch(planner: Planner) -> None:
    """Half an hour of it would then have to wait for tomorrow."""
    planner.tasks.add("Retrain 3h due today @coding !high")
    planner.tasks.add("Send minutes 30m due today @email")
    planner.tasks.add("Survey read 2h @learning")
    planner.planning.accept(plan(planner))
    assert isinstance(planner.clock, FixedClock)
    put_clock(planner.clock, "2026-11-25 11:15")

    lunch = next(item for item in planner.planning.propose_push().items if item.title == "Lunch")
    assert lunch.span.duration == timedelta(hours=1)


def test_equal_overdue_tasks_are_finished_one_by_one(planner: Planner) -> None:
    for name in ("Zed", "Yak", "Xi"):
        planner.tasks.add(f"{name} 3h due 20 nov @coding")

    order = work(plan(planner, 3))
    assert [name for name, _ in groupby(order)] == ["Zed", "Yak", "Xi"]


def test_equal_undated_tasks_are_finished_one_by_one_over_several_days(planner: Planner) -> None:
    planner.tasks.add("Report 2h due today @writing")
    planner.tasks.add("Fix loader 3h @coding")
    planner.tasks.add("Big refactor 9h @coding")

    proposal = plan(planner, 3)
    order = work(proposal)
    assert [name for name, _ in groupby(order)] == ["Report", "Fix loader", "Big refactor"]
    assert proposal.unplaced == ()
    assert proposal.coding == timedelta(hours=12)


def test_of_two_equal_tasks_too_long_for_the_week_the_first_is_finished_first(
    planner: Planner,
) -> None:
    planner.tasks.add("Loader 15h @coding")
    planner.tasks.add("Refactor 15h @coding")

    order = work(plan(planner, 9))
    assert [name for name, _ in groupby(order)] == ["Loader", "Refactor"]


def test_the_order_of_entry_does_not_finish_first_what_is_due_later(planner: Planner) -> None:
    """Both are due after the week that is planned first."""
    planner.tasks.add("Later 20h due 18 dec @coding")
    planner.tasks.add("Sooner 6h due 3 dec @coding")

    ends = {item.title: item.span.end for item in plan(planner, 16).items if item.task is not None}
    assert ends["Sooner"] < ends["Later"]


def test_a_plan_leaves_no_time_open_that_is_better_for_what_stands_behind_it(
    planner: Planner, usual_steps: None
) -> None:
    for line in ("Labels 3h @data", "Train 2h @research", "Report 2h due thu 17:00 @writing !high"):
        planner.tasks.add(line)
    planner.tasks.add("Inbox 30m @email")

    assert not [item.reason for item in plan(planner, 3).items if "Plan again" in item.reason]


# -- importance ----------------------------------------------------------------------------------


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize(
    ("important", "other", "meeting"),
    [
        ("Report 8h due today @writing !urgent", "Query 1h due today @analysis !low", "9:00-9:30"),
        ("Slides 3h due today 15:00 !urgent", "Note 1h due today 15:00 @writing", "9:30-11:30"),
        ("Report 6h due today @writing !high", "Query 2h due today", "14:00-16:00"),
    ],
)
def test_important_work_is_not_much_later_behind_work_that_matters_less(
    planner: Planner, important: str, other: str, meeting: str, is_turned: bool
) -> None:
    """Whatever was entered first, and also if the important work is a little late anyway."""
    about = activity(planner, "Meeting").id
    planner.blocks.create(
        stretch(planner, meeting, WEDNESDAY), "Sync", activity_id=about, pinned=True
    )
    lines = [important, other]
    for line in reversed(lines) if is_turned else lines:
        planner.tasks.add(line)

    found = plan(planner)

    first, behind = important.split(maxsplit=1)[0], other.split(maxsplit=1)[0]
    late = {one.task.title: one.late for one in found.late}
    assert late.get(first, timedelta()) <= timedelta(hours=1)
    assert behind in late
    assert work(found)[0] == first


def test_what_a_far_due_date_needs_of_a_week_keeps_the_order_of_importance(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    """The weeks until 22 December hold four hours less coding than is due by then."""
    put_clock(clock, "2026-11-30 09:00")
    planner.tasks.add("Migrate 40h due 22 dec @coding")
    planner.tasks.add("Eval 12h due 11 dec @coding !high")

    assert set(work(plan(planner, 2))) == {"Eval"}


@pytest.mark.parametrize("lines", [("A 12h {} !urgent", "B 12h {} !high"), ("A 24h {} !urgent",)])
def test_coding_due_after_the_week_stays_within_the_band_if_that_is_enough(
    planner: Planner, clock: FixedClock, usual_steps: None, lines: tuple[str, ...]
) -> None:
    put_clock(clock, "2026-11-30 09:00")
    for line in lines:
        planner.tasks.add(line.format("due 10 dec @coding"))

    assert plan(planner).coding == timedelta(hours=4)


def test_overdue_coding_goes_over_the_band(planner: Planner) -> None:
    planner.tasks.add("Fix 4h due today @coding !urgent")
    planner.tasks.add("Tag release 30m due yesterday @coding")

    assert set(work(plan(planner))) == {"Fix", "Tag release"}
