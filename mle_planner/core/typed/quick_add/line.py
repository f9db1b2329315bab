"""What a quick-add line says: the fields of a task, and the chips that show where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Activity, ActivityId, Priority, Project, Stage, TaskId
from mle_planner.core.typed.duration import WORKDAY_MIN


class Certainty(StrEnum):
    """How sure it is that a chip is what was meant."""

    SURE = "sure"
    UNSURE = "unsure"
    """Read in one way, and other people would read it in another."""
    GUESSED = "guessed"
    """Not written in the line: concluded from the words of the title."""
    KEPT = "kept"
    """Left in the title, and it could be what the chip's kind says."""
    UNREAD = "unread"
    """Meant as the chip's kind and not to be read; the line cannot be added as it is."""


KINDS = (
    "activity",
    "stage",
    "estimate",
    "earliest",
    "due",
    "repeats",
    "after",
    "project",
    "priority",
)
"""What a part of a line can say, in the order in which it is shown."""


def _no_task(_number: int) -> str | None:
    return None


def _no_number(_title: str) -> TaskId | None:
    return None


@dataclass(frozen=True, slots=True)
class LineContext:
    """What a line is read against.

    ``day_min`` is the minutes of work that "1d" means; ``learned`` the activities that the user
    chose for words of titles; ``task_title`` the title of an open task by its number, and
    ``task_named`` the number of the one open task with that title, whatever its case.
    """

    today: date
    activities: Sequence[Activity] = ()
    projects: Sequence[Project] = ()
    day_min: int = WORKDAY_MIN
    learned: Mapping[str, ActivityId] | None = None
    task_title: Callable[[int], str | None] = _no_task
    task_named: Callable[[str], TaskId | None] = _no_number


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the line: where it is in the text and how it is shown.

    ``kind`` is one of ``KINDS``; ``text`` is what was written at ``start`` to ``end``, nothing
    for a guess; ``label`` what it means, such as "due Fri 27 Nov".
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

    ``new_project`` is the name of a project to create. ``guess`` is the activity that the words
    of the title suggest where the line names none. ``repeats`` is an RFC 5545 rule, empty for a
    task that is done once, and ``first_day`` the first day it means; ``after`` the tasks to
    finish first, ``earliest`` the day before which it does not start. What the line does not say
    is None.
    """

    title: str
    activity: Activity | None = None
    project: Project | None = None
    new_project: str | None = None
    estimate_min: int | None = None
    due: date | None = None
    due_min: int | None = None
    earliest: date | None = None
    priority: Priority | None = None
    stage: Stage | None = None
    guess: Activity | None = None
    repeats: str = ""
    first_day: date | None = None
    after: tuple[TaskId, ...] = ()
    chips: tuple[Chip, ...] = ()
    problem: str | None = None

    @property
    def understood(self) -> tuple[Chip, ...]:
        """The chips of what the line says, without words that were kept or not read."""
        taken = (Certainty.SURE, Certainty.UNSURE)
        return tuple(chip for chip in self.chips if chip.certainty in taken)

    def is_for_today(self, today: date) -> bool:
        """Whether it is work of a known length for today: due today, or ad hoc without a date."""
        if self.problem is not None or self.estimate_min is None or self.repeats or self.earliest:
            return False
        activity = self.activity or self.guess
        is_ad_hoc = activity is not None and activity.key == "ad-hoc"
        return self.due == today or (self.due is None and is_ad_hoc)
