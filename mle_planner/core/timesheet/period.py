"""Which days a timesheet covers, and how many days one column shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from mle_planner.core.base.days import PlanningDays, month_end
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import (
    day_and_month_text,
    month_text,
    range_text,
    short_day_text,
    short_month_text,
    short_range_text,
)
from mle_planner.core.i18n.gettext import _

_MOST_DAY_COLUMNS = 7
_MOST_WEEK_COLUMNS = 10


class PeriodKind(StrEnum):
    """What one step forward or back means."""

    WEEK = "week"
    MONTH = "month"
    SPRINT = "sprint"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` through ``last``."""

    kind: PeriodKind
    first: date
    last: date

    @classmethod
    def week_of(cls, day: date, days: PlanningDays) -> Period:
        """Return the week that holds a date."""
        week = days.week_of(day)
        return cls(PeriodKind.WEEK, week[0], week[-1])

    @classmethod
    def month_of(cls, day: date) -> Period:
        """Return the calendar month that holds a date."""
        return cls(PeriodKind.MONTH, day.replace(day=1), month_end(day))

    @classmethod
    def sprint_of(cls, day: date, start: date, weeks: int) -> Period:
        """Return the sprint that holds a date, of sprints of some weeks from ``start`` on."""
        length = timedelta(weeks=weeks)
        first = start + (day - start) // length * length
        return cls(PeriodKind.SPRINT, first, first + length - DAY)

    def stepped(self, direction: int) -> Period:
        """Return the period after (+1) or before (-1) this one, as long as this one."""
        beside = self.last + DAY if direction > 0 else self.first - DAY
        if self.kind is PeriodKind.MONTH:
            return Period.month_of(beside)
        length = (self.last - self.first + DAY) * direction
        return Period(self.kind, self.first + length, self.last + length)

    def latest(self, today: date, days: PlanningDays) -> Period:
        """Return the last period like this one that was over before today."""
        if self.kind is PeriodKind.MONTH:
            return Period.month_of(today).stepped(-1)
        if self.kind is PeriodKind.WEEK:
            return Period.week_of(today, days).stepped(-1)
        weeks, rest = divmod((self.last - self.first).days + 1, 7)
        if self.kind is PeriodKind.CUSTOM or rest:
            return self
        return Period.sprint_of(today, self.first, weeks).stepped(-1)

    @property
    def title(self) -> str:
        """Its name: a month by its name, otherwise the range of its days."""
        if self.kind is PeriodKind.MONTH:
            return month_text(self.first)
        return range_text(self.first, self.last)


def usual_periods(today: date, days: PlanningDays) -> tuple[tuple[str, Period], ...]:
    """Return the periods a timesheet is usually of, by their names."""
    week, month = Period.week_of(today, days), Period.month_of(today)
    return (
        (_("This week"), week),
        (_("Last week"), week.stepped(-1)),
        (_("This month"), month),
        (_("Last month"), month.stepped(-1)),
    )


class ColumnUnit(StrEnum):
    """What a column of the sheet stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of the sheet: its title, and the places of its days in the range."""

    title: str
    places: tuple[int, ...]


def day_columns(
    days: Sequence[date], totals_min: Sequence[int], weeks_of: PlanningDays
) -> tuple[DayColumn, ...]:
    """Return the columns of a sheet: days up to a week, then weeks, then months.

    A day that is no workday and on which nothing was tracked has no column. In a month the weeks
    are named by their days alone.
    """
    unit = column_unit(days, weeks_of)
    if unit is ColumnUnit.MONTH:
        months = _group(days, [day.replace(day=1) for day in days])
        return tuple(DayColumn(short_month_text(days[places[0]]), places) for places in months)
    worth = [
        days[at].weekday() in weeks_of.workdays or bool(totals_min[at]) for at in range(len(days))
    ]
    if unit is ColumnUnit.DAY:
        return tuple(
            DayColumn(short_day_text(day), (place,)) for place, day in enumerate(days)
            if worth[place]
        )  # fmt: skip
    is_of_one_month = (days[0].year, days[0].month) == (days[-1].year, days[-1].month)
    name = _days_alone if is_of_one_month else _short_range
    weeks = _group(days, [weeks_of.monday_of(day) for day in days])
    return tuple(
        DayColumn(name(days, named), places) for places in weeks
        if (named := tuple(place for place in places if worth[place]))
    )  # fmt: skip


def column_unit(days: Sequence[date], weeks_of: PlanningDays) -> ColumnUnit:
    """Return what a column of a sheet of these days stands for."""
    if len(days) <= _MOST_DAY_COLUMNS:
        return ColumnUnit.DAY
    weeks = {weeks_of.monday_of(day) for day in days}
    return ColumnUnit.WEEK if len(weeks) <= _MOST_WEEK_COLUMNS else ColumnUnit.MONTH


def _group(days: Sequence[date], keys: Sequence[date]) -> list[tuple[int, ...]]:
    groups: dict[date, list[int]] = {}
    for place in range(len(days)):
        groups.setdefault(keys[place], []).append(place)
    return [tuple(places) for places in groups.values()]


def _days_alone(days: Sequence[date], places: Sequence[int]) -> str:
    first, last = days[places[0]].day, days[places[-1]].day
    return str(first) if first == last else f"{first}–{last}"


def _short_range(days: Sequence[date], places: Sequence[int]) -> str:
    first, last = days[places[0]], days[places[-1]]
    return day_and_month_text(first) if first == last else short_range_text(first, last)
