"""Likely times of a timer that was forgotten or started under a wrong clock, to be offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import ZERO, Span, begun_minutes, total, union
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import AwayAnswer, AwaySpan, TimeEntry
from mle_planner.core.plan.sums import CategorySums, category_sums
from mle_planner.core.session import Session
from mle_planner.core.tracking.heartbeat import Heartbeats, seems_forgotten

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import DaySnapshot, TrackedItem

_WITHOUT_A_CLUE = timedelta(hours=1)


def likely_stop(session: Session, running: TimeEntry) -> datetime:
    """Return the last activity where one is known, else the end of the day's working hours.

    Time away that waits for an answer begins at the last activity. An hour after its start where
    it began later than that or on a day off; never in the future, nor after a later entry began.
    """
    until = session.store.tracked_until(session.now().replace(microsecond=0))
    return min(_last_activity(session, running) or _end_of_work(session, running), until)


def _last_activity(session: Session, running: TimeEntry) -> datetime | None:
    silence = Heartbeats(session).silence()
    if silence is not None and silence.stop_at is not None:
        return silence.stop_at
    absences = session.store.where(AwaySpan, answer=AwayAnswer.OPEN.value)
    return max((away.start for away in absences if away.start > running.start), default=None)


def _end_of_work(session: Session, running: TimeEntry) -> datetime:
    from mle_planner.core.plan.day import day_snapshots  # slow to load

    day = session.days.date_of(running.start)
    working = day_snapshots(session, day, day)[0].working
    end = working.end if working is not None else running.start
    return end if end > running.start else running.start + _WITHOUT_A_CLUE


def likely_start(session: Session) -> datetime | None:
    """Return when tracked time ended last today, else an hour before the present.

    None if another entry holds the present: no time before it is free.
    """
    now = session.now().replace(microsecond=0)
    lately = Span(now - _WITHOUT_A_CLUE, now)
    today = session.days.span(session.today()) or lately
    entries = session.store.entries_in(Span(min(today.start, lately.start), now))
    ends = [entry.end for entry in entries if entry.end is not None]
    if any(end > now for end in ends):
        return None
    return max(ends, default=lately.start)


def time_in_question(session: Session, first: date, last: date) -> CategorySums:
    """Return how much of the tracked time of a range of days may not have been work.

    That is what a forgotten timer counted after its likely end, and time away that is not answered.
    """
    whole, categories = session.days.range(first, last), session.categories()
    return category_sums(
        (categories[entry.activity_id], part)
        for entry, span in _doubtful_parts(session)
        if (part := span.intersection(whole)) is not None
    )


def in_question_text(length: timedelta) -> str:
    """Return such a length in words: "9:00 of it in question", empty for none."""
    return f"{duration_text(length)} {_('of it in question')}" if length else ""


def without_doubt(session: Session, day: DaySnapshot) -> DaySnapshot:
    """Return a day whose entries and coding count no time that may not have been work."""
    parts = list(_doubtful_parts(session))
    tracked = tuple(_certain(item, parts) for item in day.tracked)
    doubtful = time_in_question(session, day.day, day.day).coding if parts else ZERO
    coding = replace(day.coding, done=max(ZERO, day.coding.done - doubtful))
    return replace(day, tracked=tracked, coding=coding)


def _certain(item: TrackedItem, parts: Iterable[tuple[TimeEntry, Span]]) -> TrackedItem:
    shared = (item.span.intersection(span) for entry, span in parts if entry.id == item.entry.id)
    doubtful = begun_minutes(total(union(filter(None, shared))))
    return replace(item, counted=max(ZERO, item.counted - doubtful)) if doubtful else item


def _doubtful_parts(session: Session) -> Iterator[tuple[TimeEntry, Span]]:
    """Yield the parts of entries that may not have been work; they may share time."""
    store, now, running = session.store, session.now(), session.store.running_entry()
    until = store.tracked_until(now)
    if running is not None:
        silence = Heartbeats(session).silence()
        if seems_forgotten(running, silence, now):
            is_from_start = (
                silence is not None and silence.last_active is not None and silence.stop_at is None
            )
            since = running.start if is_from_start else likely_stop(session, running)
            if since < until:
                yield running, Span(since, until)
    away = store.where(AwaySpan, answer=AwayAnswer.OPEN.value)
    spans = [each.span for each in away if each.span is not None]
    if not spans:
        return
    from mle_planner.core.tracking.away import away_parts

    for span in spans:
        until = store.tracked_until(span.end)
        parts = away_parts(span, store.entries_in(span), session.categories(), until)
        yield from ((part.entry, part.span) for part in parts)
