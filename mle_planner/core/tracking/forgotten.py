"""Likely times of a timer that was forgotten or started under a wrong clock, to be offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from mle_planner.core.base.spans import ZERO, Span, total, union
from mle_planner.core.model.tracked import AwayAnswer, AwaySpan, TimeEntry
from mle_planner.core.model.work import Category
from mle_planner.core.session import Session
from mle_planner.core.tracking.heartbeat import Heartbeats, seems_forgotten

_WITHOUT_A_CLUE = timedelta(hours=1)


def likely_stop(session: Session, running: TimeEntry) -> datetime:
    """Return the last activity where one is known, else the end of the day's working hours.

    Time away that waits for an answer begins at the last activity. An hour after its start where
    it began later than that or on a day off; never in the future.
    """
    cut = Heartbeats(session).interruption()
    if cut is not None and cut.stop_at is not None:
        return cut.stop_at
    absences = session.store.where(AwaySpan, answer=AwayAnswer.OPEN.value)
    if left := [away.start for away in absences if away.start > running.start]:
        return max(left)
    from mle_planner.core.plan.day import day_snapshots  # slow to load

    day = session.days.date_of(running.start)
    working = day_snapshots(session, day, day)[0].working
    end = working.end if working is not None else running.start
    if end <= running.start:
        end = running.start + _WITHOUT_A_CLUE
    return min(end, session.now().replace(microsecond=0))


def likely_start(session: Session) -> datetime:
    """Return when tracked time ended last today, else an hour before the present."""
    now = session.now().replace(microsecond=0)
    span = session.days.span(session.today())
    entries = session.store.entries_in(span) if span is not None else []
    ends = [entry.end for entry in entries if entry.end is not None and entry.end < now]
    return max(ends, default=now - _WITHOUT_A_CLUE)


def coding_in_question(session: Session, day: date) -> timedelta:
    """Return how much of a day's tracked coding may not have been work.

    That is what a forgotten timer counted after its likely end, and time away that is not answered.
    """
    whole = session.days.span(day)
    if whole is None:
        return ZERO
    within = (span.intersection(whole) for span in _doubtful_coding(session))
    return total(union(filter(None, within)))


def _doubtful_coding(session: Session) -> Iterator[Span]:
    store, now, running = session.store, session.now(), session.store.running_entry()
    categories = session.categories()
    if running is not None and categories[running.activity_id] is Category.CODING:
        cut = Heartbeats(session).interruption()
        if seems_forgotten(running, cut, now):
            is_from_start = cut is not None and cut.last_active is not None and cut.stop_at is None
            since = running.start if is_from_start else likely_stop(session, running)
            if since < now:
                yield Span(since, now)
    away = store.where(AwaySpan, answer=AwayAnswer.OPEN.value)
    spans = [each.span for each in away if each.span is not None]
    if not spans:
        return
    from mle_planner.core.tracking.away import away_parts

    for span in spans:
        for part in away_parts(span, store.entries_in(span), categories):
            if categories[part.entry.activity_id] is Category.CODING:
                yield part.span
