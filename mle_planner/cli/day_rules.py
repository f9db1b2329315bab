"""Commands for single dates and weekdays: band and day-off."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from mle_planner.cli.arguments import argument, one_of, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.moments import parse_date, parse_last_date
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import DAYS, clock_range_text, day_text, minutes_text
from mle_planner.core.model.typical_day import BandOverride, DayChoice
from mle_planner.core.plan.coding_band import CodingBand, band_of, check_band, usual_band
from mle_planner.core.planner import Planner

_AHEAD = 400
"""Days ahead whose days off are listed."""

Dates = tuple[date, date]
Weekdays = tuple[int, ...]


@takes(
    argument(
        "words",
        metavar="WHEN BAND",
        nargs="*",
        help="a weekday, a DATE or two with .. between, then a band: 2h-3h, 2h-2h30-3h, none, "
        "or usual; without a band the present one is shown, without anything all are",
    )
)
def band(context: Context, options: argparse.Namespace) -> int:
    """Show the coding bands, or give a weekday or some dates another one."""
    planner, words = context.planner, options.words
    if not words:
        return context.answer(lambda: _bands_shape(planner), lambda: _band_lines(planner))
    last = words[-1].lower()
    is_band = last in ("none", "usual") or (last[:1].isdigit() and _numbers(last) is not None)
    is_change = len(words) > 1 and is_band
    dates, weekdays = _when(" ".join(words[:-1] if is_change else words), planner)
    if is_change:
        _set_band(planner, dates, weekdays, last)
    elif dates is not None:
        return _answer_dates(context, dates[0])
    return context.answer(lambda: _bands_shape(planner), lambda: _band_lines(planner))


@takes(
    argument(
        "date", metavar="DATE", nargs="*", help="a DATE or DATE..DATE; without one, list days off"
    ),
    one_of(
        argument(
            "--no",
            action="store_true",
            help="make it a working day even if a calendar marks it off",
        ),
        argument(
            "--forget", action="store_true", help="follow calendars and the typical day again"
        ),
    ),
)
def day_off(context: Context, options: argparse.Namespace) -> int:
    """Mark dates as days off or as working days."""
    planner = context.planner
    if options.date:
        first, last = _dates(" ".join(options.date), planner.today())
        if options.forget:
            planner.day_rules.forget(first, last)
        else:
            planner.day_rules.choose(first, last, is_off=not options.no)
    today = planner.today()
    choices = planner.day_rules.choices(today, today + DAY * _AHEAD)
    return context.answer(
        lambda: [
            {"date": each.day.isoformat(), "off": each.is_off, "hours": each.hours}
            for each in choices
        ],
        lambda: (
            [
                f"{day_text(each.day, today=today)}  {_choice_words(each, planner)}"
                for each in choices
            ]
            or ["No date was taken off."]
        ),
    )


def _choice_words(choice: DayChoice, planner: Planner) -> str:
    if choice.is_off or choice.hours is None:
        return "off" if choice.is_off else "working day"
    start, end = (planner.days.instant(choice.day, minute) for minute in choice.hours)
    return f"working day {clock_range_text(start, end, planner.days.zone)}"


def _set_band(planner: Planner, dates: Dates | None, weekdays: Weekdays, word: str) -> None:
    rules = planner.day_rules
    if word == "usual" and dates is None:
        rules.clear_weekday_band(weekdays)
    elif word == "usual" and dates is not None:
        rules.clear_band(*dates)
    elif dates is None:
        rules.set_weekday_band(weekdays, None if word == "none" else _band(word))
    else:
        rules.set_band(*dates, None if word == "none" else _band(word))


def _when(text: str, planner: Planner) -> tuple[Dates | None, Weekdays]:
    """Return the first and last date, or without those the weekdays that are named."""
    ends = [part.strip().lower() for part in text.split("..")]
    names = [next((place for place, name in enumerate(DAYS) if _names(end, name)), None)
             for end in ends]  # fmt: skip
    if len(names) <= 2 and names[0] is not None and names[-1] is not None:
        count = (names[-1] - names[0]) % 7 + 1
        return None, tuple((names[0] + place) % 7 for place in range(count))
    return _dates(text, planner.today()), ()


def _names(word: str, weekday: str) -> bool:
    return len(word) >= 3 and weekday.lower().startswith(word)


def _dates(text: str, today: date) -> Dates:
    start, dots, end = text.partition("..")
    first = parse_date(start.strip(), today)
    return first, parse_last_date(end.strip(), first, today) if dots else first


def _numbers(word: str) -> list[int] | None:
    """Return the minutes of a band such as ``2h-3h`` or ``120-180``; None for other text."""
    from mle_planner.core.typed.duration import DurationError, read_duration

    parts = word.lower().replace("–", "-").split("-")
    try:
        found = [
            int(part) if part.isascii() and part.isdigit() and len(part) < 5
            else read_duration(part if "h" in part or "m" in part else f"{part}h")
            for part in parts
        ]  # fmt: skip
    except DurationError:
        return None
    minutes = [each for each in found if each is not None]
    return minutes if len(minutes) == len(parts) <= 3 else None


def _band(word: str) -> CodingBand:
    minutes = _numbers(word)
    if minutes is None:
        raise PlannerError(
            f"{word} is not a band. Nothing was changed; write it like 2h-3h, none or usual."
        )
    least, most = minutes[0], minutes[-1]
    aim = minutes[1] if len(minutes) == 3 else (least + most) // 10 * 5
    return check_band(least, max(least, aim), most)


def _answer_dates(context: Context, day: date) -> int:
    coding = context.planner.day(day).coding
    found = None
    if coding.has_band:
        found = CodingBand(
            *(int(each.total_seconds()) // 60 for each in (coding.least, coding.aim, coding.most))
        )
    return context.answer(
        lambda: {"date": day.isoformat(), "band": _band_shape(found)},
        f"{day_text(day)}  {_band_text(found)}",
    )


def _bands_shape(planner: Planner) -> dict[str, Any]:
    overrides = planner.day_rules.bands()
    return {
        "usual": _band_shape(usual_band(planner.settings)),
        "weekdays": {
            DAYS[found.weekday][:3].lower(): _band_shape(band_of(found))
            for found in overrides
            if found.weekday is not None
        },
        "dates": [
            {
                "first": found.first_day.isoformat(),
                "last": found.last_day.isoformat(),
                "band": _band_shape(band_of(found)),
            }
            for found in overrides
            if found.first_day is not None and found.last_day is not None
        ],
    }


def _band_shape(found: CodingBand | None) -> dict[str, int] | None:
    if found is None:
        return None
    return {"least_min": found.least_min, "aim_min": found.aim_min, "most_min": found.most_min}


def _band_lines(planner: Planner) -> list[str]:
    today = planner.today()
    bands = planner.day_rules.bands()
    return columns(
        [
            ("Usual", _band_text(usual_band(planner.settings))),
            *((_name(found, today), _band_text(band_of(found))) for found in bands),
        ]
    )


def _name(override: BandOverride, today: date) -> str:
    if override.first_day is None or override.last_day is None:
        return DAYS[override.weekday or 0]
    first, last = (day_text(day, today=today) for day in (override.first_day, override.last_day))
    return first if override.first_day == override.last_day else f"{first} – {last}"


def _band_text(found: CodingBand | None) -> str:
    if found is None:
        return "no coding"
    least, aim, most = map(minutes_text, (found.least_min, found.aim_min, found.most_min))
    return f"{least}–{most}, about {aim}"
