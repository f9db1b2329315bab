"""The result of reading a quick-add line: the fields of a task, and a chip for each part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from mle_planner.core.base.days import MONDAY_TO_FRIDAY
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Activity, ActivityId, Priority, Project, Stage, TaskId
from mle_planner.core.typed.duration import WORKDAY_MIN


class Certainty(StrEnum):
    """How certain the reading of a chip is."""

    SURE = "sure"
    UNSURE = "unsure"
    """Read in one way, although other people would read it in another."""
    GUESSED = "guessed"
    """Not written in the line, but concluded from the words of the title."""
    KEPT = "kept"
    """Left in the title, although it could be of the chip's kind."""
    UNREAD = "unread"
    """Meant as the chip's kind but not readable; the line cannot be added as it is."""


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
"""The kinds of parts of a line, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class LineContext:
    """The data against which a line is read.

    ``workdays`` are the weekdays (0 is Monday) that "every weekday" means; ``day_min`` is the
    minutes of work that "1d" means; ``learned`` the activities that the user
    chose for words of titles; ``task_title`` returns the title of an open task by its number, and
    ``task_named`` the number of the one open task with that title, ignoring case.
    """

    today: date
    activities: Sequence[Activity] = ()
    projects: Sequence[Project] = ()
    workdays: Collection[int] = MONDAY_TO_FRIDAY
    day_min: int = WORKDAY_MIN
    learned: Mapping[str, ActivityId] | None = None
    task_title: Callable[[int], str | None] = lambda _number: None
    task_named: Callable[[str], TaskId | None] = lambda _title: None


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the line: its place in the text and its label.

    ``kind`` is one of ``KINDS``; ``text`` is the text from ``start`` to ``end``, empty for a guess;
    ``label`` is the meaning, such as "due Fri 27 Nov".
    """

    kind: str
    text: str
    label: str
    start: int
    end: int
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """The meaning of a line; with a ``problem``, one sentence, it must not be added as it is.

    Fields that the line does not set are None. ``new_project`` is the name of a project to create.
    ``guess`` is the activity that the words of the title suggest if the line names none.
    ``repeats`` is an RFC 5545 rule, empty for a task that is done once, and ``first_day`` its first
    day; ``after`` are the tasks to finish first, ``earliest`` is the day before which it does not
    start.
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
        """The chips that were read as fields, without words that were kept or not readable."""
        taken = (Certainty.SURE, Certainty.UNSURE)
        return tuple(chip for chip in self.chips if chip.certainty in taken)

    def is_for_today(self, today: date) -> bool:
        """Whether it is work of known length for today: due today, or ad hoc without a date."""
        if self.problem is not None or self.estimate_min is None or self.repeats or self.earliest:
            return False
        activity = self.activity or self.guess
        is_ad_hoc = activity is not None and activity.key == "ad-hoc"
        return self.due == today or (self.due is None and is_ad_hoc)
