"""Time away from the computer as it is stored: recorded, asked about, answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, ZERO, Span, difference, total
from mle_planner.core.edits import Change, Edit, add_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import (
    AwayAnswer,
    AwayCause,
    AwayId,
    AwaySpan,
    DroppedGap,
    EntryId,
    EntrySource,
    TimeEntry,
)
from mle_planner.core.model.work import Activity, ActivityId, Project, ProjectId, TaskId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.tracking.away import (
    AwayPart,
    away_parts,
    cut_out,
    meetings_during,
    spans_of,
    split_span,
)
from mle_planner.core.tracking.entry_changes import (
    checked_title,
    meeting_fields,
    stored_task,
    whole_second,
)
from mle_planner.core.tracking.heartbeat import CUT_OFF, Heartbeats
from mle_planner.core.typed.title import find_named, title_key

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import PlannedItem
    from mle_planner.core.refs import PlannedRef
    from mle_planner.core.tracking.presence import Absence


_LONGEST_LOOK = 7 * DAY
"""Meetings are looked for in the last days of a longer absence only."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Time away that waits for an answer.

    ``parts`` are the entries it puts in question, ``meetings`` the planned ones that share time
    with them, to be offered first. ``span`` reaches from the first part to the last: an absence
    that lasted longer is not asked about.
    """

    id: AwayId
    cause: AwayCause
    parts: tuple[AwayPart, ...]
    meetings: tuple[PlannedItem, ...]

    @property
    def span(self) -> Span:
        """When the first part begins and the last one ends."""
        return Span(self.parts[0].span.start, self.parts[-1].span.end)

    @property
    def length(self) -> timedelta:
        """The tracked time in question, in the minutes shown for each part."""
        return sum((part.span.shown_length for part in self.parts), ZERO)

    @property
    def title(self) -> str:
        """The title of the entry it puts in question, the first of several."""
        return self.parts[0].entry.title

    @property
    def running(self) -> TimeEntry | None:
        """The entry in question that still runs."""
        return next((part.entry for part in self.parts if part.entry.is_running), None)


@dataclass(frozen=True, slots=True)
class AwayWork:
    """What time away is assigned to: a planned meeting for its own time, or other work for all.

    A task gives title, activity and project where they are not named.
    """

    title: str = ""
    task_id: TaskId | None = None
    activity_id: ActivityId | None = None
    project_id: ProjectId | None = None
    meeting: PlannedRef | None = None


class TimeAway(Domain):
    """Records time away, lists what waits for an answer, and answers."""

    @property
    def least(self) -> timedelta:
        """The shortest time away that is asked about."""
        settings = self._session.settings
        return timedelta(minutes=settings.number("away_min")) if self.is_noticed else CUT_OFF

    @property
    def is_noticed(self) -> bool:
        """Whether pauses, locking and sleep are to be noticed."""
        return self._session.settings.flag("notice_away")

    # -- recording -------------------------------------------------------------------------

    def record(self, absence: Absence) -> None:
        """Store an absence that began, or one that is over; undo passes it over."""
        if absence.end is None:
            self._session.record(lambda: self._begin(absence.start, absence.cause))
        else:
            end = absence.end
            self._session.record(lambda: self._complete(absence.start, end, absence.cause))

    def record_cut_off(self) -> bool:
        """Store that nothing is known of a timer since its last heartbeat; return whether so.

        Where the last heartbeat cannot be read, its time is not known and nothing is stored.
        """
        beats = Heartbeats(self._session)
        silence = beats.silence()
        if silence is None or silence.last_active is None:
            return False
        start, now = silence.last_active, self._session.now()
        self._session.record(lambda: self._complete(start, now, AwayCause.CUT_OFF))
        beats.keep()
        return True

    def end_earlier(self) -> None:
        """End the absence that lasted when the application ended without noticing a return.

        Under a timer it lasted until now. Without a timer there is no question and no known end.
        """
        lasting = self._lasting()
        if lasting is None:
            return
        start, now = lasting.start, self._session.now()
        if self._session.store.running_entry() is not None:
            self._session.record(lambda: self._complete(start, now, lasting.cause))
        else:
            self._session.record(lambda: (Change(lasting, None),))

    def _lasting(self) -> AwaySpan | None:
        newest = self._session.store.newest(AwaySpan)
        return newest if newest is not None and newest.end is None else None

    def _begin(self, start: datetime, cause: AwayCause) -> tuple[Change, ...]:
        if self._lasting() is not None:
            return ()
        return add_records(AwaySpan(self._new_id(), whole_second(start), None, cause))

    def _complete(self, start: datetime, end: datetime, cause: AwayCause) -> tuple[Change, ...]:
        """Return the changes that store an absence, without what is stored of it already."""
        lasting, end = self._lasting(), whole_second(end)
        start = whole_second(start)
        if lasting is not None:
            start, cause = min(lasting.start, start), lasting.cause
        if end <= start:  # the clock was set back
            return () if lasting is None else (Change(lasting, None),)
        known = self._session.store.away_in(Span(start, end))
        start = max((found.end for found in known if found.end is not None), default=start)
        if end - start < self.least:
            return () if lasting is None else (Change(lasting, None),)
        number = self._new_id() if lasting is None else lasting.id
        parts = self._parts(Span(start, end))
        answer = AwayAnswer.OPEN if parts else AwayAnswer.NONE
        return (Change(lasting, AwaySpan(number, start, end, cause, answer)),)

    # -- what waits for an answer ----------------------------------------------------------

    def unresolved(self, day: date | None = None) -> tuple[Unresolved, ...]:
        """Return the spans away that wait for an answer, of one planning day or of all, by start.

        One whose entries are gone, or were corrected since, has nothing left to answer.
        """
        within = None if day is None else self._session.days.span(day)
        with self._session.store.one_reading():
            spans = self._session.store.where(AwaySpan, answer=AwayAnswer.OPEN.value)
            found = [
                self._unresolved(away, away.span)
                for away in sorted(spans, key=lambda away: away.start)
                if away.span is not None and (day is None or _touches(away.span, within))
            ]
        return tuple(
            each
            for each in found
            if each is not None and (day is None or _touches(each.span, within))
        )

    def _unresolved(self, away: AwaySpan, span: Span) -> Unresolved | None:
        parts = self._parts(span)
        if not parts:
            return None
        found = Unresolved(away.id, away.cause, parts, ())
        return replace(found, meetings=meetings_during(spans_of(parts), self._planned(found.span)))

    def _parts(self, span: Span) -> tuple[AwayPart, ...]:
        store, categories = self._session.store, self._session.categories()
        until = store.tracked_until(span.end)
        return away_parts(span, store.entries_in(span), categories, until)

    def _planned(self, span: Span) -> Iterator[PlannedItem]:
        from mle_planner.core.plan.day import day_snapshots

        days = self._session.days
        first, last = days.date_of(span.start), days.date_of(span.end - timedelta(seconds=1))
        first = max(first, last - _LONGEST_LOOK)
        for snapshot in day_snapshots(self._session, first, last):
            yield from snapshot.items

    def work_named(self, away: Unresolved, text: str) -> AwayWork:
        """Return the meeting, task, activity or project of a name, else work of that title."""
        wanted = title_key(text)
        for meeting in away.meetings:
            if title_key(meeting.title) == wanted:
                return AwayWork(meeting=meeting.key)
        tasks = self._session.store.open_tasks()
        tasks = [each for each in tasks if title_key(each.title) == wanted]
        if len(tasks) == 1:
            return AwayWork(task_id=tasks[0].id)
        store = self._session.store
        activity = find_named((each for each in store.all(Activity) if not each.archived), text)
        if activity is not None:
            return AwayWork(activity.name, activity_id=activity.id)
        project = find_named((each for each in store.all(Project) if not each.archived), text)
        if project is not None:
            return AwayWork(project.name, project_id=project.id)
        return AwayWork(text)

    # -- answering -------------------------------------------------------------------------

    @carried_out
    def resolve(
        self,
        away_id: AwayId,
        answer: AwayAnswer,
        work: AwayWork | None = None,
        *,
        is_stopped: bool = False,
    ) -> tuple[Edit, str]:
        """Answer for a span away, as one edit: keep, drop, or assign to ``work``.

        Return the title of the entry that was in question, or of the work it is assigned to. A
        timer that runs continues after what was dropped unless it ``is_stopped`` where the span
        begins; the wrap-up does not ask about that time again. Raises ``PlannerError`` for one
        that was answered already.
        """
        stored, found = self._open(away_id)
        if answer is AwayAnswer.ASSIGN:
            edit = self._assign(stored, found, work or AwayWork())
            return edit, edit.summary.subject
        changes = replace_record(stored, replace(stored, answer=answer))
        operation = Operation.KEEP_AWAY
        if answer is AwayAnswer.DROP:
            operation = Operation.DROP_AWAY
            changes += cut_out(found.parts, self._entry_ids(), is_stopped=is_stopped)
            changes += self._dropped(spans_of(found.parts))
        return Edit(Summary(operation, found.title), changes), found.title

    def _dropped(self, spans: Iterable[Span]) -> tuple[Change, ...]:
        new_id = self._session.store.new_id
        return add_records(*(DroppedGap(new_id(DroppedGap), at.start, at.end) for at in spans))

    @carried_out
    def split(self, away_id: AwayId, at: datetime) -> Edit:
        """Make two spans of one, each to be answered; raises ``PlannerError`` outside it."""
        stored, found = self._open(away_id)
        before, after = split_span(found.span, whole_second(at))
        changes = (
            *replace_record(stored, replace(stored, end=before.end)),
            *add_records(replace(stored, id=self._new_id(), start=after.start)),
        )
        return Edit(Summary(Operation.SPLIT_AWAY, found.title), changes)

    def _open(self, away_id: AwayId) -> tuple[AwaySpan, Unresolved]:
        stored = self._session.store.get(AwaySpan, away_id)
        is_open = stored is not None and stored.answer is AwayAnswer.OPEN
        found = None
        if stored is not None and is_open and stored.span is not None:
            found = self._unresolved(stored, stored.span)
        if stored is None or found is None:
            raise planner_error("That time away is not waiting for an answer. Nothing was changed.")
        return stored, found

    def _assign(self, stored: AwaySpan, found: Unresolved, work: AwayWork) -> Edit:
        parts, after = found.parts, replace(stored, answer=AwayAnswer.ASSIGN)
        model, rest = self._entry_of(work), tuple[Change, ...]()
        if work.meeting is not None:
            whole = self._meeting_span(work.meeting, found)
            parts = tuple(
                replace(part, span=inside)
                for part in parts
                if (inside := part.span.intersection(whole)) is not None
            )
            after = replace(after, start=whole.start, end=whole.end)
            rest = self._beside(stored, found, whole)
        ids = self._entry_ids()
        new = tuple(
            replace(model, id=next(ids), start=span.start, end=span.end) for span in spans_of(parts)
        )
        if not new:
            raise planner_error("Nothing was tracked during that meeting. Nothing was changed.")
        changes = (
            *replace_record(stored, after), *rest,
            *cut_out(parts, ids), *add_records(*new),
        )  # fmt: skip
        return Edit(Summary(Operation.ASSIGN_AWAY, model.title), changes)

    def _beside(self, stored: AwaySpan, found: Unresolved, taken: Span) -> tuple[Change, ...]:
        """Return new spans for what is left beside a meeting; a short one was no time away."""
        assert stored.end is not None
        changes = tuple[Change, ...]()
        for left in difference(Span(stored.start, stored.end), [taken]):
            shares = [part.span.intersection(left) for part in found.parts]
            is_long = total(filter(None, shares)) >= self.least
            answer = AwayAnswer.OPEN if is_long else AwayAnswer.KEEP
            changes += add_records(
                replace(stored, id=self._new_id(), start=left.start, end=left.end, answer=answer)
            )
        return changes

    def _meeting_span(self, key: PlannedRef, found: Unresolved) -> Span:
        meeting = next((each for each in found.meetings if each.key == key), None)
        shared = None if meeting is None else meeting.span.intersection(found.span)
        if shared is None:
            raise planner_error("That meeting is gone. Nothing was changed.")
        return shared

    def _entry_of(self, work: AwayWork) -> TimeEntry:
        """Return an entry for what time away is assigned to; its id and times are still open."""
        store, source = self._session.store, EntrySource.MANUAL
        task = stored_task(self._session, work.task_id)
        title, activity, project = work.title, work.activity_id, work.project_id
        meeting: dict[str, Any] = {}
        if work.meeting is not None:
            from mle_planner.core.plan.items import planned_item

            item = planned_item(self._session, work.meeting)
            title, activity, meeting = item.title, item.activity.id, meeting_fields(item)
            project = None if item.project is None else item.project.id
            task, source = item.task, EntrySource.CALENDAR
        if task is not None:
            title = title or task.title
            activity, project = activity or task.activity_id, project or task.project_id
        named = store.get(Activity, activity)
        title = checked_title(title or (named.name if named else ""))
        now = self._session.now()
        return TimeEntry(
            EntryId(0), now, now, self._session.clock.zone.key, title,
            activity or self._session.suggested_activity(title).id,
            None if task is None else task.id, project, source, **meeting,
        )  # fmt: skip

    def _entry_ids(self) -> Iterator[EntryId]:
        while True:
            yield EntryId(self._session.store.new_id(TimeEntry))

    def _new_id(self) -> AwayId:
        return AwayId(self._session.store.new_id(AwaySpan))


def _touches(span: Span, day: Span | None) -> bool:
    return day is not None and day.overlaps(span)
