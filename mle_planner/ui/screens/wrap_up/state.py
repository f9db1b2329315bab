"""What the page keeps while the day is read again: what is chosen, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.model.work import TaskId
from mle_planner.ui.screens.wrap_up.questions import DayQuestion


class Answered(NamedTuple):
    """A question that was answered, and the answer in a word."""

    question: DayQuestion
    answer: str


@dataclass
class PageState:
    """Splits and choices are kept until another day is shown, answers until the page is opened.

    Attributes:
        cuts: Where gaps are split.
        choices: The number of the chosen option, by the key of its question.
        current: The number of the open question that is unfolded.
        answered: The answered questions by key, which stay in their places.
        answered_tasks: The answered tasks, which stay in theirs.
        task: The number of the task that has the focus, or had it until it was answered.
    """

    cuts: set[datetime] = field(default_factory=set)
    choices: dict[str, int] = field(default_factory=dict)
    current: int = 0
    answered: dict[str, Answered] = field(default_factory=dict)
    answered_tasks: set[TaskId] = field(default_factory=set)
    task: int | None = None

    def forget_answers(self) -> None:
        """Begin again, as when the page is opened."""
        self.answered, self.answered_tasks, self.task = {}, set(), None

    def forget_day(self) -> None:
        """Begin with another day."""
        self.cuts, self.choices, self.current = set(), {}, 0
        self.forget_answers()
