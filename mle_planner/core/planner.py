"""The one object that the window and the command line call."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from mle_planner.core.base.clock import Clock, source_of_rules
from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import Activity, Task, TaskId
from mle_planner.core.session import Listener, Session
from mle_planner.core.settings import Settings
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.topics import Revisions, Topic

# Parts are imported when they are first used: a short command such as `mle-planner stop` would
# otherwise spend most of its time on parts that it never asks for.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mle_planner.core.batch import BatchEdits
    from mle_planner.core.calendars.store import Calendars
    from mle_planner.core.capture import Capture
    from mle_planner.core.evidence.store import EvidenceLog
    from mle_planner.core.history import History
    from mle_planner.core.maintenance.backups import Backup
    from mle_planner.core.plan.day_rules import DayRules
    from mle_planner.core.plan.edits import Blocks
    from mle_planner.core.plan.overlaps import MeetingOverWork
    from mle_planner.core.plan.proposal import (
        LateTask,
        Proposal,
        ProposedItem,
        Remedy,
        UnplacedTask,
    )
    from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, TrackedItem, WeekSnapshot
    from mle_planner.core.refs import PlannedRef
    from mle_planner.core.review.week import WeekReview
    from mle_planner.core.scheduling.request.planning_request import PlanningRequest
    from mle_planner.core.tasks.backlog import Backlog
    from mle_planner.core.tasks.catalog import Catalog
    from mle_planner.core.tasks.edits import Tasks
    from mle_planner.core.tasks.importing.rows import TaskFile
    from mle_planner.core.tasks.importing.store import TaskImportReport
    from mle_planner.core.tasks.month import DayMarks
    from mle_planner.core.tasks.morning import Morning
    from mle_planner.core.tasks.views import TaskBoard, TaskTimes
    from mle_planner.core.timesheet.sheet import Timesheet
    from mle_planner.core.tracking.entries import Tracking
    from mle_planner.core.tracking.heartbeat import Heartbeats
    from mle_planner.core.tracking.offers import WorkOffer
    from mle_planner.core.tracking.status import Status
    from mle_planner.core.typical_day.edits import TypicalDay


class Planner:
    """Offers the domains of the core, reads snapshots, tells listeners. It has no rules."""

    def __init__(self, session: Session) -> None:
        """Wrap an open session; use ``Planner.open``."""
        self._session = session

    @classmethod
    def open(cls, folder: Path, clock: Clock, *, is_read_only: bool = False) -> Self:
        """Open the folder's planner, or make a new one there; raises ``StorageError``.

        One that cannot be written is opened read-only; see ``read_only``.
        """
        session = Session(folder, clock, is_read_only=is_read_only)
        if not session.store.read_only and not session.store.all(Activity):
            from mle_planner.core.typical_day.presets import seed_records

            session.seed(seed_records)
        if session.store.source_of_zone_rules(clock.zone.key) != source_of_rules(clock.zone):
            from mle_planner.core.zone_rules import follow_zone_rules

            # A database that cannot be written to is read as it is.
            with contextlib.suppress(StorageError):
                follow_zone_rules(session)
        return cls(session)

    def wait_at_most(self, milliseconds: int) -> None:
        """Wait no longer for other programs that write; by default it is five seconds."""
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

    # -- the parts -------------------------------------------------------------------------

    @cached_property
    def blocks(self) -> Blocks:
        """The plan lane and its edits."""
        from mle_planner.core.plan.edits import Blocks

        return Blocks(self._session)

    @cached_property
    def tracking(self) -> Tracking:
        """The timer and tracked time."""
        from mle_planner.core.tracking.entries import Tracking

        return Tracking(self._session)

    @cached_property
    def heartbeats(self) -> Heartbeats:
        """The signs of life while a timer runs."""
        from mle_planner.core.tracking.heartbeat import Heartbeats

        return Heartbeats(self._session)

    @cached_property
    def batch(self) -> BatchEdits:
        """Planned items and tracked entries, edited together."""
        from mle_planner.core.batch import BatchEdits

        return BatchEdits(self._session, self.blocks)

    @cached_property
    def tasks(self) -> Tasks:
        """The tasks and their edits."""
        from mle_planner.core.tasks.edits import Tasks

        return Tasks(self._session)

    @cached_property
    def capture(self) -> Capture:
        """The line that becomes a task, a block or an entry."""
        from mle_planner.core.capture import Capture

        return Capture(self._session, self.tasks, self.blocks, self.tracking)

    @cached_property
    def catalog(self) -> Catalog:
        """The activities and projects."""
        from mle_planner.core.tasks.catalog import Catalog

        return Catalog(self._session)

    @cached_property
    def typical_day(self) -> TypicalDay:
        """The typical day and the user's own recurring events."""
        from mle_planner.core.typical_day.edits import TypicalDay

        return TypicalDay(self._session)

    @cached_property
    def day_rules(self) -> DayRules:
        """The days off by choice, and the coding bands of weekdays and dates."""
        from mle_planner.core.plan.day_rules import DayRules

        return DayRules(self._session)

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars that were read from files."""
        from mle_planner.core.calendars.store import Calendars

        return Calendars(self._session)

    @cached_property
    def evidence(self) -> EvidenceLog:
        """The raw signs of work."""
        from mle_planner.core.evidence.store import EvidenceLog

        return EvidenceLog(self._session)

    @cached_property
    def history(self) -> History:
        """What can be undone and redone."""
        from mle_planner.core.history import History

        return History(self._session)

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
        """Whether nothing was ever done here, so that a welcome is due."""
        return not self.read_only and not self._session.log.lines(1)

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

    def planned_item(self, key: PlannedRef) -> PlannedItem:
        """Return what is planned under a reference; raises ``PlannerError`` for what is gone."""
        from mle_planner.core.plan.items import planned_item

        return planned_item(self._session, key)

    def meetings_over_work(self) -> tuple[MeetingOverWork, ...]:
        """Return the meetings of the week to come that lie over planned blocks."""
        from mle_planner.core.plan.overlaps import meetings_over_work

        return meetings_over_work(self._session)

    def work_offers(self, span: Span) -> tuple[WorkOffer, ...]:
        """Return what a stretch was probably spent on: what was planned then, then the tasks."""
        from mle_planner.core.tracking.offers import work_offers

        return work_offers(self._session, span)

    def week(self, day: date) -> WeekSnapshot:
        """Return the week that holds a date."""
        from mle_planner.core.review.read import week_snapshot

        return week_snapshot(self._session, day)

    def board(self, *, include_done: bool = False) -> TaskBoard:
        """Return the tasks in board order."""
        from mle_planner.core.tasks.board import board

        return board(self._session, include_done=include_done)

    def is_morning_offered(self, shown_on: date | None) -> bool:
        """Whether the morning page is offered now; ``shown_on`` is when it was shown last."""
        from mle_planner.core.tasks.morning import is_morning_offered

        return is_morning_offered(self._session, shown_on)

    def morning(self) -> Morning:
        """Return what today begins with: what is left over, and what is due."""
        from mle_planner.core.tasks.morning import read_morning

        return read_morning(self._session)

    def working_days_away(self) -> int:
        """Return how many working days went by without an edit until today."""
        from mle_planner.core.tasks.morning import working_days_away

        return working_days_away(self._session)

    def tracked_on(self, task_id: TaskId) -> timedelta | None:
        """Return the time tracked on an open task, up to now; None for a task that is done."""
        from mle_planner.core.tasks.board import tracked_on

        return tracked_on(self._session, task_id)

    def task_times(self, task_id: TaskId) -> TaskTimes:
        """Return when a task is planned and was tracked."""
        from mle_planner.core.tasks.board import task_times

        return task_times(self._session, task_id)

    def task(self, task_id: TaskId) -> Task | None:
        """Return a task, open or done; None where there is none of this id."""
        return self._session.store.get(Task, task_id)

    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that are not done, by id; ``board`` knows more of each."""
        return tuple(self._session.store.open_tasks())

    def entry(self, entry_id: EntryId) -> TimeEntry | None:
        """Return a tracked entry; None where there is none of this id."""
        return self._session.store.get(TimeEntry, entry_id)

    def overlong_entries(self) -> tuple[TimeEntry, ...]:
        """Return the entries that are longer than any may be: forgotten timers of older programs.

        Days far from their start do not show them.
        """
        return tuple(self._session.store.overlong_entries())

    def running_entry(self) -> TimeEntry | None:
        """Return the entry that runs, as it is stored."""
        return self._session.store.running_entry()

    def running(self) -> TrackedItem | None:
        """Return the entry that runs, from its start to now."""
        entry = self.running_entry()
        if entry is None:
            return None
        from mle_planner.core.plan.day import tracked_item
        from mle_planner.core.plan.day_records import read_records

        today = self.today()
        span = entry.span_at(self.now()) or Span(entry.start, entry.start.replace(microsecond=1))
        records = read_records(self._session, today, today)
        return tracked_item(records, entry, span)

    def backlog(self) -> Backlog:
        """Return the open tasks by when they are due."""
        from mle_planner.core.tasks.backlog import read_backlog

        return read_backlog(self._session)

    def month(self, month: date) -> Mapping[date, DayMarks]:
        """Return coding and deadlines of the days on the page of the month that holds a date."""
        from mle_planner.core.tasks.month import read_month

        return read_month(self._session, month)

    def status(self) -> Status:
        """Return what runs and how much coding is done today; quicker than ``day``."""
        from mle_planner.core.tracking.status import read_status

        return read_status(self._session)

    def review(self, day: date) -> WeekReview:
        """Return the review of the week that holds a date."""
        from mle_planner.core.review.read import reviewed_week

        return reviewed_week(self._session, day)

    def timesheet(self, first: date, last: date, rounding_min: int | None = None) -> Timesheet:
        """Return the timesheet of a range of days, rounded as asked or as set."""
        from mle_planner.core.review.read import read_timesheet

        if rounding_min is None:
            rounding_min = self.settings.number("rounding_min")
        return read_timesheet(self._session, first, last, rounding_min)

    def week_note(self, day: date) -> str:
        """Return what was written about the week that holds a date."""
        from mle_planner.core.review.notes import week_note

        return week_note(self._session, day)

    # -- planning --------------------------------------------------------------------------

    def planning_request(self, days: Sequence[date]) -> PlanningRequest:
        """Return what a plan for these days depends on: plain values for another process."""
        from mle_planner.core.scheduling.accept import planning_request

        return planning_request(self._session, days)

    def propose(self, days: Sequence[date]) -> Proposal:
        """Return a plan for these days, here and now; nothing is changed."""
        from mle_planner.core.scheduling.answer.propose import propose

        return propose(self.planning_request(days))

    def propose_push(self) -> Proposal:
        """Return a plan that pushes the rest of today: what is movable is planned again.

        Other days and everything pinned stay; what no longer fits today is listed.
        """
        from mle_planner.core.scheduling.answer.propose import propose_push

        return propose_push(self.planning_request([self.today()]))

    def outlook(self) -> tuple[LateTask, ...]:
        """Return the tasks of the next four weeks that will be late: those of one plan of them."""
        from mle_planner.core.scheduling.accept import outlook_dates

        return self.propose(outlook_dates(self.today())).late

    def due_without_estimate(self) -> tuple[Task, ...]:
        """Return the tasks due in the next four weeks that are not planned: no estimate."""
        from mle_planner.core.plan.lateness import due_without_estimate
        from mle_planner.core.scheduling.accept import outlook_dates

        return due_without_estimate(self._session, outlook_dates(self.today())[-1])

    def accept(self, proposal: Proposal) -> None:
        """Make a proposal the plan and freeze its days."""
        from mle_planner.core.scheduling.accept import accept

        accept(self._session, proposal)

    def accept_item(self, proposal: Proposal, item: ProposedItem) -> Proposal:
        """Make one block of a proposal part of the plan; return the rest of the proposal."""
        from mle_planner.core.scheduling.accept import accept_item

        return accept_item(self._session, proposal, item)

    def apply_remedy(self, task: Task, remedy: Remedy) -> str:
        """Make the change of a remedy for a task; return what was done."""
        from mle_planner.core.scheduling.apply_remedy import apply_remedy

        return apply_remedy(self._session, task, remedy)

    def origins(self, proposal: Proposal) -> Mapping[int, PlannedItem]:
        """Return what each block of a proposal that moves stands for, by the proposed one's id."""
        from mle_planner.core.scheduling.accept import origins_of

        return origins_of(self._session, proposal)

    def read_tasks(self, path: Path) -> TaskFile:
        """Read a file of tasks without storing anything."""
        from mle_planner.core.tasks.importing.reading import read_task_file

        return read_task_file(path, self.today())

    def import_tasks(self, file: TaskFile, *, dry_run: bool = False) -> TaskImportReport:
        """Add the tasks of a file that are not here yet, as one edit."""
        from mle_planner.core.tasks.importing.store import import_tasks

        return import_tasks(self._session, self.tasks, file, dry_run=dry_run)

    def is_in_force(self, proposal: Proposal) -> bool:
        """Whether accepting a proposal would leave the plan as it is."""
        from mle_planner.core.scheduling.accept import is_in_force

        return is_in_force(self._session, proposal)

    def unplaced(self, day: date) -> tuple[UnplacedTask, ...]:
        """Return what the plan accepted for a day has no place for, as far as it still has none."""
        from mle_planner.core.plan.unplaced import unplaced

        return unplaced(self._session, day)

    def later(self, day: date) -> tuple[UnplacedTask, ...]:
        """Return what the plan accepted for a day suggested for later and is not planned yet."""
        from mle_planner.core.plan.unplaced import later

        return later(self._session, day)

    def late(self, day: date) -> tuple[LateTask, ...]:
        """Return the tasks due by a day that the plan as stored finishes late."""
        from mle_planner.core.plan.lateness import late_tasks_of

        return late_tasks_of(self._session, day)

    # -- small changes ---------------------------------------------------------------------

    def set(self, name: str, value: object) -> None:
        """Change a setting; raises ``SettingError`` for a value it does not allow.

        That is no undo step; ``reset`` brings the default back.
        """
        from mle_planner.core.setting_edits import change_setting

        change_setting(self._session, name, value)

    def reset(self, name: str) -> None:
        """Give a setting its default again; raises ``SettingError`` as ``set`` does."""
        from mle_planner.core.settings import setting_named

        self.set(name, setting_named(name).default)

    def set_week_note(self, day: date, text: str) -> None:
        """Keep what the user writes about the week that holds a date."""
        from mle_planner.core.review.notes import set_week_note

        set_week_note(self._session, day, text)

    def load_example_week(self) -> None:
        """Fill the present week with a marked example, as one edit."""
        from mle_planner.core.example_week import example_week

        self._session.commit(lambda: example_week(self._session))

    # -- telling ---------------------------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit, in the committing thread; return what ends that."""
        return self._session.listen(listener)

    def notice_foreign_changes(self) -> bool:
        """Tell the listeners if another process wrote since the last look."""
        return self._session.notice_foreign_changes()

    def back_up(self, folder: Path | None = None) -> Path:
        """Write a checked copy of the database and return its path.

        Without a folder it goes beside the database, and is copied to the second folder.
        """
        from mle_planner.core.maintenance.backups import backup_name, copy_to_second
        from mle_planner.core.storage.backup import back_up

        data_folder = self.database_path.parent
        target = folder or data_folder / "backups"
        made = back_up(self._session.store.connection, target, backup_name(self.now()))
        if folder is None:
            copy_to_second(data_folder, made, self.settings.word("backup_folder"))
        return made

    def trim_history(self) -> int:
        """Remove edits that are too old to be undone, as ``edit_log.trim_history`` says."""
        from mle_planner.core.storage.edit_log import trim_history

        return trim_history(self.database_path, self.now())

    def backups(self) -> tuple[Backup, ...]:
        """Return the backups, newest first, with what each holds."""
        from mle_planner.core.maintenance.backups import all_backups

        return all_backups(self.database_path.parent)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Return every record by kind, as values that JSON can hold."""
        from mle_planner.core.maintenance.export import everything

        return everything(self._session)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the database and its settings; nothing when all is well."""
        from mle_planner.core.maintenance.doctor import find_problems

        found = find_problems(self.database_path.parent, self._session.clock.zone.key)
        return tuple(problem.what for problem in found)
