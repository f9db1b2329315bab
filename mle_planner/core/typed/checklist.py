"""Splits pasted text, such as a list copied from a mail, into the lines of tasks."""

from __future__ import annotations

import re

_MARK = re.compile(r"^(?:[-*+•–]|\d{1,3}[.)])\s+")
_BOX = re.compile(r"^\[([ xX])\]\s+")


def task_lines(text: str) -> list[str]:
    """Return the lines that name tasks, without list marks.

    Empty lines and ticked items of a checklist are left out.
    """
    found = []
    for line in text.splitlines():
        words = _MARK.sub("", line.strip())
        box = _BOX.match(words)
        if box is not None:
            words = words[box.end() :] if box[1] == " " else ""
        if words.strip():
            found.append(words.strip())
    return found
