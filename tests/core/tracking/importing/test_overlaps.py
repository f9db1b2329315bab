"""Imported time beside tracked time: no minute counts twice, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import ActivityId
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.importing.overlaps import OverlapChoice, TakenTime
from mle_planner.core.tracking.importing.reading import ReadChoices
from mle_planner.core.tracking.importing.store import ImportChoices, TimeImportReport
from tests.support.builders import clock_at

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def span(start: int, end: int) -> Span:
    return Span(BEGIN + start * MINUTE, BEGIN + end * MINUTE)


def minutes_of(*spans: Span) -> set[int]:
    return {
        minute
        for one in spans
        for minute in range((one.start - BEGIN) // MINUTE, (one.end - BEGIN) // MINUTE)
    }


def cut(edges: list[int]) -> list[Span]:
    """Spans in order that share nothing, between each two of the sorted edges."""
    edges = sorted(set(edges))
    return [span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]


EDGES = st.lists(st.integers(0, 60), max_size=12)
SPANS = st.tuples(st.integers(0, 59), st.integers(1, 30)).map(lambda one: span(one[0], sum(one)))


def entry(number: int, of: Span) -> TimeEntry:
    return TimeEntry(
        EntryId(number), of.start, of.end, "UTC", "Work", ActivityId(1), source=EntrySource.TIMER
    )


@given(EDGES, st.lists(SPANS, max_size=4))
def test_what_is_cut_out_is_gone_from_the_stored_entries_and_nothing_else(
    edges: list[int], out: list[Span]
) -> None:
    stored = [entry(number, each) for number, each in enumerate(cut(edges), 1)]
    ids = count(100)
    taken = TakenTime(stored, lambda: EntryId(next(ids)))
    for each in out:
        taken.cut_out(each)
    left = {each.id: each for each in stored}
    for change in taken.changes():
        if isinstance(change.before, TimeEntry):
            assert left.pop(change.before.id) == change.before
        if isinstance(change.after, TimeEntry):
            assert change.after.id not in left
            left[change.after.id] = change.after
    spans = [Span(each.start, each.end) for each in left.values() if each.end is not None]
    before = minutes_of(*(Span(each.start, each.end) for each in stored if each.end is not None))
    assert minutes_of(*spans) == before - minutes_of(*out)
    assert sum(len(minutes_of(each)) for each in spans) == len(minutes_of(*spans))


ROWS = """description,billable,client,project,tags,start,end
Before,false,,,,2026-11-23T08:00:00Z,2026-11-23T08:30:00Z
Over it,false,,,,2026-11-23T08:45:00Z,2026-11-23T10:15:00Z
Inside,false,,,,2026-11-23T09:10:00Z,2026-11-23T09:20:00Z
Backwards,false,,,,2026-11-23T12:00:00Z,2026-11-23T11:00:00Z
Later,false,,,,2026-12-30T08:00:00Z,2026-12-30T09:00:00Z
Before,false,,,,2026-11-23T08:00:00Z,2026-11-23T08:30:00Z
"""


def imported(tmp_path: Path, choice: OverlapChoice) -> tuple[TimeImportReport, list[str]]:
    """The report of the rows beside one entry from 9:00 to 10:00, and what is tracked then."""
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    with Planner.open(tmp_path / choice, clock_at("2026-11-27 18:00", "UTC")) as planner:
        planner.tracking.log(
            Span(BEGIN + timedelta(hours=9), BEGIN + timedelta(hours=10)), "Tracked"
        )
        file = planner.time_imports.read_file(path, ReadChoices())
        report = planner.time_imports.import_file(file, ImportChoices(overlaps=choice))
        items = planner.day(BEGIN.date()).tracked
        again = planner.time_imports.import_file(file, ImportChoices(overlaps=choice))
        assert again.added == 0
        assert planner.day(BEGIN.date()).tracked == items
        assert again.skipped == report.added + report.skipped
        assert again.found == again.skipped + len(again.rejected)
        lines = [f"{one.span.start:%H:%M}-{one.span.end:%H:%M} {one.entry.title}" for one in items]
        planner.history.undo()
        (left,) = planner.day(BEGIN.date()).tracked
        assert left.span.duration == timedelta(hours=1)
    return report, lines


@pytest.mark.parametrize(
    ("choice", "counts", "lines"),
    [
        (OverlapChoice.SKIP, (1, 1, 4), ["08:00-08:30 Before", "09:00-10:00 Tracked"]),
        (
            OverlapChoice.CUT, (2, 1, 3),
            ["08:00-08:30 Before", "08:45-09:00 Over it", "09:00-10:00 Tracked",
             "10:00-10:15 Over it"],
        ),
        (OverlapChoice.THEIRS, (2, 1, 3), ["08:00-08:30 Before", "08:45-10:15 Over it"]),
    ],
)  # fmt: skip
def test_every_row_is_added_skipped_or_reported_with_its_reason(
    tmp_path: Path, choice: OverlapChoice, counts: tuple[int, int, int], lines: list[str]
) -> None:
    report, tracked = imported(tmp_path, choice)
    assert tracked == lines
    assert (report.added, report.skipped, len(report.rejected)) == counts
    assert report.found == sum(counts) == ROWS.count("\n") - 1
    places = [row.where for row in report.rejected]
    assert places == sorted(places, key=lambda where: int(where.rsplit(" ", 1)[-1]))
    assert all(row.why.endswith(".") for row in report.rejected)
    overlap = report.overlaps[0]
    assert (overlap.title, overlap.other) == ("Over it", "Tracked")
    assert Span(overlap.start, overlap.end) == span(9 * 60, 10 * 60)


def test_theirs_twice_takes_no_time_of_a_row_that_was_tracked_here_already(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    with Planner.open(tmp_path / "data", clock_at("2026-11-27 18:00", "UTC")) as planner:
        planner.tracking.log(span(8 * 60 + 45, 10 * 60 + 15), "Over it")
        file = planner.time_imports.read_file(path, ReadChoices())
        choices = ImportChoices(overlaps=OverlapChoice.THEIRS)
        first, again = (planner.time_imports.import_file(file, choices) for _time in range(2))
        titles = [one.entry.title for one in planner.day(BEGIN.date()).tracked]
    assert titles == ["Before", "Over it"]
    assert (first.added, again.added) == (1, 0)


def test_theirs_of_another_file_counts_before_what_an_earlier_one_brought(tmp_path: Path) -> None:
    head, _before, over, inside, *_rest = ROWS.splitlines()
    with Planner.open(tmp_path / "data", clock_at("2026-11-27 18:00", "UTC")) as planner:
        for row in (over, inside):
            path = tmp_path / "rows.csv"
            path.write_text(f"{head}\n{row}\n")
            file = planner.time_imports.read_file(path, ReadChoices())
            choices = ImportChoices(overlaps=OverlapChoice.THEIRS)
            assert planner.time_imports.import_file(file, choices).added == 1
        titles = [one.entry.title for one in planner.day(BEGIN.date()).tracked]
    assert titles == ["Over it", "Inside", "Over it"]


def test_a_title_without_end_is_named_in_short(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS.partition("\n")[0] + "\n" + ROWS.splitlines()[2] + "\n")
    with Planner.open(tmp_path / "data", clock_at("2026-11-27 18:00", "UTC")) as planner:
        nine = BEGIN + timedelta(hours=9)
        planner.tracking.log(Span(nine, nine + timedelta(hours=1)), "y" * 100_000)
        file = planner.time_imports.read_file(path, ReadChoices())
        report = planner.time_imports.import_file(file, ImportChoices())
    (row,), (overlap,) = report.rejected, report.overlaps
    assert row.why.startswith("yyy")
    assert max(len(row.why), len(overlap.other)) < 200
