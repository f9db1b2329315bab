"""Locked days keep what was sent; what is corrected later shows as a separate line."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.locks import LockedError
from mle_planner.core.model.locks import LockAction
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import Category, RoundingUnit
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef
from mle_planner.core.timesheet.formats.trackers import settled_lines
from mle_planner.core.timesheet.rule_words import rule_words
from mle_planner.core.timesheet.trail_words import trail_row
from tests.support.builders import clock_at

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))


@pytest.fixture(autouse=True)
def _after_the_week(clock: FixedClock) -> None:
    clock.put(clock_at("2026-11-27T09:00").now())


def log(planner: Planner, day: date, start_min: int, minutes: int, **names: object) -> TimeEntry:
    start = planner.days.instant(day, start_min)
    span = Span(start, start + timedelta(minutes=minutes))
    return planner.tracking.log(span, "Alerts", **names)  # type: ignore[arg-type]


def figures(planner: Planner) -> list[tuple[str, int, int, bool]]:
    """Each line of Monday to Wednesday: title, tracked and rounded minutes, if a correction."""
    lines = planner.reviews.timesheet(MONDAY, WEDNESDAY).lines
    return [
        (line.title, line.tracked_s // 60, line.rounded_min, line.is_correction) for line in lines
    ]


Edit = Callable[[Planner, TimeEntry], object]
EDITS: dict[str, Edit] = {
    "a title": lambda planner, entry: planner.tracking.change(entry.id, title="Other"),
    "a note": lambda planner, entry: planner.tracking.change(entry.id, note="Why"),
    "times": lambda planner, entry: planner.tracking.change(
        entry.id, span=Span(entry.start, entry.start + timedelta(minutes=5))
    ),
    "deleting": lambda planner, entry: planner.tracking.delete([entry.id]),
    "deleting several": lambda planner, entry: planner.batch.delete([EntryRef(entry.id)]),
    "splitting": lambda planner, entry: planner.tracking.split(
        entry.id, entry.start + timedelta(minutes=10)
    ),
    "merging": lambda planner, entry: planner.tracking.merge([entry.id, EntryId(entry.id + 1)]),
    "logging": lambda planner, _entry: log(planner, MONDAY, 900, 30),
    "starting back then": lambda planner, _entry: planner.tracking.start(
        "Late", at=planner.days.instant(TUESDAY, 900)
    ),
    "moving into": lambda planner, _entry: planner.tracking.change(
        log(planner, WEDNESDAY, 600, 30).id,
        span=Span(planner.days.instant(TUESDAY, 900), planner.days.instant(TUESDAY, 930)),
    ),
    "undoing": lambda planner, _entry: planner.history.undo(),
}


@pytest.mark.parametrize("way", EDITS)
def test_no_edit_changes_locked_days(planner: Planner, way: str) -> None:
    entry = log(planner, TUESDAY, 600, 30)
    log(planner, TUESDAY, 630, 30)
    planner.locks.lock(MONDAY, TUESDAY)
    with pytest.raises(LockedError, match=r"^23–24 November is locked\. Nothing was changed"):
        EDITS[way](planner, entry)
    stored = [planner.entry(EntryId(number)) for number in (entry.id, entry.id + 1)]
    assert stored[0] == entry
    assert stored[1] is not None


def test_what_lies_outside_the_locked_days_is_free(planner: Planner) -> None:
    # Given an entry over the midnight at which the locked days end.
    entry = log(planner, TUESDAY, 24 * 60 - 30, 60)
    planner.locks.lock(MONDAY, TUESDAY)
    # When only its end on Wednesday is changed, that is allowed.
    planner.tracking.change(entry.id, span=Span(entry.start, entry.start + timedelta(minutes=45)))
    assert figures(planner) == [("Alerts", 30, 30, False), ("Alerts", 15, 15, False)]


def test_a_correction_is_a_line_beside_what_was_sent(planner: Planner) -> None:
    planner.set("rounding_min", 15)
    entry = log(planner, TUESDAY, 600, 40)
    other = log(planner, TUESDAY, 700, 10)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.change(
            entry.id, span=Span(entry.start, entry.start + timedelta(minutes=25))
        )
        planner.tracking.delete([other.id])
    assert figures(planner) == [
        ("Alerts", 40, 45, False),
        ("Alerts", -15, -15, True),
        ("Alerts", 10, 0, False),
        ("Alerts", -10, 0, True),
    ]


def test_a_correction_to_other_work_takes_there_and_gives_here(planner: Planner) -> None:
    fraud = planner.catalog.add_project("Fraud scoring", "Northbank")
    entry = log(planner, TUESDAY, 600, 60)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.change(entry.id, project_id=fraud.id)
    sheet = planner.reviews.timesheet(TUESDAY, TUESDAY)
    assert {row.name: row.rounded_min for row in sheet.rows} == {"Fraud scoring": 60, "Coding": 0}
    assert [line.rounded_min for line in sheet.lines] == [60, -60, 60]


def test_a_correction_to_another_task_takes_there_and_gives_here(planner: Planner) -> None:
    one, other = planner.tasks.add("Drift alert 2h"), planner.tasks.add("Label audit 1h")
    entry = log(planner, TUESDAY, 600, 60, task_id=one.id)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.change(entry.id, task_id=other.id)
    lines = planner.reviews.timesheet(TUESDAY, TUESDAY).lines
    assert [(line.task_title, line.rounded_min) for line in lines] == [
        ("Drift alert", 60), ("Drift alert", -60), ("Label audit", 60)
    ]  # fmt: skip
    settled = [(line.task_title, line.rounded_min) for line in settled_lines(lines)]
    assert settled == [("Drift alert", 0), ("Label audit", 60)]


@pytest.mark.parametrize(("unit", "corrected_min"), [("day", 15), ("entry", 60)])
def test_the_least_time_of_a_day_does_not_lift_a_corrected_entry(
    planner: Planner, unit: str, corrected_min: int
) -> None:
    planner.set("rounding_min", 15)
    planner.set("rounding_unit", unit)
    planner.set("rounding_least_min", 60)
    entry = log(planner, TUESDAY, 600, 90)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.change(
            entry.id, span=Span(entry.start, entry.start + timedelta(minutes=15))
        )
    assert [rounded for _title, _tracked, rounded, _is_correction in figures(planner)] == [
        90, corrected_min - 90
    ]  # fmt: skip


def test_a_correction_can_be_undone_only_as_another_one(planner: Planner) -> None:
    entry = log(planner, TUESDAY, 600, 60)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.delete([entry.id])
    with pytest.raises(LockedError):
        planner.history.undo()
    with planner.locks.correcting():
        planner.history.undo()
    assert figures(planner) == [("Alerts", 60, 60, False), ("Alerts", 0, 0, True)]
    assert len([line for line in planner.locks.trail() if line.action is None]) == 2


def test_rules_and_prices_of_locked_days_stay_as_they_were(planner: Planner) -> None:
    fraud = planner.catalog.add_project("Fraud scoring", "Northbank")
    planner.catalog.change_project(fraud.id, rate_cents=9_000, currency="EUR")
    planner.set("rounding_min", 30)
    log(planner, TUESDAY, 600, 50, project_id=fraud.id)
    log(planner, WEDNESDAY, 600, 50, project_id=fraud.id)
    planner.locks.lock(MONDAY, TUESDAY)
    planner.set("rounding_min", 0)
    planner.catalog.change_project(fraud.id, rate_cents=12_000)
    sheet = planner.reviews.timesheet(MONDAY, WEDNESDAY)
    assert [(line.rounded_min, line.amount_cents) for line in sheet.lines] == [
        (60, 9_000),
        (50, 10_000),
    ]


def test_unlocking_a_day_keeps_the_others_locked_and_leaves_a_trail(planner: Planner) -> None:
    planner.locks.lock(MONDAY, WEDNESDAY)
    planner.locks.unlock(TUESDAY, TUESDAY)
    assert planner.locks.locked_days(MONDAY, WEDNESDAY) == {MONDAY, WEDNESDAY}
    log(planner, TUESDAY, 600, 30)
    planner.locks.lock(MONDAY, WEDNESDAY)  # only what is free
    trail = [(line.action, line.first_day, line.last_day) for line in planner.locks.trail()]
    assert trail == [
        (LockAction.LOCK, MONDAY, WEDNESDAY),
        (LockAction.UNLOCK, TUESDAY, TUESDAY),
        (LockAction.LOCK, TUESDAY, TUESDAY),
    ]


def test_a_new_lock_starts_without_earlier_corrections(planner: Planner) -> None:
    entry = log(planner, TUESDAY, 600, 60)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.change(entry.id, title="Data checks")
    planner.locks.unlock(TUESDAY, TUESDAY)
    planner.locks.lock(TUESDAY, TUESDAY)
    assert figures(planner) == [("Data checks", 60, 60, False)]


def test_days_are_locked_once_and_not_while_a_timer_runs_in_them(planner: Planner) -> None:
    planner.locks.lock(MONDAY, TUESDAY)
    with pytest.raises(PlannerError, match="is locked already"):
        planner.locks.lock(TUESDAY, TUESDAY)
    with pytest.raises(PlannerError, match="is not locked"):
        planner.locks.unlock(WEDNESDAY, WEDNESDAY)
    with pytest.raises(PlannerError, match="swap the dates"):
        planner.locks.lock(WEDNESDAY, MONDAY)
    planner.tracking.start("Alerts")
    with pytest.raises(PlannerError, match="Alerts is still running"):
        planner.locks.lock(planner.today(), planner.today())


Figures = list[tuple[date, int, int, int | None]]


def sent_figures(planner: Planner, first: date, last: date) -> Figures:
    """The day, rounded minutes, hundredths of hours and cents of Tuesday's lines."""
    return [
        (line.day, line.rounded_min, line.hundredths, line.amount_cents)
        for line in planner.reviews.timesheet(first, last).lines
        if line.title == "Alerts" and not line.is_correction
    ]


