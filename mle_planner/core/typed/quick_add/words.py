"""The words of a quick-add line, and which of them are marks; writes a name as a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Stage
from mle_planner.core.typed import clock, duration
from mle_planner.core.typed.date import WEEKDAYS
from mle_planner.core.typed.vocabulary import in_english


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the line. A quoted one is literal; ``#"a b"`` is one word with its mark."""

    text: str
    start: int
    end: int
    is_literal: bool = False


_POSSESSIVE = re.compile(r"['’]s?$")
_AFTER_EXCLAMATION = re.compile(r"p?[1-4]|!{1,2}", re.IGNORECASE)
# An opening quote counts only at the start of a word and if it is closed: 5" is title.
# "!!" and "!!!" right behind a word are words of their own.
_WORD = re.compile(
    r'(?P<mark>[#@]?)"(?P<quoted>[^"]*)"(?P<stop>[,;]?)(?=\s|$|!{2,3}(?:\s|$))'
    r"|(?P<plain>\S*?[^\s!](?=!{2,3}(?:\s|$))|\S+)"
)
_LAST_STOP = re.compile(
    r"(?:[^\W\d_]{3,}|\d+(?::\d\d)?[a-z]+|\d+:\d\d|\d+-\d+-\d+)\.", re.IGNORECASE
)
_LABEL = re.compile(r"due:(?=\S)", re.IGNORECASE)
_DAY_AND_PART = re.compile(
    r"(\w+?)(?:morgen|früh|vormittag|mittag|nachmittag|abend|nacht)s?\W*", re.IGNORECASE
)
_LIKE_DUE = (("deadline",), ("no", "later", "than"), ("not", "later", "than"))
DASHES = ("-", "–", "—", "|")
"""Words that only separate a title from the parts after it."""


def words_of(text: str) -> list[Word]:
    """Return the words of a line with their places; "due:fri" and "Freitagabend" are two each."""
    words = []
    for match in _WORD.finditer(text):
        plain = match["plain"]
        if plain is not None:
            start, parting = match.start(), match.start() + _length_of_label(plain)
            if parting > start:
                words.append(Word(text[start:parting], start, parting))
            words.append(Word(text[parting : match.end()], parting, match.end()))
        elif match["mark"]:
            marked = match["mark"] + " ".join(match["quoted"].split())
            words.append(Word(marked, match.start(), match.end()))
        else:
            words.append(
                Word(match["quoted"] + match["stop"], match.start(), match.end(), is_literal=True)
            )
    return words


def _length_of_label(word: str) -> int:
    """Return the length of "due:" before a date, or of a weekday before a part of the day."""
    if label := _LABEL.match(word):
        return label.end()
    part = _DAY_AND_PART.fullmatch(word)
    return part.end(1) if part and in_english([part[1]])[0] in WEEKDAYS else 0


def due_words(words: Sequence[str]) -> int:
    """Return how many of the first words mean "due", such as "deadline"; 0 if none do."""
    english = in_english(words[:3])
    if english[:1] == ["due"]:
        return 1
    return next((len(form) for form in _LIKE_DUE if tuple(english[: len(form)]) == form), 0)


def up_to_literal(words: Sequence[Word], at: int) -> list[str]:
    """Return the words from a place on, up to a quoted one: no date reaches past it."""
    following = []
    for word in words[at:]:
        if word.is_literal:
            break
        following.append(without_stops(word.text))
    return following


def without_stops(text: str) -> str:
    """Return a word without the punctuation after it, as in "fri." or "2h?"."""
    word = text.rstrip(",;:!?") or text
    return word[:-1] if _LAST_STOP.fullmatch(word) else word


def is_mark(text: str) -> bool:
    """Whether a word begins a part of a kind: ``#fraud``, ``@coding``, ``due``."""
    word = without_stops(text)
    marked = len(word) > 1 and bool(
        (word[0] in "#@" and not word[1:].isdigit() and not _POSSESSIVE.search(word))
        or (word[0] == "!" and (word[1:].isalpha() or _AFTER_EXCLAMATION.fullmatch(word[1:])))
        or (word[0] == "/" and word[1:].lower() in {stage.value for stage in Stage})
    )
    return marked or in_english([word]) == ["due"]


def mark_of(sign: str, name: str) -> str:
    """Return a name as written in a line, such as ``#Routing`` or ``#"Fraud scoring"``."""
    plain = " ".join(name.replace('"', " ").split())
    is_one_word = " " not in plain and without_stops(plain) == plain
    return f"{sign}{plain}" if is_one_word else f'{sign}"{plain}"'


def is_priority(text: str) -> bool:
    """Whether a word is a priority without a mark: ``p2``, or "priority" before a value."""
    word = without_stops(text).lower()
    return re.fullmatch(r"p[0-4]", word) is not None or in_english([word])[0] in (
        "priority",
        "prio",
    )


def is_mark_or_effort(text: str) -> bool:
    """Whether a word is a mark or a length of time."""
    return is_mark(text) or duration.read_words([text]) is not None


def up_to_mark(texts: list[str]) -> list[str]:
    """Return the words that could be a date.

    After "in" or "within" an effort belongs to an attempted date; "17h" after a day is a time.
    """
    for index, text in enumerate(texts):
        if is_mark(text):
            return texts[:index]
        is_length = duration.read_words(texts[index:]) is not None
        is_in = in_english(texts[max(0, index - 1) : index]) in (["in"], ["within"])
        is_in = is_in or in_english(texts[index + 2 : index + 3]) == ["from"]
        if is_length and not is_in and not clock.is_hour_of_day(text):
            return texts[:index]
    return texts
