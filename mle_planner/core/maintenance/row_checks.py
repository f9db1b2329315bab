"""Checks each stored row by itself: whether it is readable and its values are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.gettext import _
from mle_planner.core.maintenance.problems import DataProblem, removal, row_problem, shown_value
from mle_planner.core.model.records import Record
from mle_planner.core.model.work import MOST_RATE_CENTS, Category
from mle_planner.core.storage.raw_database import RawRow
from mle_planner.core.storage.rows import KINDS, columns, is_readable, stored_default
from mle_planner.core.typed.duration import MOST_ESTIMATE_MIN
from mle_planner.core.typical_day.part_rules import RuleError, check_rule

_FIRST_S, _LAST_S = -62_000_000_000, 253_000_000_000
"""The years 5 to 9987: instants outside of them cannot be shown in every time zone."""

_LIMITS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("calendar_event", "end"): (_FIRST_S, _LAST_S),
    ("template_block", "weekday"): (0, 6),
    ("template_block", "start_min"): (0, MINUTES_PER_DAY - 1),
    ("template_block", "end_min"): (1, 2 * MINUTES_PER_DAY),
    ("series", "start_min"): (0, MINUTES_PER_DAY - 1),
    ("series", "duration_min"): (1, MINUTES_PER_DAY),
    ("series_exception", "start_min"): (0, 2 * MINUTES_PER_DAY),
    ("series_exception", "duration_min"): (1, MINUTES_PER_DAY),
    ("task", "estimate_min"): (1, MOST_ESTIMATE_MIN),
    ("task", "due_min"): (1, MINUTES_PER_DAY),
    ("task", "min_chunk_min"): (1, MINUTES_PER_DAY),
    ("task", "max_chunk_min"): (1, MINUTES_PER_DAY),
    ("project", "rate_cents"): (0, MOST_RATE_CENTS),
    ("band_override", "weekday"): (0, 6),
    ("band_override", "least_min"): (0, MINUTES_PER_DAY),
    ("band_override", "aim_min"): (0, MINUTES_PER_DAY),
    ("band_override", "most_min"): (0, MINUTES_PER_DAY),
}
_ZONED = ("time_block", "time_entry")
_INSTANTS = ("start", "end", "at", "created_at", "done_at", "frozen_at", "read_at", "asked_at")


def is_sound_row(table: str, row: RawRow) -> bool:
    """Whether each value of a row is readable and allowed."""
    return all(_is_allowed(table, name, row) for name in columns(KINDS[table]) if name in row)


def check_row(
    table: str, number: int, row: RawRow, saved: RawRow | None, zone: str
) -> DataProblem | None:
    """Return the problem of a row with an unreadable or forbidden value.

    ``saved`` is the row as last saved in the history of changes.
    """
    faults = [name for name in columns(KINDS[table]) if name in row
              if not _is_allowed(table, name, row)]  # fmt: skip
    if not faults:
        return None
    values = ", ".join(f"{name}: {shown_value(row[name])}" for name in faults)
    what = _("A value cannot be used ({values}).", values=values)
    mended = {name: _mended(table, name, row, zone) for name in faults}
    after: RawRow | None = {**row, **mended}
    if saved is not None and is_sound_row(table, saved):
        repair = _("Restores it as it was last saved.")
        after = {**row, **{name: value for name, value in saved.items() if name in row}}
    elif any(value is None and not is_readable(KINDS[table], name, None)
             for name, value in mended.items()):  # fmt: skip
        repair, after = removal(), None
    else:
        repair = _("Sets {values}.", values=", ".join(
            f"{name}: {_('none') if value is None else shown_value(value)}"
            for name, value in mended.items()
        ))  # fmt: skip
    return row_problem(table, number, row, "value", what, repair, after)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_allowed(table: str, name: str, row: RawRow) -> bool:
    value = row[name]
    if not is_readable(KINDS[table], name, value):
        return False
    if value is None:
        return True
    if name == "zone" and table in _ZONED:
        return value in _zones()
    if (table, name) == ("series", "rule"):
        return _is_rule(value)
    if name in _INSTANTS and isinstance(value, int):
        return _FIRST_S <= value <= _LAST_S
    least, most = _LIMITS.get((table, name), (value, value))
    return bool(least <= value <= most)


def _is_rule(text: str) -> bool:
    try:
        check_rule(text)
    except RuleError:
        return False
    return True


def _mended(table: str, name: str, row: RawRow, zone: str) -> Any:
    """Return the allowed value nearest to the stored one; None if there is none."""
    kind: type[Record] = KINDS[table]
    value = row[name]
    candidates: list[Any] = []
    if isinstance(value, bytes):
        candidates.append(value.decode(errors="replace"))
    if isinstance(value, int) and (table, name) in _LIMITS:
        least, most = _LIMITS[table, name]
        candidates.append(min(max(value, least), most))
    candidates.append(stored_default(kind, name))
    by_name = {
        "zone": zone,
        "category": Category.OTHER_FOCUS.value,
        "name": _("Unreadable {number}", number=row.get("id")),
        "title": _("Unreadable"),
    }
    candidates.append(by_name.get(name, ""))
    return next(
        (each for each in candidates
         if each is not None and _is_allowed(table, name, {**row, name: each})),
        None,
    )  # fmt: skip
