"""An open database, a clock, and the two ways to write.

What the user does is carried out: one intention is one edit, one transaction, one undo step and
one notice. What is observed or fetched is recorded: one transaction and one notice, and nothing
to undo.

A session belongs to the thread that opened it. Work in another thread opens another session;
the first one learns what was written there by ``notice_foreign_changes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.days import MONDAY_TO_FRIDAY, PlanningDays
from mle_planner.core.base.progress import Tell, ignore_progress, part_of
from mle_planner.core.entry_check import check_entries
from mle_planner.core.gone import gone_error, refuse_gone
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.locks import LockedPeriod
from mle_planner.core.model.records import Record, SettingValue
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    LearnedWord,
    Project,
    ProjectId,
)
from mle_planner.core.settings import Settings
from mle_planner.core.storage.database import FileIdentity
from mle_planner.core.storage.errors import BROKEN_CONSTRAINT, StorageError
from mle_planner.core.storage.rows import R
from mle_planner.core.storage.store import Store
from mle_planner.core.topics import (
    ADDED_KINDS,
    FETCHED_KINDS,
    OBSERVED_KINDS,
    SETTING_TOPICS,
    Changes,
    Origin,
    Topic,
    topics_of,
)

if TYPE_CHECKING:
    from mle_planner.core.edits import Change, Edit, NewId
    from mle_planner.core.storage.edit_log import EditLog, LoggedEdit

Listener = Callable[[Changes], None]
Result = TypeVar("Result")
P = ParamSpec("P")

Observer = Callable[["Session", "tuple[Change, ...]"], None]
"""What is done in the transaction of a write, outside edits and undo."""


class Session:
    """What the domains of the core share; the window and the command line do not use it."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        is_read_only: bool = False,
        known: FileIdentity | None = None,
        observe: Observer | None = None,
    ) -> None:
        """Open the folder's database, only a ``known`` one if given; raises ``StorageError``.

        ``observe`` is called with all changes, inside their transaction.
        """
        self.store = Store(folder, is_read_only=is_read_only, known=known)
        self.clock = clock
        self._observe = observe
        self.opened_at = clock.now().replace(microsecond=0)
        self._listeners: list[Listener] = []
        self._seen_version = self.store.data_version()
        self._seen = self.store.revisions(Topic)
        self.save_failure = ""
        """Why the last attempt to write failed, in a sentence; empty after a successful one."""
        self.is_correcting = False
        """Whether changes of locked days are kept as corrections; else they are refused."""
        self.is_app_open = False
        """Whether the application works with it, with a window or in the tray."""
        self._together: list[Edit] | None = None
        self._untold: list[Change] = []

    def open_for_thread(self) -> Session:
        """Open the database for another thread; ``StorageError`` if its file was replaced."""
        store, observe = self.store, self._observe
        return Session(store.path.parent, self.clock, known=store.file, observe=observe)

    @cached_property
    def log(self) -> EditLog:
        """The edits that were made, loaded by the first one that is made or looked up."""
        from mle_planner.core.storage.edit_log import EditLog

        return EditLog(self.store.connection)

    # -- the present and the catalogues ----------------------------------------------------

    def now(self) -> datetime:
        """Return the current instant, in UTC."""
        return self.clock.now()

    @cached_property
    def settings(self) -> Settings:
        """The settings in force; read once and again after a change."""
        return Settings.read(self.store.all(SettingValue))

    @property
    def days(self) -> PlanningDays:
        """How instants fall into the user's days."""
        return PlanningDays(
            self.clock.zone,
            self.settings.number("day_border_min"),
            self.settings.days_before_monday,
            self.workdays,
        )

    @cached_property
    def workdays(self) -> frozenset[int]:
        """The weekdays (0 is Monday) of the typical day; Monday to Friday if it is empty."""
        found = frozenset(part.weekday for part in self.store.all(DayPart))
        return found or frozenset(MONDAY_TO_FRIDAY)

    def local_now(self) -> datetime:
        """Return the current instant in the user's zone."""
        return self.now().astimezone(self.clock.zone)

    def today(self) -> date:
        """Return the planning day of the current instant."""
        return self.days.date_of(self.now())

    def existing(self, kind: type[R], record_id: int) -> R:
        """Return a record; raise ``PlannerError`` where it was deleted while it was on screen."""
        record = self.store.get(kind, record_id)
        if record is None:
            raise gone_error(kind)
        return record

    def activities(self) -> dict[ActivityId, Activity]:
        """Return all activities by id."""
        return {activity.id: activity for activity in self.store.all(Activity)}

    def projects(self) -> dict[ProjectId, Project]:
        """Return all projects by id."""
        return {project.id: project for project in self.store.all(Project)}

    def categories(self) -> dict[ActivityId, Category]:
        """Return the category of each activity."""
        return {key: activity.category for key, activity in self.activities().items()}

    def learned_words(self) -> dict[str, ActivityId]:
        """Return the activities that were learned, by the word of a title that means them."""
        return {found.word: found.activity_id for found in self.store.all(LearnedWord)}

    def suggested_activity(self, title: str) -> Activity:
        """Return the activity that a title names or suggests, else the usual one."""
        # most starts name a task: the words are loaded for those that do not
        from mle_planner.core.typed.quick_add.kinds import suggested_activity

        return suggested_activity(title, self.store.all(Activity), self.learned_words())

    # -- changing --------------------------------------------------------------------------

    def seed(self, records: Callable[[NewId], Iterable[Record]]) -> None:
        """Write what a new database starts with, unless another process has; not undoable."""
        from mle_planner.core.edits import add_records

        with self.store.transaction():
            if not self.store.all(Activity):
                self.store.apply(add_records(*records(self.store.new_id)))
        self._seen = self.store.revisions(Topic)

    @overload
    def carry_out(
        self, intention: Callable[[], tuple[Edit, Result]], *, tell: Tell = ...
    ) -> Result: ...

    @overload
    def carry_out(self, intention: Callable[[], Edit], *, tell: Tell = ...) -> None: ...

    def carry_out(self, intention: Callable[[], Any], *, tell: Tell = ignore_progress) -> Any:
        """Carry out an intention: it reads, decides and returns an edit, or that and a result.

        Reading and writing are one transaction, so that nothing is written in between. An edit
        without changes leaves no trace. What the intention raises passes through and nothing
        is written. ``tell`` is told how far writing is, and may raise.
        """
        edit: Edit | None = None
        try:
            with self._saving():
                decided: Edit | tuple[Edit, Any] = intention()
                edit, result = decided if isinstance(decided, tuple) else (decided, None)
                trail = self._write(edit, tell)
        except BROKEN_CONSTRAINT:
            if edit is not None:
                refuse_gone(edit.changes, self.existing)
            raise  # a bug
        if edit.changes:
            self._tell((*edit.changes, *trail))
        return result

    def _write(self, edit: Edit, tell: Tell) -> tuple[Change, ...]:
        """Write and log an edit, and return the corrections that it makes in locked days."""
        if not edit.changes:
            return ()
        self._apply(edit.changes, part_of(tell, 0, 0.5))
        check_entries(self.store.entries_in, self.now(), edit.changes)
        trail = self._guard_locked_days(edit.changes)
        if edit.is_undoable:
            self._remember(edit, part_of(tell, 0.5, 1))
        return trail

    def _apply(self, changes: tuple[Change, ...], tell: Tell = ignore_progress) -> None:
        self.store.apply(changes, tell)
        if self._observe is not None:
            self._observe(self, changes)

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """Make the edits of the body one: all of them or none, one undo step and one notice.

        The step is named after the first of them. Settings and facts do not belong in it.
        """
        from mle_planner.core.edits import Edit, merge_changes

        together: list[Edit] = []
        with self._saving():
            self._together = together
            try:
                yield
            finally:
                self._together, made, self._untold = None, tuple(self._untold), []
            changes: tuple[Change, ...] = ()
            for edit in together:
                changes = merge_changes(changes, edit.changes)
            if changes:
                self._remember(Edit(together[0].summary, changes), ignore_progress)
        if made:
            self._tell(made)

    def record(self, facts: Callable[[], Iterable[Change]]) -> int:
        """Write what was observed or fetched, without an undo step; return how many changes.

        ``facts`` reads and decides inside the transaction, so that what is known already can be
        left out: recording something twice writes nothing. Only kinds of ``OBSERVED_KINDS``,
        ``FETCHED_KINDS`` and ``ADDED_KINDS``.
        """
        with self._saving():
            changes = tuple(facts())
            if not {each.kind for each in changes} <= OBSERVED_KINDS | FETCHED_KINDS | ADDED_KINDS:
                raise ValueError("what the user can change is carried out, not recorded")
            if changes:
                self._apply(changes)
        if changes:
            self._tell(changes, is_observed=True)
        return len(changes)

    def undo(self) -> LoggedEdit:
        """Undo the last edit and return it."""
        return self._replay(is_undone=True)

    def redo(self) -> LoggedEdit:
        """Redo the edit undone last and return it."""
        return self._replay(is_undone=False)

    def _replay(self, *, is_undone: bool) -> LoggedEdit:
        """Undo or redo the next edit, without what was set or fetched again since."""
        from mle_planner.core.storage.newer_states import without_older_states

        with self._saving():
            logged = self.log.last_done() if is_undone else self.log.first_undone()
            if logged is None and is_undone:
                raise planner_error("There is nothing to undo.")
            if logged is None:
                raise planner_error("There is nothing to redo.")
            edit = logged.edit.inverse() if is_undone else logged.edit
            changes = without_older_states(self.store, edit.changes)
            self._apply(changes)
            trail = self._guard_locked_days(changes)
            self.log.mark(logged, is_undone=is_undone)
        self._tell((*changes, *trail))
        return logged

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """Write all of the body or nothing, and remember whether writing failed."""
        if self._together is not None:
            yield  # the step writes all of it
            return
        try:
            with self.store.transaction():
                yield
        except StorageError as error:
            self.save_failure = str(error)
            raise
        self.save_failure = ""

    def _remember(self, edit: Edit, tell: Tell) -> None:
        """Log an edit, or add it to the step it continues."""
        if self._together is not None:
            self._together.append(edit)
            return
        from mle_planner.core.edits import Edit, merge_changes

        last = self.log.merge_target(edit.merge_key)
        if last is None:
            self.log.append(edit, self.now(), tell)
        elif changes := merge_changes(last.edit.changes, edit.changes):
            self.log.replace(last, Edit(edit.summary, changes, edit.merge_key), self.now())
        else:
            self.log.remove(last)

    def _guard_locked_days(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Refuse changes of tracked time in locked days, or keep and return their corrections."""
        if not any(c.kind is TimeEntry for c in changes) or not self.store.all(LockedPeriod):
            return ()
        from mle_planner.core.locks import guard_locked_days

        return guard_locked_days(self.store, changes, self.now(), self.is_correcting)

    # -- telling ---------------------------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit; return what removes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notice_foreign_changes(self) -> bool:
        """Tell the listeners what another connection wrote since the last look, if it did."""
        version = self.store.data_version()
        if version == self._seen_version:
            return False
        self._seen_version = version
        present = self.store.revisions(Topic)
        topics = frozenset(topic for topic in Topic if present[topic] != self._seen[topic])
        self._seen = present
        if topics:
            self._notify(topics, Origin.ELSEWHERE)
        return bool(topics)

    def _tell(self, changes: tuple[Change, ...], *, is_observed: bool = False) -> None:
        if self._together is not None:
            self._untold += changes
            return
        topics = topics_of(changes)
        for topic in topics:  # what others wrote meanwhile is still to be noticed
            self._seen[topic] += 1
        self._notify(topics, Origin.OBSERVED if is_observed else Origin.HERE)

    def _notify(self, topics: frozenset[Topic], origin: Origin) -> None:
        if topics & {*SETTING_TOPICS, Topic.TYPICAL_DAY}:
            vars(self).pop("settings", None)
            vars(self).pop("workdays", None)
        for listener in tuple(self._listeners):
            listener(Changes(topics, origin))


class Domain:
    """A domain of the planner on an open session: it reads its values and makes its edits."""

    def __init__(self, session: Session) -> None:
        self._session = session


@overload
def carried_out(decide: Callable[P, tuple[Edit, Result]]) -> Callable[P, Result]: ...


@overload
def carried_out(decide: Callable[P, Edit]) -> Callable[P, None]: ...


def carried_out(decide: Callable[P, Any]) -> Callable[P, Any]:
    """Carry out the edit that a method of a domain returns: the whole method is an intention.

    A method that returns an edit and a result gives its caller the result.
    """

    @wraps(decide)
    def carry_out(*arguments: P.args, **options: P.kwargs) -> Any:
        domain = arguments[0]
        assert isinstance(domain, Domain)
        return domain._session.carry_out(lambda: decide(*arguments, **options))

    return carry_out
