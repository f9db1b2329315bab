"""The rows of a file of tracked time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _

MOST_ROWS = 200_000
"""More rows than that are no person's time: thirty entries a day for eighteen years."""


class TimeRowError(PlannerError):
    """Something in one row that cannot be read or kept."""


@dataclass(frozen=True, slots=True)
class ReadTime:
    """Time as a row of a file has it; what the row does not say is empty or None.

    It has a ``start``, and an ``end`` or a ``length_s``; or, where the file has no times, a ``day``
    and a ``length_s``. Instants without a zone are as on the wall. ``tags`` may name a project or
    an activity; ``is_break`` is time that was not worked.
    """

    where: str
    start: datetime | None = None
    end: datetime | None = None
    day: date | None = None
    length_s: int | None = None
    title: str = ""
    project: str = ""
    client: str = ""
    activity: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    is_billable: bool | None = None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not added, and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class TimeFile:
    """What was read from a file: its name, its format, and its rows in their order."""

    name: str
    format: str
    rows: tuple[ReadTime | RejectedRow, ...]


def read_or_reject(where: str, read: Callable[[], ReadTime]) -> ReadTime | RejectedRow:
    """Return what is read of a row, or why it cannot be."""
    try:
        return read()
    except TimeRowError as error:
        return RejectedRow(where, str(error))


def line_place(number: int) -> str:
    """Return where a row is in a file of lines."""
    return _("line {line}", line=number)


def item_place(number: int) -> str:
    """Return where a row is in a list, counted from 1."""
    return _("item {number}", number=number)
