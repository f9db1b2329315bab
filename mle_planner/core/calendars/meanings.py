"""Which meeting activity a calendar event is, read from its title."""

from __future__ import annotations

from collections.abc import Iterable

from mle_planner.core.event_titles import is_lunch, is_standup
from mle_planner.core.model.records import Activity, Category

_WORDS = (
    ("One-to-one", ("1:1", "1-1", "one-to-one", "one on one")),
    ("All-hands", ("all-hands", "all hands", "town hall")),
    ("Interview", ("interview", "hiring panel")),
)


def activity_of_event(summary: str, activities: Iterable[Activity]) -> Activity:
    """Return the activity whose words the title holds, else the first meeting activity.

    An event in a calendar is time with others, so anything unknown is a meeting. Where the
    user keeps no meeting activity at all, it is the first activity there is.
    """
    by_name = {activity.name: activity for activity in activities}
    title = summary.casefold()
    meanings = (
        ("Standup", is_standup(title)),
        *((name, any(word in title for word in words)) for name, words in _WORDS),
        ("Lunch", is_lunch(title)),
    )
    for name, is_meant in meanings:
        if is_meant and name in by_name:
            return by_name[name]
    if "Meeting" in by_name:
        return by_name["Meeting"]
    meetings = (found for found in by_name.values() if found.category is Category.MEETING)
    return next(meetings, next(iter(by_name.values())))
