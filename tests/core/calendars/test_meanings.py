"""A calendar event is counted as the meeting its title says."""

from __future__ import annotations

import pytest

from mle_planner.core.base.frozen import replace
from mle_planner.core.calendars.meanings import activity_of_event
from mle_planner.core.model.work import Activity, Category

NAMES = ("Coding", "Standup", "Meeting", "One-to-one", "All-hands", "Interview", "Lunch")
ACTIVITIES = [
    Activity(number, name, Category.CODING if number == 0 else Category.MEETING, key=name.lower())
    for number, name in enumerate(NAMES)
]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Daily standup", "Standup"), ("Stand-up", "Standup"), ("1:1 Mia / Ben", "One-to-one"),
        ("One-to-One", "One-to-one"), ("ALL-HANDS", "All-hands"), ("Interview: Kim", "Interview"),
        ("Team lunch", "Lunch"), ("Coding dojo", "Meeting"), ("", "Meeting"), ("Дейли", "Meeting"),
    ],
)  # fmt: skip
def test_the_title_tells_the_kind_of_meeting(title: str, expected: str) -> None:
    assert activity_of_event(title, ACTIVITIES).name == expected


def test_a_renamed_activity_still_takes_its_events() -> None:
    renamed = [replace(found, name=f"My {found.name}") for found in ACTIVITIES]
    assert activity_of_event("Standup", renamed).name == "My Standup"
    assert activity_of_event("Sprint review", renamed).name == "My Meeting"


def test_the_users_own_meeting_activity_takes_what_is_unknown() -> None:
    own = [Activity(1, "Building", Category.CODING), Activity(2, "Talk", Category.MEETING)]
    assert activity_of_event("Standup", own).name == "Talk"


def test_without_any_meeting_activity_a_day_can_still_be_shown() -> None:
    assert activity_of_event("Standup", ACTIVITIES[:1]).name == "Coding"
