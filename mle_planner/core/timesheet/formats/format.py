"""What a format of a file is, and what can be chosen when one is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_
from mle_planner.core.printing import PdfWriter
from mle_planner.core.settings import Settings
from mle_planner.core.timesheet.sheet import Timesheet


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose about a file. ``choices`` are values and their titles, to translate.

    The first choice holds unless another is made.
    """

    name: str
    title: str
    choices: tuple[tuple[str, str], ...]


FORMULAS = Option(
    "formulas", N_("Text like a formula"),
    (("guard", N_("With an apostrophe")), ("keep", N_("As typed"))),
)  # fmt: skip
"""Of every format that spreadsheets read as text."""

DURATIONS = Option(
    "durations", N_("Durations"), (("tracked", N_("As tracked")), ("rounded", N_("Rounded")))
)
"""Of formats with a start and an end: the rounded time changes the end."""


COLUMNS = "columns"
"""The name under which the columns of a file are chosen: their names with commas between."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column that a file may go without, unless it ``is_kept``. ``title`` is to be translated."""

    name: str
    title: str
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a file is written with.

    ``chosen`` has values by the names of options. ``name`` and ``email`` are the user's own;
    ``logo`` is the path of a PNG, JPEG or SVG, empty without one. ``has_decimal_comma`` is how
    figures are written on this computer.
    """

    zone: ZoneInfo
    chosen: Mapping[str, str]
    name: str = ""
    email: str = ""
    letterhead: str = ""
    logo: str = ""
    has_decimal_comma: bool = False
    write_pdf: PdfWriter | None = None

    def choice(self, option: Option) -> str:
        """Return what was chosen for an option."""
        return self.chosen.get(option.name, option.choices[0][0])

    def shown(self, columns: Sequence[FileColumn]) -> list[int]:
        """Return the places of the columns that a file has."""
        return shown_columns(self.chosen, columns)


def export_options(
    chosen: Mapping[str, str],
    settings: Settings,
    zone: ZoneInfo,
    *,
    has_decimal_comma: bool,
    write_pdf: PdfWriter | None,
) -> ExportOptions:
    """Return what a file is written with: what was chosen, and the settings that name the user."""
    addresses = settings.my_addresses()
    return ExportOptions(
        zone,
        chosen,
        settings.word("my_name"),
        addresses[0] if addresses else "",
        "\n".join(part.strip() for part in settings.word("letterhead").split("|")),
        settings.word("letterhead_image"),
        has_decimal_comma,
        write_pdf,
    )


def shown_columns(chosen: Mapping[str, str], columns: Sequence[FileColumn]) -> list[int]:
    """Return the places of the columns that were chosen; all where none were."""
    wanted = chosen.get(COLUMNS, "").split(",")
    return [
        place
        for place, column in enumerate(columns)
        if wanted == [""] or column.is_kept or column.name in wanted
    ]


Row = tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file with columns: text and figures as they stand in it."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of a file. ``title`` is what it is called, to be translated where it is not a name.

    ``table`` gives the rows of the file for a preview; None where the file has no columns.
    ``columns`` are those that can be left out, where its reader does not ask for all of them.
    ``needs_email`` tells one whose reader finds the user by the mail address.
    """

    name: str
    title: str
    ending: str
    options: tuple[Option, ...]
    write: Callable[[Timesheet, ExportOptions], bytes]
    table: Callable[[Timesheet, ExportOptions], Table] | None = None
    is_text: bool = True
    needs_email: bool = False
    columns: tuple[FileColumn, ...] = ()
