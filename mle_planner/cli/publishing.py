"""The command ``publish``: the plan as a calendar file that is kept up to date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import UsageError
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.addresses import is_address
from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.model.publication import PublishLevel

if TYPE_CHECKING:
    from mle_planner.core.model.publication import Publication
    from mle_planner.core.planner import Planner
    from mle_planner.core.publishing.publications import EventChange, PublishPreview

_SHOWN = 20


class NotPublishedError(PlannerError):
    """A plan that was not published."""


def declare_publish(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``publish``."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?",
        help="the file to write (.ics); without one, all files are brought up to date",
    )  # fmt: skip
    parser.add_argument(
        "--level", choices=[level.value for level in PublishLevel],
        help="what others read: full titles, project names, or only busy (the default)",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="publish without asking")
    parser.add_argument(
        "--stop", action="store_true", help="publish to the file no longer, and leave it as it is"
    )


def publish(context: Context, options: argparse.Namespace) -> int:
    """Publish the plan to a file, or bring all files up to date."""
    publications = context.planner.publications
    if options.file is None:
        if options.level or options.stop:
            raise UsageError("Name the file. Usage: mle-planner publish FILE [--level LEVEL]")
        return _answer(context, publications.update_all())
    if is_address(options.file):
        raise NotPublishedError(
            "The plan is published to files. Nothing was published; name a file (.ics)."
        )
    path = Path(options.file).expanduser()
    if options.stop:
        found = publications.to(path)
        if found is None:
            raise NotPublishedError(
                f"The plan is not published to {path.name}. Nothing was changed."
            )
        publications.stop(found)
        return _answer(context, publications.all())
    return _publish(context, path, options)


def _publish(context: Context, path: Path, options: argparse.Namespace) -> int:
    publications = context.planner.publications
    level = PublishLevel(options.level) if options.level else None
    preview = publications.preview(path, level)
    before = publications.to(path)
    is_shown = before is None or before.level is not preview.publication.level
    if is_shown and not options.yes:
        if context.wants_json:
            return context.answer(lambda: _preview_json(context.planner, preview), lambda: ())
        context.answer(lambda: None, lambda: _preview_lines(context.planner, preview))
        if not _agrees():
            raise NotPublishedError("Nothing was published.")
    return _answer(context, [publications.publish(preview)])


def _answer(context: Context, found: list[Publication] | tuple[Publication, ...]) -> int:
    """Answer with the files; exit code 1 where one could not be written."""
    planner = context.planner
    context.answer(
        lambda: [_publication_json(planner, each) for each in found],
        lambda: [_line(planner, each) for each in found] or ["The plan is published nowhere."],
    )
    return 1 if any(each.problem for each in found) else 0


def _line(planner: Planner, publication: Publication) -> str:
    if publication.problem or publication.published_at is None:
        return printable(f"{publication.target}: {publication.problem}")
    when = day_and_clock_text(publication.published_at, planner.now(), planner.days.zone)
    return printable(f"{publication.target}: published {when}, {publication.level.value}")


def _publication_json(planner: Planner, publication: Publication) -> dict[str, Any]:
    return {
        "target": publication.target,
        "level": publication.level.value,
        "published_at": moment_json(publication.published_at, planner.days.zone),
        "problem": publication.problem or None,
    }


def _preview_json(planner: Planner, preview: PublishPreview) -> dict[str, Any]:
    zone = planner.days.zone
    return {
        "target": preview.publication.target,
        "level": preview.publication.level.value,
        "published": False,
        "changes": [
            {
                "change": change.kind,
                "start": moment_json(change.span.start, zone),
                "end": moment_json(change.span.end, zone),
                "title": change.title,
                "free": change.is_free,
            }
            for change in preview.changes
        ],
    }


def _preview_lines(planner: Planner, preview: PublishPreview) -> Iterator[str]:
    counts = ", ".join(f"{preview.count(kind)} {kind}" for kind in ("added", "changed", "removed"))
    yield printable(f"{preview.publication.target} ({preview.publication.level.value}): {counts}")
    for change in preview.changes[:_SHOWN]:
        yield printable(f"  {change.kind} {_when(planner, change)} {change.title}")
    if len(preview.changes) > _SHOWN:
        yield f"  and {len(preview.changes) - _SHOWN} more"


def _when(planner: Planner, change: EventChange) -> str:
    zone, now = planner.days.zone, planner.now()
    return day_and_clock_text(change.span.start, now, zone)


def _agrees() -> bool:
    print("Publish this? [y/N] ", end="", file=sys.stderr, flush=True)
    try:
        return sys.stdin is not None and sys.stdin.readline().strip().lower() in ("y", "yes")
    except OSError:
        return False
