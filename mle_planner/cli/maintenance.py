"""Commands that keep things safe: backup, doctor, export."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context, say
from mle_planner.core.base.errors import PlannerError

SOUND, NOT_SOUND = 0, 1


def declare_backup(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``backup``."""
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", help="default: backups in the data folder"
    )


def backup(context: Context, options: argparse.Namespace) -> int:
    """Write a checked copy of the database."""
    folder = None if options.folder is None else Path(options.folder)
    path = context.planner.back_up(folder)
    return context.answer(lambda: {"path": str(path)}, lambda: [f"Wrote {path}."])


def declare_doctor(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing: ``doctor`` takes no arguments."""


def doctor(context: Context, _options: argparse.Namespace) -> int:
    """Check database, settings and backups; say what is wrong and what to do about it."""
    findings, checked = _findings(context)
    context.answer(
        lambda: {
            "sound": not findings,
            "problems": findings,
            "database": str(context.folder / "planner.db"),
            "backups": checked,
        },
        lambda: map(printable, findings) if findings else [_praise(checked)],
    )  # fmt: skip
    return NOT_SOUND if findings else SOUND


def _findings(context: Context) -> tuple[list[str], int]:
    """Return a sentence for each problem, and how many backups were looked at."""
    try:
        planner = context.planner
        damage = planner.problems()
    except PlannerError as error:
        return [str(error)], 0
    except Exception as error:
        if type(error).__module__ != "sqlite3":
            raise
        damage, planner = (str(error),), context.planner
    notices = planner.settings.notices if not damage else ()
    findings = [sentence for sentence in damage if sentence in notices]
    damage = tuple(sentence for sentence in damage if sentence not in notices)
    if damage:
        findings.append(
            f"The database is damaged: {damage[0]}. Restore a backup: mle-planner restore."
        )
    backups = planner.backups()
    findings += [
        f"The backup {backup.path.name} is damaged. Delete it and make another: mle-planner backup."
        for backup in backups
        if not backup.is_sound
    ]
    return findings, len(backups)


def _praise(backups: int) -> str:
    if backups == 0:
        return "Database and settings are sound. No backup yet: mle-planner backup makes one."
    return f"Database and settings are sound; backups looked at and sound: {backups}."


def declare_export(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``export``."""
    parser.add_argument("--format", choices=("json",), default="json", help="output format")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="default, or -: standard output"
    )


def export(context: Context, options: argparse.Namespace) -> int:
    """Write everything that is stored as one JSON object, with a list for each kind of record."""
    from mle_planner.core.files import write_atomically

    planner = context.planner
    records = planner.everything()
    document = {
        "kind": "everything",
        "version": 1,
        "exported_at": f"{planner.now():%Y-%m-%dT%H:%M:%SZ}",
        "records": records,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if options.output == "-":
        say(text)
        return 0
    path = Path(options.output)
    write_atomically(path, f"{text}\n".encode())
    count = sum(map(len, records.values()))
    return context.answer(
        lambda: {"file": str(path), "records": count},
        lambda: [f"Wrote {count} records to {path}."],
    )
