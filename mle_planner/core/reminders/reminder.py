"""A reminder: its text, with and without the user's words, and its buttons."""

from __future__ import annotations

from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.tracked import AwayId, EntryId
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.coding_actions import CodingAction

FULL, OFF = "full", "off"
"""The settings of ``notification_content`` that show the most and the least."""


class ReminderKind(StrEnum):
    """The kinds of reminders; the setting ``remind_…`` of the same name turns each on or off."""

    MEETING = "meeting"
    BLOCK_END = "block_end"
    REACHABLE = "reachable"
    JOB = "job"
    AWAY = "away"

    @property
    def setting(self) -> str:
        """The name of its on/off setting."""
        return f"remind_{self.value}"


class ReminderAnswer(StrEnum):
    """The action of a notification's button; OPEN is a click on the notification itself."""

    OPEN = "default"
    JOIN = "join"
    EXTEND = "extend"
    SWITCH = "switch"
    STOP = "stop"
    CHANGE = "change"
    START = "start"
    KEEP = "keep"
    REMOVE = "remove"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class ReminderWords:
    """A title and a line under it."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder.

    ``key`` is the same each time the reminder is found, so that it is shown once. ``plain`` has no
    word that the user or others wrote; the labels of the ``answers`` never have one. The fields
    after that belong to the answers: a link to join, a change that saves the coding, a task to
    start, a span away, the running entry. ``is_in_window``: a bar of the window shows it already.
    """

    key: str
    kind: ReminderKind
    words: ReminderWords
    plain: ReminderWords
    answers: tuple[tuple[ReminderAnswer, str], ...] = ()
    link: str = ""
    action: CodingAction | None = None
    task_id: TaskId | None = None
    away_id: AwayId | None = None
    entry_id: EntryId | None = None
    is_in_window: bool = False

    def shown(self, content: str) -> ReminderWords:
        """Return the text of a notification for a value of the setting ``notification_content``."""
        return self.words if content == FULL else self.plain
