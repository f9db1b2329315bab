"""The marks of a month calendar: the coding done each day, and what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, ZERO
from mle_planner.core.model.typical_day import BandOverride
from mle_planner.core.model.work import Category
from mle_planner.core.plan.coding_band import band_on, usual_band
from mle_planner.core.plan.tracked_parts import tracked_parts
from mle_planner.core.session import Session

WEEKS = 6
"""How many weeks a page shows: the most that a month touches."""


@dataclass(frozen=True, slots=True)
class DayMarks:
    """The coding of a day, its share of the top of the band, and the open tasks due that day."""

    coding: timedelta = ZERO
    share: float = 0.0
    due: int = 0


def month_page(month: date, days: PlanningDays) -> tuple[date, ...]:
    """Return the dates on the calendar page of a date's month, in whole weeks."""
    first = days.week_of(month.replace(day=1))[0]
    return tuple(first + offset * DAY for offset in range(7 * WEEKS))


def read_month(session: Session, month: date) -> Mapping[date, DayMarks]:
    """Return the marks of the dates on a month's page; dates without any are left out."""
    page = month_page(month, session.days)
    with session.store.one_reading():
        coding = _coding_by_day(session, page)
        due = Counter(task.due for task in session.store.open_tasks() if task.due is not None)
        bands = session.store.all(BandOverride)
    found = {}
    for day in page:
        done = coding.get(day, ZERO)
        if done or due[day]:
            band = band_on(day, session.settings, bands) or usual_band(session.settings)
            most = timedelta(minutes=max(1, band.most_min))
            found[day] = DayMarks(done, min(1.0, done / most), due[day])
    return found


def _coding_by_day(session: Session, page: tuple[date, ...]) -> dict[date, timedelta]:
    categories, store = session.categories(), session.store
    until = store.tracked_until(session.now())
    entries = store.entries_in(session.days.range(page[0], page[-1]))
    by_day = {
        day: sum((part.counted for part in tracked_parts(entries, categories, span, until)
                  if part.category is Category.CODING), ZERO)
        for day in page
        if (span := session.days.span(day)) is not None
    }  # fmt: skip
    return {day: coding for day, coding in by_day.items() if coding}
