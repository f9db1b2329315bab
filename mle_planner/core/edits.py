"""One user intention as data: the records before and after.

An edit holds the records before and after, so undoing it is generic and restoring a deleted
task restores everything that was deleted with it. An edit that deletes a record
lists its dependents too; the database refuses the edit otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.records import Record
from mle_planner.core.operations import Summary

NewId = Callable[[type[Record]], int]
"""Gives the next id of a kind of record; ids are never used twice."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record, before and after: None before is an addition, None after a removal."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record after the change, or before it where it is removed."""
        record = self.after if self.after is not None else self.before
        if record is None:
            raise ValueError("a change needs a record before or after")
        return record

    @property
    def kind(self) -> type[Record]:
        """The kind of record that changes."""
        return type(self.record)

    def inverse(self) -> Change:
        """Return the change that undoes this one."""
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Edit:
    """The summary of an edit and its changes, made together or not at all.

    Consecutive edits with the same non-empty ``merge_key`` become one undo step, so that ten
    presses of an arrow key are taken back at once. Settings are not ``is_undoable``: they are reset
    where they are set.
    """

    summary: Summary
    changes: tuple[Change, ...]
    merge_key: str = ""
    is_undoable: bool = True

    def inverse(self) -> Edit:
        """Return the edit that undoes this one."""
        return Edit(self.summary, tuple(change.inverse() for change in reversed(self.changes)))


def add_records(*records: Record) -> tuple[Change, ...]:
    """Return the changes that add records."""
    return tuple(Change(None, record) for record in records)


def remove_records(records: Iterable[Record]) -> tuple[Change, ...]:
    """Return the changes that remove records."""
    return tuple(Change(record, None) for record in records)


def replace_record(before: Record | None, after: Record) -> tuple[Change, ...]:
    """Return the change of one record, new where there is none before, or nothing if both equal."""
    return () if before == after else (Change(before, after),)


def replace_records(pairs: Iterable[tuple[Record, Record]]) -> tuple[Change, ...]:
    """Return the changes of records, each before and after, without those that stay equal."""
    return tuple(Change(before, after) for before, after in pairs if before != after)


def merge_changes(earlier: Iterable[Change], later: Iterable[Change]) -> tuple[Change, ...]:
    """Return both sets of changes as one: each record from its first state to its last."""
    states: dict[tuple[type[Record], int | str], Change] = {}
    for change in (*earlier, *later):
        key = (change.kind, change.record.id)
        first = states.get(key)
        states[key] = Change(first.before, change.after) if first else change
    return tuple(change for change in states.values() if change.before != change.after)
