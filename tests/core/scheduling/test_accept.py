"""A plan is proposed, accepted, frozen; what is frozen stays and what is stale is refused."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY, Span, total, whole_minutes
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.model.work import TaskId, Work
from mle_planner.core.plan.proposal import NoteKind, Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.storage.rows import TABLES
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    activity,
    at,
    block,
    clock_at,
    coding,
    item,
    minutes,
    put_clock,
    stretch,
    task,
    undo_steps,
    write_calendar,
)
from tests.support.day_picture import plan_picture, proposal_picture
from tests.support.languages import speaking

pytestmark = pytest.mark.usefixtures("few_steps")


def test_proposing_changes_nothing_and_gives_the_same_plan_again(planner: Planner) -> None:
    task(planner, "Drift alert 2h due fri")
    before = planner.everything()
    request = planner.planning.request([TUESDAY])
    proposal = planner.planning.propose([TUESDAY])
    assert planner.everything() == before
    assert planner.planning.propose([TUESDAY]) == proposal
    assert pickle.loads(pickle.dumps(request)) == request


def test_what_a_plan_noted_still_holds_after_accepting(planner: Planner) -> None:
    """The days off of all its days, and due tasks without an estimate until they have one."""
    fix = task(planner, "Fix tokenizer due fri")
    planner.day_rules.choose(WEDNESDAY, WEDNESDAY, is_off=True)
    assert planner.planning.standing_notes(TUESDAY) == ()
    proposal = planner.planning.propose([TUESDAY, WEDNESDAY])
    planner.planning.accept(proposal)
    assert planner.planning.standing_notes(TUESDAY) == proposal.notes
    assert [note.task for note in proposal.notes] == [fix.id, None]
    planner.tasks.change(fix.id, estimate_min=60)
    (off,) = planner.planning.standing_notes(TUESDAY)
    assert off.sentence == "Wed 25 Nov is a day off."
    assert planner.planning.standing_notes(MONDAY) == ()


def test_a_due_task_that_the_accepted_plan_does_not_know_is_noted(planner: Planner) -> None:
    task(planner, "Report 2h due today")
    task(planner, "Migration 30h due today")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert not any(note.task for note in planner.planning.standing_notes(TUESDAY))
    card = task(planner, "Card 1h due today")
    task(planner, "Talk 1h due wed")
    task(planner, "Idea 1h")
    notes = [note for note in planner.planning.standing_notes(TUESDAY) if note.task]
    assert [(note.kind, note.task) for note in notes] == [(NoteKind.NOT_PLANNED, card.id)]
    assert notes[0].sentence == (
        "Card is due today; 1 h is not in the plan. Plan again to place it."
    )
    planner.tasks.change(card.id, due=MONDAY)
    (overdue, *_) = planner.planning.standing_notes(TUESDAY)
    assert overdue.sentence.startswith("Card was due yesterday; 1 h is not in the plan.")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert not any(note.task for note in planner.planning.standing_notes(TUESDAY))


def test_a_new_due_task_that_cannot_be_planned_is_noted_with_what_it_waits_for(
    planner: Planner,
) -> None:
    """Planning again would not place it."""
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    base = task(planner, "Base")
    task(planner, f"Card 1h due today after {base.id}")
    (note,) = planner.planning.standing_notes(TUESDAY)
    assert note.sentence == (
        "Card is due today; 1 h is not in the plan. It waits for Base, which cannot be planned."
    )


def test_a_due_task_whose_block_was_missed_is_noted(planner: Planner, clock: FixedClock) -> None:
    """From a quarter of an hour on, also during its block; not while its timer runs."""
    report = task(planner, "Report 1h due today")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    end = item(planner, "Report").span.end

    def noted() -> list[TaskId | None]:
        return [note.task for note in planner.planning.standing_notes(TUESDAY) if note.task]

    clock.put(end - minutes(46))
    assert noted() == []
    clock.put(end - minutes(45))
    assert noted() == [report.id]
    clock.put(end)
    assert noted() == [report.id]
    (note, *_) = planner.planning.standing_notes(TUESDAY)
    assert note.sentence == (
        "Report is due today; 1 h was missed (09:30–10:30). Plan again to place it."
    )
    planner.tracking.start(task_id=report.id)
    assert noted() == []


def test_a_moved_lunch_is_still_said_after_accepting(planner: Planner, tmp_path: Path) -> None:
    """Also when a plan is made again, until the user moves it."""
    sync = "a 20261124T123000 20261124T133000 Sync"
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", [sync]))
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    (moved,) = planner.planning.standing_notes(TUESDAY)
    assert moved.sentence == "Tue 24 Nov: lunch is at 13:30; Sync takes its usual time."
    assert planner.planning.propose([TUESDAY]).notes == (moved,)
    lunch = item(planner, "Lunch")
    planner.blocks.move(lunch.key, lunch.span.end)
    assert planner.planning.standing_notes(TUESDAY) == ()


def test_lunch_goes_back_to_its_hour_unless_the_user_moved_it(
    planner: Planner, tmp_path: Path
) -> None:
    """What the plan moved for a meeting goes back when the meeting is gone."""
    sync = "a 20261124T123000 20261124T133000 Sync"
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", [sync]), name="Team")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", []), name="Team")
    assert lunch_in(planner.planning.propose([TUESDAY])) == stretch(planner, "13:00-14:00")
    planner.blocks.move(item(planner, "Lunch").key, at(planner, "12:00"))
    assert lunch_in(planner.planning.propose([TUESDAY])) == stretch(planner, "12:00-13:00")


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_lunch_that_the_user_moved_stays_in_the_first_plan_of_a_day(
    planner: Planner, is_begun: bool
) -> None:
    """Also where a first start has frozen the day: that is no plan that moved it."""
    planner.blocks.move(item(planner, "Lunch").key, at(planner, "12:00"))
    block(planner, "15:00-16:00")
    if is_begun:
        planner.tracking.start("Mail")
    assert planner.day(TUESDAY).version == is_begun
    assert lunch_in(planner.planning.propose([TUESDAY])) == stretch(planner, "12:00-13:00")


def test_a_day_is_held_against_its_plan_as_it_was_when_the_day_began(planner: Planner) -> None:
    """Given two hours of coding, planned again in the course of the day as one."""
    drift = block(planner, "10:00-12:00", "Drift monitor")
    planner.tracking.start("Mail")
    planner.blocks.delete([drift])
    task(planner, "Label audit 1h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert planner.reviews.week(TUESDAY).days[1].planned.coding == minutes(120)


def test_a_free_event_is_no_part_of_the_plan_that_a_day_is_held_against(
    planner: Planner, tmp_path: Path
) -> None:
    """Given an hour of a cancelled meeting beside the daily one of half an hour."""
    sync = "a 20261124T143000 20261124T153000 Canceled: Sync"
    block(planner, "10:00-11:00")
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", [sync]))
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert planner.day(TUESDAY).version == 1
    assert planner.reviews.week(TUESDAY).days[1].planned.meeting == minutes(30)


def test_the_meetings_of_a_day_off_are_no_part_of_the_plan_that_it_is_held_against(
    planner: Planner, tmp_path: Path
) -> None:
    sync = "a 20261125T143000 20261125T153000 Model sync"
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", [sync]))
    planner.day_rules.choose(WEDNESDAY, WEDNESDAY, is_off=True)
    task(planner, "Drift alert 2h")
    planner.planning.accept(planner.planning.propose([TUESDAY, WEDNESDAY]))
    assert planner.day(WEDNESDAY).version == 1
    assert planner.reviews.week(TUESDAY).days[2].planned.everything == minutes(0)


def lunch_in(proposal: Proposal) -> Span:
    return next(each.span for each in proposal.items if each.title == "Lunch")


def test_what_is_accepted_is_what_was_shown(planner: Planner) -> None:
    for line in ("Drift alert 2h due fri", "Label audit 90m", "Feature store 3h !high"):
        task(planner, line)
    block(planner, "16:00-17:00", "Interview notes")
    proposal = planner.planning.propose([TUESDAY, WEDNESDAY])
    planner.planning.accept(proposal)
    shown = {(found.span, found.title) for found in proposal.items}
    planned = {
        (found.span, found.title)
        for day in (TUESDAY, WEDNESDAY)
        for found in planner.day(day).items
        if found.source == "block" and found.title != "Interview notes"
    }
    assert planned == shown
    assert "16:00-17:00 Interview notes" in plan_picture(planner, TUESDAY)
    assert planner.history.undo_label == "Plan 2 days"
    for day in (TUESDAY, WEDNESDAY):
        items = planner.day(day).items
        for first, second in pairwise(items):
            assert not first.span.overlaps(second.span), plan_picture(planner, day)


def test_a_day_that_was_not_planned_keeps_following_the_typical_day(planner: Planner) -> None:
    """Tuesday and Thursday are planned; Wednesday between them gets no plan of its own."""
    task(planner, "Drift alert 6h due fri")
    before = plan_picture(planner, WEDNESDAY)
    thursday = WEDNESDAY + DAY
    planner.planning.accept(planner.planning.propose([TUESDAY, thursday]))
    assert [planner.day(day).version for day in (TUESDAY, WEDNESDAY, thursday)] == [1, 0, 1]
    assert plan_picture(planner, WEDNESDAY) == before
    stored = planner.everything()
    planned_days = [TUESDAY.isoformat(), thursday.isoformat()]
    assert sorted(own["day"] for own in stored["own_day"]) == planned_days
    assert sorted(version["day"] for version in stored["plan_version"]) == planned_days


def test_an_empty_task_list_gives_the_typical_day(planner: Planner) -> None:
    typical = plan_picture(planner, TUESDAY)
    proposal = planner.planning.propose([TUESDAY])
    assert proposal_picture(planner, proposal) == "Tue 13:00-14:00 Lunch\nTue 17:45-18:00 Wrap up"
    assert proposal.unplaced == ()
    planner.planning.accept(proposal)
    assert plan_picture(planner, TUESDAY) == typical.replace("template", "frame")


def test_a_frozen_plan_stays_as_it_was_when_the_day_is_planned_again(planner: Planner) -> None:
    task(planner, "Drift alert 2h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    first = planner.everything()["frozen_block"]
    assert planner.day(TUESDAY).version == 1
    key = item(planner, "Drift alert").key
    planner.blocks.delete([key])
    task(planner, "Label audit 1h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert planner.day(TUESDAY).version == 2
    versions = planner.everything()["plan_version"]
    assert [(line["number"], line["cause"]) for line in versions] == [
        (1, "accepted"), (2, "accepted"),
    ]  # fmt: skip
    frozen = planner.everything()["frozen_block"]
    assert [line for line in frozen if line["version_id"] == versions[0]["id"]] == first
    second = [line["title"] for line in frozen if line["version_id"] == versions[1]["id"]]
    assert "Label audit" in second


def test_a_frozen_line_keeps_its_name_when_the_task_is_renamed_or_deleted(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    frozen = planner.everything()["frozen_block"]
    planner.tasks.change(drift.id, title="Something else")
    planner.tasks.delete(drift.id)
    assert planner.everything()["frozen_block"] == frozen


def test_a_plan_made_before_a_change_is_refused(planner: Planner) -> None:
    task(planner, "Drift alert 2h")
    proposal = planner.planning.propose([TUESDAY])
    key = block(planner, "10:00-11:00")
    steps = undo_steps(planner)
    with pytest.raises(PlannerError, match="Your tasks or calendar changed"):
        planner.planning.accept(proposal)
    assert undo_steps(planner) == steps
    planner.history.undo()
    with pytest.raises(PlannerError, match="Your tasks or calendar changed"):
        planner.planning.accept(proposal)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    with pytest.raises(PlannerError, match="gone"):
        planner.blocks.move(key, at(planner, "12:00"))


def test_a_plan_cannot_be_accepted_twice(planner: Planner) -> None:
    task(planner, "Drift alert 2h")
    proposal = planner.planning.propose([TUESDAY])
    planner.planning.accept(proposal)
    with pytest.raises(PlannerError, match="Your tasks or calendar changed"):
        planner.planning.accept(proposal)


def test_planning_again_at_once_changes_no_block(planner: Planner) -> None:
    for line in ("Drift alert 2h due fri", "Label audit 90m"):
        task(planner, line)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    before = plan_picture(planner, TUESDAY)
    blocks = planner.everything()["time_block"]
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert plan_picture(planner, TUESDAY) == before
    assert planner.everything()["time_block"] == blocks


def test_nothing_is_planned_into_the_past_and_work_in_progress_stays(
    planner: Planner, clock: FixedClock
) -> None:
    drift = task(planner, "Drift alert 4h")
    planner.blocks.place_task(drift.id, at(planner, "9:30"))
    before = item(planner, "Drift alert")
    put_clock(clock, "2026-11-24 09:30")
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 10:42")
    proposal = planner.planning.propose([TUESDAY])
    assert all(found.span.start >= planner.now() for found in proposal.items)
    assert before.key not in proposal.replaced_keys
    planner.planning.accept(proposal)
    kept = [found for found in planner.day(TUESDAY).items if found.key == before.key]
    assert [found.span for found in kept] == [before.span]


def test_the_past_and_too_many_days_are_refused(planner: Planner) -> None:
    for dates in ([], [MONDAY], list(days_from(TUESDAY, 32))):
        with pytest.raises(PlannerError, match="Nothing was changed"):
            planner.planning.propose(dates)
    assert planner.planning.propose([MONDAY, TUESDAY]).days == (TUESDAY,)


def test_pinned_means_pinned(planner: Planner) -> None:
    drift, vague = task(planner, "Drift alert 2h"), task(planner, "Look around")
    done = task(planner, "Old report 1h")
    keys = [
        BlockRef(planner.blocks.place_task(found.id, at(planner, clock)))
        for found, clock in ((drift, "10:00"), (vague, "14:00"), (done, "16:30"))
    ]
    for key in keys:
        planner.blocks.change(key, pinned=True)
    planner.tasks.finish(done.id)
    task(planner, "Label audit 5h !urgent")
    before = {found.key: found.span for found in planner.day(TUESDAY).items if found.key in keys}
    proposal = planner.planning.propose([TUESDAY])
    assert not set(keys) & set(proposal.replaced_keys)
    for found in proposal.items:
        assert not any(found.span.overlaps(span) for span in before.values()), found.title
    planner.planning.accept(proposal)
    after = {found.key: found.span for found in planner.day(TUESDAY).items if found.key in keys}
    assert after == before


def test_a_block_whose_task_has_no_estimate_is_not_taken_away(planner: Planner) -> None:
    vague = task(planner, "Look around")
    key = BlockRef(planner.blocks.place_task(vague.id, at(planner, "14:00")))
    task(planner, "Label audit 5h !urgent")
    proposal = planner.planning.propose([TUESDAY])
    assert key not in proposal.replaced_keys
    span = item(planner, "Look around").span
    assert not any(found.span.overlaps(span) for found in proposal.items)


def test_plans_of_days_with_changing_clocks_keep_their_length(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-10-24 08:00")
    task(planner, "Drift alert 3h")
    sunday = planner.today().replace(day=25)
    for part in (("Shift", "Coding", 0, 600), ("Rest", "Lunch", 600, 630)):
        name, activity_name, start, end = part
        found = next(a for a in planner.catalog.activities() if a.name == activity_name)
        planner.typical_day.insert_part(6, start, end, name, found.id)
    proposal = planner.planning.propose([sunday])
    work = [found.span.duration for found in proposal.items if found.task]
    assert sum(work, minutes(0)) == minutes(180)
    assert stretch(planner, "0:00-4:00", sunday).duration == minutes(300)


def test_a_meeting_moves_a_movable_own_event_and_only_on_that_day(
    planner: Planner, tmp_path: Path
) -> None:
    planner.typical_day.add_recurring_event(
        "Journal", coding(planner), "FREQ=DAILY", TUESDAY, 15 * 60, 60, movable=True
    )
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert "15:00-16:00 Journal · series" in plan_picture(planner, TUESDAY)
    assert planner.everything()["series_exception"] == []
    path = write_calendar(tmp_path / "x.ics", ["a 20261124T133000Z 20261124T153000Z Review"])
    planner.calendars.import_file(path)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    (moved,) = planner.everything()["series_exception"]
    assert moved["duration_min"] == 60
    journal, review = item(planner, "Journal"), item(planner, "Review")
    assert not journal.span.overlaps(review.span)
    assert journal.span.duration == minutes(60)
    assert "15:00-16:00 Journal · series" in plan_picture(planner, WEDNESDAY)
    before = plan_picture(planner, TUESDAY)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert plan_picture(planner, TUESDAY) == before
    for _ in range(3):
        planner.history.undo()
    assert "15:00-16:00 Journal · series" in plan_picture(planner, TUESDAY)


# -- what does not fit ---------------------------------------------------------------------------


def late_or_unplaced(planner: Planner) -> list[tuple[str, int]]:
    return [(one.task.title, whole_minutes(one.late)) for one in planner.stored_plan.late(TUESDAY)]


def test_what_did_not_fit_is_kept_with_the_plan_word_for_word(
    planner: Planner, tmp_path: Path, clock: FixedClock
) -> None:
    task(planner, "Drift alert 14h due today")
    proposal = planner.planning.propose([TUESDAY])
    (late,) = proposal.late
    assert "will be late, finished Thu " in late.sentence
    planner.planning.accept(proposal)
    assert planner.stored_plan.late(TUESDAY) == (late,), (
        "only today was planned, and the facts are the same"
    )
    planner.close()
    with Planner.open(tmp_path / "planner", clock) as again:
        assert again.stored_plan.late(TUESDAY) == (late,)
        again.history.undo()
        assert again.stored_plan.late(TUESDAY) == (), "it went with the plan"


def test_what_comes_later_is_suggested_until_it_is_planned(planner: Planner) -> None:
    """Given today full of due work, when today is accepted, then the rest is no failure."""
    task(planner, "Drift alert 8h due today")
    rest = task(planner, "Reading 1h")
    proposal = planner.planning.propose([TUESDAY])
    (line,) = proposal.later
    planner.planning.accept(proposal)
    assert planner.stored_plan.left_over(TUESDAY).later == (line,)
    assert planner.stored_plan.left_over(TUESDAY).unplaced == ()
    assert rest not in {one.task for one in planner.stored_plan.late(TUESDAY)}
    planner.blocks.place_task(rest.id, at(planner, "9:00", WEDNESDAY))
    assert planner.stored_plan.left_over(TUESDAY).later == (), "it is planned now"


@pytest.mark.parametrize("change", ["done", "running", "moved", "the task itself runs"])
def test_a_reason_is_kept_only_while_what_it_names_still_waits_there(
    planner: Planner, clock: FixedClock, change: str
) -> None:
    """Given reading put off for due work, when either changes, then the line has no reason."""
    due, rest = task(planner, "Drift alert 8h due today"), task(planner, "Reading 1h @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY]))

    def said() -> list[tuple[str, str]]:
        left = planner.stored_plan.left_over(TUESDAY)
        return [(one.task.title, one.reason) for one in left.later]

    before = said()
    assert before == [("Reading", "Drift alert comes first: due today.")]
    put_clock(clock, "2026-11-24 10:30")
    assert said() == before
    if change == "done":
        planner.tasks.finish(due.id)
    elif change == "moved":
        for item in planner.day(TUESDAY).items:
            if item.task == due:
                planner.blocks.move(item.key, at(planner, "9:00", WEDNESDAY))
    else:
        planner.tracking.start(task_id=due.id if change == "running" else rest.id)
    assert said() == [("Reading", "")]
    day = planner.day(TUESDAY)
    assert planner.stored_plan.why_coding_waits(day) == ""


def test_what_has_become_late_is_no_longer_left_for_later(planner: Planner) -> None:
    task(planner, "Drift alert 8h due today")
    rest = task(planner, "Reading 2h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.tasks.change(rest.id, due=TUESDAY, due_min=600)
    planner.blocks.create_for_task(rest.id, stretch(planner, "19:00-20:00"))
    left = planner.stored_plan.left_over(TUESDAY)
    assert rest.id in {one.task.id for one in left.late}
    assert left.later == ()


def test_what_a_proposal_leaves_over_is_what_the_accepted_plan_leaves_over(
    planner: Planner,
) -> None:
    """Given an estimate used up and a task without one, then both stay; a block is a place."""
    used_up, planned = task(planner, "Tune 30m"), task(planner, "Read papers")
    task(planner, "Look around")
    now = planner.now()
    tracked = Work(Span(now - DAY / 24, now), used_up.title, used_up.activity_id, used_up.id)
    planner.batch.copy([], [tracked])
    planner.batch.plan_tasks([planned.id], TUESDAY)

    proposal = planner.planning.propose([TUESDAY])
    planner.planning.accept(proposal)

    assert {one.task.title for one in proposal.unplaced} == {"Tune", "Look around"}
    assert planner.stored_plan.left_over(TUESDAY).unplaced == proposal.unplaced
    planner.batch.plan_tasks([used_up.id], TUESDAY)
    assert [one.task.title for one in planner.stored_plan.left_over(TUESDAY).unplaced] == [
        "Look around"
    ]


def test_an_overdue_task_whose_estimate_is_used_up_stays_called_overdue(planner: Planner) -> None:
    used_up = task(planner, "Tune 30m")
    planner.tasks.change(used_up.id, due=TUESDAY - DAY)
    now = planner.now()
    tracked = Work(Span(now - DAY / 24, now), used_up.title, used_up.activity_id, used_up.id)
    planner.batch.copy([], [tracked])
    proposal = planner.planning.propose([TUESDAY])
    planner.planning.accept(proposal)
    for left in (proposal, planner.stored_plan.left_over(TUESDAY)):
        assert left.unplaced == ()
        assert [one.sentence for one in left.late] == [
            "Overdue since yesterday; its estimate of 30 min is used up."
        ]


def test_what_was_said_of_an_estimate_goes_with_it(planner: Planner) -> None:
    """Given one, raised or removed after accepting, no old reason stays; undo brings it back."""
    vague, used_up = task(planner, "Look around"), task(planner, "Tune 30m")
    large = task(planner, "Migration 200h")
    now = planner.now()
    tracked = Work(Span(now - DAY / 24, now), used_up.title, used_up.activity_id, used_up.id)
    planner.batch.copy([], [tracked])
    planner.planning.accept(planner.planning.propose([TUESDAY]))

    def said() -> dict[str, bool]:
        left = planner.stored_plan.left_over(TUESDAY)
        lines = (*left.unplaced, *left.later)
        return {one.task.title: one.needs_estimate for one in lines}

    accepted = said()
    assert accepted == {"Look around": True, "Tune": True, "Migration": False}
    for changed, estimate in ((vague, 60), (used_up, 120), (large, None)):
        planner.tasks.change(changed.id, estimate_min=estimate)
        assert changed.title not in said()
        planner.history.undo()
        assert said() == accepted
    planner.tasks.change(used_up.id, estimate_min=None)
    (left,) = (
        one for one in planner.stored_plan.left_over(TUESDAY).unplaced if one.task.id == used_up.id
    )
    assert left.reason.startswith("It has no estimate")


def test_what_has_found_a_place_since_is_no_longer_left_over(
    planner: Planner, clock: FixedClock
) -> None:
    long = task(planner, "Drift alert 14h due today")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    ((_, minutes_left),) = late_or_unplaced(planner)
    planner.blocks.place_task(long.id, at(planner, "9:00", WEDNESDAY))
    assert late_or_unplaced(planner) == [("Drift alert", minutes_left)], (
        "after its due time it is late"
    )
    planner.history.undo()
    assert late_or_unplaced(planner) == [("Drift alert", minutes_left)]
    planner.tasks.change(long.id, estimate_min=60)
    assert late_or_unplaced(planner) == []
    planner.history.undo()
    planner.tasks.finish(long.id)
    assert late_or_unplaced(planner) == []
    planner.history.undo()
    planner.tasks.delete(long.id)
    assert late_or_unplaced(planner) == []
    planner.history.undo()
    put_clock(clock, "2026-11-25 09:00")
    assert late_or_unplaced(planner) == [], "the day is over"


def test_a_block_that_passed_without_work_makes_a_late_task_later(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Drift alert 14h due today")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 16:00")
    ((_title, late_min),) = late_or_unplaced(planner)
    rest = stretch(planner, "16:00-24:00")
    blocks = [each for each in planner.day(TUESDAY).items if each.title == "Drift alert"]
    ahead = total(part for each in blocks if (part := each.span.intersection(rest)))
    assert minutes(late_min) == minutes(14 * 60) - ahead


def test_work_on_a_planned_block_takes_nothing_from_what_is_left_over(
    planner: Planner, clock: FixedClock
) -> None:
    long = task(planner, "Drift alert 14h due today")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    before = late_or_unplaced(planner)
    first = min(
        (each for each in planner.day(TUESDAY).items if each.task == long),
        key=lambda each: each.span,
    )
    clock.put(first.span.start)
    planner.tracking.start_item(first.key)
    clock.put(first.span.start + minutes(30))
    assert late_or_unplaced(planner) == before


def test_what_would_help_is_offered_on_the_day_of_the_plan_only(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Drift alert 24h due wed")
    planner.planning.accept(planner.planning.propose([TUESDAY, WEDNESDAY]))
    (late,) = planner.stored_plan.late(WEDNESDAY)
    assert late.remedies
    put_clock(clock, "2026-11-25 07:00")
    (late,) = planner.stored_plan.late(WEDNESDAY)
    assert late.remedies == ()


def test_a_new_plan_of_the_day_says_again_what_does_not_fit(planner: Planner) -> None:
    long = task(planner, "Drift alert 14h due today")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.tasks.change(long.id, estimate_min=120)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.tasks.change(long.id, estimate_min=14 * 60)
    (late,) = planner.stored_plan.left_over(TUESDAY).late
    assert (late.late, late.remedies) == (minutes(12 * 60), ()), "nothing of the first plan"


def test_the_days_of_a_plan_are_read_together(planner: Planner) -> None:
    """Day by day, reading was half of accepting four weeks."""
    task(planner, "Drift alert 12h due fri")

    def readings(proposal: Proposal) -> int:
        seen: list[str] = []
        connection = planner._session.store.connection
        connection.set_trace_callback(seen.append)
        planner.planning.accept(proposal)
        connection.set_trace_callback(None)
        return sum(f"FROM {TABLES[DayPart]} " in statement for statement in seen)

    assert readings(planner.planning.propose(days_from(TUESDAY, 4))) == 1


LANGUAGES = ("de", "en", "he")

_WORK = (
    "Label 3h due today @coding", "Report 4h due today 12:00", "Backfill 7h due tomorrow @coding",
    "Refactor 9h @coding", "Reading 2h", "Reply to legal 10m", "Email Bob 5m due today",
    "Mail the vendor 15m", "Numbers 9h due fri in one block",
)  # fmt: skip


def test_an_accepted_plan_is_said_in_the_language_of_its_reader(tmp_path: Path) -> None:
    """Planned in one language and read in another, each sentence is as if planned in the latter."""
    german, english, hebrew = (_sentences(tmp_path / each, each) for each in LANGUAGES)
    assert german == english == hebrew
    assert len(set(german)) == len(LANGUAGES)


def _sentences(folder: Path, planned_in: str) -> list[tuple[str, ...]]:
    """Plan and accept two days in one language; return the sentences about them in each."""
    with Planner.open(folder, clock_at("2026-11-24 09:00")) as planner:
        for line in _WORK:
            planner.tasks.add(line)
        days = [planner.today(), planner.today() + DAY]
        with speaking(planned_in):
            planner.planning.accept(planner.planning.propose(days))
        return [_read(planner, days, language) for language in LANGUAGES]


def _read(planner: Planner, days: list[date], language: str) -> tuple[str, ...]:
    with speaking(language):
        left = [planner.stored_plan.left_over(day) for day in days]
        found = [note.sentence for day in days for note in planner.planning.standing_notes(day)]
        found += [item.reason for day in days for item in planner.day(day).items]
        for rest in left:
            found += [one.sentence for one in rest.late]
            found += [one.reason for one in (*rest.unplaced, *rest.later)]
            lines = (*rest.late, *rest.unplaced, *rest.later)
            found += [remedy.words for one in lines for remedy in one.remedies]
        return tuple(found)


def test_a_plan_says_from_which_other_days_it_removes_blocks(planner: Planner) -> None:
    """Wednesday itself does not show that its work is now planned for today."""
    drift = task(planner, "Drift alert 2h due fri")
    planner.blocks.place_task(drift.id, at(planner, "10:00") + DAY)
    proposal = planner.planning.propose([TUESDAY])
    assert [found.title for found in proposal.items if found.task] == ["Drift alert"]
    assert dict(proposal.removed_elsewhere) == {WEDNESDAY: 1}
    assert proposal.removed_here == 0
    assert not planner.planning.propose([TUESDAY, WEDNESDAY]).removed_elsewhere


def test_a_block_of_another_day_that_is_needed_in_part_stays(planner: Planner) -> None:
    """Given an afternoon of meetings, then today does a part of the work and Friday keeps its."""
    drift = task(planner, "Drift alert 3h due fri")
    key = BlockRef(planner.blocks.place_task(drift.id, at(planner, "14:00") + 3 * DAY))
    for times in ("12:00-13:00", "14:00-17:45"):
        planner.blocks.create(
            stretch(planner, times), "Review board", activity_id=activity(planner, "meeting").id
        )

    proposal = planner.planning.propose([TUESDAY])

    planned = total(found.span for found in proposal.items if found.task is not None)
    block = next(found for found in planner.day(TUESDAY + 3 * DAY).items if found.key == key)
    assert planned < timedelta(hours=3) < planned + block.span.duration
    assert key not in proposal.replaced_keys


def test_what_stays_where_it_is_is_not_removed(planner: Planner, clock: FixedClock) -> None:
    """Given an evening with nothing but the wrap-up of the accepted plan ahead."""
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 17:25")
    proposal = planner.planning.propose([TUESDAY])
    assert [found.title for found in proposal.items] == ["Wrap up"]
    assert item(planner, "Wrap up").key in proposal.replaced_keys
    assert proposal.gone == ()
    assert proposal.is_empty

    planner.blocks.move(item(planner, "Wrap up").key, at(planner, "17:30"))
    assert not planner.planning.propose([TUESDAY]).is_empty, "the wrap-up goes back"


def test_a_note_on_too_much_coding_counts_each_minute_that_was_done(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 12:03")
    span = stretch(planner, "9:00-12:03")
    planner.tracking.log(span, "Model", activity_id=coding(planner))
    task(planner, "Hotfix 3h due today @coding !urgent")
    (note,) = planner.planning.propose([TUESDAY]).notes
    assert note.sentence == "Tue 24 Nov: 6:03 of coding, more than 4:00."
