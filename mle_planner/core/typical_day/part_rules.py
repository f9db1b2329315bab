"""Rules for the parts of a typical day: pure functions.

Minutes in this module are those of the planning day, counted from midnight of its date: if the day
starts at 4:00 they go from 240 to 1680. Records hold clock times; see `DayPart`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from mle_planner.core.base.days import WEEKDAY_CODES, PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.typed.title import one_line
from mle_planner.core.typical_day.parts import on_the_wall, part_minutes

_MOST_RULE_CHARACTERS = 200
_NEAR_THE_END = datetime(9960, 1, 1)  # noqa: DTZ001 -- a rule has only dates


class RuleError(PlannerError):
    """A recurrence rule that cannot be read, or that would never end."""


def weekly_rule(days: frozenset[int], every: int = 1) -> str:
    """Return the rule (RFC 5545 section 3.3.10) for weekdays, one week in ``every``."""
    interval = f";INTERVAL={every}" if every > 1 else ""
    return f"FREQ=WEEKLY{interval};BYDAY={','.join(WEEKDAY_CODES[day] for day in sorted(days))}"


def check_rule(rule: str) -> str:
    """Return a rule in capitals if it recurs by days or slower; raise ``RuleError`` otherwise.

    The grammar is that of calendar files. Rules by the hour or faster, or with times of day, are
    refused too: a recurring event has its own time.
    """
    from mle_planner.core.calendars.ical.property_values import UnreadableError
    from mle_planner.core.calendars.ical.rules import read_rule

    sentence = _(
        "The rule {rule!r} is not one such as FREQ=WEEKLY;BYDAY=MO,WE. Nothing was changed.",
        rule=rule,
    )
    if len(rule) > _MOST_RULE_CHARACTERS or any(letter.isspace() for letter in rule):
        raise RuleError(sentence)
    try:
        read = read_rule(rule)
    except UnreadableError as error:
        raise RuleError(sentence) from error
    if read.is_within_days or {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(read.parts):
        raise RuleError(sentence)
    if not _has_a_day(rule):
        raise RuleError(_("The rule {rule!r} never occurs. Nothing was changed.", rule=rule))
    return rule.upper()


def _has_a_day(rule: str) -> bool:
    """Whether a rule, without its end, ever occurs; a rule that the library refuses does not."""
    from dateutil.rrule import rrulestr

    parts = [part for part in rule.upper().split(";") if part[:5] not in ("COUNT", "UNTIL")]
    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 -- a rule has only dates
        # The library searches up to the year 9999, so this starts near it.
        return next(iter(rrulestr(";".join(parts), dtstart=_NEAR_THE_END)), None) is not None
    except (ValueError, IndexError, TypeError):
        return False


def at_minutes(part: DayPart, start: int, end: int) -> DayPart:
    """Return the part between two minutes of the planning day."""
    start_min, end_min = on_the_wall(start, end)
    return replace(part, start_min=start_min, end_min=end_min)


def check_parts(
    parts: Sequence[DayPart], others: Iterable[DayPart], days: PlanningDays
) -> list[DayPart]:
    """Return the parts as stored, if they can be placed together with the others.

    Raises ``PlannerError`` if a part has no title, leaves the day, or overlaps another of its
    weekday.
    """
    fit = [_check_alone(part, days) for part in parts]
    present = [*others, *fit]
    for part in fit:
        for other in present:
            if other.id != part.id and other.weekday == part.weekday and _meet(part, other, days):
                raise planner_error(
                    "{title} already has that time of the day. Nothing was changed; move it first.",
                    title=other.title,
                )
    return fit


def cut_overlap(
    part: DayPart, taker: DayPart, days: PlanningDays, new_id: Callable[[], int]
) -> list[DayPart]:
    """Return the rest of a part that another one overlaps: none, one or two parts."""
    if part.weekday != taker.weekday:
        return [part]
    first, last = part_minutes(part, days)
    start, end = part_minutes(taker, days)
    left = [(begins, ends) for begins, ends in ((first, min(last, start)), (max(first, end), last))
            if begins < ends]  # fmt: skip
    return [
        at_minutes(part if number == 0 else replace(part, id=new_id()), *minutes)
        for number, minutes in enumerate(left)
    ]


def split_part_at(
    part: DayPart, at: int, days: PlanningDays, new_id: int
) -> tuple[DayPart, DayPart]:
    """Return the two parts of a part split at a minute."""
    start, end = part_minutes(part, days)
    if not start < at < end:
        raise planner_error(
            "Nothing was split: each part has to be a minute long at least, "
            "so choose a time inside the block."
        )
    return at_minutes(part, start, at), at_minutes(replace(part, id=new_id), at, end)


def join_parts(parts: Sequence[DayPart], days: PlanningDays) -> DayPart:
    """Return several parts of a weekday as one: the first, up to the end of the last."""
    if len(parts) < 2 or len({part.weekday for part in parts}) > 1:
        raise planner_error("Choose two or more parts to merge. Nothing was changed.")
    minutes = [part_minutes(part, days) for part in parts]
    first = min(zip(minutes, parts, strict=True), key=lambda pair: pair[0])[1]
    return at_minutes(first, min(minutes)[0], max(end for _start, end in minutes))


def is_same(parts: Iterable[DayPart], others: Iterable[DayPart]) -> bool:
    """Whether two weekdays have the same parts."""
    return _looks(parts) == _looks(others)


def _looks(parts: Iterable[DayPart]) -> list[tuple[object, ...]]:
    return sorted((part.start_min, part.end_min, part.title, part.activity_id) for part in parts)


def _check_alone(part: DayPart, days: PlanningDays) -> DayPart:
    part = replace(part, title=one_line(part.title), end_min=_end(part, days))
    if not part.title:
        raise planner_error("A part of the day needs a title. Nothing was changed.")
    is_on_the_wall = 0 <= part.start_min < MINUTES_PER_DAY and part.start_min < part.end_min
    if not is_on_the_wall or part_minutes(part, days)[1] > MINUTES_PER_DAY + days.day_start_min:
        raise planner_error(
            "A part of the day ends after it starts, on the same day. Nothing was changed."
        )
    return part


def _end(part: DayPart, days: PlanningDays) -> int:
    """Return the end counted from the start's midnight, since a day may go on after midnight."""
    if days.day_start_min == 0:
        return part.end_min
    if part.end_min <= part.start_min:
        return part.end_min + MINUTES_PER_DAY
    day_before = part.end_min - MINUTES_PER_DAY
    return day_before if day_before > part.start_min else part.end_min


def _meet(part: DayPart, other: DayPart, days: PlanningDays) -> bool:
    start, end = part_minutes(part, days)
    other_start, other_end = part_minutes(other, days)
    return start < other_end and other_start < end
