"""Changes of tracked time. The rules are in ``core.tracking.timer``; here they meet the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.edits import Change, Edit, add_records, remove_records
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    ProjectId,
    Task,
    TaskId,
    usual_activity,
)
from mle_planner.core.operations import Operation, Summary, summary_of
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.tracking import timer
from mle_planner.core.tracking.entry_changes import (
    check_entry,
    check_free,
    checked_title,
    deletion,
    free_start,
    meeting_fields,
    stored_task,
    summary_of_correction,
    untracked_part,
    whole_second,
)
from mle_planner.core.tracking.heartbeat import Heartbeats
from mle_planner.core.tracking.timer import Forgotten
from mle_planner.core.tracking.timer_changes import refuse_forgotten, start_changes
from mle_planner.core.typed.title import lines, one_line

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import PlannedItem
    from mle_planner.core.refs import PlannedRef
    from mle_planner.core.tracking.offers import WorkOffer

# Snapshots are imported where a start or a confirmation needs one: most need none, and loading
# them takes longer than the rest of a start from the command line.


class Tracking(Domain):
    """Starts, stops and corrects entries."""

    # -- the timer -------------------------------------------------------------------------

    @carried_out
    def start(
        self,
        title: str | None = None,
        *,
        task_id: TaskId | None = None,
        activity_id: ActivityId | None = None,
        project_id: ProjectId | None = None,
        new_project: str = "",
        at: datetime | None = None,
        forgotten: Forgotten | datetime | None = None,
    ) -> tuple[Edit, TimeEntry]:
        """Start a timer now or at an earlier instant; a running one stops there.

        ``forgotten`` says what becomes of the running one instead. A task gives title, activity
        and project where they are not named, a title its usual activity: "Standup" is one.
        ``new_project`` is added with the entry. The first start on a day with a plan
        freezes that plan. The start is on disk when this returns.
        """
        project, key = self._project(new_project, project_id)
        start = at or self._session.now()
        entry = self._new_entry(title, stored_task(self._session, task_id), activity_id, key, start)
        return self._begin(entry, forgotten, *project), entry

    @carried_out
    def start_new_task(
        self,
        new_task: Callable[[], tuple[Task, tuple[Change, ...]]],
        forgotten: Forgotten | datetime | None,
        at: datetime | None = None,
    ) -> tuple[Edit, TimeEntry]:
        """Start a timer on a task that is added in the same step; otherwise as ``start``.

        ``new_task`` returns the task and the changes that add it; it is called inside.
        """
        task, added = new_task()
        entry = self._new_entry(None, task, None, None, at or self._session.now())
        return self._begin(entry, forgotten, *added), entry

    def start_item(
        self,
        key: PlannedRef,
        forgotten: Forgotten | datetime | None = None,
        *,
        at: datetime | None = None,
    ) -> TimeEntry:
        """Start a timer on a planned item; ``at`` and ``forgotten`` as in ``start``."""
        from mle_planner.core.plan.items import planned_item

        item = planned_item(self._session, key)
        return self._start_entry(lambda: self._entry_of(item, at or self._session.now()), forgotten)

    def start_interruption(
        self, title: str, activity_id: ActivityId, at: datetime | None
    ) -> TimeEntry:
        """Start an entry of an interruption; what runs stops there."""

        def new() -> TimeEntry:
            entry = self._new_entry(title, None, activity_id, None, at or self._session.now())
            return replace(entry, source=EntrySource.INTERRUPTION)

        return self._start_entry(new)

    @carried_out
    def _start_entry(
        self, new: Callable[[], TimeEntry], forgotten: Forgotten | datetime | None = None
    ) -> tuple[Edit, TimeEntry]:
        entry = new()
        return self._begin(entry, forgotten), entry

    def _begin(
        self, entry: TimeEntry, forgotten: Forgotten | datetime | None, *before: Change
    ) -> Edit:
        """Return the edit that starts an entry, with its sign of life on disk before it."""
        changes = (*before, *start_changes(self._session, entry, forgotten))
        Heartbeats(self._session).sign_start(entry)
        return Edit(Summary(Operation.START, entry.title), changes)

    @carried_out
    def stop(
        self, at: datetime | None = None, *, began: datetime | None = None
    ) -> tuple[Edit, TimeEntry]:
        """Stop the running timer now or at an earlier instant; returns the entry.

        ``began`` corrects its start, which lies in the future after a clock was set back. Raises
        ``ForgottenTimerError`` where it is doubtful how long it ran and no instant is given.
        """
        running, now = self._session.store.running_entry(), self._session.now()
        end = whole_second(at or now)
        own = () if running is None else (running.id,)
        corrected = None if began is None else free_start(self._session, began, own)
        if running is not None and at is None:
            refuse_forgotten(self._session, running, end)
        changes = timer.stop_entry(running, end, self._session.local_now(), corrected)
        assert running is not None
        entry = replace(running, start=corrected or running.start, end=end)
        check_free(self._session, entry)
        return Edit(Summary(Operation.STOP, running.title), changes), entry

    def likely_stop(self, running: TimeEntry) -> datetime:
        """Return when a forgotten timer probably should have stopped, to be offered."""
        from mle_planner.core.tracking.forgotten import likely_stop

        return likely_stop(self._session, running)

    def likely_start(self) -> datetime | None:
        """Return when a timer that was started under a fast clock probably began.

        None if no time before the present is free.
        """
        from mle_planner.core.tracking.forgotten import likely_start

        return likely_start(self._session)

    @carried_out
    def discard(self) -> Edit:
        """Discard the running entry, as if it had never been started."""
        running = self._session.store.running_entry()
        if running is None:
            raise planner_error("No timer is running, so there is nothing to discard.")
        return Edit(Summary(Operation.DISCARD, running.title), remove_records([running]))

    # -- the past --------------------------------------------------------------------------

    @carried_out
    def log(
        self,
        span: Span,
        title: str | None = None,
        *,
        task_id: TaskId | None = None,
        activity_id: ActivityId | None = None,
        project_id: ProjectId | None = None,
        new_project: str = "",
        source: EntrySource = EntrySource.MANUAL,
    ) -> tuple[Edit, TimeEntry]:
        """Add an entry for time that has passed; ``new_project`` is added with it."""
        project, key = self._project(new_project, project_id)
        task = stored_task(self._session, task_id)
        entry = self._new_entry(title, task, activity_id, key, span.start)
        entry = replace(entry, end=whole_second(span.end), source=source)
        check_entry(self._session, entry)
        return Edit(Summary(Operation.TRACK, entry.title), (*project, *add_records(entry))), entry

    def log_untitled(
        self,
        span: Span,
        *,
        activity_id: ActivityId | None = None,
        project_id: ProjectId | None = None,
    ) -> TimeEntry:
        """Add an entry for what was planned then, else for an activity, named after it.

        Of several planned items it is the one that shares most time with the stretch.
        """
        from mle_planner.core.plan.items import planned_during

        item = planned_during(self._session, span)
        if item is not None:
            return self.log_item(item, span)
        activities = {one.id: one for one in self._session.store.all(Activity)}
        activity = activities.get(activity_id) if activity_id else None
        chosen = activity or usual_activity(activities.values())
        return self.log(span, chosen.name, activity_id=chosen.id, project_id=project_id)

    @carried_out
    def confirm(self, key: PlannedRef) -> tuple[Edit, TimeEntry]:
        """Track a planned item as it was planned, its ``untracked_part``.

        Where a timer of work ran on through a meeting, that time is cut out of its entry, and out
        of whatever still runs.
        """
        from mle_planner.core.plan.items import planned_item
        from mle_planner.core.plan.snapshots import PlanSource
        from mle_planner.core.tracking.day_gaps import is_meeting

        item = planned_item(self._session, key)
        is_invited = item.source is PlanSource.CALENDAR
        source = EntrySource.CALENDAR if is_invited else EntrySource.PLAN
        span = untracked_part(self._session, item.span)
        can_cut = is_meeting(item) and span == item.span and span.end <= self._session.now()
        return self._logged(item, span, source, can_cut=can_cut)

    def attend(self, key: PlannedRef) -> TimeEntry:
        """Track a meeting that began: as it was planned, or by a timer if it has not ended.

        How long it will take is not known before its end.
        """
        from mle_planner.core.plan.items import planned_item

        span = planned_item(self._session, key).span
        if span.contains(self._session.now()):
            return self.start_item(key, at=span.start)
        return self.confirm(key)

    @carried_out
    def log_item(
        self, item: PlannedItem, span: Span, source: EntrySource = EntrySource.MANUAL
    ) -> tuple[Edit, TimeEntry]:
        """Add an entry of what a planned item is about, for a stretch that has passed."""
        return self._logged(item, span, source)

    @carried_out
    def log_items(self, parts: Iterable[tuple[PlannedItem, Span, EntrySource]]) -> Edit:
        """Add an entry of each planned item, for its stretch that has passed."""
        logged = [self._logged(item, span, source)[0] for item, span, source in parts]
        changes = (change for edit in logged for change in edit.changes)
        return Edit(Summary(Operation.TRACK, count=len(logged)), tuple(changes))

    @carried_out
    def change(
        self,
        entry_id: EntryId,
        *,
        span: Span | None = None,
        start: datetime | None = None,
        is_nudge: bool = False,
        **fields: Any,
    ) -> Edit:
        """Correct an entry: its times, or its start only; title, activity, project, task or note.

        The end of a running entry stays open; use ``stop`` to close it.
        """
        before = self._session.existing(TimeEntry, entry_id)
        stored_task(self._session, fields.get("task_id"))
        if "note" in fields:
            fields["note"] = lines(fields["note"])
        after = replace(before, **fields)
        if span is not None:
            end = None if before.end is None else whole_second(span.end)
            after = replace(after, end=end)
        wanted = start if span is None else span.start
        if wanted is not None:
            after = replace(after, start=free_start(self._session, wanted, (entry_id,)))
        if "title" in fields:
            after = replace(after, title=checked_title(fields["title"]))
        check_entry(self._session, after)
        changes = timer.correct_entry(before, after, self._session.local_now())
        summary = summary_of_correction(before, after)
        return Edit(summary, changes, f"change {entry_id}" if is_nudge else "")

    @carried_out
    def delete(self, entry_ids: Iterable[EntryId]) -> Edit:
        """Delete entries."""
        changes, titles = deletion(self._session, entry_ids)
        return Edit(summary_of(Operation.DELETE_ENTRIES, titles), changes)

    @carried_out
    def split(self, entry_id: EntryId, at: datetime) -> Edit:
        """Cut an entry in two; together they cover the same time."""
        entry = self._session.existing(TimeEntry, entry_id)
        new_id = EntryId(self._session.store.new_id(TimeEntry))
        changes = timer.split_entry(entry, whole_second(at), new_id, self._session.local_now())
        return Edit(Summary(Operation.SPLIT, entry.title), changes)

    @carried_out
    def merge(self, entry_ids: Iterable[EntryId]) -> Edit:
        """Make one entry of entries that touch."""
        entries = [self._session.existing(TimeEntry, entry_id) for entry_id in entry_ids]
        changes = timer.merge_entries(entries, self._session.local_now())
        return Edit(Summary(Operation.MERGE_ENTRIES, entries[0].title), changes)

    def offers(self, span: Span) -> tuple[WorkOffer, ...]:
        """Return what a stretch was probably spent on: what was planned then, then the tasks."""
        from mle_planner.core.tracking.offers import work_offers

        return work_offers(self._session, span)

    # -- inside ----------------------------------------------------------------------------

    def _new_entry(
        self,
        title: str | None,
        task: Task | None,
        activity_id: ActivityId | None,
        project_id: ProjectId | None,
        start: datetime,
    ) -> TimeEntry:
        store = self._session.store
        if task is not None:
            title = title or task.title
            activity_id = activity_id or task.activity_id
            project_id = project_id or task.project_id
        title = checked_title(title or "")
        return TimeEntry(
            id=EntryId(store.new_id(TimeEntry)),
            start=free_start(self._session, start),
            end=None,
            zone=self._session.clock.zone.key,
            title=title,
            activity_id=activity_id or self._session.suggested_activity(title).id,
            task_id=task.id if task is not None else None,
            project_id=project_id,
        )

    def _entry_of(self, item: PlannedItem, start: datetime) -> TimeEntry:
        """Return a running entry of what a planned item is about."""
        task_id = item.task.id if item.task else None
        project_id = item.project.id if item.project else None
        entry = self._new_entry(
            item.title, stored_task(self._session, task_id), item.activity.id, project_id, start
        )
        return replace(entry, **meeting_fields(item))

    def _logged(
        self, item: PlannedItem, span: Span, source: EntrySource, *, can_cut: bool = False
    ) -> tuple[Edit, TimeEntry]:
        """Return the edit that adds an entry of a planned item; it ``can_cut`` timers."""
        store, changes = self._session.store, tuple[Change, ...]()
        entry = self._entry_of(item, span.start)
        entry = replace(entry, end=whole_second(span.end), source=source)
        timer.check_times(entry, self._session.local_now())
        others = store.overlapping_entries(entry)
        if can_cut:
            from mle_planner.core.tracking.away import away_parts, cut_out

            until = store.tracked_until(span.end)
            parts = away_parts(span, others, self._session.categories(), until, takes_running=True)
            ids = (EntryId(store.new_id(TimeEntry)) for _each in count())
            changes = cut_out(parts, ids)
            cut = {part.entry.id for part in parts}
            others = [other for other in others if other.id not in cut]
        timer.check_free(others, self._session.local_now())
        return Edit(Summary(Operation.TRACK, entry.title), (*changes, *add_records(entry))), entry

    def _project(
        self, new_project: str, project_id: ProjectId | None
    ) -> tuple[tuple[Change, ...], ProjectId | None]:
        if not one_line(new_project):
            return (), project_id
        from mle_planner.core.tasks.catalog import project_to_name

        return project_to_name(self._session, new_project)
