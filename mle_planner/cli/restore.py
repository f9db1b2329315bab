"""The command that restores a backup, also over a database that cannot be opened."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context, agrees, note, update_published_files
from mle_planner.cli.json_values import moment_json
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.paths import named_path

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mle_planner.core.maintenance.backups import Backup
    from mle_planner.core.maintenance.restore import RestorePreview

_KINDS = {"time_entry": "entries", "task": "tasks", "time_block": "plan blocks"}


@takes(
    argument(
        "backup", metavar="BACKUP", nargs="?", help="a file or its name (default: the newest)"
    ),
    argument("--list", action="store_true", help="list backups; change nothing"),
    argument("--yes", action="store_true", help="restore without asking"),
)
def restore(context: Context, options: argparse.Namespace) -> int:
    """Restore a backup; the present state is backed up first."""
    from mle_planner.core.maintenance.backups import all_backups
    from mle_planner.core.maintenance.restore import preview_restore, restore_backup

    backups, zone = all_backups(context.folder), context.clock.zone
    if options.list:
        return context.answer(
            lambda: [_shape(each, zone) for each in backups], lambda: _lines(backups, zone)
        )
    backup = _choose_backup(context.folder, options.backup, backups)
    preview = preview_restore(context.folder, backup)
    if not options.yes:
        if context.wants_json:
            return context.answer(lambda: _preview_shape(preview, None, zone), list)
        for line in _preview_lines(preview, zone):
            note(line)
        if not agrees("Restore this backup?"):
            raise PlannerError("Nothing was restored.")
    context.close()  # opened before, it would be of the file that is replaced
    copy = restore_backup(context.folder, backup, context.clock.now())
    update_published_files(context.planner)
    kept = "" if copy is None else f" The state before is kept as {printable(str(copy))}."
    return context.answer(
        lambda: _preview_shape(preview, copy, zone, is_restored=True),
        lambda: [f"Restored {printable(backup.path.name)}.{kept}", *_timer_lines(preview, zone)],
    )


def _choose_backup(folder: Path, named: str | None, backups: tuple[Backup, ...]) -> Backup:
    from mle_planner.core.maintenance.restore import open_backup

    if named is None:
        sound = next((each for each in backups if each.is_sound), None)
        if sound is None:
            raise PlannerError(
                f"There is no sound backup in {folder / 'backups'}. Nothing was changed; name "
                "a backup file if you keep one elsewhere."
            )
        return sound
    known = (each for each in backups if named in (each.path.name, each.path.stem))
    found = next(known, None)
    if found is not None:
        return found
    try:
        return open_backup(folder, named_path(named))
    except (OSError, ValueError) as error:  # such as no name at all
        raise PlannerError(
            f"There is no backup {named}. Nothing was changed; mle-planner restore --list "
            "names them."
        ) from error


def _shape(backup: Backup, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "path": str(backup.path),
        "made_at": moment_json(backup.made_at, zone),
        "size": backup.size,
        "sound": backup.is_sound,
        "records": _count(backup),
        "latest_entry": None
        if backup.contents is None
        else moment_json(backup.contents.latest_entry, zone),
    }


def _preview_shape(
    preview: RestorePreview, copy: Path | None, zone: ZoneInfo, *, is_restored: bool = False
) -> dict[str, Any]:
    present = preview.now
    return {
        "backup": _shape(preview.backup, zone),
        "changes": [
            {
                "kind": table,
                "now": None if present is None else present.records[table],
                "after": preview.after.records[table],
            }
            for table in preview.tables
        ],
        "latest_entry": {
            "now": None if present is None else moment_json(present.latest_entry, zone),
            "after": moment_json(preview.after.latest_entry, zone),
        },
        "running": None
        if preview.after.running is None
        else {
            "title": preview.after.running.title,
            "start": moment_json(preview.after.running.start, zone),
        },
        "restored": is_restored,
        "kept_as": None if copy is None else str(copy),
    }


def _count(backup: Backup) -> int:
    return 0 if backup.contents is None else sum(backup.contents.records.values())


def _lines(backups: tuple[Backup, ...], zone: ZoneInfo) -> Iterator[str]:
    if not backups:
        yield "No backups. mle-planner backup makes one."
    for each in backups:
        state = "sound" if each.is_sound else "damaged"
        records = _count(each)
        yield (
            f"{_text(each.made_at, zone)}  {each.size / 1e6:7.1f} MB  {records:>8} records  "
            f"{state:<8}{printable(str(each.path))}"
        )
    if backups:
        yield f"{sum(each.size for each in backups) / 1e6:.1f} MB in all."


def _preview_lines(preview: RestorePreview, zone: ZoneInfo) -> Iterator[str]:
    made_at = _text(preview.backup.made_at, zone)
    yield f"Backup {printable(preview.backup.path.name)}, made {made_at}:"
    present, unknown = preview.now, "none" if preview.is_missing else "?"
    if preview.is_missing:
        yield "  There is no database now."
    elif present is None:
        yield "  The present database cannot be read; a copy of its bytes is kept."
    for table in preview.tables:
        before = unknown if present is None else str(present.records[table])
        name = _KINDS.get(table, table.replace("_", " "))
        yield f"  {name}: {before} now, {preview.after.records[table]} after"
    latest = unknown if present is None else _text(present.latest_entry, zone)
    yield f"  latest entry: {latest} now, {_text(preview.after.latest_entry, zone)} after"
    yield from (f"  {line}" for line in _timer_lines(preview, zone))
    if present is not None:
        yield "The present state is backed up first; restoring that backup undoes this."


def _timer_lines(preview: RestorePreview, zone: ZoneInfo) -> Iterator[str]:
    running = preview.after.running
    if preview.starts_timer and running is not None:
        made_at = preview.backup.made_at
        ending = (
            " To end it when the backup was made, run after the restore: mle-planner stop --at "
            f"{moment_json(made_at, zone)}"
        )
        yield (
            f"A timer runs in this backup: {printable(running.title)} since "
            f"{_text(running.start, zone)}.{ending if running.start < made_at else ''}"
        )


def _text(at: datetime | None, zone: ZoneInfo) -> str:
    return "none" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
