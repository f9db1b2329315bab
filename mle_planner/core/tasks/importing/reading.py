"""Reads a file of tasks; its format is known by its ending and its first marks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mle_planner.core.i18n.gettext import _
from mle_planner.core.tasks.importing.markdown import is_markdown, read_markdown
from mle_planner.core.tasks.importing.rows import ReadTask, Rejected, TaskFile, TaskFileError
from mle_planner.core.tasks.importing.table import is_todoist, read_csv, read_todoist
from mle_planner.core.tasks.importing.todo_txt import read_todo_txt

_MOST_BYTES = 5_000_000


def read_task_file(path: Path, today: date) -> TaskFile:
    """Read a file without storing anything; raises ``TaskFileError`` where it holds no task."""
    text = _text(path)
    name = path.name
    if path.suffix.lower() in (".csv", ".tsv"):
        is_export = is_todoist(text)
        kind = "todoist" if is_export else "csv"
        rows = list(read_todoist(text, path.stem, today) if is_export else read_csv(text, today))
    elif path.suffix.lower() in (".md", ".markdown") or is_markdown(text):
        kind, rows = "markdown", list(read_markdown(text))
    else:
        kind, rows = "todo.txt", list(read_todo_txt(text))
    if not rows:
        raise TaskFileError(
            _(
                "{name} holds no tasks. Nothing was imported; choose a todo.txt, a checklist in "
                "Markdown, or a CSV file.",
                name=name,
            )
        )
    return TaskFile(
        name,
        kind,
        tuple(row for row in rows if isinstance(row, ReadTask)),
        tuple(row for row in rows if isinstance(row, Rejected)),
    )


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise TaskFileError(_("There is no file {name}. Nothing was imported.", name=path.name))
        if path.stat().st_size > _MOST_BYTES:
            raise TaskFileError(
                _("{name} is larger than 5 MB. Nothing was imported; split it.", name=path.name)
            )
        content = path.read_bytes()
    except OSError as error:
        raise TaskFileError(
            _("{name} cannot be read. Nothing was imported; check the file.", name=path.name)
        ) from error
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TaskFileError(
            _("{name} is not text in UTF-8. Nothing was imported; save it so.", name=path.name)
        ) from error
    if "\0" in text:
        raise TaskFileError(_("{name} is not a text file. Nothing was imported.", name=path.name))
    return text
