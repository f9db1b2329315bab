"""What a file says about the user: name, address and letterhead, as the settings have them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from mle_planner.core.i18n.gettext import _
from mle_planner.core.printing import PdfWriter
from mle_planner.core.settings import Settings
from mle_planner.core.timesheet.formats.format import ExportOptions, Format, TimesheetFormatError

_MOST_LOGO_BYTES = 5_000_000


def export_options(
    form: Format,
    chosen: Mapping[str, str],
    settings: Settings,
    zone: ZoneInfo,
    *,
    has_decimal_comma: bool = False,
    write_pdf: PdfWriter | None = None,
) -> ExportOptions:
    """Return what a file of a format is written with.

    Raises:
        TimesheetFormatError: The image of the letterhead cannot be read.
    """
    addresses = settings.my_addresses()
    return ExportOptions(
        zone,
        chosen,
        settings.word("my_name"),
        addresses[0] if addresses else "",
        _lines(settings.word("letterhead")),
        _logo(settings.word("letterhead_image")) if form.name == "pdf" else b"",
        has_decimal_comma,
        write_pdf,
    )


def _lines(text: str) -> str:
    """Return a text whose lines are separated by upright strokes, as a field of one line has it."""
    return "\n".join(part.strip() for part in text.split("|"))


def _logo(place: str) -> bytes:
    if not place:
        return b""
    path = Path(place).expanduser()
    try:
        if path.stat().st_size <= _MOST_LOGO_BYTES:
            return path.read_bytes()
    except OSError:
        pass
    raise TimesheetFormatError(
        _(
            "The image of the letterhead, {name}, cannot be read. Nothing was exported; choose a "
            "PNG or JPEG file under 5 MB in the settings.",
            name=path.name,
        )
    )
