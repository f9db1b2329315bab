"""A planner in its own folder with its clock standing, and short words for its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Activity, ActivityId, Task
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
BERLIN = "Europe/Berlin"


def utc(text: str) -> datetime:
    """The instant of a text such as "2026-11-24 09:00" or "2026-11-24 09:00:30" in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: str, fold: int = 0) -> datetime:
    """The instant that a wall clock of a zone shows as such a text."""
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return wall.astimezone(UTC)


def clock_at(text: str = "2026-11-24 08:00", zone: str = BERLIN) -> FixedClock:
    """A clock that shows a wall-clock time of a zone; a quiet Tuesday morning if not said."""
    return FixedClock(local(text, zone), ZoneInfo(zone))


def at(planner: Planner, clock: str, day: date = TUESDAY) -> datetime:
    """The instant of a time such as "9:30" on a day."""
    hours, minutes = clock.split(":")
    return planner.days.instant(day, int(hours) * 60 + int(minutes))


def stretch(planner: Planner, text: str, day: date = TUESDAY) -> Span:
    """The span of a text such as "9:00-10:30" on a day."""
    first, last = text.split("-")
    return Span(at(planner, first, day), at(planner, last, day))


def put_clock(planner_clock: FixedClock, text: str) -> None:
    """Move a clock to a wall-clock time of its zone."""
    planner_clock.put(local(text, planner_clock.zone.key))


def activity(planner: Planner, name: str) -> Activity:
    """An activity by its name, in capitals or not."""
    known = planner.catalog.activities()
    return next(found for found in known if found.name.lower() == name.lower())


def coding(planner: Planner) -> ActivityId:
    """The activity coding."""
    return activity(planner, "Coding").id


def block(planner: Planner, text: str, title: str = "Deep work", day: date = TUESDAY) -> BlockRef:
    """Plan a block of coding and return its key."""
    number = planner.blocks.create(stretch(planner, text, day), title, activity_id=coding(planner))
    return BlockRef(number)


def task(planner: Planner, line: str) -> Task:
    """Add a task by its quick-add line."""
    return planner.tasks.add(line)


def work_sunday_to_thursday(planner: Planner) -> None:
    """Put the typical day and its standup on Sunday to Thursday; a week begins on Sunday."""
    planner.typical_day.copy_weekday(0, [6])
    friday = [part.id for part in planner.typical_day.parts() if part.weekday == 4]
    planner.typical_day.delete_parts(friday)
    for event in planner.typical_day.recurring_events():
        rule = event.rule.replace(",FR", ",SU")
        planner.typical_day.change_recurring_event(event.id, rule=rule)
    planner.set("week_starts", "sunday")


def item(planner: Planner, title: str, day: date = TUESDAY) -> PlannedItem:
    """The one planned item of a day with a title."""
    (found,) = [found for found in planner.day(day).items if found.title == title]
    return found


def undo_steps(planner: Planner) -> int:
    """How many steps can be taken back."""
    return sum(not line.is_undone for line in planner.history.lines(100_000))


def minutes(count: float) -> timedelta:
    """A length of time."""
    return timedelta(minutes=count)


def write_calendar(path: Path, events: Iterable[str], name: str = "Team") -> Path:
    """Write a calendar file of events such as "a1 20261124T100000Z 20261124T110000Z Review".

    Dates without a time make an event that lasts whole days.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", f"X-WR-CALNAME:{name}"]
    for event in events:
        uid, start, end, *words = event.split(" ")
        kind = "" if "T" in start else ";VALUE=DATE"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART{kind}:{start}",
            f"DTEND{kind}:{end}",
            f"SUMMARY:{' '.join(words)}",
            "END:VEVENT",
        ]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8")
    return path


def wrap_up_at_six(planner: Planner) -> None:
    """Work until 18:00 on each day of the typical week, with the wrap-up after it until 18:15."""
    parts = planner.typical_day.parts()
    wrap_ups = {part.weekday: part for part in parts if part.title == "Wrap up"}
    times = {part.id: (18 * 60, 18 * 60 + 15) for part in wrap_ups.values()}
    for part in parts:
        if part.end_min == wrap_ups[part.weekday].start_min:
            times[part.id] = (part.start_min, 18 * 60)
    planner.typical_day.rearrange(times)
