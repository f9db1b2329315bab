"""Cleans typed or pasted text for the database, the terminal and exports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol, TypeVar

_LINE_BREAKS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_NOT_ASCII = r"[^\x00-\x7e]"
_NEEDED = frozenset("\n\t\u061c\u200c\u200d\u200e\u200f\u00ad")
_CONTROLS = {
    code: None
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\t\n\r\x85"
}
"""Control characters, and the embeddings, overrides and isolates of bidirectional text, which
reorder the text beside them, such as a time."""
_UNSEEN = dict.fromkeys((0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
"""Hyphens and spaces that are not drawn, and direction marks."""
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = f"({_MARKS}{{4}}){_MARKS}+"
"""More marks on one letter than any script has; drawn, they cover other lines.

``re`` compiles the pattern only when a text needs it, which few commands do.
"""
_MOST_IN_SENTENCE = 120


def one_line(text: str) -> str:
    """Return a title or name: one line, single spaces, no characters that control or reorder.

    The text is composed to NFC, so that the same word typed on two machines is the same text.
    Halves of a surrogate pair, which no file and no database accepts, become question marks.
    """
    return " ".join(_fit(text).split())


def title_key(title: str) -> str:
    """Return a key that is equal for titles and names that differ in case and spaces only.

    Characters that are not drawn, such as a direction mark in copied text, are ignored.
    """
    key = one_line(title).casefold()
    if key.isascii():
        return key
    return one_line(key.translate(_UNSEEN))  # the lower case of a composed letter may be two


class Named(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str:
        """Its name."""


AnyNamed = TypeVar("AnyNamed", bound=Named)


def find_named(records: Iterable[AnyNamed], name: str) -> AnyNamed | None:
    """Return the record with a typed name; None if there is none.

    Case is ignored. Of several records with equal names, the one spelled exactly like this is
    returned, else the first.
    """
    wanted, exact = title_key(name), one_line(name)
    found = (each for each in records if title_key(each.name) == wanted)
    return max(found, key=lambda each: each.name == exact, default=None)


def cut_short(text: str, most: int = _MOST_IN_SENTENCE) -> str:
    """Return a text of at most so many characters, with "…" if something is left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def lines(text: str) -> str:
    """Return a note cleaned like ``one_line``, but with its spaces and uniform line breaks."""
    text = _fit(text)
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    return text


def harmless(text: str) -> str:
    """Return text of any origin with a placeholder for each harmful character.

    Those are control characters, halves of surrogate pairs, and the embeddings, overrides and
    isolates of bidirectional text, which can make a line read as another one (Unicode TR 36). Line
    breaks, tabs and spaces stay, and so do the joiners and marks that words and emoji need.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        letter if _is_harmless(letter) else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def harmless_json(text: str) -> str:
    """Return JSON with such characters escaped; its content stays the same."""
    return re.sub(_NOT_ASCII, _escaped, text)  # JSON escapes the other control characters


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    if _is_harmless(letter):
        return letter
    return "".join(f"\\u{unit:04x}" for unit in _utf16(letter))


def _is_harmless(letter: str) -> bool:
    return letter.isprintable() or letter in _NEEDED or unicodedata.category(letter) == "Zs"


def _utf16(letter: str) -> tuple[int, ...]:
    code = ord(letter)
    if code < 0x10000:
        return (code,)
    return 0xD800 + (code - 0x10000 >> 10), 0xDC00 + (code - 0x10000 & 0x3FF)


def _fit(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = text.encode("utf-8", "replace").decode("utf-8").translate(_CONTROLS)
    return re.sub(_TOWER, r"\1", unicodedata.normalize("NFC", text))


def fold_text(text: str) -> str:
    """Return text for comparison in a search, without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        letter if letter.isalnum() else " "
        for letter in letters
        if not unicodedata.combining(letter)
    )


def search_text(text: str) -> str:
    """Return the text in which the words of a search are looked for.

    It is the folded text, and each word with a hyphen as one word too: "standup" finds "stand-up".
    """
    joined = [word.replace("-", "") for word in text.split() if "-" in word.strip("-")]
    return fold_text(" ".join((text, *joined)))
