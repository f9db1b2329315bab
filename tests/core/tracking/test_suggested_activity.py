"""The activity of tracked and planned time that names none follows its title."""

from __future__ import annotations

import pytest

from mle_planner.core.model.work import Activity, ActivityId, Category
from mle_planner.core.typed.quick_add.kinds import suggested_activity

_ACTIVITIES = tuple(
    Activity(ActivityId(number), name, category, key=name.casefold())
    for number, (name, category) in enumerate(
        [("Coding", Category.CODING), ("Standup", Category.MEETING), ("Lunch", Category.BREAK)]
    )
)


@pytest.mark.parametrize(
    ("title", "activity"),
    [
        ("Standup", "Standup"),
        ("standup with the squad", "Standup"),
        (" lunch ", "Lunch"),
        ("Drift monitor", "Coding"),
        ("Fix the lunch menu", "Coding"),
    ],
)
def test_a_title_suggests_its_activity(title: str, activity: str) -> None:
    assert suggested_activity(title, _ACTIVITIES, {}).name == activity


def test_a_learned_word_counts() -> None:
    assert suggested_activity("Drift", _ACTIVITIES, {"drift": ActivityId(1)}).name == "Standup"
