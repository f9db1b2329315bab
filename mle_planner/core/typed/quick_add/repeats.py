"""Reads how often a task comes again: ``every monday``, ``every 2 weeks``, ``every weekday``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import WEEKDAY_CODES
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.i18n.formats import DAYS, day_name, short_day_name
from mle_planner.core.i18n.gettext import _, planner_error, plural
from mle_planner.core.typed.clock import PARTS_OF_DAY
from mle_planner.core.typed.date import WEEKDAYS
from mle_planner.core.typed.quick_add.words import without_stops
from mle_planner.core.typed.vocabulary import COUNTS, in_english

_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_ADVERBS = {
    "daily": "DAILY", "weekly": "WEEKLY", "biweekly": "WEEKLY;INTERVAL=2",
    "bi-weekly": "WEEKLY;INTERVAL=2", "fortnightly": "WEEKLY;INTERVAL=2", "monthly": "MONTHLY",
}  # fmt: skip
_PLURALS = ("weekdays", *(f"{name.lower()}s" for name in DAYS))
_MOST_INTERVAL = 99


@dataclass(frozen=True, slots=True)
class Repeat:
    """An RFC 5545 rule without DTSTART, its first day, and the number of words read."""

    rule: str
    first_day: date
    words: int
    is_adverb: bool = False
    """Whether it has no "every", so that it may belong to the title: "weekly", "mondays"."""


def read_repeat(words: Sequence[str], today: date, workdays: Collection[int]) -> Repeat | None:
    """Return the repetition of words such as "every monday"; None if they mean something else.

    "every weekday" is every day of ``workdays`` (0 is Monday).
    """
    english = in_english([without_stops(word) for word in words])
    if english and english[0] in _ADVERBS:
        return Repeat(f"FREQ={_ADVERBS[english[0]]}", today, 1, is_adverb=True)
    if english and english[0] in _PLURALS:
        found = _of_weekdays(english, words, today, workdays, at=0)
        return None if found is None else replace(found, is_adverb=True)
    if english[:1] in (["on"], ["an"]) and english[1:2] in (["every"], ["each"]):
        found = read_repeat(words[1:], today, workdays)
        return None if found is None else replace(found, words=found.words + 1)
    if len(english) < 2 or english[0] not in ("every", "each"):
        return None
    if english[1] == "on":  # Hebrew says "every day sunday", and the word for day is "on" too
        is_named = len(english) > 2 and english[2] in (*WEEKDAYS, "weekday")
        english[1] = "and" if is_named else "day"
    if english[1] in ("other", "second", "2nd"):
        return _of_weekdays(english, words, today, workdays, at=2, weeks=2) or _of_unit(
            english, today
        )
    found = _of_weekdays(english, words, today, workdays) or _of_unit(english, today)
    if found is None or not found.rule.startswith("FREQ=WEEKLY") or "BYDAY" in found.rule:
        return found
    at = found.words + (english[found.words : found.words + 1] == ["on"])
    weeks = int(found.rule.partition("INTERVAL=")[2] or 1)
    return _of_weekdays(english, words, today, workdays, at=at, weeks=weeks) or found


def parse_repeat(text: str, today: date, workdays: Collection[int]) -> str:
    """Return the rule in a field, empty for an empty one; raise ``PlannerError`` otherwise."""
    words = text.split()
    found = read_repeat(words, today, workdays) if words else None
    if words and (found is None or found.words != len(words)):
        raise planner_error(
            "{text} is not a repetition. Nothing was changed; write it like every monday or "
            "every 2 weeks, or clear it.",
            text=text.strip(),
        )
    return found.rule if found is not None else ""


def repeat_text(rule: str, workdays: Collection[int]) -> str:
    """Return a rule in words, such as "every Mon, Thu" or "every 2 weeks"."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if "BYDAY" in parts:
        days = [WEEKDAY_CODES.index(code) for code in parts["BYDAY"].split(",")]
        if "INTERVAL" in parts:
            names = ", ".join(day_name(day) for day in days)
            return _("every {count} weeks on {weekday}", count=parts["INTERVAL"], weekday=names)
        if len(days) == 1:
            return _("every {weekday}", weekday=day_name(days[0]))
        if set(days) == set(workdays):
            return _("every weekday")
        return _("every {weekday}", weekday=", ".join(short_day_name(day) for day in days))
    count = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "DAILY":
        return plural("every day", "every {count} days", count)
    if parts["FREQ"] == "WEEKLY":
        return plural("every week", "every {count} weeks", count)
    if parts["FREQ"] == "MONTHLY":
        return plural("every month", "every {count} months", count)
    return plural("every year", "every {count} years", count)


def _of_weekdays(
    english: Sequence[str],
    words: Sequence[str],
    today: date,
    workdays: Collection[int],
    *,
    at: int = 1,
    weeks: int = 1,
) -> Repeat | None:
    """Return the repetition on the weekdays named from a place on; None if none is."""
    days: set[int] = set()
    while at < len(english):
        if english[at] in ("and", "&"):
            at += 1
            continue
        name = english[at].removesuffix("s")
        name = english[at] if english[at] in WEEKDAYS else name
        if english[at] in ("weekday", "weekdays", "workday") and not days:
            days, at = set(workdays), at + 1
            break
        if name not in WEEKDAYS or (days and not _goes_on(english, words, at)):
            break
        days.add(WEEKDAYS[name])
        at += 1
    if not days:
        return None
    if english[at - 1] in ("and", "&"):
        at -= 1
    ahead = min((day - today.weekday()) % 7 for day in days)
    codes = ",".join(WEEKDAY_CODES[day] for day in sorted(days))
    interval = f"INTERVAL={weeks};" if weeks > 1 else ""
    return Repeat(f"FREQ=WEEKLY;{interval}BYDAY={codes}", today + timedelta(days=ahead), at)


def _goes_on(english: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether a weekday continues a list: it follows "and" or a comma."""
    return english[at - 1] in ("and", "&") or words[at - 1].endswith(",")


def _of_unit(english: Sequence[str], today: date) -> Repeat | None:
    at, count = 1, 1
    if english[1] in PARTS_OF_DAY:
        return Repeat("FREQ=DAILY", today, 2)
    if english[1] == "fortnight":
        return Repeat("FREQ=WEEKLY;INTERVAL=2", today, 2)
    if english[1] in ("other", "second", "2nd"):
        at, count = 2, 2
    elif english[1].isascii() and english[1].isdigit():
        at, count = 2, int(english[1][:4])
    elif english[1] in COUNTS:
        at, count = 2, COUNTS[english[1]]
    unit = english[at].removesuffix("s") if at < len(english) else ""
    if unit == "quarter":
        unit, count = "month", 3 * count
    if unit not in _UNITS or not 1 <= count <= _MOST_INTERVAL:
        return None
    interval = f";INTERVAL={count}" if count > 1 else ""
    return Repeat(f"FREQ={_UNITS[unit]}{interval}", today, at + 1)
