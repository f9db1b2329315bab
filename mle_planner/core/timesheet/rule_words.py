"""The sentence below the sums: how they were rounded, and of how many days and entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mle_planner.core.i18n.gettext import N_, _, joined_words, plural
from mle_planner.core.model.work import RoundingMode, RoundingUnit
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.rounding import RoundingRule, rule_of
from mle_planner.core.timesheet.sheet import Timesheet

_UNITS: Mapping[RoundingUnit, str] = {
    RoundingUnit.ENTRY: N_("Each entry is rounded {to}; days and totals add the rounded entries."),
    RoundingUnit.DAY: N_("Each day is rounded {to} and shared out to its entries."),
    RoundingUnit.PERIOD: N_("The whole period is rounded {to} and shared out to its entries."),
}
_UNITS_OF_PROJECTS: Mapping[RoundingUnit, str] = {
    RoundingUnit.ENTRY: N_("{projects}: each entry {to}."),
    RoundingUnit.DAY: N_("{projects}: each day {to}."),
    RoundingUnit.PERIOD: N_("{projects}: the whole period {to}."),
}


def rule_words(sheet: Timesheet) -> str:
    """Return what a reader of the sheet has to know to work it out again."""
    sentences = list(_roundings(sheet))
    if sheet.parts > 1:
        sentences.append(
            _(
                "Locked days keep the figures they were sent with; locked days and other days are "
                "rounded and priced separately."
            )
        )
    days = len({line.day for line in sheet.lines})
    sentences.append(
        _("{days}, {entries}.", days=plural("{count} day", "{count} days", days),
          entries=entries_words(sheet.lines))
    )  # fmt: skip
    if any(map(_is_a_minute_off, sheet.lines)):
        sentences.append(
            _("Times are shown without seconds, which are counted: a row may be a minute off.")
        )
    rows = [(line.hundredths, line.rounded_min) for line in sheet.lines]
    rows += [(group.hundredths, group.rounded_min) for group in sheet.groups]
    if any(hundredths != _nearest_hundredths(minutes) for hundredths, minutes in rows):
        sentences.append(_("Decimal hours are rounded so that they add up: a row may be 0.01 off."))
    return " ".join(sentences)


def entries_words(lines: Iterable[SheetLine]) -> str:
    """Return the number of entries in some lines, and of corrections to what was sent, in words.

    An entry that continues after midnight has two lines and counts once.
    """
    of = list(lines)
    entries = len({line.entry_id for line in of if not line.is_correction})
    corrections = sum(line.is_correction for line in of)
    words = plural("{count} entry", "{count} entries", entries)
    if not corrections:
        return words
    return f"{words}, " + plural("{count} correction", "{count} corrections", corrections)


def _roundings(sheet: Timesheet) -> Iterator[str]:
    """Yield how the time was rounded: by one rule, or by the general one and those of projects."""
    projects = {id(line.project): line.project for line in sheet.lines}
    names: dict[RoundingRule | None, set[str]] = {}
    for project in projects.values():
        names.setdefault(rule_of(project), set()).add(project.name if project else "")
    rules = [rule for rule in names if rule is not None]
    if len(names) == 1 and rules:
        yield _rounding(_UNITS, rules[0])
        return
    if None in names or not rules:
        yield _rounding(_UNITS, sheet.rounding)
    for rule in sorted(rules, key=lambda rule: sorted(names[rule], key=str.casefold)):
        yield _rounding(_UNITS_OF_PROJECTS, rule, sorted(names[rule], key=str.casefold))


def _rounding(
    units: Mapping[RoundingUnit, str], rule: RoundingRule, names: Sequence[str] = ()
) -> str:
    words = _(
        units[rule.unit],
        to=_step(rule.mode, max(1, rule.step_min)),
        projects=joined_words(names, ", "),
    )
    if rule.least_min:
        least = _("Each counts for at least {minutes} min.", minutes=rule.least_min)
        words = f"{words} {least}"
    return words


def _nearest_hundredths(minutes: int) -> int:
    """Return the hundredths of an hour nearest to some minutes."""
    return (abs(minutes) * 10 + 3) // 6 * (1 if minutes >= 0 else -1)


def _is_a_minute_off(line: SheetLine) -> bool:
    """Whether the clock times of a line, shown without seconds, do not make up its length.

    Those of a correction never do: its length is what it adds or takes away.
    """
    start, end = (at.replace(second=0) for at in (line.span.start, line.span.end))
    return not line.is_correction and (end - start).total_seconds() != line.counted_s


def _step(mode: RoundingMode, minutes: int) -> str:
    """Return the minutes that are rounded to, and the way."""
    if mode is RoundingMode.UP:
        return plural("up to the full minute", "up to full {count} min", minutes)
    if mode is RoundingMode.DOWN:
        return plural("down to the full minute", "down to full {count} min", minutes)
    return plural("to the nearest minute", "to the nearest {count} min", minutes)
