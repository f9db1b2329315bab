"""The rows of a file of tasks."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Priority


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A task as a file has it; what the file does not say is empty or None.

    ``is_typed``: the title may hold the marks of a quick-add line. ``activity`` is the name of one.
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
    """A line that is not a task the planner can take, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class TaskFile:
    """What was read from a file: its name, its format, and its tasks in their order."""

    name: str
    format: str
    tasks: tuple[ReadTask, ...]
    rejected: tuple[Rejected, ...] = ()
