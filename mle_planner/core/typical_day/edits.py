"""Edits of the typical day and of the user's own recurring events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mle_planner.core.base.records import replace
from mle_planner.core.edits import Change, Edit, added, merged, removed, replaced
from mle_planner.core.i18n.formats import DAYS
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import SettingValue
from mle_planner.core.model.typical_day import (
    DayPart,
    RecurringEvent,
    RecurringEventId,
    RecurringException,
)
from mle_planner.core.model.work import Activity, ActivityId
from mle_planner.core.operations import Operation, Summary, summary_of, summary_of_change
from mle_planner.core.session import Session
from mle_planner.core.settings import setting_named
from mle_planner.core.typed.title import one_line
from mle_planner.core.typical_day.part_rules import (
    DAY_MIN,
    TypicalDayError,
    check_rule,
    checked,
    cut_out,
    halves,
    is_same,
    joined,
    placed,
)
from mle_planner.core.typical_day.parts import on_the_wall
from mle_planner.core.typical_day.presets import FIRST_SERIES_DAY, TEMPLATES, ready_made_day


class TypicalDay:
    """Edits of the typical day, which every date follows until it is arranged."""

    def __init__(self, session: Session) -> None:
        """Work on an open planner."""
        self._session = session

    def template_names(self) -> tuple[str, ...]:
        """Return the ready-made days by name, in the order they are offered."""
        return tuple(TEMPLATES)

    def blocks(self) -> tuple[DayPart, ...]:
        """Return the parts of the typical day by weekday and start."""
        parts = self._session.store.all(DayPart)
        return tuple(sorted(parts, key=lambda part: (part.weekday, part.start_min, part.id)))

    def series(self) -> tuple[RecurringEvent, ...]:
        """Return the user's own recurring events."""
        return tuple(self._session.store.all(RecurringEvent))

    def choose(self, name: str) -> None:
        """Replace the typical day by a ready-made one, with its recurring events and band.

        Recurring events that the user made themselves stay.
        """
        if name not in TEMPLATES:
            raise TypicalDayError(
                _("There is no typical day called {name}. Nothing was changed.", name=name)
            )

        def intention() -> Edit:
            store = self._session.store
            chosen = ready_made_day(name, store.all(Activity), store.new_id)
            old = [
                found for found in store.all(RecurringEvent) if found.first_day == FIRST_SERIES_DAY
            ]
            exceptions = [
                found
                for series in old
                for found in store.where(RecurringException, series_id=series.id)
            ]
            changes = (
                *removed(store.all(DayPart)),
                *removed(exceptions),
                *removed(old),
                *added(*chosen.blocks, *chosen.series),
            )
            for setting, value in chosen.settings.items():
                changes = (*changes, *setting_changes(self._session, setting, value))
            return Edit(Summary(Operation.CHOOSE_TYPICAL_DAY, name), merged((), changes))

        self._session.commit(intention)

    def add_block(
        self, weekday: int, start_min: int, end_min: int, title: str, activity_id: ActivityId
    ) -> DayPart:
        """Add a part to the typical day of a weekday (0 is Monday); its time must be free."""

        def intention() -> tuple[Edit, DayPart]:
            number = self._session.store.new_id(DayPart)
            part = DayPart(number, weekday, start_min, end_min, title, activity_id)
            (part,) = self._checked([part])
            return Edit(Summary(Operation.ADD_PARTS, part.title), added(part)), part

        return self._session.carry_out(intention)

    def insert_block(
        self, weekday: int, start: int, end: int, title: str, activity_id: ActivityId
    ) -> DayPart:
        """Add a part between two minutes of the planning day; others are cut where it overlaps.

        A part that it lies in the middle of goes on after it.
        """
        part = DayPart(0, weekday, *on_the_wall(start, end), title, activity_id)
        return self.insert_blocks([part])[0]

    def insert_blocks(self, wanted: Sequence[DayPart]) -> list[DayPart]:
        """Add parts as `insert_block` does, all in one step; their ids are given here."""

        def intention() -> tuple[Edit, list[DayPart]]:
            store, days = self._session.store, self._session.days
            new = [replace(part, id=store.new_id(DayPart)) for part in wanted]
            before = {part.id: part for part in store.all(DayPart)}
            kept = list(before.values())
            for part in new:
                kept = [
                    piece
                    for other in kept
                    for piece in cut_out(other, part, days, lambda: store.new_id(DayPart))
                ]
            made = checked(new, kept, days)
            changes = tuple(
                change
                for piece in kept
                for change in (
                    replaced(before.pop(piece.id), piece) if piece.id in before else added(piece)
                )
            )
            changes += removed(before.values()) + added(*made)
            return Edit(_summary(Operation.ADD_PARTS, made), changes), made

        return self._session.carry_out(intention)

    def change_block(self, part_id: int, **fields: Any) -> None:
        """Change a part of the typical day."""

        def intention() -> Edit:
            before = self._part(part_id)
            (after,) = self._checked([replace(before, **fields)])
            return Edit(Summary(Operation.CHANGE_PART, after.title), replaced(before, after))

        self._session.commit(intention)

    def rearrange(
        self, minutes: Mapping[int, tuple[int, int]], *, nudged: int | None = None
    ) -> None:
        """Give parts other times: first and last minute of the planning day, by id.

        Repeated nudges of one part make one step.
        """

        def intention() -> Edit:
            before = [self._part(part_id) for part_id in minutes]
            after = self._checked([placed(part, *minutes[part.id]) for part in before])
            changes: tuple[Change, ...] = ()
            for old, new in zip(before, after, strict=True):
                changes += replaced(old, new)
            merge_key = f"part:{nudged}" if nudged is not None else ""
            return Edit(_summary(Operation.MOVE_PARTS, before), changes, merge_key)

        self._session.commit(intention)

    def delete_block(self, part_id: int) -> None:
        """Take a part out of the typical day."""
        self.delete_blocks([part_id])

    def delete_blocks(self, part_ids: Iterable[int]) -> None:
        """Take parts out of the typical day."""

        def intention() -> Edit:
            parts = [self._part(part_id) for part_id in part_ids]
            return Edit(_summary(Operation.DELETE_PARTS, parts), removed(parts))

        self._session.commit(intention)

    def split_block(self, part_id: int, at: int) -> None:
        """Cut a part in two at a minute of the planning day."""

        def intention() -> Edit:
            before = self._part(part_id)
            new_id = self._session.store.new_id(DayPart)
            first, second = halves(before, at, self._session.days, new_id)
            summary = Summary(Operation.SPLIT_PART, before.title)
            return Edit(summary, replaced(before, first) + added(second))

        self._session.commit(intention)

    def merge_blocks(self, part_ids: Iterable[int]) -> None:
        """Make one part of several, from the first start to the last end."""

        def intention() -> Edit:
            parts = [self._part(part_id) for part_id in dict.fromkeys(part_ids)]
            whole = joined(parts, self._session.days)
            gone = [part for part in parts if part.id != whole.id]
            (whole,) = self._checked([whole], gone)
            changes = (*replaced(self._part(whole.id), whole), *removed(gone))
            return Edit(Summary(Operation.MERGE_PARTS, whole.title), changes)

        self._session.commit(intention)

    def copy_weekday(self, weekday: int, to: Iterable[int]) -> None:
        """Make other weekdays the same as one; what they had is replaced, in one step."""

        def intention() -> Edit:
            store = self._session.store
            shown = store.where(DayPart, weekday=weekday)
            changes: tuple[Change, ...] = ()
            for target in sorted(set(to) - {weekday}):
                present = store.where(DayPart, weekday=target)
                if not is_same(shown, present):
                    copies = [
                        replace(part, id=store.new_id(DayPart), weekday=target) for part in shown
                    ]
                    changes += removed(present) + added(*copies)
            return Edit(Summary(Operation.COPY_WEEKDAY, DAYS[weekday]), changes)

        self._session.commit(intention)

    def add_series(
        self,
        title: str,
        activity_id: ActivityId,
        rule: str,
        first_day: date,
        start_min: int,
        duration_min: int,
        *,
        movable: bool = False,
    ) -> RecurringEvent:
        """Add a recurring event by an RFC 5545 rule such as ``FREQ=WEEKLY;BYDAY=TU``."""

        def intention() -> tuple[Edit, RecurringEvent]:
            number = RecurringEventId(self._session.store.new_id(RecurringEvent))
            series = _checked_series(
                RecurringEvent(
                    number, title, activity_id, rule, first_day, start_min, duration_min, movable
                )
            )
            return Edit(Summary(Operation.ADD, series.title), added(series)), series

        return self._session.carry_out(intention)

    def change_series(self, series_id: RecurringEventId, **fields: Any) -> None:
        """Change a recurring event, past and future occurrences alike."""

        def intention() -> Edit:
            before = self._series(series_id)
            after = _checked_series(replace(before, **fields))
            return Edit(summary_of_change(before, after), replaced(before, after))

        self._session.commit(intention)

    def delete_series(self, series_id: RecurringEventId) -> None:
        """Delete a recurring event with its exceptions."""

        def intention() -> Edit:
            series = self._series(series_id)
            exceptions = self._session.store.where(RecurringException, series_id=series_id)
            summary = Summary(Operation.DELETE, series.title)
            return Edit(summary, (*removed(exceptions), *removed([series])))

        self._session.commit(intention)

    def _part(self, part_id: int) -> DayPart:
        part = self._session.store.get(DayPart, part_id)
        if part is None:
            raise TypicalDayError(_("That part of the day is gone. Nothing was changed."))
        return part

    def _series(self, series_id: RecurringEventId) -> RecurringEvent:
        series = self._session.store.get(RecurringEvent, series_id)
        if series is None:
            raise TypicalDayError(_("That recurring event is gone. Nothing was changed."))
        return series

    def _checked(self, parts: Sequence[DayPart], gone: Iterable[DayPart] = ()) -> list[DayPart]:
        changed = {part.id for part in (*parts, *gone)}
        others = [part for part in self._session.store.all(DayPart) if part.id not in changed]
        return checked(parts, others, self._session.days)


def setting_changes(session: Session, name: str, value: Any) -> tuple[Change, ...]:
    """Return the changes that store a setting's value; none if it is set already."""
    after = SettingValue(name, json.dumps(value))
    before = session.store.get(SettingValue, name)
    if before is not None:
        return replaced(before, after)
    return () if setting_named(name).default == value else added(after)


def _checked_series(series: RecurringEvent) -> RecurringEvent:
    series = replace(series, title=one_line(series.title), rule=check_rule(series.rule))
    if not series.title:
        raise TypicalDayError(_("A recurring event needs a title. Nothing was changed."))
    if not (0 <= series.start_min < DAY_MIN and 0 < series.duration_min <= DAY_MIN):
        raise TypicalDayError(
            _(
                "A recurring event starts within the day and lasts a day at most. "
                "Nothing was changed."
            )
        )
    return series


def _summary(operation: Operation, parts: Iterable[DayPart]) -> Summary:
    return summary_of(operation, [part.title for part in parts])
