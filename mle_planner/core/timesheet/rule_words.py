"""The sentence below the sums: how they were rounded, and of how many days and entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.work import RoundingMode, RoundingUnit
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.rounding import RoundingRule, rule_of
from mle_planner.core.timesheet.sheet import Timesheet

_UNITS: Mapping[RoundingUnit, str] = {
    RoundingUnit.ENTRY: N_("Each entry is rounded {to}; days and totals add the rounded entries."),
    RoundingUnit.DAY: N_("Each day is rounded {to} and shared out to its entries."),
    RoundingUnit.PERIOD: N_("The whole period is rounded {to} and shared out to its entries."),
}


def rule_words(sheet: Timesheet) -> str:
    """Return what a reader of the sheet has to know to work it out again."""
    sentences = [_rounding(sheet.rounding)]
    own = {line.project.id for line in sheet.lines if line.project and rule_of(line.project)}
    if own:
        sentences.append(
            plural("{count} project has its own rule.", "{count} projects have their own rules.",
                   len(own))
        )  # fmt: skip
    days = len({line.day for line in sheet.lines})
    sentences.append(
        _("{days}, {entries}.", days=plural("{count} day", "{count} days", days),
          entries=entries_words(sheet.lines))
    )  # fmt: skip
    if any(line.span.start.second or line.span.end.second for line in sheet.lines):
        sentences.append(_("Times are shown without their seconds, which are counted."))
    return " ".join(sentences)


def entries_words(lines: Iterable[SheetLine]) -> str:
    """Return of how many entries lines are, and how many of them correct what was sent.

    An entry that goes on after midnight has two lines and counts once.
    """
    of = list(lines)
    entries = len({line.entry_id for line in of if not line.is_correction})
    corrections = sum(line.is_correction for line in of)
    words = plural("{count} entry", "{count} entries", entries)
    if not corrections:
        return words
    return f"{words}, " + plural("{count} correction", "{count} corrections", corrections)


def _rounding(rule: RoundingRule) -> str:
    words = _(_UNITS[rule.unit], to=_step(rule.mode, max(1, rule.step_min)))
    if rule.least_min:
        least = _("Each counts for at least {minutes} min.", minutes=rule.least_min)
        words = f"{words} {least}"
    return words


def _step(mode: RoundingMode, minutes: int) -> str:
    """Return the minutes that are rounded to, and the way."""
    if mode is RoundingMode.UP:
        return plural("up to the full minute", "up to full {count} min", minutes)
    if mode is RoundingMode.DOWN:
        return plural("down to the full minute", "down to full {count} min", minutes)
    return plural("to the nearest minute", "to the nearest {count} min", minutes)