def test_sent_lines_keep_their_figures_beside_any_other_days(planner: Planner) -> None:
    # Given days that were rounded together, and priced, when they were sent.
    fraud = planner.catalog.add_project("Fraud scoring")
    planner.catalog.change_project(
        fraud.id, rate_cents=10_055, currency="EUR", rounding_min=15,
        rounding_unit=RoundingUnit.PERIOD,
    )  # fmt: skip
    for day in (MONDAY, TUESDAY):
        log(planner, day, 600, 7, project_id=fraud.id)
        log(planner, day, 700, 11)
    planner.locks.lock(MONDAY, TUESDAY)
    sent = sent_figures(planner, MONDAY, TUESDAY)
    # When there is more before and after, the sheet is longer, or shorter.
    for day, start_min in ((MONDAY - timedelta(days=1), 600), (WEDNESDAY, 500), (WEDNESDAY, 600)):
        span = Span(planner.days.instant(day, start_min), planner.days.instant(day, start_min + 7))
        planner.tracking.log(span, "More", project_id=fraud.id if start_min == 600 else None)
    assert sent_figures(planner, MONDAY - timedelta(days=2), WEDNESDAY) == sent
    assert sent_figures(planner, TUESDAY, WEDNESDAY) == [one for one in sent if one[0] == TUESDAY]


