"""Undoing an edit of records that may have been set or fetched again since, without an undo step.

What came last is kept: an older state of an event, or of a setting, never comes back over a newer
one. A calendar is removed together with whatever was fetched for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mle_planner.core.edits import Change
from mle_planner.core.model.calendar import Calendar, CalendarId
from mle_planner.core.model.records import Record, SettingValue
from mle_planner.core.topics import FETCHED_KINDS

if TYPE_CHECKING:
    from mle_planner.core.storage.store import Store


def without_older_states(store: Store, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes as they can be made now; called inside the transaction."""
    changes = tuple(changes)
    removed = {
        (change.kind, change.record.id)
        for change in changes
        if change.after is None and change.kind in FETCHED_KINDS
    }
    found: list[Change] = []
    for change in changes:
        if change.kind is SettingValue:  # choosing a typical day sets some
            if store.get(SettingValue, change.record.id) == change.before:
                found.append(change)
            continue
        if change.kind in FETCHED_KINDS:
            found += _as_stored(store, change)
            continue
        if isinstance(change.before, Calendar) and change.after is None:
            found += _fetched_since(store, change.before.id, removed)
        found.append(change)
    return tuple(found)


def _as_stored(store: Store, change: Change) -> Iterator[Change]:
    stored = store.get(change.kind, change.record.id)
    if stored == change.before:
        yield change
    elif change.after is None and stored is not None:
        yield Change(stored, None)


def _fetched_since(
    store: Store, calendar_id: CalendarId, removed: set[tuple[type, int | str]]
) -> Iterator[Change]:
    sync = store.calendar_sync(calendar_id)
    stored: list[Record] = [*store.events.of(calendar_id)]
    if sync is not None:
        stored.append(sync)
    for record in stored:
        if (type(record), record.id) not in removed:
            yield Change(record, None)
