"""Lays out text in columns, and counts; control characters in text are replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.typed.title import cut_short, harmless

if TYPE_CHECKING:
    from datetime import timedelta

    from mle_planner.core.plan.snapshots import CodingDay


def columns(rows: Iterable[Sequence[str]], *, indent: str = "") -> list[str]:
    """Return rows as lines with aligned columns, two spaces between them.

    A very long cell is cut, unless it is the last of its row: it would widen every row.
    """
    cells = [[*(cut_short(printable(cell)) for cell in row[:-1]), *map(printable, row[-1:])]
             for row in rows]  # fmt: skip
    count = max(map(len, cells), default=0)
    widths = [max((_width(row[at]) for row in cells if at < len(row)), default=0)
              for at in range(count)]  # fmt: skip
    return [
        indent + "  ".join(cell + " " * (widths[at] - _width(cell))
                           for at, cell in enumerate(row)).rstrip()
        for row in cells
    ]  # fmt: skip


def counted(count: int, noun: str) -> str:
    """Return how many there are of something, such as "1 row" or "2 rows"."""
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def printable(text: str) -> str:
    """Return text on one line, with a placeholder for each terminal control character."""
    return harmless(" ".join(text.split()))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def coding_words(coding: CodingDay, doubtful: timedelta) -> str:
    """Return a day's coding: "3:00 done, 1:00 of it in question, 2:00 still planned"."""
    from mle_planner.core.tracking.forgotten import in_question_text

    parts = (
        f"{duration_text(coding.done)} done",
        in_question_text(doubtful),
        f"{duration_text(coding.planned)} still planned",
    )
    return ", ".join(filter(None, parts))
