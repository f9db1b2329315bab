"""The facade of the core: the one object that the window and the command line call."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from mle_planner.core.base.clock import Clock, source_of_rules
from mle_planner.core.base.days import PlanningDays
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
    from mle_planner.core.calendars.accounts import Accounts
    from mle_planner.core.calendars.rules import EventRules
    from mle_planner.core.calendars.sources import Feeds
    from mle_planner.core.calendars.store import Calendars
    from mle_planner.core.capture import Capture
    from mle_planner.core.evidence.editors import Editors
    from mle_planner.core.evidence.repositories import Repositories
    from mle_planner.core.evidence.store import EvidenceLog
    from mle_planner.core.evidence.watched import EvidenceSources
    from mle_planner.core.history import History
    from mle_planner.core.maintenance.upkeep import Maintenance
    from mle_planner.core.plan.day_rules import DayRules
    from mle_planner.core.plan.edits import Blocks
    from mle_planner.core.plan.proposal import LateTask, PlanNote, Proposal, ProposedItem, Remedy
    from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, TrackedItem, WeekSnapshot
    from mle_planner.core.plan.stored_plan import StoredPlan
    from mle_planner.core.publishing.conflicts import Conflicts
    from mle_planner.core.publishing.publications import Publications
    from mle_planner.core.reminders.reminders import Reminders
    from mle_planner.core.review.reviews import Reviews
    from mle_planner.core.scheduling.price.ad_hoc import AdHocRequest
    from mle_planner.core.scheduling.price.coming_week import ComingWeekRequest, HeldTime
    from mle_planner.core.scheduling.price.past_week import PastWeekRequest
    from mle_planner.core.scheduling.price.request import PriceRequest
    from mle_planner.core.scheduling.request.planning_request import PlanningRequest
    from mle_planner.core.tasks.catalog import Catalog
    from mle_planner.core.tasks.edits import Tasks
    from mle_planner.core.tasks.kinds import Kinds
    from mle_planner.core.tasks.people import People
    from mle_planner.core.tasks.questions import Questions
    from mle_planner.core.tasks.views import TaskBoard, TaskView
    from mle_planner.core.timesheet.choices import SheetPresets
    from mle_planner.core.timesheet.locks import Locks
    from mle_planner.core.tracking.coding_notice import CodingNotices
    from mle_planner.core.tracking.day_totals import DayTotals
    from mle_planner.core.tracking.entries import Tracking
    from mle_planner.core.tracking.heartbeat import Heartbeats
    from mle_planner.core.tracking.importing.store import TimeImports
    from mle_planner.core.tracking.interruptions import Interruptions
    from mle_planner.core.tracking.jobs import Jobs
    from mle_planner.core.tracking.meetings import Meetings
    from mle_planner.core.tracking.proposals import Proposals
    from mle_planner.core.tracking.status import Status
    from mle_planner.core.tracking.switching import Switching
    from mle_planner.core.tracking.unresolved import TimeAway
    from mle_planner.core.tracking.wrap_up import WrapUps
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

    # -- the parts -------------------------------------------------------------------------

    @cached_property
    def blocks(self) -> Blocks:
        """The plan lane and its edits."""
        from mle_planner.core.plan.edits import Blocks

        return Blocks(self._session)

    @cached_property
    def stored_plan(self) -> StoredPlan:
        """What the plan as stored holds and leaves out."""
        from mle_planner.core.plan.stored_plan import StoredPlan

        return StoredPlan(self._session)

    @cached_property
    def reviews(self) -> Reviews:
        """The reviews of weeks, their notes, and timesheets."""
        from mle_planner.core.review.reviews import Reviews

        return Reviews(self._session)

    @cached_property
    def locks(self) -> Locks:
        """The locked periods of tracked time, and their trail."""
        from mle_planner.core.timesheet.locks import Locks

        return Locks(self._session)

    @cached_property
    def sheet_presets(self) -> SheetPresets:
        """The kept choices of timesheets, by name."""
        from mle_planner.core.timesheet.choices import SheetPresets

        return SheetPresets(self._session)

    @cached_property
    def maintenance(self) -> Maintenance:
        """Backups, checks and the trimming of history."""
        from mle_planner.core.maintenance.upkeep import Maintenance

        return Maintenance(self._session)

    @cached_property
    def tracking(self) -> Tracking:
        """The timer and tracked time."""
        from mle_planner.core.tracking.entries import Tracking

        return Tracking(self._session)

    @cached_property
    def reminders(self) -> Reminders:
        """What the desktop reminds of, and focus mode."""
        from mle_planner.core.reminders.reminders import Reminders

        return Reminders(self._session)

    @cached_property
    def switching(self) -> Switching:
        """What runs now, and what one may switch to."""
        from mle_planner.core.tracking.switching import Switching

        return Switching(self._session)

    def status(self) -> Status:
        """Return what runs and how much coding is done today; quicker than ``day``."""
        from mle_planner.core.tracking.status import read_status

        return read_status(self._session)

    @cached_property
    def coding_notices(self) -> CodingNotices:
        """The notice that the coding of today needs a change."""
        from mle_planner.core.tracking.coding_notice import CodingNotices

        return CodingNotices(self._session)

    @cached_property
    def proposals(self) -> Proposals:
        """The gaps in a day's record, and what they were probably spent on."""
        from mle_planner.core.tracking.proposals import Proposals

        return Proposals(self._session, self.tracking)

    @cached_property
    def wrap_up(self) -> WrapUps:
        """The end of the day."""
        from mle_planner.core.tracking.wrap_up import WrapUps

        return WrapUps(self._session)

    @cached_property
    def meetings(self) -> Meetings:
        """The meetings that are tracked by themselves, and how long meetings really are."""
        from mle_planner.core.tracking.meetings import Meetings

        return Meetings(self._session, self.proposals)

    @cached_property
    def heartbeats(self) -> Heartbeats:
        """The heartbeats while a timer runs."""
        from mle_planner.core.tracking.heartbeat import Heartbeats

        return Heartbeats(self._session)

    @cached_property
    def away(self) -> TimeAway:
        """Time away from the computer, and what became of it."""
        from mle_planner.core.tracking.unresolved import TimeAway

        return TimeAway(self._session)

    @cached_property
    def interruptions(self) -> Interruptions:
        """Interruptions of the work, and the return to it."""
        from mle_planner.core.tracking.interruptions import Interruptions

        return Interruptions(self._session, self.tracking)

    @cached_property
    def time_imports(self) -> TimeImports:
        """Time that comes from files of other trackers."""
        from mle_planner.core.tracking.importing.store import TimeImports

        return TimeImports(self._session)

    @cached_property
    def day_totals(self) -> DayTotals:
        """Time that was imported without times."""
        from mle_planner.core.tracking.day_totals import DayTotals

        return DayTotals(self._session)

    @cached_property
    def jobs(self) -> Jobs:
        """The commands that the machine works on by itself."""
        from mle_planner.core.tracking.jobs import Jobs

        return Jobs(self._session)

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
    def kinds(self) -> Kinds:
        """The kinds of projects."""
        from mle_planner.core.tasks.kinds import Kinds

        return Kinds(self._session)

    @cached_property
    def people(self) -> People:
        """The people of projects, and what is done with them."""
        from mle_planner.core.tasks.people import People

        return People(self._session)

    @cached_property
    def questions(self) -> Questions:
        """The questions at the end of a stage."""
        from mle_planner.core.tasks.questions import Questions

        return Questions(self._session)

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
        """The calendars, and importing their files."""
        from mle_planner.core.calendars.store import Calendars

        return Calendars(self._session)

    @cached_property
    def feeds(self) -> Feeds:
        """Calendars that are fetched and kept up to date, and how all calendars are set up."""
        from mle_planner.core.calendars.sources import Feeds

        return Feeds(self._session)

    @cached_property
    def event_rules(self) -> EventRules:
        """What calendar events mean to the user, by calendar and series."""
        from mle_planner.core.calendars.rules import EventRules

        return EventRules(self._session)

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts on CalDAV servers, whose calendars are among the feeds."""
        from mle_planner.core.calendars.accounts import Accounts

        return Accounts(self._session)

    @cached_property
    def publications(self) -> Publications:
        """Where the plan is published for others."""
        from mle_planner.core.publishing.publications import Publications

        return Publications(self._session)

    @cached_property
    def publish_conflicts(self) -> Conflicts:
        """What others changed where the plan is published."""
        from mle_planner.core.publishing.conflicts import Conflicts

        return Conflicts(self._session)

    @cached_property
    def evidence(self) -> EvidenceLog:
        """The raw signs of work."""
        from mle_planner.core.evidence.store import EvidenceLog

        return EvidenceLog(self._session)

    @cached_property
    def evidence_sources(self) -> EvidenceSources:
        """The folders, servers and files that evidence is read from."""
        from mle_planner.core.evidence.watched import EvidenceSources

        return EvidenceSources(self._session)

    @cached_property
    def repositories(self) -> Repositories:
        """The rules for which project a repository's signs belong to."""
        from mle_planner.core.evidence.repositories import Repositories

        return Repositories(self._session)

    @cached_property
    def editors(self) -> Editors:
        """The receiving of heartbeats from editors."""
        from mle_planner.core.evidence.editors import Editors

        return Editors(self._session)

    @cached_property
    def history(self) -> History:
        """Undo and redo."""
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
        """Whether nothing was ever done here, so that the first-run page is due."""
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

    def week(self, day: date) -> WeekSnapshot:
        """Return the week that holds a date."""
        from mle_planner.core.review.read import week_snapshot

        return week_snapshot(self._session, day)

    def board(self, *, include_done: bool = False) -> TaskBoard:
        """Return the tasks in board order."""
        from mle_planner.core.tasks.board import board

        return board(self._session, include_done=include_done)

    def task(self, task_id: TaskId) -> Task | None:
        """Return a task, open or done; None where there is none of this id."""
        return self._session.store.get(Task, task_id)

    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that are not done, by id; ``board`` knows more of each."""
        return tuple(self._session.store.open_tasks())

    def open_task_views(self) -> tuple[TaskView, ...]:
        """Return the open tasks as the board shows them, in its order."""
        from mle_planner.core.tasks.board import open_task_views

        return open_task_views(self._session)

    def entry(self, entry_id: EntryId) -> TimeEntry | None:
        """Return a tracked entry; None where there is none of this id."""
        return self._session.store.get(TimeEntry, entry_id)

    def running_entry(self) -> TimeEntry | None:
        """Return the entry that runs, as it is stored."""
        return self._session.store.running_entry()

    def running(self) -> TrackedItem | None:
        """Return the entry that runs, from its start to now."""
        from mle_planner.core.plan.day import running_item

        return running_item(self._session)

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

    def price_request(
        self, path: Path, *, is_stopped: Callable[[], bool] = lambda: False
    ) -> PriceRequest:
        """Return what the price of an invitation depends on: plain values for another process."""
        from mle_planner.core.scheduling.price.request import price_request

        return price_request(self._session, path, is_stopped=is_stopped)

    def ad_hoc_request(self, text: str) -> AdHocRequest:
        """Return what the cost of a task today depends on: plain values for another process."""
        from mle_planner.core.scheduling.price.ad_hoc import ad_hoc_request

        return ad_hoc_request(self._session, text)

    def coming_week_request(
        self, dates: Sequence[date], holds: Iterable[HeldTime] = ()
    ) -> ComingWeekRequest:
        """Return what the worth of changes of a week depends on."""
        from mle_planner.core.scheduling.price.coming_week import coming_week_request

        return coming_week_request(self._session, dates, holds)

    def past_week_request(self, day: date, title: str | None) -> PastWeekRequest:
        """Return the week of a date with and without meetings of a title, None for ad hoc work."""
        from mle_planner.core.scheduling.price.past_week import past_week_request

        return past_week_request(self._session, day, title)

    def standing_notes(self, day: date) -> tuple[PlanNote, ...]:
        """Return the notes on the plan accepted last for a day, as they hold now."""
        from mle_planner.core.scheduling.standing_notes import standing_notes

        return standing_notes(self._session, day)

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

    def is_in_force(self, proposal: Proposal) -> bool:
        """Whether accepting a proposal would leave the plan as it is."""
        from mle_planner.core.scheduling.accept import is_in_force

        return is_in_force(self._session, proposal)

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

    def load_example_week(self) -> None:
        """Fill the present week with a marked example, as one edit."""
        from mle_planner.core.example_week import example_week

        self._session.commit(lambda: example_week(self._session))

    # -- telling ---------------------------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit, in the committing thread; return what removes it."""
        return self._session.listen(listener)

    def notice_foreign_changes(self) -> bool:
        """Tell the listeners if another process wrote since the last look."""
        return self._session.notice_foreign_changes()

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Return every record by kind, as values that JSON can hold."""
        from mle_planner.core.maintenance.export import everything

        return everything(self._session)
