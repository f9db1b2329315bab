"""Translates the words of dates in the current language to the English words of the readers.

English is read in every language. Names of days and months come from the catalogs; the small words
around them are in this module. Each word becomes exactly one, so that word counts stay right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from mle_planner.core.i18n.formats import DAYS, MONTHS
from mle_planner.core.i18n.gettext import in_language, typed_language

_COMING = {"weekend", *(name for day in DAYS for name in (day.lower(), day[:3].lower()))}
_BEFORE_A_MORNING = {*_COMING, "today", "yesterday", "every"}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
"""Numbers in words, before a unit of time."""
_SHORT_NAMES = tuple(name[:3] for name in (*DAYS, *MONTHS))
_GERMAN = {
    "fällig": "due", "bis": "until", "am": "on", "um": "at", "vor": "before", "zum": "by",
    "für": "for", "ab": "starting", "erst": "starting", "frühestens": "earliest",
    "nicht": "not", "dem": "the",
    "gestern": "yesterday", "übermorgen": "overmorrow", "heute": "today", "morgen": "tomorrow",
    "nächste": "next", "nächsten": "next", "nächster": "next", "nächstes": "next",
    "nächstem": "next", "kommende": "next", "kommenden": "next", "kommender": "next",
    "kommendes": "next",
    "diese": "this", "diesen": "this", "dieser": "this", "dieses": "this", "diesem": "this",
    "letzten": "last", "letzte": "last", "letzter": "last",
    "woche": "week", "wochen": "weeks", "monat": "month", "monats": "month", "monate": "months",
    "monaten": "months", "jahre": "years", "jahren": "years", "jahr": "year", "jahres": "year",
    "quartal": "quarter",
    "quartals": "quarter", "tag": "day", "tags": "day", "tage": "days", "tagen": "days",
    "ende": "end", "der": "the", "des": "the", "den": "the",
    "ein": "one", "eine": "one", "einen": "one", "einer": "one", "einem": "one",
    "zwei": "two", "drei": "three", "vier": "four", "fünf": "five", "sechs": "six",
    "sieben": "seven", "acht": "eight", "neun": "nine", "zehn": "ten", "elf": "eleven",
    "zwölf": "twelve",
    "früh": "morning", "vormittag": "morning", "vormittags": "morning", "mittag": "noon",
    "mittags": "noon", "nachmittag": "afternoon", "nachmittags": "afternoon",
    "abend": "evening", "abends": "evening", "nacht": "night", "mitternacht": "midnight",
    "zweite": "second", "zweiten": "second", "zweites": "second", "täglich": "daily",
    "wöchentlich": "weekly", "monatlich": "monthly", "wochenende": "weekend",
    "weihnachten": "christmas",
    "monatsende": "month-end", "quartalsende": "quarter-end", "jahresende": "year-end", "im": "in",
    "innerhalb": "within", "spätestens": "by", "feierabend": "eod", "baldmöglichst": "asap",
    "höchstens": "most", "maximal": "max",
    "jeden": "every", "jede": "every", "jedes": "every", "alle": "every",
    "werktag": "weekday", "werktags": "weekdays", "montags": "mondays", "dienstags": "tuesdays",
    "mittwochs": "wednesdays", "donnerstags": "thursdays", "freitags": "fridays",
    "nach": "after", "seit": "since", "und": "and",
    "frist": "deadline", "irgendwann": "someday", "jedem": "every",
    "priorität": "priority", "prio": "priority", "hoch": "high", "hohe": "high",
    "niedrig": "low", "niedrige": "low", "dringend": "urgent", "wichtig": "important",
}  # fmt: skip
_HEBREW = {
    "עד": "until", "החל": "start", "מיום": "starting", "מתאריך": "starting", "לא": "not",
    "להגשה": "due", "ביום": "on", "יום": "on", "בשעה": "at", "לפני": "before",
    "אתמול": "yesterday", "מחרתיים": "overmorrow", "היום": "today", "מחר": "tomorrow",
    "הבא": "next", "הבאה": "next", "הזה": "this", "הזאת": "this", "שעבר": "last",
    "שבוע": "week", "שבועות": "weeks", "חודש": "month", "החודש": "month", "השבוע": "week",
    "השנה": "year", "ימים": "days", "חודשים": "months", "שנה": "year", "שנים": "years",
    "שבועיים": "fortnight", "חול": "weekday", "בעוד": "in", "סוף": "end", "בסוף": "end",
    "בבוקר": "morning", "בצהריים": "noon", "הערב": "tonight", "בערב": "evening",
    "דחוף": "urgent", "בהקדם": "asap", "כל": "every", "אחרי": "after", "מאז": "since",
    "תוך": "within", "מתישהו": "someday",
    "עדיפות": "priority", "גבוהה": "high", "נמוכה": "low", "חשוב": "important",
    "ראשון": "sunday", "שני": "monday", "שלישי": "tuesday", "רביעי": "wednesday",
    "חמישי": "thursday", "שישי": "friday", "שבת": "saturday",
    "א'": "sunday", "ב'": "monday", "ג'": "tuesday", "ד'": "wednesday", "ה'": "thursday",
    "ו'": "friday", "א": "sunday", "ב": "monday", "ג": "tuesday", "ד": "wednesday",
    "ה": "thursday", "ו": "friday",
}  # fmt: skip
GERMAN_COUNTS = {word: COUNTS[one] for word, one in _GERMAN.items() if one in COUNTS}
_WORDS = {"de": _GERMAN, "he": _HEBREW}
_UNITS = ("day", "week", "month", "year")
_BEHIND_THE_NAME = ("הבא", "הבאה", "הזה", "הזאת", "שעבר")


def in_english(words: Sequence[str]) -> list[str]:
    """Return the words in lower case, with those of the current language translated to English."""
    language = typed_language()
    if language not in _WORDS:
        return [word.lower() for word in words]
    found = [_english(word, language) for word in words]
    for at, word in enumerate(words[1:]):
        if words[at].casefold().startswith("kommende") and found[at + 1] in _COMING:
            found[at] = "coming"  # not the one after it
        if word.lower() == "morgen" and found[at] in _BEFORE_A_MORNING:
            found[at + 1] = "morning"  # "Montag morgen"
        if word.lower() == "am" and words[at][-1:].isdigit():
            found[at + 1] = "am"  # "9:00 am", not "am Freitag"
        if word in _BEHIND_THE_NAME:  # "week next"
            found[at], found[at + 1] = found[at + 1], found[at]
    for at in range(len(found) - 2):
        if found[at] == "before" and found[at + 2].removesuffix("s") in _UNITS:
            found[at : at + 3] = [*found[at + 1 : at + 3], "ago"]  # "vor 2 Tagen"
    return found


@lru_cache(maxsize=1024)
def _english(word: str, language: str) -> str:
    """Return one word in English; cached, because a line is read at every keystroke."""
    plain = word.casefold().strip(",")
    if plain.startswith("ב-") and plain[2:3].isdigit():
        return plain[2:]  # "at 14:00"
    if plain in _WORDS[language]:
        return _WORDS[language][plain]
    return _names_of(language).get(plain.strip("."), word.lower())


@lru_cache
def _names_of(language: str) -> dict[str, str]:
    """Return the names of days and months, long and short, with the English ones."""
    names = (*DAYS, *MONTHS, *_SHORT_NAMES)
    found = zip(in_language(language, names), names, strict=True)
    return {name.casefold().strip("."): english.lower() for name, english in reversed([*found])}
