"""The lines of locked days: as they were sent, and a line for each correction since.

The sent lines keep their figures whatever is corrected, tracked on other days, or looked at
together. A correction line adds what the entry is now less what was sent of it. Where a rule
rounds, the entry's new time is rounded by itself. Minutes without a rule, decimal hours and prices
are what the correction adds to their rounded sums, so that these stay right to the nearest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.shares import nearest_s
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.work import RoundingUnit
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.lines import (
    SheetLine,
    counted_minutes,
    price_group,
    round_minutes,
    unrounded_lines,
    with_figures,
)
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
    return [*figures, *_corrections(now, figures, terms), *(line for line in now if line.is_break)]


def _lines(entries: Iterable[TrackedItem], terms: LockedTerms) -> list[SheetLine]:
    on_terms = map(terms.on_terms, entries)
    return unrounded_lines(on_terms, terms.spans, terms.days, terms.first_day, terms.last_day)


def _order(line: SheetLine) -> tuple[Span, EntryId]:
    return line.span, line.entry_id


def _corrections(
    now: Iterable[SheetLine], sent: Sequence[SheetLine], terms: LockedTerms
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
    return _with_sums(sorted(found, key=lambda line: (line.day, *_order(line))), sent, terms.rule)


def _differences(
    before: SheetLine | None, after: SheetLine | None, general: RoundingRule
) -> Iterator[SheetLine]:
    """Yield what a correction takes away and adds; one line where it counts to the same work.

    They have tracked seconds and rounded minutes: what it is now less what was sent.
    """
    taken = None if before is None else replace(
        before, correction_s=-before.tracked_s, rounded_min=-before.rounded_min
    )  # fmt: skip
    added = None if after is None else replace(
        after, correction_s=after.tracked_s, rounded_min=_rounded_alone(after, general)
    )  # fmt: skip
    if taken is not None and added is not None and _work(taken) == _work(added):
        yield replace(
            added,
            correction_s=taken.correction_s + added.correction_s,
            rounded_min=taken.rounded_min + added.rounded_min,
        )
        return
    yield from (line for line in (taken, added) if line is not None)


def _rounded_alone(line: SheetLine, general: RoundingRule) -> int:
    """Return the minutes of a line rounded by itself."""
    rule = rule_of(line.project) or general
    if rule.unit is not RoundingUnit.ENTRY:
        rule = replace(rule, least_min=0)
    return rule.round_lines([line.tracked_s])[0] // 60


def _work(line: SheetLine) -> tuple[object, ...]:
    return line.title, line.activity.id, line.project, line.task, line.person


def _with_sums(
    found: Sequence[SheetLine], sent: Sequence[SheetLine], general: RoundingRule
) -> list[SheetLine]:
    """Return corrections, in their order, with what each adds to the sums before it.

    Decimal hours are those of the whole sum, prices those of one project at one rate.
    """
    every = sorted([*sent, *found], key=lambda line: line.day)
    of_corrections = [
        minutes
        for line, minutes in zip(every, counted_minutes(every), strict=True)
        if line.is_correction
    ]
    lines = list(found)
    for at, minutes in enumerate(of_corrections):
        if (rule_of(lines[at].project) or general).is_plain:
            lines[at] = replace(lines[at], rounded_min=minutes)
    total_min = sum(line.rounded_min for line in sent)
    priced_min = Counter[object]()
    for line in sent:
        priced_min[price_group(line)] += line.rounded_min
    for at in sorted(range(len(lines)), key=lambda at: (lines[at].corrected_at, at)):
        line, group = lines[at], price_group(lines[at])
        more, rate = line.rounded_min, line.rate_cents
        price = None if rate is None else _added(rate * priced_min[group], rate * more, 60)
        hundredths = _added(5 * total_min, 5 * more, 3)
        lines[at] = replace(line, hundredths=hundredths, amount_cents=price)
        total_min += more
        priced_min[group] += more
    return lines


def _added(before: int, more: int, denominator: int) -> int:
    """Return what more adds to the nearest whole number of a fraction."""
    return (nearest_s(before + more, denominator) - nearest_s(before, denominator)) // denominator
