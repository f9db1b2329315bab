"""The command that deletes for good: from the database, its undo history and its backups."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context, update_published_files
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.typed.title import title_key

if TYPE_CHECKING:
    from mle_planner.core.maintenance.purge import PurgePreview, PurgeTarget

_KINDS = ("task", "entry", "project", "person", "before")
_NAMED = ("project", "person")


@takes(
    argument("kind", choices=_KINDS, help="what to delete for good"),
    argument("name", metavar="ID|NAME|DATE", help="which one; before: what is older"),
    argument("--backups", action="store_true", help="delete it from the backups too"),
    argument("--yes", action="store_true", help="delete; without it, only show what"),
)
def purge(context: Context, options: argparse.Namespace) -> int:
    """Show what deleting for good would remove, and remove it with ``--yes``."""
    from mle_planner.core.maintenance.purge import preview_purge, purge_for_good

    target = _target(context, options.kind, options.name, with_backups=options.backups)
    preview = preview_purge(context.folder, target)
    if options.yes:
        purge_for_good(preview, context.folder, with_backups=options.backups)
        update_published_files(context.planner)
    return context.answer(
        lambda: _shape(preview, is_purged=options.yes, with_backups=options.backups),
        lambda: _lines(preview, is_purged=options.yes, with_backups=options.backups),
    )


def _target(context: Context, kind: str, name: str, *, with_backups: bool) -> PurgeTarget:
    """Return what is named; backups are searched only if ``with_backups``."""
    from mle_planner.core.maintenance import purge as targets
    from mle_planner.core.model.pipeline import Person
    from mle_planner.core.model.tracked import RepositoryRule, TimeEntry
    from mle_planner.core.model.work import Project, Task

    planner = context.planner
    if kind == "before":
        from mle_planner.cli.moments import parse_past_date

        return targets.target_before(parse_past_date(name, planner.today()), planner.days)
    number, called = name.removeprefix("#"), title_key(name)
    stored = partial(targets.stored_records, context.folder, with_backups=with_backups)

    def project(found: Project) -> PurgeTarget:
        rules = stored(RepositoryRule)
        names = tuple(rule.name for rule in rules if rule.project_id == found.id)
        return targets.project_target(found, names)

    kinds: dict[str, tuple[Any, Callable[[Any], PurgeTarget]]] = {
        "task": (Task, targets.task_target),
        "entry": (TimeEntry, targets.entry_target),
        "project": (Project, project),
        "person": (Person, targets.person_target),
    }
    record, target_of = kinds[kind]
    for each in stored(record):
        if called == title_key(each.name) if kind in _NAMED else number == str(each.id):
            return target_of(each)
    hint = {
        "task": "mle-planner tasks --all lists the numbers",
        "entry": "mle-planner today --json lists the numbers",
    }.get(kind, "write the exact name")
    raise PlannerError(f"There is no {kind} {printable(name)}. Nothing was deleted; {hint}.")


def _shape(preview: PurgePreview, *, is_purged: bool, with_backups: bool) -> dict[str, Any]:
    return {
        "target": preview.target.name,
        "records": preview.records,
        "undo_steps": preview.undo_steps,
        "backups": [str(path) for path in preview.backups],
        "other_files": [str(path) for path in preview.other_files],
        "purged": is_purged,
        "backups_purged": is_purged and with_backups,
    }


def _lines(preview: PurgePreview, *, is_purged: bool, with_backups: bool) -> Iterator[str]:
    from mle_planner.core.maintenance.problems import kind_name

    verb = "Deleted for good" if is_purged else "Would delete for good"
    yield printable(f"{verb}: {preview.target.name}")
    for table, count in preview.records.items():
        yield f"  {kind_name(table)}: {count}"
    yield f"  Undo history: {preview.undo_steps} (all of it)"
    if with_backups:
        yield "  also from the backups and from the files that restores and repairs keep"
    files = () if is_purged and with_backups else (*preview.backups, *preview.other_files)
    if files:
        yield "These files " + ("still hold" if is_purged else "hold") + " or may hold some of it:"
        yield from (f"  {printable(str(path))}" for path in files)
    if files and not with_backups:
        yield "Delete it from them too with --backups."
    if not is_purged:
        yield "Nothing was deleted. This cannot be undone; run it again with --yes to delete."
