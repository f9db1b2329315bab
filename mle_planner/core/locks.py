"""The rule of locked days, below every edit: tracked time in them stays, or a correction shows.

`Session` asks here before it keeps any change, whether it was made in the window, by a command,
by undo or by an import. What an edit does to an entry outside the locked days is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, add_records
from mle_planner.core.i18n.formats import range_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.locks import Correction, LockedPeriod
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.storage.rows import record_from_text, record_text
from mle_planner.core.storage.store import Store


class LockedError(PlannerError):
    """An edit of tracked time in a locked period; ``days`` says which."""

    def __init__(self, sentence: str, days: str) -> None:
        super().__init__(sentence)
        self.days = days


def guard_locked_days(
    store: Store, changes: Iterable[Change], now: datetime, is_correcting: bool
) -> tuple[Change, ...]:
    """Refuse changes of tracked time in locked days, or keep and return their corrections."""
    found = locked_changes(changes, store.all(LockedPeriod), now)
    if found and not is_correcting:
        raise refusal(next(iter(found)))
    trail = _correction_records(found, now, lambda: store.new_id(Correction))
    store.apply(trail)
    return trail


def locked_changes(
    changes: Iterable[Change], locks: Sequence[LockedPeriod], now: datetime
) -> dict[LockedPeriod, list[Change]]:
    """Return the changes that alter tracked time inside locked periods, by period."""
    found: dict[LockedPeriod, list[Change]] = {}
    for change in changes:
        if change.kind is not TimeEntry:
            continue
        for lock in locks:
            if _inside(change.before, lock, now) != _inside(change.after, lock, now):
                found.setdefault(lock, []).append(change)
                break
    return found


def _correction_records(
    changes: Mapping[LockedPeriod, Sequence[Change]], now: datetime, new_id: Callable[[], int]
) -> tuple[Change, ...]:
    """Return the changes that keep what was corrected; ``changes`` as from `locked_changes`."""
    records = []
    for change in chain(*changes.values()):
        assert isinstance(change.record, TimeEntry)
        before, after = (
            "" if image is None else record_text(image) for image in (change.before, change.after)
        )
        records.append(Correction(new_id(), now, change.record.id, before, after))
    return add_records(*records)


def images_of(correction: Correction) -> tuple[TimeEntry | None, TimeEntry | None]:
    """Return the entry before and after a correction; None where it was not there."""
    before, after = (
        record_from_text(TimeEntry, text) if text else None
        for text in (correction.before, correction.after)
    )
    return before, after


def refusal(lock: LockedPeriod) -> LockedError:
    """Return the error for an edit in a locked period."""
    days = range_text(lock.first_day, lock.last_day)
    sentence = _(
        "{days} is locked. Nothing was changed; make a correction, or unlock these days.", days=days
    )
    return LockedError(sentence, days)


def _inside(image: object, lock: LockedPeriod, now: datetime) -> TimeEntry | None:
    """Return what a locked period holds of an entry; one that runs reaches to now."""
    if not isinstance(image, TimeEntry):
        return None
    end = image.end or max(now, image.start + timedelta(seconds=1))
    if image.start >= lock.end or end <= lock.start:
        return None
    return replace(image, start=max(image.start, lock.start), end=min(end, lock.end))
