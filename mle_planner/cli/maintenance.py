"""Commands that keep things safe: backup, export."""

from __future__ import annotations

import argparse
from pathlib import Path

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import counted
from mle_planner.cli.context import Context, json_text, say


@takes(argument("folder", metavar="FOLDER", nargs="?", help="default: backups in the data folder"))
def backup(context: Context, options: argparse.Namespace) -> int:
    """Write a checked copy of the database, then cut the undo history to its length."""
    folder = None if options.folder is None else Path(options.folder)
    path = context.planner.maintenance.back_up(folder)
    context.planner.maintenance.trim_history()
    return context.answer(lambda: {"path": str(path)}, f"Wrote {path}.")


@takes(
    argument("-o", "--output", metavar="FILE", default="-", help="default, or -: standard output")
)
def export(context: Context, options: argparse.Namespace) -> int:
    """Write everything that is stored as one JSON object, with a list for each kind of record."""
    from mle_planner.core.files import write_export

    planner = context.planner
    records = planner.everything()
    document = {
        "kind": "everything",
        "version": 1,
        "exported_at": f"{planner.now():%Y-%m-%dT%H:%M:%SZ}",
        "records": records,
    }
    text = json_text(document, indent=1)
    if options.output == "-":
        say(text)
        return 0
    path = Path(options.output)
    write_export(path, f"{text}\n".encode(), "json")
    count = sum(map(len, records.values()))
    return context.answer(
        lambda: {"file": str(path), "records": count},
        f"Wrote {counted(count, 'record')} to {path}.",
    )
