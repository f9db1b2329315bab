"""Text as it is compared in a search."""

from __future__ import annotations

import unicodedata


def fold_text(text: str) -> str:
    """Return text without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        letter if letter.isalnum() else " "
        for letter in letters
        if not unicodedata.combining(letter)
    )
