"""Edits of days off, of the hours of dates, and of the coding bands of weekdays and dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from mle_planner.core.base.days import days_from
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY
from mle_planner.core.edits import Change, Edit, add_records, remove_records, replace_record
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.typical_day import BandOverride, DayChoice, DayPart
from mle_planner.core.operations import Operation, Summary, summary_of_dates
from mle_planner.core.plan.coding_band import CodingBand
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.typical_day.parts import working_minutes

LONGEST_RANGE = 366
"""The most days that can be taken off, or given a band, at once."""


class DayRules(Domain):
    """Edits of chosen days off and of the coding bands of weekdays and dates."""

    # -- days off --------------------------------------------------------------------------

    def choices(self, first: date, last: date) -> tuple[DayChoice, ...]:
        """Return the days off and working days chosen in a range, by date."""
        return tuple(self._session.store.on_dates(DayChoice, first, last))

    @carried_out
    def choose(self, first: date, last: date, *, is_off: bool) -> Edit:
        """Make dates days off, or working days even if a calendar marks them off.

        Raises ``PlannerError`` for a working day without working time.
        """
        days = _dates(first, last)
        store = self._session.store
        stored = {choice.day: choice for choice in store.on_dates(DayChoice, first, last)}
        changes: tuple[Change, ...] = ()
        for day in days:
            if not is_off:
                self._refuse_without_time(day)
            if day in stored:
                change = replace_record(stored[day], replace(stored[day], is_off=is_off))
            else:
                change = add_records(DayChoice(store.new_id(DayChoice), day, is_off))
            changes = (*changes, *change)
        return Edit(summary_of_dates(Operation.CHANGE_DAYS_OFF, first, last), changes)

    @carried_out
    def set_hours(self, day: date, start_min: int, end_min: int) -> Edit:
        """Set the working hours of one date, which makes it a working day."""
        store = self._session.store
        stored = next(iter(store.on_dates(DayChoice, day, day)), None)
        wanted = stored or DayChoice(store.new_id(DayChoice), day, is_off=False)
        wanted = replace(wanted, is_off=False, start_min=start_min, end_min=end_min)
        change = replace_record(stored, wanted) if stored else add_records(wanted)
        return Edit(summary_of_dates(Operation.CHANGE_HOURS, day, day), change)

    @carried_out
    def forget(self, first: date, last: date) -> Edit:
        """Remove the choices: calendars and the typical day decide again."""
        _dates(first, last)
        stored = self._session.store.on_dates(DayChoice, first, last)
        return Edit(
            summary_of_dates(Operation.CHANGE_DAYS_OFF, first, last), remove_records(stored)
        )

    def _refuse_without_time(self, day: date) -> None:
        if working_minutes(day, self._session.days, self._session.store.all(DayPart)) is None:
            raise planner_error(
                "{day} has no working time in the typical day. Nothing was changed; add a "
                "part to that weekday first.",
                day=day_text(day),
            )

    # -- coding bands ----------------------------------------------------------------------

    def bands(self) -> tuple[BandOverride, ...]:
        """Return the bands that differ from the usual one: weekdays first, then by date."""
        return tuple(sorted(self._session.store.all(BandOverride), key=_band_order))

    @carried_out
    def set_weekday_band(self, weekdays: Iterable[int], band: CodingBand | None) -> Edit:
        """Give weekdays (0 is Monday) a band of their own; None means no band."""
        chosen = tuple(dict.fromkeys(weekdays))
        old = remove_records(self._of_weekdays(chosen))
        new = [replace(self._override(band), weekday=weekday) for weekday in chosen]
        return Edit(_summary_of_weekdays(chosen), (*old, *add_records(*new)))

    @carried_out
    def clear_weekday_band(self, weekdays: Iterable[int]) -> Edit:
        """Give weekdays the usual band again."""
        chosen = tuple(weekdays)
        return Edit(_summary_of_weekdays(chosen), remove_records(self._of_weekdays(chosen)))

    @carried_out
    def set_band(self, first: date, last: date, band: CodingBand | None) -> Edit:
        """Give a range of dates its own band; None means no band."""
        _dates(first, last)
        new = replace(self._override(band), first_day=first, last_day=last)
        changes = (*self._cut_out(first, last), *add_records(new))
        return Edit(summary_of_dates(Operation.CHANGE_BAND, first, last), changes)

    @carried_out
    def clear_band(self, first: date, last: date) -> Edit:
        """Give a range of dates the bands of their weekdays again."""
        _dates(first, last)
        summary = summary_of_dates(Operation.CHANGE_BAND, first, last)
        return Edit(summary, self._cut_out(first, last))

    def _of_weekdays(self, weekdays: Iterable[int]) -> list[BandOverride]:
        chosen = set(weekdays)
        return [found for found in self.bands() if found.weekday in chosen]

    def _cut_out(self, first: date, last: date) -> tuple[Change, ...]:
        """Return the changes that cut dates out of the stored ranges, which never overlap."""
        changes: tuple[Change, ...] = ()
        for found in self.bands():
            if found.first_day is None or found.last_day is None:
                continue
            if found.last_day < first or found.first_day > last:
                continue
            changes = (*changes, *remove_records([found]))
            for start, end in ((found.first_day, first - DAY), (last + DAY, found.last_day)):
                if start <= end:
                    number = self._session.store.new_id(BandOverride)
                    part = replace(found, id=number, first_day=start, last_day=end)
                    changes = (*changes, *add_records(part))
        return changes

    def _override(self, band: CodingBand | None) -> BandOverride:
        """Return a new override, without the days it is for."""
        number = self._session.store.new_id(BandOverride)
        if band is None:
            return BandOverride(number)
        return BandOverride(number, band.least_min, band.aim_min, band.most_min)


def _summary_of_weekdays(weekdays: Iterable[int]) -> Summary:
    return Summary(Operation.CHANGE_BAND, detail=",".join(map(str, weekdays)))


def _band_order(override: BandOverride) -> tuple[int, date]:
    weekday = 7 if override.weekday is None else override.weekday
    return weekday, override.first_day or date.min


def _dates(first: date, last: date) -> tuple[date, ...]:
    """Return the dates of a range; raise ``PlannerError`` if it is empty or too long."""
    count = (last - first) // timedelta(days=1) + 1
    if not 1 <= count <= LONGEST_RANGE:
        raise planner_error(
            "A range of dates holds from 1 to {most} days. Nothing was changed; choose "
            "other dates.",
            most=LONGEST_RANGE,
        )
    return days_from(first, count)
