"""What an edit did, described later in any language."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import LocaleStyle
from mle_planner.core.operations import (
    Operation,
    Summary,
    describe,
    summary_of,
    summary_of_dates,
    summary_of_new_times,
)
from tests.support.builders import local

BERLIN = PlanningDays(ZoneInfo("Europe/Berlin"))
AT = local("2026-11-24 09:00", "Europe/Berlin")
WED = date(2026, 11, 25)
TWO = Span(local("2026-11-24 14:00", "Europe/Berlin"), local("2026-11-24 15:00", "Europe/Berlin"))


def shown(summary: Summary) -> str:
    return describe(summary, AT, BERLIN)


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        (Summary(Operation.ADD, "Ship v3"), "Add Ship v3"),
        (Summary(Operation.MOVE, "Ship v3", 1, TWO.start.isoformat()), "Move Ship v3 to 14:00"),
        (Summary(Operation.MOVE, "", 3), "Move 3 blocks"),
        (Summary(Operation.MOVE_TO_STAGE, "Talk", 1, "research"), "Move Talk to Research"),
        (Summary(Operation.CHANGE_SETTING, "min_chunk_min"), "Change setting: Shortest block"),
        (Summary(Operation.CHANGE_SETTING, "of_tomorrow"), "Change setting: of_tomorrow"),
        (Summary(Operation.CHOOSE_TYPICAL_DAY, "Senior"), "Set the typical day to Senior"),
        (Summary(Operation.DELETE_ENTRIES, "", 2), "Delete 2 entries"),
        (Summary(Operation.DELETE_PARTS, "", 2), "Delete 2 parts from the typical day"),
        (Summary(Operation.PLAN_DAYS), "Plan the day"),
        (Summary(Operation.PLAN_DAYS, count=5), "Plan 5 days"),
        (Summary(Operation.CHANGE_DAYS_OFF), "Change days off"),
        (summary_of_dates(Operation.CHANGE_DAYS_OFF, WED, WED), "Change days off: Wed 25 Nov"),
        (
            summary_of_dates(Operation.CHANGE_BAND, WED, WED + 2 * DAY),
            "Change the coding goal: 25–27 November",
        ),
        (Summary(Operation.CHANGE_BAND, detail="0,4"), "Change the coding goal: Mon, Fri"),
        (Summary(Operation.OTHER, "Written by another version"), "Written by another version"),
        (Summary(Operation.ADD, "{title} & {0}"), "Add {title} & {0}"),
    ],
)
def test_an_edit_is_described(summary: Summary, text: str) -> None:
    assert shown(summary) == text


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        (Summary(Operation.DELETE, "Fix paging"), "Fix paging löschen"),
        (Summary(Operation.DELETE, "", 3), "3 Blöcke löschen"),
        (
            Summary(Operation.MOVE_TO_STAGE, "Talk", 1, "research"),
            "Talk nach Forschung verschieben",
        ),
        (Summary(Operation.PLAN_DAYS), "den Tag planen"),
        (Summary(Operation.ADD, "Delete 3 blocks"), "Delete 3 blocks hinzufügen"),
    ],
)
def test_it_is_described_in_the_language_in_force(summary: Summary, text: str) -> None:
    """A title that looks like a description stays the user's words."""
    gettext.use(LocaleStyle("de"))
    assert shown(summary) == text


def test_a_move_to_another_day_names_the_day() -> None:
    friday = TWO.moved(local("2026-11-27 00:00", "UTC") - local("2026-11-24 00:00", "UTC"))
    assert shown(summary_of_new_times("Ship v3", TWO, friday)) == "Move Ship v3 to Fri 27 Nov 14:00"


def test_other_lengths_are_a_resize() -> None:
    longer = Span(TWO.start, local("2026-11-24 16:30", "Europe/Berlin"))
    assert shown(summary_of_new_times("Ship v3", TWO, longer)) == "Resize Ship v3 to 14:00–16:30"


def test_several_things_are_counted_and_have_no_place() -> None:
    assert summary_of(Operation.MOVE, ["One"], "x") == Summary(Operation.MOVE, "One", 1, "x")
    assert summary_of(Operation.MOVE, ["One", "Two"], "x") == Summary(Operation.MOVE, "", 2)


@pytest.mark.parametrize("operation", [one for one in Operation if one is not Operation.OTHER])
def test_every_operation_has_a_description(operation: Operation) -> None:
    detail = "research" if operation is Operation.MOVE_TO_STAGE else ""
    text = shown(Summary(operation, "Ship v3", 1, detail))
    assert text[0].isupper()
    assert "{" not in text


def test_an_operation_of_another_version_shows_its_subject() -> None:
    assert Operation("teleport") is Operation.OTHER
    assert shown(Summary(Operation("teleport"), "Ship v3")) == "Ship v3"
