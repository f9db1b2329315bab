"""Which meeting activity a calendar event is, read from its title."""

from __future__ import annotations

from collections.abc import Iterable

from mle_planner.core.calendars.titles import is_lunch, is_standup
from mle_planner.core.model.work import Activity, Category

_WORDS = (
    ("one-to-one", ("1:1", "1-1", "one-to-one", "one on one")),
    ("all-hands", ("all-hands", "all hands", "town hall")),
    ("interview", ("interview", "hiring panel")),
)


def activity_of_event(summary: str, activities: Iterable[Activity]) -> Activity:
    """Return the activity whose words the title holds, else the first meeting activity.

    An event in a calendar is time with others, so anything unknown is a meeting. Where the
    user keeps no meeting activity at all, it is the first activity there is.
    """
    known = list(activities)
    by_key = {activity.key: activity for activity in known if activity.key}
    title = summary.casefold()
    meanings = (
        ("standup", is_standup(title)),
        *((key, any(word in title for word in words)) for key, words in _WORDS),
        ("lunch", is_lunch(title)),
    )
    for key, is_meant in meanings:
        if is_meant and key in by_key:
            return by_key[key]
    if "meeting" in by_key:
        return by_key["meeting"]
    meetings = (found for found in known if found.category is Category.MEETING)
    return next(meetings, known[0])
