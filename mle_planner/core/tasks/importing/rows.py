"""The rows of a file of tasks."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Priority


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A task as read from a file; missing values are empty or None.

    ``is_typed``: the title may hold the marks of a quick-add line. ``activity`` is a name.
    """

    line: int
    title: str
    is_typed: bool = False
    project: str = ""
    activity: str = ""
    estimate_min: int | None = None
    due: date | None = None
    due_min: int | None = None
    earliest: date | None = None
    priority: Priority | None = None
    repeats: str = ""
    note: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that cannot become a task, and the reason."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class TaskFile:
    """The result of reading a file: its name, its format, and its tasks in order."""

    name: str
    format: str
    tasks: tuple[ReadTask, ...]
    rejected: tuple[Rejected, ...] = ()
