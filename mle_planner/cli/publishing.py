"""The command ``publish``: the plan as a file or a calendar that is kept up to date."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.accounts import (
    SIGN_IN,
    account_request,
    is_account,
    password_given,
    refusal_text,
)
from mle_planner.cli.arguments import UsageError, argument, one_of, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context, agrees
from mle_planner.cli.json_values import moment_json, span_json
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.paths import named_path
from mle_planner.core.calendars.addresses import is_address, mask_address, read_address
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.i18n.formats import day_and_clock_range_text, day_and_clock_text
from mle_planner.core.model.publication import PublishLevel

if TYPE_CHECKING:
    from mle_planner.core.base.spans import Span
    from mle_planner.core.model.publication import Publication, PublishConflict
    from mle_planner.core.planner import Planner
    from mle_planner.core.publishing.publications import PublishPreview

_SHOWN = 20


@takes(
    argument(
        "what", metavar="FILE|CALENDAR-URL", nargs="?",
        help="the file to write (.ics), or a CalDAV calendar; without one, all are brought up to "
        "date",
    ),
    *SIGN_IN,
    argument(
        "--level", choices=[level.value for level in PublishLevel],
        help="what others read: full titles, project names, or only busy (the default)",
    ),
    one_of(
        argument(
            "--take-over", action="store_true", help="change the plan to what others changed there"
        ),
        argument(
            "--keep-mine", action="store_true",
            help="publish the plan over what others changed there",
        ),
    ),
    argument("--yes", action="store_true", help="publish without asking"),
    argument("--stop", action="store_true", help="publish there no longer, and leave it as it is"),
)  # fmt: skip
def publish(context: Context, options: argparse.Namespace) -> int:
    """Publish the plan to a file or a calendar, or bring all of them up to date."""
    publications = context.planner.publications
    is_known = options.what is None or options.take_over or options.keep_mine
    if is_known and options.password_stdin:
        publications.use_for_this_run(password_given(options))
    if options.what is None:
        if options.level or options.stop or options.take_over or options.keep_mine:
            raise UsageError("Name the file or calendar. Usage: mle-planner publish FILE|URL")
        return _answer(context, publications.update_all())
    found = publications.to(_target(options.what))
    if options.stop or options.take_over or options.keep_mine:
        if found is None:
            raise PlannerError("The plan is not published there. Nothing was changed.")
        if options.stop:
            publications.stop(found)
            return _answer(context, publications.all())
        return _answer(context, [_decide(context, found, takes_over=options.take_over)])
    return _publish(context, options, found)


def _target(what: str) -> Path | str:
    return read_address(what) if is_address(what) else named_path(what)


def _decide(context: Context, publication: Publication, *, takes_over: bool) -> Publication:
    """Take over everything that others changed, or replace it, and publish."""
    publications, conflicts = context.planner.publications, context.planner.publish_conflicts
    publication = publications.update(publication)
    for conflict in conflicts.of(publication):
        if takes_over:
            conflicts.take_over(publication, conflict)
        else:
            publication = conflicts.keep_mine(publication, conflict)
    return publications.update(publication)


def _publish(context: Context, options: argparse.Namespace, before: Publication | None) -> int:
    publications = context.planner.publications
    preview = _preview(context, options, before)
    is_shown = before is None or before.level is not preview.publication.level
    if is_shown and not options.yes:
        if context.wants_json:
            return context.answer(lambda: _preview_json(context.planner, preview), lambda: ())
        context.answer(lambda: None, lambda: _preview_lines(context.planner, preview))
        if not agrees("Publish this?"):
            raise PlannerError("Nothing was published.")
    return _answer(context, [publications.publish(preview)])


def _preview(
    context: Context, options: argparse.Namespace, before: Publication | None
) -> PublishPreview:
    publications = context.planner.publications
    level = PublishLevel(options.level) if options.level else None
    target = _target(options.what)
    if isinstance(target, Path):
        return publications.preview(target, level)
    if before is not None and not is_account(options):
        return publications.preview_update(replace(before, level=level or before.level))
    try:
        return publications.preview_calendar(account_request(options, target), level)
    except FeedError as error:
        raise PlannerError(refusal_text(error, "published")) from error


def _answer(context: Context, found: list[Publication] | tuple[Publication, ...]) -> int:
    """Answer with where the plan is; exit code 1 where it could not all be written."""
    planner = context.planner
    context.answer(
        lambda: [_publication_json(planner, each) for each in found],
        lambda: (
            [line for each in found for line in _lines(planner, each)]
            or ["The plan is published nowhere."]
        ),
    )
    return 1 if any(each.problem for each in found) else 0


def _lines(planner: Planner, publication: Publication) -> Iterator[str]:
    target = planner.publications.name_of(publication)
    if publication.problem or publication.published_at is None:
        yield printable(f"{target}: {planner.publications.problem_of(publication)}")
    else:
        when = day_and_clock_text(publication.published_at, planner.now(), planner.days.zone)
        yield printable(f"{target}: published {when}, {publication.level.value}")
    for conflict in planner.publish_conflicts.of(publication):
        yield printable(f"  {_conflict_words(planner, conflict)}")


def _conflict_words(planner: Planner, conflict: PublishConflict) -> str:
    words = f"changed there: {_when(planner, conflict.before)} {conflict.title_before}"
    if conflict.is_deleted:
        now = "deleted"
    elif conflict.span is None:
        now = "an event that repeats or has no times"
    else:
        now = f"{_when(planner, conflict.span)} {conflict.title}"
    return f"{words} is now {now} (--take-over or --keep-mine)"


def _publication_json(planner: Planner, publication: Publication) -> dict[str, Any]:
    zone = planner.days.zone
    return {
        "target": mask_address(publication.target),
        "level": publication.level.value,
        "published_at": moment_json(publication.published_at, zone),
        "problem": planner.publications.problem_of(publication) or None,
        "conflicts": [
            {
                **span_json(each.before, zone),
                "title": each.title_before,
                "deleted_there": each.is_deleted,
                "start_there": moment_json(each.span.start if each.span else None, zone),
                "end_there": moment_json(each.span.end if each.span else None, zone),
                "title_there": each.title or None,
            }
            for each in planner.publish_conflicts.of(publication)
        ],
    }


def _preview_json(planner: Planner, preview: PublishPreview) -> dict[str, Any]:
    zone = planner.days.zone
    return {
        "target": mask_address(preview.publication.target),
        "level": preview.publication.level.value,
        "published": False,
        "changes": [
            {
                "change": change.kind,
                **span_json(change.span, zone),
                "title": change.title,
                "free": change.is_free,
            }
            for change in preview.changes
        ],
    }


def _preview_lines(planner: Planner, preview: PublishPreview) -> Iterator[str]:
    counts = ", ".join(f"{preview.count(kind)} {kind}" for kind in ("added", "changed", "removed"))
    target = planner.publications.name_of(preview.publication)
    yield printable(f"{target} ({preview.publication.level.value}): {counts}")
    for change in preview.changes[:_SHOWN]:
        yield printable(f"  {change.kind} {_when(planner, change.span)} {change.title}")
    if len(preview.changes) > _SHOWN:
        yield f"  and {len(preview.changes) - _SHOWN} more"


def _when(planner: Planner, span: Span) -> str:
    return day_and_clock_range_text(span.start, span.end, planner.now(), planner.days.zone)
