"""Locking days whose timesheet was sent, and the trail of what was done to them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY
from mle_planner.core.edits import Change, Edit, add_records, remove_records
from mle_planner.core.i18n.formats import range_text
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.locks import images_of
from mle_planner.core.model.locks import Correction, LockAction, LockedPeriod, LockEvent
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, carried_out


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of the trail: days that were locked or unlocked, or an entry before and after."""

    at: datetime
    action: LockAction | None
    first_day: date
    last_day: date
    before: TimeEntry | None = None
    after: TimeEntry | None = None


class Locks(Domain):
    """The locked periods. Locking is not an undo step: unlocking takes it back, and both show."""

    def periods(self) -> tuple[LockedPeriod, ...]:
        """Return the locked periods in order."""
        return tuple(sorted(self._session.store.all(LockedPeriod), key=lambda lock: lock.start))

    def locked_days(self, first: date, last: date) -> frozenset[date]:
        """Return the days of a range that are locked."""
        return frozenset(
            day for lock in self.periods() for day in _days(lock.first_day, lock.last_day)
            if first <= day <= last
        )  # fmt: skip

    @carried_out
    def lock(self, first: date, last: date, rounding_min: int | None = None) -> Edit:
        """Lock the days of a range that are not locked yet, on the terms of today.

        ``rounding_min`` is the step the sheet was sent with, where it is not that of the settings.
        """
        _refuse_backwards(first, last)
        taken = self.locked_days(first, last)
        runs = _runs(day for day in _days(first, last) if day not in taken)
        if not runs:
            raise planner_error(
                "{days} is locked already. Nothing was changed.", days=range_text(first, last)
            )
        periods = self._periods(runs, rounding_min)
        self._refuse_running(periods)
        return self._edit(LockAction.LOCK, add_records(*periods), runs)

    @carried_out
    def unlock(self, first: date, last: date) -> Edit:
        """Unlock the days of a range that are locked; the trail keeps that they were."""
        _refuse_backwards(first, last)
        held = [lock for lock in self.periods() if lock.touches(first, last)]
        if not held:
            raise planner_error(
                "{days} is not locked. Nothing was changed.", days=range_text(first, last)
            )
        freed = [(max(lock.first_day, first), min(lock.last_day, last)) for lock in held]
        rest = [piece for lock in held for piece in self._pieces(lock, first, last)]
        changes = (*remove_records(held), *add_records(*rest))
        return self._edit(LockAction.UNLOCK, changes, freed)

    @contextmanager
    def correcting(self) -> Iterator[None]:
        """Let edits inside change locked days; each is kept as a correction that shows."""
        before = self._session.is_correcting
        self._session.is_correcting = True
        try:
            yield
        finally:
            self._session.is_correcting = before

    def trail(self) -> tuple[TrailLine, ...]:
        """Return what was locked, unlocked and corrected, newest first."""
        store, days = self._session.store, self._session.days
        lines = [
            TrailLine(event.happened_at, event.action, event.first_day, event.last_day)
            for event in store.all(LockEvent)
        ]
        for found in store.all(Correction):
            before, after = images_of(found)
            held = before or after
            if held is not None:
                day = days.date_of(held.start)
                lines.append(TrailLine(found.corrected_at, None, day, day, before, after))
        return tuple(sorted(lines, key=lambda line: line.at, reverse=True))

    def _periods(
        self, runs: Iterable[tuple[date, date]], rounding_min: int | None
    ) -> list[LockedPeriod]:
        from mle_planner.core.timesheet.terms import terms_text

        session = self._session
        numbered = [(session.store.new_id(LockedPeriod), run) for run in runs]
        terms, now = terms_text(session, numbered[0][0], rounding_min), session.now()
        spans = [session.days.range(*run) for _number, run in numbered]
        return [
            LockedPeriod(number, *run, span.start, span.end, now, terms)
            for (number, run), span in zip(numbered, spans, strict=True)
        ]

    def _pieces(self, lock: LockedPeriod, first: date, last: date) -> Iterator[LockedPeriod]:
        """Yield what stays locked of a period, on the terms it was locked on."""
        days = self._session.days
        for begin, end in ((lock.first_day, first - DAY), (last + DAY, lock.last_day)):
            if lock.first_day <= begin <= end <= lock.last_day:
                span = days.range(begin, end)
                yield LockedPeriod(
                    self._session.store.new_id(LockedPeriod), begin, end,
                    lock.start if begin == lock.first_day else span.start,
                    lock.end if end == lock.last_day else span.end,
                    lock.locked_at, lock.terms,
                )  # fmt: skip

    def _edit(
        self, action: LockAction, changes: tuple[Change, ...], runs: Iterable[tuple[date, date]]
    ) -> Edit:
        store, now = self._session.store, self._session.now()
        events = [LockEvent(store.new_id(LockEvent), now, action, *run) for run in runs]
        summary = Summary(Operation.OTHER, action.value)
        return Edit(summary, (*changes, *add_records(*events)), is_undoable=False)

    def _refuse_running(self, periods: Iterable[LockedPeriod]) -> None:
        running = self._session.store.running_entry()
        now = self._session.now()
        if running and any(period.start <= now and running.start < period.end
                           for period in periods):  # fmt: skip
            raise planner_error(
                "{title} is still running. Nothing was locked; stop the timer first.",
                title=running.title,
            )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * at for at in range((last - first).days + 1))


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return days in order as ranges."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _refuse_backwards(first: date, last: date) -> None:
    if last < first:
        raise planner_error(
            "The range of days ends before it begins. Nothing was changed; swap the dates."
        )
