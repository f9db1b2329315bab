"""The domains of the core, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property

from mle_planner.core.session import Session

# Domains are imported when they are first used: a short command such as `mle-planner stop` would
# otherwise spend most of its time on domains that it never asks for.
TYPE_CHECKING = False
if TYPE_CHECKING:
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
    from mle_planner.core.plan.stored_plan import StoredPlan
    from mle_planner.core.publishing.conflicts import Conflicts
    from mle_planner.core.publishing.publications import Publications
    from mle_planner.core.reminders.reminders import Reminders
    from mle_planner.core.review.reviews import Reviews
    from mle_planner.core.scheduling.planning import Planning
    from mle_planner.core.tasks.catalog import Catalog
    from mle_planner.core.tasks.edits import Tasks
    from mle_planner.core.tasks.kinds import Kinds
    from mle_planner.core.tasks.people import People
    from mle_planner.core.tasks.questions import Questions
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
    from mle_planner.core.tracking.switching import Switching
    from mle_planner.core.tracking.unresolved import TimeAway
    from mle_planner.core.tracking.wrap_up import WrapUps
    from mle_planner.core.typical_day.edits import TypicalDay


class Domains:
    """The values and edits of each domain, on one open session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def blocks(self) -> Blocks:
        """The plan lane and its edits."""
        from mle_planner.core.plan.edits import Blocks

        return Blocks(self._session)

    @cached_property
    def planning(self) -> Planning:
        """Proposals, accepting them, and the price of what comes in between."""
        from mle_planner.core.scheduling.planning import Planning

        return Planning(self._session)

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

        return Reminders(self._session, self.coding_notices)

    @cached_property
    def switching(self) -> Switching:
        """What runs now, and what one may switch to."""
        from mle_planner.core.tracking.switching import Switching

        return Switching(self._session)

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
        """The meetings that are tracked automatically, and how long meetings really are."""
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
        from mle_planner.core.tracking.stopping import stop_with_tasks

        return Tasks(self._session, stop_with_tasks)

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
