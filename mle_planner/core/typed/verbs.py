"""The words that say what to do with the rest of a typed line, read in every language at any time.

"start drift", "starte drift" and "gehe zu freitag" begin with one.
"""

from __future__ import annotations

from collections.abc import Sequence

GO = (
    "go to ", "goto ", "show ", "open ",
    "gehe zu ", "gehe zum ", "gehe zur ", "geh zu ", "geh zum ", "geh zur ",
    "zeige ", "zeig ", "öffne ",
    "עבור אל ", "עבור ל", "מעבר אל ", "מעבר ל", "הצג ", "פתח ",
)  # fmt: skip
START = ("start ", "track ", "switch to ", "starte ", "beginne ", "התחל ", "התחלת ")
STOP = ("stop ", "stopped ", "stopp ", "stoppe ", "beende ", "עצור ", "עצירה ")
DONE = ("done ", "finish ", "complete ", "erledigt ", "fertig ", "בוצע ", "סיום ")


def after_verb(line: str, verbs: Sequence[str]) -> str | None:
    """Return what follows one of the verbs; None if the line begins with none of them."""
    text = line.lstrip()
    lowered = text.lower()
    for verb in verbs:
        if lowered.startswith(verb):
            return text[len(verb) :].strip()
    return None
