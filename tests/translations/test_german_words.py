"""German texts: one name for one thing, no address of the reader, and lengths of any number."""

from __future__ import annotations

import re

import pytest

from tests.translations.catalogs import po_path, read


def texts() -> list[str]:
    """Return every German text, each form of those that count."""
    return [
        text
        for message in read(po_path("de"), "de")
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]


@pytest.mark.parametrize(
    ("other", "usual"),
    [
        (r"Arbeitsumgebung", "Desktop"),
        (r"Rückgabewert", "Exit-Code"),
        (r"\bMin\.", "min"),
        (r"\+ Eingabe\b", "+ Enter"),
        (r"\bSystem folgt", "„System“ folgt"),
        (r"\b(dein\w*|dir|dich|euch|eure\w*|Ihnen|Ihre[mnrs]?)\b", "no address of the reader"),
        (r"\{length\}( am Stück| davon)? (haben|sind)|sind \{time\}", "a form for 1 h as for 2 h"),
        (r"\b(ist|war) fällig \{", "ist {when} fällig"),
        (r"(keine|freien) \{length\}", "a form for 1 h as for 2 h"),
    ],
)
def test_no_text_uses_another_word_than_the_others(other: str, usual: str) -> None:
    assert [text for text in texts() if re.search(other, text)] == [], f"instead: {usual}"
