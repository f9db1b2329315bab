"""Repairs what the data check found, after backing up the present state."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.edits import Change, Edit, merge_changes
from mle_planner.core.files import make_private_folder, write_atomically
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.locks import locked_changes, refusal
from mle_planner.core.maintenance.doctor import find_problems, problems_in
from mle_planner.core.maintenance.problems import DataProblem
from mle_planner.core.maintenance.restore import keep_present_state
from mle_planner.core.model.locks import LockedPeriod
from mle_planner.core.model.plan import FrozenBlock, FrozenUnplaced, PlanVersion
from mle_planner.core.model.records import Record
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.storage.database import FILE_NAME, database_fault
from mle_planner.core.storage.edit_log import EditLog
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.raw_database import RawDatabase, RawRow, RowChange
from mle_planner.core.storage.rows import KINDS, columns, is_readable, record
from mle_planner.core.storage.store import revision_counter
from mle_planner.core.topics import OBSERVED_KINDS, topics_of

_MOST_PASSES = 50
_NOT_UNDOABLE = OBSERVED_KINDS | {PlanVersion, FrozenBlock, FrozenUnplaced}


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired problems.

    ``kept_as`` is the copy of the former state, ``list_path`` the list of changes; both are None if
    nothing was repaired.
    """

    repaired: tuple[DataProblem, ...]
    kept_as: Path | None = None
    list_path: Path | None = None


def repair_problems(
    folder: Path, zone: str, now: datetime, wanted: Collection[str] | None = None
) -> Repair:
    """Repair the problems with these ids, or all that can be repaired.

    Repairing all continues until nothing repairable is found, because a repair can uncover another
    problem. Raises ``PlannerError``, with nothing changed.
    """
    found = find_problems(folder, zone, now)
    chosen = [each for each in found if wanted is None or each.id in wanted]
    _refuse_unknown(wanted, chosen)
    if not any(each.repair for each in chosen):
        return Repair(())
    path = folder / FILE_NAME
    copy = keep_present_state(folder, now)
    list_path = folder / "backups" / f"repair-{now:%Y%m%dT%H%M%SZ}.json"
    try:
        with RawDatabase(path, is_writable=True) as database, database.transaction():
            repaired = _repair_all(database, zone, now, chosen, may_go_on=wanted is None)
            _log(database, repaired, now)
            make_private_folder(list_path.parent)
            write_atomically(list_path, _change_list(repaired))
    except PlannerError:
        raise
    except Exception as error:
        sentence = database_fault(error, path)
        if sentence is None:
            raise
        raise StorageError(sentence) from error
    return Repair(tuple(repaired), copy, list_path)


def _refuse_unknown(wanted: Collection[str] | None, chosen: Iterable[DataProblem]) -> None:
    unknown = sorted(set(wanted or ()) - {each.id for each in chosen})
    if unknown:
        raise planner_error(
            "There is no problem {name}. Nothing was changed; check the data again.",
            name=unknown[0],
        )


def _repair_all(
    database: RawDatabase, zone: str, now: datetime, chosen: list[DataProblem], *, may_go_on: bool
) -> list[DataProblem]:
    repaired: list[DataProblem] = []
    for _pass in range(_MOST_PASSES):
        done = _repair_some(database, chosen)
        repaired += done
        if not done or not may_go_on:
            break
        rows = {row for each in repaired for row in _rows_of(each)}
        chosen = [
            each
            for each in problems_in(database, zone, now)
            # the history does not know the repairs yet
            if not (each.is_of_history and rows & _rows_of(each))
        ]
    return repaired


def _repair_some(database: RawDatabase, problems: list[DataProblem]) -> list[DataProblem]:
    """Repair those problems that share no rows; the others may be solved thereby.

    An index is created after the rows are repaired, because they may violate it before.
    """
    touched: set[tuple[str, int]] = set()
    done: list[DataProblem] = []
    for problem in sorted(problems, key=_is_of_an_index):
        rows = _rows_of(problem)
        if not problem.repair or rows & touched or (_is_of_an_index(problem) and done):
            continue
        touched |= rows
        _repair(database, problem)
        done.append(problem)
    return done


def _rows_of(problem: DataProblem) -> set[tuple[str, int]]:
    return {(change.table, change.number) for change in problem.changes}


def _is_of_an_index(problem: DataProblem) -> bool:
    return problem.gap is not None and problem.gap.kind == "index"


def _repair(database: RawDatabase, problem: DataProblem) -> None:
    if problem.gap is not None:
        database.create(problem.gap)
    for change in problem.changes:
        database.apply(change)
    if problem.counter is not None:
        database.raise_counter(*problem.counter)
    if problem.edit is not None:
        database.cut_history(problem.edit)
    if problem.is_of_indexes:
        database.rebuild_indexes()


def _log(database: RawDatabase, repaired: Iterable[DataProblem], now: datetime) -> None:
    """Make one undo step of all that can be undone, and let other programs read again."""
    if not database.is_current:
        return
    rows = [change for problem in repaired for change in problem.changes]
    changes = [change for row in rows if (change := _as_change(row)) is not None]
    _refuse_locked(database, changes, now)
    undoable = merge_changes((), (each for each in changes if each.kind not in _NOT_UNDOABLE))
    for change in undoable:
        if change.after is not None and isinstance(change.after.id, int):
            table = next(name for name, kind in KINDS.items() if kind is change.kind)
            database.raise_counter(table, change.after.id)
    if undoable:
        edit = Edit(Summary(Operation.REPAIR), undoable)
        EditLog(database.connection).append(edit, now)
    database.count_up(map(revision_counter, topics_of(changes)))


def _refuse_locked(database: RawDatabase, changes: Iterable[Change], now: datetime) -> None:
    """Refuse a repair of tracked time on locked days: they must be unlocked first."""
    rows = (RowChange("locked_period", *row, None) for row in database.rows("locked_period"))
    locks = [change.before for row in rows if (change := _as_change(row)) is not None]
    found = locked_changes(changes, [lock for lock in locks if isinstance(lock, LockedPeriod)], now)
    if found:
        raise refusal(next(iter(found)))


def _as_change(row: RowChange) -> Change | None:
    """Return a repair as a change of records; None if a record cannot be read."""
    kind = KINDS[row.table]
    images = [image for image in (row.before, row.after) if image is not None]
    if not all(
        name in image and is_readable(kind, name, image[name])
        for image in images for name in columns(kind)
    ):  # fmt: skip
        return None
    return Change(_record(kind, row.before), _record(kind, row.after))


def _record(kind: type[Record], image: RawRow | None) -> Record | None:
    return None if image is None else record(kind, [image[name] for name in columns(kind)])


def _change_list(repaired: Iterable[DataProblem]) -> bytes:
    """Return each repair as JSON, with the rows before and after."""
    document = [
        {
            "id": problem.id,
            "where": problem.where,
            "what": problem.what,
            "repair": problem.repair,
            "changes": [
                {"table": row.table, "before": _plain(row.before), "after": _plain(row.after)}
                for row in problem.changes
            ],
        }
        for problem in repaired
    ]
    return json.dumps(document, indent=1).encode()


def _plain(image: RawRow | None) -> dict[str, Any] | None:
    """Return a row as JSON values; bytes that are not text as ``{"hex": …}``."""
    if image is None:
        return None
    return {
        name: {"hex": value.hex()} if isinstance(value, bytes) else value
        for name, value in image.items()
    }
