"""The lines of locked days: as they were sent, and a line for each correction since.

The sent lines keep their figures whatever is corrected later. A correction line adds what the
entry is now less what was sent of it; the entry's new time is rounded by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from mle_planner.core.base.frozen import replace
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.work import RoundingUnit
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.rounding import RoundingRule, rule_of
from mle_planner.core.timesheet.terms import LockedTerms

SplitLines = Callable[[LockedTerms], Mapping[EntryId, Sequence[SheetLine]]]


def sent_lines(
    lines: Iterable[SheetLine],
    locked: Sequence[LockedTerms],
    split: SplitLines,
) -> list[SheetLine]:
    """Return the lines with those of locked days as they were sent, without figures.

    ``split`` returns the lines of the entries that were corrected since, as they were sent.
    """
    kept = []
    for line in lines:
        terms = terms_of(line.day, locked)
        if terms is None:
            kept.append(line)
        elif line.entry_id not in terms.corrected:
            kept.append(_on_terms(line, terms))
    for terms in locked:
        for of_entry in split(terms).values():
            kept.extend(_on_terms(line, terms) for line in of_entry if terms.holds(line.day))
    kept.sort(key=lambda line: (line.span, line.entry_id))
    return kept


def correction_lines(
    now: Iterable[SheetLine], sent: Iterable[SheetLine], locked: Sequence[LockedTerms]
) -> list[SheetLine]:
    """Return the lines of what was corrected in locked days, with their rounded minutes.

    ``now`` are the lines as the entries are, ``sent`` those that were sent, with their figures.
    """
    pairs: dict[tuple[date, EntryId], list[SheetLine | None]] = {}
    for place, lines in enumerate((sent, now)):
        for line in lines:
            terms = terms_of(line.day, locked)
            if terms is not None and line.entry_id in terms.corrected:
                pair = pairs.setdefault((line.day, line.entry_id), [None, None])
                pair[place] = line if place == 0 else _on_terms(line, terms)
    found = []
    for (day, entry_id), (before, after) in pairs.items():
        terms = terms_of(day, locked)
        if terms is not None:
            corrected_at = terms.corrected[entry_id].corrected_at
            found += [
                replace(line, corrected_at=corrected_at)
                for line in _differences(before, after, terms.rule)
            ]
    found.sort(key=lambda line: (line.span, line.entry_id))
    return found


def terms_of(day: date, locked: Sequence[LockedTerms]) -> LockedTerms | None:
    """Return the terms that a day is locked on."""
    return next((terms for terms in locked if terms.holds(day)), None)


def _differences(
    before: SheetLine | None, after: SheetLine | None, general: RoundingRule
) -> Iterator[SheetLine]:
    """Yield what a correction takes away and adds; one line where it counts to the same work."""
    if after is None or before is None or _work(before) != _work(after):
        if before is not None:
            yield replace(before, correction_s=-before.tracked_s, rounded_min=-before.rounded_min)
        if after is not None:
            minutes = _rounded_alone(after, general)
            yield replace(after, correction_s=after.tracked_s, rounded_min=minutes)
        return
    yield replace(
        after,
        correction_s=after.tracked_s - before.tracked_s,
        rounded_min=_rounded_alone(after, general) - before.rounded_min,
    )


def _rounded_alone(line: SheetLine, general: RoundingRule) -> int:
    rule = rule_of(line.project) or general
    if rule.unit is not RoundingUnit.ENTRY:
        rule = replace(rule, least_min=0)
    return rule.round_lines([line.tracked_s])[0] // 60


def _work(line: SheetLine) -> tuple[object, ...]:
    return line.title, line.activity.id, line.project, line.task, line.person


def _on_terms(line: SheetLine, terms: LockedTerms) -> SheetLine:
    project = terms.project(line.project)
    return line if project is line.project else replace(line, project=project)
