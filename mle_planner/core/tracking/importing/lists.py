"""Reads JSON: Timewarrior's export, Watson's frames and log, and Super Productivity's copy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.tracking.importing.cells import read_date, read_epoch, read_moment
from mle_planner.core.tracking.importing.rows import ReadTime, RejectedRow, TimeRowError, item_place

_MOST_DAY_MS = 86_400_000


def load_json(name: str, text: str) -> Any:
    """Return the document; raises ``PlannerError`` where it is none, or is nested too deep."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise planner_error(
            "{name} is not complete JSON. Nothing was imported; export it again.", name=name
        ) from error


def format_of_document(document: Any) -> str:
    """Return the format of a document; empty where none fits."""
    if isinstance(document, dict):
        return "superproductivity" if _task_tables(document) else ""
    if not isinstance(document, list) or not document:
        return ""
    first = document[0]
    if isinstance(first, list):
        return "watson"
    if isinstance(first, dict) and "start" in first:
        return "watson" if "project" in first or "stop" in first else "timewarrior"
    return ""


def read_timewarrior_json(document: Any) -> Iterator[ReadTime | RejectedRow]:
    """Yield the intervals of ``timew export``; its ids change and are not looked at."""
    for where, item in _items(document):
        try:
            tags = item.get("tags") or []
            if not isinstance(tags, list):
                raise TimeRowError(_("The tags are not a list."))
            yield timewarrior_time(
                where, _text(item, "start"), _text(item, "end"), tuple(map(str, tags)),
                _text(item, "annotation"),
            )  # fmt: skip
        except TimeRowError as error:
            yield RejectedRow(where, str(error))


def timewarrior_time(
    where: str, start: str, end: str, tags: tuple[str, ...], note: str
) -> ReadTime:
    """Return an interval: its annotation says what was done, else its tags."""
    return ReadTime(
        where,
        read_moment(start, None, "ymd"),
        read_moment(end, None, "ymd") if end else None,
        title=note or ", ".join(tags),
        tags=tags,
    )


def read_watson(document: Any) -> Iterator[ReadTime | RejectedRow]:
    """Yield Watson's frames: lists in its own file, objects in ``watson log --json``."""
    for number, item in enumerate(document if isinstance(document, list) else (), 1):
        where = item_place(number)
        try:
            if isinstance(item, list) and len(item) >= 3:
                start, end = read_epoch(item[0]), read_epoch(item[1])
                project, tags = item[2], item[4] if len(item) > 4 else []
            elif isinstance(item, dict):
                start = read_moment(_text(item, "start"), None, "ymd")
                end = read_moment(_text(item, "stop"), None, "ymd")
                project, tags = _text(item, "project"), item.get("tags") or []
            else:
                raise TimeRowError(_("It is not a frame."))
            names = tuple(map(str, tags)) if isinstance(tags, list) else ()
            title = ", ".join(names) or str(project)
            yield ReadTime(where, start, end, title=title, project=str(project), tags=names)
        except TimeRowError as error:
            yield RejectedRow(where, str(error))


def read_super_productivity(document: Any) -> Iterator[ReadTime | RejectedRow]:
    """Yield the time of each task on each day: it has no times there, so it gets none here.

    The time of a task with subtasks is theirs and is not counted twice.
    """
    number = 0
    for tasks, projects in _task_tables(document):
        for task in tasks.values():
            days = task.get("timeSpentOnDay") if isinstance(task, dict) else None
            if not isinstance(days, dict) or task.get("subTaskIds"):
                continue
            project = _title(projects, task.get("projectId"))
            above = _title(tasks, task.get("parentId"))
            title = str(task.get("title") or "")
            for day, spent in days.items():
                number += 1
                where = item_place(number)
                try:
                    yield ReadTime(
                        where, day=read_date(day, "ymd"), length_s=_seconds(spent), title=title,
                        project=project, note=above,
                    )  # fmt: skip
                except TimeRowError as error:
                    yield RejectedRow(where, str(error))


def _task_tables(document: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the tables of tasks, the archived ones too, each with the table of projects."""
    if not isinstance(document, dict):
        return []
    inner = document.get("data")
    root = inner if isinstance(inner, dict) else document
    projects = _entities(root.get("project"))
    archives = [root.get(name) for name in ("archiveYoung", "archiveOld")]
    kept = [archive.get("task") for archive in archives if isinstance(archive, dict)]
    tables = (root.get("task"), root.get("taskArchive"), *kept)
    return [(found, projects) for table in tables if (found := _entities(table))]


def _entities(table: Any) -> dict[str, Any]:
    found = table.get("entities") if isinstance(table, dict) else None
    return found if isinstance(found, dict) else {}


def _title(table: Mapping[str, Any], key: Any) -> str:
    found = table.get(key) if isinstance(key, str) else None
    return str(found.get("title") or "") if isinstance(found, dict) else ""


def _items(document: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, item in enumerate(document if isinstance(document, list) else (), 1):
        yield item_place(number), item if isinstance(item, dict) else {}


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _seconds(spent: Any) -> int:
    if isinstance(spent, bool) or not isinstance(spent, int | float) or not spent >= 0:
        raise TimeRowError(_("{text} is not a length of time.", text=spent))
    if spent > _MOST_DAY_MS:
        raise TimeRowError(_("A day has no more than 24 hours."))
    return round(spent / 1000)
