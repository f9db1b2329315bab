"""Late work is said first, with what would help; so is what is changed without being asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.i18n import gettext
from mle_planner.core.plan.proposal import LateTask, NoteKind, OwnHours, Proposal, ShorterBlocks
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from tests.support.builders import write_calendar

pytestmark = [pytest.mark.usefixtures("few_steps")]

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 11, 25, 8, 40, tzinfo=LONDON)


@pytest.fixture
def clock() -> FixedClock:
    """A clock on a Wednesday morning."""
    return FixedClock(WEDNESDAY, LONDON)


def plan(planner: Planner, days: int = 1) -> Proposal:
    return planner.planning.propose(days_from(planner.today(), days))


def notes(planner: Planner) -> list[str]:
    return [note.sentence for note in plan(planner).notes]


# -- late -------------------------------------------------------------------------------------


def test_work_that_does_not_fit_before_it_is_due_says_how_much_and_when_it_is_done(
    planner: Planner,
) -> None:
    planner.tasks.add("Eval report 9h due today @analysis !high")

    (late,) = plan(planner).late

    assert late.sentence.startswith("Due today; ")
    assert str(late.explanation) == (
        "Beside Lunch and Wrap up, only 7 h 30 min of it fits before it is due."
    )
    assert " of work will be late, finished Thu " in late.sentence
    assert late.finished is not None
    assert late.late == timedelta(hours=9) - timedelta(hours=7, minutes=30)


def test_days_off_and_what_comes_first_are_why_work_is_late(planner: Planner) -> None:
    """Late work that is finished after a week off has a reason, too."""
    planner.tasks.add("Talk 7h due today @writing")
    planner.tasks.add("Slides 5h due fri @writing")
    planner.tasks.add("Notes 3h due today @writing !low")
    thursday = planner.today() + DAY
    planner.day_rules.choose(thursday, thursday + 6 * DAY, is_off=True)

    notes, slides = plan(planner).late

    assert str(notes.explanation) == "Talk comes first: normal priority."
    assert str(slides.explanation) == "There is no working time from tomorrow to Fri."


def test_a_first_day_that_is_today_or_past_is_no_reason(planner: Planner) -> None:
    old = planner.tasks.add("Old 10h @writing")
    for first_day in (planner.today(), planner.today() - DAY):
        planner.tasks.change(old.id, due=planner.today() - DAY, earliest=first_day)
        proposal = plan(planner)
        assert "Not before" not in " ".join(item.why for item in proposal.items)
        assert "Not before" not in " ".join(one.sentence for one in proposal.late)


def test_working_on_a_day_marked_as_off_is_offered_but_not_one_off_by_a_calendar(
    planner: Planner, tmp_path: Path
) -> None:
    planner.tasks.add("Eval report 16h due fri @analysis !high")
    thursday = planner.today() + timedelta(days=1)
    planner.day_rules.choose(thursday, thursday, is_off=True)
    (late,) = plan(planner).late
    assert any(str(one.change).startswith("Work tomorrow ") for one in late.remedies)

    path = tmp_path / "off.ics"
    write_calendar(path, ["a1 20261126 20261127 Vacation"])
    planner.calendars.import_file(path)
    (late,) = plan(planner).late
    assert not any(str(one.change).startswith("Work tomorrow ") for one in late.remedies)


def test_overdue_work_says_since_when_and_is_next(planner: Planner, clock: FixedClock) -> None:
    clock.put(WEDNESDAY - timedelta(days=6))
    planner.tasks.add("Memo 1h due 20 nov @writing")
    clock.put(WEDNESDAY)
    planner.tasks.add("Research 3h @research !high")

    proposal = plan(planner)

    assert [late.sentence for late in proposal.late] == [
        "Overdue since Fri 20 Nov; finished today 10:30. No other work comes before it."
    ]
    assert [late.is_overdue for late in proposal.late] == [True]


def test_overdue_work_that_meetings_keep_off_today_says_so(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    clock.put(WEDNESDAY - timedelta(days=6))
    planner.tasks.add("Memo 1h due 20 nov @writing")
    clock.put(WEDNESDAY)
    path = tmp_path / "team.ics"
    write_calendar(path, [f"w1 {WEDNESDAY:%Y%m%d}T080000Z {WEDNESDAY:%Y%m%d}T180000Z Workshop"])
    planner.calendars.import_file(path)

    (late,) = plan(planner).late

    assert late.sentence.endswith("; finished Thu 10:30. No 1 h is open today.")


def test_overdue_coding_is_finished_today_over_the_band(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    clock.put(WEDNESDAY - timedelta(days=6))
    planner.tasks.add("Loader 6h due 20 nov @coding !low")
    clock.put(WEDNESDAY)

    proposal = plan(planner)

    assert [late.finished.date() for late in proposal.late if late.finished] == [WEDNESDAY.date()]
    assert proposal.coding == timedelta(hours=6)


def test_what_a_push_leaves_for_tomorrow_is_said_the_same_once_accepted(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Report 4h due today 14:00 @writing")
    planner.planning.accept(plan(planner))
    clock.put(WEDNESDAY + timedelta(hours=6))

    proposal = planner.planning.propose_push()

    (late,) = proposal.late
    assert late.finished is not None
    assert late.finished.date() == WEDNESDAY.date() + timedelta(days=1)
    planner.planning.accept(proposal)
    (stored,) = planner.stored_plan.late(WEDNESDAY.date())
    assert (stored.sentence, stored.finished) == (late.sentence, late.finished)


def test_what_passed_its_time_of_day_is_overdue_since_then(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Send numbers 1h due today 10:00 @writing")
    clock.put(WEDNESDAY.replace(hour=11, minute=0))

    (late,) = plan(planner).late

    assert late.sentence.startswith("Overdue since today 10:00; finished today 12:00")
    assert late.is_overdue


def test_a_late_block_says_so_where_it_stands(planner: Planner) -> None:
    planner.tasks.add("Eval report 9h due today @analysis !high")

    proposal = plan(planner)

    (late,) = proposal.late
    said = {item.why for item in proposal.items if item.task is not None}
    assert said == {late.sentence}


def test_an_accepted_block_does_not_store_that_it_is_late(planner: Planner) -> None:
    """Its task may have more time, or another due date, long before it is planned again."""
    planner.tasks.add("Eval report 9h due today @analysis !high")

    planner.planning.accept(plan(planner))

    items = [item for item in planner.day(planner.today()).items if item.task is not None]
    assert items
    assert all(item.reason for item in items)
    assert not [item.reason for item in items if "late" in item.reason or "Due" in item.reason]


def test_a_late_block_of_tomorrow_says_the_day_by_its_name(planner: Planner) -> None:
    """It is read tomorrow too, when "due today" is true no more."""
    planner.tasks.add("Eval report 9h due today @analysis !high")

    items = [item for item in plan(planner, days=2).items if item.task is not None]

    today = {item.why[:10] for item in items if item.span.start.date() == WEDNESDAY.date()}
    later = {item.why[:8] for item in items if item.span.start.date() > WEDNESDAY.date()}
    assert today == {"Due today;"}
    assert later == {"Due Wed;"}


def test_what_would_have_helped_yesterday_is_not_offered_today(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Eval report 9h due today @analysis !high")
    proposal = plan(planner, days=2)
    assert any(late.remedies for late in proposal.late)
    planner.planning.accept(proposal)
    thursday = planner.today() + timedelta(days=1)
    assert any(late.remedies for late in planner.stored_plan.late(thursday))

    clock.put(WEDNESDAY + timedelta(days=1))

    late = planner.stored_plan.late(thursday)
    assert [(one.task.title, one.remedies) for one in late] == [("Eval report", ())]


def test_of_a_block_over_the_due_time_only_its_rest_is_late(planner: Planner) -> None:
    """Given two hours of work around noon that are due at noon, then one hour is late."""
    task = planner.tasks.add("Report 2h due today 12:00")
    start = WEDNESDAY.replace(hour=11, minute=0)
    planner.blocks.create_for_task(task.id, Span(start, start + timedelta(hours=2)))
    (late,) = planner.stored_plan.late(planner.today())
    assert late.late == timedelta(hours=1)
    assert "1 h of work will be late, finished today 13:00" in late.sentence


def test_an_end_that_was_missed_is_not_said_any_more(planner: Planner, clock: FixedClock) -> None:
    """The hour planned for it passes without a timer: after a quarter of it, it is missing."""
    planner.tasks.add("Card 1h due yesterday @writing")
    planner.planning.accept(plan(planner))
    (late,) = planner.stored_plan.late(planner.today())
    assert late.finished is not None
    clock.put(late.finished - timedelta(minutes=46))
    assert planner.stored_plan.late(planner.today())[0].finished == late.finished
    clock.put(late.finished - timedelta(minutes=45))
    assert planner.stored_plan.late(planner.today())[0].finished is None

    clock.put(late.finished + timedelta(minutes=1))

    (missed,) = planner.stored_plan.late(planner.today())
    assert (missed.finished, missed.remedies, str(missed.explanation)) == (None, (), "")
    assert missed.sentence == (
        "Overdue since yesterday; 1 h is not in the plan. Plan again to place it."
    )


def test_what_would_have_helped_until_an_hour_that_passed_is_not_offered(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Card 1h due yesterday @writing !low")
    own = Span(clock.now() + timedelta(minutes=50), clock.now() + timedelta(hours=4))
    planner.blocks.create(own, "Interview debrief", pinned=True)
    planner.planning.accept(plan(planner))
    (late,) = (one for one in planner.stored_plan.late(planner.today()) if one.remedies)
    (end,) = (one.until for one in late.remedies)
    assert end is not None
    assert late.finished is not None
    assert end < late.finished

    clock.put(end - timedelta(minutes=1))
    assert [one.remedies for one in planner.stored_plan.late(planner.today())] == [late.remedies]
    clock.put(end)
    assert [one.remedies for one in planner.stored_plan.late(planner.today())] == [()]


def test_what_was_found_out_about_late_work_holds_while_the_plan_is_followed(
    planner: Planner, clock: FixedClock
) -> None:
    """A suggested end, the reason and the remedies; then only planning again helps."""
    deck = planner.tasks.add("Deck 30m due today @presentation")
    planner.tasks.add("Migration 30h due fri @coding")
    proposal = plan(planner)
    planner.planning.accept(proposal)
    begins = {item.title: item.span.start for item in planner.day(planner.today()).items}

    def stored() -> LateTask:
        return planner.stored_plan.late(planner.today())[-1]

    (found,) = proposal.late
    late = stored()
    assert (late.late, late.sentence) == (found.late, found.sentence)
    assert late.remedies == found.remedies != ()
    clock.put(begins["Deck"] + timedelta(minutes=14))
    assert stored().sentence == late.sentence
    clock.put(begins["Deck"] + timedelta(minutes=15))
    assert (stored().remedies, str(stored().explanation), stored().can_plan_again) == ((), "", True)
    assert stored().sentence.endswith(" is not in the plan. Plan again to place it.")
    planner.tracking.log(Span(begins["Deck"], clock.now()), task_id=deck.id)
    assert (stored().sentence, stored().remedies) == (late.sentence, late.remedies)


def test_a_change_of_an_event_helps_until_the_event_begins(
    planner: Planner, clock: FixedClock
) -> None:
    deck = planner.tasks.add("Eval report 8h due today @analysis !low")
    planner.planning.accept(plan(planner))
    lunch = next(item for item in planner.day(planner.today()).items if item.title == "Lunch")

    def said() -> list[str]:
        (late,) = planner.stored_plan.late(planner.today())
        return [remedy.words.split(":")[0] for remedy in late.remedies]

    planner.tracking.start(task_id=deck.id)
    clock.put(lunch.span.start - timedelta(minutes=1))
    before = said()
    assert "Skip Lunch today" in before
    clock.put(lunch.span.start)
    assert said() == [words for words in before if "Lunch" not in words] != []


def test_what_would_help_is_read_in_the_language_of_its_reader(planner: Planner) -> None:
    """Planned and accepted in English, and read in German: no English word is left."""
    planner.tasks.add("Eval report 9h due today @analysis !high")
    proposal = plan(planner, days=2)
    planner.planning.accept(proposal)
    stored = [
        remedy for one in planner.stored_plan.late(planner.today()) for remedy in one.remedies
    ]
    assert stored == [remedy for one in proposal.late for remedy in one.remedies]
    assert any(remedy.words.startswith("Work until ") for remedy in stored)
    gettext.use(gettext.LocaleStyle("de"))
    try:
        said = [remedy.words for remedy in stored]
    finally:
        gettext.use(gettext.ENGLISH)
    assert any(words.startswith("Länger arbeiten: heute bis ") for words in said)
    assert not any("in time" in words or "finished" in words for words in said)


def test_a_longer_day_is_the_one_that_is_named(planner: Planner) -> None:
    task = planner.tasks.add("Eval report 8h due tomorrow @analysis !high")
    tomorrow = planner.today() + DAY
    planner.tasks.change(task.id, earliest=tomorrow)
    (late,) = plan(planner, days=2).late
    (longer,) = late.remedies
    assert longer.words == "Work until 19:00 tomorrow: in time"
    assert longer.action == OwnHours(tomorrow, 9 * 60, 19 * 60)
    begins, ends = (planner.days.instant(tomorrow, minute) for minute in (18 * 60 + 15, 19 * 60))
    assert longer.until is not None
    assert begins < longer.until <= ends, "when its last block ends"


def test_leaving_out_a_meeting_of_other_people_is_only_advised(
    planner: Planner, tmp_path: Path
) -> None:
    event = "m 20261125T130000Z 20261125T160000Z Offsite"
    planner.calendars.import_file(write_calendar(tmp_path / "x.ics", [event]))
    planner.tasks.add("Eval report 6h due today @analysis !high")
    (late,) = plan(planner).late
    actions = {str(remedy.change): remedy.action for remedy in late.remedies}
    assert actions["Without Offsite today 13:00"] is None


def test_late_work_that_no_day_can_take_says_what_keeps_it_out(planner: Planner) -> None:
    task = planner.tasks.add("Report 5h due today @writing")
    planner.tasks.change(task.id, min_chunk_min=300, max_chunk_min=300)

    (late,) = plan(planner).late

    assert late.finished is None
    assert late.sentence.startswith("Due today; 5 h has no place. ")
    assert str(late.explanation).endswith(
        "in one piece is open, and shorter blocks are not allowed."
    )
    assert any(remedy.action == ShorterBlocks(30) for remedy in late.remedies)


def test_a_remedy_says_that_the_work_is_in_time_with_it(
    planner: Planner, usual_steps: None
) -> None:
    planner.tasks.add("Backfill 7h due wed @coding !high")
    planner.tasks.add("Churn numbers 90m due wed @analysis")

    (late,) = plan(planner).late

    assert late.task.title == "Churn numbers"
    assert any(remedy.words == "Work until 19:00 today: in time" for remedy in late.remedies)


def test_what_is_in_time_is_not_late_and_what_comes_later_is_no_failure(
    planner: Planner, usual_steps: None
) -> None:
    planner.tasks.add("Backfill 7h due wed @coding !high")
    planner.tasks.add("Refactor 3h due fri @coding")
    planner.tasks.add("Backlog 60h @research !low")

    proposal = plan(planner)

    assert (proposal.late, proposal.unplaced) == ((), ())
    reasons = {line.task.title: line.reason for line in proposal.later}
    assert reasons["Refactor"] == "Backfill comes first: due today."
    assert {str(line.day) for line in proposal.later} == {"2026-11-26"}


# -- notes ------------------------------------------------------------------------------------


def test_a_lunch_that_moves_is_said(planner: Planner, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "x.ics", ["a 20261125T130000Z 20261125T133000Z Sync"])
    planner.calendars.import_file(path)

    assert any("lunch is at " in note for note in notes(planner))


def test_a_lunch_without_room_is_said(planner: Planner, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "x.ics", ["a 20261125T113000Z 20261125T153000Z Workshop"])
    planner.calendars.import_file(path)

    assert any("no room for lunch" in note for note in notes(planner))


@pytest.mark.parametrize(
    ("meeting", "note"),
    [
        (((14, 0), (18, 0)), "no room for Wrap up."),
        (((16, 0), (18, 0)), "Wrap up is at 15:45; Incident takes its usual time."),
        (((16, 0), (17, 50)), "Wrap up is 0:10 instead of 0:15."),
    ],
)
def test_what_becomes_of_the_wrap_up_is_said(
    planner: Planner, meeting: tuple[tuple[int, int], tuple[int, int]], note: str
) -> None:
    """It closes the day: shorter than usual, or before the last meeting, where that is not long."""
    start, end = (WEDNESDAY.replace(hour=hour, minute=minute) for hour, minute in meeting)
    activity = planner.catalog.activities()[11].id
    planner.blocks.create(Span(start, end), "Incident", activity_id=activity, pinned=True)

    assert notes(planner) == [f"Wed 25 Nov: {note}"]


def test_overdue_work_gets_remedies_or_the_reason_why_there_are_none(
    planner: Planner, clock: FixedClock, usual_steps: None
) -> None:
    """And a box of small tasks that is late counts as one task, so that each has the same ones."""
    clock.put(WEDNESDAY - timedelta(days=6))
    planner.tasks.add("Memo 2h due 20 nov @writing")
    for name in ("Ann", "Bob"):
        planner.tasks.add(f"Reply to {name} 15m due 20 nov @email !low")
    clock.put(WEDNESDAY)
    planner.tasks.add("Eval 6h due today @analysis !urgent")

    late = {one.task.title: one for one in plan(planner).late}

    ann, bob = late["Reply to Ann"], late["Reply to Bob"]
    assert all(one.remedies or str(one.explanation) for one in late.values())
    assert (ann.remedies, str(ann.explanation)) == (bob.remedies, str(bob.explanation))
    assert any(one.remedies for one in late.values())


def test_work_that_may_only_begin_after_it_is_due_says_so(planner: Planner) -> None:
    planner.tasks.add("Oops 2h from fri due thu @coding")

    (late,) = plan(planner, 3).late

    assert str(late.explanation) == "Not before Fri."


def test_after_hours_no_time_is_said_to_be_left(planner: Planner, clock: FixedClock) -> None:
    clock.put(WEDNESDAY.replace(hour=20, minute=30))
    planner.tasks.add("Numbers 1h due today @analysis !high")

    (late,) = plan(planner).late

    assert (late.remedies, str(late.explanation)) == ((), "No working time is left today.")


def test_a_late_task_behind_one_that_is_pinned_is_not_called_the_first(planner: Planner) -> None:
    planner.tasks.add("Memo 4h due today 12:00 @writing")
    model = planner.tasks.add("Model 1h @coding")
    block = planner.blocks.place_task(model.id, WEDNESDAY + timedelta(minutes=50))
    planner.blocks.change(BlockRef(block), pinned=True)

    (late,) = plan(planner).late

    assert str(late.explanation) != "No other work comes before it."


def test_the_coding_above_the_band_is_that_of_the_head(planner: Planner, clock: FixedClock) -> None:
    """To the minute, though plans are made in steps of five."""
    planner.tasks.add("Release fix 4h due today @coding !urgent")
    coding = next(each for each in planner.catalog.activities() if each.name == "Coding")
    clock.put(WEDNESDAY + timedelta(hours=1))
    span = Span(WEDNESDAY, WEDNESDAY + timedelta(minutes=32))
    planner.tracking.log(span, "Outage", activity_id=coding.id)

    assert "Wed 25 Nov: 4:32 of coding, more than 4:00." in notes(planner)


def test_coding_above_the_band_is_said(planner: Planner) -> None:
    planner.tasks.add("Release fix 6h due today @coding !urgent")

    assert "Wed 25 Nov: 6:00 of coding, more than 4:00." in notes(planner)


def test_a_day_off_is_said(planner: Planner, clock: FixedClock) -> None:
    clock.put(WEDNESDAY + timedelta(days=3))

    assert any("day off" in note for note in notes(planner))


def test_a_day_as_usual_has_nothing_to_say(planner: Planner) -> None:
    planner.tasks.add("Refactor 2h @coding")

    proposal = plan(planner)

    assert (proposal.late, proposal.notes, proposal.unplaced) == ((), (), ())


# -- due, and no estimate ---------------------------------------------------------------------


def test_a_task_that_is_due_and_has_no_estimate_is_named_with_what_to_do(planner: Planner) -> None:
    tokenizer = planner.tasks.add("Fix tokenizer due fri @coding")
    planner.tasks.add("Read due 20 dec @learning")

    (note,) = plan(planner).notes

    assert (note.kind, note.task) == (NoteKind.NO_ESTIMATE, tokenizer.id)
    assert note.sentence == (
        "Fix tokenizer is due Fri and has no estimate: it is not in the plan. "
        "Add an estimate to plan it."
    )
    planner.tasks.change(tokenizer.id, due=planner.today() - timedelta(days=1))
    assert plan(planner).notes[0].sentence.startswith("Fix tokenizer was due yesterday and has")
    assert [task.title for task in planner.planning.due_without_estimate()] == [
        "Fix tokenizer",
        "Read",
    ]


def test_one_that_was_planned_by_hand_is_in_the_plan(planner: Planner) -> None:
    task = planner.tasks.add("Fix tokenizer due fri @coding")
    planner.blocks.place_task(task.id, WEDNESDAY + timedelta(hours=2))

    assert plan(planner).notes == ()


def test_a_lunch_of_the_calendar_is_named_until_it_is_over(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    """Given lunch from 12 to 1, when the day is planned at 12:30, then it is still named."""
    events = ["a1 20261125T120000Z 20261125T130000Z Lunch with Ana"]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    clock.put(WEDNESDAY.replace(hour=12, minute=30))
    assert any("lunch is Lunch with Ana" in note for note in notes(planner))
    clock.put(WEDNESDAY.replace(hour=13, minute=0))
    assert not any("Lunch with Ana" in note for note in notes(planner))


def test_a_weekend_is_named_only_where_it_was_asked_for_alone(planner: Planner) -> None:
    """Given plans of a week and of a Saturday, then only the second says that it is free."""
    planner.tasks.add("Report 2h")
    free = NoteKind.NO_WORKING_TIME
    assert free not in [note.kind for note in plan(planner, days=7).notes]
    saturday = planner.today() + timedelta(days=3)
    assert free in [note.kind for note in planner.planning.propose([saturday]).notes]


def test_what_stands_before_work_due_tomorrow_is_not_named_beside_it(planner: Planner) -> None:
    """Lunch and wrap-up of several days are no news; of a task due today they are."""
    planner.tasks.add("Thesis 30h due tomorrow 18:00 @writing")
    (late,) = plan(planner).late
    assert str(late.explanation).endswith(" of it fits before it is due.")
    assert str(late.explanation).startswith("Only ")


def test_moving_an_event_helps_until_it_begins(planner: Planner) -> None:
    """What changes no event helps until the work would be finished."""
    start = planner.days.instant(planner.today(), 14 * 60)
    planner.blocks.create(Span(start, start + timedelta(hours=1)), "Interview", pinned=True)
    planner.tasks.add("Eval report 7h due today @analysis !high")
    (late,) = plan(planner).late
    until = {str(one.change): one.until for one in late.remedies}
    assert until["Move Interview to tomorrow 14:00"] == start
    assert until["Work until 19:00 today"] == start + timedelta(hours=4, minutes=30)
