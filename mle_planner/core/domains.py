"""The domains of the core, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar

from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.session import Session

# Domains are imported when they are first used: a short command such as `mle-planner stop` would
# otherwise spend most of its time on domains that it never asks for.
if TYPE_CHECKING:
    from mle_planner.core.batch import BatchEdits
    from mle_planner.core.calendars.accounts import Accounts
    from mle_planner.core.calendars.rules import EventRules
    from mle_planner.core.calendars.sources import Feeds
    from mle_planner.core.calendars.store import Calendars
    from mle_planner.core.capture import Capture
    from mle_planner.core.edits import Change
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
    from mle_planner.core.tasks.importing.store import TaskImports
    from mle_planner.core.tasks.kinds import Kinds
    from mle_planner.core.tasks.morning import Mornings
    from mle_planner.core.tasks.people import People
    from mle_planner.core.tasks.questions import Questions
    from mle_planner.core.timesheet.choices import SheetTemplates
    from mle_planner.core.timesheet.locks import Locks
    from mle_planner.core.tracking.coding_notice import CodingNotices
    from mle_planner.core.tracking.day_end import DayEnd
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

Kept = TypeVar("Kept")


class Offered(Generic[Kept]):
    """A domain, made when it is first asked for, and then kept.

    ``home`` is its class within the core; ``others`` are the domains that it works with.
    """

    def __init__(self, home: str, *others: str) -> None:
        self._home = home
        self._others = others

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, domains: Domains, _owner: type | None = None) -> Kept:
        module, _dot, name = self._home.rpartition(".")
        kind: Callable[..., Kept] = getattr(import_module(f"mle_planner.core.{module}"), name)
        others = (getattr(domains, other) for other in self._others)
        made = domains.__dict__[self._name] = kind(domains._session, *others)
        return made


def ask_about_meetings(session: Session, changes: tuple[Change, ...]) -> None:
    """Keep the question about meetings that changes of events bring over planned work."""
    events = [change for change in changes if change.kind is CalendarEvent]
    if events:
        from mle_planner.core.plan.overlaps import keep_brought

        keep_brought(session, events)


class Domains:
    """The values and edits of each domain, on one open session; each class says what it holds."""

    blocks: Offered[Blocks] = Offered("plan.edits.Blocks")
    planning: Offered[Planning] = Offered("scheduling.planning.Planning")
    stored_plan: Offered[StoredPlan] = Offered("plan.stored_plan.StoredPlan")
    reviews: Offered[Reviews] = Offered("review.reviews.Reviews")
    locks: Offered[Locks] = Offered("timesheet.locks.Locks")
    sheet_templates: Offered[SheetTemplates] = Offered("timesheet.choices.SheetTemplates")
    maintenance: Offered[Maintenance] = Offered("maintenance.upkeep.Maintenance")
    tracking: Offered[Tracking] = Offered("tracking.entries.Tracking")
    reminders: Offered[Reminders] = Offered("reminders.reminders.Reminders", "coding_notices")
    switching: Offered[Switching] = Offered("tracking.switching.Switching")
    coding_notices: Offered[CodingNotices] = Offered("tracking.coding_notice.CodingNotices")
    proposals: Offered[Proposals] = Offered("tracking.proposals.Proposals", "tracking")
    wrap_up: Offered[WrapUps] = Offered("tracking.wrap_up.WrapUps")
    day_end: Offered[DayEnd] = Offered("tracking.day_end.DayEnd")
    meetings: Offered[Meetings] = Offered("tracking.meetings.Meetings", "proposals")
    heartbeats: Offered[Heartbeats] = Offered("tracking.heartbeat.Heartbeats")
    away: Offered[TimeAway] = Offered("tracking.unresolved.TimeAway")
    interruptions: Offered[Interruptions] = Offered(
        "tracking.interruptions.Interruptions", "tracking"
    )
    time_imports: Offered[TimeImports] = Offered("tracking.importing.store.TimeImports")
    day_totals: Offered[DayTotals] = Offered("tracking.day_totals.DayTotals")
    jobs: Offered[Jobs] = Offered("tracking.jobs.Jobs")
    batch: Offered[BatchEdits] = Offered("batch.BatchEdits", "blocks")
    capture: Offered[Capture] = Offered("capture.Capture", "tasks", "blocks", "tracking")
    catalog: Offered[Catalog] = Offered("tasks.catalog.Catalog")
    kinds: Offered[Kinds] = Offered("tasks.kinds.Kinds")
    task_imports: Offered[TaskImports] = Offered("tasks.importing.store.TaskImports")
    mornings: Offered[Mornings] = Offered("tasks.morning.Mornings")
    people: Offered[People] = Offered("tasks.people.People")
    questions: Offered[Questions] = Offered("tasks.questions.Questions")
    typical_day: Offered[TypicalDay] = Offered("typical_day.edits.TypicalDay")
    day_rules: Offered[DayRules] = Offered("plan.day_rules.DayRules")
    calendars: Offered[Calendars] = Offered("calendars.store.Calendars")
    feeds: Offered[Feeds] = Offered("calendars.sources.Feeds")
    event_rules: Offered[EventRules] = Offered("calendars.rules.EventRules")
    accounts: Offered[Accounts] = Offered("calendars.accounts.Accounts")
    publications: Offered[Publications] = Offered("publishing.publications.Publications")
    publish_conflicts: Offered[Conflicts] = Offered("publishing.conflicts.Conflicts")
    evidence: Offered[EvidenceLog] = Offered("evidence.store.EvidenceLog")
    evidence_sources: Offered[EvidenceSources] = Offered("evidence.watched.EvidenceSources")
    repositories: Offered[Repositories] = Offered("evidence.repositories.Repositories")
    editors: Offered[Editors] = Offered("evidence.editors.Editors")
    history: Offered[History] = Offered("history.History")

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def tasks(self) -> Tasks:
        """The tasks and their edits."""
        from mle_planner.core.tasks.edits import Tasks
        from mle_planner.core.tracking.timer_changes import stop_with_tasks

        return Tasks(self._session, stop_with_tasks)
