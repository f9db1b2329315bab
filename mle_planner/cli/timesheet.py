"""The command that writes a timesheet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.cli.arguments import UsageError, argument, takes
from mle_planner.cli.columns import counted
from mle_planner.cli.context import Context, note, say
from mle_planner.cli.rounding import read_step
from mle_planner.cli.timesheet_choices import (
    CHOICES,
    answer_about_templates,
    read_choices,
    refuse_wrong_usage,
)
from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.formats import minutes_text, range_text

if TYPE_CHECKING:
    from mle_planner.core.timesheet.formats.format import ExportOptions, Format
    from mle_planner.core.timesheet.sheet import Timesheet

_FORMATS = ("xlsx", "pdf", "csv", "toggl", "clockify", "harvest", "kimai", "ics", "json")
"""The names of the registry, which is loaded only when a timesheet is written."""


@takes(
    *CHOICES,
    argument(
        "--round", metavar="MINUTES",
        help="round to this step, 0 to 60 (default: the setting); entries are not changed",
    ),
    argument("--format", choices=_FORMATS, help="default: by the file name, else CSV"),
    argument(
        "--option", dest="chosen", metavar="NAME=VALUE", action="append", default=[],
        help="of the format, such as times=local; a wrong one lists what there is",
    ),
    argument(
        "--check", action="store_true",
        help="list gaps, overlaps and what else to look at before it is sent; write nothing",
    ),
    argument("-o", "--output", metavar="FILE", default="-", help="default, or -: standard output"),
)  # fmt: skip
def write_timesheet(context: Context, options: argparse.Namespace) -> int:
    """Write the tracked time of a range of days, rounded so that everything adds up."""
    from mle_planner.core.files import write_export
    from mle_planner.core.timesheet.formats import registry

    refuse_wrong_usage(options)
    answered = answer_about_templates(context, options)
    if answered is not None:
        return answered
    planner = context.planner
    period, choices = read_choices(context, options)
    if options.check:
        from mle_planner.cli.timesheet_check import answer_check

        whole = planner.reviews.timesheet(period.first, period.last)
        return answer_check(context, choices.of(whole))
    form = _format(context, options, choices.format)
    kept_options = dict(choices.options) if form.name == choices.format else {}
    chosen = kept_options | _choices(options.chosen)
    with_options = _export_options(context, form, chosen)
    step_min = read_step(options.round, "exported")
    sheet = choices.of(planner.reviews.timesheet(period.first, period.last, step_min))
    if options.output == "-" and not form.is_text and sys.stdout.isatty():
        raise UsageError(f"A terminal cannot show {form.title}. Name a file with -o.")
    content = form.write(sheet, with_options)
    if options.save_template is not None:
        kept = replace(choices, format=form.name, options=tuple(chosen.items()))
        planner.sheet_templates.keep(options.save_template, kept)
    if options.output == "-":
        say(content)  # CSV ends its lines with CR and LF on every system
        return 0
    path = Path(options.output)
    write_export(path, content, form.ending)
    if form.needs_email and not with_options.email:
        note(f"{form.title} finds you by your email address: mle-planner set my_addresses ADDRESS.")
    written_min = registry.written_min(form, sheet, with_options)
    return _answer_written(context, sheet, form, path, written_min)


def _answer_written(
    context: Context, sheet: Timesheet, form: Format, path: Path, written_min: int
) -> int:
    """Say what was written to a file, and what is not on it."""
    untimed_s = _note_missing_time(context, sheet)
    lines = counted(len(sheet.lines), "line")
    return context.answer(
        lambda: {
            "file": str(path),
            "format": form.name,
            "lines": len(sheet.lines),
            "first": sheet.first.isoformat(),
            "last": sheet.last.isoformat(),
            "rounded_min": sheet.total_min,
            "tracked_s": sheet.tracked_s,
            "tracked_min": sheet.tracked_min,
            "untimed_s": untimed_s,
        },
        f"Wrote {lines} of {range_text(sheet.first, sheet.last)}, {minutes_text(written_min)} in "
        f"all, to {path}.",
    )


def _export_options(context: Context, form: Format, chosen: Mapping[str, str]) -> ExportOptions:
    """Return what a file is written with; raises ``PlannerError`` for a wrong choice."""
    from mle_planner.core.timesheet.formats.format import export_options
    from mle_planner.core.timesheet.formats.registry import checked_choices

    return export_options(
        checked_choices(form, chosen),
        context.planner.settings,
        context.planner.days.zone,
        has_decimal_comma=_has_decimal_comma(),
        write_pdf=context.write_pdf,
    )


def _note_missing_time(context: Context, sheet: Timesheet) -> int:
    """Say which time of its days is not on a sheet; return the seconds imported without times."""
    if sheet.running_title is not None:
        note(f"{sheet.running_title} is still running and is not on the timesheet.")
    totals = context.planner.day_totals.between(sheet.first, sheet.last)
    untimed_s = sum(total.length_s for total in totals)
    if totals:
        days = counted(len({total.day for total in totals}), "day")
        note(
            f"{minutes_text(untimed_s // 60)} on {days} was "
            "imported without times and is not on the timesheet."
        )
    return untimed_s


def _format(context: Context, options: argparse.Namespace, kept: str) -> Format:
    from mle_planner.core.timesheet.formats.registry import FORMATS, format_of_file

    if options.format is not None:
        return FORMATS[options.format]
    if context.wants_json and options.output == "-":
        return FORMATS["json"]
    if kept in FORMATS:
        return FORMATS[kept]
    return format_of_file(options.output)


def _choices(texts: Sequence[str]) -> dict[str, str]:
    parts = [text.partition("=") for text in texts]
    return {name.strip(): value.strip() for name, _sign, value in parts}


def _has_decimal_comma() -> bool:
    """Whether figures have a comma in the locale of the process."""
    import locale

    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return locale.localeconv()["decimal_point"] == ","
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_NUMERIC, "C")
