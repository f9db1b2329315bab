"""Reads a file of tasks in the background, shows what it holds, and adds it if that is wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tasks.importing.rows import TaskFile
    from mle_planner.core.tasks.importing.store import TaskImportReport
    from mle_planner.ui.services.background import Background

_MOST_TITLES = 8
_MOST_REASONS = 3


def kinds_of_files() -> str:
    """Return the files to choose from, as a file dialog takes them."""
    from mle_planner.core.tasks.importing import ENDINGS

    return _("Tasks") + f" ({' '.join(f'*{ending}' for ending in ENDINGS)})"


def read(request: tuple[Path, date]) -> TaskFile:
    """Read the file; nothing is stored."""
    from mle_planner.core.tasks.importing.reading import read_task_file

    return read_task_file(*request)


def import_tasks(
    planner: Planner,
    path: Path,
    background: Background,
    *,
    wants: Callable[[str, str], bool],
    done: Callable[[str, bool], None],
    refused: Callable[[str], None],
) -> None:
    """Read a file, ask with a preview, and add its tasks as one edit.

    ``wants`` is asked with a question and what the file holds. ``done`` is called with a sentence
    and whether there is something to undo; ``refused`` with one where the file is refused.
    """

    def offer(file: TaskFile) -> None:
        try:
            preview = planner.tasks.import_file(file, dry_run=True)
            if not preview.new:
                done(_nothing_new(preview), False)
            elif wants(question(preview), details(preview)):
                report = planner.tasks.import_file(file)
                done(_added(report), True)
        except PlannerError as error:
            refused(str(error))

    request = (path, planner.today())
    background.run(read, request, offer, failed=lambda error: refused(str(error)))


def question(report: TaskImportReport) -> str:
    return plural(
        "Add {count} task from {name}?",
        "Add {count} tasks from {name}?",
        len(report.new),
        name=report.name,
    )


def details(report: TaskImportReport) -> str:
    """Return the first titles, and what becomes of every other row of the file."""
    titles = [
        f"{new.task.title} #{new.project}" if new.project else new.task.title
        for new in report.new[:_MOST_TITLES]
    ]
    more = len(report.new) - len(titles)
    if more:
        titles.append(plural("and {count} more", "and {count} more", more))
    rest = "\n".join(_left_out(report))
    return "\n".join(titles) + (f"\n\n{rest}" if rest else "")


def _left_out(report: TaskImportReport) -> list[str]:
    lines = []
    if report.known:
        lines.append(plural("{count} is here already.", "{count} are here already.", report.known))
    if report.done:
        lines.append(plural("{count} is done.", "{count} are done.", report.done))
    lines += [
        _("Not read, line {line}: {why}", line=one.line, why=one.why)
        for one in report.rejected[:_MOST_REASONS]
    ]
    more = len(report.rejected) - _MOST_REASONS
    if more > 0:
        lines.append(plural("{count} more not read.", "{count} more not read.", more))
    return lines


def _nothing_new(report: TaskImportReport) -> str:
    rest = " ".join(_left_out(report))
    return _("{name} holds no new tasks. {rest}", name=report.name, rest=rest)


def _added(report: TaskImportReport) -> str:
    text = plural(
        "{count} task added from {name}.",
        "{count} tasks added from {name}.",
        len(report.new),
        name=report.name,
    )
    return " ".join((text, *_left_out(report)))
