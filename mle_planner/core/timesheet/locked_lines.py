"""The lines of locked days: as they were sent, and a line for each correction since.

The sent lines keep their figures whatever is corrected, tracked on other days, or looked at
together. A correction line adds what the entry is now less what was sent of it; the entry's new
time is rounded by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.work import RoundingUnit
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.lines import SheetLine, round_minutes, unrounded_lines, with_figures
from mle_planner.core.timesheet.rounding import RoundingRule, rule_of
from mle_planner.core.timesheet.terms import LockedTerms


def locked_lines(entries: Iterable[TrackedItem], terms: LockedTerms) -> list[SheetLine]:
    """Return the lines of all days that were locked at once, breaks too, corrections apart."""
    now = _lines(entries, terms)
    before = [found.sent for found in terms.corrected.values() if found.sent is not None]
    kept = [line for line in now if line.entry_id not in terms.corrected]
    every = sorted([*kept, *_lines(before, terms)], key=_order)
    sent = [line for line in every if not line.is_break]
    figures = with_figures(sent, round_minutes(sent, terms.rule))
    corrections = _corrections(now, figures, terms)
    return [*figures, *corrections, *(line for line in now if line.is_break)]


def _lines(entries: Iterable[TrackedItem], terms: LockedTerms) -> list[SheetLine]:
    on_terms = map(terms.on_terms, entries)
    return unrounded_lines(on_terms, terms.spans, terms.days, terms.first_day, terms.last_day)


def _order(line: SheetLine) -> tuple[Span, EntryId]:
    return line.span, line.entry_id


def _corrections(
    now: Iterable[SheetLine], sent: Iterable[SheetLine], terms: LockedTerms
) -> Sequence[SheetLine]:
    """Return the lines of what was corrected, with their figures.

    ``now`` are the lines as the entries are, ``sent`` those that were sent, with their figures.
    """
    pairs: dict[tuple[date, EntryId], list[SheetLine | None]] = {}
    for place, lines in enumerate((sent, now)):
        for line in lines:
            if line.entry_id in terms.corrected and not line.is_break:
                pairs.setdefault((line.day, line.entry_id), [None, None])[place] = line
    found = [
        replace(line, corrected_at=terms.corrected[entry_id].corrected_at)
        for (_day, entry_id), (before, after) in pairs.items()
        for line in _differences(before, after, terms.rule)
    ]
    return sorted(found, key=lambda line: (line.day, *_order(line)))


def _differences(
    before: SheetLine | None, after: SheetLine | None, general: RoundingRule
) -> Iterator[SheetLine]:
    """Yield what a correction takes away and adds; one line where it counts to the same work.

    Each figure is what it is now less what was sent, so that both together are never negative.
    """
    now = None if after is None else _alone(after, general)
    if before is not None and now is not None and _work(before) == _work(now):
        yield _less(now, before)
        return
    if before is not None:
        yield _less(None, before)
    if now is not None:
        yield replace(now, correction_s=now.tracked_s)


def _less(now: SheetLine | None, before: SheetLine) -> SheetLine:
    """Return a line with the figures of an entry now, if it is there, less those before."""
    amounts = [None if line is None else line.amount_cents for line in (now, before)]
    return replace(
        now or before,
        correction_s=(now.tracked_s if now else 0) - before.tracked_s,
        rounded_min=(now.rounded_min if now else 0) - before.rounded_min,
        hundredths=(now.hundredths if now else 0) - before.hundredths,
        amount_cents=None if amounts[1] is None else (amounts[0] or 0) - amounts[1],
    )


def _alone(line: SheetLine, general: RoundingRule) -> SheetLine:
    """Return a line with its figures, rounded by itself."""
    rule = rule_of(line.project) or general
    if rule.unit is not RoundingUnit.ENTRY:
        rule = replace(rule, least_min=0)
    return with_figures([line], [rule.round_lines([line.tracked_s])[0] // 60])[0]


def _work(line: SheetLine) -> tuple[object, ...]:
    return line.title, line.activity.id, line.project, line.task, line.person
