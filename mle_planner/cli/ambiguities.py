"""Names the words of a quick-add line that have another reading, and how to write that one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mle_planner.core.typed.quick_add.line import Certainty, Chip, QuickAdd

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.typed.quick_add.readings import Reading


def ambiguities(planner: Planner, text: str, line: QuickAdd) -> Iterator[str]:
    """Return a sentence or two for each part of a line that was read in one of several ways.

    Quoted words are literal, and a guessed activity is reported with the task itself.
    """
    for chip in line.chips:
        is_kept = chip.certainty is Certainty.KEPT and not chip.text.startswith('"')
        if is_kept or chip.certainty is Certainty.UNSURE:
            yield _doubt(chip, line, planner.tasks.readings(text, chip))


def _doubt(chip: Chip, line: QuickAdd, found: tuple[Reading, ...]) -> str:
    from mle_planner.core.typed.quick_add.names import is_near

    others = [reading for reading in found if not (reading.is_current or reading.keeps_words)]
    other = others[0] if others else None
    if chip.certainty is Certainty.KEPT:
        said = f"{chip.text} stays in the title."
        if chip.kind == "activity" and not (others and is_near(chip.text[1:], [others[0].name])):
            return f"{said} No activity is called {chip.text[1:]}."
        return f"{said} {_advice(other, chip)}" if other else said
    said = f"{chip.text} was read as {_meaning(chip, line)}."
    quotes = "To keep the words in the title put them between quotes."
    if chip.kind == "estimate" and _is_in_days(chip.text):
        return f"{said} Write hours for another length of day."
    if other is None or chip.kind in ("estimate", "stage"):
        return f"{said} {quotes}"
    return f"{said} {_advice(other, chip)}"


def _is_in_days(text: str) -> bool:
    from mle_planner.core.typed.duration import read_words

    found = read_words(text.split())
    return found is not None and found.days is not None


def _meaning(chip: Chip, line: QuickAdd) -> str:
    if chip.kind == "estimate":
        return f"an effort of {chip.label}"
    is_new_project = chip.kind == "project" and line.new_project is not None
    if chip.kind in ("due", "earliest") or is_new_project:
        return chip.label
    return f"the {chip.kind} {chip.label}"


def _advice(other: Reading, chip: Chip) -> str:
    """Return how to write another reading, as in "For the project Routing write #routing."."""
    if chip.kind == "estimate":
        return f"For an effort write {other.written}."
    noun = "new project" if other.is_new else chip.kind
    meant = f"the {noun} {other.name}" if other.name else other.label
    return f"For {meant} write {other.written}."
