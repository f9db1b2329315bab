"""What calendars make of a day: off, without a meeting that was declined, with another lunch."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY, ZERO
from mle_planner.core.model.work import Category
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    at,
    coding,
    item,
    minutes,
    put_clock,
    stretch,
    task,
    write_calendar,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.ics"


def put_into_calendar(
    planner: Planner, path: Path, event: str, *properties: str, name: str = "Team"
) -> None:
    """Import a calendar with one event that has more properties than a time and a title."""
    write_calendar(path, [event], name)
    lines = "".join(f"{line}\r\n" for line in properties).encode()
    path.write_bytes(path.read_bytes().replace(b"END:VEVENT", lines + b"END:VEVENT"))
    planner.calendars.import_file(path, name=name)


def titles(planner: Planner) -> list[str]:
    return [found.title for found in planner.day(TUESDAY).items]


def notes(planner: Planner) -> tuple[str, ...]:
    return sentences(planner.planning.request([TUESDAY]))


def planned_notes(planner: Planner) -> tuple[str, ...]:
    return tuple(note.sentence for note in planner.planning.propose([TUESDAY]).notes)


def sentences(request: PlanningRequest) -> tuple[str, ...]:
    return tuple(note.sentence for note in request.notes)


# -- days off ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "title", "off"),
    [
        ("20261124T090000 20261124T180000", "OOO - back Wed", "OOO - back Wed"),
        ("20261124T080000 20261124T190000", "Urlaub", "Urlaub"),
        ("20261124T100000 20261124T180000", "OOO", None),
        ("20261124T090000 20261124T180000", "Offsite", None),
    ],
)
def test_who_is_away_for_the_working_time_has_a_day_off(
    planner: Planner, path: Path, times: str, title: str, off: str | None
) -> None:
    put_into_calendar(planner, path, f"v {times} {title}")
    assert planner.day(TUESDAY).day_off == off


def test_an_all_day_event_that_blocks_empties_the_day(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "v 20261124 20261125 Vacation")
    day = planner.day(TUESDAY)
    assert (day.day_off, day.working, day.items) == ("Vacation", None, ())
    assert not day.coding.has_band
    assert notes(planner) == ("Tue 24 Nov is a day off: Vacation.",)
    assert planner.planning.request([TUESDAY]).problem.days[0].windows == ()


def test_days_off_for_one_reason_have_one_note(planner: Planner, path: Path) -> None:
    """A weekend between them changes nothing; a working day or another reason does."""
    put_into_calendar(planner, path, "v 20261126 20261202 Vacation")
    friday = TUESDAY + 10 * DAY
    planner.day_rules.choose(friday, friday + 3 * DAY, is_off=True)
    days = [TUESDAY + count * DAY for count in range(15)]
    assert sentences(planner.planning.request(days)) == (
        "Thu 26 Nov – Tue 1 Dec are days off: Vacation.",
        "Fri 4 Dec – Mon 7 Dec are days off.",
    )
    planner.day_rules.choose(friday - 2 * DAY, friday - 2 * DAY, is_off=True)
    planner.day_rules.choose(TUESDAY + 3 * DAY, TUESDAY + 3 * DAY, is_off=False)
    assert sentences(planner.planning.request(days)) == (
        "Thu 26 Nov is a day off: Vacation.",
        "Sat 28 Nov – Tue 1 Dec are days off: Vacation.",
        "Wed 2 Dec is a day off.",
        "Fri 4 Dec – Mon 7 Dec are days off.",
    )


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "STATUS:CANCELLED"]
)
def test_one_that_does_not_block_leaves_the_day_to_work(
    planner: Planner, path: Path, line: str
) -> None:
    usual = planner.day(TUESDAY).working
    put_into_calendar(planner, path, "v 20261124 20261125 Release week", line)
    day = planner.day(TUESDAY)
    assert (day.day_off, day.working) == (None, usual)
    assert notes(planner) == ()


@pytest.mark.parametrize(
    ("choice", "off"), [("blocked", "Vacation"), ("free if needed", None), ("free", None)]
)
def test_a_tentative_day_off_is_one_only_where_tentative_events_block(
    planner: Planner, path: Path, choice: str, off: str | None
) -> None:
    planner.set("tentative_meetings", choice)
    put_into_calendar(planner, path, "v 20261124 20261125 Vacation", "STATUS:TENTATIVE")
    assert planner.day(TUESDAY).day_off == off


def test_a_birthday_is_no_day_off(planner: Planner, path: Path) -> None:
    usual = planner.day(TUESDAY).working
    put_into_calendar(planner, path, "v 20261124 20261125 Birthday of Ann")
    day = planner.day(TUESDAY)
    assert (day.day_off, day.working) == (None, usual)
    assert [event.summary for event in day.all_day] == ["Birthday of Ann"]


@pytest.mark.parametrize("title", ["Anna on vacation", "Urlaub Jonas", "Release week"])
def test_what_is_about_others_or_the_team_leaves_the_day_to_work(
    planner: Planner, path: Path, title: str
) -> None:
    project = planner.catalog.add_project("Churn")
    planner.people.set_role(project.id, planner.people.roles(project).popitem()[0], "Jonas Weber")
    usual = planner.day(TUESDAY).working
    put_into_calendar(planner, path, f"v 20261124 20261125 {title}")
    day = planner.day(TUESDAY)
    assert (day.day_off, day.working) == (None, usual)
    assert [event.summary for event in day.all_day] == [title]


def test_the_meetings_of_a_day_off_are_not_planned(planner: Planner, path: Path) -> None:
    """What the user plans on it is; the review and a frozen plan agree with Today."""
    put_into_calendar(planner, path, "v 20261124T093000 20261124T094500 Sync")
    planner.blocks.create(stretch(planner, "20:00-21:00"), "Paper", activity_id=coding(planner))
    assert planner.day(TUESDAY).planned_sums.meeting > ZERO
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    day = planner.day(TUESDAY)
    planner.tracking.start("Paper")
    assert item(planner, "Sync").is_busy, "it is on the axis"
    sums = (day.planned_sums.meeting, day.planned_sums.coding)
    assert sums == (ZERO, timedelta(hours=1))
    review = planner.reviews.week(TUESDAY)
    of_day = next(each for each in review.days if each.day == TUESDAY)
    assert (of_day.planned.meeting, of_day.planned.coding) == sums


def test_the_hours_of_a_colleague_who_is_away_are_free(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "v 20261124T080000 20261124T190000 Anna OOO")
    assert planner.day(TUESDAY).working is not None
    assert not item(planner, "Anna OOO").is_busy
    assert notes(planner) == ("Tue 24 Nov: Anna OOO, 08:00–19:00, takes none of your time.",)


def test_work_is_planned_in_focus_time(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "v 20261124T090000 20261124T180000 Focus time")
    task(planner, "Report 2h @writing")
    proposal = planner.planning.propose([TUESDAY])
    assert [found.title for found in proposal.items if found.task is not None] == ["Report"]
    assert notes(planner) == ("Tue 24 Nov: work is planned in Focus time, 09:00–18:00.",)
    assert planner.day(TUESDAY).planned_sums.meeting == minutes(30)  # the standup


def test_focus_time_with_others_or_with_a_rule_takes_time(planner: Planner, path: Path) -> None:
    people = ["ATTENDEE:mailto:a@example.com", "ATTENDEE:mailto:b@example.com"]
    put_into_calendar(planner, path, "v 20261124T090000 20261124T110000 Focus time", *people)
    assert item(planner, "Focus time").is_busy


def test_an_event_from_midnight_to_midnight_lasts_all_day(planner: Planner, path: Path) -> None:
    """It is no meeting of 24 hours, in the plan or in a sum."""
    put_into_calendar(planner, path, "v 20261123T230000Z 20261124T225900Z Conference")
    day = planner.day(TUESDAY)
    assert day.day_off == "Conference"
    assert [event.summary for event in day.all_day] == ["Conference"]
    assert day.planned_sums.meeting == ZERO


def test_the_evening_before_a_long_event_is_still_a_meeting(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "v 20261124T160000Z 20261125T230000Z Retreat")
    assert item(planner, "Retreat").span.duration == timedelta(hours=7)
    assert planner.day(WEDNESDAY).day_off == "Retreat"
    assert planner.day(WEDNESDAY).items == ()


def test_what_was_planned_on_a_day_that_became_off_flows_elsewhere(
    planner: Planner, path: Path
) -> None:
    report = task(planner, "Report 2h @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_into_calendar(planner, path, "v 20261124 20261125 Vacation")
    days = [TUESDAY, WEDNESDAY]
    planner.planning.accept(planner.planning.propose(days))
    assert titles(planner) == []
    moved = [found for found in planner.day(WEDNESDAY).items if found.task == report]
    assert sum((found.span.duration for found in moved), ZERO) == timedelta(hours=2)


def test_a_day_off_that_is_worked_after_all_has_its_lunch(planner: Planner, path: Path) -> None:
    """Accepting a plan for a day off does not take the typical day away from it."""
    put_into_calendar(planner, path, "v 20261124 20261125 Vacation")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.calendars.remove(planner.calendars.all()[0].id)
    assert "Lunch" in titles(planner)


def test_a_public_holiday_is_asked_about_until_it_is_answered(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "h 20261124 20261125 Thanksgiving", "TRANSP:TRANSPARENT")
    assert planner.day(TUESDAY).working is not None
    (note,) = notes(planner)
    assert "Thanksgiving looks like a public holiday" in note
    assert "day-off" not in note, "how it is answered depends on where it is asked"
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=False)
    assert notes(planner) == ()
    assert planner.day(TUESDAY).working is not None
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    assert notes(planner) == ("Tue 24 Nov is a day off.",)
    assert planner.day(TUESDAY).working is None


def test_the_users_word_counts_before_the_calendars(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "v 20261124 20261125 Vacation")
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=False)
    assert planner.day(TUESDAY).working is not None
    planner.day_rules.forget(TUESDAY, TUESDAY)
    assert planner.day(TUESDAY).working is None
    planner.history.undo()
    assert planner.day(TUESDAY).working is not None


# -- declined and free -------------------------------------------------------------------------

MEETING = "m 20261124T090000Z 20261124T110000Z Guild"
DECLINED = "ATTENDEE;PARTSTAT=DECLINED:mailto:Me@Example.com"


def fixed(request: PlanningRequest) -> list[str]:
    return [event.title for event in request.problem.fixed if event.day == 0]


def test_a_meeting_that_i_declined_takes_no_time(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, MEETING, DECLINED)
    assert "Guild" in fixed(planner.planning.request([TUESDAY]))
    planner.set("my_addresses", "other@example.com, me@example.com")
    request = planner.planning.request([TUESDAY])
    assert "Guild" not in fixed(request)
    assert sentences(request) == (
        "Tue 24 Nov: Guild, 10:00–12:00, was declined or cancelled and takes no time.",
    )
    assert planner.day(TUESDAY).planned_sums.meeting == timedelta(minutes=30)
    assert "declined" in item(planner, "Guild").details


def test_an_answer_may_name_the_address_beside_its_id(planner: Planner, path: Path) -> None:
    line = "ATTENDEE;EMAIL=me@example.com;PARTSTAT=DECLINED:urn:uuid:1"
    put_into_calendar(planner, path, MEETING, line)
    planner.set("my_addresses", "me@example.com")
    assert "Guild" not in fixed(planner.planning.request([TUESDAY]))


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.com",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:me@example.com",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.com",
        "STATUS:TENTATIVE",
    ],
)
def test_other_answers_block(planner: Planner, path: Path, line: str) -> None:
    planner.set("my_addresses", "me@example.com")
    put_into_calendar(planner, path, MEETING, line)
    assert "Guild" in fixed(planner.planning.request([TUESDAY]))


def test_a_free_meeting_takes_no_time_and_it_is_said(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, MEETING, "TRANSP:TRANSPARENT")
    request = planner.planning.request([TUESDAY])
    assert "Guild" not in fixed(request)
    assert sentences(request) == (
        "Tue 24 Nov: Guild, 10:00–12:00, is marked as free and takes no time.",
    )


def test_a_meeting_called_off_in_its_title_takes_no_time(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, MEETING.replace("Guild", "Canceled: Guild"))
    assert not item(planner, "Canceled: Guild").is_busy


def test_a_day_too_full_of_meetings_for_its_band_says_so(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "m 20261124T083000Z 20261124T150000Z Offsite workshop")
    assert not any("coding" in note for note in planned_notes(planner))
    task(planner, "Refactor 3h @coding")
    found = "Tue 24 Nov: room for 1:45 of coding at most, less than 3:00; meetings take the rest."
    assert found in planned_notes(planner)


@pytest.mark.parametrize(("now", "length"), [("08:30", "1:00"), ("16:30", "0:30")])
def test_pieces_shorter_than_a_block_are_no_room_for_coding(
    planner: Planner, clock: FixedClock, path: Path, now: str, length: str
) -> None:
    """Then the note says what is reachable, from now on."""
    put_into_calendar(planner, path, "a 20261124T083000Z 20261124T140000Z Offsite")
    put_into_calendar(planner, path, "b 20261124T143000Z 20261124T153000Z Review", name="B")
    put_into_calendar(planner, path, "c 20261124T160000Z 20261124T163000Z Sync", name="C")
    task(planner, "Refactor 3h @coding")
    put_clock(clock, f"2026-11-24 {now}")
    (note,) = (note for note in planned_notes(planner) if "of coding" in note)
    assert f"room for {length} of coding at most" in note


def test_a_lunch_under_a_meeting_takes_no_coding_that_is_reachable(
    planner: Planner, path: Path
) -> None:
    put_into_calendar(planner, path, "m 20261124T080000Z 20261124T110000Z Workshop")
    put_into_calendar(planner, path, "n 20261124T120000Z 20261124T160000Z Retreat", name="Mine")
    task(planner, "Refactor 3h @coding")
    found = "Tue 24 Nov: room for 1:45 of coding at most, less than 3:00; meetings take the rest."
    assert found in planned_notes(planner)


def test_a_day_that_still_reaches_its_band_has_no_note_of_scarce_room(
    planner: Planner, path: Path
) -> None:
    """Lunch and wrap-up are shorter for coding that is due today."""
    put_into_calendar(planner, path, "m 20261124T083000Z 20261124T150000Z Offsite workshop")
    task(planner, "Alert 2h due today @coding")
    assert "Tue 24 Nov: room for 2:00 of coding at most" in " ".join(planned_notes(planner))
    planner.set("coding_least_min", 120)
    assert "of coding" not in " ".join(planned_notes(planner))


# -- lunch and standup -------------------------------------------------------------------------


def test_a_lunch_in_the_calendar_is_the_lunch(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "l 20261124T110000Z 20261124T121500Z Team lunch")
    assert titles(planner) == ["Standup", "Team lunch", "Wrap up"]
    assert item(planner, "Team lunch").activity.name == "Lunch"
    assert notes(planner) == ("Tue 24 Nov: lunch is Team lunch, 12:00–13:15.",)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert titles(planner) == ["Standup", "Team lunch", "Wrap up"]


def test_a_lunch_in_the_calendar_replaces_the_planned_one(planner: Planner, path: Path) -> None:
    task(planner, "Report 2h @writing")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert "Lunch" in titles(planner)
    put_into_calendar(planner, path, "l 20261124T110000Z 20261124T121500Z Mittagessen")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert "Lunch" not in titles(planner)


def test_a_call_over_lunch_is_a_meeting_beside_it(planner: Planner, path: Path) -> None:
    put_into_calendar(planner, path, "l 20261124T110000Z 20261124T120000Z Vendor call over lunch")
    assert "Lunch" in titles(planner)
    assert item(planner, "Vendor call over lunch").category is Category.MEETING


def test_a_lunch_at_another_time_or_a_free_one_is_not_the_lunch(
    planner: Planner, path: Path
) -> None:
    put_into_calendar(planner, path, "l 20261124T170000Z 20261124T180000Z Lunch talk dry run")
    assert "Lunch" in titles(planner)
    put_into_calendar(planner, path, "l 20261124T140000Z 20261124T150000Z Lunch at three")
    assert "Lunch" in titles(planner)
    lunch = "l 20261124T110000Z 20261124T120000Z Lunch club"
    put_into_calendar(planner, path, lunch, "TRANSP:TRANSPARENT")
    assert "Lunch" in titles(planner)


@pytest.mark.parametrize(
    ("times", "title", "count"),
    [
        ("20261124T081500Z 20261124T083000Z", "Team stand-up", 1),
        ("20261124T080000Z 20261124T083000Z", "Standup", 1),
        ("20261124T140000Z 20261124T143000Z", "Standup", 2),
        ("20261124T080000Z 20261124T083000Z", "Budget", 2),
    ],
)
def test_a_standup_in_the_calendar_is_the_own_one(
    planner: Planner, path: Path, times: str, title: str, count: int
) -> None:
    put_into_calendar(planner, path, f"s {times} {title}")
    meetings = [found for found in planner.day(TUESDAY).items if found.category.value == "meeting"]
    assert len(meetings) == count


def test_a_standup_that_i_declined_leaves_my_own(planner: Planner, path: Path) -> None:
    planner.set("my_addresses", "me@example.com")
    put_into_calendar(planner, path, "s 20261124T080000Z 20261124T083000Z Standup", DECLINED)
    busy = [found for found in planner.day(TUESDAY).items if found.is_busy]
    assert [found.span.start for found in busy if found.title == "Standup"] == [at(planner, "9:00")]


# -- what is due now ---------------------------------------------------------------------------


def test_a_free_event_is_not_what_is_due_now(planner: Planner, path: Path) -> None:
    put_into_calendar(
        planner, path, "m 20261124T090000Z 20261124T100000Z Optional talk", "TRANSP:TRANSPARENT"
    )
    day = planner.day(TUESDAY)
    assert "Optional talk" in [found.title for found in day.items]
    due = day.item_at(at(planner, "10:30"))
    assert due is None or due.title != "Optional talk"
    assert day.work_at(at(planner, "10:30")) == due


def test_lunch_is_on_the_plan_and_no_work(planner: Planner) -> None:
    day = planner.day(TUESDAY)
    lunch = day.item_at(at(planner, "13:30"))
    assert lunch is not None
    assert lunch.title == "Lunch"
    assert day.work_at(at(planner, "13:30")) is None