def test_a_sheet_of_days_that_were_locked_apart_says_that_each_part_is_rounded_by_itself(
    planner: Planner,
) -> None:
    """Three times 20 minutes at 1.00 an hour are 1.00 together, and 0.99 in three parts."""
    fraud = planner.catalog.add_project("Fraud scoring")
    planner.catalog.change_project(fraud.id, billable=True, rate_cents=100, currency="EUR")
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        log(planner, day, 600, 20, project_id=fraud.id)

    def said() -> tuple[bool, int]:
        sheet = planner.reviews.timesheet(MONDAY, WEDNESDAY)
        is_told = "Locked days keep the figures they were sent with" in rule_words(sheet)
        return is_told, sum(sheet.amounts_cents.values())

    assert said() == (False, 100)
    planner.locks.lock(MONDAY, MONDAY)
    assert said() == (True, 100)
    planner.locks.lock(TUESDAY, TUESDAY)
    assert said() == (True, 99)
    planner.locks.unlock(MONDAY, WEDNESDAY)
    planner.locks.lock(MONDAY, WEDNESDAY)
    assert said() == (False, 100)


def test_days_of_breaks_alone_are_no_part_that_is_rounded_by_itself(planner: Planner) -> None:
    log(planner, MONDAY, 600, 20)
    pause = next(one for one in planner.catalog.activities() if one.category is Category.BREAK)
    log(planner, TUESDAY, 600, 20, activity_id=pause.id)
    for day in (MONDAY, TUESDAY):
        planner.locks.lock(day, day)
    assert planner.reviews.timesheet(MONDAY, TUESDAY).parts == 1


