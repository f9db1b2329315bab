"""Checks relations between rows: references, duplicates, the order of tasks, settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.declared_settings import setting_title
from mle_planner.core.i18n.gettext import _
from mle_planner.core.maintenance.problems import (
    DataProblem,
    removal,
    row_name,
    row_problem,
    shown_value,
)
from mle_planner.core.model.records import SettingValue
from mle_planner.core.model.work import Category
from mle_planner.core.settings import Settings, check_together
from mle_planner.core.storage.raw_database import Dangling, RawRow, RowChange
from mle_planner.core.storage.rows import KINDS, is_readable
from mle_planner.core.storage.schema_gaps import unique_columns

Tables = Mapping[str, Mapping[int, RawRow]]
"""The rows of each table, by number."""


def check_reference(found: Dangling, row: RawRow) -> DataProblem:
    """Return the problem of a row that refers to a row that does not exist."""
    table, column, missing = found.table, found.column, row[found.column]
    what = _("It refers to {parent} {number}, which does not exist.",
             parent=_(found.parent), number=shown_value(missing))  # fmt: skip
    problem = partial(row_problem, table, found.number, row, column, what)
    if is_readable(KINDS[table], column, None):
        return problem(_("Removes the reference."), {**row, column: None})
    if found.parent == "activity" and isinstance(missing, int):
        activity = {
            "id": missing, "name": _("Restored activity {number}", number=missing),
            "category": Category.OTHER_FOCUS.value, "deep": 0, "archived": 0, "key": "",
        }  # fmt: skip
        repair = _("Adds an activity “{name}” in its place.", name=activity["name"])
        change = RowChange("activity", missing, None, activity)
        return replace(problem(repair, None), changes=(change,))
    return problem(removal(), None)


def check_duplicates(tables: Tables) -> Iterator[DataProblem]:
    """Yield the rows whose unique key another row already has; the first row keeps it."""
    for table, columns in unique_columns():
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in sorted(tables.get(table, {}).items()):
            key = tuple(_folded(column, row[column]) for column in columns)
            first = seen.setdefault(key, number)
            if first == number:
                continue
            repair, after = removal(), None
            if "name" in columns:
                after = {**row, "name": f"{row['name']} ({number})"}
                repair = _("Renames it to “{name}”.", name=after["name"])
            what = _("{other} is the same.", other=row_name(table, tables[table][first]))
            yield row_problem(table, number, row, "duplicate", what, repair, after)


def check_task_order(tables: Tables) -> Iterator[DataProblem]:
    """Yield the link that closes a circle of tasks waiting for each other."""
    waits: dict[int, set[int]] = {}
    for number, row in sorted(tables.get("predecessor", {}).items()):
        task, before = row["task_id"], row["predecessor_id"]
        if task == before or _reaches(waits, before, task):
            what = _("Task {task} and task {other} wait for each other.", task=task, other=before)
            yield row_problem("predecessor", number, row, "circle", what, removal(), None)
        else:
            waits.setdefault(task, set()).add(before)


def check_settings(rows: Mapping[int, RawRow]) -> Iterator[DataProblem]:
    """Yield the stored settings that are invalid, and one of those that contradict each other."""
    records = {number: SettingValue(row["id"], row["value"]) for number, row in rows.items()
               if isinstance(row["id"], str) and isinstance(row["value"], str)}  # fmt: skip
    whole = Settings.read(records.values())
    has_contradiction = False
    for number, record in records.items():
        row = rows[number]
        what = "; ".join(Settings.read([record]).notices)
        if not what and not has_contradiction:
            try:
                check_together(record.id, whole.values)
            except PlannerError as error:
                what, has_contradiction = str(error), True
        if what:
            yield DataProblem(
                f"setting:{record.id}:value",
                row_name("setting", row),
                what,
                _("Sets {title} to its default.", title=setting_title(record.id)),
                (RowChange("setting", number, row, None),),
            )


def _folded(column: str, value: Any) -> Any:
    """Return a value as its index compares it: names ignore the case of ASCII letters."""
    if column != "name" or not isinstance(value, str):
        return value
    return "".join(letter.lower() if letter.isascii() else letter for letter in value)


def _reaches(links: Mapping[int, set[int]], start: int, goal: int) -> bool:
    seen, todo = set(), [start]
    while todo:
        at = todo.pop()
        if at == goal:
            return True
        if at not in seen:
            seen.add(at)
            todo.extend(links.get(at, ()))
    return False
