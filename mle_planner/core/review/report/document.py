"""What a report holds, whatever it is written as: figures, sections of tables, charts, a note."""

from __future__ import annotations

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.printing import PrintedColumn, PrintedRow
from mle_planner.core.review.report.svg import picture, text, translate

TITLE_PX = 24.0
"""The height of the title over a chart."""

_TITLE_COLOR = "#595f67"


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A figure with its name and a few words on it."""

    name: str
    figure: str
    words: str = ""

    @property
    def text(self) -> str:
        """The figure and the words on it."""
        return f"{self.figure} ({self.words})" if self.words else self.figure


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table; columns that hold figures say so."""

    columns: tuple[PrintedColumn, ...]
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart as the inside of an SVG; ``name`` is that of its file, ``words`` say all it shows."""

    name: str
    title: str
    width: float
    height: float
    body: str
    words: str

    @property
    def svg(self) -> str:
        """The chart as a separate picture, under its title."""
        height = self.height + TITLE_PX
        return picture(self.width, height, self.parts(0, 0), f"{self.title}: {self.words}")

    def parts(self, x: float, y: float) -> list[str]:
        """Return title and chart, to be put into a picture at a place."""
        title = text(x, y + 14, self.title, _TITLE_COLOR, size=12, is_bold=True)
        return [title, translate(x, y + TITLE_PX, self.body)]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading with what stands under it."""

    title: str
    sentence: str = ""
    charts: tuple[ReportChart, ...] = ()
    tables: tuple[SectionTable, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """A whole report. ``note`` is the user's own Markdown, as it was written."""

    title: str
    figures: tuple[ReportFigure, ...]
    sections: tuple[ReportSection, ...]
    note: str = ""

    @property
    def charts(self) -> tuple[ReportChart, ...]:
        """All charts, in their order."""
        return tuple(chart for section in self.sections for chart in section.charts)


def text_table(
    head: tuple[str, ...], rows: list[list[str]], *, words: int = 1, sum_at: int | None = None
) -> SectionTable:
    """Return a table whose first columns hold words and the others figures.

    ``sum_at`` is the place of the row that sums up those above it, counted from the end: -1, -2.
    """
    columns = tuple(PrintedColumn(title, at >= words) for at, title in enumerate(head))
    place = None if sum_at is None else len(rows) + sum_at
    return SectionTable(
        columns, tuple(PrintedRow(tuple(row), is_sum=at == place) for at, row in enumerate(rows))
    )
