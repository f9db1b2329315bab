"""Lines as people type them. Today is Wednesday, 25 November 2026."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from mle_planner.core.base.days import MONDAY_TO_FRIDAY
from mle_planner.core.base.resources import read_resource
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import LocaleStyle
from mle_planner.core.model.work import Activity, ActivityId, Category, Project, ProjectId, TaskId
from mle_planner.core.typed.date import parse_due
from mle_planner.core.typed.quick_add.line import Certainty, LineContext, QuickAdd
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from mle_planner.core.typed.quick_add.repeats import parse_repeat, repeat_text

TODAY = date(2026, 11, 25)
ACTIVITIES = [
    Activity(ActivityId(at), line["name"], Category(line["category"]), key=line["key"])
    for at, line in enumerate(json.loads(read_resource("activities.json")), 1)
]
PROJECTS = [Project(ProjectId(1), "Fraud Detection"), Project(ProjectId(2), "platform")]
TASKS = {3: "Label audit", 4: "Backfill"}


def read(text: str, **context: Any) -> QuickAdd:
    return parse_quick_add(
        text, LineContext(TODAY, ACTIVITIES, PROJECTS, task_title=TASKS.get, **context)
    )


def in_doubt(text: str) -> dict[str, str]:
    """The words that may be meant otherwise, each with how they were taken."""
    taken = (Certainty.SURE, Certainty.GUESSED)
    return {chip.text: chip.certainty.value for chip in read(text).chips
            if chip.certainty not in taken}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "minutes"),
    [
        ("Write docs 90 min @writing", "Write docs", 90),
        ("Review PR 1 hour 30 minutes", "Review PR", 90),
        ("Fix pager (2h)", "Fix pager", 120),
        ("Read papers for an hour", "Read papers", 60),
        ("Write docs about 2h", "Write docs", 120),
        ("Folien bauen 2 Std", "Folien bauen", 120),
        ("Backfill last 7 days 2h", "Backfill last 7 days", 120),
    ],
)
def test_an_effort_leaves_the_title(text: str, title: str, minutes: int) -> None:
    line = read(text)
    assert (line.title, line.estimate_min, line.problem) == (title, minutes, None)


def test_a_comma_before_what_was_taken_out_goes_with_it() -> None:
    assert read("Migrate to v2, 2h, #platform").title == "Migrate to v2"
    assert read("Fix due fri, then rest").title == "Fix then rest"


def test_days_of_effort_are_taken_as_the_aim_and_doubtful() -> None:
    assert read("Migrate store 2 days", day_min=240).estimate_min == 480
    assert in_doubt("Migrate store 2 days #platform") == {"2 days": "unsure"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("train for 24h on 8 GPUs", "24h"), ("Train ranker for 48h", "48h"),
        ("Benchmark ranker 4h on 8 GPUs", "4h"),
        ("Sample every 2h", "2h"), ("Set retention to 30 days", "30 days"),
        ("Talk about 2 hours of downtime", "2 hours"), ("Review 7 days of logs", "7 days"),
        ("Call Bob in 20 min", "20 min"),
    ],
)  # fmt: skip
def test_a_length_that_is_no_effort_stays_title_and_is_doubtful(text: str, kept: str) -> None:
    line = read(text)
    assert (line.title, line.estimate_min) == (text, None)
    assert in_doubt(text) == {kept: "kept"}


@pytest.mark.parametrize(
    ("words", "day", "minute", "is_sure"),
    [
        ("eod", 25, None, True), ("tonight", 25, 1200, False), ("noon", 25, 720, True),
        ("end of week", 27, None, False), ("end of month", 30, None, True),
        ("yesterday", 24, None, True), ("mon morning", 30, 720, False), ("24 nov", 24, None, False),
        ("fri 17h", 27, 1020, False), ("fri at 3 pm", 27, 900, True), ("at 5", 25, 1020, False),
        ("fri by noon", 27, 720, True), ("tomorrow eod", 26, None, True),
    ],
)  # fmt: skip
def test_days_as_people_name_them(words: str, day: int, minute: int | None, is_sure: bool) -> None:
    line = read(f"Send it due {words}")
    assert (line.title, line.due, line.due_min) == ("Send it", date(2026, 11, day), minute)
    assert (in_doubt(f"Send it due {words}") == {}) == is_sure


def test_next_week_is_its_friday_and_perhaps_its_monday() -> None:
    assert read("Send it due next week").due == date(2026, 12, 4)
    assert in_doubt("Send it due next week") == {"due next week": "unsure"}


@pytest.mark.parametrize(
    ("today", "words", "due"),
    [
        (date(2026, 11, 28), "next week", date(2026, 12, 4)),  # a Saturday
        (date(2026, 11, 29), "next week", date(2026, 12, 4)),
        (date(2026, 11, 30), "next week", date(2026, 12, 11)),
        (date(2026, 12, 1), "q4", date(2026, 12, 31)),
        (date(2026, 12, 1), "end of q3", date(2027, 9, 30)),
        (date(2026, 12, 1), "week 53", date(2027, 1, 1)),
        (date(2026, 12, 1), "week 48", date(2026, 11, 27)),
        (date(2026, 12, 1), "week 40", date(2027, 10, 8)),
        (date(2027, 3, 1), "week 53", date(2032, 12, 31)),
        (date(2026, 12, 1), "end of november", date(2026, 11, 30)),
        (date(2026, 12, 1), "end of september", date(2027, 9, 30)),
    ],
)
def test_weeks_and_quarters_at_their_ends(today: date, words: str, due: date) -> None:
    assert parse_due(words, today) == (due, None)


@pytest.mark.parametrize(
    ("text", "date_words"),
    [
        ("Call Ana tomorrow 3pm", "tomorrow 3pm"), ("Demo next friday", "next friday"),
        ("Submit abstract eod", "eod"), ("Sync with Bob at 5", "at 5"),
        ("Renew cert in 2 weeks", "in 2 weeks"), ("Fix prod asap", "asap"),
        ("call lab fri 14h", "fri 14h"), ("Prepare Friday demo due 26 nov", "Friday"),
    ],
)  # fmt: skip
def test_a_date_without_due_is_offered(text: str, date_words: str) -> None:
    assert read(text).estimate_min is None
    assert in_doubt(text) == {date_words: "kept"}


@pytest.mark.parametrize(
    "text", ["Look at 5 models", "March on", "Watch 24/7", "The model may fail"]
)
def test_other_numbers_and_names_are_plain_title(text: str) -> None:
    assert read(text).title == text
    assert in_doubt(text) == {}


@pytest.mark.parametrize(
    ("words", "priority"),
    [
        ("p1", 1), ("p4", 4), ("!1", 1), ("!p2", 2), ("!!", 2), ("!!!", 1), ("priority high", 2),
        ("high priority", 2), ("prio 1", 1), ("priority: low", 4),
    ],
)  # fmt: skip
def test_priorities_as_people_write_them(words: str, priority: int) -> None:
    line = read(f"Fix alert {words} 1h")
    assert (line.title, line.priority) == ("Fix alert", priority)


def test_a_priority_inside_a_title_stays_there() -> None:
    assert read("Fix P1 incident").priority is None
    assert in_doubt("Fix P1 incident") == {"P1": "kept"}


@pytest.mark.parametrize(
    ("title", "activity"),
    [
        ("Read paper on calibration", "Learning"), ("Email Bob about the invoice", "Email"),
        ("Reply to legal", "Email"), ("Prepare slides for demo", "Presentation"),
        ("Finish the deck", "Presentation"), ("Write up results", "Writing"),
        ("Quarterly report", "Writing"), ("Review PR from Sam", "Coding"),
        ("Review design doc", "Writing"), ("Label images", "Data"), ("Clean data", "Data"),
        ("Fix data loader", "Coding"), ("Write unit tests", "Coding"), ("Pay AWS bill", "Ad-hoc"),
        ("Book flights", "Ad-hoc"), ("Expense report", "Ad-hoc"), ("1:1 with Dana", "One-to-one"),
        ("Collect data", "Data"), ("Sync embeddings to prod", "Data"), ("Sync with Bob", "Meeting"),
        ("Meeting notes", "Writing"), ("A/B test readout", "Presentation"),
        ("Sort out billing", "Ad-hoc"), ("GPU quota", "Ad-hoc"), ("Update jira", "Ad-hoc"),
        ("oncall handover", "Ad-hoc"), ("Quartalsplanung", "Planning"),
        ("Bereitschaft übergeben", "Ad-hoc"), ("paper revision", "Writing"),
        ("Paper überarbeiten", "Writing"), ("Code überarbeiten", "Coding"),
        ("Frobnicate", "Coding"),
    ],
)  # fmt: skip
def test_the_kind_of_work_is_guessed_and_marked(title: str, activity: str) -> None:
    line = read(title)
    assert line.activity is None
    assert line.guess is not None
    assert line.guess.name == activity
    assert [chip.certainty for chip in line.chips if chip.kind == "activity"] == ["guessed"]


def test_a_correction_counts_before_the_words_that_come_along() -> None:
    research = next(found for found in ACTIVITIES if found.key == "research")
    line = read("Read conformal paper", learned={"read": research.id})
    assert line.guess == research


def test_a_person_stays_in_the_title() -> None:
    line = read("Reply to @anna's comments 20m")
    assert (line.title, line.problem) == ("Reply to @anna's comments", None)


def test_a_project_of_two_words_needs_no_quotes() -> None:
    line = read("Fix paging #fraud detection 2h")
    assert (line.title, line.project, line.new_project) == ("Fix paging", PROJECTS[0], None)
    assert read("Fix #fraud paging").new_project == "fraud"


@pytest.mark.parametrize(
    ("words", "rule", "first"),
    [
        ("every monday", "FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 30)),
        ("every mon, wed and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", TODAY),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", TODAY),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", TODAY),
        ("every other day", "FREQ=DAILY;INTERVAL=2", TODAY),
        ("every month", "FREQ=MONTHLY", TODAY),
    ],
)
def test_a_task_that_comes_again(words: str, rule: str, first: date) -> None:
    line = read(f"Tidy inbox {words} 30m")
    assert (line.title, line.repeats, line.first_day) == ("Tidy inbox", rule, first)


def test_every_in_the_middle_of_a_title_stays_there() -> None:
    assert read("Check every day logs").repeats == ""
    assert in_doubt("Check every day logs") == {"every day": "kept"}


def test_predecessors_are_named_by_number() -> None:
    line = read("Deploy after 3 and #4 2h")
    assert (line.title, line.after) == ("Deploy", (3, 4))
    assert read("Standup notes after 3 pm").after == ()
    assert in_doubt("Deploy after 99") == {"after 99": "kept"}


@pytest.mark.parametrize(
    "words",
    [
        "2h after 3 every monday",
        "2h every monday after 3",
        "every monday after 3 2h",
        "after 3 every monday 2h",
        "2h after: Label audit every monday",
        "2h every monday after: Label audit",
        "2h after 3 from thu every monday",
    ],
)
def test_when_a_task_comes_again_and_what_it_comes_after_are_read_in_any_order(words: str) -> None:
    line = read(f"Retrain {words}", task_named={"Label audit": TaskId(3)}.get)
    assert (line.title, line.estimate_min, line.repeats) == ("Retrain", 120, "FREQ=WEEKLY;BYDAY=MO")
    assert line.after == (3,)
    assert {chip.certainty for chip in line.chips} <= {Certainty.SURE, Certainty.GUESSED}


@pytest.mark.parametrize(
    "words", ["waits for 3", "waiting for #3", "blocked by 3", "depends on #3"]
)
def test_what_a_task_waits_for_is_named_in_other_words_too(words: str) -> None:
    line = read(f"Retrain 2h {words}")
    assert (line.title, line.after, line.estimate_min) == ("Retrain", (3,), 120)


def test_what_comes_after_a_task_that_is_not_there_is_in_doubt() -> None:
    assert in_doubt("Retrain 2h after 99 every monday")["after 99"] == "kept"
    assert in_doubt("Write notes 10m daily after 3")["daily"] == "kept"


@pytest.mark.parametrize(
    ("text", "title", "due", "minute"),
    [
        ("Bericht schreiben bis Freitag", "Bericht schreiben", 27, None),
        ("Alarm prüfen fällig morgen", "Alarm prüfen", 26, None),
        ("Mail fällig am Freitag um 9 Uhr", "Mail", 27, 540),
        ("Paper lesen bis Ende der Woche", "Paper lesen", 27, None),
        ("Review bis übermorgen 14h", "Review", 27, 840),
        ("Fix it due fri", "Fix it", 27, None),
        ("bis zum Ende lesen", "bis zum Ende lesen", None, None),
    ],
)
def test_german_is_read_where_it_is_in_force(
    text: str, title: str, due: int | None, minute: int | None
) -> None:
    gettext.use(LocaleStyle("de"))
    line = read(text)
    day = date(2026, 11, due) if due else None
    assert (line.title, line.due, line.due_min) == (title, day, minute)


def test_hebrew_is_read_where_it_is_in_force() -> None:
    gettext.use(LocaleStyle("he"))
    line = read("לכתוב דוח עד יום שישי 2 שעות")
    assert (line.title, line.due, line.estimate_min) == ("לכתוב דוח", date(2026, 11, 27), 120)
    assert read("פגישה כל יום שני").repeats == "FREQ=WEEKLY;BYDAY=MO"


def test_german_words_are_title_elsewhere() -> None:
    assert read("Bericht bis Freitag").title == "Bericht bis Freitag"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=YEARLY",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;INTERVAL=3",
    ],
)  # fmt: skip
def test_how_often_is_read_as_it_is_shown(rule: str) -> None:
    assert parse_repeat(repeat_text(rule, MONDAY_TO_FRIDAY), TODAY, MONDAY_TO_FRIDAY) == rule


@pytest.mark.parametrize("words", ["every weekday", "weekdays", "each workday"])
def test_every_weekday_is_every_workday_of_the_user(words: str) -> None:
    """Given work from Sunday to Thursday, then other five days are named one by one."""
    sunday_to_thursday = (6, 0, 1, 2, 3)
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"
    assert parse_repeat(words, TODAY, sunday_to_thursday) == rule
    assert repeat_text(rule, sunday_to_thursday) == "every weekday"
    others = repeat_text("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", sunday_to_thursday)
    assert others == "every Mon, Tue, Wed, Thu, Fri"
    assert parse_repeat(others, TODAY, sunday_to_thursday) == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    friday = date(2026, 11, 27)
    line = parse_quick_add(
        "Tidy inbox every weekday 30m", LineContext(friday, workdays=sunday_to_thursday)
    )
    assert (line.repeats, line.first_day) == (rule, date(2026, 11, 29))
