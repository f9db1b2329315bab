"""What the preview of an import of time says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from mle_planner.core.i18n.formats import clock_range_text, day_text, minutes_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.tracked import DayTotal
from mle_planner.core.tracking.importing.store import NewTime, TimeImportReport
from mle_planner.ui.widgets.table_rows import Cell, Column

FIRST_ROWS = 5
_MOST_REASONS = 4
COLUMNS = (
    Column(""), Column(""), Column("", stretches=True), Column("", drop=1),
)  # fmt: skip


def summary(report: TimeImportReport) -> str:
    parts = [
        plural("{count} row", "{count} rows", report.found),
        plural("{count} new", "{count} new", report.added),
        plural("{count} already here", "{count} already here", report.skipped),
        plural("{count} not added", "{count} not added", len(report.rejected)),
    ]
    return _("{rows}: {new}, {known}, {rest}.", rows=parts[0], new=parts[1], known=parts[2],
             rest=parts[3])  # fmt: skip


def remarks(report: TimeImportReport, zone: ZoneInfo) -> Iterator[str]:
    """Yield what else is to be known before the import."""
    more = len(report.new) - FIRST_ROWS
    if more > 0:
        yield plural("and {count} more", "and {count} more", more)
    if report.totals:
        yield plural(
            "{count} row has no times. It becomes a total of its day, in no sum of tracked time.",
            "{count} rows have no times. They become totals of their days, in no sum of tracked "
            "time.",
            len(report.totals),
        )
    for overlap in report.overlaps[:_MOST_REASONS]:
        yield _(
            "{title} ({where}) shares {times} with {other}.",
            where=overlap.where,
            title=overlap.title,
            times=clock_range_text(overlap.start, overlap.end, zone),
            other=overlap.other,
        )
    listed = {overlap.where for overlap in report.overlaps}
    rest = [one for one in report.rejected if one.where not in listed]
    for one in rest[:_MOST_REASONS]:
        yield _("Not added ({where}): {why}", where=one.where, why=one.why)
    hidden = sum(max(len(found) - _MOST_REASONS, 0) for found in (report.overlaps, rest))
    if hidden:
        yield plural("{count} more like these.", "{count} more like these.", hidden)


def done_text(report: TimeImportReport) -> str:
    return plural(
        "{count} row of time imported from {name}.",
        "{count} rows of time imported from {name}.",
        report.added,
        name=report.name,
    )


def row_of_time(one: NewTime, zone: ZoneInfo, today: date) -> tuple[Cell, Cell, Cell, Cell]:
    """Return what is new in a row of the file: day, times or length, title and project."""
    record = one.record
    if isinstance(record, DayTotal):
        day, when = record.day, minutes_text(record.length_s // 60)
    else:
        assert record.end is not None
        day = record.start.astimezone(zone).date()
        when = clock_range_text(record.start, record.end, zone)
    return (
        Cell(day_text(day, today=today), color="muted"),
        Cell(when),
        Cell(record.title, tooltip=record.title),
        Cell(one.project, color="muted", tooltip=one.project),
    )
