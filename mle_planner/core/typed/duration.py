"""Reads lengths of time: ``2h``, ``1h30``, ``1.5 h``, ``45 min``, ``half an hour``, ``2 days``.

The hours of a working day are passed to the reader. A day, a range ("2-3h"), a multiple ("2x1h")
and "1h 30" before other words are ``is_rough``. German and Hebrew units are always read as well,
because no English word looks like them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed.vocabulary import COUNTS, GERMAN_COUNTS

MOST_ESTIMATE_MIN = 1000 * 60
WORKDAY_MIN = 210
"""The minutes of a working day if no setting gives another number."""
_DAYS_IN_WEEK = 5
_MOST_WORDS = 6


class DurationError(PlannerError):
    """A length of time that cannot be read."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length that was read: minutes, and its number of words.

    ``days`` is the number of days if days were written, else None.
    """

    minutes: int
    words: int
    days: float | None = None
    is_rough: bool = False


_HOUR = r"(?:hours|hour|hrs|hr|h|stunden|stunde|std\.?|שעות|שעה|שע['׳])"
_MINUTE = r"(?:minutes|minute|mins|min|m|minuten|['′]|דקות|דקה|דק['׳]?)"
_DAY = r"(?:days|day|d|tagen|tage|tag|ימים)"
_WEEK = r"(?:weeks|week|wks|wk|w|wochen|woche|שבועות)"
_NUMBER = r"\d{1,6}(?:[.,]\d{1,4})?(?:\s?[½¼¾])?|[.,]\d{1,4}|[½¼¾]"
_COUNTS = COUNTS | GERMAN_COUNTS
_COUNT = "|".join(_COUNTS)
_PHRASES = (
    (rf"an? {_HOUR} and a half|anderthalb {_HOUR}|eineinhalb {_HOUR}|שעה וחצי", 90),
    (rf"(?:a )?quarter (?:of )?(?:an )?{_HOUR}|(?:eine )?viertel ?stunde|רבע שעה", 15),
    (rf"three[ -]quarters of an {_HOUR}|(?:eine )?dreiviertel ?stunde", 45),
    (rf"(?:a )?half an? {_HOUR}|(?:a )?half {_HOUR}|(?:eine )?halbe {_HOUR}|חצי שעה", 30),
    (r"שעתיים", 120),
    (r"שעה", 60),
)
_ROUGH_PHRASES = (
    (rf"(?:a )?couple (?:of )?{_HOUR}|ein paar {_HOUR}|כמה שעות", 120),
    (rf"(?:a )?few {_HOUR}|mehrere {_HOUR}", 180),
    (rf"(?:a )?couple (?:of )?{_MINUTE}|(?:a )?few {_MINUTE}|ein paar {_MINUTE}|כמה דקות", 10),
)
_DAY_PHRASES = (
    (r"half a day|(?:a )?half[ -]day|½ ?day|(?:einen )?halben tag|(?:ein )?halber tag"
     r"|חצי יום", 0.5),
    (r"(?:a day|one day) and a half|anderthalb tage|eineinhalb tage|יום וחצי", 1.5),
    (r"all day|(?:the |a )?(?:whole|full) day|(?:den )?ganzen tag|יום שלם", 1),
    (r"יומיים", 2),
)  # fmt: skip
"""Phrases for parts of days, and their length in days."""


def _alternatives(name: str, forms: Sequence[tuple[str, float]]) -> str:
    """Return a pattern that matches any of the forms, each in a separate numbered group."""
    return "|".join(f"(?P<{name}{at}>{form})" for at, (form, _amount) in enumerate(forms))


_FORM = re.compile(
    r"(?:est(?:\.|imated)?[\s:]|geschätzt\s)?"
    r"(?:~\s?|≈\s?|ca\.?\s|circa\s|approx\.?\s|etwa\s|ungefähr\s)?(?:"
    + _alternatives("phrase", _PHRASES)
    + "|"
    + _alternatives("rough", _ROUGH_PHRASES)
    + "|"
    + _alternatives("part", _DAY_PHRASES)
    + rf"|(?P<hours>\d{{1,6}})\s?{_HOUR}\s?(?:(?:and|und)\s)?(?P<past>\d{{1,2}})\s?{_MINUTE}"
    rf"|(?P<compact>\d{{1,6}})h(?P<rest>\d{{1,2}})(?:m|['′])?"
    rf"|(?P<whole>\d{{1,3}})\s?{_HOUR}\s(?P<quarters>15|30|45)(?=$|\s)(?!\s(?:{_DAY}|{_WEEK})\b)"
    rf"|(?P<halved>\d{{1,3}}|{_COUNT})\s?(?:and (?:a )?half|einhalb) {_HOUR}"
    rf"|(?P<clock>\d{{1,6}}):(?P<sixtieths>[0-5]\d)\s?{_HOUR}"
    rf"|(?:(?P<low>\d{{1,4}}(?:[.,]\d)?)\s?(?:{_HOUR}|{_MINUTE}|{_DAY})?\s?(?:[-–]|to|or|bis|oder)\s?)?"
    rf"(?:(?P<times>\d{{1,2}})\s?[x×]\s?)?(?P<number>{_NUMBER})\s?"
    rf"(?:(?P<h>{_HOUR})|(?P<m>{_MINUTE})|(?P<d>{_DAY})|(?P<w>{_WEEK}))"
    rf"|(?P<count>{_COUNT})\s(?:(?P<ch>{_HOUR})|(?P<cd>{_DAY})|(?P<cw>{_WEEK})|(?P<cm>{_MINUTE}))"
    r")(?=$|\s)",
    re.IGNORECASE,
)
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_SIGNS = {"1/2": "½", "1/4": "¼", "3/4": "¾"}
_TYPED_FRACTION = re.compile(r"^(?:1/2|1/4|3/4)(?=\D|$)")


def read_words(words: Sequence[str], day_min: int = WORKDAY_MIN) -> Duration | None:
    """Return the length of time that a list of words begins with, None without one.

    A comma, semicolon or full stop ends it. ``day_min`` is the minutes of a working day.
    """
    text = ""
    for word in [_TYPED_FRACTION.sub(_sign, word) for word in words[:_MOST_WORDS]]:
        plain = word.rstrip(",;.")
        text = f"{text} {plain}" if text else plain
        if plain != word and plain.lower() not in ("ca", "std", "approx", "est"):
            break
    match = _FORM.match(text)
    if match is None:
        return None
    minutes, days = _amount(match, day_min)
    if minutes is None:
        return None
    count = match[0].count(" ") + 1
    is_counted = bool(match["low"] or match["times"])
    is_counted |= bool(match["whole"]) and match.end() < len(text)
    is_rough = days is not None or is_counted or _phrase(match, "rough", _ROUGH_PHRASES)
    return Duration(minutes * int(match["times"] or 1), count, days, is_rough=bool(is_rough))


def _sign(fraction: re.Match[str]) -> str:
    return _SIGNS[fraction[0]]


def read_duration(
    text: str, *, is_bare_minutes: bool = False, day_min: int = WORKDAY_MIN
) -> int | None:
    """Return the minutes in a field, None for an empty one; "2:30" is read without the "h" too.

    With ``is_bare_minutes`` a number alone is minutes. Raises ``DurationError`` for anything else;
    the number of minutes has no upper limit.
    """
    word = text.strip()
    if not word:
        return None
    match = re.fullmatch(r"(\d{1,6})([:.])([0-5]\d)", word)
    if match and (match[2] == ":" or is_bare_minutes):
        return int(match[1]) * 60 + int(match[3])
    if is_bare_minutes and re.fullmatch(r"[0-9]{1,6}", word):
        return int(word)
    if is_bare_minutes:
        word = re.sub(r"(?<=\dh) (?=\d{1,2}$)", "", word)  # "1h 20"
    words = word.split()
    found = read_words(words, day_min)
    if found is None or found.words != len(words):
        raise _not_a_length(word)
    return found.minutes


def read_estimate(text: str, day_min: int = WORKDAY_MIN) -> int | None:
    """Return the minutes of an estimate, None for none; ``DurationError`` beyond its limits."""
    minutes = read_duration(text, day_min=day_min)
    if minutes is not None and not 1 <= minutes <= MOST_ESTIMATE_MIN:
        raise _not_a_length(text.strip())
    return minutes


def _not_a_length(text: str) -> DurationError:
    return DurationError(
        _(
            "{text} is not a length of time. Nothing was changed; write it like 2h, 1h30 or 45m.",
            text=text,
        )
    )


def _amount(match: re.Match[str], day_min: int) -> tuple[int | None, float | None]:
    """Return the minutes of a match, and its days if days were written."""
    for name, forms in (("phrase", _PHRASES), ("rough", _ROUGH_PHRASES)):
        if minutes := _phrase(match, name, forms):
            return round(minutes), None
    if days := _phrase(match, "part", _DAY_PHRASES):
        return round(days * day_min), days
    for whole, part in (
        ("hours", "past"),
        ("compact", "rest"),
        ("whole", "quarters"),
        ("clock", "sixtieths"),
    ):
        if match[whole]:
            past = int(match[part])
            return (int(match[whole]) * 60 + past if past < 60 else None), None
    if halved := match["halved"]:
        return (int(halved) if halved.isdecimal() else _COUNTS[halved.lower()]) * 60 + 30, None
    number = str(_COUNTS[match["count"].lower()]) if match["count"] else match["number"]
    if match["h"] or match["ch"]:
        return _scale(number, 60), None
    if match["m"] or match["cm"]:
        return _scale(number, 1), None
    days = _scale(number, 1000) / 1000 * (_DAYS_IN_WEEK if match["w"] or match["cw"] else 1)
    return round(days * day_min), days


def _phrase(match: re.Match[str], name: str, forms: Sequence[tuple[str, float]]) -> float:
    """Return the amount of the phrase that matched; 0 if none did."""
    return next((amount for at, (_form, amount) in enumerate(forms) if match[f"{name}{at}"]), 0)


def _scale(number: str, unit: int) -> int:
    """Return a decimal number of units as the nearest whole number, halves rounded up.

    It is computed in whole numbers: 0.1 of an hour is 6 minutes, not 6.000000000000001.
    """
    fraction = _FRACTIONS.get(number[-1], "")
    whole, _mark, part = number.rstrip("½¼¾").replace(",", ".").partition(".")
    part = part or fraction
    scale = int("1" + "0" * len(part))
    return int(whole or 0) * unit + (int(part or 0) * unit * 2 + scale) // (2 * scale)
