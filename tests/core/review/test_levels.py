"""No name that a level leaves out is in a report, whatever it is written as."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mle_planner.cli.review import week_shape
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Activity, ActivityId, Category, PersonId, Project, ProjectId
from mle_planner.core.review.levels import ReportLevel, redacted
from mle_planner.core.review.report.formats import (
    ReportFormat,
    ReportWriters,
    write_charts,
    write_report,
)
from mle_planner.core.review.report.html import report_document
from mle_planner.core.review.report.week_report import week_report
from mle_planner.core.review.week import WeekReview, week_review
from tests.support.tracked_time import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    UTC_DAYS,
    instant,
    planned,
    span,
    tracked,
    week,
)

PROJECT = Project(ProjectId(7), "name-of-project", "name-of-client")
CODING = Activity(ActivityId(1), "name-of-activity", Category.CODING)
MEETING = Activity(ActivityId(2), "name-of-meetings", Category.MEETING)
CHAT = Activity(ActivityId(3), "name-of-chats", Category.ADMIN)
PERSON = Person(PersonId(1), "name-of-person")
NAMES_OF_LEVEL = {ReportLevel.PROJECT: {"name-of-project"}, ReportLevel.SUMS: set()}


def full_week() -> WeekReview:
    """A week in which every field that can hold a name does."""
    meeting = tracked(2, span(MONDAY, "11:00", "12:30"), MEETING, PROJECT, "name-of-series")
    scheduled = replace(
        meeting,
        person=PERSON,
        entry=replace(
            meeting.entry,
            meeting_uid="name-of-uid",
            scheduled_start=instant(MONDAY, "11:00"),
            scheduled_end=instant(MONDAY, "12:00"),
        ),
    )
    entries = [
        tracked(1, span(MONDAY, "9:10", "11:00"), CODING, PROJECT, "name-of-entry"),
        scheduled,
        tracked(3, span(TUESDAY, "9:00", "10:00"), CHAT, None, "name-of-request"),
    ]
    items = [
        planned(span(day, "9:00", "12:00"), CODING, PROJECT, "name-of-block")
        for day in (MONDAY, TUESDAY)
    ]
    return week_review(week(items, entries, now=instant(FRIDAY, "71:00")), UTC_DAYS)


def everything_written(review: WeekReview) -> str:
    """All texts of all formats, and the JSON."""
    report = week_report(review, UTC_DAYS)
    printed = report_document(report)
    writers = ReportWriters()
    texts = [
        write_report(report, form, writers)
        for form in (ReportFormat.MARKDOWN, ReportFormat.HTML, ReportFormat.SVG)
    ]
    pictures = write_charts(report, ReportFormat.SVG, writers)
    parts = [printed.html.encode(), *(printed.pictures or {}).values(), *texts, *pictures.values()]
    names = ["".join(pictures), printed.title, str(week_shape(review))]
    return b"".join(parts).decode().replace("\\-", "-") + "".join(names)


@pytest.mark.parametrize("level", NAMES_OF_LEVEL)
def test_a_level_leaks_no_other_name(level: ReportLevel) -> None:
    text = everything_written(redacted(full_week(), level))
    found = {word for word in _names(text) if word.startswith("name-of-")}
    assert found == NAMES_OF_LEVEL[level]


def test_all_that_is_planted_is_told_at_full() -> None:
    """Else the test of the leaks would look for names that nothing holds."""
    found = _names(everything_written(redacted(full_week(), ReportLevel.FULL)))
    assert found >= {
        "name-of-project", "name-of-series", "name-of-person", "name-of-request", "name-of-block",
    }  # fmt: skip


@pytest.mark.parametrize("level", ReportLevel)
def test_a_level_changes_no_sum(level: ReportLevel) -> None:
    whole, found = full_week(), redacted(full_week(), level)
    assert found.tracked == whole.tracked
    assert (found.ledger.planned, found.ledger.lost) == (whole.ledger.planned, whole.ledger.lost)
    assert found.ledger.lost == timedelta(hours=4, minutes=10)


def _names(text: str) -> set[str]:
    import re

    return set(re.findall(r"name-of-[a-z]+", text))