def test_sent_lines_stay_on_their_days_in_other_zones_and_with_another_day_start(
    planner: Planner, clock: FixedClock
) -> None:
    log(planner, TUESDAY, 30, 60)
    log(planner, TUESDAY, 23 * 60 + 30, 30)
    planner.locks.lock(TUESDAY, TUESDAY)
    sent = sent_figures(planner, TUESDAY, TUESDAY)
    planner.set("day_border_min", 240)
    clock.zone = ZoneInfo("America/St_Johns")
    assert sent_figures(planner, TUESDAY, TUESDAY) == sent
    assert sent_figures(planner, MONDAY, WEDNESDAY) == sent
    # A day that is locked in another zone takes no time from it, nor twice.
    planner.locks.lock(MONDAY, MONDAY)
    assert sent_figures(planner, MONDAY, WEDNESDAY) == sent


def test_an_activity_that_becomes_a_break_leaves_no_sheet_that_was_sent(planner: Planner) -> None:
    entry = log(planner, TUESDAY, 600, 30)
    log(planner, WEDNESDAY, 600, 30)
    planner.locks.lock(TUESDAY, TUESDAY)
    planner.catalog.change_activity(entry.activity_id, category=Category.BREAK)
    assert figures(planner) == [("Alerts", 30, 30, False)]
    assert planner.reviews.timesheet(MONDAY, WEDNESDAY).breaks_s == 1800


def test_a_correction_takes_back_exactly_what_was_sent_of_an_entry(planner: Planner) -> None:
    # Given entries whose hundredths of hours and cents were shared out among them.
    fraud = planner.catalog.add_project("Fraud scoring")
    planner.catalog.change_project(fraud.id, rate_cents=10_055, currency="EUR")
    entries = [log(planner, TUESDAY, 600 + 10 * at, 1, project_id=fraud.id) for at in range(5)]
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.delete([entry.id for entry in entries[:4]])
    sheet = planner.reviews.timesheet(TUESDAY, TUESDAY)
    settled = settled_lines(sheet.lines)
    assert [(line.rounded_min, line.hundredths, line.amount_cents) for line in settled[:4]] == (
        [(0, 0, 0)] * 4
    )
    assert sheet.hundredths == settled[4].hundredths


@pytest.mark.parametrize("seed", range(6))
def test_after_corrections_minutes_decimal_hours_and_prices_agree(
    planner: Planner, seed: int
) -> None:
    """Given odd times that were sent, when some are shortened, deleted or renamed."""
    chance = random.Random(seed)
    fraud = planner.catalog.add_project("Fraud scoring")
    planner.catalog.change_project(fraud.id, billable=True, rate_cents=10_055, currency="EUR")
    entries = []
    for at in range(12):
        start = planner.days.instant((MONDAY, TUESDAY)[at % 2], 540 + 20 * at)
        span = Span(start, start + timedelta(seconds=chance.randint(20, 1190)))
        project = fraud.id if chance.random() < 0.7 else None
        entries.append(planner.tracking.log(span, "Alerts", project_id=project))
    planner.locks.lock(MONDAY, TUESDAY)
    with planner.locks.correcting():
        for entry in chance.sample(entries, 8):
            way = chance.randrange(3)
            if way == 0:
                planner.tracking.delete([entry.id])
            elif way == 1:
                shorter = timedelta(seconds=chance.randint(1, 19))
                planner.tracking.change(entry.id, span=Span(entry.start, entry.start + shorter))
            else:
                planner.tracking.change(entry.id, title="Retries")
    sheet = planner.reviews.timesheet(MONDAY, TUESDAY)
    # Then every sum is the nearest to its minutes, which are those that were tracked.
    assert [line.rounded_min for line in sheet.lines] == [line.tracked_min for line in sheet.lines]
    assert abs(sheet.hundredths * 60 - sheet.total_min * 100) <= 30
    billed_min = sum(line.rounded_min for line in sheet.lines if line.is_billable)
    assert abs(sheet.amounts_cents["EUR"] * 60 - 10_055 * billed_min) <= 30
    # And settled with what they correct they hold the same, nothing of it negative.
    settled = settled_lines(sheet.lines)
    for name in ("tracked_min", "rounded_min", "hundredths", "amount_cents"):
        figures = [getattr(line, name) or 0 for line in settled]
        assert sum(figures) == sum(getattr(line, name) or 0 for line in sheet.lines)
        assert min(figures) >= 0
    assert all(line.tracked_s or not line.hundredths for line in settled)


