"""Reads tables of tasks: CSV with a header line, and Todoist's export of a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from mle_planner.core.base.errors import PlannerError, first_sentence
from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.import_files import csv_rows
from mle_planner.core.model.work import Priority
from mle_planner.core.tasks.importing.rows import ReadTask, Rejected
from mle_planner.core.typed.date import parse_due
from mle_planner.core.typed.duration import read_estimate
from mle_planner.core.typed.quick_add.repeats import read_repeat

_COLUMNS = {
    "title": ("title", "task", "task name", "name", "content", "summary", "subject"),
    "project": ("project", "list", "project name"),
    "activity": ("activity",),
    "estimate": ("estimate", "effort", "duration", "time estimate"),
    "due": ("due", "due date", "deadline", "date"),
    "earliest": ("not before", "start", "start date", "scheduled"),
    "priority": ("priority",),
    "repeats": ("repeats", "recurrence", "repeat"),
    "note": ("note", "notes", "description", "comment"),
    "done": ("done", "completed", "status", "complete", "is completed"),
}
_PRIORITIES = {
    **dict.fromkeys(("1", "p1", "a", "urgent", "highest", "critical"), Priority.URGENT),
    **dict.fromkeys(("2", "p2", "b", "high"), Priority.HIGH),
    **dict.fromkeys(("3", "p3", "c", "normal", "medium"), Priority.NORMAL),
    **dict.fromkeys(("4", "p4", "d", "low", "lowest"), Priority.LOW),
}
_DONE = frozenset(("x", "1", "true", "yes", "done", "completed", "complete", "closed"))
_OPEN = frozenset(("", "0", "false", "no", "open", "todo", "to do", "new", "in progress"))


def is_todoist(text: str) -> bool:
    """Whether the header line is that of a project exported by Todoist."""
    head = text.partition("\n")[0].upper().replace('"', "")
    return head.startswith("TYPE,") and "CONTENT" in head


def read_csv(text: str, today: date, workdays: Collection[int]) -> Iterator[ReadTask | Rejected]:
    """Yield a task for each row of a table, by the column names of its header line."""
    rows = csv_rows(text)
    _at, head = next(rows, (0, []))
    names = [cell.strip().lower().replace("_", " ") for cell in head]
    places = {
        field: min(names.index(name) for name in known if name in names)
        for field, known in _COLUMNS.items()
        if any(name in names for name in known)
    }
    if "title" not in places:
        raise planner_error(
            "The first line names no column for the title. Nothing was imported; call one "
            "of the columns title."
        )
    for line, row in rows:
        values = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
        try:
            yield _task(line, values, today, workdays)
        except PlannerError as error:
            yield Rejected(line, first_sentence(error))


def read_todoist(
    text: str, name: str, today: date, workdays: Collection[int]
) -> Iterator[ReadTask | Rejected]:
    """Yield the tasks of a project that Todoist exported, named after the file.

    Comments become the note of the task above them.
    """
    project = re.sub(r"\s*\[\w+\]$", "", name)
    rows = csv_rows(text)
    head = [cell.strip().upper() for cell in next(rows)[1]]
    task: ReadTask | None = None
    for line, row in rows:
        values = dict(zip(head, (cell.strip() for cell in row), strict=False))
        kind, content = values.get("TYPE", "").lower(), values.get("CONTENT", "")
        if kind == "note" and task is not None:
            task = replace(task, note="\n".join(filter(None, (task.note, content))))
            continue
        if task is not None:
            yield task
            task = None
        if kind == "task":
            try:
                task = _todoist_task(line, values, project, today, workdays)
            except PlannerError as error:
                yield Rejected(line, first_sentence(error))
        elif kind not in ("section", "note", "meta", ""):
            yield Rejected(line, _("Unknown kind of line: {kind}.", kind=kind))
    if task is not None:
        yield task


def _task(line: int, values: Mapping[str, str], today: date, workdays: Collection[int]) -> ReadTask:
    title = values["title"]
    if not title:
        raise planner_error("The line has no title.")
    done = values.get("done", "").lower()
    if done not in _DONE | _OPEN and not re.match(r"\d{4}-\d\d-\d\d", done):
        raise planner_error("{text} is neither open nor done.", text=done)
    return ReadTask(
        line,
        title,
        project=values.get("project", ""),
        activity=values.get("activity", ""),
        estimate_min=read_estimate(values.get("estimate", "")),
        earliest=parse_due(values.get("earliest", ""), today)[0],
        priority=_priority(values.get("priority", "")),
        note=values.get("note", ""),
        is_done=done not in _OPEN,
        **_when(values.get("due", ""), values.get("repeats", ""), today, workdays),
    )


def _todoist_task(
    line: int, values: Mapping[str, str], project: str, today: date, workdays: Collection[int]
) -> ReadTask:
    title = values.get("CONTENT", "").removeprefix("* ")
    if not title:
        raise planner_error("The line has no title.")
    duration = values.get("DURATION", "")
    is_minutes = values.get("DURATION_UNIT", "").lower() == "minute"
    has_length = is_minutes and re.fullmatch(r"[1-9]\d{0,5}", duration, re.ASCII)
    when = values.get("DATE", "")
    is_rhythm = read_repeat(when.split(), today, workdays) is not None
    return ReadTask(
        line,
        title,
        project=project,
        estimate_min=int(duration) if has_length else None,
        priority=_priority(values.get("PRIORITY", "")),
        note=values.get("DESCRIPTION", ""),
        **_when("" if is_rhythm else when, when if is_rhythm else "", today, workdays),
    )


def _when(due: str, repeats: str, today: date, workdays: Collection[int]) -> dict[str, Any]:
    """Return the due date and the rule; a repetition without a date is due on its first day."""
    day, minute = parse_due(due, today)
    if not repeats:
        return {"due": day, "due_min": minute}
    found = read_repeat(repeats.split(), today, workdays)
    if found is None:
        raise planner_error("{text} is not a repetition such as every monday.", text=repeats)
    # A time may follow the repetition: "every monday at 9:00".
    rest = repeats.split()[found.words :]
    if rest:
        minute = parse_due(" ".join(("today", *rest)), today)[1]
    return {"due": day or found.first_day, "due_min": minute, "repeats": found.rule}


def _priority(text: str) -> Priority | None:
    if not text:
        return None
    if text.lower() not in _PRIORITIES:
        raise planner_error("{text} is not a priority.", text=text)
    return _PRIORITIES[text.lower()]
