"""An open database, a clock, and the one way to change anything.

One user intention is one edit, one transaction, one undo step and one notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.timespan import PlanningDays
from mle_planner.core.edits import Change, Edit, merged
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import (
    Activity,
    ActivityId,
    Calendar,
    CalendarEvent,
    Category,
    Evidence,
    FrozenBlock,
    FrozenUnplaced,
    OwnDay,
    PlanVersion,
    Predecessor,
    Project,
    ProjectId,
    Record,
    Series,
    SeriesException,
    SettingValue,
    Task,
    TemplateBlock,
    TimeBlock,
    TimeEntry,
    WeekNote,
)
from mle_planner.core.settings import DAYS_BEFORE_MONDAY, Settings
from mle_planner.core.storage.edit_log import EditLog, LoggedEdit
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.store import Store

if TYPE_CHECKING:
    from mle_planner.core.snapshots import Changes

_TOPICS: dict[type[Record], str] = {
    Activity: "activities",
    Project: "projects",
    Task: "tasks",
    Predecessor: "tasks",
    TemplateBlock: "template",
    Series: "template",
    SeriesException: "blocks",
    Calendar: "calendars",
    CalendarEvent: "calendars",
    TimeBlock: "blocks",
    OwnDay: "blocks",
    PlanVersion: "plans",
    FrozenBlock: "plans",
    FrozenUnplaced: "plans",
    TimeEntry: "entries",
    Evidence: "entries",
    SettingValue: "settings",
    WeekNote: "notes",
}
EVERYTHING = frozenset(_TOPICS.values())

Listener = Callable[["Changes"], None]
Result = TypeVar("Result")


class HistoryError(PlannerError):
    """There is nothing to undo or to redo."""


class Session:
    """What every part of the planner shares; not used by the faces."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Open the folder's database; raises ``StorageError``."""
        self.store = Store(folder)
        self.log = EditLog(self.store.connection)
        self.clock = clock
        self._listeners: list[Listener] = []
        self._seen_version = self.store.data_version()
        self._settings: Settings | None = None
        self.save_failure = ""

    # -- what everybody asks for -----------------------------------------------------------

    def now(self) -> datetime:
        """Return the current instant, in UTC."""
        return self.clock.now()

    @property
    def settings(self) -> Settings:
        """The settings in force; read once and again after a change."""
        if self._settings is None:
            self._settings = Settings.read(self.store.all(SettingValue))
        return self._settings

    @property
    def days(self) -> PlanningDays:
        """How instants fall into the user's days."""
        return PlanningDays(
            self.clock.zone,
            self.settings.number("day_border_min"),
            DAYS_BEFORE_MONDAY.get(
                self.settings.word("week_starts"), gettext.manner().days_before_monday
            ),
        )

    def today(self) -> date:
        """Return the planning day of the current instant."""
        return self.days.date_of(self.now())

    def activities(self) -> dict[ActivityId, Activity]:
        """Return all activities by id."""
        return {activity.id: activity for activity in self.store.all(Activity)}

    def projects(self) -> dict[ProjectId, Project]:
        """Return all projects by id."""
        return {project.id: project for project in self.store.all(Project)}

    def categories(self) -> dict[ActivityId, Category]:
        """Return the category of each activity."""
        return {key: activity.category for key, activity in self.activities().items()}

    # -- changing --------------------------------------------------------------------------

    def commit(self, intention: Callable[[], Edit]) -> None:
        """Carry out an intention that has nothing to hand back; see ``carry_out``."""
        self.carry_out(lambda: (intention(), None))

    def carry_out(self, intention: Callable[[], tuple[Edit, Result]]) -> Result:
        """Carry out an intention: it reads, decides and answers with an edit and a result.

        Reading and writing are one transaction, so that nobody can write in between. An edit
        without changes leaves no trace. What the intention raises passes through and nothing
        is written.
        """
        with self._saving():
            edit, result = intention()
            if edit.changes:
                self.store.apply(edit.changes)
                self._check_entries(edit.changes)
                self._remember(edit)
        if edit.changes:
            self._tell(edit.changes, edit.label)
        return result

    def undo(self) -> str:
        """Take back the last edit and return its label."""
        with self._saving():
            last = self.log.last_done()
            if last is None:
                raise HistoryError(_("There is nothing to undo."))
            inverse = last.edit.inverse()
            self.store.apply(inverse.changes)
            self.log.mark(last, is_undone=True)
        self._tell(inverse.changes, f"Undo {last.edit.label}")
        return last.edit.label

    def redo(self) -> str:
        """Make the last undone edit again and return its label."""
        with self._saving():
            next_one = self.log.first_undone()
            if next_one is None:
                raise HistoryError(_("There is nothing to redo."))
            self.store.apply(next_one.edit.changes)
            self.log.mark(next_one, is_undone=False)
        self._tell(next_one.edit.changes, next_one.edit.label)
        return next_one.edit.label

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """Write all of the body or nothing, and remember whether the disk took it."""
        try:
            with self.store.transaction():
                yield
        except StorageError as error:
            self.save_failure = str(error)
            raise
        self.save_failure = ""

    def _remember(self, edit: Edit) -> None:
        """Log an edit, or add it to the step it continues."""
        last = self.log.has_merge_target(edit.merge_key)
        if last is None:
            self.log.append(edit, self.now())
            return
        self._extend(last, edit)

    def _extend(self, last: LoggedEdit, edit: Edit) -> None:
        changes = merged(last.edit.changes, edit.changes)
        if changes:
            self.log.replace(last, Edit(edit.label, changes, edit.merge_key), self.now())
        else:
            self.log.remove(last)

    def _check_entries(self, changes: tuple[Change, ...]) -> None:
        """Hold every entry that was written against the rule that none overlap.

        The use cases refuse overlaps with a sentence; this is the last line, for bugs.
        """
        for change in changes:
            if isinstance(change.after, TimeEntry):
                others = self.store.overlapping_entries(change.after)
                if others:
                    raise RuntimeError("an edit would make two entries overlap")

    # -- telling ---------------------------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a listener told of each commit; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notice_foreign_changes(self) -> bool:
        """Tell the listeners if another process wrote since the last look."""
        version = self.store.data_version()
        if version == self._seen_version:
            return False
        self._seen_version = version
        self._settings = None
        self._notify(EVERYTHING, "", "elsewhere")
        return True

    def _tell(self, changes: tuple[Change, ...], label: str) -> None:
        self._settings = None
        topics = frozenset(_TOPICS[change.kind] for change in changes)
        self._notify(topics, label, "here")

    def _notify(self, topics: frozenset[str], label: str, origin: str) -> None:
        if not self._listeners:
            return  # a command: nobody is told, and snapshots need not be loaded for it
        from mle_planner.core.snapshots import Changes

        changes = Changes(topics, label, origin)
        for listener in tuple(self._listeners):
            listener(changes)
