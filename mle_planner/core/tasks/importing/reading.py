"""Reads a file of tasks, whose format is recognised by its ending and its first characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.import_files import bounded, read_import, text_of_import
from mle_planner.core.tasks.importing.markdown import is_markdown, read_markdown
from mle_planner.core.tasks.importing.rows import ReadTask, Rejected, TaskFile
from mle_planner.core.tasks.importing.table import is_todoist, read_csv, read_todoist
from mle_planner.core.tasks.importing.todo_txt import read_todo_txt

_MOST_MB, _MOST_ROWS = 5, 20_000
_SUFFIXES_OF_LISTS = ("", ".txt")
_DATA = re.compile(r"\s*(\{|\[\s*[\[{\"\]]|<[?!a-z]|BEGIN:V|%PDF-|%!PS)", re.IGNORECASE)
"""How JSON, RTF, XML, HTML, calendars, PDF and PostScript begin; these are refused."""


def read_task_file(path: Path, today: date, workdays: Collection[int]) -> TaskFile:
    """Read a file without storing anything; raise ``PlannerError`` if it holds no task."""
    name = path.name
    text = text_of_import(name, read_import(path, _MOST_MB))
    found: Iterable[ReadTask | Rejected]
    if path.suffix.lower() in (".csv", ".tsv"):
        is_export = is_todoist(text)
        kind = "todoist" if is_export else "csv"
        if is_export:
            found = read_todoist(text, path.stem, today, workdays)
        else:
            found = read_csv(text, today, workdays)
    elif path.suffix.lower() in (".md", ".markdown") or is_markdown(text):
        kind, found = "markdown", read_markdown(text)
    elif path.suffix.lower() in _SUFFIXES_OF_LISTS and not _DATA.match(text):
        kind, found = "todo.txt", read_todo_txt(text)
    else:
        kind, found = "", ()
    rows = bounded(name, found, _MOST_ROWS)
    if not rows:
        raise planner_error(
            "{name} holds no tasks that can be read. Nothing was imported; choose a todo.txt, "
            "a checklist in Markdown, or a CSV file.",
            name=name,
        )
    return TaskFile(
        name,
        kind,
        tuple(row for row in rows if isinstance(row, ReadTask)),
        tuple(row for row in rows if isinstance(row, Rejected)),
    )
