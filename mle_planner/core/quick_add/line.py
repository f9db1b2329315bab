"""What a quick-add line says: the fields of a task, and the chips that show where each stands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from mle_planner.core.base.records import dataclass
from mle_planner.core.model.records import Activity, Priority, Project, Stage


class Certainty(StrEnum):
    """How sure it is that a chip is what was meant."""

    SURE = "sure"
    UNSURE = "unsure"
    """Read in one way, and somebody else would read it in another."""
    KEPT = "kept"
    """Left in the title, and it could be what the chip's kind says."""
    UNREAD = "unread"
    """Meant as the chip's kind and not to be read; the line cannot be added as it is."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the line: where it stands in the text and how it is shown.

    ``kind`` is "activity", "estimate", "due", "project", "priority" or "stage"; ``text`` is
    what was written at ``start`` to ``end``; ``label`` what it means, such as
    "due Fri 27 Nov".
    """

    kind: str
    text: str
    label: str
    start: int
    end: int
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What a line says; with a ``problem``, one sentence, it must not be added as it is.

    ``new_project`` is the name of a project to create. Whatever the line does not say is None
    and left to whoever creates the task.
    """

    title: str
    activity: Activity | None = None
    project: Project | None = None
    new_project: str | None = None
    estimate_min: int | None = None
    due: date | None = None
    due_min: int | None = None
    priority: Priority | None = None
    stage: Stage | None = None
    chips: tuple[Chip, ...] = ()
    problem: str | None = None

    @property
    def understood(self) -> tuple[Chip, ...]:
        """The chips of what the line says, without words that were kept or not read."""
        taken = (Certainty.SURE, Certainty.UNSURE)
        return tuple(chip for chip in self.chips if chip.certainty in taken)
