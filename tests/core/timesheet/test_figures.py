"""Rules of projects, decimal hours, prices and groups: whatever is shown adds up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.shares import share_out
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Project, RoundingMode, RoundingUnit
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.groups import GroupBy
from mle_planner.core.timesheet.lines import counted_minutes
from mle_planner.core.timesheet.rounding import RoundingRule
from mle_planner.core.timesheet.sheet import Timesheet, timesheet
from tests.support.sheets import month
from tests.support.tracked_time import (
    CODING,
    FRAUD,
    FRIDAY,
    MONDAY,
    PLATFORM,
    ROUTING,
    STANDUP,
    TUESDAY,
    UTC_DAYS,
    instant,
    span,
    tracked,
)


def sheet(entries: list[TrackedItem], rule: RoundingRule | int = 0) -> Timesheet:
    return timesheet(entries, UTC_DAYS, MONDAY, FRIDAY, rule)


def entries_of(project: Project, *minutes: int) -> list[TrackedItem]:
    """Entries of a project one after another, on Monday from nine."""
    found, at = [], instant(MONDAY, "9:00")
    for number, length in enumerate(minutes, 1):
        end = at + timedelta(minutes=length)
        found.append(tracked(number, Span(at, end), CODING, project))
        at = end
    return found


def rounded(made: Timesheet) -> list[int]:
    return [line.rounded_min for line in made.lines]


@pytest.mark.parametrize(
    ("mode", "unit", "least_min", "expected"),
    [
        (RoundingMode.NEAREST, RoundingUnit.ENTRY, 0, [0, 15, 30]),
        (RoundingMode.UP, RoundingUnit.ENTRY, 0, [15, 15, 30]),
        (RoundingMode.DOWN, RoundingUnit.ENTRY, 0, [0, 0, 15]),
        (RoundingMode.UP, RoundingUnit.DAY, 0, [0, 15, 30]),
        (RoundingMode.DOWN, RoundingUnit.DAY, 0, [0, 0, 30]),
        (RoundingMode.NEAREST, RoundingUnit.ENTRY, 30, [30, 30, 30]),
        (RoundingMode.NEAREST, RoundingUnit.DAY, 120, [30, 30, 60]),
    ],
)
def test_a_project_is_rounded_by_its_own_rule(
    mode: RoundingMode, unit: RoundingUnit, least_min: int, expected: list[int]
) -> None:
    project = replace(
        FRAUD, rounding_min=15, rounding_mode=mode, rounding_unit=unit, least_min=least_min
    )
    assert rounded(sheet(entries_of(project, 6, 8, 26))) == expected


def test_a_period_is_rounded_as_one_and_other_projects_by_the_general_rule() -> None:
    billed = replace(FRAUD, rounding_min=60, rounding_unit=RoundingUnit.PERIOD)
    made = sheet(
        [
            tracked(1, span(MONDAY, "9:00", "9:50"), CODING, billed),
            tracked(2, span(TUESDAY, "9:00", "9:50"), CODING, billed),
            tracked(3, span(TUESDAY, "10:00", "10:50"), CODING, ROUTING),
        ]
    )
    assert rounded(made) == [60, 60, 50]


def test_projects_with_the_same_rule_are_rounded_apart() -> None:
    """Given seven minutes of each, which round to nothing, and together to a quarter."""
    rule = {"rounding_min": 15, "rounding_unit": RoundingUnit.PERIOD}
    first, second = (replace(project, **rule) for project in (FRAUD, ROUTING))
    entries = [
        tracked(1, span(MONDAY, "9:00", "9:07"), CODING, first),
        tracked(2, span(MONDAY, "10:00", "10:07"), CODING, second),
    ]
    assert rounded(sheet(entries)) == [0, 0]


def test_an_entry_over_midnight_is_rounded_as_one_entry() -> None:
    rule = RoundingRule(60, RoundingMode.UP, RoundingUnit.ENTRY)
    made = sheet([tracked(1, span(MONDAY, "23:40", "24:30"))], rule)
    assert rounded(made) == [0, 60]


def test_thirds_of_an_hour_add_up_to_an_hour() -> None:
    made = sheet(entries_of(FRAUD, 20, 20, 20))
    assert [line.hundredths for line in made.lines] == [34, 33, 33]
    assert (made.hundredths, made.total_min) == (100, 60)


def test_no_project_gains_the_odd_hundredth_every_day() -> None:
    """Twenty minutes of each of three projects on five days: 1:40 each, 1.67 and 1.66 hours."""
    entries = [
        tracked(10 * at + place, Span(start, start + timedelta(minutes=20)), CODING, project)
        for at, day in enumerate(sheet([]).days)
        for place, project in enumerate((FRAUD, ROUTING, PLATFORM))
        if (start := instant(day, f"{9 + place}:00"))
    ]
    made = sheet(entries)
    assert sorted(row.hundredths for row in made.rows) == [166, 167, 167]
    assert made.hundredths == 500
    first_days = [line for line in made.lines if line.day in made.days[:3]]
    for project in (FRAUD, ROUTING, PLATFORM):
        assert sum(line.hundredths for line in first_days if line.project == project) == 100


@pytest.mark.parametrize("count", range(20, 161, 7))
def test_each_project_has_its_nearest_decimal_hours(count: int) -> None:
    """Recalculated, 23:20 is 23.33, whichever projects shared its days."""
    made = month(count, rounding_min=5)
    thirds = [5 * row.rounded_min for row in made.rows]
    assert _off(thirds, [row.hundredths for row in made.rows]) == _off(thirds, share_out(thirds, 3))
    for number, day in enumerate(made.days):
        exact = sum(row.minutes_on(made.days)[number] for row in made.rows) * 100
        given = sum(line.hundredths for line in made.lines if line.day == day)
        assert abs(given * 60 - exact) < 60


def test_a_hundredth_goes_on_through_a_project_between() -> None:
    """Given no day of both the first and the last project, then the one between passes it on."""
    lengths = ((MONDAY, FRAUD, 80), (MONDAY, PLATFORM, 35), (TUESDAY, PLATFORM, 65),
               (TUESDAY, ROUTING, 53), (TUESDAY, ROUTING, 44), (FRIDAY, ROUTING, 35))  # fmt: skip
    entries = []
    for number, (day, project, length) in enumerate(lengths):
        start = instant(day, f"{9 + 2 * number}:00")
        at = Span(start, start + timedelta(minutes=length))
        entries.append(tracked(number, at, CODING, project))
    made = sheet(entries)
    assert {row.name: row.hundredths for row in made.rows} == {
        FRAUD.name: 133, PLATFORM.name: 167, ROUTING.name: 220,
    }  # fmt: skip


def _off(thirds: list[int], hundredths: list[int]) -> list[int]:
    return sorted(abs(3 * each - third) for each, third in zip(hundredths, thirds, strict=True))


def test_prices_of_lines_add_up_to_the_price_of_their_project() -> None:
    billed = replace(FRAUD, rate_cents=10_000, currency="EUR")
    other = replace(ROUTING, rate_cents=9_000, currency="USD")
    entries = entries_of(billed, 20, 20, 20)
    made = sheet([*entries, tracked(9, span(TUESDAY, "9:00", "9:40"), CODING, other)])
    assert [line.amount_cents for line in made.lines] == [3334, 3333, 3333, 6000]
    assert made.amounts_cents == {"EUR": 10_000, "USD": 6000}


def test_prices_of_one_project_in_two_currencies_are_rounded_apart() -> None:
    billed = replace(FRAUD, rate_cents=10_000, currency="EUR")
    (first, second) = entries_of(billed, 20, 20)
    sent = replace(second, project=replace(billed, currency="USD"))
    made = sheet([first, sent])
    assert made.amounts_cents == {"EUR": 3333, "USD": 3333}


def test_a_later_correction_changes_no_minute_of_an_earlier_one() -> None:
    """Given a minute and two corrections of twenty seconds, the one made first listed last."""
    (line,) = sheet(entries_of(FRAUD, 1)).lines
    late, early = (
        replace(line, corrected_at=instant(TUESDAY, clock), correction_s=20)
        for clock in ("12:00", "9:00")
    )
    assert counted_minutes([line, late, early]) == [1, 1, 0]


def test_groups_within_groups_hold_the_same_time() -> None:
    made = replace(
        sheet(
            [
                tracked(1, span(MONDAY, "9:00", "10:00"), CODING, FRAUD, "Alerts"),
                tracked(2, span(TUESDAY, "9:00", "9:30"), CODING, FRAUD, "alerts"),
                tracked(3, span(MONDAY, "10:00", "10:20"), CODING, FRAUD, "Backfill"),
                tracked(4, span(MONDAY, "11:00", "11:15"), STANDUP, title="Standup"),
            ]
        ),
        grouping=(GroupBy.CLIENT, GroupBy.TASK),
    )
    shown = [
        (group.name, group.rounded_min, [(part.name, part.rounded_min) for part in group.children])
        for group in made.groups
    ]
    assert shown == [
        ("Northbank", 110, [("Alerts", 90), ("Backfill", 20)]),
        ("No client", 15, [("Standup", 15)]),
    ]


@st.composite
def _weeks(draw: st.DrawFn) -> list[TrackedItem]:
    rates = st.sampled_from([None, 9_999, 12_050])
    projects: list[Project | None] = [
        None,
        *(
            replace(
                project,
                rounding_min=draw(st.sampled_from([None, 0, 6, 15])),
                rounding_mode=draw(st.sampled_from(RoundingMode)),
                rounding_unit=draw(st.sampled_from(RoundingUnit)),
                least_min=draw(st.sampled_from([0, 10])),
                rate_cents=draw(rates),
                currency="EUR",
            )
            for project in (FRAUD, ROUTING)
        ),
    ]
    at, entries = instant(MONDAY, "0:00"), []
    lengths = draw(st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 9000)), max_size=20))
    for number, (pause_s, length_s) in enumerate(lengths):
        start = at + timedelta(seconds=pause_s)
        at = start + timedelta(seconds=length_s)
        chosen = draw(st.sampled_from(projects))
        entries.append(tracked(number, Span(start, at), CODING, chosen))
    return entries


@given(_weeks(), st.sampled_from(GroupBy))
def test_every_layout_has_the_same_totals(entries: list[TrackedItem], by: GroupBy) -> None:
    made = replace(sheet(entries), grouping=(by, GroupBy.DAY))
    for groups in (made.groups, [part for group in made.groups for part in group.children]):
        assert sum(group.rounded_min for group in groups) == made.total_min
        assert sum(group.hundredths for group in groups) == made.hundredths
        assert sum(group.tracked_s for group in groups) == made.tracked_s
        assert sum(group.amounts_cents.get("EUR", 0) for group in groups) == sum(
            made.amounts_cents.values()
        )
    assert abs(made.hundredths * 60 - made.total_min * 100) * 2 <= 60
    for group in replace(made, grouping=(GroupBy.PROJECT,)).groups:
        assert abs(group.hundredths * 60 - group.rounded_min * 100) < 2 * 60
        rate = group.lines[0].rate_cents
        if rate is not None:
            assert abs(group.amounts_cents["EUR"] * 60 - rate * group.rounded_min) * 2 <= 60
