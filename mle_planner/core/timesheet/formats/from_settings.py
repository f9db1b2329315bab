"""What a file says about the user: name, address and letterhead, as the settings have them."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from mle_planner.core.printing import PdfWriter
from mle_planner.core.settings import Settings
from mle_planner.core.timesheet.formats.format import ExportOptions


def export_options(
    chosen: Mapping[str, str],
    settings: Settings,
    zone: ZoneInfo,
    *,
    has_decimal_comma: bool = False,
    write_pdf: PdfWriter | None = None,
) -> ExportOptions:
    """Return what a file is written with."""
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
