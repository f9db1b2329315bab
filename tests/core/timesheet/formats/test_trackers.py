"""The layouts of other programs, as their documentation describes them; see ``golden``.

The golden files were written by hand from what the products' help pages ask for: Toggl Track
"Editing and uploading a CSV file" and its detailed report, Clockify "Import timesheets", Harvest
"Importing and exporting data", and the example that Kimai's import plugin brings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import RoundingMode, RoundingUnit
from mle_planner.core.timesheet.formats.registry import (
    FORMATS,
    checked_choices,
    format_of_file,
    preview,
)
from mle_planner.core.timesheet.formats.trackers import settled_lines
from mle_planner.core.timesheet.sheet import Timesheet, timesheet
from tests.support.sheets import BERLIN, MAPS, SCORING, TASK, options, written
from tests.support.tracked_time import CODING, FRIDAY, MONDAY, STANDUP, TUESDAY, span, tracked

GOLDEN = Path(__file__).with_name("golden")


def week() -> Timesheet:
    drift = tracked(2, span(MONDAY, "9:42", "10:54:20"), CODING, SCORING, 'Alerts, "loud" ones')
    entries = [
        tracked(1, span(MONDAY, "8:00", "8:36"), STANDUP, title="Standup"),
        replace(drift, task=TASK),
        tracked(3, span(TUESDAY, "22:30", "23:20"), CODING, SCORING, "=1+1"),
    ]
    return timesheet(entries, PlanningDays(BERLIN), MONDAY, FRIDAY, 15)


@pytest.mark.parametrize("name", ["toggl", "clockify", "harvest", "kimai"])
def test_the_file_is_the_golden_one(name: str) -> None:
    assert written(name, week()) == (GOLDEN / f"{name}.csv").read_bytes()


def test_clockify_has_dates_and_times_as_the_profile_there() -> None:
    text = written("clockify", week(), dates="mdy", clock="12").decode()
    assert '"11/23/2026","10:42:00 AM","11/23/2026","11:54:00 AM"' in text
    assert (
        '"23/11/2026","10:42:00","23/11/2026"' in written("clockify", week(), dates="dmy").decode()
    )


def test_each_currency_has_its_own_column() -> None:
    entries = [
        tracked(1, span(MONDAY, "8:00", "9:00"), CODING, SCORING),
        tracked(2, span(MONDAY, "9:00", "10:00"), CODING, MAPS),
    ]
    both = timesheet(entries, PlanningDays(BERLIN), MONDAY, FRIDAY, 15)
    head, euros, francs = written("toggl", both).decode("utf-8-sig").splitlines()
    assert head.endswith(",Tags,Amount (CHF),Amount (EUR)")
    assert euros.endswith(",coding,,95.00")
    assert francs.endswith(",coding,110.00,")


def test_a_correction_is_settled_where_time_cannot_be_negative() -> None:
    """Given an entry made shorter, and one moved to another title, after the days were locked."""
    first, second, third, _last = week().lines
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    shorter = replace(
        first, span=replace(first.span, end=first.span.start.replace(minute=30)),
        corrected_at=at, correction_s=-6 * 60, tracked_min=-6, rounded_min=0, hundredths=0,
    )  # fmt: skip
    gone = replace(
        third, corrected_at=at, correction_s=-third.tracked_s, tracked_min=-third.tracked_min,
        rounded_min=-third.rounded_min, hundredths=-third.hundredths,
        amount_cents=-(third.amount_cents or 0),
    )  # fmt: skip
    renamed = replace(third, title="Retries", corrected_at=at, correction_s=third.tracked_s)
    sheet = replace(week(), lines=(first, second, third, shorter, gone, renamed))
    settled = settled_lines(sheet.lines)
    assert [(line.title, line.counted_s) for line in settled] == [
        ("Standup", 30 * 60), (second.title, second.counted_s), ("=1+1", 0), ("Retries", 30 * 60),
    ]  # fmt: skip
    assert sum(line.tracked_s for line in settled) == sheet.tracked_s
    assert sum(line.tracked_min for line in settled) == sheet.tracked_min
    assert sum(line.hundredths for line in settled) == sheet.hundredths
    for name in ("toggl", "clockify", "harvest", "kimai", "ics"):
        text = written(name, sheet).decode()
        assert "Retries" in text
        assert "=1+1" not in text


def test_what_counts_for_no_minute_keeps_its_price() -> None:
    """Given a call of ten seconds that its project bills as six minutes."""
    billed = replace(SCORING, rounding_min=6, rounding_mode=RoundingMode.UP,
                     rounding_unit=RoundingUnit.ENTRY)  # fmt: skip
    entries = [
        tracked(1, span(MONDAY, "8:00", "8:59:50"), CODING, MAPS),
        tracked(2, span(MONDAY, "9:00", "9:00:10"), CODING, billed),
    ]
    sheet = timesheet(entries, PlanningDays(BERLIN), MONDAY, FRIDAY, 0)
    assert [line.tracked_min for line in sheet.lines] == [60, 0]
    for name, how_long in (("toggl", "00:00:00"), ("clockify", '"00:00:00"')):
        last = written(name, sheet).decode().splitlines()[-1].split(",")
        assert how_long in last
        assert last[-1].strip('"') == "9.50"
    assert written("ics", sheet).count(b"BEGIN:VEVENT") == 1


def test_a_minute_that_a_correction_takes_from_others_is_taken_from_the_longest() -> None:
    """Given sent lines of 60 and 0 minutes, and the second deleted, which was half a minute."""
    entries = [
        tracked(1, span(MONDAY, "8:00", "8:59:40"), CODING, MAPS),
        tracked(2, span(MONDAY, "9:00", "9:00:19"), CODING, MAPS, "Call"),
        tracked(3, span(MONDAY, "10:00", "10:10"), CODING, MAPS, "Review"),
    ]
    sheet = timesheet(entries, PlanningDays(BERLIN), MONDAY, FRIDAY, 0)
    call = sheet.lines[1]
    gone = replace(call, corrected_at=datetime(2026, 12, 1, tzinfo=UTC), correction_s=-19,
                   tracked_min=-1, rounded_min=0, hundredths=0, amount_cents=0)  # fmt: skip
    corrected = replace(sheet, lines=(*sheet.lines, gone))
    assert [line.tracked_min for line in corrected.lines] == [60, 0, 10, -1]
    assert corrected.tracked_min == 69
    _head, *rows = written("kimai", corrected).decode().splitlines()
    assert [row.split(",")[3] for row in rows] == ['"3540"', '"600"']


def test_an_activity_with_a_comma_is_one_tag() -> None:
    activity = replace(CODING, name="Code, review")
    sheet = replace(week(), lines=(replace(week().lines[0], activity=activity),))
    assert '"Code review"' in written("clockify", sheet).decode()


def test_every_format_that_is_promised_is_offered() -> None:
    assert set(FORMATS) == set("xlsx pdf csv toggl clockify harvest kimai ics json".split())
    assert all(name == form.name for name, form in FORMATS.items())


@pytest.mark.parametrize(
    ("file", "name"),
    [("a.xlsx", "xlsx"), ("A.PDF", "pdf"), ("a.ics", "ics"), ("a.json", "json"), ("a.csv", "csv"),
     ("a", "csv"), ("-", "csv")],
)  # fmt: skip
def test_the_ending_of_a_file_names_its_format(file: str, name: str) -> None:
    assert format_of_file(file).name == name


@pytest.mark.parametrize("chosen", [{"times": "moon"}, {"sheets": "one"}])
def test_an_unknown_option_is_refused_with_those_there_are(chosen: dict[str, str]) -> None:
    with pytest.raises(PlannerError, match=r"Nothing was exported; .*times=utc\|local"):
        checked_choices(FORMATS["csv"], chosen)
    assert checked_choices(FORMATS["csv"], {"times": "local"}) == {"times": "local"}


def test_a_pdf_needs_something_to_write_it_with() -> None:
    with pytest.raises(PlannerError, match="Nothing was exported"):
        FORMATS["pdf"].write(week(), options())


def test_prices_without_a_currency_have_a_plain_head() -> None:
    bare = replace(SCORING, currency="")
    entry = tracked(1, span(MONDAY, "8:00", "9:00"), CODING, bare)
    sheet = timesheet([entry], PlanningDays(BERLIN), MONDAY, FRIDAY, 15)
    heads = written("toggl", sheet).decode("utf-8-sig").splitlines()[0].split(",")
    assert "Amount" in heads
    assert "Amount ()" not in heads
    heads = written("clockify", sheet).decode().splitlines()[0].split(",")
    assert {'"Billable Rate"', '"Billable Amount"'} <= set(heads)


def test_a_column_that_a_format_does_not_have_is_refused() -> None:
    with pytest.raises(PlannerError, match="no column nothing"):
        checked_choices(FORMATS["csv"], {"columns": "date,nothing"})
    with pytest.raises(PlannerError, match="no option columns"):
        checked_choices(FORMATS["toggl"], {"columns": "date"})
    assert checked_choices(FORMATS["xlsx"], {"columns": "date,hours"}) == {"columns": "date,hours"}


def test_the_preview_has_the_columns_of_the_file() -> None:
    chosen = options(columns="date,what")
    assert preview(FORMATS["pdf"], week(), chosen).columns == ("Date", "What", "Hours")
    assert preview(FORMATS["csv"], week(), chosen).columns == ("date", "hours")
    assert preview(FORMATS["ics"], week(), chosen).columns == ("Date", "Project", "What", "Hours")
