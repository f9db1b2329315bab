"""A reminder: what it says, with and without the user's words, and what it offers."""

from __future__ import annotations

from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.tracked import AwayId, EntryId
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.coding_actions import CodingAction

FULL, OFF = "full", "off"
"""The most and the least that notifications show, by the setting ``notification_content``."""


class ReminderKind(StrEnum):
    """The classes of reminders; each is switched by the setting ``remind_…`` of its name."""

    MEETING = "meeting"
    BLOCK_END = "block_end"
    REACHABLE = "reachable"
    JOB = "job"
    AWAY = "away"

    @property
    def setting(self) -> str:
        """The name of the setting that switches it."""
        return f"remind_{self.value}"


class ReminderAnswer(StrEnum):
    """What a button of a notification does; OPEN is a click on the notification itself."""

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
    """One thing to remind of.

    ``key`` is the same each time that it is found, so that it is told once. ``plain`` says it
    without a word that the user or others wrote; the labels of the ``answers`` never hold one.
    What follows is what the answers are about: a link to join, a change that saves the coding, a
    task to start, a span away, the entry that runs. ``is_in_window`` where a bar of the window says
    it already.
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
        """Return what a notification shows of it by the setting ``notification_content``."""
        return self.words if content == FULL else self.plain
