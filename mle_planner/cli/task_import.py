"""The command that imports the tasks of a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns, counted, printable
from mle_planner.cli.context import Context
from mle_planner.core.i18n.formats import day_text, minutes_text

if TYPE_CHECKING:
    from mle_planner.core.tasks.importing.store import NewTask, TaskImportReport


@takes(
    argument(
        "file", metavar="FILE", help="a todo.txt, a checklist in Markdown, CSV, or Todoist's export"
    ),
    argument("--dry-run", action="store_true", help="show what would be added; save nothing"),
)
def import_tasks(context: Context, options: argparse.Namespace) -> int:
    """Add the tasks of a file that are not stored yet; every row is added or accounted for."""
    file = context.planner.task_imports.read_file(Path(options.file))
    report = context.planner.task_imports.add(file, dry_run=options.dry_run)
    return context.answer(
        lambda: _report_json(report, is_stored=not options.dry_run),
        lambda: list(_report_lines(report, is_stored=not options.dry_run)),
    )


def _report_json(report: TaskImportReport, *, is_stored: bool) -> dict[str, Any]:
    return {
        "name": report.name,
        "format": report.format,
        "found": report.found,
        "added": [_task_json(new, is_stored=is_stored) for new in report.new],
        "known": report.known,
        "done": report.done,
        "reported": [{"where": f"line {one.line}", "why": one.why} for one in report.rejected],
        "stored": is_stored,
    }


def _task_json(new: NewTask, *, is_stored: bool) -> dict[str, Any]:
    task = new.task
    return {
        "id": task.id if is_stored else None,
        "title": task.title,
        "project": new.project or None,
        "estimate_min": task.estimate_min,
        "due": task.due.isoformat() if task.due else None,
        "priority": task.priority.name.lower(),
        "repeats": task.repeats or None,
    }


def _report_lines(report: TaskImportReport, *, is_stored: bool) -> Iterator[str]:
    rows = counted(report.found, "row")
    yield printable(
        f"{report.name} ({report.format}): {rows}, {len(report.new)} new, {report.known} already "
        f"here, {report.done} done, {len(report.rejected)} not read"
    )
    yield from columns([_row(new, is_stored=is_stored) for new in report.new], indent="  ")
    for one in report.rejected:
        yield printable(f"  line {one.line}: {one.why}")
    if not is_stored:
        yield "Nothing was stored: run it without --dry-run to import."


def _row(new: NewTask, *, is_stored: bool) -> list[str]:
    task = new.task
    return [
        str(task.id) if is_stored else "-",
        task.title,
        minutes_text(task.estimate_min) if task.estimate_min else "",
        f"due {day_text(task.due)}" if task.due else "",
        f"#{new.project}" if new.project else "",
    ]
