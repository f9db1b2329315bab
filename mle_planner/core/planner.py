"""The facade of the core: the one object that the window and the command line call."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mle_planner.core.base.clock import Clock, source_of_rules
from mle_planner.core.base.days import MONDAY_TO_FRIDAY, PlanningDays
from mle_planner.core.domains import Domains, ask_about_meetings
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import Activity, Task, TaskId
from mle_planner.core.session import Listener, Session
from mle_planner.core.settings import Settings
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.topics import Revisions, Topic

# Snapshots and views are imported where they are read, as the domains are.
if TYPE_CHECKING:
    from typing import Any

    from mle_planner.core.model.tracked import RunningTime
    from mle_planner.core.plan.snapshots import DaySnapshot, TrackedItem, WeekSnapshot
    from mle_planner.core.plan.sums import CategorySums
    from mle_planner.core.tasks.views import TaskBoard, TaskView
    from mle_planner.core.tracking.status import Status

_WORK = (Topic.TASKS, Topic.ENTRIES, Topic.BLOCKS)
"""What is written as soon as anything is done."""


class Planner(Domains):
    """Offers the domains of the core, reads snapshots, tells listeners. It has no rules.

    It is made with ``Planner.open``.
    """

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock,
        *,
        is_read_only: bool = False,
        workdays: Sequence[int] = MONDAY_TO_FRIDAY,
        region: int | None = None,
    ) -> Self:
        """Open the folder's planner, or make a new one there; raises ``StorageError``.

        The typical day of a new one is on the five ``workdays`` (0 is Monday). ``region`` is how
        many days of a week come before its Monday on this desktop; None leaves what is stored. One
        that cannot be written is opened read-only; see ``read_only``.
        """
        session = Session(folder, clock, is_read_only=is_read_only, observe=ask_about_meetings)
        if not session.store.read_only and not session.store.all(Activity):
            from mle_planner.core.typical_day.ready_made import seed_records

            session.seed(partial(seed_records, workdays=workdays))
        if region not in (None, session.settings.region):
            from mle_planner.core.setting_edits import keep_region

            with contextlib.suppress(StorageError):
                keep_region(session, region)
        if session.store.source_of_zone_rules(clock.zone.key) != source_of_rules(clock.zone):
            from mle_planner.core.zone_rules import follow_zone_rules

            # A database that cannot be written to is read as it is.
            with contextlib.suppress(StorageError):
                follow_zone_rules(session)
        return cls(session)

    def open_for_thread(self) -> Self:
        """Open the same database for another thread; see ``Session.open_for_thread``."""
        return type(self)(self._session.open_for_thread())

    def refuse_moved(self) -> None:
        """Raise ``StorageError`` where the database file was moved, replaced or deleted."""
        self._session.store.refuse_moved()

    def wait_at_most(self, milliseconds: int) -> None:
        """Limit the wait for other programs that write; five seconds by default."""
        self._session.store.wait_at_most(milliseconds)

    def close(self) -> None:
        """Close the database."""
        self._session.store.close()

    def __enter__(self) -> Self:
        """Return the planner, to be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        self.close()

    # -- what time and which settings ------------------------------------------------------

    @property
    def clock(self) -> Clock:
        """The clock it was opened with."""
        return self._session.clock

    def now(self) -> datetime:
        """Return the current instant, in UTC."""
        return self._session.now()

    def today(self) -> date:
        """Return the planning day of the current instant."""
        return self._session.today()

    @property
    def days(self) -> PlanningDays:
        """How instants fall into the user's days; holds the zone."""
        return self._session.days

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._session.settings

    @property
    def notices(self) -> tuple[str, ...]:
        """What the start found: a problem of the database, a setting that could not be read."""
        return (*self._session.store.notices, *self.settings.notices)

    @property
    def database_path(self) -> Path:
        """Where the database is."""
        return self._session.store.path

    def revisions(self, topics: Iterable[Topic]) -> Revisions:
        """Return a number of each topic that grows when it is written.

        What was read from these topics is up to date as long as the numbers are the same.
        """
        return self._session.store.revisions(topics)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever done here, so that the first-run page is due.

        Deleting for good empties the undo history, and no more.
        """
        if self.read_only or self._session.log.lines(1):
            return False
        return not any(self._session.store.revisions(_WORK).values())

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, in a few words; empty where it can."""
        return self._session.store.read_only

    @property
    def unreadable_count(self) -> int:
        """How many of the records read so far have a value that cannot be read."""
        return self._session.store.unreadable_count

    # -- reading ---------------------------------------------------------------------------

    def day(self, day: date) -> DaySnapshot:
        """Return one planning day."""
        from mle_planner.core.plan.day import day_snapshots

        return day_snapshots(self._session, day, day)[0]

    def week(self, day: date) -> WeekSnapshot:
        """Return the week that holds a date."""
        from mle_planner.core.review.reviews import week_snapshot

        return week_snapshot(self._session, day)

    def board(self, *, include_done: bool = False, also: TaskId | None = None) -> TaskBoard:
        """Return the open tasks in board order, then the done ones, or ``also`` one of them."""
        from mle_planner.core.tasks.board import board

        return board(self._session, include_done=include_done, also=also)

    def task(self, task_id: TaskId) -> Task | None:
        """Return a task, open or done; None if there is none with this id."""
        return self._session.store.get(Task, task_id)

    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that are not done, by id; ``board`` knows more of each."""
        return tuple(self._session.store.open_tasks())

    def open_task_views(self) -> tuple[TaskView, ...]:
        """Return the open tasks as the board shows them, in its order."""
        from mle_planner.core.tasks.board import open_task_views

        return open_task_views(self._session)

    def entry(self, entry_id: EntryId) -> TimeEntry | None:
        """Return a tracked entry; None if there is none with this id."""
        return self._session.store.get(TimeEntry, entry_id)

    def counted(self, entry: TimeEntry) -> timedelta:
        """Return the whole minutes that a stored entry counts for, a running one until now."""
        from mle_planner.core.plan.tracked_parts import counted_time

        return counted_time(self._session, entry)

    def running_entry(self) -> TimeEntry | None:
        """Return the entry that runs, as it is stored."""
        return self._session.store.running_entry()

    def running(self) -> TrackedItem | None:
        """Return the entry that runs, from its start to now."""
        from mle_planner.core.plan.day import running_item

        return running_item(self._session)

    def running_time(self) -> RunningTime | None:
        """Return the time that the running timer counts; None if none runs."""
        return self._session.store.work_on_tasks.running_time()

    def status(self) -> Status:
        """Return what runs and how much coding is done today; quicker than ``day``."""
        from mle_planner.core.tracking.status import read_status

        return read_status(self._session)

    def time_in_question(self, first: date, last: date | None = None) -> CategorySums:
        """Return how much time of a day, or of days, is a forgotten timer's or unanswered."""
        from mle_planner.core.tracking.forgotten import time_in_question

        return time_in_question(self._session, first, last or first)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Return every record by kind, as values that JSON can hold."""
        from mle_planner.core.maintenance.export import everything

        return everything(self._session)

    # -- small changes ---------------------------------------------------------------------

    def set(self, name: str, value: object) -> None:
        """Change a setting; raises ``SettingError`` for a value it does not allow.

        That is not an undo step; ``reset`` brings the default back.
        """
        from mle_planner.core.setting_edits import change_setting

        change_setting(self._session, name, value)

    def reset(self, name: str) -> None:
        """Give a setting its default again; raises ``SettingError`` as ``set`` does."""
        from mle_planner.core.declared_settings import setting_named

        self.set(name, setting_named(name).default)

    def load_example_week(self) -> None:
        """Fill the present week with a marked example, as one edit."""
        from mle_planner.core.example_week import example_week

        self._session.carry_out(lambda: example_week(self._session))

    # -- telling ---------------------------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit, in the committing thread; return what removes it."""
        return self._session.listen(listener)

    def notice_foreign_changes(self) -> bool:
        """Tell the listeners if another process wrote since the last look."""
        return self._session.notice_foreign_changes()
