"""Bytes of an iCalendar file as content lines and properties (RFC 5545 section 3.1).

Tolerant where real files are broken (bare line feeds, byte order marks, text that is not
UTF-8, blank lines, control characters) and linear in the size of the input whatever it holds.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from mle_planner.core.typed.title import one_line

#: Properties whose values never hold a colon, so that the last colon ends the parameters
#: even where a zone name such as ``(UTC+01:00) Berlin`` was written without quotes.
_COLON_FREE = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})

_BEFORE_VALUE = re.compile(r'[^":]*(?:"[^"]*"[^":]*)*:')
_PARAMETER = re.compile(r';\s*([^=;"]+?)\s*=\s*((?:"[^"]*"|[^;"])*)')
_CONTROLS = dict.fromkeys([*range(9), *range(10, 32), 127])
_ESCAPES = re.compile(r"\\(.)", re.DOTALL)


class Property(NamedTuple):
    """One content line: upper-case name, raw parameters (from the first ``;``), raw value."""

    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str | None:
        """Value of the parameter called ``name`` (any case) without quotes, else None."""
        if not self.parameters:
            return None
        for key, value in _PARAMETER.findall(self.parameters):
            if key.upper() == name:
                return str(value).replace('"', "").strip()
        return None


def unfold_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Content lines with the number of the physical line each begins on, counted from 1.

    Folding is undone on bytes, because writers fold in the middle of a UTF-8 character.
    A line that is not UTF-8 is read as Windows-1252. Control characters are removed.
    """
    pieces: list[bytes] = []
    begun_on = 0
    for number, physical in enumerate(io.BytesIO(_with_line_feeds(data)), start=1):
        line = physical.rstrip(b"\r\n")
        if not line:
            continue
        if line[0] in b" \t" and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield begun_on, _decode(b"".join(pieces))
        pieces = [line]
        begun_on = number
    if pieces:
        yield begun_on, _decode(b"".join(pieces))


def _with_line_feeds(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _decode(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    return text if text.isprintable() else text.translate(_CONTROLS)


def split_line(line: str) -> Property | None:
    """The line as a property, or None where it has no name or no colon."""
    before = _BEFORE_VALUE.match(line)
    colon = before.end() - 1 if before else line.find(":")
    if colon <= 0:
        return None
    name, semicolon, _ = line[:colon].partition(";")
    name = name.strip().upper()
    if semicolon and name in _COLON_FREE:
        colon = line.rfind(":")
    parameters = line[len(line[:colon].partition(";")[0]) : colon] if semicolon else ""
    return Property(name, parameters, line[colon + 1 :])


def clean_text(value: str, *, length: int) -> str:
    """A TEXT value (RFC 5545 section 3.3.11) as one line fit for a screen and a database.

    Escapes undone, cleaned as a typed title is, cut to ``length`` characters with an ellipsis.
    """
    value = value[: 2 * length + 2]
    if "\\" in value:
        value = _ESCAPES.sub(_unescape, value)
    value = one_line(value)
    return value if len(value) <= length else value[: length - 1] + "…"


def clean_lines(value: str, *, length: int) -> str:
    """A TEXT value as `clean_text` gives it, but with its line breaks."""
    lines = value[: 2 * length + 2].replace("\\N", "\\n").split("\\n")
    text = "\n".join(clean_text(line, length=length) for line in lines)
    return text if len(text) <= length else text[: length - 1] + "…"


def _unescape(match: re.Match[str]) -> str:
    character = match.group(1)
    return " " if character in "nN" else str(character)
