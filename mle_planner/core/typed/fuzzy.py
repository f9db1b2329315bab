"""How well a title matches typed words, as in the command palette."""

from __future__ import annotations

from functools import lru_cache

from mle_planner.core.typed.title import fold_text, search_text

NO_MATCH = -1

_WHOLE_WORD, _WORD_START, _INSIDE, _SCATTERED = 100, 80, 40, 12


def score(query: str, title: str, words: str = "") -> int:
    """Return how well a title, or its other search words, match a query.

    Every word of the query must be found: as a word, at the beginning of one, as the first
    words written together, inside one, or as letters in order that begin words ("nwl" finds "next
    week's list"). Case, accents and
    hyphens are not looked at. A shorter title wins over a longer one. `NO_MATCH` when a word is
    missing.
    """
    points = 0
    for wanted in fold(query).split():
        best = max(_found(wanted, title), _found(wanted, words) - 15)
        if best <= 0:
            return NO_MATCH
        points += best
    return points - min(len(title), 60) // 6


def holds(query: str, text: str) -> bool:
    """Whether every word of a query occurs in a text, even inside a word.

    For narrowing a list: letters scattered over a long text would match by chance.
    """
    within = searched(text)
    return all(wanted in within for wanted in fold(query).split())


def _found(wanted: str, text: str) -> int:
    spaced, joined, initials = _searched_words(text)
    begins = joined.startswith(wanted)
    if joined == wanted or f" {wanted} " in spaced:
        return _WHOLE_WORD + 10 * begins
    if f" {wanted}" in spaced:
        return _WORD_START + 10 * spaced.startswith(f" {wanted}")
    if begins:
        return _WORD_START
    if wanted in spaced:
        return _INSIDE
    may_begin = len(wanted) > 1 and wanted[0] in initials
    return _SCATTERED if may_begin and _begins_words(wanted, spaced.split()) else 0


@lru_cache(maxsize=4096)
def _searched_words(text: str) -> tuple[str, str, str]:
    """Return the words of a text with spaces around them, without any, and their first letters."""
    words = search_text(text).split()
    return f" {' '.join(words)} ", "".join(words), "".join(word[0] for word in words)


def _begins_words(wanted: str, words: list[str]) -> bool:
    """Whether the letters are the beginnings of words, one or more letters of each in order."""
    rest = wanted
    for word in words:
        taken = 0
        while taken < min(len(rest), len(word)) and rest[taken] == word[taken]:
            taken += 1
        rest = rest[taken:]
        if not rest:
            return True
    return False


fold = lru_cache(maxsize=4096)(fold_text)
"""Folds texts that are compared again and again."""
searched = lru_cache(maxsize=4096)(search_text)
"""The same for the texts in which the words of a query are looked for."""
