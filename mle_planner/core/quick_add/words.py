"""The words of a quick-add line, and which of several names a word means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mle_planner.core.records import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the line. A quoted one is literal; ``#"a b"`` is one word with its mark."""

    text: str
    start: int
    end: int
    is_literal: bool = False


# An opening quote counts only at the start of a word and where it is closed: 5" is a title.
_WORD = re.compile(r'(?P<mark>[#@]?)"(?P<quoted>[^"]*)"(?P<stop>[,;]?)(?=\s|$)|(?P<plain>\S+)')


def words_of(text: str) -> list[Word]:
    """Return the words of a line with the places they stand at."""
    words = []
    for match in _WORD.finditer(text):
        plain = match["plain"]
        if plain is not None:
            words.append(Word(plain, match.start(), match.end()))
        elif match["mark"]:
            marked = match["mark"] + " ".join(match["quoted"].split())
            words.append(Word(marked, match.start(), match.end()))
        else:
            words.append(
                Word(match["quoted"] + match["stop"], match.start(), match.end(), is_literal=True)
            )
    return words


def up_to_literal(words: Sequence[Word], at: int) -> list[str]:
    """Return the words from a place on, before one that is quoted: no date reaches past it."""
    following = []
    for word in words[at:]:
        if word.is_literal:
            break
        following.append(bare(word.text))
    return following


def bare(text: str) -> str:
    """Return a word without the comma or semicolon it ends in."""
    return text.rstrip(",;") or text


def names_meant(wanted: str, names: Sequence[str]) -> list[int]:
    """Return which names are meant: the equal ones, else by their start, else by a word's."""
    plain = folded(wanted)
    folded_names = [folded(name) for name in names]
    if not plain:
        return []
    rules: tuple[Callable[[int], bool], ...] = (
        lambda index: folded_names[index] == plain,
        lambda index: folded_names[index].startswith(plain),
        lambda index: begins_a_word(plain, names[index]),
    )
    for rule in rules:
        found = [index for index in range(len(names)) if rule(index)]
        if found:
            return found
    return []


def begins_a_word(plain: str, name: str) -> bool:
    """Whether one of the words of a name begins so; ``plain`` is folded already."""
    return any(folded(word).startswith(plain) for word in re.split(r"[\s\-_/:]+", name))


def folded(name: str) -> str:
    """Return a name as it is compared: letters and digits only, in one case."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def mark_of(sign: str, name: str) -> str:
    """Return how a name is written in a line, such as ``#Routing`` or ``#"Fraud scoring"``."""
    plain = " ".join(name.replace('"', " ").split())
    return f"{sign}{plain}" if re.fullmatch(r"[^\s,;]+", plain) else f'{sign}"{plain}"'