def test_a_correction_keeps_its_figures_when_an_earlier_day_is_corrected_later(
    planner: Planner, clock: FixedClock
) -> None:
    entries = {day: log(planner, day, 600, 30) for day in (MONDAY, WEDNESDAY)}
    planner.locks.lock(MONDAY, WEDNESDAY)

    def shorten(day: date) -> int:
        """Take a minute off the entry of a day; return the decimal hours of Wednesday's line."""
        entry = entries[day]
        span = Span(entry.start, entry.start + timedelta(minutes=29))
        with planner.locks.correcting():
            planner.tracking.change(entry.id, span=span)
        clock.put(clock.now() + timedelta(hours=1))
        lines = planner.reviews.timesheet(MONDAY, WEDNESDAY).lines
        return next(each.hundredths for each in lines if each.is_correction and each.day > MONDAY)

    assert shorten(WEDNESDAY) == shorten(MONDAY)


def test_days_are_locked_on_the_rounding_they_were_sent_with(planner: Planner) -> None:
    log(planner, TUESDAY, 600, 40)
    planner.locks.lock(TUESDAY, TUESDAY, 30)
    assert figures(planner) == [("Alerts", 40, 30, False)]
    log(planner, WEDNESDAY, 600, 40)
    planner.locks.lock(WEDNESDAY, WEDNESDAY)
    planner.set("rounding_min", 15)
    assert figures(planner) == [("Alerts", 40, 30, False), ("Alerts", 40, 40, False)]


def test_days_that_are_over_are_locked_while_a_timer_of_today_runs(planner: Planner) -> None:
    """Given a running timer, when the days before it are sent, then it need not be stopped."""
    log(planner, TUESDAY, 600, 30)
    running = planner.tracking.start("Alerts")
    planner.locks.lock(MONDAY, TUESDAY)
    assert [(one.first_day, one.last_day) for one in planner.locks.periods()] == [(MONDAY, TUESDAY)]
    assert planner.running_entry() == running


def test_what_is_taken_back_was_with_the_same_person(planner: Planner) -> None:
    """Given time on a task with a person, when it is deleted after sending, then it is theirs."""
    fraud = planner.catalog.add_project("Fraud scoring")
    planner.people.set_role(fraud.id, "data scientist", "Ana")
    alerts = planner.tasks.add("Alerts 1h #Fraud scoring")
    task = planner.people.pair(alerts.id, planner.people.all()[0].id)
    entry = log(planner, TUESDAY, 600, 60, task_id=task.id)
    planner.locks.lock(TUESDAY, TUESDAY)
    with planner.locks.correcting():
        planner.tracking.delete([entry.id])
    sent, back = planner.reviews.timesheet(TUESDAY, TUESDAY).lines
    assert (sent.rounded_min, back.rounded_min) == (60, -60)
    assert sent.person is not None
    assert back.person == sent.person


CORRECTIONS: dict[str, tuple[Edit, str]] = {
    "times": (EDITS["times"], "Alerts 09:00–10:00 became 09:00–09:05"),
    "a note": (EDITS["a note"], "Alerts 09:00–10:00: note changed"),
    "another day": (
        lambda planner, entry: planner.tracking.change(
            entry.id, span=Span(entry.start + timedelta(days=2), entry.start + timedelta(days=2.5))
        ),
        "Alerts 09:00–10:00 became Wed 25 Nov 09:00–21:00",
    ),
    "the same times of another day": (
        lambda planner, entry: planner.tracking.change(
            entry.id, span=Span(
                entry.start + timedelta(days=2), entry.start + timedelta(days=2, hours=1)
            ),
        ),
        "Alerts 09:00–10:00 became Wed 25 Nov 09:00–10:00",
    ),
    "much at once": (
        lambda planner, entry: planner.tracking.change(
            entry.id, title="Other", note="Why",
            project_id=planner.catalog.add_project("Fraud").id,
        ),
        "Alerts 09:00–10:00 became Other 09:00–10:00: project, note changed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRECTIONS)
def test_the_trail_names_all_that_a_correction_changed(planner: Planner, name: str) -> None:
    edit, words = CORRECTIONS[name]
    entry = log(planner, MONDAY, 540, 60)
    planner.locks.lock(MONDAY, MONDAY)
    with planner.locks.correcting():
        edit(planner, entry)
    (line,) = [line for line in planner.locks.trail() if line.action is None]
    assert trail_row(line, planner.days, planner.today()).entry == words
