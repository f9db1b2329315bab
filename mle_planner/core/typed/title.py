"""Text that a person typed or pasted, made fit for a database, a screen and an export."""

from __future__ import annotations

import unicodedata

_LINE_BREAKS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_CONTROLS = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r\x85"
}


def one_line(text: str) -> str:
    """Return a title or name: one line, single spaces, no control characters.

    Composed to NFC, so that the same word typed on two machines is the same text; halves of a
    surrogate pair, which no file and no database takes, become question marks.
    """
    return " ".join(_fit(text).split())


def lines(text: str) -> str:
    """Return a note: the same, with its spaces kept and all line breaks of one kind."""
    text = _fit(text)
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    return text


def _fit(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8").translate(_CONTROLS)
    return unicodedata.normalize("NFC", text)
