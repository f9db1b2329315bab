"""Edits of the typical day and of the user's own recurring events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mle_planner.core.base.days import days_from
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, MINUTES_PER_DAY, Span
from mle_planner.core.edits import (
    Change,
    Edit,
    add_records,
    merge_changes,
    remove_records,
    replace_record,
    replace_records,
)
from mle_planner.core.i18n.formats import DAYS
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.typical_day import (
    DayPart,
    RecurringEvent,
    RecurringEventId,
    RecurringException,
)
from mle_planner.core.model.work import Activity, ActivityId
from mle_planner.core.operations import Operation, Summary, summary_of, summary_of_change
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.setting_edits import setting_changes
from mle_planner.core.typed.title import one_line
from mle_planner.core.typical_day.part_rules import (
    at_minutes,
    check_parts,
    check_rule,
    cut_overlap,
    is_same,
    join_parts,
    split_part_at,
    weekly_rule,
)
from mle_planner.core.typical_day.parts import on_the_wall
from mle_planner.core.typical_day.ready_made import (
    FIRST_READY_MADE_DAY,
    READY_MADE_DAYS,
    ready_made_day,
)


class TypicalDay(Domain):
    """Edits of the typical day, which every date follows until it is edited itself."""

    def ready_made_names(self) -> tuple[str, ...]:
        """Return the names of the ready-made days, in the order they are offered."""
        return tuple(READY_MADE_DAYS)

    def parts(self) -> tuple[DayPart, ...]:
        """Return the parts of the typical day by weekday and start."""
        parts = self._session.store.all(DayPart)
        return tuple(sorted(parts, key=lambda part: (part.weekday, part.start_min, part.id)))

    def recurring_events(self) -> tuple[RecurringEvent, ...]:
        """Return the user's own recurring events."""
        return tuple(self._session.store.all(RecurringEvent))

    @carried_out
    def choose(self, name: str) -> Edit:
        """Replace the typical day by a ready-made one, with its recurring events and band.

        It is put on the workdays of the present one. Recurring events added by the user stay.
        """
        if name not in READY_MADE_DAYS:
            raise planner_error(
                "There is no typical day called {name}. Nothing was changed.", name=name
            )
        store = self._session.store
        workdays = self._session.days.five_workdays
        chosen = ready_made_day(name, store.all(Activity), store.new_id, workdays)
        old = [
            found for found in store.all(RecurringEvent) if found.first_day == FIRST_READY_MADE_DAY
        ]
        exceptions = [
            found
            for event in old
            for found in store.where(RecurringException, recurring_id=event.id)
        ]
        changes = (
            *remove_records(store.all(DayPart)),
            *remove_records(exceptions),
            *remove_records(old),
            *add_records(*chosen.parts, *chosen.recurring_events),
        )
        for setting, value in chosen.settings.items():
            changes = (*changes, *setting_changes(self._session, setting, value))
        return Edit(Summary(Operation.CHOOSE_TYPICAL_DAY, name), merge_changes((), changes))

    def insert_part(
        self, weekday: int, start: int, end: int, title: str, activity_id: ActivityId
    ) -> DayPart:
        """Add a part between two minutes of the planning day; overlapped parts are cut.

        A part that surrounds the new one continues after it.
        """
        part = DayPart(0, weekday, *on_the_wall(start, end), title, activity_id)
        return self.insert_parts([part])[0]

    @carried_out
    def insert_parts(self, wanted: Sequence[DayPart]) -> tuple[Edit, list[DayPart]]:
        """Add parts as ``insert_part`` does, all in one step; new ids are assigned."""
        store, days = self._session.store, self._session.days
        new = [replace(part, id=store.new_id(DayPart)) for part in wanted]
        before = {part.id: part for part in store.all(DayPart)}
        kept = list(before.values())
        for part in new:
            kept = [
                piece
                for other in kept
                for piece in cut_overlap(other, part, days, lambda: store.new_id(DayPart))
            ]
        made = check_parts(new, kept, days)
        changes = tuple(
            change
            for piece in kept
            for change in (
                replace_record(before.pop(piece.id), piece)
                if piece.id in before
                else add_records(piece)
            )
        )
        changes += remove_records(before.values()) + add_records(*made)
        return Edit(_summary(Operation.ADD_PARTS, made), changes), made

    @carried_out
    def change_part(self, part_id: int, **fields: Any) -> Edit:
        """Change a part of the typical day."""
        before = self._session.existing(DayPart, part_id)
        (after,) = self._check([replace(before, **fields)])
        return Edit(Summary(Operation.CHANGE_PART, after.title), replace_record(before, after))

    @carried_out
    def rearrange(
        self, minutes: Mapping[int, tuple[int, int]], *, nudged: int | None = None
    ) -> Edit:
        """Give parts other times: first and last minute of the planning day, by id.

        Repeated nudges of one part make one step.
        """
        before = [self._session.existing(DayPart, part_id) for part_id in minutes]
        after = self._check([at_minutes(part, *minutes[part.id]) for part in before])
        changes = replace_records(zip(before, after, strict=True))
        merge_key = f"part:{nudged}" if nudged is not None else ""
        return Edit(_summary(Operation.MOVE_PARTS, before), changes, merge_key)

    @carried_out
    def delete_parts(self, part_ids: Iterable[int]) -> Edit:
        """Remove parts from the typical day."""
        parts = [self._session.existing(DayPart, part_id) for part_id in part_ids]
        return Edit(_summary(Operation.DELETE_PARTS, parts), remove_records(parts))

    @carried_out
    def split_part(self, part_id: int, at: int) -> Edit:
        """Split a part at a minute of the planning day."""
        before = self._session.existing(DayPart, part_id)
        new_id = self._session.store.new_id(DayPart)
        first, second = split_part_at(before, at, self._session.days, new_id)
        summary = Summary(Operation.SPLIT_PART, before.title)
        return Edit(summary, replace_record(before, first) + add_records(second))

    @carried_out
    def merge_parts(self, part_ids: Iterable[int]) -> Edit:
        """Join several parts into one, from the first start to the last end."""
        parts = [self._session.existing(DayPart, part_id) for part_id in dict.fromkeys(part_ids)]
        whole = join_parts(parts, self._session.days)
        gone = [part for part in parts if part.id != whole.id]
        (whole,) = self._check([whole], gone)
        changes = (
            *replace_record(self._session.existing(DayPart, whole.id), whole),
            *remove_records(gone),
        )
        return Edit(Summary(Operation.MERGE_PARTS, whole.title), changes)

    @carried_out
    def copy_weekday(self, weekday: int, to: Iterable[int]) -> Edit:
        """Make other weekdays the same as one, in one step; their old parts are replaced."""
        store = self._session.store
        shown = store.where(DayPart, weekday=weekday)
        changes: tuple[Change, ...] = ()
        for target in sorted(set(to) - {weekday}):
            present = store.where(DayPart, weekday=target)
            if not is_same(shown, present):
                copies = [replace(part, id=store.new_id(DayPart), weekday=target) for part in shown]
                changes += remove_records(present) + add_records(*copies)
        return Edit(Summary(Operation.COPY_WEEKDAY, DAYS[weekday]), changes)

    @carried_out
    def add_recurring_event(
        self,
        title: str,
        activity_id: ActivityId,
        rule: str,
        first_day: date,
        start_min: int,
        duration_min: int,
        *,
        movable: bool = False,
    ) -> tuple[Edit, RecurringEvent]:
        """Add a recurring event by an RFC 5545 rule such as ``FREQ=WEEKLY;BYDAY=TU``."""
        number = RecurringEventId(self._session.store.new_id(RecurringEvent))
        event = _check_recurring_event(
            RecurringEvent(
                number, title, activity_id, rule, first_day, start_min, duration_min, movable
            )
        )
        return Edit(Summary(Operation.ADD, event.title), add_records(event)), event

    def repeat(
        self, title: str, activity_id: ActivityId, span: Span, weekdays: Iterable[int]
    ) -> RecurringEvent:
        """Add a recurring event like a block: at its time, from the next of the weekdays on."""
        days, wanted = self._session.days, frozenset(weekdays)
        day = days.date_of(span.start)
        first = next(each for each in days_from(day + DAY, 7) if each.weekday() in wanted)
        start_min = days.minute_of(span.start, day) % MINUTES_PER_DAY
        length = round(span.duration.total_seconds() / 60)
        return self.add_recurring_event(
            title, activity_id, weekly_rule(wanted), first, start_min, length
        )

    @carried_out
    def change_recurring_event(self, recurring_id: RecurringEventId, **fields: Any) -> Edit:
        """Change a recurring event, past and future occurrences alike."""
        before = self._session.existing(RecurringEvent, recurring_id)
        after = _check_recurring_event(replace(before, **fields))
        return Edit(summary_of_change(before, after), replace_record(before, after))

    @carried_out
    def delete_recurring_event(self, recurring_id: RecurringEventId) -> Edit:
        """Delete a recurring event with its exceptions."""
        event = self._session.existing(RecurringEvent, recurring_id)
        exceptions = self._session.store.where(RecurringException, recurring_id=recurring_id)
        summary = Summary(Operation.DELETE, event.title)
        return Edit(summary, (*remove_records(exceptions), *remove_records([event])))

    def _check(self, parts: Sequence[DayPart], gone: Iterable[DayPart] = ()) -> list[DayPart]:
        changed = {part.id for part in (*parts, *gone)}
        others = [part for part in self._session.store.all(DayPart) if part.id not in changed]
        return check_parts(parts, others, self._session.days)


def _check_recurring_event(event: RecurringEvent) -> RecurringEvent:
    event = replace(event, title=one_line(event.title), rule=check_rule(event.rule))
    if not event.title:
        raise planner_error("A recurring event needs a title. Nothing was changed.")
    if not (0 <= event.start_min < MINUTES_PER_DAY and 0 < event.duration_min <= MINUTES_PER_DAY):
        raise planner_error(
            "A recurring event starts within the day and lasts a day at most. Nothing was changed."
        )
    return event


def _summary(operation: Operation, parts: Iterable[DayPart]) -> Summary:
    return summary_of(operation, [part.title for part in parts])
