"""Changes of the typical day and of the user's own recurring events."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from mle_planner.core.day_template import checked_rule
from mle_planner.core.edits import Change, Edit, added, merged, removed, replaced
from mle_planner.core.errors import PlannerError
from mle_planner.core.model import (
    Activity,
    ActivityId,
    Series,
    SeriesException,
    SeriesId,
    SettingValue,
    TemplateBlock,
)
from mle_planner.core.plain_text import one_line
from mle_planner.core.planner.seed import FIRST_SERIES_DAY, TEMPLATES, ready_made_day
from mle_planner.core.planner.session import Session
from mle_planner.core.records import replace
from mle_planner.core.settings import setting_named

_DAY_MIN = 24 * 60


class TypicalDayError(PlannerError):
    """A part of the typical day, or a recurring event, that cannot be."""


class TypicalDay:
    """The frame of every day that has not been arranged by hand."""

    def __init__(self, session: Session) -> None:
        """Work on an open planner."""
        self._session = session

    def template_names(self) -> tuple[str, ...]:
        """Return the ready-made days by name, in the order they are offered."""
        return tuple(TEMPLATES)

    def blocks(self) -> tuple[TemplateBlock, ...]:
        """Return the parts of the typical day by weekday and start."""
        parts = self._session.store.all(TemplateBlock)
        return tuple(sorted(parts, key=lambda part: (part.weekday, part.start_min, part.id)))

    def series(self) -> tuple[Series, ...]:
        """Return the user's own recurring events."""
        return tuple(self._session.store.all(Series))

    def choose(self, name: str) -> None:
        """Replace the typical day by a ready-made one, with its recurring events and band.

        Recurring events that the user made themselves stay.
        """
        if name not in TEMPLATES:
            raise TypicalDayError(f"There is no typical day called {name}. Nothing was changed.")

        def intention() -> Edit:
            store = self._session.store
            chosen = ready_made_day(name, store.all(Activity), store.new_id)
            old = [found for found in store.all(Series) if found.first_day == FIRST_SERIES_DAY]
            exceptions = [
                found
                for series in old
                for found in store.where(SeriesException, series_id=series.id)
            ]
            changes = (
                *removed(store.all(TemplateBlock)),
                *removed(exceptions),
                *removed(old),
                *added(*chosen.blocks, *chosen.series),
            )
            for setting, value in chosen.settings.items():
                changes = (*changes, *setting_changes(self._session, setting, value))
            return Edit(f"Choose the day of {_article(name)}", merged((), changes))

        self._session.commit(intention)

    def add_block(
        self, weekday: int, start_min: int, end_min: int, title: str, activity_id: ActivityId
    ) -> TemplateBlock:
        """Add a part to the typical day of a weekday (0 is Monday)."""

        def intention() -> tuple[Edit, TemplateBlock]:
            number = self._session.store.new_id(TemplateBlock)
            part = self._checked(
                TemplateBlock(number, weekday, start_min, end_min, title, activity_id)
            )
            return Edit(f"Add {part.title} to the day", added(part)), part

        return self._session.carry_out(intention)

    def change_block(self, part_id: int, **fields: Any) -> None:
        """Change a part of the typical day."""

        def intention() -> Edit:
            before = self._part(part_id)
            after = self._checked(replace(before, **fields))
            return Edit(f"Change {after.title} of the day", replaced(before, after))

        self._session.commit(intention)

    def delete_block(self, part_id: int) -> None:
        """Take a part out of the typical day."""

        def intention() -> Edit:
            part = self._part(part_id)
            return Edit(f"Take {part.title} out of the day", removed([part]))

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
    ) -> Series:
        """Add a recurring event by an RFC 5545 rule such as ``FREQ=WEEKLY;BYDAY=TU``."""

        def intention() -> tuple[Edit, Series]:
            number = SeriesId(self._session.store.new_id(Series))
            series = _checked_series(
                Series(
                    number, title, activity_id, rule, first_day, start_min, duration_min, movable
                )
            )
            return Edit(f"Add {series.title}", added(series)), series

        return self._session.carry_out(intention)

    def change_series(self, series_id: SeriesId, **fields: Any) -> None:
        """Change a recurring event, past and future occurrences alike."""

        def intention() -> Edit:
            before = self._series(series_id)
            after = _checked_series(replace(before, **fields))
            return Edit(f"Change {after.title}", replaced(before, after))

        self._session.commit(intention)

    def delete_series(self, series_id: SeriesId) -> None:
        """Delete a recurring event with its exceptions."""

        def intention() -> Edit:
            series = self._series(series_id)
            exceptions = self._session.store.where(SeriesException, series_id=series_id)
            return Edit(f"Delete {series.title}", (*removed(exceptions), *removed([series])))

        self._session.commit(intention)

    def _part(self, part_id: int) -> TemplateBlock:
        part = self._session.store.get(TemplateBlock, part_id)
        if part is None:
            raise TypicalDayError("That part of the day is gone. Nothing was changed.")
        return part

    def _series(self, series_id: SeriesId) -> Series:
        series = self._session.store.get(Series, series_id)
        if series is None:
            raise TypicalDayError("That recurring event is gone. Nothing was changed.")
        return series

    def _checked(self, part: TemplateBlock) -> TemplateBlock:
        part = replace(part, title=one_line(part.title))
        if not part.title:
            raise TypicalDayError("A part of the day needs a title. Nothing was changed.")
        if not 0 <= part.start_min < part.end_min <= _DAY_MIN:
            raise TypicalDayError(
                "A part of the day ends after it starts, on the same day. Nothing was changed."
            )
        for other in self._session.store.where(TemplateBlock, weekday=part.weekday):
            if other.id == part.id:
                continue
            if part.start_min < other.end_min and other.start_min < part.end_min:
                raise TypicalDayError(
                    f"{other.title} already has that time of the day. Nothing was changed; "
                    "move it first."
                )
        return part


def setting_changes(session: Session, name: str, value: Any) -> tuple[Change, ...]:
    """Return what stores a setting's value; none where it is in force already."""
    after = SettingValue(name, json.dumps(value))
    before = session.store.get(SettingValue, name)
    if before is not None:
        return replaced(before, after)
    return () if setting_named(name).default == value else added(after)


def _checked_series(series: Series) -> Series:
    series = replace(series, title=one_line(series.title), rule=checked_rule(series.rule))
    if not series.title:
        raise TypicalDayError("A recurring event needs a title. Nothing was changed.")
    if not (0 <= series.start_min < _DAY_MIN and 0 < series.duration_min <= _DAY_MIN):
        raise TypicalDayError(
            "A recurring event starts within the day and lasts a day at most. Nothing was changed."
        )
    return series


def _article(name: str) -> str:
    lowered = name.lower()
    return f"{'an' if lowered[0] in 'aeiou' else 'a'} {lowered}"
