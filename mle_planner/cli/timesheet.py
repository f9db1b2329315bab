"""The command that writes a timesheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.cli.context import Context, note, say
from mle_planner.cli.timesheet_choices import (
    TimesheetRangeError,
    answer_about_templates,
    declare_choices,
    read_choices,
    refuse_wrong_usage,
)
from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.formats import minutes_text

if TYPE_CHECKING:
    from mle_planner.core.timesheet.sheet import Timesheet

_LONGEST_STEP_MIN = 60


def declare_write_timesheet(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``timesheet``."""
    declare_choices(parser)
    parser.add_argument(
        "--round", metavar="MINUTES",
        help="round to this step, 0 to 60 (default: the setting); entries are not changed",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=("csv", "json"),
        help="default: by the file name, else CSV",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="default, or -: standard output"
    )


def write_timesheet(context: Context, options: argparse.Namespace) -> int:
    """Write the tracked time of a range of days, rounded so that everything adds up."""
    from mle_planner.core.files import write_atomically
    from mle_planner.core.timesheet.export import FORMATS

    refuse_wrong_usage(options)
    answered = answer_about_templates(context, options)
    if answered is not None:
        return answered
    period, choices = read_choices(context, options)
    step_min = _step_min(options.round)
    sheet = choices.of(context.planner.reviews.timesheet(period.first, period.last, step_min))
    kind = _format(context, options, choices.format)
    if options.save_template is not None:
        kept = replace(choices, format=kind)
        context.planner.sheet_templates.keep(options.save_template, kept)
    content = FORMATS[kind](sheet)
    if options.output == "-":
        say(content)  # CSV ends its lines with CR and LF on every system
        return 0
    path = Path(options.output)
    write_atomically(path, content)
    if sheet.running_title is not None:
        note(f"{sheet.running_title} is still running and is not on the timesheet.")
    return context.answer(
        lambda: {
            "file": str(path),
            "format": kind,
            "lines": len(sheet.lines),
            "rounded_min": sheet.total_min,
            "tracked_s": sheet.tracked_s,
        },
        lambda: [_summary(sheet, path)],
    )


def _summary(sheet: Timesheet, path: Path) -> str:
    lines = "1 line" if len(sheet.lines) == 1 else f"{len(sheet.lines)} lines"
    return f"Wrote {lines}, {minutes_text(sheet.total_min)} in all, to {path}."


def _step_min(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and int(text) <= _LONGEST_STEP_MIN:
        return int(text)
    raise TimesheetRangeError(
        f"{text} is not a rounding from 0 to {_LONGEST_STEP_MIN} minutes. Nothing was exported; "
        "choose one such as 6 or 15."
    )


def _format(context: Context, options: argparse.Namespace, kept: str) -> str:
    if options.format is not None:
        return str(options.format)
    if context.wants_json and options.output == "-":
        return "json"
    if kept:
        return kept
    return "json" if options.output.lower().endswith(".json") else "csv"
